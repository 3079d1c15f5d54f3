"""The sources that other records cite."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BibliographyEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="clave")),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="autoría")),
                ("year", models.CharField(blank=True, max_length=20, verbose_name="año")),
                ("title", models.CharField(max_length=400, verbose_name="título")),
                (
                    "publisher",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="editorial o institución"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="Las palabras con que la nombran las fuentes de los demás registros.",
                        max_length=300,
                        unique=True,
                        verbose_name="cómo se cita",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="nota")),
            ],
            options={
                "verbose_name": "referencia bibliográfica",
                "verbose_name_plural": "bibliografía",
                "ordering": ["reference"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBibliographyEntry",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, verbose_name="clave")),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="autoría")),
                ("year", models.CharField(blank=True, max_length=20, verbose_name="año")),
                ("title", models.CharField(max_length=400, verbose_name="título")),
                (
                    "publisher",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="editorial o institución"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        db_index=True,
                        help_text="Las palabras con que la nombran las fuentes de los demás registros.",
                        max_length=300,
                        verbose_name="cómo se cita",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="nota")),
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
                "verbose_name": "historical referencia bibliográfica",
                "verbose_name_plural": "historical bibliografía",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
