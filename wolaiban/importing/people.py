"""Who reports, as far as a row tells: a particular with a flaw is read or left out, and said; the matter goes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.cases.actions.registering import Reporter
from wolaiban.residents.particulars import tidy_address, tidy_id_number, tidy_name, tidy_phone
from wolaiban.residents.phones import numbers_in

# What stands where a name or a number is not told: masked, an account of some website, or words to that effect.
NOT_TOLD = re.compile(
    r".*[*＊×●■].*|匿名.*|.*网友.*|不详|未知|无|保密|不愿.*|未留.*|没有|[-—/\\.]+", re.DOTALL
)
ACCOUNT = re.compile(r"[A-Za-z0-9_@.\-]*\d[A-Za-z0-9_@.\-]*")
# A spreadsheet keeps 15 digits of a number: those behind are noughts, or not shown at all.
ROUNDED = re.compile(r"\d{15}0{3}|\d(\.\d+)?E\+?1\d|\d{16,}0{2}", re.IGNORECASE | re.ASCII)
ROUNDED_PHONE = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE | re.ASCII)
NOUGHT_LOST = re.compile(r"(10|2[0-9])[2-8]\d{7}", re.ASCII)  # 010… and 02… typed as a number


@sensitive_variables()
def reporter_of(cells: Mapping[str, str], remarks: list[str]) -> Reporter:
    """Somebody; all empty is an anonymous report."""
    name = _kept(_told(cells.get("name", "")), "姓名", tidy_name, remarks)
    return Reporter(
        name="" if ACCOUNT.fullmatch(name) else name,
        phone=_phone(_told(cells.get("phone", "")), remarks),
        id_number=_id_number(_told(cells.get("id_number", "")), remarks),
        address=_kept(_told(cells.get("home", "")), "住址", tidy_address, remarks),
    )


@sensitive_variables()
def _told(text: str) -> str:
    return "" if NOT_TOLD.fullmatch(text) else text


@sensitive_variables()
def _kept(text: str, label: str, tidy: Callable[[str], str], remarks: list[str]) -> str:
    try:
        tidy(text)
    except ValidationError as fault:
        remarks.append(f"{label}没有录：{fault.messages[0]}")
        return ""
    return text


@sensitive_variables()
def _id_number(text: str, remarks: list[str]) -> str:
    if ROUNDED.fullmatch(text):
        remarks.append("身份证号被表格软件当成数字改过，后几位不对，没有录")
        return ""
    return _kept(text, "身份证号", tidy_id_number, remarks)


@sensitive_variables()
def _phone(text: str, remarks: list[str]) -> str:
    """As it is read everywhere, after what only spreadsheets do to a number."""
    if ROUNDED_PHONE.fullmatch(text):
        remarks.append("电话被表格软件当成数字改过，看不全，没有录")
        return ""
    if NOUGHT_LOST.fullmatch(text):
        text = f"0{text}"
    try:
        tidy_phone(text)
    except ValidationError as fault:
        number = next(iter(numbers_in(text)), "")
        remarks.append("电话旁边的说明太长，没有录" if number else f"电话没有录：{fault.messages[0]}")
        return number
    return text
