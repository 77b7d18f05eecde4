"""Saying it once, without a script: what suffices, what is asked again, what is answered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from tests.cast import DISTRICT, DONGFEN, XILU, Cast
from tests.recording import spoken
from wolaiban.cases import receipts
from wolaiban.cases.models import Case, Receipt, Statement
from wolaiban.portal.reporting import views
from wolaiban.portal.reporting.form import as_kept
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.workflow.models import Submission

KEY = "k3y-that-nobody-guesses-0001"
STEPS = "3 号楼前的台阶没有扶手，下雨天路灯也不亮，老人不敢走。"
SCRIPTS = Path(views.__file__).parent.parent / "static" / "portal" / "reporting"
CODE = re.compile(r"<span>(\d{4})</span>")


def form(**given: Any) -> dict[str, Any]:
    """What a browser sends at least."""
    usual = {
        "key": KEY,
        "words": STEPS,
        "unit": "东坟村",
        "phone": "139 0000 5678",
        "relation": "self",
        "kind": "help",
    }
    return {name: value for name, value in (usual | given).items() if value is not None}


@pytest.fixture
def visitor(cast: Cast, settings: Settings, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    return Client()


def send(visitor: Client, **given: Any) -> Any:
    return visitor.post("/report/", form(**given))


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_four_fields_suffice(visitor: Client) -> None:
    answer = send(visitor, name="赵一", place_words="3 号楼前")

    case = Case.objects.get()
    assert answer.status_code == 200
    assert case.number in words_of(answer)
    assert (case.unit.code, case.channel, case.place_words) == (DONGFEN, "online", "3 号楼前")
    assert case.registered_by is None
    assert case.category is None
    code = "".join(CODE.findall(words_of(answer))[:7])
    assert receipts.opened_by(code, "5678") == case.complainants.get()


def test_the_form_is_empty_and_its_key_is_new_each_time(visitor: Client) -> None:
    keys = {re.findall(r'name="key" value="([^"]+)"', words_of(visitor.get("/report/")))[0] for _ in range(3)}

    assert len(keys) == 3
    assert all(len(key) >= 32 for key in keys)


def test_the_door_of_a_studio_leads_to_its_village(visitor: Client) -> None:
    assert f'value="{DONGFEN}" checked' in words_of(visitor.get(f"/report/?unit={DONGFEN}"))
    assert visitor.get("/report/?unit=000000000000").status_code == 200


def test_a_pin_goes_along_with_the_words_where_there_is_a_map(visitor: Client, settings: Settings) -> None:
    assert "data-map" not in words_of(visitor.get("/report/"))
    send(visitor, key=KEY + "-0", pin="39.73012,116.14321")  # sent by hand: nobody offered it
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    assert "data-map" in words_of(visitor.get("/report/"))

    refused = send(visitor, pin="somewhere")
    send(visitor, place_words="3 号楼前", pin="39.73012,116.14321")

    assert refused.status_code == 422
    assert "请在地图上重新点一下" in words_of(refused)
    places = Case.objects.order_by("pk").values_list("place_words", flat=True)
    assert list(places) == ["", "3 号楼前（地图 39.73012,116.14321）"]


@pytest.mark.parametrize("written", ["城关街道东坟村", "城关东坟", "北京市房山区城关街道东坟村村委会"])
def test_a_village_written_in_one_with_what_it_belongs_to_is_found(visitor: Client, written: str) -> None:
    assert DONGFEN in words_of(visitor.get("/report/units/", {"unit": written}))

    send(visitor, unit=written)

    assert Case.objects.get().unit.code == DONGFEN


def test_sent_again_it_is_the_same_matter_and_the_same_receipt(visitor: Client) -> None:
    first, again = send(visitor), send(visitor)
    elsewhere = Client().post("/report/", {"key": KEY})  # all that a page keeps once it was sent

    assert Case.objects.count() == Receipt.objects.count() == 1
    assert CODE.findall(words_of(first)) == CODE.findall(words_of(again)) == CODE.findall(words_of(elsewhere))


def test_what_the_database_keeps_of_the_key_shows_no_receipt(visitor: Client) -> None:
    send(visitor)
    kept = bytes(Submission.objects.get().key).hex()

    for guess in (kept, as_kept(KEY)):
        assert 'class="slip"' not in words_of(Client().post("/report/", {"key": guess}))
    assert Receipt.objects.count() == 1


def test_a_key_of_the_desk_opens_no_receipt(visitor: Client, cast: Cast) -> None:
    cast.report(key=as_kept(KEY))

    assert 'class="slip"' not in words_of(visitor.post("/report/", {"key": KEY}))
    assert Receipt.objects.count() == 0


def test_a_slip_from_the_counter_is_not_made_void_by_the_page_that_is_still_open(
    visitor: Client, cast: Cast
) -> None:
    send(visitor)
    newer = receipts.issue(Case.objects.get().complainants.get(), by=cast.actor("qin"))

    answer = send(visitor)

    assert "换发过新的" in words_of(answer)
    assert receipts.opened_by(newer.code, "5678")


def test_a_name_that_fits_many_villages_is_asked_again(visitor: Client) -> None:
    answer = send(visitor, unit="辛庄")

    assert answer.status_code == 422
    assert words_of(answer).count('name="unit_pick"') > 1
    assert STEPS in words_of(answer)
    assert not Case.objects.exists()


def test_whoever_does_not_know_the_village_names_the_township(visitor: Client) -> None:
    assert send(visitor, unit="桥头那边", township=XILU).status_code == 200

    case = Case.objects.get()
    assert case.unit.code == XILU
    assert case.place_words == "桥头那边"


def test_whoever_knows_nothing_leaves_it_to_the_district(visitor: Client) -> None:
    assert send(visitor, unit="", township=DISTRICT).status_code == 200
    assert Case.objects.get().holder.code == DISTRICT


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": " "}, "请写几句是什么事"),
        ({"words": "\u200b\u200b"}, "请写几句是什么事"),
        ({"place_words": "长" * 201}, "最多 200 字，现在是 201 字"),
        ({"unit": "桥" * 100, "township": XILU, "place_words": "长" * 100}, "最多 200 字，现在是 201 字"),
        ({"unit": ""}, "请写村或社区的名字"),
        ({"unit": "没有这个村"}, "没有找到"),
        ({"phone": ""}, "请留个电话"),
        ({"phone": "139"}, "手机号码应为 11 位"),
        ({"key": "short"}, "请刷新页面"),
        ({"key": None}, "还没有发出"),
        ({"words": "长" * 5801}, "最多 5000 字，现在是 5801 字"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(visitor: Client, given: Any, said: str) -> None:
    answer = send(visitor, **given)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not Case.objects.exists()
    assert not Resident.objects.filter(account=None).exists()


def test_anonymous_means_that_nothing_of_the_name_is_kept(visitor: Client) -> None:
    answer = send(visitor, name="赵一", anonymous="on")

    complainant = Case.objects.get().complainants.get()
    assert complainant.resident.is_anonymous
    assert not complainant.reachable
    *code, pin = CODE.findall(words_of(answer))
    assert receipts.opened_by("".join(code), pin) == complainant
    assert words_of(answer).count("谁也补不出来") == 1, "the slip promises no other, as the form said"


def test_each_of_a_joint_matter_is_given_a_slip(visitor: Client) -> None:
    others = {"people": 2, "person_0-name": "钱二", "person_0-phone": "13900001234", "person_1-name": "孙三"}

    answer = send(visitor, name="赵一", **others)

    assert words_of(answer).count('<article class="slip">') == 3
    assert [c.representative for c in Case.objects.get().complainants.all()] == [True, False, False]
    codes = CODE.findall(words_of(answer))
    assert receipts.opened_by("".join(codes[7:14]), "1234")
    assert receipts.opened_by("".join(codes[14:21]), codes[21])


def test_one_more_person_is_room_on_the_form_and_not_a_report(visitor: Client) -> None:
    answer = send(visitor, people=1, add_person="1", phone="")

    assert answer.status_code == 200
    assert 'name="person_1-name"' in words_of(answer)
    assert "还没有发出" not in words_of(answer)
    assert not Case.objects.exists()


def test_five_may_represent_and_not_six(visitor: Client) -> None:
    def people(count: int) -> dict[str, Any]:
        names = {f"person_{n}-name": f"邻居{n}" for n in range(count)}
        return {"people": count, **names, **{f"person_{n}-representative": "on" for n in range(count)}}

    assert send(visitor, name="赵一", **people(5)).status_code == 422
    assert send(visitor, name="赵一", **people(4)).status_code == 200


def test_an_accusation_goes_where_the_accused_cannot_look(visitor: Client, cast: Cast) -> None:
    answer = send(visitor, kind="accusation", words="村干部占用集体土地。")

    case = Case.objects.get()
    assert case.holder.code == DISTRICT
    assert not Case.objects.visible_to(cast.actor("qin")).exists()
    assert "占用" not in words_of(answer)  # of what it is about, nothing lies on the table


def test_for_somebody_else(visitor: Client) -> None:
    send(visitor, relation="relative")
    assert Case.objects.get().complainants.get().relation == "relative"


def test_a_guess_is_kept_only_if_the_resident_keeps_it(visitor: Client) -> None:
    offered = words_of(send(visitor, phone=""))
    codes = re.findall(r'name="category" value="(\w+)"', offered)

    send(visitor, category=codes[0])
    send(visitor, category="F01", key=KEY + "2", again="yes")  # not what the words sound like

    first, second = Case.objects.order_by("pk")
    assert first.category
    assert first.category.code == codes[0]
    assert second.category is None


def test_a_voice_suffices(visitor: Client) -> None:
    voice = SimpleUploadedFile("voice.webm", spoken(), "audio/webm")

    assert send(visitor, words="", voice=voice).status_code == 200

    case = Case.objects.get()
    assert (case.title, Statement.objects.get().words) == ("录音反映", "（见录音）")
    assert case.attachments.get().media_type == "audio/webm"


def test_a_broken_voice_is_refused_in_words(visitor: Client) -> None:
    voice = SimpleUploadedFile("voice.webm", spoken()[:60], "audio/webm")

    answer = send(visitor, words="", voice=voice)

    assert answer.status_code == 422
    assert "请重新录一次" in words_of(answer)


def test_a_script_is_told_in_its_own_way(visitor: Client) -> None:
    answer = visitor.post("/report/", form(), headers={"Accept": "application/json"})

    assert answer.status_code == 201
    assert answer.json() == {"received": Case.objects.get().number}


def test_what_the_database_did_not_take_is_not_confirmed(visitor: Client) -> None:
    def gone(execute: Any, sql: str, *rest: Any) -> Any:
        if "cases_case" in sql or "places_unit" in sql:
            raise OperationalError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(gone):
        page = send(visitor)
        script = visitor.post("/report/", form(), headers={"Accept": "application/json"})

    assert (page.status_code, script.status_code) == (503, 503)
    assert "没有收到" in words_of(page)
    assert "件号" not in words_of(page)
    assert page["Retry-After"]
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', words_of(page)))
    assert kept["key"] == KEY
    assert STEPS in words_of(page)
    assert visitor.post("/report/", kept | {"words": STEPS}).status_code == 200


def test_what_the_disk_did_not_take_is_not_confirmed(
    visitor: Client, settings: Settings, tmp_path: Any
) -> None:
    full = tmp_path / "full"
    full.write_text("")
    settings.DATA_DIR = full

    answer = send(visitor, photos=SimpleUploadedFile("voice.webm", spoken(), "audio/webm"))

    assert answer.status_code == 503
    assert "照片和录音这里留不住" in words_of(answer)
    assert not Case.objects.exists()


def test_villages_are_offered_while_one_types(visitor: Client) -> None:
    assert "东坟村" in words_of(visitor.get("/report/units/", {"unit": "东坟"}))
    assert "没有找到" in words_of(visitor.get("/report/units/", {"unit": "没有这个村"}))
    assert words_of(visitor.get("/report/units/")).strip() == ""


def test_kinds_are_offered_by_what_was_told(visitor: Client) -> None:
    assert 'name="category"' in words_of(visitor.post("/report/kinds/", {"words": STEPS}))
    assert words_of(visitor.post("/report/kinds/", {"words": "你好"})).strip() == ""


@pytest.mark.parametrize(
    ("typed", "number", "note"),
    [
        ("69351234", "010-69351234", ""),
        ("13900005678（女儿）", "13900005678", "女儿"),
        ("010-6935 1234转8001、13900005678", "13900005678", "010-69351234-8001"),
        ("+86 400 810 1234", "4008101234", ""),
    ],
)
def test_a_phone_is_read_as_a_clerk_reads_it(visitor: Client, typed: str, number: str, note: str) -> None:
    assert send(visitor, phone=typed).status_code == 200

    kept = vault.open_identity(Case.objects.get().complainants.get().resident)
    assert (kept.phone, kept.phone_note) == (number, note)


def test_a_hotline_is_no_phone_to_call_back(visitor: Client) -> None:
    answer = send(visitor, phone="12345")

    assert answer.status_code == 422
    assert "这是热线或短号" in words_of(answer)
    assert not Case.objects.exists()


def test_characters_of_old_phones_are_kept_everywhere(visitor: Client) -> None:
    send(visitor, name="王\ue863", words="\ue863村的灯不亮。", place_words="\ue82d桥")

    case = Case.objects.get()
    assert vault.open_identity(case.complainants.get().resident).name == "王䶮"
    assert Statement.objects.get(case=case).words == "䶮村的灯不亮。"
    assert (case.title.rstrip("。"), case.place_words) == ("䶮村的灯不亮", "㭎桥")


def test_a_village_that_is_only_like_it_has_to_be_picked(visitor: Client) -> None:
    answer = send(visitor, unit="东汶村")

    assert answer.status_code == 422
    assert "下面有相近的，请选一项" in words_of(answer)
    assert "城关街道东坟村" in words_of(answer)
    assert not Case.objects.exists()


def test_every_module_of_the_form_is_fetched_with_it_and_kept_for_want_of_a_network() -> None:
    imported: set[str] = set()
    asked = ["report.js"]
    while asked:
        script = (SCRIPTS / asked.pop()).read_text(encoding="utf-8")
        found = set(re.findall(r'^import .* from "\./([^"]+)";$', script, re.MULTILINE)) - imported
        imported |= found
        asked += found

    assert {f"portal/reporting/{name}" for name in imported} == set(views.MODULES)
