"""What the product itself says names people as it asks its authors to."""

from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse

from interventions.terms import TERMS, terms_in
from tests.factories import InterventionFactory


def test_no_text_of_ours_uses_words_for_which_there_are_better_ones():
    with (Path(settings.BASE_DIR) / "locale/en/LC_MESSAGES/django.po").open("rb") as messages:
        catalogue = read_po(messages)
    texts = [
        part
        for message in catalogue
        for part in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    assert len(texts) > 3000
    explained = {str(term.instead_of) for term in TERMS}
    used = {text: terms_in(text) for text in texts if text not in explained}
    assert {text: found for text, found in used.items() if found} == {}


def test_whoever_writes_finds_how_people_are_named(client, focal_point, entity, cycle):
    client.force_login(focal_point)
    guide = reverse("workspace:guide", args=["como-nombrar"])
    row = InterventionFactory(lead=entity, cycle=cycle)
    for address in (reverse("workspace:new"), reverse("workspace:write", args=[row.pk, "que"])):
        assert guide in client.get(address).content.decode()
