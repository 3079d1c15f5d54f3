"""The full-text index, kept by triggers of the database."""

from typing import Any

from django.db import migrations

from interventions import search_index


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the index, its triggers, and a line for each row that is there."""
    search_index.install(schema_editor.connection)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Drop the triggers and the index."""
    search_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
