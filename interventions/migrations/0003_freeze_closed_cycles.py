"""The triggers that refuse any change of what was reported in a closed cycle."""

from typing import Any

from django.db import migrations

from interventions import freeze


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    freeze.install(schema_editor)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    freeze.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0002_index_for_search"), ("cycles", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
