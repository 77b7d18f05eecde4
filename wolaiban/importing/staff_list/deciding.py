"""What becomes of each row of a staff list: somebody new, something new of somebody known, nothing new, or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, localtime

from wolaiban.importing import moments
from wolaiban.importing.directory import Directory
from wolaiban.importing.refusals import BadRow
from wolaiban.importing.staff_list.reading import StaffRow
from wolaiban.importing.staff_list.standing import StaffMember, Standing
from wolaiban.importing.staff_list.vocabulary import functions_in
from wolaiban.people.actions.enlisting import Appointment
from wolaiban.people.actor import Actor
from wolaiban.people.authority import reach_of
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.words import Word
from wolaiban.residents.particulars import tidy_name
from wolaiban.residents.phones import read_phone

NO_NAME = re.compile(r"[\d\s\W]*")
SPREAD_OUT = re.compile(
    r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])"
)  # 王　强, as wide as names of three characters
# Of a number a spreadsheet keeps no nought at its end: 2021.1 may be October.
MONTH = re.compile(r"(\d{4})(?:[年/-](\d{1,2})月?|\.([2-9]|\d\d))", re.ASCII)
EARLIEST = date(1949, 10, 1)
LATEST_AHEAD = 366  # days


class RowResult(Word):
    NEW = "new", "新开账号"
    CHANGED = "changed", "增加岗位或电话"
    KNOWN = "known", "已在册，没有变化"
    REFUSED = "refused", "没有录进去"


class DecidedRow(NamedTuple):
    """`about` is the person, None where the row is refused; `said` why it is, or what is new."""

    row: StaffRow
    result: RowResult
    about: StaffMember | None
    posts: tuple[Appointment, ...]
    said: str


class RowTold(NamedTuple):
    """What a row says, each thing looked at."""

    name: str
    phone: str
    posts: tuple[Appointment, ...]

    @property
    def unit(self) -> Unit:
        return self.posts[0].unit


class Deciding:
    def __init__(self, directory: Directory, standing: Standing, by: Actor) -> None:
        self.directory, self.standing, self.by = directory, standing, by
        self.reach = set(reach_of(by).values_list("pk", flat=True))
        self.today = localdate()

    @classmethod
    def as_it_stands(cls, by: Actor) -> Deciding:
        return cls(Directory.read(departments=True), Standing.read(), by)

    def all(self, rows: Iterable[StaffRow]) -> Iterator[DecidedRow]:
        for row in rows:
            try:
                yield self._decide(row)
            except BadRow as why:
                yield DecidedRow(row, RowResult.REFUSED, None, (), str(why))

    def _decide(self, row: StaffRow) -> DecidedRow:
        told = self._told(row)
        person = self.standing.who(told.name, told.unit, told.phone)
        if person is None:
            person = self.standing.add(told.name, told.phone)
        self._refuse_unfit(person, told)
        phone = "" if self._is_me(person) else told.phone
        news = self.standing.give(person, told.posts, phone)
        if not news:
            return DecidedRow(row, RowResult.KNOWN, person, told.posts, "")
        result = RowResult.NEW if person.is_new else RowResult.CHANGED
        return DecidedRow(row, result, person, told.posts, "、".join(news))

    def _told(self, row: StaffRow) -> RowTold:
        cells: Mapping[str, str] = row.cells
        name = _name(cells.get("name", ""))
        unit = self._unit(cells, row.sheet)
        starts = self._starts(cells.get("starts", ""))
        functions = functions_in(cells.get("function", ""), unit)
        posts = tuple(Appointment(unit, function, starts) for function in functions)
        return RowTold(name, _phone(cells.get("phone", "")), posts)

    def _unit(self, cells: Mapping[str, str], sheet: str) -> Unit:
        text, township = cells.get("unit", ""), cells.get("township", "")
        if not text and township:
            unit = self.directory.find(township, "")
        else:
            unit = self.directory.place(text, township, "", sheet)
        if unit.pk not in self.reach:
            raise BadRow(f"{unit.full_name}的人员不归您管理")
        return unit

    def _starts(self, text: str) -> date:
        if not text:
            return self.today
        try:
            day = _first_of_month(text) or localtime(moments.read(text)).date()
        except ValueError:  # NoMoment is one
            raise BadRow(f"看不懂任职日期“{text[:20]}”，请写成 2026-03-05") from None
        if day < EARLIEST or (day - self.today).days > LATEST_AHEAD:
            raise BadRow(f"任职日期 {day} 不对，请核对")
        return day

    def _refuse_unfit(self, person: StaffMember, told: RowTold) -> None:
        if person.is_new:
            return
        if not person.user.is_active:
            raise BadRow(f"{told.name}的账号已停用，请先在“人员”里恢复")
        held = {(post.unit.pk, post.function) for post in told.posts} <= person.held
        if self._is_me(person) and not held:
            raise BadRow("自己的岗位请由另一位系统管理员办理")

    def _is_me(self, person: StaffMember) -> bool:
        return self.by.user is not None and person.user.pk == self.by.user.pk


def _first_of_month(text: str) -> date | None:
    """2021年3月, as staff lists often have it. Raises ValueError for a thirteenth month."""
    found = MONTH.fullmatch("".join(text.split()))
    return date(int(found[1]), int(found[2] or found[3]), 1) if found else None


def _name(text: str) -> str:
    if NO_NAME.fullmatch(text):
        raise BadRow("没有写姓名" if not text else "姓名不像姓名")
    try:
        name = SPREAD_OUT.sub("", tidy_name(text))
    except ValidationError as fault:
        raise BadRow(f"姓名：{fault.messages[0]}") from None
    if len(name) > 40:
        raise BadRow("姓名太长")
    return name


def _phone(text: str) -> str:
    """Kept as residents' are; one number, so that text messages reach the right one."""
    try:
        phone = read_phone(text)
    except ValidationError as fault:
        raise BadRow(f"电话：{fault.messages[0]}") from None
    if phone.note:
        raise BadRow("电话只写一个号码，不写别的")
    return phone.number


def counted(rows: Iterable[DecidedRow]) -> dict[RowResult, int]:
    found = Counter(each.result for each in rows)
    return {result: found[result] for result in RowResult}


def newcomers(rows: Iterable[DecidedRow]) -> list[User]:
    """Those for whom an account is opened, each once, as they come."""
    people = dict.fromkeys(each.about for each in rows if each.about and each.result is RowResult.NEW)
    return [person.user for person in people]
