"""What is wrong in a form, as the top of a page says it."""

from django import forms

from face.problems import problems_of


class Sample(forms.Form):
    who = forms.CharField(label="quién")
    which = forms.MultipleChoiceField(
        label="cuáles", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple
    )

    def clean(self):
        raise forms.ValidationError("Nada de esto va junto.")


def test_the_whole_comes_first_and_each_leads_to_its_control():
    assert problems_of(Sample({})) == [
        ("Nada de esto va junto.", "id_who"),
        ("Quién: Este campo es requerido.", "id_who"),
        ("Cuáles: Este campo es requerido.", "id_which_0"),
    ]


def test_a_row_is_named_and_the_whole_leads_where_one_says():
    found = problems_of(Sample({"who": "x", "which": ["a"]}), of="Fila 2", whole="writing")
    assert found == [("Fila 2: Nada de esto va junto.", "writing")]
    found = problems_of(Sample({"which": ["a"]}), of="Fila 2")
    assert found[1] == ("Fila 2, quién: Este campo es requerido.", "id_who")
