"""What holds across the fields of one intervention: completed from the stored one, and checked."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.models import ReportingCycle
from exchange.headers import did_you_mean
from exchange.lists import Lists
from exchange.row_values import empty_child, empty_values
from exchange.tables import CHALLENGES, CHILDREN, EVIDENCE, FILE, PARTNERS, RESULTS
from interventions import rules
from interventions.fields import TO_MANY
from interventions.questions import Questions, Said, questions_about

Values = dict[str, Any]
Problems = list[tuple[str, str]]
"""Field that is kept out, and why."""

NEVER_EMPTY = ("title", "kind")
DEFAULTED = ("status", "scope")


def settle(
    values: Values, before: Values, *, confirmed: set[str], entity: str, lists: Lists
) -> tuple[Values, Problems]:
    """The values that a row would write, and the fields kept out.

    `before` is what is stored (or `empty_values`), `confirmed` the acronyms of the partners that
    confirmed their part, `entity` that of the lead.
    """
    after = dict(values)
    problems: Problems = []
    is_new = not before["title"]
    for key in DEFAULTED:
        if after.get(key) == "":
            after[key] = empty_values()[key]
    for key in NEVER_EMPTY:
        if not is_new and after.get(key) == "":
            problems.append((key, _("No puede quedar vacío: se conserva lo guardado.")))
            del after[key]
    _take_lines(after, before)
    _complete_children(after, before)
    problems += _settle_files(after, before)
    problems += _settle_partners(after, before, confirmed, entity)
    problems += _settle_objectives(after, before, lists)
    problems += _settle_pairs(after, before)
    problems += _settle_choices(after, before, lists)
    _settle_answers(after, before)
    return after, problems


def _take_lines(after: Values, before: Values) -> None:
    """Results and difficulties written a line each; what is stored keeps its detail."""
    for table, lines_key in ((RESULTS, "results_lines"), (CHALLENGES, "challenges_lines")):
        lines = after.pop(lines_key, None)
        if lines is None:
            continue
        stored = {child["text"]: child for child in before[table.key]}
        empty = empty_child(table)
        if table is CHALLENGES:
            empty |= {"kind": "difficulty", "category": "other", "status": "open"}
        after[table.key] = [stored.get(line, empty | {"text": line}) for line in lines]


def _complete_children(after: Values, before: Values) -> None:
    """Columns that the sheet lacks keep what is stored beside the same text."""
    for table in CHILDREN:
        if table.key not in after:
            continue
        main = "title" if table.key == "evidence" else "text"
        stored = {child.get(main): child for child in before[table.key]}
        empty = empty_child(table)
        after[table.key] = [
            empty | stored.get(child.get(main), {}) | child for child in after[table.key]
        ]


def _settle_files(after: Values, before: Values) -> Problems:
    """Files of evidence, which a workbook only shows."""
    if EVIDENCE.key not in after:
        return []
    names = ([row[FILE.key] for row in values[EVIDENCE.key]] for values in (before, after))
    problems = rules.files_stay(*names)
    if problems:
        del after[EVIDENCE.key]
    return list(problems.items())


def _settle_partners(after: Values, before: Values, confirmed: set[str], entity: str) -> Problems:
    partners = after.get(PARTNERS.key)
    if partners is None:
        return []
    names = [partner["entity"] for partner in partners]
    problem = ""
    if entity in names:
        problem = _("Su entidad ya es la responsable: quite esa fila.")
    elif len(set(names)) < len(names):
        problem = _("Hay una entidad repetida.")
    elif gone := sorted((confirmed - {entity}) - set(names)):
        problem = _("%(names)s ya confirmó su participación: quítela en Mi trabajo.") % {
            "names": ", ".join(gone)
        }
    if problem:
        del after[PARTNERS.key]
        return [(PARTNERS.key, problem)]
    if sorted(names) == sorted(partner["entity"] for partner in before[PARTNERS.key]):
        order = [partner["entity"] for partner in before[PARTNERS.key]]
        partners.sort(key=lambda partner: order.index(partner["entity"]))
    return []


def _settle_objectives(after: Values, before: Values, lists: Lists) -> Problems:
    merged = before | after
    keys = [key for key in (merged["primary"], *merged["others"]) if key]
    primary = rules.primary_of(keys, merged["primary"], before["primary"])
    if (primary or "") != merged["primary"]:
        merged["primary"] = after["primary"] = primary
    others = [key for key in merged["others"] if key != merged["primary"]]
    if "others" in after or others != before["others"]:
        after["others"] = others
    if not after.get("area"):
        return []
    areas = _areas_to_choose([merged["primary"], *others], lists)
    if after["area"] in areas:
        return []
    del after["area"]
    if not areas:  # the objective has one area or none: there is nothing to choose
        return []
    hint = did_you_mean(
        [lists["areas"].labels[code] for code in areas if code in lists["areas"].labels]
    )
    return [("area", _("El objetivo no pertenece a esa área.%(hint)s") % {"hint": hint})]


def _areas_to_choose(keys: list[str], lists: Lists) -> list[str]:
    """The areas among which one must be chosen; none where every objective has at most one."""
    found = (lists.areas_of.get(key, []) for key in keys)
    return next((areas for areas in found if len(areas) > 1), [])


def _settle_pairs(after: Values, before: Values) -> Problems:
    merged = before | after
    problems: Problems = []
    dates = (merged["start_date"], merged["end_date"])
    precision = rules.precision_of_dates(*dates, merged["date_precision"])
    if precision != merged["date_precision"]:
        after["date_precision"] = precision
    if wrong := rules.dates_in_order(merged["start_date"], merged["end_date"]):
        problems += wrong.items()
        after.pop("end_date", None)
        after.pop("start_date", None)
    if wrong := rules.budget_has_currency(merged["budget_amount"], merged["budget_currency"]):
        problems += wrong.items()
        after.pop("budget_amount", None)
        after.pop("budget_currency", None)
    return problems


def _settle_choices(after: Values, before: Values, lists: Lists) -> Problems:
    """What has ended is kept where it stands, and chosen no more."""
    problems: Problems = []
    for name in TO_MANY:
        new = set(after.get(name, ())) - set(before[name])
        closed = lists[name]
        ended = [closed.labels[value] for value in closed.labels if value in new & closed.ended]
        if wrong := rules.in_force(name, ended):
            problems += wrong.items()
            del after[name]
    return problems


def _settle_answers(after: Values, before: Values) -> None:
    """Rows without an answer; a file that changes nothing changes that neither."""
    merged = before | after
    if all(before[key] == value for key, value in merged.items()):
        return
    for kind in ("results", "challenges"):
        answer = rules.answer_to_reporting(merged[f"{kind}_reporting"], len(merged[kind]))
        if answer != merged[f"{kind}_reporting"]:
            after[f"{kind}_reporting"] = answer


def asked_of(values: Values, cycle: ReportingCycle) -> Questions:
    """What is asked of a row: field of the file and question."""
    start, end = (
        date.fromisoformat(values[key]) if values[key] else None
        for key in ("start_date", "end_date")
    )
    said = Said(
        start=start,
        end=end,
        precision=values["date_precision"],
        status=values["status"],
        scope=values["scope"],
        regions=len(values["regions"]),
        results=[child["text"] for child in values["results"]],
        texts=[
            *((name, values[name]) for name in ("title", "description")),
            *((kind, row["text"]) for kind in ("results", "challenges") for row in values[kind]),
        ],
    )
    period = (cycle.period_start, cycle.period_end)
    return questions_about(said, period=period, today=timezone.localdate())


def missing_in(values: Values, lists: Lists) -> dict[str, str]:
    """What a row would still lack to be sent: field of the file -> explanation."""
    has_area = bool(values["area"])
    aims = [
        rules.Aim(lists.provision_rows[key].code, len(lists.areas_of[key]), has_area)
        for key in [values["primary"], *values["others"]]
        if key in lists.provision_rows
    ]
    missing = rules.missing_to_submit(
        has_lead=True,
        aims=aims,
        results=(values["results_reporting"], len(values["results"])),
        challenges=(values["challenges_reporting"], len(values["challenges"])),
    )
    if "contributions" in missing:
        text = missing.pop("contributions")
        missing["area" if aims else "primary"] = text
    return missing
