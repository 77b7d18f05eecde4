"""Who signs in, by allauth's rules; whose session it is, every page asks again, and so by a prepared question."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.models import User

ACCOUNT = PreparedQuery(lambda key: User.objects.filter(pk=key))


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth tells no types
    def get_user(self, user_id: int) -> User | None:
        user = ACCOUNT.one(user_id)
        return user if user and self.user_can_authenticate(user) else None
