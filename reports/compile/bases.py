"""Of how many interventions a figure or a table counts, said below it."""

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from alignment.models import Provision
from interventions.models import Intervention
from reports.compile.facts import Facts


def told_of(facts: Facts, provisions: Iterable[Provision]) -> list[Intervention]:
    """The interventions that contribute to any of `provisions`, each once, in their order."""
    keys = {row.pk for provision in provisions for row in facts.contributing(provision)}
    return [row for row in facts.interventions if row.pk in keys]


def base_of_objectives(facts: Facts) -> str:
    """Of how many a count by objective is, and that the others answer to the policy alone."""
    policy = facts.policy.acronym if facts.policy else ""
    rest = _("las demás responden solo a la %(policy)s") % {"policy": policy}
    return _base(facts, facts.objectives, facts.guidelines, rest)


def base_of_guidelines(facts: Facts) -> str:
    """The same of a count by guideline: the others answer to the Pact alone."""
    rest = _("las demás responden solo al Pacto Mundial")
    return _base(facts, facts.guidelines, facts.objectives, rest)


def _base(
    facts: Facts, counted: Sequence[Provision], others: Sequence[Provision], rest: str
) -> str:
    told = {row.pk for row in told_of(facts, counted)}
    total, left = len(facts.interventions), {row.pk for row in facts.interventions} - told
    numbers = {"counted": written(len(told)), "total": written(total)}
    if not left:
        return _("Base: todas las intervenciones (%(total)s).") % numbers
    base = _("Base: %(counted)s de %(total)s intervenciones") % numbers
    elsewhere = {row.pk for row in told_of(facts, others)}
    return f"{base}; {rest}." if left <= elsewhere else f"{base}."


def total_note() -> str:
    """Why a total is less than what stands above it adds up to."""
    return _(
        "El total cuenta cada intervención una vez, aunque contribuya a varios: puede ser menor "
        "que la suma."
    )


def written(number: int) -> str:
    """A whole number as every cell writes it: commas between thousands."""
    return number_format(number, force_grouping=True)
