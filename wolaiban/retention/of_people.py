"""The periods of the people room, which does not know that there are any: who was away, who was invited, who signed in where.

An absence in which somebody was a deputy stays: verifying must be able to say who acted for whom.
"""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.people.models import Absence, Invitation
from wolaiban.retention.rows import rows_of


def _absences(before: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(ends__lt=before.date(), deputies=None)


def _invitations(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(expires_at__lt=before)


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _devices(before: datetime) -> QuerySet[UserSession]:
    """Address and browser of a session that is gone."""
    session = Session.objects.filter(session_key=OuterRef("session_key"))
    found: QuerySet[UserSession] = UserSession.objects.filter(~Exists(session), last_seen_at__lt=before)
    return found


PERIODS = (
    rows_of("absences", "没有人代理过的不在岗", _absences, setting="KEEP_ABSENCES_DAYS"),
    rows_of("invitations", "用过、作废和过期的邀请", _invitations, setting="KEEP_INVITATIONS_DAYS"),
    rows_of("sessions", "过期的登录", _sessions, fixed=1),
    rows_of("devices", "过期登录的设备记录", _devices, fixed=1),
)
