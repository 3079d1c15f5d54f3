"""Builders of rows: a test names only what matters to it."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import RegistryRole, User
from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Alignment, Framework, Provision
from cycles.actions import open_for_loading
from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from entities.choices import DesignationRole, EntityKind, MTIGMRole
from entities.models import Entity, FocalPoint
from interventions.actions import write_contents
from interventions.choices import (
    ChallengeCategory,
    DatePrecision,
    InterventionKind,
    ParticipationRole,
    Reporting,
    State,
)
from interventions.models import Challenge, Contribution, Intervention, Participation, Result
from reports.actions import move_report, store_version
from reports.brakes import brakes_of
from reports.choices import ReportMove
from reports.compile import compile_report

SOME_DAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    """A person who may sign in and holds no role."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"persona-{number}")
    is_staff = True
    registry_role = RegistryRole.NONE

    password = factory.django.Password(None)


class FrameworkFactory(DjangoModelFactory):
    """A framework; `pmm` unless another code is given."""

    class Meta:
        model = Framework
        django_get_or_create = ("code",)

    code = "pmm"
    acronym = factory.LazyAttribute(lambda framework: framework.code.upper())
    name_es = factory.LazyAttribute(lambda framework: f"Instrumento {framework.code}")
    kind = FrameworkKind.GLOBAL_COMPACT


class ProvisionFactory(DjangoModelFactory):
    """An objective of the PMM unless told otherwise."""

    class Meta:
        model = Provision
        django_get_or_create = ("framework", "kind", "code")
        skip_postgeneration_save = True

    framework = factory.SubFactory(FrameworkFactory)
    kind = ProvisionKind.OBJECTIVE
    code = factory.Sequence(lambda number: str(number + 1))
    position = factory.LazyAttribute(
        lambda provision: int(provision.code) if provision.code.isdigit() else 0
    )
    title_es = factory.LazyAttribute(lambda provision: f"Disposición {provision.code}")

    @factory.post_generation
    def groups(self, create, extracted, **_kwargs):
        """Put the provision into the given groups."""
        if create and extracted:
            self.groups.set(extracted)


class AlignmentFactory(DjangoModelFactory):
    """A proposed alignment between two provisions."""

    class Meta:
        model = Alignment

    source = factory.SubFactory(ProvisionFactory)
    target = factory.SubFactory(ProvisionFactory)


class EntityFactory(DjangoModelFactory):
    """A ministry that is a member of the MTIGM."""

    class Meta:
        model = Entity
        django_get_or_create = ("acronym",)

    acronym = factory.Sequence(lambda number: f"ENTIDAD{number}")
    name = factory.LazyAttribute(lambda entity: f"Entidad {entity.acronym}")
    kind = EntityKind.MINISTRY
    mtigm_role = MTIGMRole.MEMBER


class FocalPointFactory(DjangoModelFactory):
    """An open designation."""

    class Meta:
        model = FocalPoint

    entity = factory.SubFactory(EntityFactory)
    user = factory.SubFactory(UserFactory)
    role = DesignationRole.PRINCIPAL
    valid_from = date(2020, 1, 1)


def _open_unless_another_is() -> CycleState:
    is_open = ReportingCycle.objects.filter(state=CycleState.OPEN).exists()
    return CycleState.CLOSED if is_open else CycleState.OPEN


class CycleFactory(DjangoModelFactory):
    """The open cycle; a second one is closed, as only one may be open."""

    class Meta:
        model = ReportingCycle
        django_get_or_create = ("code",)

    code = "2026"
    title = factory.LazyAttribute(lambda cycle: f"Ciclo {cycle.code}")
    period_start = date(2022, 8, 1)
    period_end = date(2026, 7, 31)
    state = factory.LazyFunction(_open_unless_another_is)


class EntityResponseFactory(DjangoModelFactory):
    """An answer still expected."""

    class Meta:
        model = EntityResponse

    cycle = factory.SubFactory(CycleFactory)
    entity = factory.SubFactory(EntityFactory)


class WrittenWhileOpenFactory(DjangoModelFactory):
    """What is of a closed cycle was written while that was open: the database takes it no later."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy, params):
        row = params.get("intervention")
        cycle = row.cycle if row else params.get("cycle")
        with open_for_loading(cycle) if cycle else nullcontext():
            return super()._generate(strategy, params)


def _name(row, entities, **fields):
    for position, entity in enumerate(entities, start=row.participations.count()):
        Participation.objects.create(
            intervention=row,
            entity=entity,
            role=ParticipationRole.CO_EXECUTOR,
            position=position,
            **fields,
        )


class InterventionFactory(WrittenWhileOpenFactory):
    """A complete intervention in whatever state, led by `lead`, for `provision`.

    `partners` are co-executing entities, `unconfirmed` those who are only named. Nothing is
    reported of results or difficulties.
    """

    class Meta:
        model = Intervention
        skip_postgeneration_save = True

    cycle = factory.SubFactory(CycleFactory)
    title = factory.Sequence(lambda number: f"Intervención {number}")
    kind = InterventionKind.ACTION
    state = State.DRAFT
    date_precision = factory.LazyAttribute(
        lambda row: (
            DatePrecision.DAY.value
            if getattr(row, "start_date", None) or getattr(row, "end_date", None)
            else ""
        )
    )
    results_reporting = Reporting.NOT_REPORTED
    challenges_reporting = Reporting.NOT_REPORTED
    submitted_at = factory.LazyAttribute(lambda row: None if row.state == State.DRAFT else SOME_DAY)
    validated_at = factory.LazyAttribute(
        lambda row: SOME_DAY if row.state == State.VALIDATED else None
    )

    @factory.post_generation
    def lead(self, create, extracted, **_kwargs):
        """Make the given (or a new) entity the lead."""
        if create:
            Participation.objects.create(
                intervention=self, entity=extracted or EntityFactory(), role=ParticipationRole.LEAD
            )

    @factory.post_generation
    def partners(self, create, extracted, **_kwargs):
        """Add co-executing entities: confirmed (as a source states) in a validated row."""
        if create:
            _name(self, extracted or [], stated_by_source=self.state == State.VALIDATED)

    @factory.post_generation
    def unconfirmed(self, create, extracted, **_kwargs):
        """Add co-executing entities that have not confirmed, whatever the state."""
        if create:
            _name(self, extracted or [], stated_by_source=False)

    @factory.post_generation
    def provision(self, create, extracted, **kwargs):
        """Contribute to the given provision (or to objective 1), under `group` if given."""
        if create:
            Contribution.objects.create(
                intervention=self,
                provision=extracted or ProvisionFactory(code="1"),
                group_id=kwargs["group"].pk if "group" in kwargs else None,
                is_primary=True,
            )


class SharedFactory(WrittenWhileOpenFactory):
    """What `intervention` reports, or several `interventions` together."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, intervention=None, interventions=(), position=None, **kw):
        if position is not None and not (intervention or interventions):
            kw["position"] = position
        row = super()._create(model_class, *args, **kw)
        for one in interventions or filter(None, [intervention]):
            links = row._meta.get_field("links").related_model.objects.filter(intervention=one)
            place = links.count() if position is None else position
            row.links.create(intervention=one, position=place)
        return row


class ResultFactory(SharedFactory):
    """A result in words."""

    class Meta:
        model = Result

    intervention = factory.Maybe("interventions", None, factory.SubFactory(InterventionFactory))
    interventions = ()
    text = factory.Sequence(lambda number: f"Resultado {number}")


class ChallengeFactory(SharedFactory):
    """A difficulty of an intervention."""

    class Meta:
        model = Challenge

    intervention = factory.Maybe("interventions", None, factory.SubFactory(InterventionFactory))
    interventions = ()
    category = ChallengeCategory.BUDGET
    text = factory.Sequence(lambda number: f"Dificultad {number}")


def saved_by(person, row, *, expected=None, **values):
    """Somebody saves the row: `values`, or another place in its source."""
    values = values or {"source_reference": f"p. {row.version}"}
    write_contents(row, values=values, expected=expected or row.version, by=person)


def publish(report, *, by, change_note=""):
    """Through review and approval, with all that stands in the way said to be known."""
    for move in (ReportMove.REVIEW, ReportMove.APPROVE, ReportMove.PUBLISH):
        known = [brake.key for brake in brakes_of(report)]
        move_report(report, move=move, by=by, change_note=change_note, acknowledged=known)


def CountryReportFactory(cycle=None, *, published_by=None, change_note="Cambia algo"):  # noqa: N802
    """A stored version of what the cycle holds now; published if somebody publishes it."""
    cycle = cycle or CycleFactory()
    report = store_version(cycle, compile_report(cycle), by=None)
    if published_by is not None:
        publish(report, by=published_by, change_note=change_note)
    return report
