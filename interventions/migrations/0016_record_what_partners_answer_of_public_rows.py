"""What a partner answers of a public row stands in the same record as what is done with the row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0015_keep_files_of_evidence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reviewevent",
            name="move",
            field=models.CharField(
                blank=True,
                choices=[
                    ("submit", "Enviar"),
                    ("approve", "Aprobar en la entidad"),
                    ("return_in_entity", "Devolver al punto focal"),
                    ("observe", "Observar"),
                    ("validate", "Validar"),
                    ("reopen", "Reabrir"),
                    ("withdraw", "Retirar el envío"),
                    ("partner_answer", "Responder si participa"),
                ],
                max_length=20,
                verbose_name="movimiento",
            ),
        ),
    ]
