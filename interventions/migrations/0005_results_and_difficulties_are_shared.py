"""A result or difficulty is one row, linked to the interventions that share it.

Until now it belonged to one, and what a row of a published matrix says of several actions stood as
a copy in each: those copies become one.
"""

from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.core.management.color import no_style
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

import interventions.models.reported
from interventions import freeze, search_index

SHARED = (
    ("Result", interventions.models.reported.new_result_code),
    ("Challenge", interventions.models.reported.new_challenge_code),
)
"""What is shared, and what makes its codes."""

TOGETHER = 500
MERGED = "one of the copies that a row of the source had been given"


def remove_triggers(_apps: Any, schema_editor: Any) -> None:
    """Tables are made anew below, and rows of closed cycles are linked."""
    freeze.remove(schema_editor)
    search_index.remove(schema_editor.connection)


def install_triggers(_apps: Any, schema_editor: Any) -> None:
    """The triggers of the tables as they are now, and the index filled."""
    freeze.install(schema_editor)
    search_index.install(schema_editor.connection)


def link(apps: Any, schema_editor: Any) -> None:
    """Give each its code and its link, the histories too; then make one of the copies."""
    for name, new_code in SHARED:
        model = apps.get_model("interventions", name)
        _give_codes(model, apps.get_model("interventions", f"Historical{name}"), new_code)
        _add_links(apps, name)
        _merge_copies(apps, name)
    connection = schema_editor.connection
    links = [apps.get_model("interventions", f"{name}Link") for name, _new_code in SHARED]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), links):
            cursor.execute(statement)
        if connection.vendor == "postgresql":  # it alters no table that has checks pending
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _give_codes(model: Any, history: Any, new_code: Any) -> None:
    rows, taken = list(model.objects.only("pk").order_by("pk")), set()
    for row in rows:
        row.code = new_code()
        while row.code in taken:
            row.code = new_code()
        taken.add(row.code)
    model.objects.bulk_update(rows, ["code"], batch_size=TOGETHER)
    code = model.objects.filter(pk=OuterRef("id")).values("code")
    history.objects.update(code=Coalesce(Subquery(code), models.Value("")))


def _add_links(apps: Any, name: str) -> None:
    """A link has the key of what it links, so that the histories of both are told apart as before.

    What an entity reported without an intervention gets none.
    """
    key = f"{name.lower()}_id"
    for prefix in ("", "Historical"):
        made = apps.get_model("interventions", f"{prefix}{name}Link")
        same = ("history_date", "history_change_reason", "history_type", "history_user_id")
        names = ("id", "intervention_id", "position", *(same if prefix else ()))
        told = (
            apps.get_model("interventions", f"{prefix}{name}")
            .objects.filter(intervention__isnull=False)
            .order_by("history_id" if prefix else "id")
        )
        made.objects.bulk_create(
            (made(**values, **{key: values["id"]}) for values in told.values(*names).iterator()),
            batch_size=TOGETHER,
        )


def _merge_copies(apps: Any, name: str) -> None:
    """Of what loaded rows of one cycle say alike, from one row of one table, the first is kept."""
    model = apps.get_model("interventions", name)
    made = apps.get_model("interventions", f"{name}Link")
    key = f"{name.lower()}_id"
    left_out = {"id", "code", "intervention", "position"}
    told = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    kept: dict[tuple, int] = {}
    copies: dict[int, int] = {}
    seen: dict[tuple, int] = {}
    rows = model.objects.filter(
        intervention__created_by__isnull=True, intervention__source_reference__gt=""
    ).select_related("intervention")
    for row in rows.order_by("intervention_id", "position", "pk"):
        own = row.intervention
        place, _rest, _others = own.source_reference.partition(";")
        said = (own.cycle_id, own.source_document, place, *(getattr(row, one) for one in told))
        seen[own.pk, said] = seen.get((own.pk, said), 0) + 1
        first = kept.setdefault((*said, seen[own.pk, said]), row.pk)
        if first != row.pk:
            copies[row.pk] = first
    now = timezone.now()
    links = list(made.objects.filter(**{f"{key}__in": list(copies)}))
    for one in links:
        setattr(one, key, copies[getattr(one, key)])
    made.objects.bulk_update(links, [key.removesuffix("_id")], batch_size=TOGETHER)
    _record(apps, f"{name}Link", links, "~", now)
    _record(apps, name, list(model.objects.filter(pk__in=list(copies))), "-", now)
    for relation in model._meta.related_objects:
        if relation.one_to_many and relation.related_model is not made:
            for pk, first in copies.items():
                rows = relation.related_model.objects.filter(**{relation.field.attname: pk})
                rows.update(**{relation.field.attname: first})
    model.objects.filter(pk__in=list(copies)).delete()


def _record(apps: Any, name: str, rows: list[Any], kind: str, now: Any) -> None:
    """That the rows changed, or that they are gone, in their history."""
    history = apps.get_model("interventions", f"Historical{name}")
    names = [field.attname for field in apps.get_model("interventions", name)._meta.concrete_fields]
    history.objects.bulk_create(
        (
            history(
                **{one: getattr(row, one) for one in names},
                history_date=now,
                history_type=kind,
                history_change_reason=MERGED,
            )
            for row in rows
        ),
        batch_size=TOGETHER,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0001_initial"),
        ("cycles", "0001_initial"),
        ("entities", "0001_initial"),
        ("interventions", "0004_blank_precision_without_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove_triggers),
        migrations.CreateModel(
            name="ChallengeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
            ],
            options={
                "verbose_name": "dificultad de una intervención",
                "verbose_name_plural": "dificultades de cada intervención",
                "ordering": ["intervention", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalChallengeLink",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical dificultad de una intervención",
                "verbose_name_plural": "historical dificultades de cada intervención",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResultLink",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical resultado de una intervención",
                "verbose_name_plural": "historical resultados de cada intervención",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ResultLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="orden")),
            ],
            options={
                "verbose_name": "resultado de una intervención",
                "verbose_name_plural": "resultados de cada intervención",
                "ordering": ["intervention", "position", "id"],
            },
        ),
        migrations.AddField(
            model_name="challengelink",
            name="challenge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="interventions.challenge",
                verbose_name="dificultad",
            ),
        ),
        migrations.AddField(
            model_name="challengelink",
            name="intervention",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="interventions.intervention",
                verbose_name="intervención",
            ),
        ),
        migrations.AddField(
            model_name="historicalchallengelink",
            name="challenge",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.challenge",
                verbose_name="dificultad",
            ),
        ),
        migrations.AddField(
            model_name="historicalchallengelink",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalchallengelink",
            name="intervention",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.intervention",
                verbose_name="intervención",
            ),
        ),
        migrations.AddField(
            model_name="historicalresultlink",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalresultlink",
            name="intervention",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.intervention",
                verbose_name="intervención",
            ),
        ),
        migrations.AddField(
            model_name="historicalresultlink",
            name="result",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="interventions.result",
                verbose_name="resultado",
            ),
        ),
        migrations.AddField(
            model_name="resultlink",
            name="intervention",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="interventions.intervention",
                verbose_name="intervención",
            ),
        ),
        migrations.AddField(
            model_name="resultlink",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="interventions.result",
                verbose_name="resultado",
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="code",
            field=models.CharField(
                default="", editable=False, max_length=20, verbose_name="código"
            ),
        ),
        migrations.AddField(
            model_name="historicalchallenge",
            name="code",
            field=models.CharField(
                db_index=True, default="", editable=False, max_length=20, verbose_name="código"
            ),
        ),
        migrations.AddField(
            model_name="historicalresult",
            name="code",
            field=models.CharField(
                db_index=True, default="", editable=False, max_length=20, verbose_name="código"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="code",
            field=models.CharField(
                default="", editable=False, max_length=20, verbose_name="código"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="challenge",
            name="interventions_challenge_of_intervention_or_entity",
        ),
        migrations.RunPython(link),
        migrations.RemoveField(
            model_name="challenge",
            name="intervention",
        ),
        migrations.RemoveField(
            model_name="historicalchallenge",
            name="intervention",
        ),
        migrations.RemoveField(
            model_name="historicalresult",
            name="intervention",
        ),
        migrations.RemoveField(
            model_name="historicalresult",
            name="position",
        ),
        migrations.RemoveField(
            model_name="result",
            name="intervention",
        ),
        migrations.RemoveField(
            model_name="result",
            name="position",
        ),
        migrations.AlterField(
            model_name="challenge",
            name="code",
            field=models.CharField(
                default=interventions.models.reported.new_challenge_code,
                editable=False,
                max_length=20,
                unique=True,
                verbose_name="código",
            ),
        ),
        migrations.AlterField(
            model_name="historicalchallenge",
            name="code",
            field=models.CharField(
                db_index=True,
                default=interventions.models.reported.new_challenge_code,
                editable=False,
                max_length=20,
                verbose_name="código",
            ),
        ),
        migrations.AlterField(
            model_name="historicalresult",
            name="code",
            field=models.CharField(
                db_index=True,
                default=interventions.models.reported.new_result_code,
                editable=False,
                max_length=20,
                verbose_name="código",
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="code",
            field=models.CharField(
                default=interventions.models.reported.new_result_code,
                editable=False,
                max_length=20,
                unique=True,
                verbose_name="código",
            ),
        ),
        migrations.AlterField(
            model_name="challenge",
            name="position",
            field=models.PositiveIntegerField(
                default=0, help_text="De las que no son de una intervención.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalchallenge",
            name="position",
            field=models.PositiveIntegerField(
                default=0, help_text="De las que no son de una intervención.", verbose_name="orden"
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="interventions",
            field=models.ManyToManyField(
                related_name="challenges",
                through="interventions.ChallengeLink",
                to="interventions.intervention",
                verbose_name="intervenciones",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="interventions",
            field=models.ManyToManyField(
                related_name="results",
                through="interventions.ResultLink",
                to="interventions.intervention",
                verbose_name="intervenciones",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cycle__isnull", True),
                        ("entity__isnull", True),
                        ("provision__isnull", True),
                        ("validated_at__isnull", True),
                    ),
                    models.Q(
                        ("cycle__isnull", False),
                        ("entity__isnull", False),
                        ("provision__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="interventions_challenge_of_interventions_or_entity",
                violation_error_message="Indique el ciclo, la entidad y el objetivo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="challengelink",
            constraint=models.UniqueConstraint(
                fields=("challenge", "intervention"), name="interventions_challengelink_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultlink",
            constraint=models.UniqueConstraint(
                fields=("result", "intervention"), name="interventions_resultlink_once"
            ),
        ),
        migrations.AlterModelOptions(
            name="challenge",
            options={
                "ordering": ["position", "id"],
                "verbose_name": "dificultad o desafío",
                "verbose_name_plural": "dificultades y desafíos",
            },
        ),
        migrations.AlterModelOptions(
            name="result",
            options={
                "ordering": ["id"],
                "verbose_name": "resultado",
                "verbose_name_plural": "resultados",
            },
        ),
        migrations.RunPython(install_triggers),
    ]
