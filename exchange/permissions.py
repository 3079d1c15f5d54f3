"""Who reads, confirms and undoes an imported file."""

from django.db.models import QuerySet

from accounts.permissions import Actor
from entities.choices import EDITING_DESIGNATIONS
from entities.permissions import entities_of, may_manage_catalogues
from exchange.models import CatalogueImport, ImportBatch


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


def may_import_catalogues(user: Actor) -> bool:
    """Whoever may change a catalogue row by row may change many at once."""
    return may_manage_catalogues(user)


def visible_catalogue_imports(user: Actor) -> QuerySet[CatalogueImport]:
    """The spreadsheets that exist for `user`: what is not written yet is its sender's alone."""
    rows = CatalogueImport.objects.select_related("by").defer("body")
    if not may_import_catalogues(user):
        return rows.none()
    return rows.filter(applied_at__isnull=False) | rows.filter(by=user.pk)
