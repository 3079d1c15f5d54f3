"""The fields of an intervention: each is known, and a new one appears wherever its row says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from interventions import fields
from interventions.models import Intervention
from interventions.values import PARTS
from workspace.forms import STEPS

ROOT = Path(fields.__file__).parent.parent
ROOMS = [path.parent.name for path in ROOT.glob("*/__init__.py")]


def test_every_column_is_a_field_or_named_internal():
    options = Intervention._meta
    columns = {field.name for field in (*options.concrete_fields, *options.many_to_many)}
    own = {field.name for field in fields.FIELDS if field.sort is not fields.Sort.ROWS}
    assert own | set(fields.INTERNAL) == columns
    assert not own & set(fields.INTERNAL)
    rows = {field.name for field in fields.FIELDS if field.sort is fields.Sort.ROWS}
    assert rows == {part.name for part in PARTS}


def test_every_field_is_written_in_a_step_that_there_is():
    assert {field.step for field in fields.FIELDS} == {step.slug for step in STEPS}
    for step in STEPS:
        asked = step.form.form_class.base_fields if step.slug != "objetivos" else {}
        assert list(asked) == [name for name in asked if name in step.form.names]
        assert set(step.form.names) == {*asked, step.rows or "contributions"} - {""} or (
            not step.rows and set(step.form.names) == set(asked)
        )


ADDED = (
    (
        "interventions/models/intervention.py",
        "    created_at = models.DateTimeField(",
        '    made_up = models.TextField(_("campo inventado"), blank=True, help_text="Para qué")\n',
    ),
    (
        "interventions/fields.py",
        '    Field("source_document"',
        '    Field("made_up", "que", carried=True, public=True),\n',
    ),
)
"""File, before what, and the lines that the recipe of CONTRIBUTING.md adds there."""

LOOK = """
import json, django
django.setup()
from django.contrib import admin
from django.core.management import call_command
from importlib import import_module as of
from interventions.actions import Writing, write
from interventions.models import Intervention
columns = of("interventions.export.columns").COLUMNS
book = of("exchange.tables").INTERVENTIONS
step = of("workspace.forms").STEPS[0].form
back_office = admin.site._registry[Intervention].get_fieldsets(None, object())
print(json.dumps({
    "step": "made_up" in step.names and "made_up" in step.form_class.base_fields,
    "back-office": "made_up" in str(back_office),
    "review": "made_up" in of("interventions.differences").FIELDS,
    "observed": "made_up" in dict(of("interventions.forms").observable_fields()),
    "values": "made_up" in of("interventions.values").PLAIN,
    "carried": "made_up" in of("interventions.fields").CARRIED,
    "workbook": [str(column.title) for column in book.columns if column.key == "made_up"],
    "API": "made_up" in of("interventions.serializers").InterventionSerializer().fields,
    "record": "made_up" in of("interventions.records").PLAIN_FIELDS,
    "dictionary": "`made_up`" in of("reports.dictionary").data_dictionary(),
    "files": [str(column.title) for column in columns if column.name == "made_up"],
    "open data": "made_up" in [
        c.name for c in of("reports.dataset.intervention_tables").INTERVENTIONS.columns
    ],
}))
"""


def test_field_added_by_the_recipe_appears_in_every_face(tmp_path):
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.pyc"))
    for path, before, line in ADDED:
        text = (tmp_path / path).read_text()
        assert before in text
        (tmp_path / path).write_text(text.replace(before, line + before, 1))
    looked = subprocess.run(  # noqa: S603 - this interpreter, the lines above
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "LANGUAGE": "es"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    found = json.loads(looked.stdout.splitlines()[-1])
    assert [face for face, shown in found.items() if not shown] == []
    assert found["workbook"] == found["files"] == ["Campo inventado"]
