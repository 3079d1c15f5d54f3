"""Dates that are not there have no precision, and evidence has a place in its source.

SQLite makes both tables anew, and rows of closed cycles are mended: the triggers that refuse that
are removed before and made after.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Substr

from interventions import freeze, search_index

GOOD_PRACTICE = "Señalada como buena práctica"


def remove_triggers(_apps, schema_editor):
    freeze.remove(schema_editor)


def install_triggers(_apps, schema_editor):
    search_index.install(schema_editor.connection)
    freeze.install(schema_editor)


def blank_precision(apps, _schema_editor):
    for name in ("Intervention", "HistoricalIntervention"):
        rows = apps.get_model("interventions", name).objects
        rows.filter(start_date=None, end_date=None).update(date_precision="")


def say_day_again(apps, _schema_editor):
    for name in ("Intervention", "HistoricalIntervention"):
        rows = apps.get_model("interventions", name).objects
        rows.filter(date_precision="").update(date_precision="day")


def part_title_and_place(apps, _schema_editor):
    """Of what the data of 2022 name a good practice: its title held the place as well."""
    for name in ("Evidence", "HistoricalEvidence"):
        rows = apps.get_model("interventions", name).objects
        rows.filter(title__startswith=f"{GOOD_PRACTICE}: Tesis").update(
            reference=Substr(F("title"), len(GOOD_PRACTICE) + 3), title=Value(GOOD_PRACTICE)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0002_keep_notes_of_a_cycle"),
        ("entities", "0001_initial"),
        ("interventions", "0003_freeze_closed_cycles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AddField(
            model_name="evidence",
            name="reference",
            field=models.CharField(
                blank=True,
                help_text="Página, artículo o líneas donde consta.",
                max_length=200,
                verbose_name="lugar en la fuente",
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="reference",
            field=models.CharField(
                blank=True,
                help_text="Página, artículo o líneas donde consta.",
                max_length=200,
                verbose_name="lugar en la fuente",
            ),
        ),
        migrations.AlterField(
            model_name="historicalintervention",
            name="date_precision",
            field=models.CharField(
                blank=True,
                choices=[("day", "Día"), ("month", "Mes"), ("year", "Año")],
                help_text="Qué parte de las fechas se conoce; vacía donde no hay fecha.",
                max_length=10,
                verbose_name="precisión de las fechas",
            ),
        ),
        migrations.AlterField(
            model_name="intervention",
            name="date_precision",
            field=models.CharField(
                blank=True,
                choices=[("day", "Día"), ("month", "Mes"), ("year", "Año")],
                help_text="Qué parte de las fechas se conoce; vacía donde no hay fecha.",
                max_length=10,
                verbose_name="precisión de las fechas",
            ),
        ),
        migrations.RunPython(blank_precision, say_day_again),
        migrations.RunPython(part_title_and_place, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="intervention",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("date_precision", ""),
                        ("end_date__isnull", True),
                        ("start_date__isnull", True),
                    ),
                    models.Q(
                        models.Q(
                            ("start_date__isnull", False),
                            ("end_date__isnull", False),
                            _connector="OR",
                        ),
                        models.Q(("date_precision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="interventions_intervention_precision_of_dates",
                violation_error_message="La precisión se indica solo donde hay alguna fecha.",
            ),
        ),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
