"""What the browser meets: the real reference data and 2022, and a small cast with work to do.

The rows of the open cycle come to their states through the actions, as in life.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from accounts.actions import ask_second_factor_reset
from accounts.actions.invitations import INVITATION_LIFE, digest_of
from accounts.models import Invitation, RegistryRole, User
from accounts.unsubscribing import unsubscribe_token
from alignment.choices import ProvisionKind
from alignment.loading import load_frameworks
from alignment.models import Provision
from browser.people import make_cast, make_sessions, person_named
from cycles.loading import load_cycles
from cycles.models import ReportingCycle
from entities.choices import WorkingGroupKind
from entities.loading import load_catalogues
from entities.models import Entity, WorkingGroup
from exchange.actions.catalogues import start_catalogue_import
from exchange.actions.importing import start_import
from interventions import actions
from interventions.choices import Move, Reporting, State
from interventions.loading import load_cycle_rows
from interventions.models import Intervention
from notifications.actions import keep_message, send_message
from reports.loading import load_narratives
from reports.models import CountryReport
from tests.factories import (
    ChallengeFactory,
    CountryReportFactory,
    InterventionFactory,
    ResultFactory,
    UserFactory,
)
from tests.uploads.made import PDF
from workspace.catalogues import resource_of

INVITED = "enlace-de-la-persona-invitada"


@dataclass(frozen=True)
class World:
    """Where to find what was built: names and keys only, good for every copy of the database."""

    sessions: dict[str, str]
    rows: dict[State, int]
    codes: dict[State, str]
    others: dict[str, int]
    """Keys of whatever else has a page, by what it is."""
    tokens: dict[str, str]
    """What the links of letters carry."""


def build_world() -> World:
    """Fill an empty database: reference data, 2022, the cast, one row in every state."""
    load_frameworks()
    load_catalogues()
    load_cycles()
    past = ReportingCycle.objects.get(code="2022")
    load_cycle_rows(past)
    load_narratives(past)
    cycle = _call(ReportingCycle.objects.get(code="2026"))
    people = make_cast()
    rows = {state: _row_in(state, cycle, people) for state in State}
    joint = row_of(cycle, "MTPE", "Ferias de empleo para familias migrantes", partner="MIMP")
    return World(
        sessions=make_sessions(people),
        rows={state: row.pk for state, row in rows.items()},
        codes={state: row.code for state, row in rows.items()},
        others={
            "report": _report_after_the_published(past, people["secretariat"]).pk,
            "cycle": cycle.pk,
            "past": past.pk,
            "joint": joint.pk,
            "entity": Entity.objects.get(acronym="MTPE").pk,
            "part": joint.participations.get(entity__acronym="MIMP").pk,
            "group": _group().pk,
            **_letters(people),
            "designation": people["other_focal_point"].designations.get().pk,
            "response": cycle.responses.get_or_create(entity=Entity.objects.get(acronym="MTPE"))[
                0
            ].pk,
            "import": start_import(
                "Código;Intervención;Tipo\nN1;Feria nueva;Plan\nN2;;Plan\n".encode(),
                name="mimp.csv",
                entity=Entity.objects.get(acronym="MIMP"),
                cycle=cycle,
                by=people["focal_point"],
            ).pk,
            "catalogue": start_catalogue_import(
                "Código ISO;Nombre\nPE;Perú de hoy\nPERU;Otro\nXX;País nuevo\n".encode(),
                name="paises.csv",
                resource=resource_of("countries", by=people["secretariat"]),
                by=people["secretariat"],
            ).pk,
            "challenge": ChallengeFactory(
                cycle=cycle,
                entity=Entity.objects.get(acronym="MIMP"),
                provision=Provision.objects.get(
                    framework__code="pmm", kind=ProvisionKind.OBJECTIVE, code="20"
                ),
                text="Nadie tiene el encargo de seguir el envío de remesas.",
            ).pk,
            "passkey": people["with_second_factor"].authenticator_set.get(type="webauthn").pk,
            "reset": _lost_second_factor(people["with_second_factor"]),
            "earlier": _earlier("MIMP", past)[1].pk,
            **_half_written(cycle, people["focal_point"], past),
        },
        tokens={
            "invitation": _invitation(people["secretariat"]),
            "unsubscribe": unsubscribe_token(people["focal_point"]),
            "password": _forgotten_password(),
        },
    )


def _report_after_the_published(past: ReportingCycle, secretariat: User) -> CountryReport:
    """Publish a first version of 2022, for the public pages; gives a second one to work on."""
    CountryReportFactory(cycle=past, published_by=secretariat)
    report: CountryReport = CountryReportFactory(cycle=past)
    return report


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


def observed_row(title: str) -> Intervention:
    """A row of MIMP that the secretariat returned, with a note on its title."""
    row = row_of(ReportingCycle.objects.get(code="2026"), "MIMP", title)
    actions.submit_intervention(row, by=person_named("focal_point"))
    actions.move_intervention(row, move=Move.APPROVE, by=person_named("validator"))
    _observe(row, by=person_named("secretariat"))
    return row


def _call(cycle: ReportingCycle) -> ReportingCycle:
    """Give the open cycle's call its dates, so that pages count the days left."""
    today = timezone.localdate()
    cycle.call_opens, cycle.call_closes = today - timedelta(days=30), today + timedelta(days=30)
    cycle.save()
    return cycle


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
        _observe(row, by=people["secretariat"])
    elif state == State.VALIDATED:
        actions.move_intervention(row, move=Move.VALIDATE, by=people["secretariat"])
    return row


def _observe(row: Intervention, *, by: User) -> None:
    actions.move_intervention(
        row,
        move=Move.OBSERVE,
        by=by,
        reason="Falta precisar a cuántas personas se atendió y dónde.",
        observations={"results": "Indique la cifra por región.", "title": "Sin siglas."},
    )


def _half_written(cycle: ReportingCycle, person: User, past: ReportingCycle) -> dict[str, int]:
    """Rows that somebody is writing: carried, with a copy kept, and with one that came too late."""
    carried = actions.carry_forward(_earlier("MIMP", past)[0], cycle=cycle, by=person)
    copied = row_of(cycle, "MIMP", "Línea de ayuda para familias migrantes")
    typed = {"title": ["Línea telefónica de ayuda"], "description": ["A medio escribir"]}
    actions.keep_working_copy(copied, step="que", values=typed, opened="antes", by=person)
    return {"carried": carried.pk, "copied": copied.pk}


def _earlier(acronym: str, past: ReportingCycle) -> list[Intervention]:
    """Rows of 2022 that the entity led, in a fixed order."""
    led = Intervention.objects.filter(
        cycle=past, participations__entity__acronym=acronym, participations__role="lead"
    )
    return list(led.order_by("code"))


def _letters(people: dict[str, User]) -> dict[str, int]:
    """A letter that went out to the focal point, and one that is written and not sent."""
    written = [
        keep_message(
            None,
            entities=Entity.objects.filter(acronym__in=["MIMP", "MTPE"]),
            subject=subject,
            text="Les proponemos reunirnos el martes a las 10:00.",
            attachment=("agenda.pdf", PDF),
            by=people["secretariat"],
        )
        for subject in ("Reunión preparatoria", "Cambio de hora")
    ]
    send_message(written[0], by=people["secretariat"])
    return {"letter": written[0].letters.first().pk, "message": written[1].pk}


def _group() -> WorkingGroup:
    group = WorkingGroup.objects.create(name="Grupo de niñez migrante", kind=WorkingGroupKind.GROUP)
    group.members.set(Entity.objects.filter(acronym__in=["MIMP", "MTPE"]))
    return group


def _lost_second_factor(person: User) -> int:
    """What a colleague of the secretariat asked, and waits for another person."""
    colleague = UserFactory(username="colega", registry_role=RegistryRole.SECRETARIAT)
    reason = "Llamé al teléfono de su oficina y respondió en persona."
    return ask_second_factor_reset(person, by=colleague, reason=reason).pk


def _invitation(by: User) -> str:
    """An invitation still open; gives what its link carries."""
    now = timezone.now()
    Invitation.objects.create(
        person=person_named("invited"),
        digest=digest_of(INVITED),
        purpose="Alterno de MIMP",
        made_by=by,
        made_at=now,
        sent_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    return INVITED


def _forgotten_password() -> str:
    """What the link of a forgotten password carries, of somebody who never signs in here."""
    person = UserFactory(username="olvidadiza", email="olvido@entidad.example", password="x" * 12)
    return f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
