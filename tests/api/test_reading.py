"""Reading, listing and registering through the API: what the page tells the same person, no more and no less."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.api.program import Program
from tests.cast import CHENGGUAN, DAGAOSHE, DONGFEN, URBAN, Cast, unit
from tests.matrix.table import SEES
from tests.matrix.test_secrets import tables_with
from tests.matrix.world import (
    EVERYBODY,
    STRANGERS_CANARIES,
    WANGS_CANARIES,
    World,
    close_account,
    everything_in,
    play,
)
from wolaiban.cases.models import Case, Complainant
from wolaiban.residents import vault

MATTER: dict[str, Any] = {
    "unit": DONGFEN,
    "words": "3 号楼前台阶没有扶手，老人上下不便。",
    "reporters": [{"name": "赵敏", "phone": "13811110000"}],
}


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Any) -> World:
    settings.DATA_DIR = tmp_path
    return play(cast)


# ---- The matrix: everybody with a token of their own


def test_everybody_reads_what_they_may_and_is_told_no_identity(world: World) -> None:
    told: list[str] = []
    answered: dict[str, set[int]] = {}
    file = world.facts["attachment"]
    programs = {who: Program.of(world.cast, who) for who in EVERYBODY}
    close_account(world.cast, "ting")
    for who, program in programs.items():
        answers = [
            program.get(f"/cases/{world.case.number}"),
            program.get(f"/cases/{world.case.number}/attachments/{file}"),
            program.get("/cases"),
        ]
        answered[who] = {answer.status_code for answer in answers[:2]}
        assert answers[2].status_code == (401 if who == "ting" else 200)
        if who != "ting":
            listed = {line["number"] for line in answers[2].json()["cases"]}
            assert (world.case.number in listed) == (who in SEES)
        secret = list(STRANGERS_CANARIES if who == "wang" else (*STRANGERS_CANARIES, *WANGS_CANARIES))
        told += [f"{who}: {word}" for a in answers for word in secret if word in everything_in(a)]
    assert not told
    expected = {who: {200 if who in SEES else 404} for who in EVERYBODY} | {"ting": {401}}
    assert answered == expected


def test_a_file_of_another_case_is_not_there(world: World) -> None:
    qin, other = Program.of(world.cast, "qin"), world.facts["others_attachment"]

    assert qin.get(f"/cases/{world.case.number}/attachments/{other}").status_code == 404
    assert qin.get(f"/cases/{world.elsewhere.number}/attachments/{other}").status_code == 404
    assert qin.get(f"/cases/{world.case.number}/attachments/{10**20}").status_code == 404


def test_the_story_is_the_pages(world: World) -> None:
    """Sentence by sentence, for those inside, for the one who complains, and for the volunteer who brought it in."""
    for who in ("qin", "wang", "zhi"):
        browser = Client()
        browser.force_login(world.cast.user(who))
        page = browser.get(f"/cases/{world.case.number}/").content.decode()
        read = Program.of(world.cast, who).get(f"/cases/{world.case.number}").json()
        for telling in read["story"]:
            for words in (telling["told"], telling["who"], telling["post"]):
                assert words in page
            for given in (*telling["facts"], *telling["quotations"]):
                assert given["words"] in page
        assert len(read["story"]) == world.case.events.count()


def test_those_inside_see_masked_parties_residents_only_themselves(world: World) -> None:
    qin, wang, zhi = (
        Program.of(world.cast, who).get(f"/cases/{world.case.number}").json()
        for who in ("qin", "wang", "zhi")
    )

    complainants = world.case.complainants.select_related("resident")
    masked = [vault.masked(complainant.resident).name for complainant in complainants]
    assert [party["name"] for party in qin["parties"]] == masked
    assert [party["is_me"] for party in wang["parties"]] == [True]
    assert zhi["parties"] == []
    assert qin["tier"]
    assert wang["tier"] is wang["category"] is wang["channel"] is wang["kind"] is None


def test_steps_are_the_buttons_with_what_stands_in_their_way(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)

    read = Program.of(cast, "fang").get(f"/cases/{rail.number}").json()
    steps = {step["name"]: step for step in read["steps"]}

    assert "还有 2 个部门未出具意见" in steps["resolve"]["obstacle"]
    assert steps["call_off"]["obstacle"] is None
    disposition = next(asked for asked in steps["resolve"]["asks"] if asked["name"] == "disposition")
    assert disposition["required"]
    assert {"code": "solved", "name": "诉求合理，已解决"} in disposition["choices"]
    assert "accept" not in steps


def test_choices_name_officers_and_departments(cast: Cast, rail: Case) -> None:
    steps = Program.of(cast, "qin").get(f"/cases/{rail.number}").json()["steps"]
    accept = next(step for step in steps if step["name"] == "accept")

    handler = next(asked for asked in accept["asks"] if asked["name"] == "handler")
    assert {choice["code"] for choice in handler["choices"]} >= {"qin", "bai"}


def test_reading_a_long_story_takes_no_more_queries(
    cast: Cast, qin: Program, rail: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for turn in range(12):
        cast.take("note", rail, "qin", text=f"第 {turn} 次")

    with django_assert_max_num_queries(16):
        assert len(qin.get(f"/cases/{rail.number}").json()["story"]) == 13


# ---- Lists


def test_pages_follow_each_other_without_a_gap(cast: Cast, qin: Program) -> None:
    numbers = [cast.report(f"第 {turn} 件").number for turn in range(7)][::-1]
    seen, older = [], None
    while True:
        page = qin.get("/cases", size=3, **({"older": older} if older else {})).json()
        seen += [line["number"] for line in page["cases"]]
        cast.report("中间新来的")  # shifts nothing
        older = page["older"]
        if older is None:
            break
    assert seen == numbers


def test_the_filters_are_the_ledgers(cast: Cast, qin: Program, rail: Case) -> None:
    other = cast.report("路灯不亮", urgent=True)
    cast.take("accept", other, "qin")

    def found(**query: Any) -> list[str]:
        return [line["number"] for line in qin.get("/cases", **query).json()["cases"]]

    assert found(stage="reported") == [rail.number]
    assert found(stage="open") == [other.number, rail.number]
    assert found(q="路灯") == [other.number]
    assert found(mine="true") == [other.number]
    assert found(unit=CHENGGUAN) == [other.number, rail.number]
    assert found(unit=DAGAOSHE) == []
    assert found(until="2020-01-01") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"stage": "nowhere"}, "“环节”没有这个选项。"),
        ({"unit": "1"}, "没有代码是“1”的单位。"),
        ({"since": "yesterday"}, "“登记日期，从”须为日期，例如 2026-03-05。"),
        ({"until": "9999-12-31"}, "“登记日期，到”的年份不对，请核对。"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "结束日期早于开始日期。"),
        ({"mine": "perhaps"}, "“只看我经办的”须为 true 或 false。"),
        ({"older": "x"}, "“翻页”须为整数。"),
        ({"older": "9" * 30}, "“翻页”"),
        ({"size": "1000"}, "“每页件数”填写有误。"),
        ({"task": "x"}, "“待办”没有这个选项。"),
    ],
)
def test_a_filter_that_is_none_is_refused(
    cast: Cast, qin: Program, query: dict[str, str], words: str
) -> None:
    told = qin.get("/cases", **query)

    assert told.status_code == 422
    assert set(told.json()["errors"]) <= set(query)
    assert words in told.json()["title"]


def test_residents_list_their_own_and_sort_by_nothing_they_are_not_told(cast: Cast, rail: Case) -> None:
    cast.report("别人的", reporters=["li"])
    wang = Program.of(cast, "wang")

    (line,) = wang.get("/cases").json()["cases"]
    assert line["number"] == rail.number
    assert line["tier"] is None
    assert wang.get("/cases", tier="minor").status_code == 422
    assert wang.get("/cases", stage="open").status_code == 200


def test_a_list_takes_no_query_per_line(
    cast: Cast, qin: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for turn in range(8):
        cast.report(f"第 {turn} 件")

    qin.get("/me")  # takes its lot of requests
    with django_assert_max_num_queries(7):
        assert len(qin.get("/cases").json()["cases"]) == 8


def test_codes_are_found_by_names(cast: Cast, qin: Program) -> None:
    assert DONGFEN in {found["code"] for found in qin.get("/units", q="东坟").json()}
    assert unit(URBAN).code in {found["code"] for found in qin.get("/units", q="城市管理委").json()}
    category = cast.category()
    assert category.code in {found["code"] for found in qin.get("/categories", q=category.name).json()}
    assert qin.get("/units").status_code == 422
    assert Program.of(cast, "wang", scopes=["register"]).get("/units", q="东坟").status_code == 200


# ---- Registering


def test_a_matter_is_registered_with_its_people_in_the_vault(cast: Cast, qin: Program) -> None:
    people = [
        {"name": "赵敏", "phone": "138 1111 0000", "relation": "guardian", "representative": True},
        {"name": "孙立", "phone": "13811110001"},
    ]
    told = qin.post(
        "/cases",
        MATTER
        | {"reporters": people, "category": cast.category().code, "tier": "major", "channel": "hotline"},
    )

    assert told.status_code == 201, told.content.decode()
    case = Case.objects.get(number=told.json()["number"])
    assert (case.tier, case.channel, case.stage) == ("major", "hotline", "reported")
    complainants = list(Complainant.objects.filter(case=case).select_related("resident"))
    assert [str(vault.masked(c.resident)) for c in complainants] == ["赵* · 138****0000", "孙* · 138****0001"]
    assert [c.relation for c in complainants] == ["guardian", "self"]
    assert told.json()["hash"] == bytes(case.head).hex()


def test_a_resident_registers_their_own_and_leaves_the_sorting(cast: Cast) -> None:
    wang = Program.of(cast, "wang")

    told = wang.post("/cases", {"unit": DONGFEN, "words": "井盖下沉了。"})
    assert told.status_code == 201
    case = Case.objects.get(number=told.json()["number"])
    assert (case.channel, case.complainants.get().resident) == ("online", cast.resident("wang"))

    refused = wang.post("/cases", {"unit": DONGFEN, "words": "井盖下沉了。", "urgent": True})
    assert refused.json()["errors"] == {"urgent": "这一项由工作室来定，请不要填写。"}


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"words": " "}, {"words": "请写明反映的事情。"}),
        ({"unit": "110111D01"}, {"unit": "请选择事情发生在哪个村或社区。"}),
        ({"reporters": []}, {"reporters": "请填写反映人；不愿留名的，选“匿名”。"}),
        ({"reporters": [{}]}, {"reporters.0": "请填写反映人；不愿留名的，选“匿名”。"}),
        ({"reporters": [{"phone": "138"}]}, {"reporters.0.phone": "手机号码应为 11 位，请核对。"}),
        ({"reporters": [{"name": 3}]}, {"reporters.0.name": "“姓名”须为文字。"}),
        ({"reporters": [{"name": "赵敏", "nick": "敏"}]}, {"reporters.0.nick": "登记时不问“nick”。"}),
        ({"reporters": "赵敏"}, {"reporters": "“反映人”须为列表。"}),
        ({"channel": "import"}, {"channel": "“来源”没有这个选项。"}),
        ({"tier": "huge"}, {"tier": "“层级”没有这个选项。"}),
        ({"category": "Z"}, {"category": "这个类别已不在现行目录里，请重新选择。"}),
        ({"colour": "red"}, {"colour": "登记时不问“colour”。"}),
        ({"title": "长" * 41}, {"title": "“标题”最多 40 字。"}),
        ({"words": "长" * 5001}, {"words": "反映内容最多 5000 字。"}),
        ({"words": "\u200b\u200b"}, {"words": "请写明反映的事情。"}),
    ],
)
def test_what_is_wrong_with_a_matter_is_said_by_field(
    cast: Cast, qin: Program, given: dict[str, Any], errors: dict[str, str]
) -> None:
    told = qin.post("/cases", MATTER | given)

    assert (told.status_code, told.json()["errors"]) == (422, errors)
    assert not Case.objects.exists()


def test_whoever_may_not_register_there_is_told_who_may(cast: Cast) -> None:
    for who in ("zhou", "jian", "he"):
        told = Program.of(cast, who).post("/cases", MATTER)
        assert (told.status_code, told.json()["type"]) == (403, "not_allowed")
        assert "东坟村的事项" in told.json()["title"]


def test_what_is_sent_is_nowhere_in_the_clear(cast: Cast, qin: Program) -> None:
    name, phone, id_number, address = STRANGERS_CANARIES
    person = {"name": name, "phone": phone, "id_number": id_number, "address": address}

    assert qin.post("/cases", MATTER | {"reporters": [person]}, key=phone).status_code == 201

    assert {word: tables_with(word) for word in STRANGERS_CANARIES} == {
        word: set() for word in STRANGERS_CANARIES
    }


def test_what_the_refused_sent_is_in_no_answer(cast: Cast, qin: Program) -> None:
    told = qin.post("/cases", MATTER | {"reporters": [{"name": "欧阳金丝雀", "phone": "1391234567"}]})

    assert told.status_code == 422
    assert "欧阳金丝雀" not in told.content.decode()
    assert "1391234567" not in told.content.decode()


# ---- How fast


def test_a_token_that_runs_wild_waits(cast: Cast, qin: Program, settings: Any) -> None:
    settings.API_PER_MINUTE = 2
    other = Program.of(cast, "bai")

    assert [qin.get("/me").status_code for _ in range(4)] == [200, 200, 429, 429]
    told = qin.get("/me")
    assert told.json()["type"] == "too_fast"
    assert 1 <= int(told["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


def test_an_accept_takes_few_queries(
    cast: Cast, qin: Program, rail: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    content = {"category": cast.category().code, "tier": "minor", "handler": "qin"}
    qin.get("/me")

    with django_assert_max_num_queries(22):
        assert qin.post(f"/cases/{rail.number}/accept", content).status_code == 200


def test_a_program_sends_a_phone_as_it_was_written_down(cast: Cast, qin: Program) -> None:
    told = qin.post("/cases", MATTER | {"reporters": [{"name": "赵\ue863", "phone": "69351234（女儿）"}]})

    case = Case.objects.get(number=told.json()["number"])
    kept = vault.open_identity(case.complainants.get().resident)
    assert (kept.name, kept.phone, kept.phone_note) == ("赵䶮", "010-69351234", "女儿")
