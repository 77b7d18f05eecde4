"""Name, phone, id number and address as people type them → as the vault keeps them.

Each function returns the tidy form, "" for nothing given, or raises a `ValidationError` in plain
words that never repeats what was typed.
"""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from wolaiban.residents.phones import read_phone
from wolaiban.workflow.characters import one_line

NAME_LENGTH = 40
ADDRESS_LENGTH = 200
MOST_OF_PHONE = 100  # a number or two, and whose they are

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"  # GB 11643: the last digit, by the weighted sum of the others modulo 11


@sensitive_variables()
def tidy_name(text: str) -> str:
    name = one_line(text)
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"姓名最多 {NAME_LENGTH} 个字。", code="name_too_long")
    return name


@sensitive_variables()
def tidy_address(text: str) -> str:
    address = one_line(text)
    if len(address) > ADDRESS_LENGTH:
        raise ValidationError(f"地址最多 {ADDRESS_LENGTH} 个字。", code="address_too_long")
    return address


@sensitive_variables()
def tidy_phone(text: str) -> str:
    """The number as it is kept and, in brackets, what was written beside it; see `phones`."""
    return str(read_phone(text))


@sensitive_variables()
def tidy_id_number(text: str) -> str:
    """An 18-digit citizen id number with a real birth date and the right check digit."""
    number = re.sub(r"[\s\-]", "", one_line(text)).upper()
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
def _is_birth_date(digits: str) -> bool:
    try:
        born = datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a date of birth has no time zone
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= localdate()
