"""A version is approved before it is published; the triggers are made again around it.

SQLite makes the table anew, and published versions are among its rows.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from reports import freeze


def remove_triggers(_apps, schema_editor):
    freeze.remove(schema_editor)


def install_triggers(_apps, schema_editor):
    freeze.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reports", "0002_freeze_what_is_published"),
    ]

    operations = [
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AlterField(
            "countryreport",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Borrador"),
                    ("in_review", "En revisión"),
                    ("approved", "Aprobado"),
                    ("published", "Publicado"),
                ],
                default="draft",
                max_length=20,
                verbose_name="estado",
            ),
        ),
        migrations.AddField(
            "countryreport",
            "approved_at",
            models.DateTimeField(blank=True, null=True, verbose_name="aprobado el"),
        ),
        migrations.AddField(
            "countryreport",
            "approved_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="aprobado por",
            ),
        ),
        migrations.AddField(
            "countryreport",
            "acknowledged",
            models.JSONField(default=list, editable=False, verbose_name="lo que se dio por sabido"),
        ),
        migrations.AddConstraint(
            "countryreport",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("state", "approved"),
                    ),
                    ("state", "published"),
                    models.Q(
                        ("state__in", ["draft", "in_review"]),
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="reports_countryreport_approval_complete",
            ),
        ),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
