"""The form of each step is what the table asks, filled with what is most likely meant."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from PIL import Image

from tests.cast import DAGAOSHE, HAIYI, HOUSING, URBAN, WAYS, XILU, Cast, unit
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.departments import FOR_THE_LIKE, OWNS
from wolaiban.cases.queries.departments import likely as likely_departments
from wolaiban.cases.roles import standing
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.web.forms import StepForm, step_form
from wolaiban.web.rows import rows_of
from wolaiban.web.templatetags.questions import question

ONLY_FOR_SEVERAL = {"complainant", "complainants"}


def sent(case: Case, cast: Cast, step: str, by: str, files: Any = None, **data: Any) -> StepForm:
    values = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return step_form(step, case, cast.actor(by), MultiValueDict(values), MultiValueDict(files or {}))


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


def test_every_step_has_its_form_and_asks_for_what_must_be_given(cast: Cast, rail: Case) -> None:
    roles = standing(cast.actor("qin"), cast.circle(rail))
    for step, row in CASE.on_it.items():
        questions = CASE.asked_of(step, CASE.acting_as(row, roles))
        form = sent(rail, cast, step, "qin")
        asked = {question.name for question in questions}
        assert asked - ONLY_FOR_SEVERAL <= form.fields.keys() <= asked, step
        required = {question.name for question in questions if question.required} & form.fields.keys()
        no_kind_yet = {"category"} & asked
        assert form.errors.keys() == required | no_kind_yet, step
        assert form.as_div() or not asked, step


def test_whoever_fills_in_the_form_is_the_likely_handler(cast: Cast, rail: Case) -> None:
    form = step_form("accept", rail, cast.actor("bai"))
    choices = form.fields["handler"].choices  # type: ignore[attr-defined]
    assert [label for _, label in choices] == [
        "我自己，白玉兰（东坟村两委成员）",
        "秦怀信（东坟村工作室负责人）",
    ]
    assert form["handler"].value() == str(cast.user("bai").pk)


def test_what_usually_lies_behind_the_kind_is_chosen(cast: Cast) -> None:
    lamp = cast.report("路灯不亮。", category=cast.category("城市公共设施"))
    assert step_form("resolve", lamp, cast.actor("qin"))["root_cause"].value() == "facility"
    unknown = cast.report("说不清的一件事。")
    assert not step_form("resolve", unknown, cast.actor("qin"))["root_cause"].value()


def test_a_department_starts_with_whoever_reports_in_as_its_contact(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    he = cast.user("he")
    assert (
        step_form("report_in", rail, cast.actor("he"))["contact"].value() == f"{he.name} {he.phone}".strip()
    )
    cast.take("report_in", rail, "he")
    assert not step_form("object", rail, cast.actor("he"))["contact"].value()


def test_an_accepting_form_gives_what_the_action_takes(cast: Cast, rail: Case) -> None:
    category = cast.category("物业")
    form = sent(
        rail,
        cast,
        "accept",
        "qin",
        category_pick=category.code,
        tier="minor",
        handler=str(cast.user("bai").pk),
    )
    assert form.is_valid(), form.errors
    assert form.answers == {"category": category, "tier": "minor", "handler": cast.user("bai")}


def test_a_kind_of_matter_can_be_found_without_scripts(cast: Cast, rail: Case) -> None:
    form = sent(rail, cast, "accept", "qin", category="物业")
    assert form.errors["category"] == ["请在下面选一项。"]
    category = cast.category("物业服务")
    assert f'value="{category.code}"' in str(form["category"])

    form = sent(rail, cast, "accept", "qin", category=category.path)
    assert "category" not in form.errors
    form = sent(rail, cast, "accept", "qin", category="火星移民")
    assert form.errors["category"] == ["没有找到“火星移民”，请换个词再找。"]


def test_the_owning_department_comes_first_and_leads(cast: Cast, rail: Case) -> None:
    owned = Category.objects.filter(edition=current_edition(), children=None, active=True, owner__active=True)
    category = owned.order_by("position", "pk")[0]
    owner = category.owner
    assert owner is not None
    cast.take("accept", rail, "qin", category=category)
    form = step_form("whistle", rail, cast.actor("fang"))
    choices = [code for code, _ in form.fields["lead_department"].choices]  # type: ignore[attr-defined]
    assert choices[1] == form["lead_department"].initial == owner.code
    (first, *_), _ = rows_of(form["lead_department"])
    assert (first.label, first.why, first.is_the_one) == (owner.short_name, OWNS, True)


def test_departments_and_beijing_time(cast: Cast, rail: Case) -> None:
    lead, other = (cast_unit(name) for name in (URBAN, HOUSING))
    form = sent(
        rail, cast, "whistle", "fang", lead_department=lead.code, assisting=[other.code], question="谁来管？",
        due="2026-12-01T18:00", urgent="on",
    )  # fmt: skip
    assert form.is_valid(), form.errors
    assert form.answers["lead_department"] == lead
    assert form.answers["assisting"] == [other]
    assert form.answers["due"] == datetime(2026, 12, 1, 18, tzinfo=BEIJING)
    assert form.answers["urgent"] is True


def test_departments_called_lately_come_next_and_each_is_one_row(cast: Cast, rail: Case) -> None:
    earlier = cast.report("二号院台阶也没有扶手。", reporters=["li"])
    cast.moved_to("joint", earlier)  # 城关街道 called two of them
    for step, by in (*WAYS["raised"], ("take_up", "fang")):
        cast.take(step, rail, by)
    rail.category = None

    likely, rest = rows_of(step_form("whistle", rail, cast.actor("fang"))["lead_department"])

    assert {(row.label, row.why) for row in likely} == {
        (URBAN, "本单位近来请过"),
        (HOUSING, "本单位近来请过"),
    }
    elsewhere = cast.report("车库外堆了垃圾。", at_unit=HAIYI, by="meng", reporters=["li"])
    elsewhere.category, elsewhere.holder = earlier.category, unit(XILU)
    assert likely_departments(elsewhere) == {
        **dict.fromkeys(
            [earlier.category.owner_id] if earlier.category and earlier.category.owner_id else [], OWNS
        ),
        **{unit(name).pk: FOR_THE_LIKE for name in (URBAN, HOUSING)},
    }
    assert len({row.code for row in (*likely, *rest)}) == Unit.objects.active().departments().count()
    drawn = question(step_form("whistle", rail, cast.actor("fang"))["lead_department"])
    page = render_to_string("web/question.html", drawn)
    assert page.count('name="lead_department"') == page.count('name="assisting"') == len(likely) + len(rest)
    assert 'role="group" aria-label="区住建委"' in page


def cast_unit(name: str) -> Any:
    from tests.cast import unit

    return unit(name)


def test_a_box_left_empty_is_no_answer(cast: Cast, rail: Case) -> None:
    form = sent(rail, cast, "raise", "qin", tried="去过", asked="请协调")
    assert form.is_valid()
    assert "as_petition" not in form.answers


def test_a_no_is_an_answer(cast: Cast, rail: Case) -> None:
    form = sent(rail, cast, "call_back", "qin", reached="no")
    assert form.is_valid(), form.errors
    assert form.answers == {"reached": False}


def test_only_objected_summonses_can_be_decided(cast: Cast, rail: Case) -> None:
    cast.moved_to("joint", rail)
    assert step_form("uphold_summons", rail, cast.actor("fang")).fields["summons"].choices == []  # type: ignore[attr-defined]

    cast.take("object", rail, "ma")
    form = step_form("uphold_summons", rail, cast.actor("fang"))
    assert [label for _, label in form.fields["summons"].choices] == [HOUSING]  # type: ignore[attr-defined]
    assert form["summons"].value()


def test_complainants_are_named_masked_and_only_if_there_are_several(cast: Cast, rail: Case) -> None:
    assert "complainants" not in step_form("answer", rail, cast.actor("qin")).fields

    joint = cast.report(reporters=["wang", "li"])
    form = step_form("answer", joint, cast.actor("qin"))
    labels = [label for _, label in form.fields["complainants"].choices]  # type: ignore[attr-defined]
    assert labels == ["王*英 · 138****0001", "李* · 138****0002"]


def test_another_case_is_named_by_its_number(cast: Cast, rail: Case) -> None:
    other = cast.report("又是那处。", reporters=["li"])
    form = sent(rail, cast, "merge", "qin", into=other.number.lower(), reason="同一处")
    assert form.is_valid(), form.errors
    assert form.answers["into"] == other


def test_likely_cases_to_merge_into_are_offered(cast: Cast, rail: Case) -> None:
    cast.report("路灯不亮。", reporters=["li"])
    alike = cast.report("3 号楼台阶的扶手松了。", reporters=["li"])
    elsewhere = cast.report("3 号楼前台阶没有扶手。", at_unit=DAGAOSHE, by="zhou", reporters=["li"])

    drawn = str(step_form("merge", rail, cast.actor("qin"))["into"])
    assert drawn.index(alike.number) < drawn.index("路灯不亮")
    assert elsewhere.number not in drawn

    picked = sent(rail, cast, "merge", "qin", into_pick=alike.number, reason="同一处")
    assert picked.is_valid(), picked.errors
    assert picked.answers["into"] == alike


def test_a_case_one_may_not_see_does_not_exist_for_merging(cast: Cast, rail: Case) -> None:
    elsewhere = cast.report(at_unit=DAGAOSHE, by="zhou", reporters=["li"])
    form = sent(rail, cast, "merge", "qin", into=elsewhere.number, reason="同一处")
    assert form.errors["into"] == ["找不到这一件，请核对件号。"]


def test_photos_are_cleaned_and_each_bad_one_named(cast: Cast, rail: Case) -> None:
    form = sent(rail, cast, "note", "qin", text="看过", files={"photos": [photo(), photo("二.jpg")]})
    assert form.is_valid(), form.errors
    assert [file.name for file in form.answers["photos"]] == ["现场.jpg", "二.jpg"]

    bad = SimpleUploadedFile("坏.exe", b"MZ")
    form = sent(rail, cast, "note", "qin", text="看过", files={"photos": [photo(), bad]})
    assert len(form.errors["photos"]) == 1
    assert "坏.exe" in form.errors["photos"][0]


def test_no_photo_is_opened_for_a_form_that_is_wrong_elsewhere(
    cast: Cast, rail: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wolaiban.web.fields.clean_all", pytest.fail)

    form = sent(rail, cast, "resolve", "qin", files={"photos": [photo()]})

    assert not form.is_valid()
    assert "photos" not in form.errors


def test_a_photo_that_cannot_be_opened_is_named(cast: Cast, rail: Case) -> None:
    torn = SimpleUploadedFile("破.jpg", b"\xff\xd8\xff\xe0" + bytes(99))

    form = sent(rail, cast, "note", "qin", text="看过", files={"photos": [photo(), torn]})

    assert not form.is_valid()
    assert [(file["field"], file["name"]) for file in form.unfit_files] == [("photos", "破.jpg")]
    assert "文件“破.jpg”已损坏" in form.errors["photos"][0]


def test_a_matter_without_a_kind_is_asked_for_one_that_its_words_sound_like(cast: Cast, rail: Case) -> None:
    lamp = cast.report("村口的路灯不亮，晚上看不见路。")
    form = step_form("resolve", lamp, cast.actor("qin"))
    assert form.fields["category"].required
    assert "P010204" in str(form["category"])  # 城市公共设施
    assert "checked" not in str(form["category"])  # it is the officer who chooses
    cast.take("accept", rail, "qin")
    assert not step_form("resolve", rail, cast.actor("qin")).fields["category"].required


def test_an_officer_is_asked_whose_word_it_is_only_among_several(cast: Cast, rail: Case) -> None:
    joint = cast.moved_to("answered", cast.report("长椅。", reporters=["wang", "li"]))
    cast.moved_to("answered", rail)
    assert "complainant" not in step_form("confirm", rail, cast.actor("qin")).fields
    assert step_form("confirm", joint, cast.actor("qin")).fields["complainant"].required
    assert "complainant" not in step_form("confirm", joint, cast.actor("wang")).fields
