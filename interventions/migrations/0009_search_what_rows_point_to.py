"""The full-text index anew: unstemmed words, and what rows point to; and the list of synonyms.

Which words belong together is known to who searches, so that both databases say the same.
"""

from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from interventions import search_index


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the index, its triggers, and a line for each row that is there."""
    search_index.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0008_dates_of_evidence_as_exact_as_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSearchSynonyms",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True, editable=False, max_length=60, verbose_name="clave"
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Una por línea, al menos dos. Los plurales y las tildes de una palabra se reconocen solos; de una expresión de varias palabras escriba cada forma.",
                        verbose_name="palabras o expresiones",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Qué texto usa cada una, o por qué significan lo mismo.",
                        verbose_name="por qué",
                    ),
                ),
                (
                    "in_use",
                    models.BooleanField(
                        default=True,
                        help_text="Quite la marca para dejar de usarlas al buscar.",
                        verbose_name="se usa",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sinónimos de la búsqueda",
                "verbose_name_plural": "historical sinónimos de la búsqueda",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SearchSynonyms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        blank=True, editable=False, max_length=60, verbose_name="clave"
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Una por línea, al menos dos. Los plurales y las tildes de una palabra se reconocen solos; de una expresión de varias palabras escriba cada forma.",
                        verbose_name="palabras o expresiones",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Qué texto usa cada una, o por qué significan lo mismo.",
                        verbose_name="por qué",
                    ),
                ),
                (
                    "in_use",
                    models.BooleanField(
                        default=True,
                        help_text="Quite la marca para dejar de usarlas al buscar.",
                        verbose_name="se usa",
                    ),
                ),
            ],
            options={
                "verbose_name": "sinónimos de la búsqueda",
                "verbose_name_plural": "sinónimos de la búsqueda",
                "ordering": ["words", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("key",),
                        name="interventions_searchsynonyms_key_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="interventions_searchsynonyms_words_and_reason",
                        violation_error_message="Escriba las palabras y por qué significan lo mismo.",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
