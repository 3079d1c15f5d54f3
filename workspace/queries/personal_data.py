"""What the registry knows of one person, to be given to them on request (Ley 29733)."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import Delegation, User
from interventions.models import FieldObservation, ObservationReply, ReviewEvent, WorkingCopy
from notifications.models import Letter


def data_of(person: User) -> dict[str, Any]:
    """Everything that names `person` or lets one reach them, ready for JSON.

    Not secrets: passwords, keys and tokens are told neither to the person nor to anybody.
    """
    return {
        "account": {
            "username": person.username,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "registry_role": person.registry_role,
            "is_active": person.is_active,
            "date_joined": person.date_joined,
            "last_login": person.last_login,
            "welcomed_at": person.welcomed_at,
            "access_ended_at": person.access_ended_at,
            "wants_digest": person.wants_digest,
        },
        "designations": [
            {
                "entity": row.entity.acronym,
                "role": row.role,
                "position": row.position,
                "institutional_email": row.institutional_email,
                "institutional_phone": row.institutional_phone,
                "document": row.document,
                "end_document": row.end_document,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
            for row in person.designations.select_related("entity").order_by("pk")
        ],
        "invitations": list(
            person.invitations.order_by("pk").values(
                "purpose", "made_at", "sent_at", "expires_at", "accepted_at", "withdrawn_at"
            )
        ),
        "second_factor_resets": list(
            person.second_factor_resets.order_by("pk").values(
                "reason", "asked_at", "decision", "decided_at"
            )
        ),
        "delegations": list(
            Delegation.objects.filter(Q(absent=person) | Q(delegate=person))
            .order_by("pk")
            .values("absent__username", "delegate__username", "valid_from", "valid_to", "reason")
        ),
        "letters": list(
            Letter.objects.filter(person=person)
            .order_by("pk")
            .values("kind", "occasion", "sent_at", "address", "entities", "subject", "text")
        ),
        "unsaved_text": list(
            WorkingCopy.objects.filter(person=person)
            .order_by("pk")
            .values("intervention__code", "step", "kept_at", "values")
        ),
        "review": list(
            ReviewEvent.objects.filter(by=person)
            .order_by("pk")
            .values("intervention__code", "from_state", "to_state", "at", "note")
        ),
        "observations": list(
            FieldObservation.objects.filter(by=person)
            .order_by("pk")
            .values("intervention__code", "field", "at", "note")
        ),
        "replies": list(
            ObservationReply.objects.filter(by=person)
            .order_by("pk")
            .values("observation__intervention__code", "at", "text")
        ),
        "provider_accounts": list(
            SocialAccount.objects.filter(user=person)
            .order_by("pk")
            .values("provider", "uid", "date_joined", "extra_data")
        ),
        "sessions": list(
            UserSession.objects.filter(user=person)
            .order_by("pk")
            .values("ip", "user_agent", "created_at", "last_seen_at")
        ),
    }
