"""How people sign in: allauth, told that there is no open sign-up and no mail, and taught our words."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from qrcode.image.svg import SvgPathImage

from wolaiban.people import second_factor
from wolaiban.traces.leaving import leave

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from wolaiban.people.models import User

METHODS = {
    "reauthenticate": "使用密码",
    "mfa_reauthenticate": "使用验证器动态码或恢复码",
    "mfa_reauthenticate:webauthn": "使用通行密钥",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by administrators; the person's own part is their password."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "此账号已停用，请联系管理员。",
        "enter_current_password": "当前密码不对，请重新输入。",
        "incorrect_code": "动态码不对，请看清验证器上的最新数字后重新输入。",
        "incorrect_password": "密码不对，请重新输入。",
        "rate_limited": "操作太频繁，请稍等几分钟再试。",
        "too_many_login_attempts": "登录失败次数过多，请 5 分钟后再试。忘记密码请联系管理员重置。",
        "username_password_mismatch": "登录名或密码不对，请重新输入。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """The person chose a password: a temporary one has served its purpose."""
        user.set_password(password)
        user.must_change_password = False
        with transaction.atomic():
            user.save(update_fields=["password", "must_change_password"])
            leave(user, act="password_chosen", by=user.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(resolve_url(settings.LOGIN_REDIRECT_URL))

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": METHODS[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are kept encrypted under the site's secret key."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "您的岗位须有两步验证：请先添加通行密钥，再解除验证器。",
        "cannot_generate_recovery_codes": "请先绑定验证器或通行密钥，再生成恢复码。",
        "incorrect_code": "动态码不对，请看清验证器上的最新数字后重新输入。",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_remove(authenticator)

    def encrypt(self, text: str) -> str:
        return locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return locks().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """A drawing to stand in the page itself: the content policy allows no `data:` pictures."""
        drawing = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(drawing)
        text = drawing.getvalue().decode()
        return text[text.index("<svg") :]

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"通行密钥 {held + 1}"

    def _get_site_name(self) -> str:
        return str(settings.OFFICE_NAME)


def locks() -> MultiFernet:
    """The newest key locks, older ones (SECRET_KEY_FALLBACKS) still open."""
    return MultiFernet(
        [lock(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def lock(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"wolaiban second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
