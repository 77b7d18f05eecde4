"""What an action found wrong stands beside the field it is about, whatever the form."""

import ast
from pathlib import Path

from django import forms

from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.web.refusing import show_refusal

PACKAGE = Path(__file__).resolve().parents[2] / "wolaiban"


class Whom(forms.Form):
    name = forms.CharField()
    reason = forms.CharField()


def sent() -> Whom:
    return Whom({"name": "王秀英", "reason": "回访"})


def test_a_fault_stands_at_its_field_and_what_has_none_above_the_form() -> None:
    form = sent()
    show_refusal(form, BadAnswer({"reason": "请写明理由。", "": "此件已办结。", "elsewhere": "没有这一项。"}))
    assert form.errors == {"reason": ["请写明理由。"], "__all__": ["此件已办结。", "没有这一项。"]}


def test_a_field_may_have_another_name_than_the_answer() -> None:
    form = sent()
    show_refusal(form, BadAnswer({"reporters": "请填写反映人。"}), {"reporters": "name"})
    assert form.errors == {"name": ["请填写反映人。"]}


def test_what_must_wait_is_said_above_the_form() -> None:
    form = sent()
    show_refusal(form, NotNow("已有一份延期申请在等批复。"))
    assert form.non_field_errors() == ["已有一份延期申请在等批复。"]


def test_there_is_no_other_way_for_a_refusal_into_a_form() -> None:
    """Nobody else reads `.fields` of what was caught as a refusal, beside those who answer programs and imports."""
    others = {"api/finding.py", "importing/working.py", "web/refusing.py", "process/errors.py"}
    reading = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "fields"
        if isinstance(node.value, ast.Name) and node.value.id in {"refusal", "bad", "refused"}
    }
    assert reading <= others
