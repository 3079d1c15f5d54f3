"""What is taken up may be of any earlier cycle, not only of the one before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0017_who_stood_in"),
    ]

    operations = [
        migrations.AlterField(
            model_name="discontinuation",
            name="previous",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="discontinuations",
                to="interventions.intervention",
                verbose_name="intervención de un ciclo anterior",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldiscontinuation",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.intervention",
                verbose_name="intervención de un ciclo anterior",
            ),
        ),
        migrations.AlterField(
            model_name="historicalintervention",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.intervention",
                verbose_name="intervención de un ciclo anterior",
            ),
        ),
        migrations.AlterField(
            model_name="intervention",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="interventions.intervention",
                verbose_name="intervención de un ciclo anterior",
            ),
        ),
    ]
