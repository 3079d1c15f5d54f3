"""What people write in paragraphs is read in paragraphs; a list shows how it begins."""

from django.urls import reverse

from interventions.choices import State
from portal.templatetags.portal import first_sentence
from tests.factories import InterventionFactory

TEXT = "Se atendió a 1.250 personas de seis regiones. Después siguió.\n\n• Uno\n• Dos"


def test_list_shows_the_first_sentence_and_the_page_every_line(client, cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle, description=TEXT)
    listed = client.get(reverse("portal:interventions")).content.decode()
    assert "Después siguió" not in listed
    assert "• Uno" not in listed
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    assert "<p>• Uno<br>• Dos</p>" in page


def test_sentence_ends_before_a_capital_letter_or_a_line():
    assert first_sentence("Se dio S/. 20 a cada una. Luego, más.") == "Se dio S/. 20 a cada una."
    assert first_sentence("Primera línea\nSegunda") == "Primera línea"
    assert first_sentence("Sin punto final") == "Sin punto final"
