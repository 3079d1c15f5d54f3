"""Every address of the back-office and the API, as every member of the cast.

The list of addresses is taken from the URL resolver: a new address without a row here fails.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.unsubscribing import unsubscribe_token
from interventions.choices import State
from interventions.models import Intervention, WorkingGroup
from reports.models import CompileJob, WordTemplate
from tests.factories import (
    CountryReportFactory,
    CycleFactory,
    EntityResponseFactory,
    InterventionFactory,
    ProvisionFactory,
)

PEOPLE = (
    "anonymous focal_point alternate validator other_focal_point secretariat analyst observer "
    "no_role_staff disabled_focal_point superuser"
).split()
STAFF = {"secretariat", "superuser"}
OF_THE_ENTITY = {"focal_point", "alternate", "validator"}
ENTER = STAFF | OF_THE_ENTITY | {"other_focal_point", "analyst", "observer"}
WRITERS = {"focal_point", "alternate", "other_focal_point"}
DESIGNATED = OF_THE_ENTITY | {"other_focal_point"}

CATALOGUES = """
    alignment_alignment alignment_framework alignment_provision interventions_country
    interventions_entity interventions_region interventions_reportingcycle
    interventions_targetgroup interventions_workinggroup monitoring_indicator
    monitoring_milestone monitoring_workplanactivity
""".split()
FOR_THE_SECRETARIAT = """
    accounts_user monitoring_assessment reports_narrativesection reports_wordtemplate
""".split()
OF_THE_OWN_ENTITY = "interventions_entityresponse interventions_focalpoint".split()
LISTS = {
    **dict.fromkeys(CATALOGUES, (ENTER, STAFF)),
    **dict.fromkeys(FOR_THE_SECRETARIAT, (STAFF, STAFF)),
    **dict.fromkeys(OF_THE_OWN_ENTITY, (STAFF | DESIGNATED, STAFF)),
    "reports_countryreport": (ENTER, STAFF),
    "reports_compilejob": (STAFF, set()),
    "interventions_groupmessage": (STAFF, set()),
    "interventions_letter": (STAFF, set()),
    "interventions_challenge": (ENTER, STAFF | WRITERS),
    "interventions_intervention": (ENTER, WRITERS),
}
"""Model in the back-office -> who may open its list, and who its form for a new row."""

POST_ONLY = """
    carry take-back-nothing-new undo-discontinuation accept-discontinuation
""".split()
PAGES_OF_THE_CALL = """
    call call-open call-reminders call-letters call-close call-invite
""".split()
POSTS_OF_THE_CALL = {"call-deadline", "call-expect"}
WORKSPACE = {
    "home": {"home", "interventions", "participation", "inside", "before"},
    "answering": {"carry-chosen", "nothing-new", "discontinue", *POST_ONLY},
    "writing": {
        *("new", "similar", "keep", "discard", "continue", "write"),
        *("send", "delete", "proposals"),
    },
    "call": {"call-reopen", *PAGES_OF_THE_CALL, *POSTS_OF_THE_CALL},
    "groups": {"groups", "group", "groups-write", "group-write", "notices", "unsubscribe"},
    "people": {
        *("designations", "designate", "end-designation", "hand-over", "invite-again"),
        *("welcome", "guides", "guide", "account", "new-token", "revoke-token"),
    },
    "review": {"queue", "validate", "review", "comments", "comment"},
}
"""The addresses of the workspace, by the tests that walk them."""

READ_BY_ALL = """
    api-root alignment-list coverage cycle-list docs entity-list framework-list gcm-objective-list
    indicator-list intervention-list measurement-list pnm-guideline-list provision-list
    report-job-list schema thematic-area-list
""".split()


SITE_PAGES = "index login logout password_change password_change_done autocomplete jsi18n".split()
OTHERS = {"app_list", "view_on_site", None}
ROW_PAGES = ("change", "history", "delete")


def names_of(prefix, patterns=None, inside=""):
    """Names of the addresses below `prefix`, from the resolver."""
    found = set()
    for pattern in patterns or get_resolver().url_patterns:
        route = inside + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= names_of(prefix, pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.lstrip("^").startswith(prefix):
            found.add(pattern.name)
    return found


@pytest.fixture
def people(request, db):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


def sign_in(client, person):
    client.logout()
    if person.is_authenticated:
        client.force_login(person)


def who_gets(client, people, address, statuses=(200,)):
    answered = set()
    for name, person in people.items():
        sign_in(client, person)
        status = client.get(address).status_code
        assert status < 500, (name, address)
        if status in statuses:
            answered.add(name)
    return answered


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
    assert names_of("api/v1/") <= set(READ_BY_ALL) | rows | apart


@pytest.mark.parametrize("model", sorted(LISTS))
def test_lists_and_new_rows_of_the_back_office(client, people, model):
    may_list, may_add = LISTS[model]
    assert who_gets(client, people, reverse(f"admin:{model}_changelist")) == may_list
    assert who_gets(client, people, reverse(f"admin:{model}_add")) == may_add


def test_every_address_of_the_workspace_has_a_row_here():
    assert names_of("trabajo/") == set().union(*WORKSPACE.values())


def test_the_call_is_the_secretariats(client, people, cycle):
    cycle.call_closes = timezone.localdate()
    cycle.save()
    for name in PAGES_OF_THE_CALL:
        address = reverse(f"workspace:{name}")
        assert who_gets(client, people, address) == STAFF, name
        refused = who_gets(client, people, address, statuses=(403,))
        assert refused == set(PEOPLE) - STAFF - {"anonymous", "disabled_focal_point"}, name
    for name in POSTS_OF_THE_CALL:
        address = reverse(f"workspace:{name}")
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)
    closed = CycleFactory(code="2022", state="closed")
    assert who_gets(client, people, reverse("workspace:call-reopen", args=[closed.pk])) == STAFF


def test_groups_and_notices(client, people, entity):
    group = WorkingGroup.objects.create(name="Grupo", kind="group")
    group.members.add(entity)
    for address in (reverse("workspace:groups"), reverse("workspace:group", args=[group.pk])):
        assert who_gets(client, people, address) == ENTER
    for address in (
        reverse("workspace:groups-write"),
        reverse("workspace:group-write", args=[group.pk]),
    ):
        assert who_gets(client, people, address) == STAFF
    assert who_gets(client, people, reverse("workspace:notices")) == ENTER
    token = unsubscribe_token(people["focal_point"])
    address = reverse("workspace:unsubscribe", args=[token])
    assert who_gets(client, people, address) == set(PEOPLE)


def test_pages_about_people(client, people):
    pk = people["focal_point"].designations.get().pk
    pages = {
        reverse("workspace:designations"): STAFF | DESIGNATED,
        reverse("workspace:designate"): STAFF,
        reverse("workspace:end-designation", args=[pk]): STAFF,
        reverse("workspace:hand-over", args=[pk]): STAFF,
        reverse("workspace:welcome"): ENTER,
        reverse("workspace:guides"): ENTER,
        reverse("workspace:guide", args=["analista"]): ENTER,
        reverse("workspace:account"): set(PEOPLE) - {"anonymous", "disabled_focal_point"},
    }
    for address, expected in pages.items():
        assert who_gets(client, people, address) == expected, address
    for name in ("end-designation", "hand-over"):
        address = reverse(f"workspace:{name}", args=[pk])
        assert who_gets(client, people, address, statuses=(403,)) >= OF_THE_ENTITY
        hidden = who_gets(client, people, address, statuses=(404,))
        assert hidden == {"other_focal_point", "analyst", "observer"}
    for address in (
        reverse("workspace:invite-again", args=[pk]),
        reverse("workspace:new-token"),
        reverse("workspace:revoke-token", args=["abc"]),
    ):
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only


ACCOUNT_PAGES_FOR_ALL = """
    account_reset_password account_reset_password_done account_reset_password_from_key_done
    account_inactive
""".split()
ACCOUNT_PAGES_FOR_NOBODY_YET = ["account_login"]
ACCOUNT_PAGES_FOR_SIGNED_IN = (
    "account_logout account_set_password mfa_index usersessions_list".split()
)
ACCOUNT_PAGES_TESTED_APART = """
    account_change_password account_reauthenticate account_reset_password_from_key invitation
    mfa_activate_totp mfa_authenticate mfa_deactivate_totp mfa_download_recovery_codes
    mfa_generate_recovery_codes mfa_reauthenticate mfa_view_recovery_codes
""".split()
"""They depend on what was done before: `tests/accounts/`."""


def test_every_address_of_the_accounts_has_a_row_here(client, people):
    rows = {
        **dict.fromkeys(ACCOUNT_PAGES_FOR_ALL, set(PEOPLE)),
        **dict.fromkeys(ACCOUNT_PAGES_FOR_NOBODY_YET, {"anonymous", "disabled_focal_point"}),
        **dict.fromkeys(
            ACCOUNT_PAGES_FOR_SIGNED_IN, set(PEOPLE) - {"anonymous", "disabled_focal_point"}
        ),
    }
    assert names_of("cuenta/") == set(rows) | set(ACCOUNT_PAGES_TESTED_APART)
    for name, expected in rows.items():
        assert who_gets(client, people, reverse(name)) == expected, name


@pytest.mark.parametrize("state", list(State))
def test_pages_of_the_form(client, people, entity, state):
    row = InterventionFactory(lead=entity, state=state)
    writers = {"focal_point", "alternate"}
    editable = state in {State.DRAFT, State.OBSERVED}
    assert who_gets(client, people, reverse("workspace:new")) == WRITERS
    assert who_gets(client, people, reverse("workspace:similar")) == ENTER
    for address in (
        reverse("workspace:write", args=[row.pk, "que"]),
        reverse("workspace:send", args=[row.pk]),
    ):
        assert who_gets(client, people, address) == (writers if editable else set())
        hidden = who_gets(client, people, address, statuses=(404,))
        foreign = {"other_focal_point", "analyst", "observer"}
        assert hidden == (set() if state == State.VALIDATED else foreign)
    for name in ("delete", "proposals"):
        address = reverse(f"workspace:{name}", args=[row.pk])
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only
        for person in set(people) - writers:
            sign_in(client, people[person])
            assert client.post(address).status_code in {302, 403, 404}
    assert Intervention.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("state", list(State))
def test_workspace(client, people, entity, other_entity, state):
    row = InterventionFactory(lead=entity, state=state)
    part = row.participations.get()
    assert who_gets(client, people, reverse("workspace:home")) == ENTER
    reviewers = STAFF | OF_THE_ENTITY
    writers = {"focal_point", "alternate"}
    assert who_gets(client, people, reverse("workspace:review", args=[row.pk])) == reviewers
    address = reverse("workspace:participation", args=[part.pk])
    assert who_gets(client, people, address) == reviewers
    assert who_gets(client, people, reverse("workspace:discontinue", args=[row.pk])) == writers
    for name in POST_ONLY:
        address = reverse(f"workspace:{name}", args=[row.pk])
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)


def test_lists_and_answers_of_the_workspace(client, people, cycle, entity, other_entity):
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    expected = {
        reverse("workspace:interventions"): STAFF | DESIGNATED,
        reverse("workspace:before"): WRITERS,
        reverse("workspace:nothing-new", args=[response.pk]): {"focal_point", "alternate"},
        reverse("workspace:inside", args=[entity.acronym]): STAFF | OF_THE_ENTITY,
        reverse("workspace:inside", args=[other_entity.acronym]): STAFF | {"other_focal_point"},
    }
    for address, people_let_in in expected.items():
        assert who_gets(client, people, address) == people_let_in, address
    for address in list(expected)[2:4]:
        assert "other_focal_point" in who_gets(client, people, address, statuses=(404,))
    address = reverse("workspace:carry-chosen")
    assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)


@pytest.mark.parametrize("state", list(State))
def test_review_and_comments(client, people, entity, state):
    row = InterventionFactory(lead=entity, state=state)
    batch = reverse("workspace:validate") + f"?fila={row.pk}:{row.version}"
    for address in (reverse("workspace:queue"), batch):
        assert who_gets(client, people, address) == STAFF
    assert who_gets(client, people, reverse("workspace:comments")) == {"observer"}
    address = reverse("workspace:comment", args=[row.pk])
    hidden = state != State.VALIDATED
    assert who_gets(client, people, address) == (set() if hidden else {"observer"})
    assert who_gets(client, people, address, statuses=(404,)) == ({"observer"} if hidden else set())


def test_suggestions_of_the_form(client, people):
    address = reverse("admin:interventions_intervention_suggestions")
    query = f"?provision={ProvisionFactory().pk}"
    assert who_gets(client, people, address + query) == ENTER


@pytest.mark.parametrize("published", [False, True])
def test_pages_of_a_version_of_the_report(client, people, cycle, published):
    report = CountryReportFactory(
        cycle=cycle, published_by=people["secretariat"] if published else None
    )
    other = CountryReportFactory(cycle=cycle)
    readers = ENTER if published else STAFF
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
    row = WordTemplate.objects.create(name="x", body=b"x", uploaded_by=people["secretariat"])
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
    for name in ("token-list", "focal-point-list"):
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
    sees = ENTER if state == State.VALIDATED else STAFF | OF_THE_ENTITY
    if page in {"api", "portal"}:
        base = {"api": "/api/v1/interventions/", "portal": "/intervenciones/"}[page]
        found = who_gets(client, people, f"{base}{row.code}/")
        public = set(PEOPLE) if state == State.VALIDATED else set()
        assert found == (public | (sees if page == "api" else set()))
        return
    address = reverse(f"admin:interventions_intervention_{page}", args=[row.pk])
    expected = {
        "change": sees,
        "history": STAFF | OF_THE_ENTITY,
        "delete": {"focal_point", "alternate"} if state == State.DRAFT else set(),
    }[page]
    assert who_gets(client, people, address) == expected
    hidden = who_gets(client, people, address, statuses=(404,))
    assert hidden >= ENTER - sees


@pytest.mark.parametrize("kind", ["interventions_focalpoint", "interventions_entityresponse"])
def test_rows_of_an_entity_are_not_found_by_others(client, people, cycle, entity, kind):
    row = EntityResponseFactory(cycle=cycle, entity=entity)
    if kind == "interventions_focalpoint":
        row = people["focal_point"].designations.get()
    address = reverse(f"admin:{kind}_change", args=[row.pk])
    assert who_gets(client, people, address) == STAFF | OF_THE_ENTITY
    assert "other_focal_point" in who_gets(client, people, address, statuses=(404,))


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
        assert shown == (name in STAFF | OF_THE_ENTITY), name
