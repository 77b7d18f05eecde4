"""What is kept closer than other matters: who, of those whose post would let them see a case, may not know of it.

The same as `visible` says of all cases in SQL, said of one post and one case; a test holds the two together.
"""

from __future__ import annotations

from wolaiban.cases.models import Case
from wolaiban.people.models import Post
from wolaiban.process.words import CONFIDANTS, OFFICERS, AccusedOffice, Function


def is_confided(case: Case) -> bool:
    """Whether a case is kept from some of those who would see it otherwise."""
    return bool(case.sensitive or case.about)


def is_kept_from(post: Post, case: Case) -> bool:
    if case.about and not post.unit.is_department:
        director = post.unit.is_district and post.function_word is Function.DISTRICT_DIRECTOR
        return not (director and case.about == AccusedOffice.OFFICE)
    if case.about and post.unit_id == case.holder_id:
        return post.function_word not in OFFICERS
    if not case.sensitive or post.unit.is_district or post.unit.is_department:
        return False
    return post.function_word not in CONFIDANTS and post.user_id not in {
        case.handler_id,
        case.registered_by_id,
    }
