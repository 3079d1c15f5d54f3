"""Who reads, confirms and undoes an imported file."""

from django.db.models import QuerySet

from accounts.permissions import Actor
from entities.choices import EDITING_DESIGNATIONS
from entities.permissions import entities_of
from exchange.models import ImportBatch


def visible_imports(user: Actor) -> QuerySet[ImportBatch]:
    """The files that exist for `user`: those sent in for an entity that they write for."""
    own = entities_of(user, EDITING_DESIGNATIONS)
    return ImportBatch.objects.filter(entity__in=own).select_related("entity", "cycle", "by")


def may_confirm_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever sent the file in, while they write for the entity."""
    return batch.by_id == user.pk and visible_imports(user).filter(pk=batch.pk).exists()


def may_undo_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever writes for the entity."""
    return visible_imports(user).filter(pk=batch.pk).exists()
