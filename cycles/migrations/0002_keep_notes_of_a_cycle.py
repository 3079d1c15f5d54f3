"""Notes of a cycle, and where the data of 2022 come from, in a database that holds them already."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

ES = (
    "Esta edición no es el Informe País publicado: el equipo fundador del registro la reconstruyó "
    "en noviembre de 2026 a partir del resumen que la tesis que propuso este registro hace del "
    "informe del 1 de marzo de 2022; sus filas se cargaron de ese resumen y ninguna entidad las "
    "validó."
)
EN = (
    "This edition is not the published country report: the registry's founding team reconstructed "
    "it in November 2026 from the summary of the report of 1 March 2022 in the thesis that "
    "proposed this registry; its rows were loaded from that summary and no entity validated them."
)
SOURCE = "Tesis sobre el Pacto en el Perú [2022], líneas 2345-2346"
LOADED_FROM = "según lo resume la tesis"


def say_where_2022_comes_from(apps, schema_editor):
    """Only of rows that were loaded from our fixtures, which name their source."""
    rows = apps.get_model("interventions", "Intervention").objects.filter(
        cycle__code="2022", source_document__contains=LOADED_FROM
    )
    row = rows.first()
    if row is not None:
        apps.get_model("cycles", "CycleNote").objects.create(
            cycle_id=row.cycle_id, kind="provenance", text_es=ES, text_en=EN, source=SOURCE
        )


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0001_initial"),
        ("cycles", "0001_initial"),
        ("interventions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCycleNote",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("provenance", "Procedencia de la edición"),
                            ("window", "Ventana de tiempo"),
                            ("contributors", "Quiénes contribuyeron"),
                            ("gap", "Lo que el texto cuenta y ninguna fila recoge"),
                            ("detail", "Nivel de detalle"),
                        ],
                        max_length=20,
                        verbose_name="clase",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
                ("text_es", models.TextField(verbose_name="texto en español")),
                ("text_en", models.TextField(blank=True, verbose_name="texto en inglés")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Documento y lugar en él.",
                        max_length=300,
                        verbose_name="fuente",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cycles.reportingcycle",
                        verbose_name="ciclo",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alignment.provision",
                        verbose_name="objetivo o lineamiento",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical nota del ciclo",
                "verbose_name_plural": "historical notas del ciclo",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CycleNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("provenance", "Procedencia de la edición"),
                            ("window", "Ventana de tiempo"),
                            ("contributors", "Quiénes contribuyeron"),
                            ("gap", "Lo que el texto cuenta y ninguna fila recoge"),
                            ("detail", "Nivel de detalle"),
                        ],
                        max_length=20,
                        verbose_name="clase",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
                ("text_es", models.TextField(verbose_name="texto en español")),
                ("text_en", models.TextField(blank=True, verbose_name="texto en inglés")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Documento y lugar en él.",
                        max_length=300,
                        verbose_name="fuente",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="cycles.reportingcycle",
                        verbose_name="ciclo",
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycle_notes",
                        to="alignment.provision",
                        verbose_name="objetivo o lineamiento",
                    ),
                ),
            ],
            options={
                "verbose_name": "nota del ciclo",
                "verbose_name_plural": "notas del ciclo",
                "ordering": ["cycle", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "provenance")),
                        fields=("cycle",),
                        name="cycles_cyclenote_one_provenance",
                        violation_error_message="El ciclo ya dice de dónde procede su edición.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["detail", "gap"]), ("provision__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["detail", "gap"]), _negated=True),
                                ("provision__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cycles_cyclenote_provision_where_it_is_about_one",
                        violation_error_message="Indique el objetivo o lineamiento solo donde la nota trata de uno.",
                    ),
                ],
            },
        ),
        migrations.RunPython(say_where_2022_comes_from, migrations.RunPython.noop),
    ]
