"""A reason to write in an entity's name says nothing of the row until something is written.

What was entered was written with its reason; what was corrected, where the history has a change of
the person since.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef


def date_what_was_done(apps: Any, _schema_editor: Any) -> None:
    """Of the reasons that are there, those under which something was written."""
    written = apps.get_model("interventions", "OnBehalf").objects.all()
    changes = apps.get_model("interventions", "HistoricalIntervention").objects.filter(
        id=OuterRef("intervention"), history_user=OuterRef("by"), history_date__gte=OuterRef("at")
    )
    used = written.filter(Exists(changes)).values_list("pk", flat=True)
    written.filter(kind="entered").update(changed_at=F("at"))
    written.filter(pk__in=list(used)).update(changed_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("interventions", "0013_tell_what_was_sent_on_behalf")]

    operations = [
        migrations.AddField(
            model_name="onbehalf",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="escrito o enviado el"),
        ),
        migrations.RunPython(date_what_was_done, migrations.RunPython.noop),
    ]
