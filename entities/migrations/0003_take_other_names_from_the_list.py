"""What the list of other names held becomes a row each; names that were there get their keys."""

from django.db import migrations

from alignment.models.keys import spanish_key, write_keys


def take(apps, _editor):
    write_keys(apps, "entities", ["Entity", "Country", "TargetGroup", "WorkingGroup"])
    OtherName = apps.get_model("entities", "OtherName")
    for entity in apps.get_model("entities", "Entity").objects.order_by("pk"):
        for name in entity.aliases:
            if key := spanish_key(str(name)):
                OtherName.objects.get_or_create(
                    entity=entity, acronym_key="", name_key=key, defaults={"name": str(name)[:200]}
                )


def give_back(apps, _editor):
    for entity in apps.get_model("entities", "Entity").objects.order_by("pk"):
        entity.aliases = [
            text
            for other in entity.other_names.order_by("pk")
            for text in (other.acronym, other.name)
            if text
        ]
        entity.save(update_fields=["aliases"])


class Migration(migrations.Migration):
    dependencies = [("entities", "0002_other_names_and_keys")]
    operations = [migrations.RunPython(take, give_back)]
