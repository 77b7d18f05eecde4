"""A mediation committee: who is a member, what the law asks that is not there, and who is told of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from tests.associates.conftest import Counter
from tests.associates.test_enlisting import refusal
from tests.associates.test_terms import appointed
from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, Cast, unit
from wolaiban.associates.committees import CommitteeParts, visible_committees
from wolaiban.associates.figures import committee_coverage, places_below
from wolaiban.associates.models import CommitteeSeat, MediationCommittee
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import NotNow, NotYours
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import begin, perform


def established(cast: Cast, by: str = "qin", code: str = DONGFEN, **answers: Any) -> MediationCommittee:
    today = localdate()
    term = {"elected_by": "villagers", "starts": today, "ends": today + timedelta(days=1000)}
    row = MediationCommittee(unit=unit(code))
    event = begin("establish", on=row, by=cast.actor(by), answers={**term, **answers})
    return MediationCommittee.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def take(cast: Cast, step: str, found: MediationCommittee, by: str = "qin", **answers: Any) -> None:
    perform(step, on=found, by=cast.actor(by), answers=answers)


def lacks(cast: Cast, by: str = "qin") -> list[str]:
    return visible_committees(cast.actor(by)).get().lacking


def chaired_by(cast: Cast, found: MediationCommittee, place: int = 0) -> None:
    take(cast, "name_chair", found, member=CommitteeParts(found).members[place])


def whole(cast: Cast, counter: Counter) -> MediationCommittee:
    """qin, bai and a volunteer who agreed to it; one woman among them."""
    found = established(cast)
    for who in ("qin", "bai"):
        take(cast, "seat", found, cadre=cast.user(who))
    appointed(counter, counter.enlist(kinds=["mediator"]))
    chaired_by(cast, found)
    take(cast, "count_women", found, women=1, minority="not_needed")
    return found


def test_what_the_law_asks_is_said_one_by_one(cast: Cast, counter: Counter) -> None:
    found = established(cast)
    assert lacks(cast) == ["只有 0 位委员，至少要 3 位", "还没有主任"]
    take(cast, "seat", found, cadre=cast.user("qin"))
    take(cast, "seat", found, by="gao", cadre=cast.user("bai"))
    assert lacks(cast) == ["只有 2 位委员，至少要 3 位", "还没有主任", "还没有核对女委员几位"]
    chaired_by(cast, found)
    volunteer = counter.enlist(kinds=["mediator"])
    appointed(counter, volunteer)
    assert lacks(cast) == ["还没有核对女委员几位"]
    take(cast, "count_women", found, minority="lacking")
    assert lacks(cast) == ["没有女委员，至少要 1 位", "多民族居住，没有人数较少民族的委员"]
    take(cast, "count_women", found, women=1, minority="there")
    assert lacks(cast) == []
    counter.take("leave", volunteer, "qin", sure=True)
    assert lacks(cast) == ["只有 2 位委员，至少要 3 位", "委员变了，请再核对一次"]
    assert not list(Verification().findings())


def test_more_than_nine_are_too_many(cast: Cast, counter: Counter) -> None:
    found = whole(cast, counter)
    for each in range(7):
        one = counter.enlist(name=f"高玉{each}", phone=f"1380000090{each}", kinds=["mediator"])
        appointed(counter, one)
    assert "有 10 位委员，最多 9 位" in lacks(cast)
    assert found.ends > localdate()


def test_nobodys_sex_and_people_are_kept(cast: Cast, counter: Counter) -> None:
    """How many, and whether: never who."""
    whole(cast, counter)
    columns = {column.name for column in CommitteeSeat._meta.get_fields()}
    assert columns == {"id", "committee", "person"}
    event = Event.objects.get(process="committee", step="count_women")
    assert event.answers == {"women": 1, "minority": "not_needed"}


def test_a_volunteer_is_a_member_by_their_own_appointment_alone(cast: Cast, counter: Counter) -> None:
    found, volunteer = established(cast), counter.enlist(kinds=["volunteer"])
    with pytest.raises(Exception, match="先是调解员"):
        appointed(counter, volunteer)
    counter.take("widen", volunteer, "bai", kinds=["mediator"])
    appointed(counter, volunteer)
    (member,) = CommitteeParts(found).members
    assert "高*芝" in member.label
    assert "高玉芝" not in member.label
    names = [one.username for one in CommitteeParts(found).may_be_seated]
    assert names == ["qin", "bai"]


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"ends": date(2020, 1, 1)}, "ends", "早于开始"),
        ({"ends": localdate() + timedelta(days=1200)}, "ends", "最多 3 年"),
        ({"elected_by": "lot"}, "elected_by", "没有这个选项"),
        ({"starts": None}, "starts", "从哪天"),
    ],
)
def test_a_term_that_cannot_be_is_refused(cast: Cast, answers: dict[str, Any], field: str, says: str) -> None:
    assert says in refusal(lambda: established(cast, **answers))[field]
    assert not MediationCommittee.objects.exists()


def test_what_cannot_be_of_members_is_refused(cast: Cast, counter: Counter) -> None:
    found = established(cast)
    with pytest.raises(NotNow, match="还没有委员"):
        take(cast, "name_chair", found, member=None)
    take(cast, "seat", found, cadre=cast.user("qin"))
    assert "没有这个选项" in refusal(lambda: take(cast, "seat", found, cadre=cast.user("qin")))["cadre"]
    assert "没有这个选项" in refusal(lambda: take(cast, "seat", found, cadre=cast.user("zhou")))["cadre"]
    assert (
        "只有 1 位" in refusal(lambda: take(cast, "count_women", found, women=2, minority="there"))["women"]
    )
    with pytest.raises(NotNow, match="已经有"):
        established(cast)
    with pytest.raises(NotYours):
        established(cast, by="zhou")
    with pytest.raises(NotYours):
        take(cast, "dissolve", found, by="bai", why="并村了。")


def test_whoever_leaves_is_no_chair_and_another_election_counts_anew(cast: Cast, counter: Counter) -> None:
    found = whole(cast, counter)
    take(cast, "unseat", found, seated=CommitteeParts(found).seats[0])
    assert "还没有主任" in lacks(cast)
    take(cast, "seat", found, cadre=cast.user("qin"))
    chaired_by(cast, found)
    today = localdate()
    term: dict[str, Any] = {
        "elected_by": "villagers",
        "starts": today - timedelta(days=900),
        "ends": today + timedelta(days=30),
    }
    take(cast, "renew", found, **term)
    assert lacks(cast) == ["还没有核对女委员几位"]
    assert "请准备换届" in visible_committees(cast.actor("qin")).get().ends_soon
    take(cast, "renew", found, **{**term, "ends": today})
    assert any("已经届满" in words for words in lacks(cast))
    take(cast, "dissolve", found, why="并村了。")
    established(cast)
    assert not list(Verification().findings())


def test_who_sees_a_committee(cast: Cast) -> None:
    established(cast)
    for who in ("qin", "bai", "gao", "shen", "jian"):
        assert visible_committees(cast.actor(who)).count() == 1, who
    for who in ("zhi", "zhou", "tang", "he", "wang", "guan"):
        assert not visible_committees(cast.actor(who)).exists(), who


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def test_from_the_empty_list_to_what_is_lacking(cast: Cast, counter: Counter) -> None:
    assert "还没有调解委员会" in page(cast, "qin", "/associates/committees/").content.decode()
    sent = {"elected_by": "villagers", "starts": "2026-11-01", "ends": "2029-11-01"}
    made = page(cast, "qin", "/associates/committees/establish/", sent)
    assert made.status_code == 302
    assert "只有 0 位委员" in page(cast, "qin", made.url).content.decode()
    assert page(cast, "bai", f"{made.url}seat/", {"cadre": str(cast.user("bai").pk)}).status_code == 302
    shown = page(cast, "gao", made.url).content.decode()
    assert "白玉兰" in shown
    below = page(cast, "gao", "/associates/committees/lacking/").content.decode()
    assert "只有 1 位委员，至少要 3 位" in below
    assert "还没有登记的" in below
    assert page(cast, "qin", "/associates/committees/lacking/").status_code == 404
    assert page(cast, "zhou", made.url).status_code == 404


def test_what_is_complete_is_counted(cast: Cast, counter: Counter) -> None:
    whole(cast, counter)
    established(cast, by="zhou", code=DAGAOSHE)
    units = places_below(cast.actor("shen"))
    assert units is not None
    found = committee_coverage(units, localdate())
    assert (found.complete, found.lacking_in_all) == (1, 1)
    assert found.places == found.complete + found.lacking_in_all + found.without_in_all
    assert HAIYI in {one.code for one in units}
    assert places_below(cast.actor("qin")) is None
    of_township = places_below(cast.actor("gao"))
    assert of_township is not None
    assert {one.code for one in of_township} >= {CHENGGUAN, DONGFEN}


@pytest.mark.parametrize("number", [1, 6])
def test_a_list_asks_no_more_for_more_committees(
    cast: Cast, counter: Counter, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    villages = unit(CHENGGUAN).children.order_by("code")[:number]
    for village in villages:
        MediationCommittee.objects.create(
            unit=village, number=f"TW-{village.code}", stage="in_office", changed_at="2026-12-01T00:00:00Z",
            elected_by="villagers", starts=localdate(), ends=localdate() + timedelta(days=9),
        )  # fmt: skip
    client = Client()
    client.force_login(cast.user("gao"))
    client.get("/associates/committees/")
    with django_assert_max_num_queries(8):
        client.get("/associates/committees/")
