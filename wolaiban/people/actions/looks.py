"""Say how one likes one's own pages. Decides nothing for anybody, so it leaves no trace."""

from __future__ import annotations

from wolaiban.people.looks import Scheme
from wolaiban.people.models import User


def like(user: User, *, dense: bool | None = None, scheme: Scheme | None = None) -> None:
    """None leaves a liking as it is."""
    wanted: dict[str, bool | str] = {}
    if dense is not None:
        wanted["dense"] = dense
    if scheme is not None:
        wanted["scheme"] = scheme
    if wanted:
        User.objects.filter(pk=user.pk).update(**wanted)
