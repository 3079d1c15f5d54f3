from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0003_take_other_names_from_the_list")]

    operations = [
        migrations.RemoveField(
            model_name="entity",
            name="aliases",
        ),
        migrations.RemoveField(
            model_name="historicalentity",
            name="aliases",
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.UniqueConstraint(
                fields=("acronym_key",),
                name="entities_entity_acronym_once",
                violation_error_message="Ya hay una entidad con esa sigla, quizá con otras mayúsculas o tildes.",
            ),
        ),
    ]
