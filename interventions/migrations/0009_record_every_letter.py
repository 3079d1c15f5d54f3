"""The log of reminders becomes the log of every letter; a reminder is of one deadline."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def tell_deadlines(apps, _schema_editor):
    """What was sent so far told the deadline that its cycle has now."""
    letters = apps.get_model("interventions", "Letter").objects
    letters.update(queued_at=F("sent_at"), attempts=1)
    for letter in letters.select_related("cycle"):
        letter.occasion = f"{letter.cycle.code}:{letter.cycle.call_closes or ''}"
        letter.save(update_fields=["occasion"])


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0008_keep_what_ended_and_who_declined"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("Reminder", "interventions_reminder_once"),
        migrations.RenameModel("Reminder", "Letter"),
        migrations.RenameField("Letter", "moment", "kind"),
        migrations.AddField(
            "Letter",
            "occasion",
            models.CharField(default="", max_length=40, verbose_name="ocasión"),
            preserve_default=False,
        ),
        migrations.AddField(
            "Letter", "queued_at", models.DateTimeField(null=True, verbose_name="preparada el")
        ),
        migrations.AddField(
            "Letter", "attempts", models.PositiveIntegerField(default=0, verbose_name="intentos")
        ),
        migrations.RunPython(tell_deadlines, migrations.RunPython.noop),
    ]
