from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_invite_people_and_welcome_them")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="access_ended_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="se le cerró el acceso el"
            ),
        ),
    ]
