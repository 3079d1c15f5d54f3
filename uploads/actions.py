"""The one door by which a document is taken: judged by its content, then scanned."""

from django.core.exceptions import ValidationError

from uploads import scanner
from uploads.rules import RefusedError, Upload, document_of


def taken(name: str, body: bytes, *, most: int, field: str) -> Upload:
    """The file as it is kept; `most`: bytes that it may have.

    Raises `ValidationError` of `field`, in a sentence for the person, where it is not taken.
    """
    try:
        upload = document_of(name, body, most=most)
        scanner.require_clean(body)
    except RefusedError as refused:
        raise ValidationError({field: str(refused)}) from refused
    return upload
