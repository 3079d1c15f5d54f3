"""Reads of the crosswalk that more than one face needs; nothing here writes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from alignment.choices import Provenance, ProvisionKind
from alignment.models import Alignment, BibliographyEntry, Framework, Provision


@dataclass(frozen=True)
class Suggestion:
    """A provision that answers another one, with who says so."""

    provision: Provision
    provenance: str
    confirmed: bool
    answers: Provision
    """The one that it answers."""


def areas_of(provision: Provision) -> QuerySet[Provision]:
    """The thematic areas that the provision belongs to, in order; objective 23 has five."""
    return provision.groups.filter(kind=ProvisionKind.AREA).order_by("position", "pk")


def aligned_with(
    provision: Provision, frameworks: Iterable[Framework] | None = None
) -> list[Suggestion]:
    """The provisions aligned with `provision`, in either direction, each once.

    `frameworks` narrows to those instruments (the ones that a cycle reports on). What the thesis
    or an official document says, or the secretariat confirmed, stands before what is proposed.
    """
    return aligned_with_any([provision.pk], frameworks)


def aligned_with_any(
    provisions: Collection[int], frameworks: Iterable[Framework] | None = None
) -> list[Suggestion]:
    """The same for several provisions (by key) at once, in one query; none of them is given."""
    found = Alignment.objects.filter(
        Q(source__in=provisions) | Q(target__in=provisions)
    ).select_related("source__framework", "target__framework")
    wanted = None if frameworks is None else {row.pk for row in frameworks}
    suggestions: dict[int, Suggestion] = {}
    for alignment in found.order_by("pk"):
        from_here = alignment.source_id in provisions
        one, other = (
            (alignment.source, alignment.target)
            if from_here
            else (alignment.target, alignment.source)
        )
        if other.pk in provisions or (wanted is not None and other.framework_id not in wanted):
            continue
        told = Suggestion(
            other, str(alignment.get_provenance_display()), alignment.confirmed_at is not None, one
        )
        if other.pk not in suggestions or not _is_proposed(alignment):
            suggestions[other.pk] = told
    return sorted(
        suggestions.values(),
        key=lambda row: (
            row.provenance == str(Provenance.PROPOSED.label) and not row.confirmed,
            row.provision.framework.acronym,
            row.provision.position,
        ),
    )


def _is_proposed(alignment: Alignment) -> bool:
    return alignment.provenance == Provenance.PROPOSED and alignment.confirmed_at is None


def bibliography_of(citations: Iterable[str]) -> list[BibliographyEntry]:
    """The sources that `citations` name, each once, in the order of their names."""
    cited = "\n".join(set(citations)).casefold()
    return [row for row in BibliographyEntry.objects.all() if row.reference.casefold() in cited]
