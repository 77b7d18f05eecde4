"""Asking for a receipt: the code however it is written down or said, and four digits."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from wolaiban.cases.receipt_codes import grouped, tidy

NOT_FOUND = "没有找到。请核对查询码，还有手机号后四位；没留手机号的，填回执上的四位密码。"


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
        max_length=20,
        help_text="反映时留的那个手机号。没留手机号的，填回执上的四位密码。",
        error_messages={"required": "请填写四位数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if code is None:
            raise ValidationError("查询码没抄对，请一组一组核对。")
        return code

    def clean_digits(self) -> str:
        given = "".join(self.cleaned_data["digits"].split())
        digits = "".join(str(unicodedata.digit(character, "")) for character in given)
        if len(digits) != 4 or len(given) != 4:
            raise ValidationError("请填四位数字。")
        return digits

    def missed(self) -> None:
        """The same words whichever of the two was wrong; the code is shown again, four digits are quickly typed."""
        self.data = {"code": grouped(self.cleaned_data["code"]), "digits": ""}
        self.add_error(None, NOT_FOUND)
