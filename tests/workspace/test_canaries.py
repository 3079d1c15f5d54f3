"""A word that only one entity wrote appears nowhere before anybody whom it does not concern.

Walks every address of the resolver, so that a new page is walked without being named here.
"""

import re
import zipfile
from io import BytesIO
from itertools import product

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from cycles.choices import ResponseStatus
from cycles.models import EntityResponse
from entities.choices import DesignationRole
from entities.models import FocalPoint
from interventions import actions
from interventions.choices import Move, Reporting, State
from interventions.models import Evidence
from reports.actions import move_report
from reports.choices import ReportMove
from reports.models import CountryReport, NarrativeSection
from reports.render import FORMATS
from tests.factories import (
    ChallengeFactory,
    CountryReportFactory,
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
    UserFactory,
)
from tests.matrix import sign_in
from workspace.forms import STEPS

BIRD = "zorzal"
"""Part of every canary: what is searched for, without giving the whole word away."""

STRANGERS = "anonymous other_focal_point analyst observer no_role_staff".split()


def canary(place):
    """A word that stands in one place only."""
    return f"{BIRD}-{place}"


@pytest.fixture
def writer(cycle):
    """The focal point of the entity whose words they are."""
    entity = EntityFactory(acronym="RENIEC")
    person = UserFactory(username="titular-reservado", email=f"{canary('correo')}@x.example")
    FocalPointFactory(
        entity=entity,
        user=person,
        role=DesignationRole.PRINCIPAL,
        institutional_email=f"{canary('institucional')}@x.example",
        institutional_phone=canary("telefono"),
        document=canary("oficio"),
    )
    EntityResponseFactory(cycle=cycle, entity=entity, note=canary("nota"))
    return person


@pytest.fixture
def secrets(cycle, writer, secretariat):
    """State -> a row of that entity, full of canaries, and a copy of what is being typed."""
    rows = {state: _row(cycle, writer, state.value) for state in list(State)[:4]}
    observed = rows[State.OBSERVED]
    observed.state = State.SUBMITTED
    observed.save()
    actions.move_intervention(
        observed,
        move=Move.OBSERVE,
        by=secretariat,
        reason=canary("motivo"),
        observations={"title": canary("observacion")},
    )
    typed = {"title": [canary("copia")]}
    actions.keep_working_copy(rows[State.DRAFT], step="que", values=typed, opened="", by=writer)
    actions.keep_working_copy(None, step="nueva", values=typed, opened="", by=writer)
    _report(cycle, secretariat)
    assert rows[State.OBSERVED].state == State.OBSERVED
    return rows


def _report(cycle, secretariat):
    """Prose that nobody published, and two versions of a report with it, one of them in review.

    Who has not answered the call stands in them by the name of its entity.
    """
    EntityResponse.objects.update_or_create(
        cycle=cycle,
        entity=EntityFactory(acronym="CALLADA"),
        defaults={"note": canary("respuesta"), "status": ResponseStatus.IN_PROGRESS},
    )
    NarrativeSection.objects.create(
        cycle=cycle, block="methodology", text=canary("prosa"), source=canary("procedencia")
    )
    reviewed = CountryReportFactory(cycle)
    move_report(reviewed, move=ReportMove.REVIEW, by=secretariat)
    CountryReportFactory(cycle)


def _row(cycle, writer, name):
    row = InterventionFactory(
        cycle=cycle,
        lead=writer.designations.get().entity,
        state=State(name),
        title=f"Talleres de orientación laboral {canary(f'titulo-{name}')}",
        description=canary(f"descripcion-{name}"),
        budget_source=canary("presupuesto"),
        good_practice_lessons=canary("leccion"),
        source_document=canary("fuente"),
        provision=ProvisionFactory(code="6"),
        results_reporting=Reporting.REPORTED,
        challenges_reporting=Reporting.REPORTED,
    )
    ResultFactory(intervention=row, text=canary("resultado"))
    ChallengeFactory(intervention=row, text=canary("dificultad"), who_can=canary("quien"))
    Evidence.objects.create(intervention=row, kind="document", title=canary("sustento"))
    row.participations.update(contribution_text=canary("aporte"))
    return row


# -- Addresses -----------------------------------------------------------------------------------


def routes(patterns=None, before=""):
    """Every route of the resolver as one pattern with named groups, without anchors."""
    for pattern in patterns or get_resolver().url_patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", _plain(str(pattern.pattern)))
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def _plain(route):
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", route)
    return named.replace("^", "").replace("$", "").replace("\\", "").replace("/?", "/")


def addresses(secrets):
    """Every address, with the keys of the secret rows and of what hangs on them."""
    row = secrets[State.DRAFT]
    part = row.participations.get()
    designation = FocalPoint.objects.get(entity__acronym="RENIEC")
    keys = {secret.pk for secret in secrets.values()} | {part.pk, designation.pk}
    keys |= {event.pk for secret in secrets.values() for event in secret.review_events.all()}
    reports = list(CountryReport.objects.filter(cycle=row.cycle))
    keys |= {report.pk for report in reports}
    formats = list(FORMATS)
    known = {
        "pk": sorted(keys),
        "object_id": sorted({secret.pk for secret in secrets.values()} | _narratives(row.cycle)),
        "slug": [*(step.slug for step in STEPS), "analista"],
        "code": [row.code, row.cycle.code, *(report.code for report in reports)],
        "acronym": ["RENIEC"],
        "format": formats,
        "format_name": formats,
    }
    for route in routes():
        names = re.findall(r"{(\w+)}", route)
        for values in product(*(known.get(name, ["x"]) for name in names)):
            yield "/" + route.format(**dict(zip(names, values, strict=True)))


def _narratives(cycle):
    return set(NarrativeSection.objects.filter(cycle=cycle).values_list("pk", flat=True))


def reports_asked_for(cycle):
    """The addresses of a report whose format stands in the query."""
    codes = [report.code for report in CountryReport.objects.filter(cycle=cycle)]
    for name in FORMATS:
        yield reverse("country-report", args=[cycle.code]) + f"?format={name}"
        yield reverse("country-report", args=[cycle.code]) + f"?format={name}&draft=true"
        yield from (reverse("report-detail", args=[code]) + f"?format={name}" for code in codes)


def everything_in(answer):
    """What an answer tells: its headers and its content, unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = str(dict(answer.items())).encode() + content
    if content[:5] == b"%PDF-":
        pages = PdfReader(BytesIO(content)).pages
        told += "".join(page.extract_text() for page in pages).encode()
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            told += b"".join(archive.read(name) for name in archive.namelist())
    return told.decode(errors="replace")


def canaries_heard(client, address):
    """The canaries that an address tells, with it and with a search for them."""
    heard = set()
    similar = "?title=Talleres+de+orientación+laboral"
    searches = ("", similar if address.endswith("/parecidas/") else f"?q={BIRD}")
    for query in searches if "?" not in address else ("",):
        answer = client.get(address + query)
        assert answer.status_code < 500, address
        told = everything_in(answer).replace(f"q={BIRD}", "")
        heard |= set(re.findall(rf"{BIRD}-[\w-]+", told))
        if answer.status_code != 200:
            break
    return heard


# -- What must hold ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*STRANGERS, "focal_point", "validator"])
def test_no_report_tells_before_it_is_published(request, client, cycle, secrets, name):
    sign_in(client, request.getfixturevalue(name))
    for address in reports_asked_for(cycle):
        cache.clear()
        assert canaries_heard(client, address) == set(), address
    told = client.get(reverse("cycle-detail", args=[cycle.code])).json()
    assert (told["expected"], told["answered"], told["response_rate"]) == (None, None, None)
    page = client.get(reverse("portal:report", args=[cycle.code])).content.decode()
    assert "CALLADA" not in page


def test_the_secretariat_hears_the_drafts_of_reports(client, cycle, secrets, secretariat):
    client.force_login(secretariat)
    for address in reports_asked_for(cycle):
        heard = canaries_heard(client, address)
        drafted = "draft=true" in address or "/reports/" in address
        assert (canary("prosa") in heard) == drafted, address


@pytest.mark.parametrize("name", STRANGERS)
def test_no_address_tells_a_stranger(request, client, published, secrets, name, caplog):
    cache.clear()
    person = request.getfixturevalue(name)
    walked = list(addresses(secrets))
    if name != "other_focal_point":
        walked = [one for one in walked if not one.startswith("/admin/")]
    assert len(walked) > 200
    for address in walked:
        sign_in(client, person)
        assert canaries_heard(client, address) == set(), address
    assert BIRD not in caplog.text


def test_what_is_being_typed_is_told_to_its_writer_alone(client, secrets, secretariat):
    client.force_login(secretariat)
    for address in addresses(secrets):
        if address.startswith("/trabajo/"):
            assert canary("copia") not in canaries_heard(client, address), address


def test_the_writer_hears_them(client, secrets, writer):
    client.force_login(writer)
    heard = set()
    for address in addresses(secrets):
        if address.startswith(("/trabajo/escribir/", "/trabajo/revision/")):
            heard |= canaries_heard(client, address)
    places = "copia observacion motivo resultado dificultad sustento aporte titulo-draft".split()
    assert {canary(place) for place in places} <= heard


def test_proposals_for_a_like_text_name_validated_rows_only(
    client, cycle, entity, focal_point, secrets
):
    row = InterventionFactory(cycle=cycle, lead=entity, title="Talleres de orientación laboral")
    client.force_login(focal_point)
    for answer in (
        client.get(reverse("workspace:write", args=[row.pk, "objetivos"])),
        client.post(reverse("workspace:proposals", args=[row.pk])),
    ):
        assert answer.status_code == 200
        assert BIRD not in answer.content.decode()


def test_letters_of_the_day_tell_it_to_its_entity_and_the_secretariat_alone(
    cycle, entity, secrets, writer, focal_point, other_focal_point, observer, secretariat
):
    today = timezone.localdate()
    cycle.call_opens, cycle.call_closes = today, today
    cycle.save()
    for person in (focal_point, other_focal_point, observer):
        person.email = f"{person.username}@y.example"
        person.wants_digest = True
        person.save()
    EntityResponseFactory(cycle=cycle, entity=entity)
    InterventionFactory(cycle=cycle, lead=entity)
    call_command("send_mail")
    strangers = [one for one in mail.outbox if any(to.endswith("@y.example") for to in one.to)]
    assert strangers, [one.to for one in mail.outbox]
    assert not [one for one in strangers if BIRD in one.subject + one.body]
    assert settings.EMAIL_BACKEND.endswith("locmem.EmailBackend")
