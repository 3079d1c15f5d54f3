"""A workbook that was filled before its entity was renamed is read all the same."""

from entities.models import Entity
from exchange.choices import ImportState
from exchange.tables import PARTNERS
from tests.exchange.books import downloaded, saved, send, texts, write


def rename(entity: Entity, acronym: str, name: str) -> None:
    entity.acronym, entity.name = acronym, name
    entity.save()


def test_workbook_filled_before_the_renaming_is_read(full_row, entity, cycle, focal_point):
    partner = full_row.participations.exclude(entity=entity).first().entity
    book = downloaded(entity, cycle)
    write(book, full_row.code, Intervención="Cambiada")
    rename(entity, "MINMUJER", "Ministerio de la Mujer")
    rename(partner, "MINTRAB", "Ministerio del Trabajo")
    batch = send(saved(book), entity, cycle, focal_point)
    assert batch.state == ImportState.PREVIEWED, batch.error
    [row] = batch.rows.all()
    assert row.outcome == "changed", texts(batch)
    assert PARTNERS.key not in row.values  # the same partner, by its former acronym


def test_workbook_of_another_is_refused(full_row, entity, other_entity, cycle, other_focal_point):
    batch = send(saved(downloaded(entity, cycle)), other_entity, cycle, other_focal_point)
    assert "no es de" in batch.error
