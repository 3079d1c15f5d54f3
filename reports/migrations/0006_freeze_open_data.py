"""The triggers that refuse any change of a published version of the open data."""

from typing import Any

from django.db import migrations

from reports.dataset import freeze


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    freeze.install(schema_editor)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    freeze.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_keep_open_data")]

    operations = [migrations.RunPython(install, remove)]
