"""Who took part according to the published source that a row was loaded from is told as the source tells it.

Nobody confirmed those participations here, and the source says that the entities reported together.
The rows are of closed cycles: the database's refusal is removed before and made after, and the
index of the search with it, since SQLite makes the table anew.
"""

from typing import Any

from django.db import migrations, models

from interventions import freeze, search_index

WORDS = "así consta en la fuente publicada"


def remove_triggers(_apps: Any, schema_editor: Any) -> None:
    """Rows of closed cycles are written below."""
    freeze.remove(schema_editor)
    search_index.remove(schema_editor.connection)


def state_what_was_loaded(apps: Any, _schema_editor: Any) -> None:
    """Rows loaded from a source are those that nobody validated by name."""
    events = apps.get_model("interventions", "ReviewEvent")
    loaded = events.objects.filter(by__isnull=True, to_state="validated").values("intervention")
    parts = apps.get_model("interventions", "Participation")
    stated = parts.objects.filter(intervention__in=loaded, confirmed_at__isnull=True)
    keys = list(stated.exclude(role="lead").values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        parts.objects.filter(pk__in=some).update(stated_by_source=True)
        records = apps.get_model("interventions", "HistoricalParticipation")
        records.objects.filter(id__in=some).update(stated_by_source=True)


def install_triggers(_apps: Any, schema_editor: Any) -> None:
    """The triggers of the tables as they are now, and the index filled."""
    search_index.install(schema_editor.connection)
    freeze.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0009_search_what_rows_point_to")]

    operations = [
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AddField(
            "participation",
            "stated_by_source",
            models.BooleanField(WORDS, default=False, editable=False),
        ),
        migrations.AddField(
            "historicalparticipation",
            "stated_by_source",
            models.BooleanField(WORDS, default=False, editable=False),
        ),
        migrations.RunPython(state_what_was_loaded, migrations.RunPython.noop),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
