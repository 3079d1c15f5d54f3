"""The file of evidence: for whoever may read the row, and only ever as a download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from interventions.models import EvidenceFile
from interventions.permissions import visible_evidence

RUNS_NOTHING = "sandbox; default-src 'none'"
"""What a browser may do with a file that it shows all the same."""


@require_safe
def evidence_file(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
    """The file `key` of an intervention; 404 where the person may not see a row that names it."""
    rows = visible_evidence(request.user).filter(intervention__code=code, file=key)
    evidence = rows.order_by("pk").first()
    if evidence is None:
        raise Http404
    told = {
        "ETag": f'"{evidence.file_sha256}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": str(content_disposition_header(True, evidence.file_name)),
        "Content-Security-Policy": RUNS_NOTHING,
        "X-Content-Type-Options": "nosniff",
    }
    response = HttpResponse(content_type=evidence.file_type, headers=told)
    answer = get_conditional_response(request, etag=told["ETag"], response=response)
    if answer is not None and answer is not response:
        return answer
    # The bytes are read where somebody needs them.
    body = EvidenceFile.objects.filter(pk=key).values_list("body", flat=True).first()
    if body is None:  # replaced since the row was read
        raise Http404
    response.content = bytes(body)
    return response
