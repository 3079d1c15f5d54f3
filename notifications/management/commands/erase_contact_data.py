"""`manage.py erase_contact_data USERNAME`: contact data of a person's ended designations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from entities.actions import erase_contact_data
from notifications.actions import erase_addresses


class Command(BaseCommand):
    """Erase at the request of the person (Ley 29733); the record of what they did stays."""

    help = "Borra los datos de contacto de las designaciones terminadas de una cuenta."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError("No hay una cuenta con ese nombre.")
        try:
            with transaction.atomic():
                erased = erase_contact_data(person)
                letters = erase_addresses(person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Designaciones sin datos de contacto: {erased}; cartas: {letters}.")
