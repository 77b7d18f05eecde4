"""What a program sends for each kind of answer, what that means, and what there is to choose from: one class a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from wolaiban.api.files import NotThere, looked_at
from wolaiban.api.forms import (
    CODE,
    DAY,
    FILES,
    WHEN,
    Code,
    Day,
    Described,
    FileSent,
    Flag,
    Moment,
    Number,
    Text,
    described_words,
)
from wolaiban.api.shapes import Named
from wolaiban.cases import answer_kinds
from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.models import Category
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.people.officers import officers_of
from wolaiban.places.models import Unit
from wolaiban.process import answers
from wolaiban.process.answers import AnswerKind
from wolaiban.process.words import SummonsState
from wolaiban.uploads.cleaning import Looked
from wolaiban.web.people import named_people

T = TypeVar("T")
KindT = TypeVar("KindT", bound=AnswerKind)
CATEGORIES = PreparedQuery(lambda edition, code: Category.objects.of(edition).active().filter(code=code))
PARTY: Described = {"type": "integer", "description": "反映人的 id"}


@dataclass(frozen=True)
class AnswerSetting:
    """Whose answers they are, to which case."""

    circle: Circle
    actor: Actor

    @property
    def case(self) -> Case:
        return self.circle.case


class OffersChoices(Protocol):
    """A case as a program reads it; the lists are read once for all questions that offer them."""

    @property
    def circle(self) -> Circle: ...
    @property
    def known(self) -> frozenset[int]: ...
    @property
    def officers(self) -> list[Named]: ...
    @property
    def departments(self) -> list[Named]: ...


class SentAnswer(Generic[KindT]):
    """One kind of answer, as programs know it. What is sent for most kinds is what is meant."""

    form: ClassVar[Any]
    finds: ClassVar[bool] = False  # whether what is sent only names what is meant

    def described(self, kind: KindT) -> Described:
        """For the published schema."""
        raise NotImplementedError

    def find(self, sent: Any, setting: AnswerSetting) -> Any:
        """What was meant, or NotThere."""
        return sent

    def choices(self, kind: KindT, reading: OffersChoices) -> list[Named] | None:
        """What can be sent; None where anything may be written, or where there is too much to list."""
        return None


SENT: dict[type[AnswerKind], SentAnswer[Any]] = {}
SentClass = TypeVar("SentClass", bound=type[SentAnswer[Any]])


def sends(*kinds: type[AnswerKind]) -> Callable[[SentClass], SentClass]:
    """Register what is sent for these kinds of answers."""

    def register(sent: SentClass) -> SentClass:
        for kind in kinds:
            SENT[kind] = sent()
        return sent

    return register


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotThere
    return thing


def _each(wanted: Iterable[Any], known: dict[Any, T]) -> list[T]:
    """Named twice is meant once."""
    return [_found(known.get(one)) for one in dict.fromkeys(wanted)]


# ---- What anybody can write or choose


@sends(answers.FreeText, answers.OneLine)
class SentText(SentAnswer[answers.FreeText]):
    form = Text

    def described(self, kind: answers.FreeText) -> Described:
        return {"type": "string", "maxLength": kind.most}


@sends(answers.PersonalLine)
class SentPersonalLine(SentAnswer[answers.PersonalLine]):
    form = Text

    def described(self, kind: answers.PersonalLine) -> Described:
        return {"type": "string", "maxLength": kind.most}


@sends(answers.OneWord)
class SentChoice(SentAnswer[answers.OneWord]):
    form = Code

    def described(self, kind: answers.OneWord) -> Described:
        return described_words(kind.among)

    def choices(self, kind: answers.OneWord, reading: OffersChoices) -> list[Named]:
        return [Named(code=word.value, name=word.label) for word in kind.among]


@sends(answers.YesNo, answers.Flag)
class SentYesNo(SentAnswer[answers.YesNo]):
    form = Flag

    def described(self, kind: answers.YesNo) -> Described:
        return {"type": "boolean"}


@sends(answers.Amount, answers.Days)
class SentNumber(SentAnswer[answers.Amount]):
    form = Number

    def described(self, kind: answers.Amount) -> Described:
        return {"type": "integer", "minimum": 1, "maximum": kind.most}


@sends(answers.Moment, answers.PastMoment)
class SentMoment(SentAnswer[answers.Moment]):
    form = Moment

    def described(self, kind: answers.Moment) -> Described:
        return WHEN


@sends(answers.Day)
class SentDay(SentAnswer[answers.Day]):
    form = Day

    def described(self, kind: answers.Day) -> Described:
        return DAY


@sends(answers.SomeFiles)
class SentFiles(SentAnswer[answers.SomeFiles]):
    """Only looked at here: opening them is dear, and comes when nothing else is wrong (`api/finding.py`)."""

    form = list[FileSent]
    finds = True

    def described(self, kind: answers.SomeFiles) -> Described:
        return FILES

    def find(self, sent: list[FileSent], setting: AnswerSetting) -> list[Looked]:
        return looked_at(sent)


# ---- What the kind lists: found by `api/subjects.py`, which knows the kind


@sends(answers.OneListed)
class SentListed(SentAnswer[answers.OneListed]):
    form = Code

    def described(self, kind: answers.OneListed) -> Described:
        return CODE


@sends(answers.SomeListed)
class SentSomeListed(SentAnswer[answers.SomeListed]):
    form = list[Code]

    def described(self, kind: answers.SomeListed) -> Described:
        return {"type": "array", "items": CODE}


# ---- What the house knows


@sends(answers.OneCategory)
class SentCategory(SentAnswer[answers.OneCategory]):
    form = Code
    finds = True

    def described(self, kind: answers.OneCategory) -> Described:
        return CODE | {"description": "类别代码，见 GET /categories"}

    def find(self, sent: str, setting: AnswerSetting) -> Category:
        return _found(CATEGORIES.one(setting.case.edition_id, sent))


@sends(answers.OneOfficer)
class SentOfficer(SentAnswer[answers.OneOfficer]):
    form = Code
    finds = True

    def described(self, kind: answers.OneOfficer) -> Described:
        return CODE | {"description": "登录名"}

    def find(self, sent: str, setting: AnswerSetting) -> User:
        """Oneself without looking; another among the officers of the holder."""
        me = setting.actor.user
        if me is not None and sent == me.username:
            return me
        officers = (post.user for post in officers_of(setting.case.holder))
        return _found(next((officer for officer in officers if officer.username == sent), None))

    def choices(self, kind: answers.OneOfficer, reading: OffersChoices) -> list[Named]:
        return reading.officers


@sends(answers.SomeDepartments)
class SentDepartments(SentAnswer[answers.SomeDepartments]):
    form = list[Code]
    finds = True

    def described(self, kind: answers.SomeDepartments) -> Described:
        return {"type": "array", "items": CODE, "description": "部门代码"}

    def find(self, sent: list[str], setting: AnswerSetting) -> list[Unit]:
        known = {unit.code: unit for unit in Unit.objects.active().departments().filter(code__in=sent)}
        return _each(sent, known)

    def choices(self, kind: answers.SomeDepartments, reading: OffersChoices) -> list[Named]:
        return reading.departments


@sends(answers.OneDepartment)
class SentDepartment(SentAnswer[answers.OneDepartment]):
    form = Code
    finds = True

    def described(self, kind: answers.OneDepartment) -> Described:
        return CODE | {"description": "部门代码，见 GET /units"}

    def find(self, sent: str, setting: AnswerSetting) -> Unit:
        return _found(Unit.objects.active().departments().filter(code=sent).first())

    def choices(self, kind: answers.OneDepartment, reading: OffersChoices) -> list[Named]:
        return reading.departments


# ---- What a case knows


@sends(answer_kinds.OneSummons)
class SentSummons(SentAnswer[answer_kinds.OneSummons]):
    form = Code
    finds = True

    def described(self, kind: answer_kinds.OneSummons) -> Described:
        return CODE | {"description": "部门代码"}

    def find(self, sent: str, setting: AnswerSetting) -> Summons:
        return _found(next((s for s in _objected(setting.circle) if s.department.code == sent), None))

    def choices(self, kind: answer_kinds.OneSummons, reading: OffersChoices) -> list[Named]:
        return [Named.unit(summons.department) for summons in _objected(reading.circle)]


def _objected(circle: Circle) -> list[Summons]:
    return [summons for summons in circle.summonses if summons.state == SummonsState.OBJECTED]


@sends(answer_kinds.SomeComplainants)
class SentComplainants(SentAnswer[answer_kinds.SomeComplainants]):
    form = list[Number]
    finds = True

    def described(self, kind: answer_kinds.SomeComplainants) -> Described:
        return {"type": "array", "items": {"type": "integer"}, "description": "反映人的 id"}

    def find(self, sent: list[int], setting: AnswerSetting) -> list[Complainant]:
        return _each(sent, {complainant.pk: complainant for complainant in setting.circle.complainants})

    def choices(self, kind: answer_kinds.SomeComplainants, reading: OffersChoices) -> list[Named]:
        return _people(reading)


@sends(answer_kinds.OneComplainant)
class SentComplainant(SentAnswer[answer_kinds.OneComplainant]):
    form = Number
    finds = True

    def described(self, kind: answer_kinds.OneComplainant) -> Described:
        return PARTY

    def find(self, sent: int, setting: AnswerSetting) -> Complainant:
        return _found(next((c for c in setting.circle.complainants if c.pk == sent), None))

    def choices(self, kind: answer_kinds.OneComplainant, reading: OffersChoices) -> list[Named]:
        return _people(reading)


def _people(reading: OffersChoices) -> list[Named]:
    people = named_people(reading.circle, reading.known)
    return [Named(code=str(person.pk), name=name) for person, name in people]


@sends(answer_kinds.OneCase)
class SentCase(SentAnswer[answer_kinds.OneCase]):
    form = Code
    finds = True

    def described(self, kind: answer_kinds.OneCase) -> Described:
        return CODE | {"description": "件号"}

    def find(self, sent: str, setting: AnswerSetting) -> Case:
        found = Case.objects.visible_to(setting.actor).filter(number=sent.strip().upper()).first()
        if found is None:
            raise NotThere("找不到这一件，请核对件号。")
        return found
