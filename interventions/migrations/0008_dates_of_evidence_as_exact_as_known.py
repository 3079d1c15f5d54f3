"""The date of what supports an intervention may be a year or a month: a text, as ISO 8601 has it.

Rows of closed cycles are rewritten as well, with the same dates: the triggers that refuse that are
removed before and made after, those of the search with them, since SQLite makes the table anew.
"""

import django.core.validators
from django.db import migrations, models

from interventions import freeze, search_index

PARTIAL = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
MODELS = ("evidence", "historicalevidence")


def remove_triggers(_apps, schema_editor):
    freeze.remove(schema_editor)


def install_triggers(_apps, schema_editor):
    search_index.install(schema_editor.connection)
    freeze.install(schema_editor)


def say_nothing_with_nothing(apps, _schema_editor):
    for name in MODELS:
        apps.get_model("interventions", name).objects.filter(date=None).update(date="")


def text(**more):
    return models.CharField(
        blank=True,
        help_text="AAAA, AAAA-MM o AAAA-MM-DD, según se conozca.",
        max_length=10,
        validators=[
            django.core.validators.RegexValidator(
                PARTIAL, message="Escriba la fecha como AAAA, AAAA-MM o AAAA-MM-DD."
            )
        ],
        verbose_name="fecha",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("interventions", "0007_withdraw_what_was_sent")]

    operations = [
        migrations.RunPython(remove_triggers, migrations.RunPython.noop),
        *(migrations.AlterField(name, "date", text(null=True)) for name in MODELS),
        migrations.RunPython(say_nothing_with_nothing, migrations.RunPython.noop),
        *(migrations.AlterField(name, "date", text()) for name in MODELS),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(("date", ""), ("date__regex", PARTIAL), _connector="OR"),
                name="interventions_evidence_date_is_partial",
                violation_error_message="Escriba la fecha como AAAA, AAAA-MM o AAAA-MM-DD.",
            ),
        ),
        migrations.RunPython(install_triggers, migrations.RunPython.noop),
    ]
