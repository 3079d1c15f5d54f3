"""What is written of an intervention is read back the same; written again, nothing happens."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.permissions import leave_of
from alignment.models import Provision
from entities.models import Country, Entity, Region, TargetGroup
from interventions import actions, rules
from interventions.actions import Writing, write
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    ChallengeKind,
    ChallengeStatus,
    DatePrecision,
    EvidenceKind,
    ImplementationStatus,
    InterventionKind,
    ParticipationRole,
    Reporting,
    State,
)
from interventions.models import Intervention
from interventions.stored_texts import kept_values
from interventions.values import PARTS, read_values
from tests.exchange.conftest import catalogues, full_row
from tests.factories import EntityFactory, InterventionFactory, saved_by
from tests.interventions.doors import BackOffice, Step

__all__ = ["catalogues", "full_row"]

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
SOME = TEXT.filter(lambda text: kept_values({"title": text})["title"].strip())
DAY = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))
PARTIAL_DATE = st.sampled_from(["", "2017", "2017-04", "2017-04-27"])


def choice(choices):
    return st.sampled_from(choices.values)


PLAIN = st.fixed_dictionaries(
    {},
    optional={
        "title": SOME,
        "description": TEXT,
        "kind": choice(InterventionKind),
        "criterion": choice(CallCriterion) | st.just(""),
        "began_before_pact": st.none() | st.booleans(),
        "status": choice(ImplementationStatus),
        "good_practice": st.booleans(),
        "good_practice_lessons": TEXT,
        "results_reporting": choice(Reporting),
        "challenges_reporting": choice(Reporting),
        "source_document": TEXT,
    },
)
DATES = (
    st.tuples(DAY, DAY)
    .map(lambda days: dict(zip(("start_date", "end_date"), days, strict=True)))
    .filter(lambda told: None in told.values() or told["start_date"] <= told["end_date"])
)
BUDGET = st.fixed_dictionaries(
    {
        "budget_amount": st.none() | st.decimals(0, 10**6, places=2),
        "budget_currency": st.sampled_from(["PEN", "USD", "CLP"]),
    }
)
RESULT = st.fixed_dictionaries(
    {
        "text": SOME,
        "value": st.none() | st.decimals(0, 10**6, places=4),
        "unit": SOME,
        "as_of": DAY,
        "disaggregation": TEXT,
    }
)
CHALLENGE = st.fixed_dictionaries(
    {
        "text": SOME,
        "kind": choice(ChallengeKind),
        "category": choice(ChallengeCategory),
        "would_unblock": TEXT,
        "who_can": TEXT,
        "status": choice(ChallengeStatus),
    }
)
EVIDENCE = st.fixed_dictionaries(
    {
        "kind": choice(EvidenceKind),
        "title": SOME,
        "norm_type": TEXT,
        "number": TEXT,
        "date": PARTIAL_DATE,
        "url": st.just("https://www.gob.pe/"),
        "reference": TEXT,
    }
)


NO_FILE = {
    "file_id": None, "file_name": "", "file_type": "", "file_size": None, "file_sha256": "",
}  # fmt: skip


@st.composite
def contents(draw, lead):
    """What somebody may tell of an intervention led by the entity with the key `lead`."""
    values = draw(PLAIN) | draw(st.just({}) | DATES) | draw(st.just({}) | BUDGET)
    for name, rows in (("results", RESULT), ("challenges", CHALLENGE), ("evidence", EVIDENCE)):
        if draw(st.booleans()):
            values[name] = draw(st.lists(rows, max_size=4))
    for name, model in (
        ("regions", Region), ("countries", Country), ("target_groups", TargetGroup),
    ):  # fmt: skip
        keys = list(model.objects.values_list("pk", flat=True))
        if draw(st.booleans()):
            values[name] = draw(st.lists(st.sampled_from(keys), unique=True))
    if draw(st.booleans()):
        keys = list(Provision.objects.filter(kind="objective").values_list("pk", flat=True))
        chosen = draw(st.lists(st.sampled_from(keys), unique=True))
        main = draw(st.sampled_from([*chosen, None]))
        values["contributions"] = [
            {"provision_id": key, "group_id": None, "is_primary": key == main} for key in chosen
        ]
    if draw(st.booleans()):
        others = list(Entity.objects.exclude(pk=lead).values_list("pk", flat=True))
        roles = st.sampled_from([role for role in ParticipationRole if role != "lead"])
        values["participations"] = [
            {"entity_id": lead, "role": "lead", "contribution_text": draw(TEXT)},
            *(
                {"entity_id": key, "role": draw(roles).value, "contribution_text": draw(TEXT)}
                for key in draw(st.lists(st.sampled_from(others), unique=True))
            ),
        ]
    return values


def without_keys(values):
    """The values as they are told, where nobody names the stored rows."""
    told = dict(values)
    for part in PARTS:
        if part.name in told:
            unsaid = NO_FILE if part.name == "evidence" else {}
            rows = [
                unsaid | {k: v for k, v in row.items() if k not in {"id", "shared_with"}}
                for row in told[part.name]
            ]
            told[part.name] = rows
    if "contributions" in told:
        told["contributions"] = {row["provision_id"]: row for row in told["contributions"]}
    return told


def records():
    """How many records of history there are of everything."""
    models = [Intervention, *(part.model for part in PARTS)]
    return [model.history.count() for model in models]


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_written_is_read_back_and_written_again_changes_nothing(
    full_row, focal_point, data
):
    for acronym in ("OIM", "ACNUR", "MINSA"):
        EntityFactory(acronym=acronym)
    with transaction.atomic():
        lead = full_row.lead_participation.entity_id
        row = Intervention.objects.get(pk=full_row.pk)
        if data.draw(st.booleans()):
            row = Intervention(cycle=row.cycle, title="Nueva", kind="plan")
            actions.create_intervention(row, lead=Entity.objects.get(pk=lead), by=focal_point)
        (before,) = read_values([row])
        told = data.draw(contents(lead))
        write([Writing(row, told, row.version)], by=focal_point)
        stored = Intervention.objects.get(pk=row.pk)
        (after,) = read_values([stored])
        expected = without_keys(before) | without_keys(kept_values(told))
        for name in ("regions", "countries", "target_groups"):
            expected[name] = sorted(expected[name])
        expected["date_precision"] = (
            (expected["date_precision"] or DatePrecision.DAY)
            if expected["start_date"] or expected["end_date"]
            else ""
        )
        for name in ("results", "challenges"):
            if expected[name] and not expected[f"{name}_reporting"]:
                expected[f"{name}_reporting"] = Reporting.REPORTED
        read = without_keys(after)
        mains = [row for row in after["contributions"] if row["is_primary"]]
        assert len(mains) == min(1, len(after["contributions"]))
        told_main = any(row["is_primary"] for row in told.get("contributions", []))
        if "contributions" in told and not told_main:
            for side in (read, expected):
                side["contributions"] = set(side["contributions"])
        assert read == expected
        kept = records()
        for again in (told, after):
            write([Writing(stored, again, stored.version)], by=focal_point)
        assert read_values([Intervention.objects.get(pk=row.pk)]) == [after]
        assert (records(), stored.version) == (kept, Intervention.objects.get(pk=row.pk).version)
        transaction.set_rollback(True)


def test_row_that_did_not_change_keeps_itself_and_its_history(full_row, focal_point):
    (values,) = read_values([full_row])
    values["results"].reverse()
    values["results"].append({"text": "Otro", "unit": ""})
    saved_by(focal_point, full_row, results=values["results"])
    texts = [row.text for row in full_row.results.in_place()]
    assert texts == ["Dos módulos", "4,310 personas", "Otro"]
    assert {row["id"] for row in values["results"][:2]} <= {r.pk for r in full_row.results.all()}
    untouched = full_row.results.get(text="Dos módulos")
    assert untouched.history.count() == 1


def test_many_are_written_in_as_many_statements_as_few(cycle, entity, focal_point):
    def statements(count):
        rows = [InterventionFactory(lead=entity, cycle=cycle) for _row in range(count)]
        told = {"title": "Otro", "results": [{"text": "Uno", "unit": ""}], "regions": []}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            write([Writing(row, told, row.version) for row in rows], by=focal_point)
        return len(queries)

    leave_of(focal_point)  # asked once for an account, however much it writes
    assert statements(2) == statements(20)


def test_all_or_none(cycle, entity, focal_point):
    rows = [InterventionFactory(lead=entity, cycle=cycle) for _row in range(2)]
    wrong = {"start_date": date(2026, 1, 1), "end_date": date(2025, 1, 1)}
    told = [{"title": "Otro"}, wrong]
    with pytest.raises(ValidationError, match="igual o posterior"):
        write(
            [Writing(row, values, 1) for row, values in zip(rows, told, strict=True)],
            by=focal_point,
        )
    assert not Intervention.objects.filter(title="Otro").exists()


@pytest.mark.parametrize("name", ["other_focal_point", "secretariat", "validator", "observer"])
def test_who_does_not_write_for_an_entity_of_the_row_may_not(cycle, entity, request, name):
    row = InterventionFactory(lead=entity, cycle=cycle)
    with pytest.raises(PermissionDenied):
        saved_by(request.getfixturevalue(name), row)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(row, by=request.getfixturevalue(name))


@pytest.mark.parametrize("door", [BackOffice, Step])
def test_what_only_the_writer_refuses_is_said(client, full_row, focal_point, monkeypatch, door):
    monkeypatch.setattr(rules, "problems_of", lambda *_told: {"title": "No se puede"})
    if door is Step:
        answer = Step(client, focal_point).send(full_row, "que", title="Otro")
        assert (answer.status_code, "No se puede" in answer.content.decode()) == (400, True)
    else:
        page = BackOffice(client, focal_point).send(full_row, title="Otro").content.decode()
        assert "No se puede" in page
        assert 'value="Otro"' in page  # what was typed is still there
    full_row.refresh_from_db()
    assert full_row.title == "Ventanilla única"


def test_lead_cannot_be_given_to_an_entity_that_is_not_the_author_s(full_row, focal_point):
    lead, partner = read_values([full_row])[0]["participations"]
    told = [lead | {"role": "donor"}, partner | {"role": "lead"}]
    with pytest.raises(PermissionDenied):
        saved_by(focal_point, full_row, participations=told)


def test_row_that_was_sent_is_not_written(cycle, entity, focal_point):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        saved_by(focal_point, row)


PARTS_WRITTEN = re.compile(
    r"\b(Participation|Contribution|Result|Evidence)(\.objects|\._default_manager)?"
    r"\.(create|bulk_create|bulk_update|get_or_create|update_or_create)\("
    r"|\.(participations|contributions|results|evidence|regions|countries|target_groups)"
    r"\.(set|add|remove|clear|create|update|delete)\("
    r"|\.through\b.*\.(bulk_create|create|delete)\("
    r"|\b(form|formset|part|participation|contribution|result|row|intervention)\.(save|delete)\(\)"
)


def test_nothing_outside_the_actions_writes_a_part_of_an_intervention():
    root = Path(actions.__file__).parent.parent.parent
    rooms = "interventions exchange workspace portal reports monitoring alignment mtigm".split()
    found = [
        f"{path.relative_to(root)}: {match.group()}"
        for room in rooms
        for path in (root / room).rglob("*.py")
        if not {"actions", "migrations"} & set(path.parts)
        for match in PARTS_WRITTEN.finditer(path.read_text())
    ]
    assert found == []


def test_amount_stays_exact(full_row, focal_point):
    saved_by(focal_point, full_row, budget_amount=Decimal("0.10"))
    full_row.refresh_from_db()
    assert full_row.budget_amount == Decimal("0.10")
