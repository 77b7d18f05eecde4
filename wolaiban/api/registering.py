"""Registering a matter: what the desk's form asks, as one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from ninja import Router
from pydantic import BaseModel, create_model

from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.files import NotThere, looked_at, opened
from wolaiban.api.forms import CODE, FILES, Code, FileSent, Flag, Text, closed, described_words, field
from wolaiban.api.sending import PARAMETER, once_of
from wolaiban.api.shapes import SENDING, Done, refusals
from wolaiban.cases.actions.registering import TITLE_LENGTH, Report, Reporter, registered
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Event
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor
from wolaiban.people.models import Scope
from wolaiban.places.models import Unit
from wolaiban.process.answers import MAX_TEXT
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import AccusedOffice, Channel, Function, Relation, RequestKind, Tier, Word
from wolaiban.residents.models import Resident
from wolaiban.residents.particulars import tidy_address, tidy_id_number, tidy_name, tidy_phone
from wolaiban.uploads.cleaning import Cleaned, Looked
from wolaiban.workflow.idempotency import Once, once_only

MOST_REPORTERS = 60
LINE = {"type": "string", "maxLength": 200}
TIDY: dict[str, Callable[[str], str]] = {
    "name": tidy_name, "phone": tidy_phone, "id_number": tidy_id_number, "address": tidy_address,
}  # fmt: skip
# Whoever reports for themself leaves the sorting to the studio.
NOT_FOR_RESIDENTS = ("anonymous", "channel", "category", "tier", "urgent")
BY_HAND = tuple(word for word in Channel if word is not Channel.IMPORT)

# fmt: off
PERSON = create_model(
    "Person", __config__=closed([]), __doc__="一位反映人。身份信息加密保存，读取时只给掩码。",
    name=field(Text, LINE, label="姓名", required=False),
    phone=field(Text, LINE, label="电话", required=False),
    id_number=field(Text, LINE, label="身份证号", required=False),
    address=field(Text, LINE, label="住址", required=False),
    relation=field(Code, described_words(Relation), label="身份", required=False, help="默认 self 本人"),
    representative=field(Flag, {"type": "boolean"}, label="代表人", required=False),
)
MATTER = create_model(
    "Matter", __config__=closed(["unit", "words"]),
    unit=field(Code, CODE, label="哪个村或社区", required=True, help="单位代码，见 GET /units"),
    words=field(Text, {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}, label="反映什么", required=True),
    reporters=field(
        list[PERSON], {"type": "array", "items": PERSON.model_json_schema(), "maxItems": MOST_REPORTERS},  # type: ignore[valid-type]
        label="反映人", required=False, help="居民本人登记时，只写其他共同反映人",
    ),
    anonymous=field(Flag, {"type": "boolean"}, label="匿名", required=False, help="反映人不愿留名"),
    title=field(Text, {"type": "string", "maxLength": TITLE_LENGTH}, label="标题", required=False),
    place_words=field(Text, LINE, label="具体地点", required=False),
    kind=field(Code, described_words(RequestKind), label="诉求类型", required=False, help="默认 help"),
    channel=field(Code, described_words(BY_HAND), label="来源", required=False),
    category=field(Code, CODE, label="事项类别", required=False, help="类别代码，见 GET /categories"),
    tier=field(Code, described_words(Tier), label="层级", required=False, help="默认 minor"),
    urgent=field(Flag, {"type": "boolean"}, label="紧急", required=False),
    sensitive=field(Flag, {"type": "boolean"}, label="敏感事项", required=False, help="不填则按内容判断"),
    about=field(
        Code, described_words(AccusedOffice), label="检举对象", required=False, help="检举控告区联席办或其主任的才填"
    ),
    photos=field(list[FileSent], FILES, label="照片或文件", required=False),
)
# fmt: on

PLACE = PreparedQuery(
    lambda code: (
        Unit.objects.active()
        .exclude(kind="department")
        .select_related("parent__parent", "township", "studio")
        .filter(code=code)
    )
)
matters = Router()


@matters.post(
    "/cases",
    tags=["登记"],
    url_name="cases",
    operation_id="register",
    summary="登记",
    description="登记一件事项。件号在回答里。令牌须有“登记”权限。",
    response={201: Done},
    auth=TokenAuth(Scope.REGISTER),
    openapi_extra=refusals(SENDING, parameters=[PARAMETER]),
)
def register_matter(request: ApiRequest, matter: MATTER) -> Done:  # type: ignore[valid-type]
    once = once_of(request)
    by = request.actor

    def act() -> Event:
        return _register(cast("BaseModel", matter), by=by, once=once)

    return Done.of(once_only(once, kind=KIND, by=by, act=act))


def _register(matter: BaseModel, *, by: Actor, once: Once | None) -> Event:
    return registered(_Reading(matter, by).report(), by=by, once=once)


class _Reading:
    """Finds what is named in a matter, and gathers what is wrong with it."""

    def __init__(self, matter: BaseModel, by: Actor) -> None:
        self.given = {name: value for name, value in matter if value is not None}
        self.by = by
        self.resident = None if by.posts else Resident.objects.filter(account=by.user).first()
        self.faults: dict[str, str] = {}

    def report(self) -> Report:
        given = self.given
        self._refuse_unknown()
        volunteer = self.by.holds(Function.VOLUNTEER)
        usual = Channel.ONLINE if self.resident else Channel.VOLUNTEER if volunteer else Channel.WALK_IN
        facts = {
            "unit": self._unit(given.get("unit", "")),
            "words": given.get("words", ""),
            "reporters": self._reporters(),
            "title": self._short("title", TITLE_LENGTH),
            "place_words": self._short("place_words", 200),
            "kind": self._word("kind", RequestKind.HELP),
            "channel": self._word("channel", usual, BY_HAND),
            "category": self._category(),
            "tier": self._word("tier", Tier.MINOR),
            "urgent": given.get("urgent", False),
            "sensitive": given.get("sensitive"),
            "about": self._about(),
            "photos": self._photos(),
            "invented": settings.DEMO,
        }
        if self.faults:
            raise BadAnswer(self.faults)
        facts["photos"] = self._opened(facts["photos"])
        return Report(**facts)

    def _refuse_unknown(self) -> None:
        known = type(self).FIELDS
        for name in self.given.keys() - known:
            self.faults[name] = f"登记时不问“{name}”。"
        if self.resident:
            for name in self.given.keys() & set(NOT_FOR_RESIDENTS):
                self.faults[name] = "这一项由工作室来定，请不要填写。"

    FIELDS = frozenset(MATTER.model_fields)

    def _unit(self, code: str) -> Unit | None:
        found = self._own_place(code) or PLACE.one(code)
        if found is None:
            self.faults["unit"] = "请选择事情发生在哪个村或社区。"
        return found

    def _own_place(self, code: str) -> Unit | None:
        """One of the units of whoever registers, as `PLACE` would find it: these were read with their posts."""
        own = next((unit for unit in self.by.units if unit.code == code), None)
        return own if own and own.active and not own.is_department else None

    def _word(self, name: str, usual: Word, words: tuple[Word, ...] = ()) -> Word:
        value = self.given.get(name, usual.value)
        known = {word.value: word for word in words or type(usual)}
        if value not in known:
            self.faults[name] = f"“{MATTER.model_fields[name].title}”没有这个选项。"
        return known.get(value, usual)

    def _about(self) -> Word | None:
        return self._word("about", AccusedOffice.OFFICE) if self.given.get("about") else None

    def _short(self, name: str, most: int) -> str:
        text: str = self.given.get(name, "")
        if len(text) > most:
            self.faults[name] = f"“{MATTER.model_fields[name].title}”最多 {most} 字。"
        return text

    def _category(self) -> Category | None:
        if "category" not in self.given:
            return None
        kinds = Category.objects.of(current_edition().pk).active()
        found = kinds.filter(code=self.given["category"]).first()
        if found is None:
            self.faults["category"] = "这个类别已不在现行目录里，请重新选择。"
        return found

    def _photos(self) -> Sequence[Looked]:
        try:
            return looked_at(self.given.get("photos", ()))
        except NotThere as why:
            self.faults["photos"] = str(why)
            return ()

    def _opened(self, files: Sequence[Looked]) -> Sequence[Cleaned]:
        try:
            return opened(files)
        except NotThere as why:
            raise BadAnswer({"photos": str(why)}) from None

    def _reporters(self) -> tuple[Reporter, ...]:
        people = self.given.get("reporters", [])
        if len(people) > MOST_REPORTERS:
            self.faults["reporters"] = f"一次最多写 {MOST_REPORTERS} 位反映人。"
            return ()
        others = tuple(self._others(people))
        if self.resident:
            return (Reporter(resident=self.resident, representative=bool(others)), *others)
        return (Reporter(), *others) if self.given.get("anonymous") else others

    def _others(self, people: list[BaseModel]) -> Iterator[Reporter]:
        for row, person in enumerate(people):
            given = {name: value for name, value in person if value is not None}
            for name in given.keys() - PERSON.model_fields.keys():
                self.faults[f"reporters.{row}.{name}"] = f"登记时不问“{name}”。"
            particulars = {name: self._tidy(row, name, given.get(name, "")) for name in TIDY}
            if not any(given.get(name) for name in TIDY):
                self.faults[f"reporters.{row}"] = "请填写反映人；不愿留名的，选“匿名”。"
            yield Reporter(
                name=particulars["name"],
                phone=particulars["phone"],
                id_number=particulars["id_number"],
                address=particulars["address"],
                relation=self._relation(row, given.get("relation", Relation.SELF.value)),
                representative=given.get("representative", False),
            )

    def _tidy(self, row: int, name: str, text: str) -> str:
        try:
            return TIDY[name](text)
        except ValidationError as fault:
            self.faults[f"reporters.{row}.{name}"] = "；".join(fault.messages)
            return ""

    def _relation(self, row: int, value: str) -> Relation:
        if value not in Relation._value2member_map_:
            self.faults[f"reporters.{row}.relation"] = "“身份”没有这个选项。"
            return Relation.SELF
        return Relation(value)
