"""Evidence may have a file, kept in a table of its own; a closed cycle's is held by a trigger.

The triggers of closed cycles and of the search are removed before and made after, since SQLite
makes the table of evidence anew.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import interventions.models.evidence_file
from interventions import freeze, search_index

MODELS = ("evidence", "historicalevidence")


def remove_triggers(_apps, schema_editor):
    freeze.remove(schema_editor)


def install_triggers(_apps, schema_editor):
    search_index.install(schema_editor.connection)
    freeze.install(schema_editor)


def said_of_files():
    return {
        "file_name": models.CharField(
            blank=True, max_length=100, verbose_name="nombre del archivo"
        ),
        "file_type": models.CharField(
            blank=True,
            help_text="Tipo de medio (IANA), reconocido por el contenido.",
            max_length=100,
            verbose_name="tipo del archivo",
        ),
        "file_size": models.PositiveIntegerField(
            blank=True, help_text="En bytes.", null=True, verbose_name="tamaño del archivo"
        ),
        "file_sha256": models.CharField(
            blank=True,
            help_text="SHA-256 en hexadecimal: dice si una copia es la misma.",
            max_length=64,
            verbose_name="huella del archivo",
        ),
    }


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0014_date_what_was_done_on_behalf"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove_triggers, migrations.RunPython.noop),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=interventions.models.evidence_file.new_key,
                        editable=False,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nombre")),
                ("type", models.CharField(max_length=100, verbose_name="tipo")),
                (
                    "size",
                    models.PositiveIntegerField(help_text="En bytes.", verbose_name="tamaño"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="huella SHA-256")),
                ("body", models.BinaryField(verbose_name="contenido")),
                ("kept_at", models.DateTimeField(verbose_name="guardado el")),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="guardado por",
                    ),
                ),
            ],
            options={
                "verbose_name": "archivo de sustento",
                "verbose_name_plural": "archivos de sustento",
                "ordering": ["kept_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)),
                        name="interventions_evidencefile_not_empty",
                    ),
                ],
            },
        ),
        *(
            migrations.AddField(model, name, field)
            for model in MODELS
            for name, field in said_of_files().items()
        ),
        migrations.AddField(
            "evidence",
            "file",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="interventions.evidencefile",
                verbose_name="archivo",
            ),
        ),
        migrations.AddField(
            "historicalevidence",
            "file",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.evidencefile",
                verbose_name="archivo",
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file__isnull", True),
                        ("file_name", ""),
                        ("file_sha256", ""),
                        ("file_size__isnull", True),
                        ("file_type", ""),
                    ),
                    models.Q(
                        ("file__isnull", False),
                        ("file_size__gte", 1),
                        models.Q(
                            ("file_name", ""),
                            ("file_type", ""),
                            ("file_sha256", ""),
                            _connector="OR",
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="interventions_evidence_file_complete",
            ),
        ),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
