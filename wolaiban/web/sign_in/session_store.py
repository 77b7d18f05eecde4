"""Sessions in the database as Django keeps them, looked up by a prepared question: every page begins with it."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from wolaiban.database.prepared import PreparedQuery

KEPT = PreparedQuery(lambda key, moment: Session.objects.filter(session_key=key, expire_date__gt=moment))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = KEPT.one(self.session_key, now())
        if found is None:
            self._session_key = None
        return found
