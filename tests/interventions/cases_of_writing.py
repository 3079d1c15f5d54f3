"""Cases of `test_every_door`: what follows from writing, whatever is written."""

from django.urls import reverse
from django.utils import timezone

from cycles.choices import ResponseStatus
from exchange.actions import importing
from interventions import actions
from interventions.actions.responses import follow_response
from interventions.choices import ParticipationRole
from interventions.models import Intervention, Result, ResultLink
from tests.exchange.books import texts, write
from tests.factories import (
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.interventions.doors import DOORS, FILES, case, not_by

# -- a confirmation falls where the role, the entity or the words change --------------------------

CONFIRMATION = "confirmation_stands"


def _falls(world):
    return world.confirmed_partner().confirmed_at is None


@case(CONFIRMATION, "step")
def role_in_a_step(world, door):
    prefix = world.step.row_at(world.row, "quien", 0)
    world.step.send(world.row, "quien", scope="local")
    assert not _falls(world)
    world.step.send(world.row, "quien", **{f"{prefix}-role": "donor"})
    assert world.confirmed_partner().role == "donor"
    assert _falls(world)


@case(CONFIRMATION, "back_office")
def role_in_the_back_office(world, door):
    world.back_office.send(world.row, title="Otro")
    assert not _falls(world)
    world.back_office.send(world.row, **{"participations-1-contribution_text": "Otra cosa"})
    assert _falls(world)


@case(CONFIRMATION, *FILES)
def role_in_a_file(world, door):
    world.imported(lambda book: write(book, world.row.code, Intervención="Otra"), door)
    assert not _falls(world)
    world.imported(lambda book: book["Otras entidades"].__setitem__("C2", "Donante"), door)
    assert world.confirmed_partner().role == "donor"
    assert _falls(world)


@case(CONFIRMATION, "carry")
def nothing_is_confirmed_in_another_cycle(world, door):
    assert not world.carried().participations.filter(confirmed_at__isnull=False).exists()


@case(CONFIRMATION, "undo")
def role_undone(world, door):
    partner = FocalPointFactory(entity=world.confirmed_partner().entity).user

    def confirm():
        actions.confirm_participation(world.confirmed_partner(), by=partner)

    world.undone(lambda book: book["Otras entidades"].__setitem__("C2", "Donante"), confirm)
    assert world.confirmed_partner().role == ParticipationRole.TECHNICAL_PARTNER
    assert _falls(world)


# -- an entity that writes has begun to answer, and that is recorded ------------------------------


BEGINS = "an entity that writes is in progress"


def _begun(answer):
    before = answer.history.count()

    def check():
        answer.refresh_from_db()
        assert (answer.status, answer.answered_at) == (ResponseStatus.IN_PROGRESS, None)
        assert answer.history.count() == before + 1
        assert answer.history.first().status == ResponseStatus.IN_PROGRESS

    return check


@case(BEGINS, *DOORS)
def any_door_begins(world, door):
    for status in (ResponseStatus.EXPECTED, ResponseStatus.NOTHING_NEW):
        world.entity.responses.all().delete()
        if door == "carry":
            world.next_cycle()
        told = timezone.now() if status == ResponseStatus.NOTHING_NEW else None
        answer = EntityResponseFactory(
            entity=world.entity, cycle=world.cycle, status=status, answered_at=told
        )
        if door == "undo":
            batch = world.imported(lambda book: write(book, world.row.code, Intervención="Otra"))
            answer.refresh_from_db()
            answer.status, answer.answered_at = status, told
            answer.save()
        check = _begun(answer)
        if door == "step":
            world.step.send(world.row, "que", title=f"Otro {status}")
        elif door == "back_office":
            world.back_office.send(world.row, title=f"Otro {status}")
        elif door == "undo":
            importing.undo_import(batch, by=world.person)
        elif door == "carry":
            if status == ResponseStatus.NOTHING_NEW:
                continue  # carried already
            world.carried()
        else:
            title = f"Otra {status}"
            world.imported(lambda book, t=title: write(book, world.row.code, Intervención=t), door)
        check()


# -- one objective is the main one ----------------------------------------------------------------

PRIMARY = "primary_of"


def _main(row):
    return [part.provision.code for part in row.contributions.filter(is_primary=True)]


@case(PRIMARY, "step")
def main_unticked_in_a_step(world, door):
    other = world.row.contributions.get(is_primary=False)
    world.step.send(world.row, "objetivos", provisions=[other.provision_id])
    assert _main(world.row) == ["2.9"]
    new = ProvisionFactory(code="1")
    world.step.send(world.row, "objetivos", provisions=[new.pk, other.provision_id])
    assert _main(world.row) == ["2.9"]


@case(PRIMARY, "back_office")
def main_unticked_in_the_back_office(world, door):
    world.back_office.send(world.row, **{"contributions-0-is_primary": None})
    assert len(_main(world.row)) == 1
    changed = {"contributions-0-DELETE": "on"}
    world.back_office.send(world.row, **changed)
    assert _main(world.row) == ["2.9"]


@case(PRIMARY, *FILES)
def main_emptied_in_a_file(world, door):
    def empty(book):
        write(book, world.row.code, Objetivo_o_lineamiento_principal="")

    batch = world.imported(empty, door)
    assert batch.rows.get().values["primary"] == "pnm-2017-2025|guideline|2.9"
    assert (_main(world.row), world.row.contributions.count()) == (["2.9"], 1)

    def new(book):
        write(book, "N1", Intervención="Nueva", Tipo="Plan", Otros_objetivos_y_lineamientos="PMM 7")

    world.imported(new, door)
    assert _main(Intervention.objects.get(title="Nueva")) == ["7"]


@case(PRIMARY, "carry")
def none_is_main_in_what_is_carried(world, door):
    world.row.contributions.update(is_primary=False)
    assert len(_main(world.carried())) == 1


@case(PRIMARY, "undo")
def none_was_main_before_what_is_undone(world, door):
    world.row.contributions.update(is_primary=False)
    world.undone(lambda book: write(book, world.row.code, Objetivo_o_lineamiento_principal="PMM 1"))
    assert len(_main(world.row)) == 1
    assert {part.provision.code for part in world.row.contributions.all()} == {"7", "2.9"}


# -- one limit of rows, one sentence --------------------------------------------------------------

LIMIT = "few_enough"
SENTENCE = "Escriba a lo más 200 filas de cada clase."


def _with_results(row, count):
    row.results.all().delete()
    made = Result.objects.bulk_create(Result(text=f"Resultado {place}") for place in range(count))
    ResultLink.objects.bulk_create(
        ResultLink(intervention=row, position=place, result=one) for place, one in enumerate(made)
    )


def _one_more(page):
    """One more row of results than are shown."""
    return {"results-TOTAL_FORMS": page + 1, f"results-{page}-text": "Otro"}


@case(LIMIT, "step")
def rows_of_a_step(world, door):
    _with_results(world.row, 70)
    assert world.step.send(world.row, "resultados").status_code == 302
    _with_results(world.row, 200)
    assert world.step.send(world.row, "resultados", good_practice="on").status_code == 302
    answer = world.step.send(world.row, "resultados", **_one_more(200))
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (400, True)
    assert world.row.results.count() == 200


@case(LIMIT, "back_office")
def rows_of_the_back_office(world, door):
    _with_results(world.row, 200)
    assert world.back_office.send(world.row, title="Otro").status_code == 302
    answer = world.back_office.send(world.row, **_one_more(200))
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (200, True)
    assert world.row.results.count() == 200


@case(LIMIT, *FILES)
def rows_of_a_file(world, door):
    def results(count):
        def fill(book):
            book["Resultados"].delete_rows(2, 10)
            for place in range(count):
                append_quickly(book["Resultados"], world.row.code, f"Resultado {place}")

        return fill

    world.imported(results(200), door)
    assert world.row.results.count() == 200
    batch = world.imported(results(201), door)
    assert SENTENCE in texts(batch)
    assert world.row.results.count() == 200


def append_quickly(page, *cells):
    page.append(cells)


not_by(LIMIT, "carries neither results nor more rows than were written", "carry")
not_by(LIMIT, "gives back rows that some door had taken", "undo")


# -- the last draft that goes tells the answer ----------------------------------------------------

LAST = "deleting the last draft tells the answer"


@case(LAST, "step", "back_office", "undo")
def last_draft_deleted(world, door):
    answer = EntityResponseFactory(entity=world.entity, cycle=world.cycle)
    actions.delete_draft(world.row, by=world.person)
    if door == "undo":
        world.row = InterventionFactory(lead=world.entity, cycle=world.cycle, title="Vacía")
        batch = world.imported(lambda book: write(book, "N1", Intervención="Una", Tipo="Plan"))
        actions.delete_draft(world.row, by=world.person)
    else:
        row = InterventionFactory(lead=world.entity, cycle=world.cycle)
        follow_response(world.cycle.pk, world.entity.pk)
    answer.refresh_from_db()
    assert answer.status == ResponseStatus.IN_PROGRESS
    world.client.force_login(world.person)
    if door == "undo":
        importing.undo_import(batch, by=world.person)
    elif door == "step":
        world.client.post(reverse("workspace:delete", args=[row.pk]))
    else:
        address = reverse("admin:interventions_intervention_delete", args=[row.pk])
        world.client.post(address, {"post": "yes"})
    answer.refresh_from_db()
    assert not Intervention.objects.exists()
    assert answer.status == ResponseStatus.EXPECTED
    assert answer.history.first().status == ResponseStatus.EXPECTED


not_by(LAST, "a file deletes no intervention", *FILES)
not_by(LAST, "carrying deletes nothing", "carry")
