from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interventions", "0014_keep_filters")]

    operations = [
        migrations.AddIndex(
            model_name="intervention",
            index=models.Index(fields=["code"], name="intervention_code"),
        ),
    ]
