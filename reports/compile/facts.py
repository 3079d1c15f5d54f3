"""Everything that a report needs, read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Alignment, BibliographyEntry, Framework, Provision
from alignment.queries import bibliography_of
from cycles.choices import ANSWERED_STATUSES, CycleNoteKind
from cycles.models import CycleNote, EntityResponse, ReportingCycle
from cycles.queries import response_counts
from entities.choices import MTIGMRole
from entities.models import Entity
from interventions.choices import EXECUTING_ROLES, ParticipationRole
from interventions.lineage import known_before, nothing_new_in
from interventions.models import (
    Challenge,
    ChallengeLink,
    Discontinuation,
    Intervention,
    Participation,
    Result,
)
from interventions.queries import (
    accepted_discontinuations,
    public_entity_challenges,
    validated_of_cycle,
    with_relations,
)
from monitoring.models import Assessment, Indicator, WorkPlanActivity
from reports.models import NarrativeSection


@dataclass(frozen=True)
class Facts:
    """The validated rows of a cycle and the catalogues to set them against."""

    cycle: ReportingCycle
    language: str
    provisions: list[Provision]
    interventions: list[Intervention]
    entity_challenges: list[Challenge]
    alignments: list[Alignment]
    narratives: dict[str, NarrativeSection]
    indicators: list[Indicator]
    assessments: list[Assessment]
    activities: list[WorkPlanActivity]
    previous: dict[str, Intervention]
    """Code -> what was validated last of it in any earlier cycle, without what ended."""
    discontinued: dict[str, Discontinuation]
    """Code -> what was told of it in the cycle and the secretariat accepted."""
    nothing_new: frozenset[int]
    """Keys of the entities that answered with «nothing new»."""
    entities: list[Entity]
    responses: dict[str, int]
    unanswered: list[EntityResponse]
    first_told: dict[tuple[str, str], str]
    frameworks: list[Framework]
    pact: Framework | None
    policy: Framework | None
    notes: list[CycleNote]
    bibliography: list[BibliographyEntry]
    members_of: dict[int, list[Provision]] = field(default_factory=dict)
    contributions_to: dict[int, list[tuple[Intervention, int | None]]] = field(default_factory=dict)
    sharers: dict[str, list[str]] = field(default_factory=dict)
    """Code of a result or difficulty -> the codes of the interventions that report it."""

    def of_kind(self, framework: Framework | None, kind: ProvisionKind) -> list[Provision]:
        """The provisions of one kind of a framework, in their order."""
        return [
            row
            for row in self.provisions
            if framework is not None and row.framework_id == framework.pk and row.kind == kind
        ]

    @property
    def objectives(self) -> list[Provision]:
        """The objectives of the Pact."""
        return self.of_kind(self.pact, ProvisionKind.OBJECTIVE)

    @property
    def guidelines(self) -> list[Provision]:
        """The guidelines of the national policy in force in the cycle."""
        return self.of_kind(self.policy, ProvisionKind.GUIDELINE)

    @property
    def provenance(self) -> CycleNote | None:
        """Where this edition comes from, if its rows were loaded instead of validated."""
        return next(iter(self.notes_of(CycleNoteKind.PROVENANCE)), None)

    def notes_of(self, kind: CycleNoteKind, about: Iterable[Provision] = ()) -> list[CycleNote]:
        """The notes of the cycle of one kind; of some objectives or guidelines where named."""
        keys = {row.pk for row in about}
        return [
            row for row in self.notes if row.kind == kind and (not keys or row.provision_id in keys)
        ]

    def members(self, group: Provision) -> list[Provision]:
        """What belongs to a group (area, axis, block), in its order."""
        return self.members_of.get(group.pk, [])

    def contributing(
        self, provision: Provision, area: Provision | None = None
    ) -> list[Intervention]:
        """The interventions that contribute to `provision`, of `area` where several share it."""
        rows = self.contributions_to.get(provision.pk, [])
        areas = [row for row in provision.groups.all() if row.kind == ProvisionKind.AREA]
        if area is None or len(areas) < 2:
            return [intervention for intervention, _group in rows]
        return [intervention for intervention, group in rows if group in (None, area.pk)]

    def challenges_without_intervention(self, provision: Provision) -> list[Challenge]:
        """Difficulties that entities reported for `provision` where they had no intervention."""
        return [row for row in self.entity_challenges if row.provision_id == provision.pk]

    def title(self, provision: Provision) -> str:
        """The title in the report's language, or in Spanish where there is no other."""
        if self.language == "en" and provision.title_en:
            return provision.title_en
        return provision.title_es or provision.label_es

    def label(self, provision: Provision) -> str:
        """The short name in the report's language, or the title where there is none."""
        label = provision.label_en if self.language == "en" else provision.label_es
        return label or self.title(provision)


def executors(intervention: Intervention) -> list[str]:
    """The acronyms of the executing entities, the lead first: of those named, who confirmed."""
    return [row.entity.acronym for row in _executing(intervention) if row.is_confirmed]


def named_executors(intervention: Intervention) -> list[str]:
    """The same, for a table: with whoever is named and has not confirmed, marked."""
    return [
        row.entity.acronym
        if row.is_confirmed
        else _("%(entity)s (sin confirmar)") % {"entity": row.entity.acronym}
        for row in _executing(intervention)
    ]


def _executing(intervention: Intervention) -> list[Participation]:
    taking_part = [row for row in intervention.participations.all() if row.role in EXECUTING_ROLES]
    return sorted(taking_part, key=lambda row: row.role != ParticipationRole.LEAD)


def read_facts(cycle: ReportingCycle, *, language: str) -> Facts:
    """Read everything once; the number of queries does not depend on the number of rows."""
    provisions = list(
        Provision.objects.select_related("framework")
        .prefetch_related("groups")
        .order_by("framework__code", "kind", "position", "code")
    )
    members_of: dict[int, list[Provision]] = {}
    for provision in provisions:
        for group in provision.groups.all():
            members_of.setdefault(group.pk, []).append(provision)
    interventions = list(validated_of_cycle(cycle))
    frameworks = list(cycle.frameworks.order_by("code"))
    alignments = _alignments()
    sections = NarrativeSection.objects.filter(cycle=cycle, language=language)
    narratives = {row.block: row for row in sections}
    indicators = list(Indicator.objects.prefetch_related("measurements", "targets"))
    notes = list(cycle.notes.select_related("provision__framework"))
    cited = _citations(interventions, alignments, [*narratives.values(), *notes, *indicators])
    return Facts(
        cycle=cycle,
        language=language,
        provisions=provisions,
        interventions=interventions,
        entity_challenges=list(public_entity_challenges(cycle)),
        alignments=alignments,
        narratives=narratives,
        indicators=indicators,
        assessments=list(
            Assessment.objects.filter(intervention__in=interventions).select_related("intervention")
        ),
        activities=list(WorkPlanActivity.objects.filter(cycle=cycle).select_related("responsible")),
        previous=_previous(cycle),
        discontinued={row.previous.code: row for row in accepted_discontinuations(cycle)},
        nothing_new=frozenset(nothing_new_in(cycle).values_list("entity", flat=True)),
        entities=_entities_of_report(interventions),
        responses=response_counts(cycle),
        unanswered=list(
            EntityResponse.objects.filter(cycle=cycle)
            .exclude(status__in=sorted(ANSWERED_STATUSES))
            .select_related("entity")
            .order_by("entity__acronym_key")
        ),
        first_told=_first_told(cycle),
        frameworks=frameworks,
        pact=_framework(provisions, FrameworkKind.GLOBAL_COMPACT, frameworks),
        policy=_framework(provisions, FrameworkKind.NATIONAL_POLICY, frameworks),
        notes=notes,
        bibliography=bibliography_of(cited),
        members_of=members_of,
        contributions_to=_contributions_to(interventions),
        sharers=_sharers(interventions),
    )


def _alignments() -> list[Alignment]:
    return list(
        Alignment.objects.select_related("source__framework", "target__framework").order_by(
            "source__framework__code",
            "source__kind",
            "source__position",
            "target__position",
            "pk",
        )
    )


def _citations(
    interventions: Iterable[Intervention],
    alignments: Iterable[Alignment],
    sourced: Iterable[NarrativeSection | CycleNote | Indicator],
) -> list[str]:
    """Every source that the report names."""
    return [
        *(row.source_document for row in interventions),
        *(told.reference for row in interventions for told in row.evidence.all()),
        *(row.citation for row in alignments),
        *(row.source for row in sourced),
    ]


def _first_told(cycle: ReportingCycle) -> dict[tuple[str, str], str]:
    """(code, category) -> the cycle that first reported such a difficulty of that intervention."""
    told = (
        ChallengeLink.objects.filter(
            intervention__in=Intervention.objects.validated(),
            intervention__cycle__period_end__lte=cycle.period_end,
        )
        .order_by("-intervention__cycle__period_end")
        .values_list("intervention__code", "challenge__category", "intervention__cycle__code")
    )
    return {(code, category): first for code, category, first in told}


def _sharers(interventions: Iterable[Intervention]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in interventions:
        told: list[Result | Challenge] = [*row.results.all(), *row.challenges.all()]
        for one in told:
            found.setdefault(one.code, []).append(row.code)
    return found


def _contributions_to(
    interventions: Iterable[Intervention],
) -> dict[int, list[tuple[Intervention, int | None]]]:
    """Provision -> the interventions that contribute to it, each with its thematic area if set."""
    found: dict[int, list[tuple[Intervention, int | None]]] = {}
    for intervention in interventions:
        for contribution in intervention.contributions.all():
            found.setdefault(contribution.provision_id, []).append(
                (intervention, contribution.group_id)
            )
    return found


def _framework(
    provisions: Iterable[Provision], kind: FrameworkKind, frameworks: Iterable[Framework]
) -> Framework | None:
    """The framework of `kind` that the cycle names (the latest where it names several)."""
    named = [row for row in frameworks if row.kind == kind]
    if named:
        return max(named, key=lambda row: str(row.valid_from or ""))
    return next((row.framework for row in provisions if row.framework.kind == kind), None)


def _previous(cycle: ReportingCycle) -> dict[str, Intervention]:
    return {row.code: row for row in with_relations(known_before(cycle)).order_by("code")}


def _entities_of_report(interventions: list[Intervention]) -> list[Entity]:
    taking_part = {
        row.entity_id
        for intervention in interventions
        for row in intervention.participations.all()
        if row.is_confirmed
    }
    return [
        entity
        for entity in Entity.objects.select_related("parent").order_by("acronym_key")
        if entity.pk in taking_part or entity.mtigm_role == MTIGMRole.MEMBER
    ]
