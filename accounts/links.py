"""Links that letters carry: always to `PUBLIC_BASE_URL`, never to where a request says it came."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from accounts.models import User


class NewPasswordTokenGenerator(PasswordResetTokenGenerator):
    """Django's token, which also stops working once the person's access was ended."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.access_ended_at}{user.is_active}"


def page(name: str, *args: object) -> str:
    """The full address of a page by its name in the address list."""
    return settings.PUBLIC_BASE_URL + reverse(name, args=args)


def new_password_link(person: User) -> str:
    """The full address at which `person` chooses another password, once, for some days."""
    token = NewPasswordTokenGenerator().make_token(person)
    return page("account_reset_password_from_key", user_pk_to_url_str(person), token)
