"""Titles are ordered as a Spanish dictionary has them, alike on both databases.

Rows of closed cycles get their key as well, and SQLite makes the table anew: the triggers of closed
cycles and of the search are removed before and made after.
"""

from django.db import migrations

from alignment.models.keys import SpanishKeyField, write_keys
from interventions import freeze, search_index


def remove_triggers(_apps, schema_editor):
    freeze.remove(schema_editor)
    search_index.remove(schema_editor.connection)


def install_triggers(_apps, schema_editor):
    search_index.install(schema_editor.connection)
    freeze.install(schema_editor)


def write_keys_of_titles(apps, _schema_editor):
    write_keys(apps, "interventions", ["Intervention"])


class Migration(migrations.Migration):
    dependencies = [("interventions", "0018_name_rows_of_any_earlier_cycle")]

    operations = [
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AddField(
            "intervention",
            "title_key",
            SpanishKeyField(max_length=500, source="title", verbose_name="título para ordenar"),
        ),
        migrations.RunPython(write_keys_of_titles, migrations.RunPython.noop),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
