"""Who reads, confirms and undoes an imported file."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from accounts.permissions import Actor, is_secretariat
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.permissions import entities_of, may_manage_catalogues
from exchange.models import CatalogueImport, ImportBatch
from interventions.permissions import NOT_FOR_ENDED, entities_to_enter_for


def visible_imports(user: Actor) -> QuerySet[ImportBatch]:
    """The files that exist for `user`: those sent in for an entity that they write for; for the
    secretariat also those that it sent in on behalf of others.
    """
    theirs = Q(entity__in=entities_of(user, EDITING_DESIGNATIONS))
    if is_secretariat(user):
        theirs |= ~Q(on_behalf="")
    return ImportBatch.objects.filter(theirs).select_related("entity", "cycle", "by")


def may_confirm_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever sent the file in, while they write for the entity."""
    return batch.by_id == user.pk and visible_imports(user).filter(pk=batch.pk).exists()


def may_undo_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever writes for the entity; what was sent in on its behalf also who did."""
    if not visible_imports(user).filter(pk=batch.pk).exists():
        return False
    own = entities_of(user, EDITING_DESIGNATIONS).filter(pk=batch.entity_id)
    return batch.by_id == user.pk or own.exists()


def needs_reason(user: Actor, entity: Entity) -> bool:
    """Whether `user` sends a file in for `entity` only on its behalf, with a reason.

    Raises `PermissionDenied` where they may not at all, or the entity ended.
    """
    if entities_of(user, EDITING_DESIGNATIONS).filter(pk=entity.pk).exists():
        return False
    if not is_secretariat(user):
        raise PermissionDenied
    if not entities_to_enter_for(user).filter(pk=entity.pk).exists():
        raise PermissionDenied(str(NOT_FOR_ENDED))
    return True


def may_import_catalogues(user: Actor) -> bool:
    """Whoever may change a catalogue row by row may change many at once."""
    return may_manage_catalogues(user)


def visible_catalogue_imports(user: Actor) -> QuerySet[CatalogueImport]:
    """The spreadsheets that exist for `user`: what is not written yet is its sender's alone."""
    rows = CatalogueImport.objects.select_related("by").defer("body")
    if not may_import_catalogues(user):
        return rows.none()
    return rows.filter(applied_at__isnull=False) | rows.filter(by=user.pk)
