"""The rows of an imported file: kept as they were understood, written, restored.

Called by `importing`, which asks who may and moves the batch.
"""

from dataclasses import replace
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.actions import require_open
from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.choices import ImportState, RowOutcome
from exchange.lists import Lists
from exchange.models import ImportBatch, ImportRow
from exchange.reader.book import UnreadableFileError
from exchange.reader.cells import as_key, code_in
from exchange.reader.comparison import TOGETHER, ComparedRow, Comparison
from exchange.reader.interpretation import understand
from exchange.reader.messages import few_of
from exchange.row_values import written_values
from exchange.tables import ALSO_OF, CHALLENGES, RESULTS
from interventions.actions.contents import delete_drafts, write
from interventions.actions.on_behalf import take_back_corrections
from interventions.actions.preconditions import StaleVersionError
from interventions.actions.writing import Writing
from interventions.models import Intervention
from jobs.actions import finish, report_progress

MOST_OF_FILE, MOST_OF_ROW = 100, 30
"""Messages that are kept of a file and of each of its rows."""


def read_rows(batch: ImportBatch, *, most_rows: int | None = None) -> None:
    """Understand and compare the file; keep what each row would do.

    Raises `UnreadableFileError` where nothing of it can be taken, `LongFileError` where it has
    more than `most_rows`. Rows are kept as they come, not all at once: nobody sees them until the
    last is there, and who reads the file again begins anew.
    """
    if batch.body is None:
        raise UnreadableFileError(_("El archivo ya no está: súbalo otra vez."))
    lists = Lists(batch.cycle)
    report_progress(batch, 5, _("Se lee el archivo"))
    file = understand(bytes(batch.body), lists, entity=batch.entity, most_rows=most_rows)
    workbook = file.record.workbook if file.record else ""
    comparison = Comparison(
        file,
        entity=batch.entity,
        cycle=batch.cycle,
        lists=lists,
        by=batch.by,
        accepted=_left_by_earlier_imports(batch, workbook),
    )
    _keep(batch, comparison, len(file.keys))
    with transaction.atomic():
        messages = few_of(file.messages, MOST_OF_FILE)
        finish(batch, state=ImportState.PREVIEWED, messages=messages, workbook=workbook, body=None)


def _keep(batch: ImportBatch, comparison: Comparison, total: int) -> None:
    """Store every row, some at a time."""
    ImportRow.objects.filter(batch=batch).delete()
    compared, done = comparison.rows(), 0
    while rows := [_kept(batch, row) for row in islice(compared, TOGETHER)]:
        ImportRow.objects.bulk_create(rows, batch_size=TOGETHER)
        done += len(rows)
        report_progress(batch, 20 + 75 * done // total, _("Se compara con el registro"))


def _kept(batch: ImportBatch, compared: ComparedRow) -> ImportRow:
    understood, stored = compared.understood, compared.stored
    written = understood.values.get("title") or understood.source.get("main", {}).get("title", "")
    title = str(written)[:300]
    return ImportRow(
        batch=batch,
        row=understood.row,
        key=understood.key,
        title=title or (stored.title if stored else ""),
        outcome=compared.outcome,
        intervention_id=stored.pk if stored else None,
        seen_version=stored.version if stored else None,
        code=stored.code if stored else "",
        needs_mending=compared.needs_mending,
        is_outdated=compared.is_outdated,
        values=compared.values,
        before=compared.before,
        messages=few_of(compared.messages, MOST_OF_ROW),
        source=understood.source if compared.needs_mending else {},
    )


def _left_by_earlier_imports(batch: ImportBatch, workbook: str) -> dict[str, set[int]]:
    """Code -> versions that earlier imports of the same workbook left behind."""
    if not workbook:
        return {}
    rows = ImportRow.objects.filter(
        batch__workbook=workbook,
        batch__entity=batch.entity,
        batch__cycle=batch.cycle,
        is_taken=True,
        left_version__isnull=False,
    )
    known: dict[str, set[int]] = {}
    for code, version in rows.values_list("code", "left_version"):
        known.setdefault(code, set()).add(version or 0)
    return known


def write_rows(batch: ImportBatch) -> None:
    """Write the rows taken, in one transaction; raises as `actions.contents.write` does."""
    lists = Lists(batch.cycle)
    report_progress(batch, 10, _("Se preparan las filas"))
    rows = list(_taken(batch))
    named = {as_key(row.key): row.code for row in rows if row.key and row.code}
    new = [row for row in rows if row.outcome == RowOutcome.NEW]
    changed = [row for row in rows if row.outcome == RowOutcome.CHANGED]
    drafts = {row.pk: Intervention(cycle=batch.cycle) for row in new}
    named |= {as_key(row.key): drafts[row.pk].code for row in new if row.key}
    writings = [
        *(_new(row, drafts[row.pk], batch, lists, named) for row in new),
        *(
            _changed(row, _named(row.values, named), row.seen_version, batch, lists)
            for row in changed
        ),
    ]
    report_progress(batch, 25, _("Se guardan todas las filas a la vez"))
    now = timezone.now()
    with transaction.atomic():
        _lock(batch)
        _refuse_twins(new, batch)
        for row, intervention in zip(new, write(writings, by=batch.by, now=now), strict=False):
            row.intervention = intervention
        ImportRow.objects.bulk_update(new, ["intervention"], batch_size=200)
        of_row = Intervention.objects.filter(pk=OuterRef("intervention"))
        batch.rows.filter(is_taken=True).update(
            code=Subquery(of_row.values("code")), left_version=Subquery(of_row.values("version"))
        )
        finish(batch, state=ImportState.APPLIED, applied_at=now)


def _taken(batch: ImportBatch) -> QuerySet[ImportRow]:
    taken = batch.rows.filter(is_taken=True).select_related("intervention")
    return taken.order_by("row", "pk")


def _new(
    row: ImportRow, draft: Intervention, batch: ImportBatch, lists: Lists, named: dict[str, str]
) -> Writing:
    """A draft that the entity of the batch leads."""
    values = {"partners": []} | _named(row.values, named)
    told = written_values(values, lists, batch.entity)
    return Writing(draft, told, on_behalf=batch.on_behalf)


def _named(values: dict, named: dict[str, str]) -> dict:
    """The same, where rows say with whom they share something in codes of the registry.

    A key of the file (N1) whose row is not taken names nobody.
    """
    changed = {}
    for table in (RESULTS, CHALLENGES):
        if table.key in values:
            changed[table.key] = [_with_codes(child, named) for child in values[table.key]]
    return values | changed


def _with_codes(child: dict, named: dict[str, str]) -> dict:
    if ALSO_OF.key not in child:
        return child
    keys = child[ALSO_OF.key]
    codes = [named.get(key, key) for key in keys if key in named or code_in(key)]
    return child | {ALSO_OF.key: codes}


def _changed(
    row: ImportRow, values: dict, seen: int | None, batch: ImportBatch, lists: Lists
) -> Writing:
    """A stored row; raises `StaleVersionError` where it exists no more."""
    if row.intervention is None:
        raise StaleVersionError(
            _("Una de las intervenciones ya no existe: suba el archivo otra vez."), code="stale"
        )
    told = written_values(values, lists, batch.entity)
    return Writing(row.intervention, told, seen or 0, on_behalf=batch.on_behalf)


def _refuse_twins(new: list[ImportRow], batch: ImportBatch) -> None:
    """Two confirmations of the same new rows (or a colleague's) must not make them twice."""
    titles = {row.title for row in new}
    led = Intervention.objects.filter(
        cycle=batch.cycle_id, participations__entity=batch.entity_id, participations__role="lead"
    )
    known = set(led.values_list("title", flat=True)) & titles
    if known:
        raise StaleVersionError(
            _("Ya se crearon mientras tanto: %(titles)s. Suba el archivo otra vez.")
            % {"titles": "; ".join(f"«{title}»" for title in sorted(known)[:5])},
            code="stale",
        )


def refuse_touched(batch: ImportBatch) -> None:
    """Raise `StaleVersionError` naming the rows that somebody changed, sent or deleted since."""
    taken = batch.rows.filter(is_taken=True)
    untouched = taken.filter(intervention__version=F("left_version"))
    touched = list(taken.exclude(pk__in=untouched.values("pk")).values_list("code", flat=True))
    if touched:
        raise StaleVersionError(
            _("No se deshizo nada: alguien cambió, envió o borró después %(codes)s.")
            % {"codes": ", ".join(touched[:20]) + ("…" if len(touched) > 20 else "")},
            code="touched",
        )


def _lock(batch: ImportBatch) -> None:
    """Let no other import of the entity and nobody who closes the cycle come between.

    The cycle is shared with those who write rows by hand: they hold a row first and then the
    cycle, and would wait for each other for ever if it were held here alone. The batch is held as
    well: who looks for jobs that went silent sees that this one is at work.
    """
    ImportBatch.objects.select_for_update().get(pk=batch.pk)
    Entity.objects.select_for_update(no_key=True).get(pk=batch.entity_id)
    require_open(ReportingCycle.objects.get(pk=batch.cycle_id))


def restore_rows(batch: ImportBatch) -> None:
    """Delete the rows that the file made and give the others back what they said: all or none.

    Raises `StaleVersionError` naming those that were touched since.
    """
    report_progress(batch, 10, _("Se deshace"))
    now, by = timezone.now(), batch.undone_by
    if by is None:
        raise PermissionDenied
    with transaction.atomic():
        refuse_touched(batch)
        _lock(batch)
        lists = Lists(batch.cycle)
        changed, new, expected = [], [], {}
        for row in batch.rows.filter(is_taken=True).select_related("intervention__cycle"):
            if row.intervention is None:
                continue
            if row.outcome == RowOutcome.CHANGED:
                writing = _changed(row, row.before, row.left_version, batch, lists)
                changed.append(replace(writing, restores=True))
            else:
                new.append(row.intervention)
                expected[row.intervention.pk] = row.left_version or 0
        # First what the file made: giving back what others shared with it would change it.
        delete_drafts(new, expected=expected, by=by)
        write(changed, by=by, now=now)
        if batch.on_behalf and batch.applied_at:
            take_back_corrections(by=batch.by, at=batch.applied_at)
        finish(batch, state=ImportState.UNDONE, undone_at=now)
