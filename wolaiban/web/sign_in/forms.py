"""Forms of allauth that we make stricter."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache

# A code is accepted one step early or late (settings), so it lives for three steps of 30 seconds.
LIFE_OF_A_CODE = 90


class OnceOnly:
    """A code that was accepted is not accepted again, not even late: allauth remembers it for one step only."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"second-factor:{self.user.pk}:{code}", "used", LIFE_OF_A_CODE):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(OnceOnly, AuthenticateForm):  # type: ignore[misc]
    pass


class SecondFactorAgainForm(OnceOnly, ReauthenticateForm):  # type: ignore[misc]
    pass
