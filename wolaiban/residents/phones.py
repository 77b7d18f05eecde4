"""Reading a telephone number as a clerk would: how it is dialled, and what else was written beside it.

`69351234`, `010-6935 1234转8001`, `+86 138…`, `13800138000（女儿）` and two numbers in one field are all read. The number
is kept in one form, whatever it looked like: a mobile as 11 digits, a landline as 010-88881234(-extension), a 400 number
as 10 digits, a number abroad as +… The rest is kept beside it, so that nothing is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.workflow.characters import one_line

MOST_OF_NOTE = 60

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
HOTLINE_400 = re.compile(r"[48]00\d{7}", re.ASCII)
LANDLINE = re.compile(r"(010|02\d)([2-8]\d{7})|(0[3-9]\d{2})([2-8]\d{6,7})", re.ASCII)
LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
BETWEEN = r"[\s\-‐‑‒–—()._·]"
BETWEEN_DIGITS = re.compile(BETWEEN)
# A bracket in the middle is an area code, or what follows it is something else.
DIGITS = re.compile(r"[+(]{0,2}\d(?:[\s\-‐‑‒–—)._·]{0,3}\d|[\s-]?\(\d{2,4}\)[\s-]?\d)*", re.ASCII)
DASHED_EXTENSION = re.compile(r"(.*\d)\s?-\s?(\d{1,6})", re.ASCII)
EXTENSION = re.compile(
    r"[\s()]{0,2}(?:转分机|分机号?|转|#|ext\.?|x)\s?[:：]?\s?(\d{1,6})(?!\d)", re.IGNORECASE | re.ASCII
)
SPREADSHEET_TAIL = re.compile(r"(?<=\d{7})\.0+(?!\d)", re.ASCII)
SPOKEN = re.compile("[〇零一二三四五六七八九幺]{7,}")
AS_DIGITS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
CALLED = re.compile(r"(?:联系|家庭|固定|移动)?(?:电话号码|手机号码|电话|手机号?|座机)(?:号码)?\s?(?:[:：]|$)|(?:tel|mobile|phone)\s?[.:：]", re.IGNORECASE)  # fmt: skip
EDGES = " 、，,；;。/|()（）[]【】:：\"'-—"


@dataclass(frozen=True, repr=False)
class Phone:
    """`number` is "" where nothing was given. `note` is what stood beside it: whose it is, further numbers."""

    number: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Both in one text, which reads as the same again."""
        return f"{self.number}（{self.note}）" if self.note else self.number

    @property
    def takes_texts(self) -> bool:
        return takes_texts(self.number)


def takes_texts(number: str) -> bool:
    """Whether text messages reach it: mainland mobiles alone, of numbers as they are kept."""
    return MOBILE.fullmatch(number) is not None


@sensitive_variables()
def as_dialled(number: str) -> str:
    """A kept number as people write it: 400-810-1234."""
    if HOTLINE_400.fullmatch(number):
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return number


@sensitive_variables()
def with_pause(number: str) -> str:
    """A kept number for `tel:`: bare digits, and a pause before the extension."""
    area, dash, rest = number.partition("-")
    return f"{area}{rest.replace('-', ',')}" if dash else number


@sensitive_variables()
def read_phone(text: str) -> Phone:
    """Raises `ValidationError`, in words that never repeat what was typed, where no number can be called back.

    Of several numbers the first mobile counts, since text messages reach it; the others are in the note.
    """
    typed = SPREADSHEET_TAIL.sub("", one_line(text))
    typed = SPOKEN.sub(lambda spoken: spoken.group().translate(AS_DIGITS), typed)
    if not typed:
        return Phone()
    found = list(_numbers_in(typed))
    if not found:
        raise _complaint(typed)
    chosen = next((one for one in found if takes_texts(one[2])), found[0])
    note = _note(typed, chosen, found)
    if len(note) > MOST_OF_NOTE:
        raise ValidationError(
            f"电话后面的说明最多 {MOST_OF_NOTE} 个字，其余请写在反映的事情里。", code="phone_note_too_long"
        )
    return Phone(chosen[2], note)


@sensitive_variables()
def numbers_in(text: str) -> list[str]:
    """All numbers in a text that can be dialled, in the form in which they are kept."""
    return [number for _, _, number in _numbers_in(one_line(text))]


Found = tuple[int, int, str]  # from where to where it stood, and the number as it is kept


@sensitive_variables()
def _numbers_in(typed: str) -> Iterator[Found]:
    end = 0
    for run in DIGITS.finditer(typed):
        if run.start() < end:  # an extension
            continue
        for start, stop, number in _split(run.group(), run.start()):
            is_landline = LANDLINE.fullmatch(number.replace("-", ""))
            more = EXTENSION.match(typed, stop) if is_landline else None
            end = more.end() if more else stop
            yield start, end, f"{number}-{more.group(1)}" if more else number


@sensitive_variables()
def _split(run: str, offset: int) -> list[Found]:
    """A run of digits as one number, or as several of which each is whole; else nothing of it is believed."""
    if number := _dialled(run):
        return [(offset, offset + len(run), number)]
    for gap in re.finditer(rf"{BETWEEN}+", run):
        first = _dialled(run[: gap.start()])
        rest = _split(run[gap.end() :], offset + gap.end()) if first else []
        if first and rest:
            return [(offset, offset + gap.start(), first), *rest]
    return []


@sensitive_variables()
def _dialled(run: str) -> str:
    """What stands between digits dropped, and +86, 0086, a bare 86; "" for what is no number."""
    digits = BETWEEN_DIGITS.sub("", run)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if number := _at_home(digits) or _abroad(digits):
        return number
    if extended := DASHED_EXTENSION.fullmatch(run):
        number = _at_home(BETWEEN_DIGITS.sub("", extended.group(1)))
        return f"{number}-{extended.group(2)}" if "-" in number else ""
    return ""


@sensitive_variables()
def _at_home(digits: str) -> str:
    """A mainland number of bare digits, in the form in which it is kept; 0086 has become +86 already."""
    if digits.startswith("+86"):
        return _national(digits[3:]) or _national("0" + digits[3:])
    area = settings.AREA_CODE
    if area and LOCAL.fullmatch(digits):
        return _national(area + digits)
    number = _national(digits)
    if not number and area and len(digits) > 9:  # a spreadsheet took the 0 of 010 for nothing
        number = _national("0" + digits) if digits.startswith(area[1:]) else ""
    if not number and digits.startswith("86") and len(digits) > 10:
        number = _national(digits[2:]) or _national("0" + digits[2:])
    return number


@sensitive_variables()
def _national(digits: str) -> str:
    if digits.startswith("0") and (MOBILE.fullmatch(digits[1:]) or HOTLINE_400.fullmatch(digits[1:])):
        digits = digits[1:]
    if MOBILE.fullmatch(digits) or HOTLINE_400.fullmatch(digits):
        return digits
    landline = LANDLINE.fullmatch(digits)
    return "-".join(filter(None, landline.groups())) if landline else ""


@sensitive_variables()
def _abroad(digits: str) -> str:
    if not digits.startswith("+") or digits.startswith("+86"):
        return ""
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return ""
    fits = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if fits else ""


@sensitive_variables()
def _note(typed: str, chosen: Found, found: list[Found]) -> str:
    """What stood around the number, other numbers in the form in which they are kept."""
    pieces, at = [], 0
    for start, stop, number in found:
        pieces.append(typed[at:start])
        if number != chosen[2]:
            pieces.append(f"；{number}")
        at = stop
    return "；".join(part for piece in (*pieces, typed[at:]) if (part := _said(piece)))


def _said(piece: str) -> str:
    """What was written beside a number, without marks around it and without the word for a number itself."""
    words = CALLED.sub("", piece).strip(EDGES)
    return words + ")" * (words.count("(") - words.count(")"))


@sensitive_variables()
def _complaint(typed: str) -> ValidationError:
    digits = re.sub(r"\D", "", typed, flags=re.ASCII)
    if typed.startswith("+") and not typed.startswith("+86"):
        return ValidationError("这个境外号码的位数不对，请核对；写法如 +852 2345 6789。", code="phone_abroad")
    if len(digits) < 3 or not re.search(r"\d", typed, re.ASCII):
        return ValidationError("没有看到电话号码。请写手机号，或者座机号。", code="phone_missing")
    if re.match(r"1[3-9]", digits) or (
        digits.startswith("1") and not digits.startswith("10") and len(digits) > 6
    ):
        return ValidationError("手机号码应为 11 位，请核对。", code="phone_mobile")
    if len(digits) < 7:
        return ValidationError(
            "这是热线或短号，打回去找不到您。请留您自己的手机号或座机号。", code="phone_short"
        )
    if LOCAL.fullmatch(digits):
        return _local_complaint()
    return ValidationError("这个号码打不通，请逐位核对；座机请写区号，例如 010-88881234。", code="phone")


def _local_complaint() -> ValidationError:
    if settings.AREA_CODE:
        return ValidationError("座机号少了一位，请核对。外地的座机请写区号。", code="phone_local")
    return ValidationError("座机请写区号，例如 010-88881234。", code="phone_area")
