"""Who stands in for whoever is on leave, from a day to another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_take_givers_from_the_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="desde")),
                ("valid_to", models.DateField(verbose_name="hasta")),
                (
                    "reason",
                    models.CharField(
                        help_text="Por ejemplo: vacaciones, comisión de servicio.",
                        max_length=200,
                        verbose_name="motivo",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="nombrada el")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="se le puso fin el"),
                ),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="persona ausente",
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_held",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quién la suple",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quién la nombró",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nadie, si terminó porque se cerró una de las dos cuentas.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quién le puso fin",
                    ),
                ),
            ],
            options={
                "verbose_name": "suplencia",
                "verbose_name_plural": "suplencias",
                "ordering": ["-valid_from", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["delegate", "valid_to"], name="accounts_delegation_delegate"
                    ),
                    models.Index(fields=["absent", "valid_to"], name="accounts_delegation_absent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="accounts_delegation_days_in_order",
                        violation_error_message="«Hasta» debe ser igual o posterior a «desde».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("delegate")), _negated=True),
                        name="accounts_delegation_not_self",
                        violation_error_message="Nadie se suple a sí mismo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="accounts_delegation_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_by__isnull", True),
                            ("taken_back_at__isnull", False),
                            _connector="OR",
                        ),
                        name="accounts_delegation_taken_back_dated",
                    ),
                ],
            },
        ),
    ]
