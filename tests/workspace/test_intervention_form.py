"""Writing an intervention step by step."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions import actions
from interventions.choices import DatePrecision, Move, Reporting, State
from interventions.models import Contribution, Intervention, Participation, Result
from tests.factories import (
    CycleFactory,
    EntityFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)
from tests.workspace.typing import opened, rows, what
from workspace.forms import STEPS

NEW = "/trabajo/escribir/"


def address(row, slug):
    return reverse("workspace:write", args=[row.pk, slug])


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, title="Como estaba")


@pytest.fixture
def writer(client, focal_point):
    client.force_login(focal_point)
    return client


def save(client, row, slug, data, **more):
    data = {"opened": opened(row, slug), "then": "next", **data, **more}
    return client.post(address(row, slug), data)


# -- A new one ---------------------------------------------------------------------------------


def test_new_intervention_is_a_draft_of_the_own_entity(writer, cycle, entity):
    answer = writer.post(NEW, {"lead": entity.pk, **what()})
    row = Intervention.objects.get()
    assert answer.headers["Location"] == address(row, "quien")
    assert (row.state, row.cycle, row.lead_participation.entity) == (State.DRAFT, cycle, entity)


def test_new_intervention_of_another_entity_is_refused(writer, cycle, other_entity):
    answer = writer.post(NEW, {"lead": other_entity.pk, **what()})
    assert answer.status_code == 400
    assert not Intervention.objects.exists()


def test_new_intervention_without_title_says_so_and_keeps_the_rest(writer, cycle, entity):
    answer = writer.post(NEW, {"lead": entity.pk, **what(title="", description="Lo demás")})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nada de lo escrito se perdió" in page
    assert "Lo demás" in page


def test_new_intervention_needs_an_open_cycle(writer, focal_point):
    assert writer.get(NEW).headers["Location"] == reverse("workspace:home")


def test_possible_duplicate_is_shown_before_saving(writer, cycle, entity):
    InterventionFactory(lead=entity, cycle=cycle, title="Taller de derechos laborales")
    data = {"lead": entity.pk, **what()}
    page = writer.post(NEW, data).content.decode()
    assert "¿No será una de estas?" in page
    assert Intervention.objects.count() == 1
    writer.post(NEW, data | {"distinct": "1"})
    assert Intervention.objects.count() == 2


def test_possible_duplicate_tells_nothing_of_another_entity_s_draft(
    writer, cycle, entity, other_entity
):
    InterventionFactory(lead=other_entity, cycle=cycle, title="Talleres de derechos laborales")
    answer = writer.get(reverse("workspace:similar"), {"title": "Talleres de derechos laborales"})
    assert answer.content.decode().strip() == ""
    assert writer.post(NEW, {"lead": entity.pk, **what()}).status_code == 302


# -- Saving a step -----------------------------------------------------------------------------


def test_step_is_saved_and_the_next_one_opens(writer, row):
    answer = save(writer, row, "que", what(title="Como queda", start_date="03/2025"))
    assert answer.headers["Location"] == address(row, "quien")
    row.refresh_from_db()
    assert (row.title, row.version, row.period) == ("Como queda", 2, "03/2025")
    assert row.date_precision == DatePrecision.MONTH


def test_dates_of_different_precision_are_known_as_well_as_the_worse(writer, row):
    save(writer, row, "que", what(start_date="2025", end_date="15/03/2026"))
    row.refresh_from_db()
    assert (row.start_date, row.end_date) == (date(2025, 1, 1), date(2026, 3, 15))
    assert row.date_precision == DatePrecision.YEAR
    form = writer.get(address(row, "que")).context["form"].fields
    assert (form["start_date"].value(), form["end_date"].value()) == ("2025", "15/03/2026")


def test_end_before_start_is_an_error(writer, row):
    answer = save(writer, row, "que", what(start_date="2025", end_date="2024"))
    assert "igual o posterior a la fecha de inicio" in answer.content.decode()


def test_partners_are_added_and_the_lead_stays(writer, row, entity, other_entity):
    data = rows("participations", {"entity": other_entity.pk, "role": "co_executor"})
    save(writer, row, "quien", {"scope": "national", **data})
    told = [(part.entity, part.role) for part in row.participations.order_by("position")]
    assert told == [(entity, "lead"), (other_entity, "co_executor")]


def test_partner_can_neither_be_the_lead_nor_become_it(writer, row, entity, other_entity):
    for typed in (
        {"entity": entity.pk, "role": "co_executor"},
        {"entity": other_entity.pk, "role": "lead"},
    ):
        data = {"scope": "national", **rows("participations", typed)}
        assert save(writer, row, "quien", data).status_code == 400
    assert row.participations.count() == 1


def test_lead_cannot_be_removed_through_the_rows_of_partners(writer, row):
    lead = row.lead_participation
    typed = {"id": lead.pk, "entity": lead.entity_id, "role": "co_executor", "DELETE": "on"}
    data = {"scope": "national", **rows("participations", typed, initial=1)}
    save(writer, row, "quien", data)
    assert Participation.objects.get(pk=lead.pk).is_lead


def test_objectives_are_ticked_and_unticked(writer, row):
    old, new = row.contributions.get().provision, ProvisionFactory(code="7")
    save(writer, row, "objetivos", {"provisions": [old.pk, new.pk]})
    assert {part.provision for part in row.contributions.all()} == {old, new}
    save(writer, row, "objetivos", {"provisions": [new.pk]})
    assert [part.provision for part in row.contributions.all()] == [new]


def test_objective_in_several_areas_asks_which(writer, row):
    areas = [ProvisionFactory(kind="area", code=code) for code in "12"]
    wide = ProvisionFactory(code="23", groups=areas)
    answer = save(writer, row, "objetivos", {"provisions": [wide.pk]})
    assert answer.status_code == 400
    assert "elija en cuál cuenta" in answer.content.decode()
    save(writer, row, "objetivos", {"provisions": [wide.pk], f"area_{wide.pk}": areas[1].pk})
    assert Contribution.objects.get(intervention=row).group_id == areas[1].pk


def test_axis_is_no_objective(writer, row):
    axis = ProvisionFactory(kind="axis", code="1")
    answer = save(writer, row, "objetivos", {"provisions": [axis.pk]})
    assert "Elija objetivos de la lista" in answer.content.decode()


def test_results_with_a_figure(writer, row):
    typed = {"text": "Mujeres atendidas", "value": "21,522.5", "unit": "horas", "as_of": ""}
    data = {"results_reporting": "reported", **rows("results", typed)}
    save(writer, row, "resultados", data)
    assert Result.objects.get().figure == "21,522.5 horas"


def test_results_written_without_an_answer_mean_that_there_are(writer, row):
    data = {"results_reporting": "", **rows("results", {"text": "Algo"})}
    save(writer, row, "resultados", data)
    row.refresh_from_db()
    assert row.results_reporting == Reporting.REPORTED


def test_results_written_beside_no_senala_are_an_error(writer, row):
    data = {"results_reporting": "not_reported", **rows("results", {"text": "Algo"})}
    answer = save(writer, row, "resultados", data)
    assert answer.status_code == 400
    assert "quite las filas" in answer.content.decode()
    assert not Result.objects.exists()


def test_figure_without_unit_names_the_row_s_error(writer, row):
    data = {"results_reporting": "reported", **rows("results", {"text": "Algo", "value": "5"})}
    assert "Indique la unidad de la cifra" in save(writer, row, "resultados", data).content.decode()


def test_budget_needs_its_currency_and_a_currency_that_there_is(writer, row):
    empty = rows("evidence")
    data = {"budget_amount": "1,000", "budget_currency": "pesetas", **empty}
    answer = save(writer, row, "sustento", data)
    assert answer.status_code == 400
    save(writer, row, "sustento", data | {"budget_currency": "pen"})
    row.refresh_from_db()
    assert (row.budget_amount, row.budget_currency) == (1000, "PEN")


@pytest.mark.parametrize("slug", [step.slug for step in STEPS])
@pytest.mark.parametrize("text", ["a\x00b", "x" * 100_000])
def test_clumsy_text_is_never_an_error_of_the_server(writer, row, slug, text):
    data = {"title": text, "provisions": text, "scope": text, "source_document": text}
    for prefix in ("participations", "results", "challenges", "evidence"):
        data |= rows(prefix, {"text": text, "entity": text, "title": text, "value": text})
    assert save(writer, row, slug, data).status_code == 400


def test_incomplete_post_is_a_spanish_error(writer, row):
    answer = writer.post(address(row, "resultados"), {"then": "next"})
    assert answer.status_code == 400


def test_one_more_row_without_a_script_saves_nothing(writer, row):
    data = {"results_reporting": "reported", **rows("results", {"text": "Primero"})}
    page = save(writer, row, "resultados", data, then="add-row").content.decode()
    assert 'name="results-1-text"' in page
    assert "Primero" in page
    assert not Result.objects.exists()


def test_proposed_objective_is_ticked_without_a_script(writer, row):
    new = ProvisionFactory(code="7")
    page = save(writer, row, "objetivos", {}, then=f"add-{new.pk}").content.decode()
    assert f'id="provision-{new.pk}" name="provisions" value="{new.pk}" checked' in page
    assert not row.contributions.filter(provision=new).exists()


# -- Two people --------------------------------------------------------------------------------


def test_second_of_two_sees_both_texts_and_wins_by_saving_again(
    client, writer, row, alternate, focal_point
):
    seen = opened(row, "que")
    save(writer, row, "que", what(title="La primera"))
    client.force_login(alternate)
    data = {"opened": seen, "then": "next", **what(title="La segunda", description="Más")}
    answer = client.post(address(row, "que"), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("La primera", 'value="La segunda"', "Más", f"Guardado por {focal_point}"):
        assert text in page
    row.refresh_from_db()
    assert row.title == "La primera"
    again = data | {"opened": answer.context["opened"]}
    assert client.post(address(row, "que"), again).status_code == 302
    row.refresh_from_db()
    assert row.title == "La segunda"


def test_two_people_in_different_steps_do_not_meet(client, writer, row, alternate):
    seen = opened(row, "resultados")
    save(writer, row, "que", what(title="La primera"))
    client.force_login(alternate)
    data = {"results_reporting": "not_applicable", **rows("results")}
    answer = client.post(address(row, "resultados"), {"opened": seen, **data})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.results_reporting) == ("La primera", "not_applicable")


def test_error_keeps_the_mark_of_what_was_opened(client, writer, row, alternate):
    seen = opened(row, "que")
    answer = save(writer, row, "que", what(title=""))
    assert answer.context["opened"] == seen


# -- Where it is not the time ------------------------------------------------------------------


def test_sent_row_shows_how_it_stands_instead(writer, row, focal_point):
    actions.submit_intervention(row, by=focal_point)
    assert writer.get(address(row, "que")).headers["Location"] == reverse(
        "workspace:review", args=[row.pk]
    )
    answer = save(writer, row, "que", what(title="Tarde"))
    assert answer.status_code == 403
    assert "Tarde" in answer.content.decode()  # what was typed is not lost
    row.refresh_from_db()
    assert row.title == "Como estaba"


def test_foreign_row_is_not_found_and_the_secretariat_writes_none(
    client, row, other_focal_point, secretariat
):
    for person, status in ((other_focal_point, 404), (secretariat, 403)):
        client.force_login(person)
        assert client.get(address(row, "que")).status_code == status
        assert save(client, row, "que", what()).status_code == status
    assert client.get(f"{NEW}{row.pk}/inventado/").status_code == 404


# -- Returned, carried -------------------------------------------------------------------------


@pytest.fixture
def returned(row, focal_point, secretariat):
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(
        row, move=Move.OBSERVE, by=secretariat, reason="Precisar", observations={"scope": "¿Dónde?"}
    )
    return row


def test_returned_row_opens_at_the_observed_step_with_the_note(writer, returned):
    answer = writer.get(reverse("workspace:continue", args=[returned.pk]), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address(returned, "quien")
    for text in ("Precisar", "¿Dónde?", "(observado)"):
        assert text in page


def test_corrected_row_is_saved_and_sent_at_once(writer, returned):
    data = {"scope": "regional", **rows("participations")}
    answer = save(writer, returned, "quien", data, then="send")
    assert answer.headers["Location"] == reverse("workspace:sent", args=[returned.pk])
    returned.refresh_from_db()
    assert (returned.state, returned.scope) == (State.SUBMITTED, "regional")


def test_what_the_earlier_cycle_said_stands_beside(writer, entity, focal_point):
    before = InterventionFactory(
        lead=entity,
        cycle=CycleFactory(code="2022", state="closed"),
        state=State.VALIDATED,
        title="Como se dijo entonces",
    )
    ResultFactory(intervention=before, text="Lo que se logró entonces")
    row = actions.carry_forward(before, cycle=CycleFactory(), by=focal_point)
    assert "En el ciclo 2022 decía" in writer.get(address(row, "que")).content.decode()
    assert "Lo que se logró entonces" in writer.get(address(row, "resultados")).content.decode()


# -- Sending -----------------------------------------------------------------------------------


def test_last_page_says_what_is_missing_and_sends_what_is_complete(writer, row, entity):
    Intervention.objects.filter(pk=row.pk).update(results_reporting="")
    page = writer.get(reverse("workspace:send", args=[row.pk])).content.decode()
    assert "Diga si hay resultados que reportar" in page
    answer = writer.post(reverse("workspace:send", args=[row.pk]), {"version": row.version})
    assert answer.status_code == 302
    Intervention.objects.filter(pk=row.pk).update(results_reporting="not_reported")
    writer.post(reverse("workspace:send", args=[row.pk]), {"version": row.version})
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_partner_cannot_send(client, cycle, entity, other_entity, other_focal_point):
    row = InterventionFactory(lead=entity, cycle=cycle, partners=[other_entity])
    client.force_login(other_focal_point)
    client.post(reverse("workspace:send", args=[row.pk]), {"version": row.version})
    row.refresh_from_db()
    assert row.state == State.DRAFT


def test_draft_is_deleted_and_a_returned_row_is_not(writer, row, focal_point, secretariat):
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="x")
    assert writer.post(reverse("workspace:delete", args=[row.pk])).status_code == 403
    fresh = InterventionFactory(lead=row.lead_participation.entity, cycle=row.cycle)
    writer.post(reverse("workspace:delete", args=[fresh.pk]))
    assert [one.pk for one in Intervention.objects.all()] == [row.pk]


@pytest.mark.parametrize("slug", [*(step.slug for step in STEPS), "enviar"])
def test_pages_run_the_same_queries_for_one_row_and_for_three(writer, row, slug):
    def more(number):
        ResultFactory(intervention=row)
        Participation.objects.create(
            intervention=row, entity=EntityFactory(), role="co_executor", position=number
        )
        Contribution.objects.create(intervention=row, provision=ProvisionFactory(code=f"1{number}"))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert writer.get(address(row, slug)).status_code == 200
        return len(captured)

    more(1)
    writer.get(address(row, slug))
    one = queries()
    more(2)
    more(3)
    assert queries() == one
