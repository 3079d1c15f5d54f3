"""The data dictionary says what the models say."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from reports.dictionary import data_dictionary, records, rooms

WRITTEN = Path(settings.BASE_DIR) / "docs/data-dictionary.md"


def test_dictionary_is_as_new_as_the_models():
    assert WRITTEN.read_text() == data_dictionary(), "run make data-dictionary"


def test_command_writes_it(tmp_path):
    call_command("write_data_dictionary", output=tmp_path / "dictionary.md")
    assert (tmp_path / "dictionary.md").read_text() == WRITTEN.read_text()


def test_every_record_and_each_of_its_fields_is_named():
    text = data_dictionary()
    for room in rooms():
        for model in records(room):
            if model._meta.proxy:
                continue
            _before, found, after = text.partition(f"\n### {model.__name__}\n")
            assert found, model
            own = after.partition("\n### ")[0]
            for field in [*model._meta.fields, *model._meta.many_to_many]:
                assert f"| `{field.name}` |" in own, field


def test_every_room_with_tables_is_in_it():
    names = {room.label for room in rooms()}
    assert {"accounts", "interventions", "exchange", "reports"} <= names
    assert not names & {"auth", "knox", "workspace", "portal"}
