"""An event without what differs from one database to the next: keys become names, commitments the words they bind."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import count
from typing import Any

from wolaiban.cases.models import Answer, Attachment, Case, Complainant, Event, Statement, Summons
from wolaiban.catalogue.models import Category
from wolaiban.people.models import Post, User
from wolaiban.places.models import Studio, Unit
from wolaiban.residents.models import Resident
from wolaiban.workflow import chain

UNITS = ("unit_id", "township_id", "holder_id", "raiser_id", "guided_back_id", "department_id", "unit")
USERS = ("handler_id", "extension_by_id", "registered_by_id", "judged_by_id", "called_by_id", "actor")


class Names:
    """Names for the rows of these matters."""

    def __init__(self, cases: dict[str, Case]) -> None:
        self.cases = {case.pk: name for name, case in cases.items()}
        self.numbers = {case.number: name for name, case in cases.items()}
        self.units = dict(Unit.objects.values_list("pk", "code"))
        self.users = dict(User.objects.values_list("pk", "username"))
        self.posts = {post.pk: f"post of {self.users[post.user_id]}" for post in Post.objects.all()}
        self.residents = {
            resident.pk: self.users.get(resident.account_id or 0, "somebody")
            for resident in Resident.objects.all()
        }
        self.parties: dict[tuple[str, int], str] = {}
        self.count = count(1)

    def event(self, event: Event) -> dict[str, Any]:
        """What it tells; that its bytes are canonical and its hash is right is asserted on the way."""
        told = json.loads(bytes(event.body))
        assert chain.canonical(told) == bytes(event.body)
        assert bytes(event.hash) == chain.event_hash(
            alg=event.alg, number=told["case"], seq=event.seq, prev=bytes(event.prev), body=bytes(event.body)
        )
        columns = (
            event.seq,
            event.step,
            event.source,
            event.target,
            event.actor_id,
            event.post_id,
            event.role,
        )
        assert columns == tuple(
            told[name] for name in ("seq", "step", "source", "target", "actor", "post", "role")
        )
        told["case"] = self.numbers[told["case"]]
        told["answers"] = {name: self._answer(name, value) for name, value in told["answers"].items()}
        told["after"] = self._after(event.case, told["after"])
        told["post"] = self.posts.get(told["post"])
        if "complaint" in told:
            told["complaint"] = self.party(Complainant, told["complaint"])
        return self._named(told)

    def party(self, model: type[Any], key: int) -> str:
        """By the order in which they are first heard of."""
        if (model.__name__, key) not in self.parties:
            self.parties[model.__name__, key] = f"{model.__name__} {next(self.count)}"
        return self.parties[model.__name__, key]

    def words(self, key: int) -> str:
        return Statement.objects.get(pk=key).words or "(erased)"

    def _answer(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._answer(name, item) for item in value]
        if isinstance(value, dict) and "statement" in value:
            return {"said": self._said(value)}
        if isinstance(value, dict) and "attachment" in value:
            kept = Attachment.objects.get(pk=value["attachment"])
            assert bytes(kept.digest).hex() == value["sha256"]
            return {"file": kept.name, "size": kept.size}
        if isinstance(value, dict) and "summons" in value:
            return value | {"summons": self.party(Summons, value["summons"])}
        if name in {"complainant", "complainants", "whose"}:
            return self.party(Complainant, value)
        if name == "erased":
            return self.words(value)
        return self.users[value] if name == "handler" else self.numbers.get(value, value)

    def _said(self, value: dict[str, Any]) -> str:
        said = Statement.objects.get(pk=value["statement"])
        assert bytes(said.commitment).hex() == value["commitment"]
        if said.words is None or said.salt is None:
            return "(erased)"
        assert chain.commitment(bytes(said.salt), said.words) == bytes(said.commitment)
        return said.words

    def _after(self, case: Case, after: dict[str, Any]) -> dict[str, Any]:
        titled = chain.commitment(bytes(case.salt), f"{case.title}\n{case.place_words}").hex()
        assert after.pop("titled") == titled or "删除" in case.title
        after["merged_into_id"] = self.cases.get(after["merged_into_id"])
        after["edition_id"] = "today" if after["edition_id"] == case.edition_id else "?"
        after["agent_id"] = Studio.objects.get(pk=after["agent_id"]).name
        if after["category_id"]:
            after["category_id"] = Category.objects.get(pk=after["category_id"]).code
        after["complainants"] = [self._complainant(row) for row in after["complainants"]]
        after["summonses"] = [self._summons(row) for row in after["summonses"]]
        return self._named(after)

    def _complainant(self, row: list[Any]) -> dict[str, Any]:
        told = dict(zip(Complainant.TRACKED, row, strict=True))
        told["pk"] = self.party(Complainant, told["pk"])
        told["resident_id"] = self.residents[told["resident_id"]]
        told["home_case_id"] = self.cases.get(told["home_case_id"])
        return self._named(told)

    def _summons(self, row: list[Any]) -> dict[str, Any]:
        told = dict(zip(Summons.TRACKED, row, strict=True))
        told["pk"] = self.party(Summons, told["pk"])
        told["question_id"] = self.words(told["question_id"])
        told["contact_id"] = self.words(told["contact_id"]) if told["contact_id"] else None
        return self._named(told)

    def _named(self, told: dict[str, Any]) -> dict[str, Any]:
        for known, columns in ((self.units, UNITS), (self.users, USERS)):
            told |= {name: known[told[name]] for name in columns if told.get(name) is not None}
        return told


def rows_beside(names: Names, case: Case) -> list[Any]:
    """What a step leaves in other tables than those that its event lists."""
    said = [
        (one.words, one.complainant_id and names.party(Complainant, one.complainant_id), _at(one.at))
        for one in Statement.objects.filter(case=case).order_by("pk")
    ]
    told = [
        (names.party(Complainant, one.complainant_id), one.statement.words, one.channel, _at(one.told_at),
         names.users.get(one.by_id or 0))
        for one in Answer.objects.filter(case=case).select_related("statement").order_by("pk")
    ]  # fmt: skip
    kept = [
        (one.name, one.media_type, one.size, _at(one.at), names.users.get(one.by_id or 0))
        for one in Attachment.objects.filter(case=case).order_by("pk")
    ]
    return [said, told, kept]


def _at(moment: datetime) -> str:
    return moment.isoformat()
