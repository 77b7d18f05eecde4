"""Asking for a receipt: the code however it is written down or said, and four digits."""

from __future__ import annotations

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from wolaiban.cases.receipt_codes import LENGTH, digit_of, grouped, runs_of_digits, tidy
from wolaiban.residents.masking import last_four
from wolaiban.residents.phones import numbers_in, takes_texts

FOUR = 4

NOT_FOUND = "没有找到。请核对查询码，还有手机号后四位；没留手机号的，填回执上的四位密码。"


WHERE = "查询码是回执上件号下面那 28 位数字，每四位一组。"
CASE_NUMBER = re.compile(
    r"(?:[A-Za-z]{1,8}\s?[-‐‑–—]?\s?)?20\d{2}\s?[-‐‑–—]\s?\d{1,8}|[A-Za-z]{1,8}20\d{8}", re.ASCII
)
MASKED = re.compile(r"\d{3}[*＊•.·]{2,}(\d{4})", re.ASCII)


def what_it_is(typed: str) -> str:
    """What somebody wrote instead of a code, and where the code stands. Nothing is looked up for it."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if CASE_NUMBER.fullmatch(plain):
        return f"这是件号，不是查询码。{WHERE}"
    digits = "".join(runs_of_digits(plain))
    if takes_texts(digits):
        return f"这是手机号，后四位请填在下面一格。{WHERE}"
    if len(digits) == LENGTH or any(character.isalpha() for character in plain):
        return f"查询码没抄对，请一组一组核对。{WHERE}"
    return f"查询码没抄对：应当是 {LENGTH} 位数字，现在是 {len(digits)} 位。{WHERE}"


def four_digits(typed: str) -> str:
    """Four digits, or the last four of a whole telephone number; "" where it is neither."""
    given = "".join(character for character in typed if not character.isspace() and character not in "-－—")
    digits = "".join(map(digit_of, given))
    if len(digits) == len(given) == FOUR:
        return digits
    if masked := MASKED.fullmatch(given):
        return masked.group(1)
    numbers = numbers_in(typed)
    return last_four(numbers[0]) if len(numbers) == 1 else ""


class TrackForm(forms.Form):
    code = forms.CharField(
        label="查询码",
        max_length=400,
        help_text="回执上的 28 位数字，每四位一组。中间空不空格都行。",
        error_messages={"required": "请填写查询码。"},
        widget=forms.Textarea(
            attrs={"rows": 2, "inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    digits = forms.CharField(
        label="手机号后四位",
        max_length=40,
        help_text="反映时留的那个手机号。没留手机号的，填回执上的四位密码。",
        error_messages={"required": "请填写四位数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(what_it_is(self.cleaned_data["code"]))
        return code

    def clean_digits(self) -> str:
        digits = four_digits(self.cleaned_data["digits"])
        if not digits:
            raise ValidationError("请填四位数字：留的电话的后四位，或者回执上的四位密码。")
        return digits

    def missed(self) -> None:
        """The same words whichever of the two was wrong; the code is shown again, four digits are quickly typed."""
        self.data = {"code": grouped(self.cleaned_data["code"]), "digits": ""}
        self.add_error(None, NOT_FOUND)
