"""Observers of the registry comment on what is public."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import actor_of
from face.problems import problems_of_error
from interventions import permissions
from interventions.differences import differences
from interventions.models import Intervention
from interventions.observations import threads_of
from interventions.queries import with_relations
from interventions.search import search
from workspace.filters import RowSearch
from workspace.queries.review import shown_fields
from workspace.views.access import for_people_of_the_registry, tell_saved
from workspace.views.review_actions import do, words_of

FOUND = 20


@require_safe
@for_people_of_the_registry
def comments(request: HttpRequest) -> HttpResponse:
    """The own comments, the open ones first, and a search for a row to comment on."""
    if not permissions.may_comment(request.user):
        raise PermissionDenied
    asked = RowSearch(request.GET)
    words = asked.cleaned_data["palabras"] if asked.is_valid() else ""
    found = Intervention.objects.validated().select_related("cycle")
    own = (
        permissions.visible_observations(request.user)
        .filter(by=request.user.pk)
        .select_related("intervention")
        .order_by("solved_at", "-at", "-pk")
    )
    context = {
        "search": asked,
        "words": words,
        "found": search(found, words)[:FOUND] if words else [],
        "own": sorted(own, key=lambda one: not one.is_open),
    }
    return render(
        request, "workspace/comments.html", context, status=200 if asked.is_valid() else 400
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A public row as it stands, with the observer's own threads."""
    person = actor_of(request)
    if not permissions.may_comment(person):
        raise PermissionDenied
    row = get_object_or_404(with_relations(Intervention.objects.validated()), pk=pk)
    typed, problems, wrong = {}, [], set()
    if request.method == "POST":
        typed = words_of(request)
        try:
            done = do(request, row)
        except ValidationError as error:
            problems = problems_of_error(error, ids=typed, whole="comments")
            wrong = set(getattr(error, "error_dict", {}))
        else:
            tell_saved(request, done.text)
            typed = {name: text for name, text in typed.items() if name not in done.saved}
            if not any(text.strip() for text in typed.values()):
                return redirect(request.get_full_path())
    compared = differences(row, None, every=True)
    fields = shown_fields(compared, threads_of(row, person), typed, wrong)
    context = {
        "row": row,
        "first": [one for one in fields if one.matters],
        "rest": [one for one in fields if not one.matters],
        "problems": problems,
    }
    return render(request, "workspace/comment.html", context, status=400 if problems else 200)
