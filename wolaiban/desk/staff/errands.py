"""What can be done to an account with one confirmation: label, warning and action, row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from wolaiban.people.actions.accounts import deactivate, reactivate, remove_second_factor, reset_password
from wolaiban.people.models import Change, User


@dataclass(frozen=True)
class Errand:
    name: str
    label: str
    says: str
    done: str
    action: Callable[..., Change | str]  # a text is a password to be shown once
    is_open: Callable[[User], bool]
    danger: bool = False


ROWS = (
    Errand(
        "reset-password",
        "重置密码",
        "将生成一个临时密码，只显示这一次，请当面或电话告诉{name}。对方在各处的登录会立即失效，用临时密码登录后须先改成自己的密码。",
        "",
        reset_password,
        lambda user: user.is_active,
    ),
    Errand(
        "remove-second-factor",
        "解除两步验证",
        "{name}的手机和恢复码都丢了时才用。请先当面或用熟悉的电话核实是本人。解除后，仅凭密码即可登录，请提醒对方尽快重新绑定。",
        "已解除{name}的两步验证。",
        remove_second_factor,
        lambda user: user.is_active and Authenticator.objects.filter(user=user).exists(),
        danger=True,
    ),
    Errand(
        "deactivate",
        "停用账号",
        "{name}会立即从各处退出，不能再登录。任职和经办记录都保留，以后可以恢复。",
        "{name}的账号已停用。",
        deactivate,
        lambda user: user.is_active,
        danger=True,
    ),
    Errand(
        "reactivate",
        "恢复账号",
        "恢复后，{name}可以用原来的密码登录，未结束的岗位同时恢复。",
        "{name}的账号已恢复。",
        reactivate,
        lambda user: not user.is_active,
    ),
)
ERRANDS = {row.name: row for row in ROWS}


def open_errands(user: User) -> list[Errand]:
    """The errands that make sense for this account now: its buttons."""
    return [row for row in ROWS if row.is_open(user)]
