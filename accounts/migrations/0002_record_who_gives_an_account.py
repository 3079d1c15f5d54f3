"""Who gave an account, or a way into it, is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="entrusted_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="se le dio la cuenta el"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="entrusted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Quien la creó, la invitó, o cambió después su función, correo o contraseña.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="le dio la cuenta",
            ),
        ),
    ]
