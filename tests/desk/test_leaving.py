"""Somebody leaves office: whoever ends the post reads how much is left to others."""

from __future__ import annotations

from tests.cast import Cast
from tests.desk.conftest import Browser


def test_whoever_ends_a_post_reads_how_many_matters_it_leaves(cast: Cast, browser: Browser) -> None:
    cast.moved_to("working", cast.report())
    for who, left in (("qin", True), ("bai", False)):
        post = cast.user(who).posts.get()
        page = browser("guan").get(f"/staff/{post.user_id}/posts/{post.pk}/end/").content.decode()
        assert ("手上还有 1 件在办" in page) == left
