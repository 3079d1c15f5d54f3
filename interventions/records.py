"""Each intervention as one record: what the API's list and detail and every file say of it.

Read without model instances: a serializer costs some fifteen times what the database does; here
each relation of a group of rows is one query for plain values. `serializers` only describes them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.links import page
from alignment.choices import ProvisionKind
from alignment.models import Provision
from api.downloads.cells import figure
from api.downloads.columns import Record
from api.downloads.writers import in_groups
from interventions.choices import EXECUTING_ROLES, Execution, ParticipationRole, Reporting
from interventions.fields import PUBLIC, left_out
from interventions.models import (
    ChallengeLink,
    Contribution,
    Evidence,
    Intervention,
    OnBehalf,
    Participation,
    ResultLink,
)

GROUP = 1_000
"""Rows read at once."""

TOGETHER = (
    "source_document", "source_reference", "budget_amount", "budget_currency", "budget_source",
)  # fmt: skip
"""Fields that a record tells as parts of one: `source`, `budget`."""

PLAIN_FIELDS = (
    "code",
    *left_out(PUBLIC, TOGETHER),
    "state",
    "validated_at",
    "updated_at",
)
"""Fields that are told as the model has them."""

FIRST = (
    "code", "cycle", "title", "kind", "criterion", "description", "entities", "lead",
    "on_behalf", "execution",
    "objectives", "areas", "provisions", "start_date", "end_date", "date_precision",
    "began_before_pact", "status", "scope", "regions", "countries", "target_groups",
    "good_practice",
)  # fmt: skip
LAST = (
    "results_reporting", "results_reported", "results", "challenges_reporting",
    "challenges_reported", "challenges", "evidence", "budget", "source", "state", "validated_at",
    "updated_at", "url",
)  # fmt: skip
MORE = tuple(left_out(PLAIN_FIELDS, {*FIRST, *LAST}))
"""Public fields that have no place of their own in the record."""

FIELDS = (*FIRST, *MORE, *LAST)
"""The fields of a record, in order."""

EVIDENCE = ["kind", "title", "url", "number", "date", "reference"]
"""What a record says of each thing that supports it."""
OF_FILE = ("name", "type", "size", "sha256")
"""And of its file, beside its address."""
KEPT_OF_FILE = ("file_id", *(f"file_{name}" for name in OF_FILE))
OF_RESULT = ("text", "value", "unit", "as_of")
OF_CHALLENGE = ("kind", "category", "text", "would_unblock", "who_can", "status")

Address = Callable[[str, str], str]
"""Code and cycle of an intervention -> its address in the API."""

Parts = dict[int, list[tuple]]
"""Primary key of an intervention -> the values of each of its parts, in order."""


def read_records(
    interventions: QuerySet[Intervention],
    *,
    visible: QuerySet[Intervention],
    address: Address,
    fields: Collection[str] = (),
) -> Iterator[Record]:
    """The records of `interventions`, in their order; with `fields`, only those.

    Which rows there are is settled at the start; a row that leaves `visible` while the file is
    being written is left out of the rest of it.
    """
    keys = interventions.values_list("pk", flat=True).iterator(chunk_size=GROUP)
    return records_of(keys, visible=visible, address=address, fields=fields)


def records_of(
    keys: Iterable[int],
    *,
    visible: QuerySet[Intervention],
    address: Address,
    fields: Collection[str] = (),
) -> Iterator[Record]:
    """The records of the interventions with these `keys` that are in `visible`, in that order."""
    wanted = set(fields or FIELDS)
    areas = _areas_of_provisions() if wanted & {"areas", "provisions"} else {}
    for group in in_groups(keys, GROUP):
        yield from _Group(group, visible, wanted, areas).records(address)


def _areas_of_provisions() -> dict[int, list[str]]:
    """The codes of the thematic areas of each provision, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    grouped = Provision.objects.filter(groups__kind=ProvisionKind.AREA).order_by(
        "groups__framework", "groups__kind", "groups__position", "groups__pk"
    )
    for provision, area in grouped.values_list("pk", "groups__code"):
        found[provision].append(area)
    return found


def _as_text(value: Decimal | None) -> str | None:
    """A decimal as the API writes it, without the places that nobody wrote."""
    return None if value is None else figure(value)


def _parts(
    model: type[Model], keys: Sequence[int], values: Iterable[str], order: Iterable[str]
) -> Parts:
    found: Parts = defaultdict(list)
    rows = model._default_manager.filter(intervention__in=keys).order_by(*order)
    for key, *told in rows.values_list("intervention_id", *values):
        found[key].append(tuple(told))
    return found


def _kinds_on_behalf(keys: Sequence[int]) -> dict[int, str]:
    """Of each of `keys` that the secretariat wrote for its entity, what is said of that."""
    written = OnBehalf.objects.standing().by_rank().filter(intervention__in=keys)
    found: dict[int, str] = {}
    for key, kind in written.values_list("intervention_id", "kind"):
        found.setdefault(key, kind)
    return found


def _sharers(
    link: type[Model], keys: Sequence[int], visible: QuerySet[Intervention]
) -> dict[str, list[str]]:
    """Code of what the interventions `keys` report -> the codes of all that report it and that the
    reader may see.
    """
    name = {ResultLink: "result", ChallengeLink: "challenge"}[link]  # type: ignore[index]
    own = link._default_manager.filter(intervention__in=keys).order_by().values(name)
    shared = link._default_manager.filter(
        **{f"{name}__in": own}, intervention__in=visible.order_by().values("pk")
    )
    found: dict[str, list[str]] = defaultdict(list)
    rows = shared.order_by("intervention__code").values_list(f"{name}__code", "intervention__code")
    for code, intervention in rows:
        found[code].append(intervention)
    return found


def _linked(field: str, keys: Sequence[int], order: str) -> Parts:
    through = getattr(Intervention, field).through._default_manager
    target = {"regions": "region", "countries": "country", "target_groups": "targetgroup"}[field]
    found: Parts = defaultdict(list)
    rows = through.filter(intervention__in=keys).order_by(f"{target}__{order}", "pk")
    for key, code in rows.values_list("intervention_id", f"{target}__code"):
        found[key].append(code)
    return found


class _Group:
    """Some hundred rows and their parts: one query for each relation that is wanted."""

    def __init__(
        self,
        keys: Sequence[int],
        visible: QuerySet[Intervention],
        wanted: set[str],
        areas: dict[int, list[str]],
    ) -> None:
        self.keys, self.wanted, self.areas = keys, wanted, areas
        rows = visible.filter(pk__in=keys).order_by()
        told = rows.values_list("pk", "cycle__code", *TOGETHER, *PLAIN_FIELDS)
        self.rows = {row[0]: row[1:] for row in told}
        in_place = ["position", "id"]
        self.participations = self._read(
            {"entities", "lead", "execution"},
            Participation,
            [
                "entity__acronym",
                "entity__name",
                "role",
                "entity__parent__acronym",
                "confirmed_at",
                "stated_by_source",
            ],
            in_place,
        )
        self.contributions = self._read(
            {"objectives", "areas", "provisions"},
            Contribution,
            [
                "provision__framework__code",
                "provision__kind",
                "provision__code",
                "provision__title_es",
                "is_primary",
                "group__code",
                "provision_id",
            ],
            ["-is_primary", "id"],
        )
        self.results = self._read(
            {"results"}, ResultLink, [f"result__{name}" for name in ("code", *OF_RESULT)], in_place
        )
        self.challenges = self._read(
            {"challenges"},
            ChallengeLink,
            [f"challenge__{name}" for name in ("code", *OF_CHALLENGE)],
            in_place,
        )
        self.sharers = {
            name: _sharers(link, keys, visible) if name in wanted else {}
            for name, link in (("results", ResultLink), ("challenges", ChallengeLink))
        }
        self.on_behalf = _kinds_on_behalf(keys) if "on_behalf" in wanted else {}
        self.evidence = self._read({"evidence"}, Evidence, [*KEPT_OF_FILE, *EVIDENCE], ["id"])
        self.linked = {
            field: _linked(field, keys, order) if field in wanted else {}
            for field, order in (
                ("regions", "code"),
                ("countries", "name_es"),
                ("target_groups", "name_es"),
            )
        }

    def _read(
        self, fields: set[str], model: type[Model], values: list[str], order: list[str]
    ) -> Parts:
        return _parts(model, self.keys, values, order) if fields & self.wanted else {}

    def records(self, address: Address) -> Iterator[Record]:
        """The records of the group, in the order of its keys."""
        narrow = self.wanted != set(FIELDS)
        for key in self.keys:
            if key in self.rows:
                told = self._record(key, address)
                yield (
                    {name: told[name] for name in FIELDS if name in self.wanted} if narrow else told
                )

    def _record(self, key: int, address: Address) -> Record:
        cycle, document, reference, amount, currency, paid_by, *values = self.rows[key]
        told: Record = dict(zip(PLAIN_FIELDS, values, strict=True))
        code = told["code"]
        for moment in ("validated_at", "updated_at"):
            told[moment] = told[moment] and timezone.localtime(told[moment])
        entities = [_entity(values) for values in self.participations.get(key, [])]
        executing = sum(one["confirmed"] and one["role"] in EXECUTING_ROLES for one in entities)
        provisions = [self._provision(values) for values in self.contributions.get(key, [])]
        parts = {
            "cycle": cycle,
            "entities": entities,
            "lead": next(
                (one["acronym"] for one in entities if one["role"] == ParticipationRole.LEAD),
                None,
            ),
            "on_behalf": self.on_behalf.get(key),
            "execution": Execution.by(executing).value,
            "objectives": [
                int(told["code"])
                for told, _areas in provisions
                if told["kind"] == ProvisionKind.OBJECTIVE and told["code"].isdigit()
            ],
            "areas": sorted({int(code) for _told, areas in provisions for code in areas}),
            "provisions": [told for told, _areas in provisions],
            "results": [
                shared | {"value": _as_text(shared["value"])}
                for shared in self._shared("results", OF_RESULT, self.results.get(key, []), code)
            ],
            "results_reported": told["results_reporting"] == Reporting.REPORTED,
            "challenges": self._shared(
                "challenges", OF_CHALLENGE, self.challenges.get(key, []), code
            ),
            "challenges_reported": told["challenges_reporting"] == Reporting.REPORTED,
            "evidence": [_evidence(code, values) for values in self.evidence.get(key, [])],
            "budget": {
                "amount": _as_text(amount),
                "currency": currency,
                "source": paid_by,
            }
            if amount is not None or paid_by
            else None,
            "source": {"document": document, "reference": reference},
            "url": address(told["code"], cycle),
            **{field: found.get(key, []) for field, found in self.linked.items()},
        }
        both = {**told, **parts}
        return {name: both[name] for name in FIELDS}

    def _shared(
        self, name: str, fields: Sequence[str], rows: list[tuple], own: str
    ) -> list[Record]:
        """Results or difficulties, each with its code and the other interventions whose it is."""
        sharers = self.sharers[name]
        return [
            {
                "id": code,
                **dict(zip(fields, values, strict=True)),
                "shared_with": [other for other in sharers.get(code, []) if other != own],
            }
            for code, *values in rows
        ]

    def _provision(self, values: tuple) -> tuple[Record, list[str]]:
        framework, kind, code, title, is_primary, area, provision = values
        areas = [area] if area is not None else self.areas.get(provision, [])
        told = {
            "framework": framework,
            "kind": kind,
            "code": code,
            "title": title,
            "is_primary": is_primary,
            "area": areas[0] if areas else None,
        }
        return told, areas


def _entity(values: tuple) -> Record:
    acronym, name, role, parent, confirmed_at, stated = values
    confirmed = role == ParticipationRole.LEAD or confirmed_at is not None or stated
    return {
        "acronym": acronym, "name": name, "role": role, "parent": parent, "confirmed": confirmed,
    }  # fmt: skip


def _evidence(code: str, values: Sequence[Any]) -> Record:
    """A norm, document or link of the intervention `code`; of a date or a file that nobody gave,
    null.
    """
    key, *of_file = values[: len(KEPT_OF_FILE)]
    said: Record = dict(zip(EVIDENCE, values[len(KEPT_OF_FILE) :], strict=True))
    file: Record | None = None
    if key:
        address = page("portal:evidence-file", code, key)
        file = dict(zip(OF_FILE, of_file, strict=True)) | {"url": address}
    return said | {"date": said["date"] or None, "file": file}
