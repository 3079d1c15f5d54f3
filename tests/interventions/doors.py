"""The ways by which what an intervention says comes in, each as a person uses it."""

from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import RegistryRole
from exchange.actions import importing
from exchange.models import ImportBatch
from tests.exchange.books import downloaded, saved, send

FILES = ("excel", "api", "command")
DOORS = ("step", "back_office", *FILES, "carry", "undo")
WHY = "Sin punto focal"
"""Why the secretariat writes in the name of an entity; of no account where the entity does."""
CASES: dict[tuple[str, str], Any] = {}
"""Rule and door -> a function of the world and the door, or why the door cannot break the rule."""


def case(rule, *names):
    """The decorated function proves `rule` through the doors `names` (given to it as `door`)."""

    def keep(function):
        for name in names:
            CASES[rule, name] = function
        return function

    return keep


def not_by(rule, why, *names):
    for name in names:
        CASES[rule, name] = why


def typed(form) -> dict:
    """What a browser sends for a form as shown; nothing for boxes that are not ticked."""
    data = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        if isinstance(value, list | tuple) or hasattr(value, "all"):
            data[field.html_name] = [getattr(one, "pk", one) for one in value]
            continue
        shown = field.field.widget.format_value(value)
        data[field.html_name] = shown[0] if isinstance(shown, list) else shown
    return {name: value for name, value in data.items() if value not in (None, [])}


def typed_rows(formset) -> dict:
    """The same for rows, with their count."""
    data = typed(formset.management_form)
    for form in formset.forms:
        data |= typed(form)
    return data


class Step:
    """One page per step, in the workspace."""

    def __init__(self, client, person) -> None:
        self.client, self.person = client, person

    def page(self, row, slug):
        self.client.force_login(self.person)
        return self.client.get(reverse("workspace:write", args=[row.pk, slug])).context

    def send(self, row, slug, **changed):
        """Send a step as it is shown, with what is `changed`; nothing for a name left out."""
        context = self.page(row, slug)
        data = {"opened": context["opened"], "then": "stay"}
        for part in context["form"].parts:
            data |= typed_rows(part) if hasattr(part, "management_form") else typed(part)
        data = {k: v for k, v in (data | changed).items() if v is not None}
        return self.client.post(reverse("workspace:write", args=[row.pk, slug]), data)

    def row_at(self, row, slug, position):
        """The prefix of a row of a step."""
        return self.page(row, slug)["form"].rows.forms[position].prefix


def reads_too(person):
    """The person, who besides has an analyst's role, where they have none."""
    if person.registry_role == RegistryRole.NONE:
        person.registry_role = RegistryRole.ANALYST
        person.save(update_fields=["registry_role"])
    return person


class BackOffice:
    """The form of an intervention in the back-office, of somebody who also reads for the registry:
    who only speaks for an entity does not enter there.
    """

    def __init__(self, client, person) -> None:
        self.client, self.person = client, reads_too(person)

    def send(self, row, **changed):
        """Send the form as it is shown, with what is `changed`; nothing for what is None."""
        self.client.force_login(self.person)
        address = reverse("admin:interventions_intervention_change", args=[row.pk])
        context = self.client.get(address).context
        data = typed(context["adminform"].form)
        for shown in context["inline_admin_formsets"]:
            data |= typed_rows(shown.formset)
        data = {k: v for k, v in (data | changed).items() if v is not None}
        return self.client.post(address, data)

    def create(self, **fields):
        """Send the form of a new one."""
        self.client.force_login(self.person)
        address = reverse("admin:interventions_intervention_add")
        context = self.client.get(address).context
        data = typed(context["adminform"].form)
        for shown in context["inline_admin_formsets"]:
            data |= {f"{shown.formset.prefix}-TOTAL_FORMS": 0}
            data |= {f"{shown.formset.prefix}-INITIAL_FORMS": 0}
        return self.client.post(address, data | fields)


class Excel:
    """A workbook that is downloaded, edited and sent in through the page of imports."""

    def __init__(self, client, person) -> None:
        self.client, self.person = client, person

    def book(self, row):
        return downloaded(row.lead_participation.entity, row.cycle)

    def send(self, book, entity, cycle) -> ImportBatch:
        """Everything in it, confirmed."""
        batch = send(saved(book), entity, cycle, self.person)
        if batch.rows.filter(outcome__in=["new", "changed"]).exists():
            importing.confirm_import(batch, by=self.person)
        return batch


class Api(Excel):
    """The same workbook sent by a program."""

    def send(self, book, entity, cycle) -> ImportBatch:
        self.client.force_login(self.person)
        file = SimpleUploadedFile("a.xlsx", saved(book))
        data = {"entity": entity.acronym, "cycle": cycle.code, "file": file, "on_behalf": WHY}
        told = self.client.post(reverse("import-list"), data).json()
        self.client.post(reverse("import-confirm", args=[told["id"]]))
        return ImportBatch.objects.get(pk=told["id"])


class Command(Excel):
    """The same workbook read by the command."""

    def __init__(self, client, person, folder) -> None:
        super().__init__(client, person)
        self.folder = folder

    def send(self, book, entity, cycle) -> ImportBatch:
        path = self.folder / "a.xlsx"
        path.write_bytes(saved(book))
        names = ["--entity", entity.acronym, "--cycle", cycle.code, "--user", self.person.username]
        names += ["--on-behalf", WHY]
        with suppress(CommandError):  # nothing to take
            call_command("import_interventions", str(path), *names, "--confirm")
        return ImportBatch.objects.latest("pk")
