"""The matrices of the annex: a ficha of each intervention, under each commitment it answers to."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from alignment.models import Provision
from interventions.choices import Scope
from interventions.models import Challenge, Evidence, Intervention, Result
from reports.compile.chapters import provision_heading
from reports.compile.facts import Facts, named_executors
from reports.content import Block, Column, Heading, Row, Table, without_empty


def matrix(facts: Facts, provision: Provision, key: str) -> Iterator[Block]:
    """The matrix of an `objective` or `guideline` under a heading by which one finds it."""
    block = f"annex-{key}-{provision.code}"
    yield Heading(f"heading-{block}", provision_heading(facts, provision, key), 3)
    titles = {
        "objective": _("Matriz de intervenciones del objetivo %(code)s"),
        "guideline": _("Matriz de intervenciones del lineamiento %(code)s"),
    }
    table = Table(
        block,
        titles[key] % {"code": provision.code},
        (
            Column("code", _("Código"), 2),
            Column("entities", _("Entidad ejecutora"), 2),
            Column("intervention", _("Intervención"), 4),
            Column("kind", _("Tipo"), 2),
            Column("detail", _("Descripción, fechas, lugar, grupos y sustento"), 6),
            Column("results", _("Resultados"), 4),
            Column("challenges", _("Dificultades / desafíos"), 4),
            Column("budget", _("Presupuesto"), 2),
            Column("source", _("Fuente"), 2),
        ),
        tuple(matrix_row(facts, row) for row in facts.contributing(provision)),
        wide=True,
    )
    yield without_empty(table, {"budget", "source"})


def matrix_row(facts: Facts, intervention: Intervention) -> Row:
    """All that the report says of an intervention."""
    return Row(
        {
            "code": intervention.code,
            "entities": named_executors(intervention),
            "intervention": intervention.told_title,
            "kind": str(intervention.get_kind_display()),
            "detail": list(_details(facts, intervention)),
            "results": [
                _shared(facts, one, _with_figure(one), intervention)
                for one in intervention.results.all()
            ],
            "challenges": [
                _shared(facts, one, one.text, intervention) for one in intervention.challenges.all()
            ],
            "budget": intervention.budget,
            "source": intervention.source_reference,
        },
        (intervention.code,),
    )


def _details(facts: Facts, intervention: Intervention) -> Iterator[str]:
    """A line for each thing that is told of the action itself."""
    if intervention.description:
        yield intervention.description
    if intervention.period:
        yield _("Fechas: %(dates)s") % {"dates": intervention.period}
    scope = [] if intervention.scope == Scope.NOT_REPORTED else [intervention.get_scope_display()]
    regions = [region.name for region in intervention.regions.all()]
    countries = _names(facts, intervention.countries.all())
    if places := [", ".join(names) for names in (scope, regions, countries) if names]:
        yield _("Lugar: %(places)s") % {"places": "; ".join(places)}
    if groups := _names(facts, intervention.target_groups.all()):
        yield _("Grupos: %(groups)s") % {"groups": ", ".join(groups)}
    for evidence in intervention.evidence.all():
        yield _("Sustento: %(evidence)s") % {"evidence": _cited(evidence)}


def _names(facts: Facts, rows: Iterable[object]) -> list[str]:
    """Names of catalogues in the report's language, or in Spanish where there is no other."""
    if facts.language == "en":
        return [getattr(row, "name_en", "") or str(row) for row in rows]
    return [str(row) for row in rows]


def _cited(evidence: Evidence) -> str:
    """What supports an intervention, as a reader cites it: a norm that its title names, once."""
    norm = " ".join(filter(None, [evidence.norm_type, evidence.number]))
    norm = "" if norm in evidence.title else norm
    parts = [evidence.title, norm, evidence.written_date, evidence.url, evidence.file_words]
    return ", ".join(filter(None, parts))


def _with_figure(result: Result) -> str:
    """The words of a result and its figure, unless the words say it, with the day it is of."""
    figure = "" if result.written_value in result.text else result.figure
    day = f"{result.as_of:%d/%m/%Y}" if result.as_of else ""
    told = [figure, _("al %(day)s") % {"day": day} if day and day not in result.text else ""]
    if not any(told):
        return result.text
    return f"{result.text} ({', '.join(filter(None, told))})"


def _shared(facts: Facts, told: Result | Challenge, text: str, intervention: Intervention) -> str:
    """The text; where it stands beside other interventions too, with their codes."""
    others = [code for code in facts.sharers[told.code] if code != intervention.code]
    if not others:
        return text
    return _("%(text)s (compartido con %(codes)s)") % {"text": text, "codes": ", ".join(others)}
