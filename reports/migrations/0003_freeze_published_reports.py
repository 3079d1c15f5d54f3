"""The triggers that refuse any change of a published report."""

from typing import Any

from django.db import migrations

from reports import freeze


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    freeze.install(schema_editor)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    freeze.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_keep_versions_of_the_report")]

    operations = [migrations.RunPython(install, remove)]
