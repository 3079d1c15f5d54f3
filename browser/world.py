"""What the browser meets: the real reference data and 2022, and a small cast with work to do.

The rows of the open cycle come to their states through the actions, as in life.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import RegistryRole, User
from alignment.loading import load_frameworks
from alignment.models import Provision
from interventions import actions
from interventions.choices import DesignationRole, Move, Reporting, State
from interventions.loading import load_catalogues, load_cycle_rows, load_cycles
from interventions.models import Entity, Intervention, ReportingCycle
from reports.loading import load_narratives
from tests.factories import (
    ChallengeFactory,
    CountryReportFactory,
    FocalPointFactory,
    InterventionFactory,
    ResultFactory,
    UserFactory,
)

PASSWORD = "una clave larga de prueba"

CAST: dict[str, tuple[str, DesignationRole | None, RegistryRole]] = {
    "focal_point": ("MIMP", DesignationRole.PRINCIPAL, RegistryRole.NONE),
    "validator": ("MIMP", DesignationRole.VALIDATOR, RegistryRole.NONE),
    "other_focal_point": ("MTPE", DesignationRole.PRINCIPAL, RegistryRole.NONE),
    "secretariat": ("", None, RegistryRole.SECRETARIAT),
    "analyst": ("", None, RegistryRole.ANALYST),
    "observer": ("", None, RegistryRole.OBSERVER),
}
"""Name -> who designates the person, as what, and the role in the registry.

MIMP has a validator, MTPE has none.
"""


@dataclass(frozen=True)
class World:
    """Where to find what was built: names and keys only, good for every copy of the database."""

    sessions: dict[str, str]
    rows: dict[State, int]
    codes: dict[State, str]
    report: int
    cycle: int


def build_world() -> World:
    """Fill an empty database: reference data, 2022, the cast, one row in every state."""
    load_frameworks()
    load_catalogues()
    load_cycles()
    past = ReportingCycle.objects.get(code="2022")
    load_cycle_rows(past)
    load_narratives(past)
    cycle = _call(ReportingCycle.objects.get(code="2026"))
    people = {name: _person(name, *told) for name, told in CAST.items()}
    rows = {state: _row_in(state, cycle, people) for state in State}
    row_of(cycle, "MTPE", "Ferias de empleo para familias migrantes", partner="MIMP")
    return World(
        sessions={name: _session_of(person) for name, person in people.items()},
        rows={state: row.pk for state, row in rows.items()},
        codes={state: row.code for state, row in rows.items()},
        report=CountryReportFactory(cycle=past).pk,
        cycle=cycle.pk,
    )


def row_of(
    cycle: ReportingCycle, acronym: str, title: str, *, partner: str | None = None
) -> Intervention:
    """A complete draft that `acronym` leads (with `partner`), for objective 7 of the Pact."""
    row = InterventionFactory(
        cycle=cycle,
        title=title,
        description="Se atendió a personas migrantes en situación de vulnerabilidad.",
        lead=Entity.objects.get(acronym=acronym),
        partners=[Entity.objects.get(acronym=partner)] if partner else [],
        provision=Provision.objects.get(framework__code="pmm", kind="objective", code="7"),
        results_reporting=Reporting.REPORTED,
        challenges_reporting=Reporting.REPORTED,
    )
    ResultFactory(intervention=row, text="Se atendió a 1,250 personas en cuatro regiones.")
    ChallengeFactory(intervention=row, text="El presupuesto no alcanzó para todas las regiones.")
    return row


def pending_row(title: str) -> Intervention:
    """A row of MIMP that waits for its validator."""
    row = row_of(ReportingCycle.objects.get(code="2026"), "MIMP", title)
    actions.submit_intervention(row, by=person_named("focal_point"))
    return row


def person_named(name: str) -> User:
    """The member of the cast."""
    return User.objects.get(username=user_name(name))


def user_name(name: str) -> str:
    """What the member of the cast types to sign in."""
    return name.replace("_", "-")


def _call(cycle: ReportingCycle) -> ReportingCycle:
    """Give the open cycle's call its dates, so that pages count the days left."""
    today = timezone.localdate()
    cycle.call_opens, cycle.call_closes = today - timedelta(days=30), today + timedelta(days=30)
    cycle.save()
    return cycle


def _person(name: str, acronym: str, designation: DesignationRole | None, role: RegistryRole):
    person = UserFactory(username=user_name(name), registry_role=role, password=PASSWORD)
    if designation is not None:
        entity = Entity.objects.get(acronym=acronym)
        FocalPointFactory(entity=entity, user=person, role=designation)
    return person


def _row_in(state: State, cycle: ReportingCycle, people: dict[str, User]) -> Intervention:
    titles = {
        State.DRAFT: "Servicio de orientación legal a mujeres migrantes",
        State.PENDING_ENTITY: "Capacitación de operadores de los Centros Emergencia Mujer",
        State.SUBMITTED: "Campaña «Tu causa es mi causa» contra la xenofobia",
        State.OBSERVED: "Protección de niñas, niños y adolescentes no acompañados",
        State.VALIDATED: "Acogida temporal de víctimas de trata de personas",
    }
    row = row_of(cycle, "MIMP", titles[state])
    if state == State.DRAFT:
        return row
    actions.submit_intervention(row, by=people["focal_point"])
    if state == State.PENDING_ENTITY:
        return row
    actions.move_intervention(row, move=Move.APPROVE, by=people["validator"])
    if state == State.OBSERVED:
        actions.move_intervention(
            row,
            move=Move.OBSERVE,
            by=people["secretariat"],
            reason="Falta precisar a cuántas personas se atendió y dónde.",
            observations={"results": "Indique la cifra por región.", "title": "Sin siglas."},
        )
    elif state == State.VALIDATED:
        actions.move_intervention(row, move=Move.VALIDATE, by=people["secretariat"])
    return row


def _session_of(person: User) -> str:
    """The key of a session in which `person` is signed in, made without typing."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
