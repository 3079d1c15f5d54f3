"""Every address of the back-office and the API, as every member of the cast.

The list of addresses is taken from the URL resolver: a new address without a row here fails.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.choices import State
from monitoring.models import Indicator
from reports.dataset.actions import publish_dataset
from reports.models import CompileJob, WordTemplate
from tests.factories import (
    CountryReportFactory,
    EntityResponseFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.matrix import (
    BACK_OFFICE,
    DESIGNATED,
    ENTER,
    OF_THE_ENTITY,
    PARTNERS,
    PEOPLE,
    STAFF,
    names_of,
    partners,
    people,
    people_with,
    sign_in,
    statuses_of,
    who_gets,
)
from tests.reports.hostile_templates import plain

__all__ = ["partners", "people"]

CATALOGUES = """
    alignment_alignment alignment_bibliographyentry alignment_framework alignment_provision
    entities_country entities_entity entities_region cycles_reportingcycle
    entities_targetgroup entities_workinggroup interventions_searchsynonyms monitoring_indicator
    monitoring_milestone monitoring_workplanactivity
""".split()
FOR_THE_SECRETARIAT = """
    accounts_user monitoring_assessment reports_narrativesection reports_wordtemplate
""".split()
OF_AN_ENTITY = "cycles_entityresponse entities_focalpoint".split()
LISTS = {
    **dict.fromkeys(CATALOGUES, (BACK_OFFICE, STAFF)),
    **dict.fromkeys(FOR_THE_SECRETARIAT, (STAFF, STAFF)),
    **dict.fromkeys(OF_AN_ENTITY, (STAFF, STAFF)),
    "reports_countryreport": (BACK_OFFICE, STAFF),
    "reports_compilejob": (STAFF, set()),
    "reports_datasetjob": (STAFF, set()),
    "notifications_groupmessage": (STAFF, set()),
    "notifications_letter": (STAFF, set()),
    "interventions_challenge": (BACK_OFFICE, STAFF),
    "interventions_intervention": (BACK_OFFICE, set()),
}
"""Model in the back-office -> who may open its list, and who its form for a new row."""

READ_BY_ALL = """
    api-root alignment-list changes country-list coverage cycle-list docs docs-plain entity-list
    framework-list
    region-list target-group-list
    gcm-objective-list
    indicator-list intervention-list measurement-list pnm-guideline-list provision-list
    report-job-list schema thematic-area-list
    country-export region-export target-group-export
    alignment-export cycle-export entity-export framework-export gcm-objective-export
    indicator-export intervention-export measurement-export pnm-guideline-export provision-export
    thematic-area-export
""".split()


SITE_PAGES = "index login logout password_change password_change_done autocomplete jsi18n".split()
OTHERS = {"app_list", "view_on_site", None}
ROW_PAGES = ("change", "history", "delete")


def test_every_address_of_the_back_office_has_a_row_here():
    expected = set(SITE_PAGES) | OTHERS
    for model in LISTS:
        expected |= {f"{model}_{page}" for page in ("changelist", "add", *ROW_PAGES)}
    expected |= {"auth_user_password_change"}
    expected |= {f"interventions_intervention_{page}" for page in ("move", "suggestions")}
    expected |= {f"reports_countryreport_{page}" for page in ("job", "compare", "file", "move")}
    expected |= {"reports_narrativesection_sections", "reports_wordtemplate_file"}
    assert names_of("admin/") <= expected


def test_every_address_of_the_api_has_a_row_here():
    rows = {name.replace("-list", "-detail") for name in READ_BY_ALL}
    apart = {"focal-point-list", "focal-point-detail", "country-report", "intervention-pivot"}
    apart |= {"token-list", "token-detail", "report-list", "report-detail"}
    apart |= {"import-list", "import-detail", "import-rows", "import-confirm", "import-undo"}
    assert names_of("api/v1/") <= set(READ_BY_ALL) | rows | apart


@pytest.mark.parametrize("page", ["", "nothing/", "interventions/intervention/add/"])
def test_whoever_speaks_for_an_entity_is_led_from_the_back_office_to_their_work(
    client, people, page
):
    for name in DESIGNATED:
        sign_in(client, people[name])
        for ask in (client.get, client.post):
            answer = ask(f"/admin/{page}", follow=True)
            assert answer.redirect_chain[-1] == (reverse("workspace:home"), 302), name
    sign_in(client, people["focal_point"])
    assert "/admin/" not in client.get(reverse("workspace:home")).content.decode()
    sign_in(client, people["no_role_staff"])
    assert client.get(f"/admin/{page}", follow=True).status_code == 403


@pytest.mark.parametrize("model", sorted(LISTS))
def test_lists_and_new_rows_of_the_back_office(client, people, model):
    may_list, may_add = LISTS[model]
    assert who_gets(client, people, reverse(f"admin:{model}_changelist")) == may_list
    assert who_gets(client, people, reverse(f"admin:{model}_add")) == may_add


def test_page_of_the_style_is_for_everybody(client, people):
    assert who_gets(client, people, reverse("style")) == set(PEOPLE)


def test_open_data_are_for_everybody(client, people, cycle):
    InterventionFactory(state=State.VALIDATED, cycle=cycle)
    dataset = publish_dataset()
    leading = {"data": [], "codebook": [], "catalogue": []}
    leading["data-file"] = [dataset.version, dataset.filename]
    leading["data-latest"] = ["mtigm-latest.zip"]
    assert names_of("datos/") == set(leading)
    for name, arguments in leading.items():
        address = reverse(f"portal:{name}", args=arguments)
        assert who_gets(client, people, address, statuses=(200, 302)) == set(PEOPLE), name


@pytest.mark.parametrize("format_name", ["svg", "png", "csv"])
def test_pictures_are_for_everybody_once_a_row_is_validated(client, people, cycle, format_name):
    assert names_of("imagenes/") == {"picture", "indicator-picture"}
    address = f"{reverse('portal:picture', args=['objetivos', format_name])}?ciclo={cycle.code}"
    InterventionFactory(state=State.DRAFT, cycle=cycle)
    assert who_gets(client, people, address) == set()
    InterventionFactory(state=State.VALIDATED, cycle=cycle)
    assert who_gets(client, people, address) == set(PEOPLE)


@pytest.mark.parametrize("format_name", ["svg", "png", "csv"])
def test_line_of_what_was_measured_is_for_everybody(client, people, format_name):
    indicator = Indicator.objects.create(code="a", name_es="Vive en hacinamiento", unit="%")
    address = reverse("portal:indicator-picture", args=[indicator.code, format_name])
    assert who_gets(client, people, address) == set()
    for year in (2018, 2019, 2021):
        indicator.measurements.create(
            source_code=f"encuesta-{year}", as_of=str(year), date=str(year), value=68, unit="%"
        )
    assert who_gets(client, people, address) == set(PEOPLE)


def test_suggestions_of_the_form(client, people):
    address = reverse("admin:interventions_intervention_suggestions")
    query = f"?provision={ProvisionFactory().pk}"
    assert who_gets(client, people, address + query) == BACK_OFFICE


@pytest.mark.parametrize("published", [False, True])
def test_pages_of_a_version_of_the_report(client, people, cycle, published):
    report = CountryReportFactory(
        cycle=cycle, published_by=people["secretariat"] if published else None
    )
    other = CountryReportFactory(cycle=cycle)
    readers = BACK_OFFICE if published else STAFF
    pages = {
        reverse("admin:reports_countryreport_change", args=[report.pk]): readers,
        reverse("admin:reports_countryreport_file", args=[report.pk, "json"]): readers,
        reverse("admin:reports_countryreport_compare", args=[report.pk])
        + f"?con={other.pk}": STAFF,
        reverse("admin:reports_countryreport_move", args=[report.pk, "publish"]): STAFF,
        reverse("admin:reports_narrativesection_sections"): STAFF,
        reverse("report-detail", args=[report.code]): set(PEOPLE) if published else STAFF,
        reverse("report-detail", args=[report.code]) + "?format=json": (
            set(PEOPLE) if published else STAFF
        ),
    }
    for address, expected in pages.items():
        disabled = {"disabled_focal_point"} & expected
        assert who_gets(client, people, address) | disabled == expected, address


def test_word_template_is_the_secretariats(client, people):
    row = WordTemplate.objects.create(name="x", body=plain(), uploaded_by=people["secretariat"])
    for page in ("change", "file"):
        address = reverse(f"admin:reports_wordtemplate_{page}", args=[row.pk])
        assert who_gets(client, people, address) == STAFF


def test_compilations_are_the_secretariats(client, people, cycle):
    job = CompileJob.objects.create(cycle=cycle, requested_at=timezone.now())
    assert who_gets(client, people, reverse("report-job-detail", args=[job.pk])) == STAFF
    assert (
        who_gets(client, people, reverse("admin:reports_countryreport_job", args=[job.pk])) == STAFF
    )


def test_only_the_secretariat_compiles_by_the_api(client, people, cycle):
    for name, person in people.items():
        sign_in(client, person)
        answer = client.post(reverse("report-list"), {"cycle": cycle.code})
        assert (answer.status_code == 202) == (name in STAFF), name
        CompileJob.objects.all().delete()


@pytest.mark.parametrize("name", READ_BY_ALL)
def test_what_everybody_reads_in_the_api(client, people, cycle, name):
    address = reverse(name) + (f"?cycle={cycle.code}" if name == "coverage" else "")
    disabled = {"disabled_focal_point"}  # the session of a disabled account is nobody's
    assert who_gets(client, people, address) | disabled == set(PEOPLE)


def test_tokens_and_designations_are_for_whoever_signed_in(client, people):
    signed_in = set(PEOPLE) - {"anonymous", "disabled_focal_point"}
    for name in ("token-list", "focal-point-list", "import-list"):
        assert who_gets(client, people, reverse(name)) == signed_in


@pytest.mark.parametrize("name", READ_BY_ALL)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_writes_nothing(client, people, name, method):
    for person in people.values():
        sign_in(client, person)
        assert getattr(client, method)(reverse(name)).status_code in {401, 403, 405}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("page", ["change", "history", "delete", "api", "portal"])
def test_pages_of_one_row(client, people, entity, state, page):
    row = InterventionFactory(lead=entity, state=state)
    if page in {"api", "portal"}:
        base = {"api": "/api/v1/interventions/", "portal": "/intervenciones/"}[page]
        found = who_gets(client, people, f"{base}{row.code}/")
        public = set(PEOPLE) if state == State.VALIDATED else set()
        sees = ENTER if state == State.VALIDATED else STAFF | OF_THE_ENTITY
        assert found == (public | (sees if page == "api" else set()))
        return
    sees = BACK_OFFICE if state == State.VALIDATED else STAFF
    address = reverse(f"admin:interventions_intervention_{page}", args=[row.pk])
    expected = {"change": sees, "history": STAFF, "delete": set()}[page]
    statuses = statuses_of(client, people, address)
    assert people_with(statuses, 200) == expected
    assert people_with(statuses, 404) >= BACK_OFFICE - sees
    assert people_with(statuses, 302) >= DESIGNATED


@pytest.mark.parametrize("state", list(State))
def test_partners_read_a_row_and_change_nothing_of_it(client, partners, entity, state):
    """Only the lead's people change what a row says: to be named in it gives no hand in it."""
    persons, take_part = partners
    row = InterventionFactory(lead=entity, state=state)
    take_part(row)
    base = reverse("admin:interventions_intervention_change", args=[row.pk])
    moved = base.replace("/change/", "/mover/submit/")
    deleted = base.replace("/change/", "/delete/")
    assert who_gets(client, persons, reverse("workspace:review", args=[row.pk])) == PARTNERS
    assert who_gets(client, persons, f"/api/v1/interventions/{row.code}/") == PARTNERS
    for person in persons.values():
        sign_in(client, person)
        for address in (base, moved, deleted):
            answer = client.post(address, {"title": "x", "post": "yes", "reason": "x"})
            assert answer.status_code == 302, address
    row.refresh_from_db()
    assert (row.state, row.version) == (state, 1)


@pytest.mark.parametrize("kind", ["entities_focalpoint", "cycles_entityresponse"])
def test_rows_of_an_entity_are_not_found_by_others(client, people, cycle, entity, kind):
    row = EntityResponseFactory(cycle=cycle, entity=entity)
    if kind == "entities_focalpoint":
        row = people["focal_point"].designations.get()
    address = reverse(f"admin:{kind}_change", args=[row.pk])
    statuses = statuses_of(client, people, address)
    assert people_with(statuses, 200) == STAFF
    assert people_with(statuses, 404) == {"analyst", "observer"}


def test_autocomplete_shows_no_foreign_draft(client, people, entity):
    InterventionFactory(lead=entity, title="Ajena y reservada")
    query = {
        "term": "Ajena",
        "app_label": "monitoring",
        "model_name": "assessment",
        "field_name": "intervention",
    }
    for name, person in people.items():
        sign_in(client, person)
        answer = client.get(reverse("admin:autocomplete"), query)
        shown = "Ajena y reservada" in answer.content.decode()
        assert shown == (name in STAFF), name
