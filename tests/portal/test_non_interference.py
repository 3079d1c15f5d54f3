"""What the public reads is the same bytes, whatever drafts, prose and answers to the call exist.

Hundreds of requests are asked twice: before and after everything that is nobody else's business is
written. Status, headers, bodies, errors and whether an ETag still holds must be equal.
"""

import re
from itertools import permutations

import pytest
from django.core.cache import cache
from django.utils import timezone

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import DIMENSIONS
from cycles.actions import open_for_loading
from cycles.choices import ANSWERED_STATUSES, ResponseStatus
from cycles.models import EntityResponse, ReportingCycle
from entities.models import Entity, FocalPoint, Region
from interventions import actions as interventions_actions
from interventions.choices import Move, Reporting, State
from interventions.models import Challenge, Evidence
from portal.forms import FILTERS
from portal.pictures import PICTURES
from reports import actions
from reports.choices import ReportMove
from reports.dataset.actions import publish_dataset
from reports.models import CompileJob, NarrativeSection, WordTemplate
from reports.render import FORMATS
from tests.factories import (
    ChallengeFactory,
    CountryReportFactory,
    CycleFactory,
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
    UserFactory,
)

API = "/api/v1/"
LISTS = (
    "frameworks provisions gcm-objectives pnm-guidelines thematic-areas alignments entities cycles "
    "interventions indicators measurements"
).split()
WORDS = ["", "albergue", "reservado", "zzz", "%22albergue temporal%22"]
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
UNLIKE = {"X-Request-ID", "Date", "Expires", "Set-Cookie", *LIMITS}
"""Headers that differ between any two answers."""

TOKENS = re.compile(rb'(csrfmiddlewaretoken" value="|nonce-|nonce=")[\w+/=-]+')


@pytest.fixture
def public(cycle, entity, other_entity, secretariat):
    """What everybody may read: a published cycle, an open one with validated rows, open data."""
    area = ProvisionFactory(kind=ProvisionKind.AREA, code="1")
    objective = ProvisionFactory(code="7", groups=[area])
    closed = CycleFactory(
        code="2022", state="closed", period_start="2018-12-01", period_end="2022-07-31"
    )
    closed.refresh_from_db()  # its dates as dates
    for number, where in enumerate([cycle, closed, cycle]):
        row = InterventionFactory(
            cycle=where,
            lead=entity,
            partners=[other_entity] if number else [],
            state=State.VALIDATED,
            title=f"Albergue temporal {number}",
            provision=objective,
            results_reporting=Reporting.REPORTED,
            challenges_reporting=Reporting.REPORTED,
        )
        ResultFactory(intervention=row)
        ChallengeFactory(intervention=row)
        with open_for_loading(where):
            row.regions.add(Region.objects.get_or_create(code="15", defaults={"name": "Lima"})[0])
    CountryReportFactory(closed, published_by=secretariat)
    publish_dataset()
    return cycle


def asked_of_pages(code):
    """Addresses of the portal: filters, words, pages, crosstabs, reports, files, errors."""
    values = {
        "ciclo": [code, "2022", "1999"],
        "objetivo": ["7", "1", "99"],
        "entidad": ["MIMP", "MINSA", "RENIEC", "NADIE"],
        "area": ["1", "9"],
        "ejecutora": ["MIMP", "RENIEC"],
        "tipo_ejecutora": ["ministry", "un_agency"],
        "ejecucion": ["single", "joint"],
        "tipo": ["action", "norm"],
        "categoria": ["budget", "nada"],
        "departamento": ["15", "01"],
        "q": WORDS,
    }
    assert set(values) <= set(FILTERS)
    yield from ("/", "/datos/", "/datos/diccionario/", "/datos/catalogo.jsonld", "/nada/")
    for path in ("/intervenciones/", "/intervenciones/cruce/"):
        yield path
        yield from (f"{path}?{name}={value}" for name in values for value in values[name])
        yield from (f"{path}?ciclo={cycle}&q={word}" for cycle in (code, "2022") for word in WORDS)
    yield from (f"/intervenciones/?page={page}" for page in (1, 2, 99))
    for cycle in ("", f"?ciclo={code}", "?ciclo=2022", "?ciclo=1999"):
        yield from (f"/{path}/{cycle}" for path in ("compromisos", "entidades", "informes"))
        yield from (f"/compromisos/pmm/{path}/{cycle}" for path in ("objetivo/7", "area/1"))
        yield from (f"/entidades/{name}/{cycle}" for name in ("MIMP", "RENIEC", "NADIE"))
    for rows, columns in permutations(sorted(DIMENSIONS), 2):
        yield f"/intervenciones/cruce/?filas={rows}&columnas={columns}&ciclo={code}"
    for cycle in (code, "2022", "1999"):
        for name in PICTURES:
            yield from (f"/imagenes/{name}.{kind}?ciclo={cycle}" for kind in ("svg", "csv", "x"))
        yield f"/imagenes/objetivos.png?ciclo={cycle}"
        yield f"/informes/{cycle}/"
        yield from (f"/informes/{cycle}/{name}/" for name in (*FORMATS, "exe"))
    yield from ("/datos/latest/mtigm-latest.zip", "/datos/latest/entities.csv", "/datos/latest/x")


def asked_of_api(code):
    """Addresses of the API: lists, filters, crosstabs, files, report, errors."""
    queries = ["", "page_size=1", "nada=1", "page_size=0", "cursor=", "cursor=x", "ordering=code"]
    for name in LISTS:
        yield from (f"{API}{name}/?{query}" for query in queries)
        yield from (f"{API}{name}/export/?format={kind}" for kind in ("csv", "json", "xlsx", "x"))
    filters = (
        [f"q={word}" for word in WORDS]
        + [f"state={state.value}" for state in State]
        + [f"entity={name}" for name in ("MIMP", "RENIEC", "NADIE")]
        + [f"cycle={code}", "cycle=1999", "objective=7", "region=15", "execution=joint"]
        + ["has_results=true", "fields=title", "fields=clave", "validated_since=2020-01-01"]
        + ["ordering=-updated_at", "ordering=validated_at", "ordering=clave"]
    )
    for query in filters:
        for path in ("", "export/"):
            yield f"{API}interventions/{path}?{query}"
        yield f"{API}interventions/pivot/?rows=objective&columns=entity&{query}"
    for rows, columns in permutations(sorted(DIMENSIONS), 2):
        yield f"{API}interventions/pivot/?rows={rows}&columns={columns}"
    for cycle in (code, "2022", "1999"):
        yield f"{API}coverage/?cycle={cycle}"
        yield f"{API}cycles/{cycle}/"
        for name in (*FORMATS, "x"):
            for more in ("", "&draft=true", "&language=en"):
                yield f"{API}cycles/{cycle}/country-report/?format={name}{more}"
        for number in (1, 2, 3):
            yield f"{API}reports/{cycle}-es-{number}/"
    yield from (f"{API}{path}" for path in ("", "changes/", "reports/", "report-jobs/", "imports/"))
    yield from (
        f"{API}{path}" for path in ("report-jobs/1/", "focal-points/", "tokens/", "schema/")
    )


def answers(client, addresses, etags=None):
    """Address -> all that an answer tells; with the ETags of earlier ones, asked conditionally."""
    told = {}
    for address in addresses:
        cache.clear()  # no limit of requests, nothing remembered
        etag = (etags or {}).get(address)
        answer = client.get(address, headers={"If-None-Match": etag} if etag else {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = {name: value for name, value in answer.items() if name not in UNLIKE}
        told[address] = (answer.status_code, headers, TOKENS.sub(rb"\1", body))
    return told


def write_what_is_nobody_elses(cycle, secretariat):
    """Another entity's drafts in every state, prose, answers, drafts of reports, and the rest."""
    entity = Entity.objects.get(acronym="RENIEC")
    writer = FocalPoint.objects.get(entity=entity).user
    closed = ReportingCycle.objects.get(code="2022")
    objective = Provision.objects.get(kind=ProvisionKind.OBJECTIVE, code="7")
    for state in sorted(set(State) - {State.VALIDATED}):
        row = InterventionFactory(
            cycle=cycle,
            lead=entity,
            partners=[Entity.objects.get(acronym="MIMP")],
            state=state,
            title=f"Albergue reservado {state}",
            provision=objective,
            results_reporting=Reporting.REPORTED,
        )
        ResultFactory(intervention=row)
        ChallengeFactory(intervention=row)
        Evidence.objects.create(intervention=row, kind="document", title="reservado")
        row.regions.add(Region.objects.get(code="15"))
    sent = InterventionFactory(
        cycle=cycle, lead=entity, title="Albergue que se envía", provision=objective
    )
    interventions_actions.move_intervention(sent, move=Move.SUBMIT, by=writer)
    interventions_actions.move_intervention(
        sent, move=Move.OBSERVE, by=secretariat, reason="Falta", observations={"title": "¿Cuál?"}
    )
    interventions_actions.keep_working_copy(
        None, step="nueva", values={"title": ["reservado"]}, opened="", by=writer
    )
    Challenge.objects.create(
        cycle=cycle,
        entity=entity,
        provision=objective,
        category="budget",
        text="reservado",
    )
    answered = list(ResponseStatus)
    for number, one in enumerate(Entity.objects.order_by("pk")):
        status = answered[number % len(answered)]
        when = timezone.now() if status in ANSWERED_STATUSES else None
        told = {"status": status, "answered_at": when, "note": "reservado"}
        EntityResponse.objects.update_or_create(cycle=cycle, entity=one, defaults=told)
    for where in (cycle, closed):
        for block in ("methodology", "limitations-proposals", "area-1"):
            NarrativeSection.objects.create(cycle=where, block=block, text="Prosa reservada")
        draft = CountryReportFactory(where)
        actions.move_report(draft, move=ReportMove.REVIEW, by=secretariat)
        CountryReportFactory(where)
    actions.request_report(cycle, language="en", by=secretariat)
    assert CompileJob.objects.exists()
    WordTemplate.objects.create(name="x", body=b"x", in_use=False, uploaded_by=secretariat)


def test_public_answers_do_not_depend_on_what_is_not_public(client, public, secretariat):
    FocalPointFactory(entity=EntityFactory(acronym="RENIEC"), user=UserFactory(username="otra"))
    EntityResponseFactory(cycle=public, entity=Entity.objects.get(acronym="RENIEC"))
    addresses = list(dict.fromkeys([*asked_of_pages(public.code), *asked_of_api(public.code)]))
    assert len(addresses) >= 500
    before = answers(client, addresses)
    statuses = {status for status, _headers, _body in before.values()}
    assert {200, 302, 400, 404} <= statuses
    assert max(statuses) < 500
    again = answers(client, addresses)
    assert [one for one in addresses if again[one] != before[one]] == []
    write_what_is_nobody_elses(public, secretariat)
    after = answers(client, addresses)
    assert [one for one in addresses if after[one] != before[one]] == []
    etags = {one: told[1]["ETag"] for one, told in before.items() if "ETag" in told[1]}
    assert len(etags) > 200
    kept = answers(client, etags, etags)
    assert {one for one in etags if before[one][0] == 200 and kept[one][0] != 304} == set()


def test_secretariat_sees_what_the_public_does_not(client, public, secretariat):
    """The other half: what was written does change what may be read by whom it concerns."""
    FocalPointFactory(entity=EntityFactory(acronym="RENIEC"), user=UserFactory(username="otra"))
    client.force_login(secretariat)
    addresses = [
        f"{API}cycles/{public.code}/",
        f"{API}cycles/{public.code}/country-report/?draft=true",
        f"{API}interventions/",
        f"{API}reports/",
    ]
    before = answers(client, addresses)
    write_what_is_nobody_elses(public, secretariat)
    after = answers(client, addresses)
    assert [one for one in addresses if after[one] == before[one]] == []
