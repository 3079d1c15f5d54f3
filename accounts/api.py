"""Tokens of the API: ask for one with name and password, list the own ones, revoke them."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError as InvalidError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.mixins import DestroyModelMixin, ListModelMixin
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.actions import issue_token, revoke_token
from accounts.adapters import WRONG
from accounts.limits import TokenThrottle
from accounts.permissions import actor_of

WAIT = 5 * 60
"""Seconds after which an account that was guessed at may be tried again."""


class TokenScheme(KnoxTokenScheme):
    """How the API's description calls our tokens: as knox's."""

    target_class = "accounts.second_factor.SecondFactorTokenAuthentication"


class SessionCookieScheme(SessionScheme):
    """How the API's description calls our sessions: as Django's."""

    target_class = "accounts.second_factor.SecondFactorSessionAuthentication"


class AskingSerializer(serializers.Serializer):
    """Name (or address) and password, tried as on the page: the same limits count the attempt."""

    # The databases refuse to look up a name without measure.
    username = serializers.CharField(label=_("Usuario"), write_only=True, max_length=254)
    password = serializers.CharField(
        label=_("Contraseña"),
        style={"input_type": "password"},
        trim_whitespace=False,
        write_only=True,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Also whose they are; raises `Throttled` after too many attempts on the account."""
        request = self.context["request"]._request
        try:
            user = get_adapter(request).authenticate(request, **attrs)
        except InvalidError as error:
            raise Throttled(wait=WAIT) from error
        if user is None or not user.is_active:
            raise ValidationError(WRONG, code="authorization")
        return {**attrs, "user": user}


class TokenSerializer(serializers.ModelSerializer):
    """A token without its secret: `key` are its first characters, which name it."""

    key = serializers.CharField(source="token_key", read_only=True)

    class Meta:
        model = AuthToken
        fields = ["key", "created", "expiry"]


class NewTokenSerializer(TokenSerializer):
    """A token just issued: the only time that its text is shown."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = ["token", *TokenSerializer.Meta.fields]


class TokenViewSet(ListModelMixin, DestroyModelMixin, GenericViewSet):
    """Tokens de la API: se guardan cifrados, vencen y se pueden revocar."""

    queryset = AuthToken.objects.none()
    serializer_class = TokenSerializer
    lookup_field = "token_key"
    lookup_url_kwarg = "key"
    lookup_value_regex = r"[A-Za-z0-9]+"
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[AuthToken]:
        return AuthToken.objects.filter(user=actor_of(self.request).pk).order_by("-created", "pk")

    def get_permissions(self) -> list[Any]:
        """Whoever asks for a token has none yet."""
        return [AllowAny()] if self.action == "create" else [IsAuthenticated()]

    def get_authenticators(self) -> list[Any]:
        """The password alone decides who asks for a token."""
        asking = self.request is not None and self.request.method == "POST"
        return [] if asking else super().get_authenticators()

    def get_throttles(self) -> list[Any]:
        """Asking is limited more narrowly, so that passwords cannot be guessed."""
        asking = [TokenThrottle()] if self.action == "create" else []
        return [*super().get_throttles(), *asking]

    @extend_schema(request=AskingSerializer, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """Pide un token con nombre de usuario y contraseña; su texto no vuelve a mostrarse."""
        asked = AskingSerializer(data=request.data or {}, context={"request": request})
        asked.is_valid(raise_exception=True)
        user = asked.validated_data["user"]
        try:
            record, text = issue_token(user, by=user, password_alone=True)
        except InvalidError as error:
            raise ValidationError({"non_field_errors": error.messages}) from error
        told = {**TokenSerializer(record).data, "token": text}
        return Response(told, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    def perform_destroy(self, instance: AuthToken) -> None:
        revoke_token(instance, by=actor_of(self.request))
