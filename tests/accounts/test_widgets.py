"""The fields of the back-office that Django draws as invalid HTML are drawn as valid."""

import pytest
from django.urls import reverse

from accounts.models import RegistryRole
from tests.factories import AlignmentFactory, UserFactory


@pytest.fixture
def back_office(client, db):
    person = UserFactory(registry_role=RegistryRole.SECRETARIAT)
    client.force_login(person)
    return client, person


def test_list_that_completes_begins_with_words_also_where_an_answer_is_required(back_office):
    client, _ = back_office
    first = '<option value="" selected>Elija</option>'
    assert client.get(reverse("admin:alignment_alignment_add")).text.count(first) == 2
    given = AlignmentFactory()
    page = client.get(reverse("admin:alignment_alignment_change", args=[given.pk])).text
    assert page.count('<option value="">Elija</option>') == 2
    assert f'<option value="{given.source_id}" selected>' in page


def test_what_is_known_of_a_password_is_no_field(back_office):
    client, person = back_office
    page = client.get(reverse("admin:accounts_user_change", args=[person.pk])).text
    assert 'id="id_password"' in page
    assert "<div disabled" not in page


def test_entity_has_no_hidden_copy_of_its_names(back_office):
    client, _ = back_office
    assert "initial-aliases" not in client.get(reverse("admin:entities_entity_add")).text
