"""A program as tests play it: a token, and JSON there and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.cast import Cast
from wolaiban.people.actions.tokens import make_token
from wolaiban.people.actor import Actor
from wolaiban.people.models import Scope, User

EVERYTHING = frozenset(Scope)


def token_of(user: User, *, scopes: Collection[Scope] = EVERYTHING, days: int = 30) -> str:
    return make_token(name="测试程序", scopes=scopes, days=days, by=Actor.of(user))[1]


@dataclass
class Program:
    """`get` and `post` answer as the test client does; `told` is the JSON of the last answer."""

    token: str = ""

    @classmethod
    def of(cls, cast: Cast, name: str, **how: Any) -> Program:
        return cls(token_of(cast.user(name), **how))

    def headers(self, **more: str) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.token}"} if self.token else {}) | {
            name.replace("_", "-"): value for name, value in more.items()
        }

    def get(self, path: str, **query: Any) -> Any:
        return Client(raise_request_exception=False).get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, content: Any = None, *, key: str = "", **more: str) -> Any:
        headers = self.headers(**({"Idempotency_Key": key} if key else {}), **more)
        return Client(raise_request_exception=False).post(
            f"/api/v1{path}", {} if content is None else content, "application/json", headers=headers
        )
