"""What the answers of the API tell programs: who may read them where, packed, and whether anything
changed since they asked last.

The first two are for what is public and asked by nobody in particular: an answer to a session or a
token is neither packed (its length would tell of it) nor readable from another site's page. The
last one is for every answer.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

API = "/api/"
READING = ("GET", "HEAD")
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
EXPOSED = ", ".join(["ETag", *LIMITS, "Retry-After"])
PACKED = ("application/json", "text/csv", "application/x-ndjson", "application/vnd.oai.openapi")
"""What gets shorter; workbooks and Parquet are packed already."""


def is_public(request: HttpRequest) -> bool:
    """Whether nobody in particular reads the API."""
    return (
        request.path_info.startswith(API)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
    )


class CrossOriginMiddleware:
    """Pages of other sites may read what is public: without cookies and without tokens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("Access-Control-Request-Method", "")
        asks_first = request.method == "OPTIONS" and bool(asked) and is_public(request)
        response = HttpResponse(status=204) if asks_first else self.get_response(request)
        if is_public(request) and (request.method in READING or asks_first):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if asks_first:
            response.headers["Access-Control-Allow-Methods"] = ", ".join(READING)
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response


class PackedMiddleware(GZipMiddleware):
    """What is public, packed (gzip) for whoever takes it so."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Packed, or as it is."""
        kind = response.headers.get("Content-Type", "")
        if not (is_public(request) and request.method in READING and kind.startswith(PACKED)):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        return super().process_response(request, response)


class ConditionalMiddleware(ConditionalGetMiddleware):
    """Django's, which asks of GET alone whether anything changed; HEAD is the same question. That
    nothing changed says too what is left of the limits.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer with its ETag, or that nothing changed."""
        answer = self._conditional(request, response)
        for name in LIMITS:
            if name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer

    def _conditional(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.method != "HEAD" or not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        if self.needs_etag(response) and "ETag" not in response.headers:
            set_response_etag(response)
        etag = response.headers.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response
