"""In which language a page speaks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.i18n import set_language


class ChosenLanguageMiddleware:
    """Spanish, unless the visitor chose another language (the cookie of `set_language`).

    Django's own middleware follows the browser's `Accept-Language`: on a machine set up in
    English, an official would find half of the registry, and every error of the API, in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


def language(request: HttpRequest) -> HttpResponse:
    """A page to choose the language, and what its buttons ask.

    A page of its own, so that the others carry no form and stay the same bytes for everybody.
    """
    if request.method == "POST":
        return set_language(request)
    return render(request, "portal/language.html", {"next": request.headers.get("Referer", "/")})
