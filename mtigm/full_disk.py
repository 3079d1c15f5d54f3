"""Files that come in while the server has no room for them."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class NoRoomError(SuspiciousOperation):
    """A file could not be kept while it came in; answered with 400, and logged as an error."""


def _with_room(receive: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(receive)
    def guarded(handler: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return receive(handler, *args, **kwargs)
        except OSError as problem:
            with suppress(OSError, AttributeError):  # it was not even opened
                handler.file.close()
            raise NoRoomError(str(problem)) from problem

    return guarded


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Django's handler of large files; a full or missing temporary folder is no failure of ours."""

    new_file = _with_room(TemporaryFileUploadHandler.new_file)
    receive_data_chunk = _with_room(TemporaryFileUploadHandler.receive_data_chunk)
    file_complete = _with_room(TemporaryFileUploadHandler.file_complete)
