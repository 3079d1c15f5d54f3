"""Assessments, good practices, difficulties, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alignment.models import Provision
from analysis.crosstabs import gaps_of
from entities.choices import MTIGMRole
from interventions.choices import ChallengeCategory, Reporting
from interventions.models import Challenge, Intervention
from reports.compile import charts
from reports.compile.analysis import codes_of
from reports.compile.chapters import provision_heading
from reports.compile.facts import Facts, executors, named_executors
from reports.content import GAPS, Block, Column, Heading, Row, Table, without_empty


def blocks(facts: Facts) -> Iterator[Block]:
    """How what was done is judged, and what is not there."""
    yield Heading("assessment", _("Valoración, buenas prácticas y dificultades"))
    yield _assessments(facts)
    yield _good_practices(facts)
    yield from charts.challenges(facts)
    yield _challenges(facts)
    yield _gaps(facts)


def _assessments(facts: Facts) -> Table:
    titles = {row.pk: row.told_title for row in facts.interventions}
    rows = [
        Row(
            {
                "intervention": titles[row.intervention_id],
                "criterion": str(row.get_criterion_display()),
                "rating": row.rating,
                "reason": row.reason,
            },
            (row.intervention.code,),
        )
        for row in facts.assessments
    ]
    return Table(
        "oecd",
        _("Valoración por criterio OCDE/CAD"),
        (
            Column("intervention", _("Intervención"), 4),
            Column("criterion", _("Criterio"), 2),
            Column("rating", _("Valoración"), 1),
            Column("reason", _("Sustento"), 4),
        ),
        tuple(rows),
    )


def _good_practices(facts: Facts) -> Table:
    flagged = [row for row in facts.interventions if row.good_practice]
    rows = [
        Row(
            {
                "intervention": row.told_title,
                "entities": named_executors(row),
                "lessons": row.good_practice_lessons,
            },
            (row.code,),
        )
        for row in flagged
    ]
    return Table(
        "good-practices",
        _("Buenas prácticas"),
        (
            Column("intervention", _("Intervención"), 4),
            Column("entities", _("Entidad ejecutora"), 2),
            Column("lessons", _("Lecciones y posibilidad de replicarla"), 4),
        ),
        tuple(rows),
    )


@dataclass
class _Told:
    """A difficulty with the interventions that report it and what they contribute to."""

    challenge: Challenge
    interventions: list[Intervention] = field(default_factory=list)
    provisions: dict[int, Provision] = field(default_factory=dict)

    @property
    def ordered(self) -> list[Provision]:
        """The objectives and guidelines, in their order."""
        return sorted(self.provisions.values(), key=_place_of)


def _challenges(facts: Facts) -> Table:
    """One row a difficulty: as many as the chart counts."""
    told: dict[int, _Told] = {}
    for intervention in facts.interventions:
        for challenge in intervention.challenges.all():
            one = told.setdefault(challenge.pk, _Told(challenge))
            one.interventions.append(intervention)
            one.provisions |= {
                part.provision_id: part.provision for part in intervention.contributions.all()
            }
    for challenge in facts.entity_challenges:
        if challenge.provision is not None:
            told[challenge.pk] = _Told(challenge, provisions={0: challenge.provision})
    rows = [
        Row(
            {
                "category": str(one.challenge.get_category_display()),
                "provision": "; ".join(
                    f"{provision.framework.acronym} {provision.code} ({facts.label(provision)})"
                    for provision in one.ordered
                ),
                "challenge": one.challenge.text,
                "would_unblock": one.challenge.would_unblock,
                "who_can": one.challenge.who_can,
                "status": one.challenge.told_status,
                "since": _since(facts, one.challenge, one.interventions),
            },
            codes_of(one.interventions),
        )
        for one in sorted(told.values(), key=_place)
    ]
    table = Table(
        "challenges",
        _("Dificultades y desafíos por categoría"),
        (
            Column("category", _("Categoría"), 2),
            Column("provision", _("Objetivo o lineamiento"), 3),
            Column("challenge", _("Dificultad o desafío"), 5),
            Column("would_unblock", _("Qué la resolvería"), 3),
            Column("who_can", _("Quién puede resolverla"), 2),
            Column("status", _("Situación"), 1),
            Column("since", _("Desde"), 1),
        ),
        tuple(rows),
        wide=True,
    )
    return without_empty(table, {"who_can", "status"})


def _since(facts: Facts, challenge: Challenge, interventions: list[Intervention]) -> str:
    """The earliest cycle in which one of the interventions had a difficulty of this category."""
    told = [facts.first_told.get((row.code, challenge.category)) for row in interventions]
    return min((code for code in told if code), default=facts.cycle.code)


def _place(told: _Told) -> tuple[Any, ...]:
    # The order of the categories is the same in every language.
    category = ChallengeCategory.values.index(told.challenge.category)
    return (category, *[_place_of(provision) for provision in told.ordered[:1]])


def _place_of(provision: Provision) -> tuple[str, int]:
    return (provision.framework.acronym, provision.position)


def _gaps(facts: Facts) -> Table:
    rows = []
    for key, provisions in (("objective", facts.objectives), ("guideline", facts.guidelines)):
        for provision in provisions:
            counted = facts.contributing(provision)
            for reason in _gap_reasons(counted):
                heading = provision_heading(facts, provision, key)
                rows.append(Row({"subject": heading, "reason": reason}, codes_of(counted)))
    rows += [
        Row({"subject": acronym, "reason": reason}) for acronym, reason in _silent_entities(facts)
    ]
    return Table(
        GAPS,
        _("Brechas"),
        (
            Column("subject", _("Objetivo, lineamiento o entidad"), 3),
            Column("reason", _("Por qué es una brecha"), 4),
        ),
        tuple(rows),
        note="" if rows else _("No se identifican brechas."),
    )


def _gap_reasons(counted: list[Intervention]) -> Iterator[str]:
    gaps = gaps_of(
        len(counted),
        entities=len({name for row in counted for name in executors(row)}),
        with_results=sum(row.results_reporting == Reporting.REPORTED for row in counted),
    )
    for _code, reason in gaps:
        yield f"{reason}."


def _silent_entities(facts: Facts) -> Iterator[tuple[str, str]]:
    """Entities that did not answer; where no answer is recorded, members that execute nothing."""
    if facts.responses["expected"]:
        for response in facts.unanswered:
            status = str(response.get_status_display()).lower()
            yield (
                response.entity.acronym,
                _("No completó su respuesta (%(status)s).") % {"status": status},
            )
        return
    executing = {name for row in facts.interventions for name in executors(row)}
    for entity in facts.entities:
        if entity.mtigm_role == MTIGMRole.MEMBER and entity.acronym not in executing:
            yield (
                entity.acronym,
                _("Integra la MTIGM y no ejecuta ninguna intervención de este informe."),
            )
