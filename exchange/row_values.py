"""What an intervention says, in the shape in which files are understood and undone.

Plain values that JSON takes: texts, booleans, ISO dates, decimals as text, codes, and lists of
such records for what has rows of its own.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import number_format

from entities.models import Entity
from exchange.columns import Column, Kind, Table
from exchange.headers import title_of
from exchange.lists import Lists, provision_key
from exchange.tables import (
    ALSO_OF,
    CHALLENGES,
    CHILDREN,
    EVIDENCE,
    INTERVENTIONS,
    PARTNERS,
    RESULTS,
    TABLES,
)
from interventions.choices import ParticipationRole
from interventions.models import Intervention
from interventions.reading.dates import written, written_partial
from interventions.reading.texts import paragraphs
from interventions.stored_texts import kept_text
from interventions.values import PLAIN, TO_MANY

Values = dict[str, Any]

ACTION_DATES = ("start_date", "end_date")
CHILD_KEYS = {
    table.key: [column.key for column in table.columns if column.key != "key"] for table in CHILDREN
}


def values_of(row: Intervention, lists: Lists) -> dict[str, Any]:
    """Every value of a row that `queries.with_sharers` read; asks the database nothing."""
    values = {name: _plain(row, name) for name in PLAIN}
    for name in TO_MANY:
        values[name] = sorted(item.code for item in getattr(row, name).all())
    values |= _contributions(row, lists)
    for table in (RESULTS, CHALLENGES, EVIDENCE):
        keys = CHILD_KEYS[table.key]
        values[table.key] = [
            {key: _of_child(child, key, row) for key in keys}
            for child in getattr(row, table.key).all()
        ]
    parts = [part for part in row.participations.all() if not part.is_lead]
    lead = row.lead_participation
    values["own_text"] = paragraphs(lead.contribution_text) if lead else ""
    values[PARTNERS.key] = [{"entity": part.entity.acronym, "role": part.role} for part in parts]
    return values


def _of_child(child: Any, key: str, row: Intervention) -> Any:
    if key == ALSO_OF.key:
        return sorted(one.code for one in child.interventions.all() if one.pk != row.pk)
    return _plain(child, key)


def _contributions(row: Intervention, lists: Lists) -> dict[str, Any]:
    primary, others, area = "", [], ""
    for part in row.contributions.all():
        key = provision_key(part.provision)
        if part.is_primary:
            primary = key
        else:
            others.append(key)
        groups = [group for group in part.provision.groups.all() if group.kind == "area"]
        if part.group is not None and len(groups) > 1:
            area = part.group.code
    order = {key: place for place, key in enumerate(lists.provision_rows)}
    return {
        "primary": primary,
        "others": sorted(others, key=lambda key: order.get(key, len(order))),
        "area": area,
    }


def _plain(row: Any, name: str) -> Any:
    """What a file would say of a field: a text that was kept otherwise once is not changed."""
    value = kept_text(type(row), name, getattr(row, name))
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def written_values(values: Values, lists: Lists, lead: Entity) -> Values:
    """The same as `actions.contents.write` takes it, of an intervention that `lead` leads.

    What the catalogues do not hold any more is left out.
    """
    told: Values = {name: _native(name, values[name]) for name in PLAIN if name in values}
    for name in TO_MANY:
        if name in values:
            keys = lists.keys_of(name)
            told[name] = [keys[code] for code in values[name] if code in keys]
    for table in (RESULTS, CHALLENGES, EVIDENCE):
        if table.key in values:
            told[table.key] = [
                {name: _native(name, value) for name, value in child.items()}
                for child in values[table.key]
            ]
    if "primary" in values and "others" in values:
        told["contributions"] = list(_objectives(values, lists))
    if PARTNERS.key in values:
        own = {"contribution_text": values["own_text"]} if "own_text" in values else {}
        told["participations"] = [
            {"entity_id": lead.pk, "role": ParticipationRole.LEAD.value, **own},
            *(
                {"entity_id": lists.entity_rows[row["entity"]].pk, "role": row["role"]}
                for row in values[PARTNERS.key]
            ),
        ]
    elif "own_text" in values:
        told["contribution_texts"] = {lead.pk: values["own_text"]}
    return told


def _objectives(values: Values, lists: Lists) -> Iterator[Values]:
    """The main one, the others and the area are told together."""
    areas = lists.keys_of("areas")
    for key in (values["primary"], *values["others"]):
        if key in lists.provision_rows:
            yield {
                "provision_id": lists.provision_rows[key].pk,
                "is_primary": key == values["primary"],
                # Where there is nothing to choose, what somebody chose in another form stays.
                **({"group_id": areas.get(values["area"])} if lists.areas_of[key][1:] else {}),
            }


def _native(name: str, value: Any) -> Any:
    if name in DATES:
        return date.fromisoformat(value) if value else None
    if name in DECIMALS:
        return Decimal(value) if value else None
    return value


DATES = frozenset(
    column.key for table in TABLES for column in table.columns if column.kind is Kind.DATE
)
DECIMALS = frozenset(
    column.key for table in TABLES for column in table.columns if column.kind is Kind.DECIMAL
)


def empty_values() -> dict[str, Any]:
    """What a new intervention says before anything is written."""
    values: dict[str, Any] = {name: _plain(Intervention(), name) for name in PLAIN}
    values |= {name: [] for name in (*TO_MANY, "others", *(table.key for table in CHILDREN))}
    return values | {"primary": "", "area": "", "own_text": ""}


EMPTY: dict[Kind, Any] = {Kind.DATE: None, Kind.DECIMAL: None, Kind.CODES: []}


def empty_child(table: Table) -> dict[str, Any]:
    """A row of another sheet before anything is written."""
    return {
        column.key: EMPTY.get(column.kind, "") for column in table.columns if column.key != "key"
    }


def told(column: Column, value: Any, lists: Lists) -> str:
    """A value as people read and type it."""
    if value is None or value == "":
        return ""
    match column.kind:
        case Kind.CHOICE:
            return lists[column.list].labels.get(value, str(value))
        case Kind.SEVERAL:
            labels = lists[column.list].labels
            return "; ".join(labels.get(item, item) for item in value)
        case Kind.CODES:
            return "; ".join(value)
        case Kind.BOOLEAN:
            return "Sí" if value else "No"
        case Kind.DATE:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        case Kind.PARTIAL_DATE:
            return written_partial(value)
        case Kind.DECIMAL:
            with translation.override("es"):
                return number_format(Decimal(value).normalize(), use_l10n=True, force_grouping=True)
    return str(value)


def told_lines(key: str, value: Any, lists: Lists, *, precision: str = "") -> list[str]:
    """The lines under which a change of a field is shown; `precision`: how exactly the dates of
    the action are known.
    """
    if key in ACTION_DATES and value:
        return [written(date.fromisoformat(value), precision)]
    table = next((table for table in CHILDREN if table.key == key), None)
    if table is None:
        text = told(INTERVENTIONS.column(key), value, lists)
        return [text] if text else []
    lines = []
    for child in value:
        parts = [
            told(column, child.get(column.key), lists)
            for column in table.columns
            if column.key != "key"
        ]
        lines.append(" · ".join(part for part in parts if part))
    return lines


def label_of(key: str) -> str:
    """The header under which people know a field."""
    table = next((table for table in CHILDREN if table.key == key), None)
    return title_of(table if table else INTERVENTIONS.column(key))
