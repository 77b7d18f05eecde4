"""Finding a matter by what it says: every true hit, nothing beyond what one may see."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from tests.cast import DAGAOSHE, Cast
from wolaiban.cases.queries import search
from wolaiban.cases.queries.ledger import Filter, count_beside, matching, page_of


def titles(cast: Cast, username: str, text: str) -> set[str]:
    return set(matching(cast.actor(username), Filter(text=text)).values_list("title", flat=True))


@pytest.fixture(params=["by the index", "from the newest"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What few say and what very many say are found in different ways, and must be found alike."""
    if request.param == "from the newest":
        monkeypatch.setattr(search, "MANY", -1)
        monkeypatch.setattr(search, "ENOUGH", 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("扶手", {"台阶没有扶手"}),
        ("老人多", {"台阶没有扶手"}),
        ("手台", set()),  # both characters, not side by side
        ("WiFi", {"活动室没有网"}),
        ("wifi", {"活动室没有网"}),
        ("100%", {"活动室没有网"}),
        ("0%0", set()),
        ("_", set()),
        ("没有", {"台阶没有扶手", "活动室没有网"}),
        ("台阶没有扶手", {"台阶没有扶手"}),
    ],
)
def test_any_two_characters_are_found(cast: Cast, either_way: None, text: str, found: set[str]) -> None:
    cast.report("曲艺小院老人多，雨天滑", title="台阶没有扶手")
    cast.report("wiFi 信号时有时无，流量 100% 用完", title="活动室没有网")
    assert titles(cast, "qin", text) == found


def test_what_was_written_later_is_found_too(cast: Cast, either_way: None) -> None:
    case = cast.report("台阶")
    cast.take("note", case, "qin", text="铁匠铺报价八百元")
    assert titles(cast, "qin", "铁匠") == {"台阶"}


def test_a_number_is_found_by_any_part_of_it(cast: Cast, either_way: None) -> None:
    case = cast.report("台阶")
    assert titles(cast, "qin", case.number) == titles(cast, "qin", case.number[-4:]) == {"台阶"}


def test_nobody_finds_what_they_may_not_see(cast: Cast, either_way: None) -> None:
    cast.report("孤僻的孩子", title="大高舍的事", at_unit=DAGAOSHE, by="zhou")
    assert titles(cast, "qin", "孤僻") == set()
    assert titles(cast, "shen", "孤僻") == {"大高舍的事"}


def test_erased_words_are_found_no_more(cast: Cast, either_way: None) -> None:
    case = cast.report("住在槐树胡同", title="台阶")
    assert titles(cast, "qin", "槐树") == {"台阶"}
    erase = "UPDATE cases_statement SET words = NULL, salt = NULL, erased_at = now() WHERE case_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(erase, [case.pk])
    assert titles(cast, "qin", "槐树") == set()


def test_what_very_many_say_is_counted_only_as_far_as_a_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.report("台阶")
    monkeypatch.setattr(search, "ENOUGH", 1)
    for many in (search.MANY, 0):
        monkeypatch.setattr(search, "MANY", many)
        wanted = Filter(text="台阶")
        found = matching(cast.actor("qin"), wanted)
        assert wanted.is_said_by_many == (many == 0)
        assert str(count_beside(page_of(found), found, wanted)) == "1 件"


def test_what_many_said_long_ago_is_not_walked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [cast.report("台阶"), cast.report("台阶高")]
    cast.report("路灯")
    monkeypatch.setattr(search, "MANY", 1)
    monkeypatch.setattr(search, "ENOUGH", 1)
    for lately, is_walked in ((1, False), (2, True)):
        monkeypatch.setattr(search, "LATELY", lately)
        wanted = Filter(text="台阶")
        found = matching(cast.actor("qin"), wanted)
        assert wanted.is_said_by_many == is_walked
        assert page_of(found).cases == old[::-1]


TEXT = some.text(some.sampled_from("扶手台阶aAß%_\\ 一"), min_size=2, max_size=6)


class EveryTrueHit(TestCase):
    @given(words=TEXT, text=TEXT)
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_is_among_the_candidates_of_the_index(self, words: str, text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT upper(%s) LIKE '%%' || upper(%s) || '%%' ESCAPE '', cases_pairs(%s) @> cases_pairs(%s)",
                [words, text, words, text],
            )
            says, candidate = cursor.fetchone()
        if text.upper() in words.upper() and says:
            assert candidate
