"""Enlisting somebody at the counter, what they say of themselves, and what is refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from tests.associates.conftest import NAME, PHONE, Counter
from tests.cast import CHENGGUAN, HAIYI, Cast, unit
from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Area, Associate
from wolaiban.associates.parts import visible_to
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import BadAnswer, NotYours
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.workflow.models import Event, Statement


def refusal(of: Any) -> dict[str, str]:
    with pytest.raises(BadAnswer) as refused:
        of()
    return dict(refused.value.fields)


def everything_written() -> str:
    """All that events and words hold."""
    bodies = [bytes(body).decode() for body in Event.objects.values_list("body", flat=True)]
    return "\n".join([*bodies, *map(str, Statement.objects.values_list("words", flat=True))])


def test_who_somebody_is_stands_in_the_vault_alone(counter: Counter) -> None:
    found = counter.enlist()
    assert vault.open_identity(found.resident).name == NAME
    assert str(found.masked) == "高*芝 · 138****0777"
    assert NAME not in everything_written()
    assert PHONE not in everything_written()
    assert not list(Verification().findings())


def test_whoever_also_reports_something_is_another_there(counter: Counter, cast: Cast) -> None:
    found = counter.enlist(name="王秀英", phone="13800000001")
    assert found.resident != cast.resident("wang")
    assert vault.same_person(name="王秀英", phone="13800000001") == cast.resident("wang")


def test_the_same_person_is_not_enlisted_twice_at_one_place(counter: Counter, cast: Cast) -> None:
    first = counter.enlist()
    assert first.number in refusal(lambda: counter.enlist(phone="138 0000 0777"))["phone"]
    assert "加一个身份" in refusal(counter.enlist)["phone"]
    counter.enlist(name="高大山")  # whose wife has the telephone
    Counter(cast, HAIYI).enlist(by="meng")
    counter.take("leave", first, "qin", sure=True)
    counter.enlist()
    assert Associate.objects.count() == 4


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"phone": "1380000"}, "phone", "11 位"),
        ({"phone": ""}, "phone", "电话"),
        ({"name": "\u3000"}, "name", "姓名"),
        ({"kinds": []}, "kinds", "身份"),
        ({"kinds": ["hero"]}, "kinds", "没有这个选项"),
        ({"minor": True}, "guardian_agreed", "监护人"),
        ({"agreed": None}, "agreed", "同意"),
        ({"shown": ""}, "shown", "居民看得到什么"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(
    counter: Counter, answers: dict[str, Any], field: str, says: str
) -> None:
    before = Resident.objects.count()
    assert says in refusal(lambda: counter.enlist(**answers))[field]
    assert Resident.objects.count() == before
    assert not Associate.objects.exists()


def test_a_minor_is_enlisted_with_the_guardian(counter: Counter) -> None:
    found = counter.enlist(minor=True, guardian_agreed=True)
    assert found.minor
    wrong = refusal(lambda: counter.take("change", found, "qin", kinds=["volunteer"], minor=True))
    assert "guardian_agreed" in wrong


def test_what_they_say_of_themselves(counter: Counter) -> None:
    found = counter.enlist()
    told = {
        "skills": ["law", "driving"], "skill_line": "会修纱窗", "speech": "手语", "free": ["wed_am", "sat_pm"],
    }  # fmt: skip
    counter.take("describe", found, "bai", **told)
    assert (found.skill_words, found.free_words) == (["法律", "开车"], ["周三上午", "周六下午"])
    assert (found.skill_line, found.speech) == ("会修纱窗", "手语")
    assert "纱窗" not in everything_written()
    told = {**told, "skill_line": "打 13900001111 找我"}
    assert "电话" in refusal(lambda: counter.take("describe", found, "bai", **told))["skill_line"]
    counter.take("describe", found, "bai")
    assert (found.skills, found.skill_line) == ([], "")
    assert not list(Verification().findings())


def test_insurance_ends_with_its_day(counter: Counter) -> None:
    found, today = counter.enlist(), localdate()
    assert not found.is_insured(today)
    counter.take("change", found, "qin", kinds=["volunteer"], insured_until=today)
    assert found.is_insured(today)
    assert not found.is_insured(today + timedelta(days=1))


def test_a_name_is_put_right_in_the_vault(counter: Counter) -> None:
    found = counter.enlist()
    counter.take("rename", found, "qin", new_phone="13800000888")
    identity = vault.open_identity(Resident.objects.get(pk=found.resident_id))
    assert (identity.name, identity.phone) == (NAME, "13800000888")
    assert "13800000888" not in everything_written()
    assert "11 位" in refusal(lambda: counter.take("rename", found, "qin", new_phone="1380"))["new_phone"]
    assert "new_name" in refusal(lambda: counter.take("rename", found, "qin"))


def test_whoever_has_an_account_keeps_their_own(counter: Counter, cast: Cast) -> None:
    zhi = counter.enlist_zhi()
    assert zhi.account == cast.user("zhi")
    counter.take("describe", zhi, "zhi", skills=["fire"])
    counter.take("show", zhi, "zhi", shown="surname", agreed=True)
    assert (zhi.skills, zhi.shown, zhi.kinds) == (["fire"], "surname", ["captain"])
    with pytest.raises(NotYours):
        counter.take("change", zhi, "zhi", kinds=["law_expert"])
    other = counter.enlist()
    assert cast.user("zhi") not in KIND.load(other).accounts
    with pytest.raises(NotYours):
        counter.take("describe", other, "zhi", skills=["fire"])


def test_an_area_is_claimed_and_given_back(counter: Counter) -> None:
    found, zhi = counter.enlist(), counter.enlist_zhi()
    counter.take("claim", found, "qin", new_area="3 号楼", willing=True)
    area = Area.objects.get()
    assert [str(one) for one in KIND.load(found).areas] == ["3 号楼"]
    counter.take("claim", zhi, "zhi", area=area, willing=True)
    assert (
        "已经认领"
        in refusal(lambda: counter.take("claim", zhi, "qin", new_area="3 号楼", willing=True))["new_area"]
    )
    counter.take("claim", zhi, "qin", new_area="村东头", willing=True)
    assert Area.objects.count() == 2
    assert "willing" in refusal(lambda: counter.take("claim", found, "qin", new_area="村西头"))
    assert "area" in refusal(lambda: counter.take("claim", found, "qin", willing=True))
    assert "new_area" in refusal(lambda: counter.take("claim", zhi, "zhi", new_area="天下", willing=True))
    counter.take("give_back", zhi, "zhi", own_area=KIND.load(zhi).areas[0])
    assert [str(one) for one in KIND.load(zhi).areas] == ["村东头"]
    assert not list(Verification().findings())


def test_who_sees_an_associate(counter: Counter, cast: Cast) -> None:
    zhi = counter.enlist_zhi()
    expert = Counter(cast, CHENGGUAN).enlist(by="gao", kinds=["law_expert"])
    ordinary = Counter(cast, CHENGGUAN).enlist(by="gao", name="程小路", phone="13800000779")
    seen = {
        who: set(visible_to(cast.actor(who)))
        for who in ("qin", "gao", "shen", "jian", "zhi", "zhou", "tang", "cheng", "he", "wen", "wang", "guan")
    }
    everybody = {zhi, expert, ordinary}
    assert seen["qin"] == {zhi, expert}
    assert seen["gao"] == seen["shen"] == seen["jian"] == everybody
    assert seen["zhi"] == {zhi}
    for who in ("zhou", "tang", "cheng", "he", "wen", "wang", "guan"):
        assert seen[who] == set(), who
    with pytest.raises(NotYours):
        Counter(cast, HAIYI).enlist(by="qin")
    assert unit(CHENGGUAN) == expert.unit
