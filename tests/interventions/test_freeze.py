"""What was reported in a closed cycle: no way to change it is open."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cycles.actions import open_for_loading, set_cycle_state
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from entities.models import Country, Region, TargetGroup
from interventions import freeze
from interventions.actions import write_contents
from interventions.choices import ParticipationRole, State
from interventions.models import (
    Challenge,
    ChallengeLink,
    Contribution,
    DeclinedParticipation,
    Evidence,
    Intervention,
    Participation,
    Result,
    ResultLink,
)
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

TABLE = Intervention._meta.db_table


@pytest.fixture
def closed(db):
    """A cycle in which something was reported, closed; another one is open."""
    CycleFactory(code="2026")
    cycle = CycleFactory(code="2022", state=CycleState.CLOSED)
    with open_for_loading(cycle):
        cycle.frameworks.add(FrameworkFactory(code="pmm"))
    return cycle


@pytest.fixture
def row(closed, entity):
    """A validated intervention of the closed cycle, with something in each of its parts."""
    row = InterventionFactory(
        cycle=closed, state=State.VALIDATED, lead=entity, partners=[EntityFactory(acronym="OIM")]
    )
    with open_for_loading(closed):
        ResultFactory(intervention=row)
        ChallengeFactory(intervention=row)
        Evidence.objects.create(intervention=row, kind="document", title="Resolución")
        row.regions.add(Region.objects.create(code="15", name="Lima"))
        row.countries.add(Country.objects.create(code="CO", name_es="Colombia"))
        row.target_groups.add(TargetGroup.objects.create(code="ninez", name_es="Niñez"))
    return row


@pytest.fixture
def entity_challenge(closed, entity):
    """A difficulty that an entity reported in the closed cycle without an intervention."""
    return ChallengeFactory(
        intervention=None, cycle=closed, entity=entity, provision=ProvisionFactory(code="4")
    )


def refused(change):
    """The database itself says no."""
    with pytest.raises(IntegrityError, match=freeze.MESSAGE), transaction.atomic():
        change()


def execute(*words):
    """Run one statement, made of `words`."""
    statement = " ".join(words)
    with connection.cursor() as cursor:
        cursor.execute(statement)


PARTS = ["participations", "contributions", "results", "challenges", "evidence"]
SHARED = {"results": ResultLink, "challenges": ChallengeLink}
LINKS = ["regions", "countries", "target_groups"]


def save(row):
    row.title = "Otra cosa"
    row.save()


ON_THE_ROW = {
    "save": save,
    "update": lambda row: Intervention.objects.filter(pk=row.pk).update(title="Otra cosa"),
    "bulk update": lambda row: Intervention.objects.bulk_update([row], ["title"]),
    "delete": lambda row: row.delete(),
    "delete in bulk": lambda row: Intervention.objects.filter(pk=row.pk).delete(),
    "move to the open cycle": lambda row: Intervention.objects.filter(pk=row.pk).update(
        cycle=ReportingCycle.objects.get(code="2026")
    ),
    "insert": lambda row: Intervention.objects.bulk_create(
        [Intervention(cycle=row.cycle, title="Otra", kind="action")]
    ),
    "SQL update": lambda _row: execute("UPDATE", TABLE, "SET title = 'Otra cosa'"),
    "SQL delete": lambda _row: execute("DELETE FROM", TABLE),
    "SQL state": lambda _row: execute(
        "UPDATE", TABLE, "SET state = 'observed', validated_at = NULL"
    ),
}


@pytest.mark.parametrize("change", ON_THE_ROW.values(), ids=ON_THE_ROW)
def test_row_does_not_change(row, change):
    refused(lambda: change(row))


def test_row_of_the_open_cycle_is_not_moved_into_a_closed_one(row):
    other = InterventionFactory(cycle=ReportingCycle.objects.get(code="2026"))
    other.cycle = row.cycle
    refused(other.save)


@pytest.mark.parametrize("name", PARTS)
def test_parts_do_not_change(row, name):
    part = getattr(row, name)
    table, held = part.model._meta.db_table, part.first()
    refused(held.save)
    refused(held.delete)
    refused(lambda: part.all().delete())
    column = "text" if name in SHARED else "intervention_id"
    refused(lambda: execute("UPDATE", table, f"SET {column} = {column}"))
    if name not in SHARED:
        refused(lambda: execute("DELETE FROM", table))


@pytest.mark.parametrize("link", SHARED.values())
def test_nothing_is_shared_otherwise(row, link):
    table, held = link._meta.db_table, link.objects.get()
    refused(held.save)
    refused(held.delete)
    refused(lambda: execute("UPDATE", table, "SET position = position"))
    refused(lambda: execute("DELETE FROM", table))
    other = InterventionFactory(cycle=ReportingCycle.objects.get(code="2026"))
    refused(lambda: link.objects.update(intervention=other))


def test_what_an_open_row_shares_with_one_of_a_closed_cycle_does_not_change(row):
    result = row.results.get()
    result.links.create(
        intervention=InterventionFactory(cycle=ReportingCycle.objects.get(code="2026"))
    )
    refused(lambda: Result.objects.filter(pk=result.pk).update(text="Otro"))


@pytest.mark.parametrize("name", LINKS)
def test_links_do_not_change(row, name):
    links, through = getattr(row, name), getattr(Intervention, name).through
    target = links.first()
    refused(lambda: links.remove(target))
    refused(links.clear)
    refused(lambda: execute("DELETE FROM", through._meta.db_table))
    refused(
        lambda: execute("UPDATE", through._meta.db_table, "SET intervention_id = intervention_id")
    )
    another = type(target).objects.create(code="99")
    refused(lambda: links.add(another))


def test_nothing_is_added(row):
    entity, provision = EntityFactory(acronym="OIT"), ProvisionFactory(code="9")
    additions = [
        Participation(intervention=row, entity=entity, role=ParticipationRole.DONOR),
        Contribution(intervention=row, provision=provision),
        ResultLink(intervention=row, result=Result.objects.create(text="Otro")),
        ChallengeLink(
            intervention=row, challenge=Challenge.objects.create(category="budget", text="Otra")
        ),
        Evidence(intervention=row, kind="document", title="Otro"),
    ]
    for addition in additions:
        refused(addition.save)


def test_part_of_the_open_cycle_is_not_moved_into_a_closed_one(row):
    result = ResultFactory(intervention=InterventionFactory())
    refused(lambda: result.links.update(intervention=row))


def test_challenge_of_an_entity_does_not_change(entity_challenge):
    refused(lambda: Challenge.objects.update(text="Otra"))
    refused(entity_challenge.delete)
    entity_challenge.pk, entity_challenge.code = None, "D-NUEVA"
    refused(entity_challenge.save)


def test_refusal_to_take_part_stays(closed, entity, focal_point):
    with open_for_loading(closed):
        row = InterventionFactory(cycle=closed)
        declined = DeclinedParticipation.objects.create(
            intervention=row, entity=entity, role="donor", reason="No", by=focal_point,
            at=row.created_at,
        )  # fmt: skip
    refused(declined.delete)


def test_replace_is_refused_too(row):
    """SQLite deletes inside REPLACE; on PostgreSQL an insertion that updates what it meets."""
    columns = ", ".join(field.column for field in Result._meta.concrete_fields)
    table = Result._meta.db_table
    into = f"{table} ({columns})"
    if connection.vendor == "sqlite":
        refused(lambda: execute("REPLACE INTO", into, "SELECT", columns, "FROM", table))
    else:
        refused(
            lambda: execute(
                "INSERT INTO",
                into,
                "SELECT",
                columns,
                "FROM",
                table,
                "ON CONFLICT (id) DO UPDATE SET text = 'Otro'",
            )
        )


@pytest.mark.parametrize("table", [TABLE, *freeze.PARTS, freeze.CHALLENGES])
def test_tables_are_not_emptied(row, table):
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # else it waits for the checks of what was written
        refused(lambda: execute(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Otro"},
        {"code": "1999"},
        {"period_end": "2030-01-01"},
        {"period_start": "1999-01-01"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_cycle_itself_does_not_change(row, values):
    stored = ReportingCycle.objects.filter(pk=row.cycle.pk)
    refused(lambda: stored.update(**values))
    ReportingCycle.objects.filter(code="2026").update(state=CycleState.CLOSED)
    refused(lambda: stored.update(state=CycleState.OPEN, **values))


def test_instruments_of_a_closed_cycle_do_not_change(row):
    refused(row.cycle.frameworks.clear)
    refused(lambda: row.cycle.frameworks.add(FrameworkFactory(code="pnm")))


def test_back_office_shows_what_a_closed_cycle_is_called_and_changes_the_rest(
    row, client, secretariat
):
    client.force_login(secretariat)
    address = reverse("admin:cycles_reportingcycle_change", args=[row.cycle.pk])
    typed = {"title": "Otro", "code": "x", "forum": "FEMI", "review_days": 3}
    answer = client.post(address, typed | {"notes-TOTAL_FORMS": 0, "notes-INITIAL_FORMS": 0})
    assert answer.status_code == 302
    stored = ReportingCycle.objects.get(pk=row.cycle.pk)
    assert (stored.title, stored.code, stored.forum) == (row.cycle.title, "2022", "FEMI")


def test_admin_and_api_have_no_way_to_change_a_row(row, client, secretariat, focal_point):
    for person in (secretariat, focal_point):
        client.force_login(person)
        address = reverse("admin:interventions_intervention_change", args=[row.pk])
        client.post(address, {"title": "Otra cosa"})
        client.post(
            reverse("admin:interventions_intervention_delete", args=[row.pk]), {"post": "yes"}
        )
        for method in ("put", "patch", "delete"):
            getattr(client, method)(
                reverse("intervention-detail", args=[row.code]),
                {"title": "Otra cosa"},
                content_type="application/json",
            )
    assert Intervention.objects.get(pk=row.pk).title == row.title


def test_cycle_never_answered_may_change(closed):
    ReportingCycle.objects.filter(pk=closed.pk).update(title="Otro", period_end="2030-01-01")


def test_cycle_is_opened_again_by_its_action(closed, entity, focal_point, secretariat):
    row = InterventionFactory(cycle=closed, lead=entity)
    set_cycle_state(
        ReportingCycle.objects.get(code="2026"), state=CycleState.CLOSED, by=secretariat
    )
    set_cycle_state(closed, state=CycleState.OPEN, by=secretariat)
    row.refresh_from_db()
    write_contents(row, values={"title": "Otro título"}, expected=row.version, by=focal_point)
    assert Intervention.objects.get(pk=row.pk).title == "Otro título"


def test_loading_leaves_the_cycles_as_they_were(closed):
    with pytest.raises(RuntimeError), open_for_loading(closed):
        raise RuntimeError
    with open_for_loading(closed):
        InterventionFactory(cycle=closed)
    states = dict(ReportingCycle.objects.values_list("code", "state"))
    assert states == {"2022": CycleState.CLOSED, "2026": CycleState.OPEN}


def test_every_trigger_is_there_after_all_migrations(db):
    sources = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sources[connection.vendor])
        stored = dict(cursor.fetchall())
    assert set(freeze.TRIGGERS.items()) <= set(stored.items())


def test_every_table_of_an_intervention_is_frozen_or_named_here():
    """What people say about a validated row stays possible: comments, assessments, their review."""
    said_about = {
        "interventions_reviewevent",
        "interventions_fieldobservation",
        "interventions_reviewclaim",
        "interventions_onbehalf",
        "interventions_discontinuation",
        "interventions_workingcopy",
        "monitoring_assessment",
        "exchange_importrow",
    }
    pointing = {
        relation.related_model._meta.db_table
        for relation in Intervention._meta.get_fields(include_hidden=True)
        if relation.is_relation and relation.auto_created and not relation.concrete
        and not relation.related_model.__name__.startswith("Historical")
    }  # fmt: skip
    assert pointing - {TABLE} == said_about | set(freeze.PARTS) | {
        freeze.RESULTS,
        freeze.CHALLENGES,
    }
