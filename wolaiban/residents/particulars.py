"""Name, phone, id number and address as people type them → as the vault keeps them.

Each function returns the tidy form, "" for nothing given, or raises a `ValidationError` in plain
words that never repeats what was typed.
"""

import re
import unicodedata
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

NAME_LENGTH = 40
ADDRESS_LENGTH = 200

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})", re.ASCII)
HOTLINE_400 = re.compile(r"[48]00\d{7}", re.ASCII)
ABROAD = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
EXTENSION = re.compile(r"\s?(?:转|分机|#|ext\.?|(?<=\d{7})-)\s?(\d{1,6})$", re.IGNORECASE | re.ASCII)
BETWEEN_DIGITS = re.compile(r"[\s\-‐‑‒–—()._·]")

# Not NFKC: it would also replace rare characters that people have in their names.
FULL_WIDTH = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code).isalnum() or chr(code) in "＋－（）．＃"
}

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"  # GB 11643: the last digit, by the weighted sum of the others modulo 11


@sensitive_variables()
def tidy_name(text: str) -> str:
    name = _one_line(text)
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"姓名最多 {NAME_LENGTH} 个字。", code="name_too_long")
    return name


@sensitive_variables()
def tidy_address(text: str) -> str:
    address = _one_line(text)
    if len(address) > ADDRESS_LENGTH:
        raise ValidationError(f"地址最多 {ADDRESS_LENGTH} 个字。", code="address_too_long")
    return address


@sensitive_variables()
def tidy_phone(text: str) -> str:
    """A mainland mobile as 11 digits, a landline as 010-88881234(-extension), a foreign number as +…"""
    typed = _one_line(text)
    if not typed:
        return ""
    number = _digits(typed)
    if MOBILE.fullmatch(number) or HOTLINE_400.fullmatch(number) or ABROAD.fullmatch(number):
        return number
    extension = EXTENSION.search(typed)
    if landline := LANDLINE.fullmatch(_digits(typed[: extension.start()]) if extension else number):
        return "-".join([*landline.groups(), *(extension.groups() if extension else ())])
    raise _phone_complaint(number)


@sensitive_variables()
def tidy_id_number(text: str) -> str:
    """An 18-digit citizen id number with a real birth date and the right check digit."""
    number = re.sub(r"[\s\-]", "", _one_line(text)).upper()
    if not number:
        return ""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        raise ValidationError("身份证号应为 18 位，最后一位可以是 X。", code="id_number_shape")
    if not _is_birth_date(number[6:14]):
        raise ValidationError("身份证号中的出生日期不对，请核对。", code="id_number_birth")
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    if ID_CHECK[total % 11] != number[17]:
        raise ValidationError("身份证号最后一位校验不符，请逐位核对。", code="id_number_check")
    return number


@sensitive_variables()
def _one_line(text: str) -> str:
    """Full-width digits and letters made plain, invisible characters dropped, spaces collapsed."""
    plain = text.translate(FULL_WIDTH)
    if plain.isprintable():  # almost always: nothing in it is invisible, and no space but the ordinary one
        return " ".join(plain.split())
    spaced = "".join(" " if character.isspace() else character for character in plain)
    seen = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    return " ".join(seen.split())


@sensitive_variables()
def _digits(typed: str) -> str:
    """Drop what is put between digits, and +86, 0086 or a bare 86; a landline gets its leading 0 back."""
    number = BETWEEN_DIGITS.sub("", typed)
    if number.startswith("00"):
        number = "+" + number[2:]
    if number.startswith("+86"):
        number = number[3:]
        return number if MOBILE.fullmatch(number) or number.startswith("0") else "0" + number
    if len(number) == 13 and number.startswith("86"):
        return number[2:]
    return number


@sensitive_variables()
def _phone_complaint(number: str) -> ValidationError:
    if not re.fullmatch(r"\+?\d+", number, re.ASCII):
        return ValidationError("电话号码只能写数字，一栏只写一个号码。", code="phone_shape")
    if re.fullmatch(r"[2-8]\d{6,7}", number):
        return ValidationError("座机号码请加上区号，例如 010-88881234。", code="phone_area")
    if number.startswith("1"):
        return ValidationError("手机号码应为 11 位，请核对。", code="phone_mobile")
    return ValidationError("电话号码不对，请核对。座机请加区号，例如 010-88881234。", code="phone")


@sensitive_variables()
def _is_birth_date(digits: str) -> bool:
    try:
        born = datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a date of birth has no time zone
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= localdate()
