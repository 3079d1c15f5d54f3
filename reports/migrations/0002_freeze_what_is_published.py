"""The triggers that refuse any change of a published report or version of the open data."""

from typing import Any

from django.db import migrations

from reports import freeze
from reports.dataset import freeze as dataset_freeze


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    freeze.install(schema_editor)
    dataset_freeze.install(schema_editor)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    dataset_freeze.remove(schema_editor)
    freeze.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
