"""To send what an entity wrote in its name is neither to enter nor to correct it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interventions", "0012_name_kinds_of_what_is_written_on_behalf")]

    operations = [
        migrations.AlterField(
            model_name="onbehalf",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entered", "La registró"),
                    ("corrected", "La corrigió"),
                    ("sent", "La envió"),
                ],
                max_length=20,
                verbose_name="qué se hizo",
            ),
        ),
    ]
