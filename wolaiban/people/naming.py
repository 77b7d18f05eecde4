"""How people are called by what they did: 白玉兰, or 白玉兰（代秦怀信） where she did it as a deputy."""

from __future__ import annotations

from wolaiban.people.models import Post, User


def acting_name(actor: User, post: Post | None) -> str:
    """Who did something in a post. Reads `post.user` where it is somebody else's."""
    if post is None or post.user_id == actor.pk:
        return actor.name
    return standing_in(actor.name, post.user.name)


def standing_in(deputy: str, principal: str) -> str:
    return f"{deputy}（代{principal}）"
