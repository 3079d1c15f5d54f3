"""The files of evidence: handed over, told to a row by `contents.write`, gone when no row has them.

A file is kept first and written afterwards, so that one which a person chose is not lost where what
stands beside it is refused.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interventions import permissions, rules
from interventions.actions.history import some_of
from interventions.actions.writing import Writing
from interventions.models import Evidence, EvidenceFile
from interventions.values import Values
from uploads.actions import taken

KEPT_FOR = timedelta(days=7)
"""Of a file that no row names: what was chosen and not saved yet."""


def keep_file(name: str, body: bytes, *, by: User, now: datetime | None = None) -> EvidenceFile:
    """Keep a file that `by` may then name as evidence (`file_id` of `interventions.values`).

    Raises `PermissionDenied` where `by` writes no intervention, `ValidationError` (of `upload`)
    where the file is not taken.
    """
    if not permissions.may_type_new_intervention(by):
        raise PermissionDenied
    upload = taken(name, body, most=rules.MOST_FILE_BYTES, field="upload")
    now = now or timezone.now()
    with transaction.atomic():
        _forget_unsaved(by=by, now=now)
        return EvidenceFile.objects.create(
            name=upload.name,
            type=upload.type,
            size=len(body),
            sha256=sha256(body).hexdigest(),
            body=body,
            kept_by=by,
            kept_at=now,
        )


def tell_files(writings: Sequence[Writing], *, by: User | None) -> set[str]:
    """Say of each file that the values name what it is; gives the keys of those that were there.

    Raises `ValidationError` where a file is none of the person's nor of the row's: somebody else's,
    or forgotten.
    """
    keys = {
        row["file_id"]
        for writing in writings
        for row in writing.values.get("evidence", [])
        if row.get("file_id")
    }
    files: dict[str, EvidenceFile] = {}
    codes: dict[str, set[str]] = {}
    for some in some_of(sorted(keys)):
        found = EvidenceFile.objects.select_for_update().filter(pk__in=some).defer("body")
        files |= {file.pk: file for file in found}
        saved = Evidence.objects.filter(file__in=some).order_by()
        for key, code in saved.values_list("file_id", "intervention__code"):
            codes.setdefault(str(key), set()).add(code)
    for writing in writings:
        if "evidence" not in writing.values:
            continue
        for row in writing.values["evidence"]:
            key = row.get("file_id")
            if key and not _may_name(files.get(key), codes.get(key, set()), writing, by=by):
                raise ValidationError({"evidence": str(rules.FILE_IS_GONE)})
            if "file_id" in row:
                row |= _said_of(files.get(key) if key else None)
    return files_of(writing.stored.pk for writing in writings if "evidence" in writing.values)


def forget_unnamed(keys: Iterable[str]) -> None:
    """Delete those of these files that no row names any more."""
    for some in some_of(sorted(keys)):
        unsaved_files().filter(pk__in=some).delete()


def unsaved_files() -> QuerySet[EvidenceFile]:
    """Those that no row names, without their contents."""
    return EvidenceFile.objects.filter(evidence=None).defer("body")


def forget_unsaved_files(*, now: datetime) -> int:
    """Delete the files that nobody saved in a week; give how many."""
    return unsaved_files().filter(kept_at__lt=now - KEPT_FOR).delete()[0]


def _forget_unsaved(*, by: User, now: datetime) -> None:
    """Make room: what nobody saved in a week, and of `by` more than a form can name."""
    forget_unsaved_files(now=now)
    own = unsaved_files().filter(kept_by=by).order_by("-kept_at", "-pk")
    forget_unnamed(own.values_list("pk", flat=True)[rules.MOST_ROWS - 1 :])


def files_of(keys: Iterable[int | None]) -> set[str]:
    """The keys of the files of the interventions with these `keys`; of a new one, which has none,
    there are none.
    """
    found: set[str] = set()
    for some in some_of([key for key in keys if key is not None]):
        rows = Evidence.objects.filter(intervention__in=some, file__isnull=False).order_by()
        found |= {str(key) for key in rows.values_list("file_id", flat=True)}
    return found


def _may_name(
    file: EvidenceFile | None, codes: set[str], writing: Writing, *, by: User | None
) -> bool:
    """One that is saved belongs to the intervention, in whichever cycle; another to its person."""
    if file is None:
        return False
    return writing.stored.code in codes if codes else by is None or file.kept_by_id == by.pk


def _said_of(file: EvidenceFile | None) -> Values:
    """What a row says of its file; of none, nothing."""
    if file is None:
        empty = {"file_name": "", "file_type": "", "file_sha256": ""}
        return {"file_id": None, "file_size": None, **empty}
    return {
        "file_id": file.pk,
        "file_name": file.name,
        "file_type": file.type,
        "file_size": file.size,
        "file_sha256": file.sha256,
    }
