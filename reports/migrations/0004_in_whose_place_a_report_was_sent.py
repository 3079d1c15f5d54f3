"""Who sends a version to review may do so in the place of somebody on leave.

SQLite may make the table anew: the triggers are made again around it.
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
        ("reports", "0003_approve_before_publication"),
    ]

    operations = [
        migrations.RunPython(remove_triggers, install_triggers),
        migrations.AddField(
            "countryreport",
            "reviewed_in_place_of",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="por encargo de",
            ),
        ),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
