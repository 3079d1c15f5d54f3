"""The full-text index anew: a soft hyphen or a mark without width parts no word."""

from typing import Any

from django.db import migrations

from interventions import search_index


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the index, its triggers, and a line for each row that is there."""
    search_index.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0005_results_and_difficulties_are_shared")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
