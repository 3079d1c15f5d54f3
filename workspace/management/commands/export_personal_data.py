"""`manage.py export_personal_data USERNAME`: what the registry knows of one person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from workspace.queries.personal_data import data_of


class Command(BaseCommand):
    """Print the personal data of one account (Ley 29733)."""

    help = "Muestra en JSON los datos personales de una cuenta, para entregarlos a su titular."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError("No hay una cuenta con ese nombre.")
        self.stdout.write(
            json.dumps(data_of(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        )
