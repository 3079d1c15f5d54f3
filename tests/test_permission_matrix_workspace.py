"""Every address of the workspace and the accounts, as every member of the cast.

The list of addresses is taken from the URL resolver: a new address without a row here fails.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.unsubscribing import unsubscribe_token
from entities.models import WorkingGroup
from exchange.models import CatalogueImport
from interventions.choices import State
from interventions.models import Intervention
from notifications.actions import keep_message
from notifications.models import Letter
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    EntityResponseFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.matrix import (
    DESIGNATED,
    ENTER,
    OF_THE_ENTITY,
    PEOPLE,
    STAFF,
    WRITERS,
    names_of,
    partners,
    people,
    people_with,
    sign_in,
    statuses_of,
    who_gets,
)
from tests.uploads.made import PDF

__all__ = ["partners", "people"]

POST_ONLY = """
    carry take-back-nothing-new undo-discontinuation accept-discontinuation
""".split()
PAGES_OF_THE_CALL = """
    call call-open call-reminders call-letters call-close call-invite letter-write
""".split()
POSTS_OF_THE_CALL = {"call-deadline", "call-expect"}
WORKSPACE = {
    "home": {"home", "interventions", "participation", "entity-profile", "before"},
    "answering": {"carry-chosen", "nothing-new", "discontinue", *POST_ONLY},
    "writing": {
        *("new", "new-on-behalf", "on-behalf", "similar", "keep", "discard", "continue", "write"),
        *("send", "sent", "delete", "proposals"),
    },
    "call": {"call-reopen", *PAGES_OF_THE_CALL, *POSTS_OF_THE_CALL},
    "letters": {"letter", "letter-edit", "letter-preview", "letter-attachment"},
    "groups": {"groups", "group", "groups-write", "group-write", "notices", "unsubscribe"},
    "people": {
        *("designations", "designate", "end-designation", "hand-over", "invite-again"),
        *("name-delegate", "take-back-delegation"),
        *("welcome", "guides", "guide", "account", "new-token", "revoke-token"),
        *("second-factors", "decide-second-factor"),
        "succession",
    },
    "excel": {
        *("excel", "workbook", "blank-ficha", "ficha", "upload", "import", "import-refused"),
        *("import-confirm", "import-undo"),
    },
    "catalogues": {
        *("catalogues", "catalogue", "catalogue-template", "catalogue-workbook", "catalogue-text"),
        *("catalogue-upload", "catalogue-import", "catalogue-confirm"),
    },
    "filters": {"filters", "delete-filter"},
    "challenges": {
        *("challenges", "challenge-new", "challenge", "challenge-delete", "challenge-validate"),
    },
    "review": {"queue", "validate", "review", "comments", "comment"},
}
"""The addresses of the workspace, by the tests that walk them."""


def test_every_address_of_the_workspace_has_a_row_here():
    assert names_of("trabajo/") == set().union(*WORKSPACE.values())


def test_the_call_is_the_secretariats(client, people, cycle):
    cycle.call_closes = timezone.localdate()
    cycle.save()
    for name in PAGES_OF_THE_CALL:
        address = reverse(f"workspace:{name}")
        statuses = statuses_of(client, people, address)
        assert people_with(statuses, 200) == STAFF, name
        refused = people_with(statuses, 403)
        assert refused == set(PEOPLE) - STAFF - {"anonymous", "disabled_focal_point"}, name
    for name in POSTS_OF_THE_CALL:
        address = reverse(f"workspace:{name}")
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)
    closed = CycleFactory(code="2022", state="closed")
    assert who_gets(client, people, reverse("workspace:call-reopen", args=[closed.pk])) == STAFF


def test_succession_is_the_secretariats(client, people, entity):
    for pk, status in ((entity.pk, 200), (0, 404)):
        address = reverse("workspace:succession", args=[pk])
        statuses = statuses_of(client, people, address)
        assert people_with(statuses, status) == STAFF
        refused = people_with(statuses, 403)
        assert refused == set(PEOPLE) - STAFF - {"anonymous", "disabled_focal_point"}


def test_letters_are_the_secretariats(client, people, entity):
    person = people["secretariat"]
    message = keep_message(
        None, entities=[entity], subject="Asunto", text="Texto", attachment=("a.pdf", PDF),
        by=person,
    )  # fmt: skip
    letter = Letter.objects.create(
        kind="digest", person=person, occasion="x", queued_at=timezone.now()
    )
    keys = {"letter": letter.pk, "letter-edit": message.pk, "letter-preview": message.pk}
    for name, key in {**keys, "letter-attachment": message.pk}.items():
        for pk, status in ((key, 200), (0, 404)):
            address = reverse(f"workspace:{name}", args=[pk])
            statuses = statuses_of(client, people, address)
            assert people_with(statuses, status) == STAFF, name
            refused = people_with(statuses, 403)
            assert refused == set(PEOPLE) - STAFF - {"anonymous", "disabled_focal_point"}, name


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


def test_catalogues_by_spreadsheet_are_the_secretariats(client, people):
    batch = CatalogueImport.objects.create(
        catalogue="countries", by=people["secretariat"], at=timezone.now(), body=b"x"
    )
    pages = ["catalogue", "catalogue-template", "catalogue-workbook", "catalogue-text"]
    addresses = [reverse(f"workspace:{name}", args=["countries"]) for name in pages]
    for address in (reverse("workspace:catalogues"), *addresses):
        assert who_gets(client, people, address) == STAFF, address
    address = reverse("workspace:catalogue", args=["nada"])
    assert who_gets(client, people, address, statuses=(404,)) == STAFF
    # What is not written yet is its sender's alone: to the others of the secretariat it is not.
    address = reverse("workspace:catalogue-import", args=[batch.pk])
    assert who_gets(client, people, address) == {"secretariat"}
    assert who_gets(client, people, address, statuses=(404,)) == {"superuser"}
    for name, argument in (("catalogue-upload", "countries"), ("catalogue-confirm", batch.pk)):
        address = reverse(f"workspace:{name}", args=[argument])
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)
    for name, person in people.items():
        sign_in(client, person)
        confirmed = client.post(reverse("workspace:catalogue-confirm", args=[batch.pk]))
        sent = client.post(reverse("workspace:catalogue-upload", args=["countries"]))
        expected = {"superuser": (404, 400), "secretariat": (302, 400)}
        stranger = (302, 302) if name in {"anonymous", "disabled_focal_point"} else (403, 403)
        assert (confirmed.status_code, sent.status_code) == expected.get(name, stranger), name


def test_difficulties_without_an_intervention(client, people, cycle, entity):
    row = ChallengeFactory(cycle=cycle, entity=entity, provision=ProvisionFactory())
    assert who_gets(client, people, reverse("workspace:challenges")) == STAFF | DESIGNATED
    assert who_gets(client, people, reverse("workspace:challenge-new")) == STAFF | WRITERS
    statuses = statuses_of(client, people, reverse("workspace:challenge", args=[row.pk]))
    assert people_with(statuses, 200) == STAFF | {"focal_point", "alternate"}
    assert people_with(statuses, 403) == {"validator", "no_role_staff"}
    assert people_with(statuses, 404) == {"other_focal_point", "analyst", "observer"}
    expected = {
        "challenge-validate": {"other_focal_point": 403, "validator": 403, "focal_point": 403},
        "challenge-delete": {"other_focal_point": 404, "validator": 403, "secretariat": 302},
    }
    for name, answers in expected.items():
        address = reverse(f"workspace:{name}", args=[row.pk])
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only
        for person, status in answers.items():
            sign_in(client, people[person])
            assert client.post(address).status_code == status, (name, person)


def test_filters_are_for_whoever_enters(client, people):
    assert who_gets(client, people, reverse("workspace:filters")) == ENTER
    address = reverse("workspace:delete-filter", args=["x"])
    assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only


def test_pages_about_people(client, people):
    pk = people["focal_point"].designations.get().pk
    pages = {
        reverse("workspace:designations"): STAFF | DESIGNATED,
        reverse("workspace:designate"): STAFF,
        reverse("workspace:name-delegate"): STAFF | {"validator"},
        reverse("workspace:second-factors"): STAFF,
        reverse("workspace:end-designation", args=[pk]): STAFF,
        reverse("workspace:hand-over", args=[pk]): STAFF,
        reverse("workspace:welcome"): ENTER,
        reverse("workspace:guides"): ENTER,
        reverse("workspace:guide", args=["analista"]): ENTER,
        reverse("workspace:account"): set(PEOPLE) - {"anonymous", "disabled_focal_point"},
    }
    statuses = {address: statuses_of(client, people, address) for address in pages}
    for address, expected in pages.items():
        assert people_with(statuses[address], 200) == expected, address
    for name in ("end-designation", "hand-over"):
        address = reverse(f"workspace:{name}", args=[pk])
        assert people_with(statuses[address], 403) >= OF_THE_ENTITY
        hidden = people_with(statuses[address], 404)
        assert hidden == {"other_focal_point", "analyst", "observer"}
    for address in (
        reverse("workspace:invite-again", args=[pk]),
        reverse("workspace:take-back-delegation", args=[pk]),
        reverse("workspace:new-token"),
        reverse("workspace:revoke-token", args=["abc"]),
        reverse("workspace:decide-second-factor", args=[1, "aprobar"]),
    ):
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only


ACCOUNT_PAGES_FOR_ALL = """
    account_reset_password account_reset_password_done account_reset_password_from_key_done
    account_inactive
""".split()
ACCOUNT_PAGES_FOR_NOBODY_YET = ["account_login"]
ACCOUNT_PAGES_FOR_SIGNED_IN = (
    "account_logout account_set_password mfa_index mfa_list_webauthn usersessions_list".split()
)
ACCOUNT_PAGES_TESTED_APART = """
    account_change_password account_reauthenticate account_reset_password_from_key invitation
    mfa_activate_totp mfa_authenticate mfa_deactivate_totp mfa_download_recovery_codes
    mfa_generate_recovery_codes mfa_reauthenticate mfa_view_recovery_codes mfa_add_webauthn
    mfa_edit_webauthn mfa_remove_webauthn mfa_reauthenticate_webauthn
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
        statuses = statuses_of(client, people, address)
        assert people_with(statuses, 200) == (writers if editable else set())
        foreign = {"other_focal_point", "analyst", "observer"}
        assert people_with(statuses, 404) == (set() if state == State.VALIDATED else foreign)
    sent = statuses_of(client, people, reverse("workspace:sent", args=[row.pk]))
    waits = state in {State.SUBMITTED, State.PENDING_ENTITY}
    assert people_with(sent, 200) == (writers | {"validator"} if waits else set())
    for name in ("delete", "proposals"):
        address = reverse(f"workspace:{name}", args=[row.pk])
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only
        for person in set(people) - writers:
            sign_in(client, people[person])
            assert client.post(address).status_code in {302, 403, 404}
    assert Intervention.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("state", list(State))
def test_writing_in_the_name_of_an_entity(client, people, entity, state):
    """The secretariat begins with a reason; the form opens to who gave it, and to nobody else."""
    row = InterventionFactory(lead=entity, state=state)
    assert who_gets(client, people, reverse("workspace:new-on-behalf")) == STAFF
    page = reverse("workspace:on-behalf", args=[row.pk])
    statuses = statuses_of(client, people, page)
    assert people_with(statuses, 200) == STAFF | OF_THE_ENTITY
    for name, person in people.items():
        sign_in(client, person)
        answer = client.post(page, {"do": "begin", "reason": "Motivo"})
        may = name in STAFF and state in {State.DRAFT, State.OBSERVED, State.SUBMITTED}
        leads_to_form = answer.status_code == 302 and "/escribir/" in answer.headers["Location"]
        assert leads_to_form == may, name
    step = reverse("workspace:write", args=[row.pk, "que"])
    behalf = STAFF if state in {State.DRAFT, State.OBSERVED, State.SUBMITTED} else set()
    own = {"focal_point", "alternate"} if state in {State.DRAFT, State.OBSERVED} else set()
    assert who_gets(client, people, step) == behalf | own


@pytest.mark.parametrize("state", list(State))
def test_pages_of_the_form_are_not_the_partners(client, partners, entity, state):
    """Only the lead's people write a row; a partner is led to its own part, or reads the row."""
    persons, take_part = partners
    row = InterventionFactory(lead=entity, state=state)
    take_part(row)
    editable = state in {State.DRAFT, State.OBSERVED}
    for name, person in persons.items():
        sign_in(client, person)
        part = row.participations.get(entity=person.designations.get().entity)
        own = reverse("workspace:participation", args=[part.pk])
        read = reverse("workspace:review", args=[row.pk])
        assert {client.get(own).status_code, client.get(read).status_code} == {200}
        for page, keys in (("continue", []), ("write", ["que"]), ("send", [])):
            address = reverse(f"workspace:{page}", args=[row.pk, *keys])
            assert client.get(address).url == (own if editable else read), (name, page)
            sent = client.post(address, {"version": row.version})
            assert sent.status_code in ({403, 405} if editable else {302, 403, 405})
        for page in ("delete", "proposals", "carry"):
            sent = client.post(reverse(f"workspace:{page}", args=[row.pk]))
            assert sent.status_code == 403, (name, page)
        gone = client.get(reverse("workspace:discontinue", args=[row.pk]))
        assert gone.status_code == 403
        answered = client.post(own, {"answer": "confirm", "text": ""})
        assert answered.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.title, row.version) == (state, row.title, 1)


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
        reverse("workspace:entity-profile", args=[entity.acronym]): STAFF | OF_THE_ENTITY,
        reverse("workspace:entity-profile", args=[other_entity.acronym]): STAFF
        | {"other_focal_point"},
    }
    statuses = {address: statuses_of(client, people, address) for address in expected}
    for address, people_let_in in expected.items():
        assert people_with(statuses[address], 200) == people_let_in, address
    for address in list(expected)[2:4]:
        assert "other_focal_point" in people_with(statuses[address], 404)
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
    statuses = statuses_of(client, people, address)
    assert people_with(statuses, 200) == (set() if hidden else {"observer"})
    assert people_with(statuses, 404) == ({"observer"} if hidden else set())
