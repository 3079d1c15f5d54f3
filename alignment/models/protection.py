"""What is in use is not deleted: it ends by date.

Django lets a link of a many-to-many go with what it points to, and asks no past version. Here each
link and each recorded version that points to a row of a catalogue protects it: one rule, which
Django itself asks at every deletion, whoever begins it.
"""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges


class CatalogueModel(models.Model):
    """A row of a catalogue, to which records point for good."""

    class Meta:
        abstract = True


def protect_catalogues() -> None:
    """Let whatever points to a catalogue protect what it points to; called once, at the start."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.fields:
            relation = field.remote_field
            if relation is None or not issubclass(relation.model, CatalogueModel):
                continue
            if _points_for_good(model, field.name):
                relation.on_delete = models.PROTECT


def _points_for_good(model: Any, name: str) -> bool:
    """Whether the field points from a link to its far end, or from a version of something."""
    through = _tracked(model) or model
    owner = through._meta.auto_created
    if not owner:
        return through is not model
    links = owner._meta.local_many_to_many
    [link] = [link for link in links if link.remote_field.through is through]
    return bool(link.m2m_reverse_field_name() == name)


def _tracked(model: Any) -> Any:
    """The model of whose rows `model` keeps the versions, or nothing."""
    return model.instance_type if issubclass(model, HistoricalChanges) else None


def uses_of(row: models.Model) -> dict[str, int]:
    """What keeps `row` from being deleted: name of a kind of record -> how many of them."""
    collector = Collector(using=router.db_for_write(type(row)))
    try:
        collector.collect([row])
    except ProtectedError as error:
        names = Counter(_name(type(record)) for record in error.protected_objects)
        return dict(sorted(names.items()))
    return {}


def _name(model: Any) -> str:
    tracked = _tracked(model)
    shown = tracked or model
    shown = shown._meta.auto_created or shown
    name = capfirst(str(shown._meta.verbose_name_plural))
    return _("%(records)s (versiones anteriores)") % {"records": name} if tracked else name
