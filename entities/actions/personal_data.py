"""What the registry knows of one person, given or erased at their request (Ley 29733)."""

from datetime import date

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import end_access
from accounts.choices import EndOfAccess
from accounts.models import RegistryRole, User
from alignment.models.base import in_force
from entities.models import FocalPoint


@transaction.atomic
def erase_contact_data(person: User, *, today: date | None = None) -> int:
    """Erase the contact data of the ended designations of `person`, in their history too.

    Run by whoever administers the server (there is no actor). Names and what was done stay: they
    are the record of a public act. Who holds nothing in the registry any more also loses the
    account's address, and with it the account is disabled. Gives how many designations were
    erased; raises `ValidationError` where none has ended.
    """
    today = today or timezone.localdate()
    rows = FocalPoint.objects.filter(user=person)
    ended = rows.filter(valid_to__lt=today)
    if not ended.exists():
        raise ValidationError(
            _("Ninguna designación de esa persona ha terminado."), code="in_force"
        )
    keys = list(ended.values_list("pk", flat=True))
    blank = {"institutional_email": "", "institutional_phone": ""}
    FocalPoint.history.filter(id__in=keys).update(**blank)
    FocalPoint.objects.filter(pk__in=keys).update(**blank)  # leaves no version with what was there
    holds_more = rows.filter(in_force(today)).exists() or rows.filter(valid_from__gt=today).exists()
    if not holds_more and person.registry_role == RegistryRole.NONE and not person.is_superuser:
        person.email, person.is_active = "", False
        person.save()
        end_access(person, reason=EndOfAccess.DISABLED, quiet=True)
        UserSession.objects.filter(user=person).delete()
        SocialAccount.objects.filter(user=person).delete()
    return len(keys)
