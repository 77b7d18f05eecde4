"""Who reports a matter: people whom the vault knows, and rows of it that are made now and written with the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wolaiban.cases.actions.writing import Keys
from wolaiban.cases.models import Case, Complainant
from wolaiban.database.batch import fresh
from wolaiban.process.words import RequestKind
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.residents.phones import read_phone

if TYPE_CHECKING:
    from wolaiban.cases.actions.registering import Report, Reporter


class People:
    """Those who report, each once, with the reporter who named them first. Reads the vault, and writes nothing.

    New ones have their keys, and are not saved yet. Raises `ValidationError` by field.
    """

    def __init__(self, report: Report, keys: Keys) -> None:
        self._report, self._keys = report, keys
        self._new: dict[vault.Who, Resident] = {}
        self._known: list[tuple[Resident, Reporter]] = []
        self.rows: dict[Resident, Reporter] = {}
        for reporter in report.reporters:
            self.rows.setdefault(reporter.resident or self._row_of(reporter), reporter)

    def complaints(self, case: Case) -> list[Complainant]:
        rows = [fresh_complainant(case, reporter, resident) for resident, reporter in self.rows.items()]
        for row in rows:
            row.pk = self._keys.next("complainant")
        return rows

    @property
    def tell_more(self) -> bool:
        """Whether somebody whom the vault knows says now what it may not know."""
        said = [reporter for _, reporter in self._known]
        return any(one.id_number or one.address or read_phone(one.phone).note for one in said)

    def supply(self) -> None:
        """Add what was not known of them, in the caller's transaction."""
        for resident, reporter in self._known:
            _supply(resident, reporter)

    def _row_of(self, reporter: Reporter) -> Resident:
        """The person known already by name and number, or made now; apart, where they accuse an official."""
        apart, invented = self._report.kind == RequestKind.ACCUSATION, self._report.invented
        known = None if apart else vault.same_person(name=reporter.name, phone=reporter.phone)
        if known is not None:
            self._known.append((known, reporter))
            return known
        told = {name: getattr(reporter, name) for name in ("name", "phone", "id_number", "address")}
        row = vault.build(**told, invented=invented, apart=apart)
        who = None if apart else vault.who_is(name=reporter.name, phone=reporter.phone)
        if who in self._new:  # named twice in one report
            _supply(self._new[who], reporter)
            return self._new[who]
        row.pk = self._keys.next("resident")
        if who is not None:
            self._new[who] = row
        return row


def _supply(resident: Resident, reporter: Reporter) -> None:
    vault.supply(resident, id_number=reporter.id_number, address=reporter.address)
    vault.supply_note(resident, reporter.phone)


def fresh_complainant(case: Case, reporter: Reporter, resident: Resident) -> Complainant:
    return fresh(
        Complainant,
        case=case,
        resident=resident,
        relation=reporter.relation,
        representative=reporter.representative,
        reachable=any((resident.phone, resident.address, resident.account_id)),
    )
