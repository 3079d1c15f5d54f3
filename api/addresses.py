"""Where a page or a record stands that was asked for by another name, or in other letters."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from rest_framework.request import Request


def moved(
    request: HttpRequest | Request, name: str, *args: object
) -> HttpResponsePermanentRedirect:
    """Lead to where what was asked for stands, with the query it came with.

    Browsers ask again each time: a name may be given back, or to somebody else.
    """
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=args)
    answer = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    patch_cache_control(answer, no_cache=True)
    return answer
