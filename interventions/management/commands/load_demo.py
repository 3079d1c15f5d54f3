"""`manage.py load_demo`: one account for each sort of person, and some work for them to do."""

import os
import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import RegistryRole, User
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from interventions.loading.demo import load_work

DEMO_ENTITY = "MIMP"
SECOND_ENTITY = "MTPE"

ACCOUNTS: list[tuple[str, str, RegistryRole, str, DesignationRole | None]] = [
    ("punto-focal", "Punto focal", RegistryRole.NONE, DEMO_ENTITY, DesignationRole.PRINCIPAL),
    (
        "validador",
        "Autoridad validadora",
        RegistryRole.NONE,
        DEMO_ENTITY,
        DesignationRole.VALIDATOR,
    ),
    ("punto-focal-2", "Punto focal", RegistryRole.NONE, SECOND_ENTITY, DesignationRole.PRINCIPAL),
    ("secretaria", "Secretaría Técnica", RegistryRole.SECRETARIAT, "", None),
    ("analista", "Analista", RegistryRole.ANALYST, "", None),
    ("observador", "Observador", RegistryRole.OBSERVER, "", None),
]
"""User name, name shown, role in the registry, and which entity designates it as what."""


class Command(BaseCommand):
    """Create the demo accounts and their work where they are missing; only in the demo."""

    help = "Crea las cuentas de la demostración (contraseña: DEMO_PASSWORD o generada)."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Create, then print the accounts; an existing account keeps its password."""
        if not settings.DEMO:
            raise CommandError("load_demo solo funciona en la demostración (MTIGM_DEMO=1).")
        chosen = os.environ.get("DEMO_PASSWORD", "")
        password = chosen or secrets.token_urlsafe(9)
        people: dict[str, User] = {}
        for username, name, role, acronym, designation in ACCOUNTS:
            user, created = User.objects.get_or_create(
                username=username,
                defaults={
                    "first_name": name,
                    "email": f"{username}@demo.example",
                    "registry_role": role,
                    "is_staff": True,
                },
            )
            user.email = user.email or f"{username}@example.org"
            if created or chosen:
                user.set_password(password)
            user.save()
            if designation:
                FocalPoint.objects.get_or_create(
                    entity=Entity.objects.get(acronym=acronym),
                    user=user,
                    role=designation,
                    valid_to=None,
                    defaults={
                        "valid_from": date(2026, 1, 1),
                        "document": "Demostración",
                        "institutional_email": user.email,
                    },
                )
            people[username] = user
            self._say(username, name, acronym, password if created or chosen else None)
        load_work(
            writer=people["punto-focal"],
            validator=people["validador"],
            second_writer=people["punto-focal-2"],
            secretariat=people["secretaria"],
        )

    def _say(self, username: str, name: str, acronym: str, password: str | None) -> None:
        where = f" de {acronym}" if acronym else ""
        secret = password or "(la que se mostró la primera vez; DEMO_PASSWORD=… la cambia)"
        self.stdout.write(f"  {username:13} {name}{where} — contraseña: {secret}")
