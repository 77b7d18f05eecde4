"""Somebody offers to help on their own phone: sealed, slow for machines, silent about who is registered; then looked at."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.associates.conftest import NAME, PHONE, Counter
from tests.associates.test_enlisting import everything_written, refusal
from tests.cast import DONGFEN, Cast
from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Associate
from wolaiban.associates.verifying import findings
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import ANYBODY
from wolaiban.portal.volunteering import guarding
from wolaiban.portal.volunteering.receipts import code_of
from wolaiban.process.errors import NotNow, NotYours
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.workflow.performing import begin

KEY = "volunteer-key-of-a-test-"


def form(number: int = 0, **given: Any) -> dict[str, Any]:
    usual = {
        "key": f"{KEY}{number:04}", "unit_pick": DONGFEN, "unit": "东坟村", "name": NAME, "phone": PHONE,
        "kinds": ["volunteer"], "skills": ["fire"], "free": ["wed_am"], "shown": "nothing", "agreed": "on",
    }  # fmt: skip
    return {name: value for name, value in {**usual, **given}.items() if value is not None}


def send(number: int = 0, **given: Any) -> Any:
    return Client().post("/volunteer/", form(number, **given))


def words(answer: Any) -> str:
    return str(answer.content.decode())


def offered(number: int = 0, **given: Any) -> tuple[Associate, str]:
    """The offer, and the address of its receipt."""
    answer = send(number, **given)
    assert answer.status_code == 302, words(answer)
    return Associate.objects.order_by("-pk")[0], answer.url


def told(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return words(answer)


def test_an_offer_is_sealed_and_its_receipt_names_nobody(cast: Cast) -> None:
    assert "不问政治面貌" in words(Client().get(f"/volunteer/?unit={DONGFEN}"))
    found, address = offered()
    assert (found.stage, found.unit.code, found.kinds, found.free) == (
        "offered",
        DONGFEN,
        ["volunteer"],
        ["wed_am"],
    )
    assert vault.open_identity(found.resident).name == NAME
    for secret in (NAME, PHONE, "高*", "0777"):
        assert secret not in told(address), secret
    assert NAME not in everything_written()
    assert PHONE not in everything_written()
    assert found.number in address
    assert "等工作室看" in told(address)
    assert not list(Verification().findings())


def test_sent_twice_it_is_one_offer(cast: Cast) -> None:
    assert send().url == send().url
    again = send(name="高大山")
    assert again.status_code == 422
    assert "这次的内容和那次不一样" in words(again)
    assert Associate.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "请填写“您的姓名”"),
        ({"phone": "1380000"}, "11 位"),
        ({"phone": None}, "请填写“您的电话”"),
        ({"kinds": None}, "请选择“想做什么”"),
        ({"kinds": ["delegate"]}, "delegate"),
        ({"agreed": None}, "我同意工作室"),
        ({"minor": "on"}, "监护人同意了才能报名"),
        ({"unit": "没有的村", "unit_pick": None}, "没有找到“没有的村”"),
        ({"unit": "", "unit_pick": None}, "请选择“在哪个村或社区”"),
        ({"skill_line": "打 13900001111 找我"}, "不写电话"),
        ({"key": "short"}, "请刷新页面"),
        ({"name": "高" * 41}, "40"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_kept(cast: Cast, given: dict[str, Any], says: str) -> None:
    before = Resident.objects.count()
    answer = send(**given)
    assert answer.status_code == 422
    assert says in words(answer)
    assert "还没有报上" in words(answer)
    assert (Associate.objects.count(), Resident.objects.count()) == (0, before)


def test_a_minor_comes_with_the_guardian(cast: Cast) -> None:
    assert offered(minor="on", guardian_agreed="on")[0].minor


def test_a_phone_and_a_network_are_held_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [send(number, name=f"高玉{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "一天里已经报了 3 次名" in words(answers[-1])
    assert int(answers[-1]["Retry-After"]) > 3600
    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 3)
    refused = send(9, phone="13800000779")
    assert refused.status_code == 429
    assert "您所在的网络" in words(refused)


def test_a_stranger_is_told_the_same_whoever_is_registered(counter: Counter, cast: Cast) -> None:
    counter.enlist()
    known, of_known = offered(1)
    _, of_new = offered(2, name="高大山", phone="13800000779")

    def without_numbers(address: str) -> str:
        shown = re.sub(r"<svg.*?</svg>", "", told(address), flags=re.DOTALL)
        return re.sub(r"DY-\d+-\d+|csrfmiddlewaretoken\" value=\"\w+|[0-9a-f]{20}", "", shown)

    assert without_numbers(of_known) == without_numbers(of_new)
    counter.take("join", known, "qin")
    new = Associate.objects.order_by("-pk")[0]
    counter.take("take_in", new, "qin", kinds=["volunteer"])
    assert without_numbers(of_known) == without_numbers(of_new)


def test_a_receipt_is_not_guessed(cast: Cast) -> None:
    found, address = offered()
    assert Client().get(f"/volunteer/{found.number}/{'0' * 20}/").status_code == 404
    assert Client().get(f"/volunteer/DY-2026-999999/{code_of('DY-2026-999999')}/").status_code == 404
    assert "no-store" in Client().get(address)["Cache-Control"]


def test_the_studio_takes_somebody_in(counter: Counter, cast: Cast) -> None:
    found, address = offered(kinds=["volunteer", "law_expert"])
    counter.take("take_in", found, "bai", kinds=["volunteer"])
    assert (found.stage, found.kinds) == ("active", ["volunteer"])
    assert "接收了，谢谢您来帮忙" in told(address)
    assert not list(Verification().findings())


def test_whoever_is_known_is_joined_and_not_enlisted_twice(counter: Counter, cast: Cast) -> None:
    known = counter.enlist(kinds=["captain"])
    found, _ = offered()
    with pytest.raises(NotNow, match=known.number):
        counter.take("take_in", found, "qin", kinds=["volunteer"])
    counter.take("join", found, "qin")
    known.refresh_from_db()
    assert (known.kinds, known.skills, known.free) == (["captain", "volunteer"], ["fire"], ["wed_am"])
    assert (found.stage, found.masked.erased, found.skills) == ("joined", True, [])
    assert not list(Verification().findings())
    other, _ = offered(1, name="高大山")
    with pytest.raises(NotNow, match="没有登记过"):
        counter.take("join", other, "qin")


def test_whoever_is_turned_down_is_told_kindly_and_forgotten(counter: Counter, cast: Cast) -> None:
    found, address = offered()
    assert "对本人说" in refusal(lambda: counter.take("turn_down", found, "qin", reply=""))["reply"]
    counter.take("turn_down", found, "qin", reply="这个月人够了，谢谢您，下个月再来问。")
    assert (found.stage, found.masked.erased) == ("turned_down", True)
    shown = told(address)
    assert "这个月人够了" in shown
    assert "姓名和电话已经删除" in shown
    assert not list(findings())
    assert not list(Verification().findings())


def test_who_may_look_at_an_offer(counter: Counter, cast: Cast) -> None:
    found, _ = offered()
    for who in ("zhou", "gao", "zhi", "wang"):
        with pytest.raises(NotYours):
            counter.take("take_in", found, who, kinds=["volunteer"])
    assert not KIND.visible_to(cast.actor("zhou")).exists()
    with pytest.raises(NotYours):
        begin("sign_up", on=Associate(unit=cast.unit(DONGFEN)), by=cast.actor("qin"), answers={})
    with pytest.raises(NotYours):
        begin("enlist", on=Associate(unit=cast.unit(DONGFEN)), by=ANYBODY, answers={})


def test_it_waits_on_the_workbench_of_the_studio(cast: Cast) -> None:
    found, _ = offered()
    client = Client()
    client.force_login(cast.user("bai"))
    assert "高*芝报名当志愿者" in words(client.get("/inbox/", follow=True))
    at = f"/associates/{found.pk}/"
    shown = words(client.get(at))
    assert f"{at}take_in/" in shown
    assert f"{at}join/" not in shown
    assert client.post(f"{at}take_in/", {"kinds": ["volunteer"]}).status_code == 302
    assert "报名待看" not in words(client.get(at))
