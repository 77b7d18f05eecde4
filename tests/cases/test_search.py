"""Finding a matter by what it says: every true hit, nothing beyond what one may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from tests.cast import DAGAOSHE, HAIYI, Cast
from wolaiban.cases.models import Case
from wolaiban.cases.queries import pagination as leafing
from wolaiban.cases.queries import search
from wolaiban.cases.queries.ledger import Filter, ledger_of, matching
from wolaiban.cases.queries.pagination import Newest
from wolaiban.cases.queries.terms import terms_of


def titles(cast: Cast, username: str, text: str) -> set[str]:
    return set(matching(cast.actor(username), Filter(text=text)).values_list("title", flat=True))


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
def test_any_two_characters_are_found(cast: Cast, text: str, found: set[str]) -> None:
    cast.report("曲艺小院老人多，雨天滑", title="台阶没有扶手")
    cast.report("wiFi 信号时有时无，流量 100% 用完", title="活动室没有网")
    assert titles(cast, "qin", text) == found


def test_a_single_character_is_looked_for_in_titles(cast: Cast) -> None:
    cast.report("雨天滑", title="台阶没有扶手")
    cast.report("台阶", title="活动室没有网")
    found = leaves(cast, "台")
    assert [case.title for case in found.page().cases] == ["台阶没有扶手"]
    assert str(found.count()) == "1 件"
    assert Filter(text="台").words == {"q": "标题含“台”"}
    assert Filter(text="台阶").words == {"q": "含“台阶”"}


def test_every_word_is_wanted_in_any_order_and_any_place(cast: Cast) -> None:
    both = cast.report("村口公交站没有地方躲雨", title="要一个雨棚")
    cast.take("note", both, "qin", text="铁匠铺报价八百元")
    cast.report("公交站的灯坏了", title="路灯")
    assert titles(cast, "qin", "雨棚 公交") == titles(cast, "qin", "公交　雨棚") == {"要一个雨棚"}
    assert titles(cast, "qin", "铁匠 公交 要一个") == {"要一个雨棚"}
    assert titles(cast, "qin", "雨棚 没有这个词") == set()
    assert titles(cast, "qin", "公交 坏") == set()  # a single character stands in titles
    assert Filter(text="雨棚 公交").words == {"q": "含“雨棚”和“公交”"}


@pytest.mark.parametrize("asked", ["3号楼2单元", "３号楼２单元", "3号楼２单元"])
def test_widths_are_one(cast: Cast, asked: str) -> None:
    cast.report("３号楼２单元漏水", title="漏水")
    cast.report("3号楼2单元停电", title="停电")
    cast.report("路灯不亮", title="路灯", place_words="3号楼２单元门口")
    assert titles(cast, "qin", asked) == {"漏水", "停电", "路灯"}


@pytest.mark.parametrize("upkeep", ["REINDEX INDEX case_says", "REINDEX INDEX statement_says", "ANALYZE"])
def test_the_indexes_are_kept_where_no_schema_of_ours_is_searched(cast: Cast, upkeep: str) -> None:
    """As PostgreSQL does it to rows that are there: with nothing but its own functions at hand."""
    cast.report("3号楼２单元的灯不亮。")
    with connection.cursor() as cursor:
        cursor.execute(upkeep)


def test_a_character_that_only_looks_the_same_is_the_same(cast: Cast) -> None:
    cast.report("⽔管⽼化", title="管子")  # radicals, as they are copied out of some documents
    assert titles(cast, "qin", "水管老化") == titles(cast, "qin", "水管") == {"管子"}


def test_the_name_of_a_unit_finds_what_lies_there(cast: Cast) -> None:
    cast.report("路灯不亮", title="灯", at_unit=HAIYI, by="meng")
    cast.report("台阶松了", title="台阶")
    assert titles(cast, "shen", "海逸半岛") == titles(cast, "shen", "西潞街道") == {"灯"}
    assert titles(cast, "shen", "西潞 路灯") == {"灯"}
    assert titles(cast, "shen", "城关街道东坟村") == {"台阶"}
    assert titles(cast, "qin", "海逸半岛") == set()  # which is none of hers to see
    assert titles(cast, "shen", "社区") == set()  # says no more than what kind of unit it is


def test_a_number_is_found_without_its_zeros(cast: Cast) -> None:
    case = cast.report("台阶")
    house, year, serial = case.number.split("-")
    for asked in (
        f"{house}-{year}-{int(serial)}",
        f"{house.lower()}－{year}－{int(serial)}",
        f"{year}-{int(serial)}",
    ):
        assert titles(cast, "qin", asked) == {"台阶"}


def test_what_was_written_later_is_found_too(cast: Cast) -> None:
    case = cast.report("台阶")
    cast.take("note", case, "qin", text="铁匠铺报价八百元")
    assert titles(cast, "qin", "铁匠") == {"台阶"}


def test_a_number_is_found_by_any_part_of_it(cast: Cast) -> None:
    case = cast.report("台阶")
    assert titles(cast, "qin", case.number) == titles(cast, "qin", case.number[-4:]) == {"台阶"}


def test_nobody_finds_what_they_may_not_see(cast: Cast) -> None:
    cast.report("孤僻的孩子", title="大高舍的事", at_unit=DAGAOSHE, by="zhou")
    assert titles(cast, "qin", "孤僻") == set()
    assert titles(cast, "shen", "孤僻") == {"大高舍的事"}


def test_erased_words_are_found_no_more(cast: Cast) -> None:
    case = cast.report("住在槐树胡同", title="台阶")
    assert titles(cast, "qin", "槐树") == {"台阶"}
    erase = "UPDATE cases_statement SET words = NULL, salt = NULL, erased_at = now() WHERE case_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(erase, [case.pk])
    assert titles(cast, "qin", "槐树") == set()


A_LOT = 1 << search.LOT


def in_lot(number: int) -> None:
    """The next case is the last but one of this lot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('cases_case_id_seq', %s)", [A_LOT * (number + 1) - 3])


@pytest.fixture(params=["many", "few"])
def spread(request: pytest.FixtureRequest, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Some who say it, newest first, in lots next to each other and far apart, among others who do not.

    What is visible counts as many cases, of which only hits are read, or as few, which are read themselves.
    """
    for name in ("HITS", "MORE"):
        monkeypatch.setattr(leafing, name, 1)
    monkeypatch.setattr(leafing, "FEW", 0 if request.param == "many" else 100)
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    lot, cases = (newest >> search.LOT) + 2, []
    for further in (0, 1, 5):
        in_lot(lot + further)
        cases += [cast.report("台阶"), cast.report("路灯"), cast.report("台阶高")]
    return [case for case in reversed(cases) if "台阶" in case.title]


def leaves(cast: Cast, text: str = "台阶", username: str = "qin") -> Newest:
    return ledger_of(cast.actor(username), Filter(text=text))


def test_lot_after_lot_is_read_until_there_are_enough(cast: Cast, spread: list[Case]) -> None:
    assert len({case.pk >> search.LOT for case in spread}) > len(spread) / 2
    assert leaves(cast).page().cases == spread
    assert set(matching(cast.actor("qin"), Filter(text="台阶"))) == set(spread)


def test_pages_follow_each_other_down_and_up_again(cast: Cast, spread: list[Case]) -> None:
    down, page = [], leaves(cast).page(size=2)
    while page.older_than:
        down.append(page)
        page = leaves(cast).page(older_than=page.older_than, size=2)
    assert [case for one in [*down, page] for case in one.cases] == spread
    for one in reversed(down):
        page = leaves(cast).page(newer_than=page.newer_than, size=2)
        assert page.cases == one.cases
    assert page.newer_than is None


@pytest.mark.parametrize("cursor", [-5, 0, 1, 1 << 60])
def test_a_cursor_from_nowhere_ends_too(cast: Cast, spread: list[Case], cursor: int) -> None:
    older = leaves(cast).page(older_than=cursor)
    assert older.cases == (spread if cursor > 1 else [])
    assert leaves(cast).page(newer_than=cursor).cases == spread


def test_only_the_lots_beside_a_page_are_read(cast: Cast, spread: list[Case]) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert leaves(cast).page(older_than=spread[0].pk, size=1).cases == spread[1:2]
    of_eight = sum("RECURSIVE" in one["sql"] for one in captured)
    # Few are read themselves as soon as a lot is not enough.
    assert of_eight == (3 if leafing.FEW == 0 else 1)


def test_what_many_say_is_counted_only_as_far_as_the_first_page(
    cast: Cast, spread: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(leaves(cast).count()) == f"{len(spread)} 件"
    assert str(leaves(cast).count(most=len(spread))) == f"{len(spread)} 件"
    monkeypatch.setattr(leafing, "PAGE", 1)
    assert str(leaves(cast).count()) == ("超过 1 件" if leafing.FEW == 0 else f"{len(spread)} 件")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("扶\u2f3f松了", "扶手"),
        ("㊌管", "水管"),
        ("３号楼漏水", "3号楼"),
        ("Ａ座门禁", "a座"),
        ("扶手", "扶手"),
    ],
)
def test_cases_that_are_read_themselves_are_folded_as_those_of_the_index(
    cast: Cast, said: str, asked: str
) -> None:
    case, _ = cast.report(said, title="台阶"), cast.report("路灯不亮", title="路灯")

    assert list(Case.objects.filter(search.says(terms_of(asked)))) == [case]
    assert titles(cast, "qin", asked) == {"台阶"}


def test_what_others_say_is_left_alone_where_one_sees_less_than_that(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("HITS", 1), ("MORE", 1), ("FEW", 0)):
        monkeypatch.setattr(leafing, name, number)
    lot = (cast.report("路灯").pk >> search.LOT) + 2
    for further in range(4):
        in_lot(lot + 2 * further)
        for _ in range(4):
            cast.report("台阶", at_unit=DAGAOSHE, by="zhou")

    with CaptureQueriesContext(connection) as captured:
        assert leaves(cast).page().cases == []

    assert sum("RECURSIVE" in one["sql"] for one in captured) == 1


TEXT = some.text(some.sampled_from("扶手台阶aAａＡß％%_\\ 一①"), min_size=2, max_size=6)


class EveryTrueHit(TestCase):
    @given(words=TEXT, text=TEXT)
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_is_among_the_candidates_of_the_index(self, words: str, text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT strpos(cases_folded(%s), cases_folded(%s)) > 0, cases_pairs(7, %s) @> cases_pairs(7, %s)",
                [words, text, words, text],
            )
            says, candidate = cursor.fetchone()
        if text.upper() in words.upper() and says:
            assert candidate
