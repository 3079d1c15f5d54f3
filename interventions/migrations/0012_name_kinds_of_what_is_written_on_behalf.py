"""What was done in an entity's name is its kind, as everywhere else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("interventions", "0011_write_on_behalf_of_entities")]

    operations = [
        migrations.RenameField("onbehalf", "deed", "kind"),
    ]
