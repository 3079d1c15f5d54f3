"""Of the accounts that there are: who invited them, or made them in the back-office."""

from django.db import migrations

ADDITION = 1


def take_from_what_was_recorded(apps, schema_editor):
    """The later of the last invitation and the entry of the back-office that made the account."""
    people = apps.get_model("accounts", "User").objects
    known = {}
    made = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="accounts", content_type__model="user", action_flag=ADDITION
    )
    for person, by, at in made.values_list("object_id", "user_id", "action_time"):
        known[int(person)] = by, at
    invited = apps.get_model("accounts", "Invitation").objects.order_by("made_at")
    for person, by, at in invited.values_list("person_id", "made_by_id", "made_at"):
        known[person] = by, at
    for person, (by, at) in known.items():
        if person != by:
            people.filter(pk=person).update(entrusted_by=by, entrusted_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_record_who_gives_an_account"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunPython(take_from_what_was_recorded, migrations.RunPython.noop),
    ]
