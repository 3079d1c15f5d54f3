"""A database with many validated interventions: copies of those of 2022, written in bulk."""

import os
from itertools import islice
from pathlib import Path
from typing import Any

SOME = 2_000
"""Rows written at once."""


def fill(file: Path, size: int) -> None:
    """Make `file` a SQLite database (the one that `DATABASE_URL` names) with `size` interventions.

    Each is a copy of one of the cycle 2022 with its participations, contributions, results,
    difficulties and departments. The search index is made at the end, not row by row.
    """
    from django.core.management import call_command
    from django.db import connection, transaction

    from interventions import search_index
    from interventions.models import Intervention, ReviewEvent

    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    with Path(os.devnull).open("w") as nowhere:
        for command in (["migrate"], ["load_reference"], ["load_cycle", "2022"]):
            call_command(*command, verbosity=0, stdout=nowhere)
    search_index.remove(connection)
    originals = list(
        Intervention.objects.filter(cycle__code="2022")
        .order_by("pk")
        .prefetch_related("participations", "contributions", "results", "challenges", "regions")
    )
    with transaction.atomic():
        spare = [row.pk for row in originals[size:]]
        ReviewEvent.objects.filter(intervention__in=spare)._raw_delete("default")
        Intervention.objects.filter(pk__in=spare).delete()
        sources = (originals[number % len(originals)] for number in range(size - len(originals)))
        number = 0
        while some := list(islice(sources, SOME)):
            _write_copies(some, number)
            number += len(some)
    search_index.install(connection)
    connection.close()


def _values(row: Any, **changes: Any) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields} | changes


def _write_copies(sources: list[Any], number: int) -> None:
    from interventions.models import (
        Challenge,
        ChallengeLink,
        Contribution,
        Intervention,
        Participation,
        Result,
        ResultLink,
    )

    copies = Intervention.objects.bulk_create(
        Intervention(**_values(row, code=f"PE-B{at:07}", previous_id=None))
        for at, row in enumerate(sources, start=number)
    )
    pairs = list(zip(copies, sources, strict=True))
    parts: dict[Any, str] = {
        Participation: "participations",
        Contribution: "contributions",
    }
    for model, name in parts.items():
        model.objects.bulk_create(
            model(**_values(part, intervention_id=copy.pk))
            for copy, source in pairs
            for part in getattr(source, name).all()
        )
    shared: tuple[tuple[Any, Any, str], ...] = (
        (Result, ResultLink, "results"),
        (Challenge, ChallengeLink, "challenges"),
    )
    for model, link, name in shared:
        told = [
            (copy, model(**_values(one, code=f"{one.code[0]}-B{copy.pk}-{place}")))
            for copy, source in pairs
            for place, one in enumerate(getattr(source, name).all())
        ]
        model.objects.bulk_create(one for _copy, one in told)
        key = model._meta.model_name
        link.objects.bulk_create(link(intervention=copy, **{key: one}) for copy, one in told)
    through = Intervention.regions.through
    through._default_manager.bulk_create(
        through(intervention_id=copy.pk, region_id=region.pk)
        for copy, source in pairs
        for region in source.regions.all()
    )
