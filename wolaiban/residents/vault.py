"""The vault: record an identity, find it by phone, show it masked, seal it again under a new key.

Plain functions inside the caller's transaction. To see an identity in full, or to erase it, go
through `actions`, which write down who did so.
"""

import hmac
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from wolaiban.database.batch import at_once, fresh, inserted, inserting
from wolaiban.database.prepared import PreparedQuery
from wolaiban.people.models import User
from wolaiban.residents.envelope import index_of, key_id_of, seal, unseal
from wolaiban.residents.errors import AlreadyErased, VaultError
from wolaiban.residents.identity import Identity
from wolaiban.residents.keys import Keyring, keyring
from wolaiban.residents.marks import key_id_of_mark, mark_of
from wolaiban.residents.masking import ANONYMOUS, ERASED, MASKS, NAMELESS, UNREADABLE, Masked, last_four
from wolaiban.residents.models import SEALED_FIELDS, Resident
from wolaiban.residents.particulars import tidy_address, tidy_id_number, tidy_name, tidy_phone
from wolaiban.residents.phones import HOTLINE_400, numbers_in, read_phone, takes_texts
from wolaiban.workflow.characters import one_line

log = logging.getLogger(__name__)

BY_PHONE = PreparedQuery(lambda index: Resident.objects.filter(phone_index=index, apart=False).order_by("pk"))
TIDY = {
    "name": tidy_name, "phone": tidy_phone, "phone_note": one_line,
    "id_number": tidy_id_number, "address": tidy_address,
}  # fmt: skip


@sensitive_variables()
def build(
    *, name: str = "", phone: str = "", id_number: str = "", address: str = "", **facts: Any
) -> Resident:
    """Make a resident that is not saved yet, for bulk writers. Raises `ValidationError` by field."""
    resident = fresh(Resident, **facts)
    _seal_into(resident, {"name": name, "phone": phone, "id_number": id_number, "address": address})
    return resident


@sensitive_variables()
def refuse_unfit(**particulars: str) -> None:
    """Raise the `ValidationError` that `build` would, without sealing anything."""
    _tidied(particulars)


@sensitive_variables()
def record(
    *,
    name: str = "",
    phone: str = "",
    id_number: str = "",
    address: str = "",
    account: User | None = None,
    invented: bool = False,
    apart: bool = False,
) -> Resident:
    """Put an identity into the vault; all empty for somebody who would rather not say."""
    resident = build(
        name=name, phone=phone, id_number=id_number, address=address, account=account, invented=invented,
        apart=apart,
    )  # fmt: skip
    [(key,)] = at_once([inserting(resident)])
    inserted(resident, key)
    return resident


@sensitive_variables()
def amend(resident: Resident, **particulars: str) -> None:
    """Replace the named particulars (`phone="…"`, with its note); an empty text takes one away.

    Of a row that is not saved yet nothing is written.
    """
    if resident._state.adding:
        _seal_into(resident, particulars)
        return
    locked = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
    if locked.is_erased:
        raise AlreadyErased
    written = _seal_into(locked, particulars)
    locked.save(update_fields=written)
    for column in written:
        setattr(resident, column, getattr(locked, column))


@sensitive_variables()
def parted(resident: Resident, **particulars: str) -> Resident:
    """Somebody of their own, who has all that a resident told us but for these particulars. Raises `ValidationError`.

    Not their account: that stays with whom it belongs to.
    """
    keys = keyring()
    told = {field: open_field(resident, field, keys) for field in SEALED_FIELDS}
    other = fresh(Resident, invented=resident.invented, apart=resident.apart)
    _seal_into(other, {**told, **_tidied(particulars)}, tidy=False)
    [(key,)] = at_once([inserting(other)])
    inserted(other, key)
    return other


@sensitive_variables()
def find_by_phone(phone: str) -> QuerySet[Resident]:
    """Residents who left this number, in whatever way it is typed; nobody for what is no number."""
    return Resident.objects.filter(phone_index__in=_indexes(phone))


@sensitive_variables()
def _indexes(phone: str) -> list[bytes]:
    """Under what a number is found, by each key that is in use; none for what is no number."""
    try:
        number = read_phone(phone).number
    except ValidationError:
        return []
    return [index_of(form, key) for form in _forms_of(number) for key in keyring().keys]


@sensitive_variables()
def _forms_of(number: str) -> list[str]:
    """As a number is kept, and as it was kept once: +86 400 … used to be taken for a landline."""
    if not number:
        return []
    return [number, f"0{number[:3]}-{number[3:]}"] if HOTLINE_400.fullmatch(number) else [number]


@sensitive_variables()
def same_person(*, name: str, phone: str) -> Resident | None:
    """Somebody in the vault with this very number and name, so that one person is not kept twice; nobody kept apart."""
    wanted = tidy_name(name)
    if not wanted or not phone:
        return None
    keys = keyring()
    known = [resident for index in _indexes(phone) for resident in BY_PHONE(index)]
    for resident in sorted(known, key=lambda one: one.pk):
        try:
            if open_field(resident, "name", keys) == wanted:
                return resident
        except VaultError as trouble:  # a damaged row must not keep its owner from reporting
            log.error("resident %s: the name cannot be opened: %s", resident.pk, trouble.code)
    return None


@sensitive_variables()
def same_as(resident: Resident) -> list[Resident]:
    """Others with the very number and name of a resident, also those kept apart: for a register that keeps its own."""
    phone = open_field(resident, "phone", keyring())
    own, others = names_of([resident]), find_by_phone(phone).exclude(pk=resident.pk).order_by("pk")
    return [other for other in others if own and names_of([other]) == own]


Who = tuple[str, str]  # a tidy name and a tidy number: what one person is known by


@sensitive_variables()
def who_is(*, name: str, phone: str) -> Who | None:
    """What somebody is known by, or None where name or number is missing. Raises `ValidationError`."""
    who = tidy_name(name), read_phone(phone).number
    return who if all(who) else None


@sensitive_variables()
def same_people(wanted: Iterable[Who]) -> dict[Who, Resident]:
    """Those of them who are in the vault, as `same_person` would find each; one query for all."""
    keys = keyring()
    phones = {index_of(phone, key): phone for _, phone in wanted for key in keys.keys}
    known: dict[Who, Resident] = {}
    for resident in Resident.objects.filter(phone_index__in=phones, apart=False).order_by("pk"):
        try:
            who = open_field(resident, "name", keys), phones[bytes(resident.phone_index or b"")]
        except VaultError as trouble:
            log.error("resident %s: the name cannot be opened: %s", resident.pk, trouble.code)
            continue
        known.setdefault(who, resident)
    return known


@sensitive_variables()
def supply(resident: Resident, **particulars: str) -> None:
    """Add what a resident had not told us before; what they told us stays."""
    missing = {
        field: text for field, text in particulars.items() if text and getattr(resident, field) is None
    }
    if missing:
        amend(resident, **missing)


@sensitive_variables()
def supply_note(resident: Resident, phone: str) -> None:
    """Add what was written beside the number this time (whose it is, another number), unless that is known."""
    note, keys = read_phone(phone).note, keyring()
    if not note:
        return
    known = open_field(resident, "phone_note", keys)
    if note not in known:
        amend(resident, phone_note="；".join(filter(None, [known, note])))


def masked(resident: Resident) -> Masked:
    """What may be shown to those who need no contact. Never fails: one damaged row must not hide a list."""
    if resident.is_erased:
        return Masked(name=ERASED, erased=True)
    if resident.is_anonymous:
        return Masked(name=ANONYMOUS, anonymous=True)
    keys = keyring()
    return Masked(
        name=_masked_field(resident, "name", keys) or NAMELESS,
        phone=_masked_field(resident, "phone", keys),
        id_number=_masked_field(resident, "id_number", keys),
        address=_masked_field(resident, "address", keys),
    )


def masked_many(residents: Iterable[Resident]) -> dict[int, Masked]:
    """The masked identities by resident id; costs no query beyond reading the residents."""
    return {resident.pk: masked(resident) for resident in residents}


@sensitive_variables()
def phone_ends_with(resident: Resident, digits: str) -> bool:
    """Whether these are the last four digits of the number left: how a reporter proves a receipt is theirs."""
    if resident.phone is None or len(digits) != 4:
        return False
    phone = open_field(resident, "phone", keyring())
    return hmac.compare_digest(last_four(phone).encode(), digits.encode())


@sensitive_variables()
def mentioned(resident: Resident, text: str) -> set[str]:
    """Which particulars of a resident stand in a text, by field; spaces and dashes do not hide them. Tells nobody's."""
    bare, keys = _bare(text), keyring()
    told = [(field, open_field(resident, field, keys)) for field in SEALED_FIELDS if field != "phone_note"]
    told += [("phone", number) for number in numbers_in(open_field(resident, "phone_note", keys))]
    return {field for field, particular in told if len(_bare(particular)) > 1 and _bare(particular) in bare}


@sensitive_variables()
def names_of(residents: Iterable[Resident]) -> list[str]:
    """The names told to us, to be masked where others read; of what cannot be opened, none."""
    keys, names = keyring(), list[str]()
    for resident in residents:
        try:
            names.append(open_field(resident, "name", keys))
        except VaultError as trouble:
            log.error("resident %s: the name cannot be opened: %s", resident.pk, trouble.code)
    return [name for name in names if name]


def _bare(text: str) -> str:
    return "".join(character for character in text if character not in " \t\r\n\u3000-—·").upper()


@sensitive_variables()
def open_identity(resident: Resident) -> Identity:
    """Open everything. Only for `actions.reveal` and for letters that are sent to the resident themself."""
    keys = keyring()
    return Identity(**{field: open_field(resident, field, keys) for field in SEALED_FIELDS})


@sensitive_variables()
def phone_for_letter(resident_pk: int) -> str:
    """The number to which a message to the resident themself is sent, now; "" where there is none any more."""
    resident = Resident.objects.only("uuid", "phone").get(pk=resident_pk)
    return open_field(resident, "phone", keyring())


@sensitive_variables()
def takes_text_messages(resident: Resident) -> bool:
    """Whether the number left is one that text messages reach. One that cannot be opened is tried, so that it is noticed."""
    try:
        return resident.phone is not None and takes_texts(open_field(resident, "phone", keyring()))
    except VaultError:
        return True


def is_told_by_call(resident: Resident) -> bool:
    """Whether a number was left that text messages do not reach, so that a person has to call."""
    return resident.phone is not None and not takes_text_messages(resident)


@sensitive_variables()
def open_field(resident: Resident, field: str, keys: Keyring) -> str:
    """Open one column; "" where nothing was given."""
    envelope = getattr(resident, field)
    return "" if envelope is None else unseal(bytes(envelope), field=field, uuid=resident.uuid, keyring=keys)


@dataclass(frozen=True)
class Resealed:
    """What `reseal` did: how many residents were sealed anew, and which ones it could not open."""

    renewed: int
    unreadable: tuple[int, ...]


def reseal(*, batch: int = 500) -> Resealed:
    """Seal everything under the current key. May be interrupted, repeated, and run while people work."""
    keys = keyring()
    renewed, unreadable, after = 0, list[int](), 0
    standing = Resident.objects.filter(erased_at=None).order_by("pk")
    while ids := list(standing.filter(pk__gt=after).values_list("pk", flat=True)[:batch]):
        with transaction.atomic():
            for resident in standing.filter(pk__in=ids).select_for_update(of=("self",)):
                try:
                    renewed += _renew(resident, keys)
                except VaultError as trouble:
                    log.error("resident %s could not be sealed again: %s", resident.pk, trouble.code)
                    unreadable.append(resident.pk)
        after = ids[-1]
    return Resealed(renewed, tuple(unreadable))


@sensitive_variables()
def _renew(resident: Resident, keys: Keyring) -> bool:
    """Seal one resident under the current key, unless that is so already."""
    held = [field for field in SEALED_FIELDS if getattr(resident, field) is not None]
    used = {key_id_of(bytes(getattr(resident, field))) for field in held}
    if resident.mark is not None:
        used.add(key_id_of_mark(bytes(resident.mark)))
    if used == {keys.current.id}:
        return False
    _seal_into(resident, {field: open_field(resident, field, keys) for field in held}, tidy=False)
    resident.save(update_fields=[*held, "phone_index", "mark"])
    return True


@sensitive_variables()
def _seal_into(resident: Resident, particulars: Mapping[str, str], *, tidy: bool = True) -> list[str]:
    """Seal particulars into the columns of a resident; return the columns written."""
    key = keyring().current
    texts = _tidied(particulars) if tidy else dict(particulars)
    for field, text in texts.items():
        envelope = seal(text, field=field, uuid=resident.uuid, key=key) if text else None
        setattr(resident, field, envelope)
    if "phone" in texts:
        resident.phone_index = index_of(texts["phone"], key) if texts["phone"] else None
    resident.mark = mark_of(resident.__dict__, key)
    return [*texts, *(["phone_index"] if "phone" in texts else []), "mark"]


@sensitive_variables()
def _tidied(particulars: Mapping[str, str]) -> dict[str, str]:
    """Tidy every particular, or raise one `ValidationError` that names all fields that will not do."""
    texts: dict[str, str] = {}
    complaints: dict[str, list[str]] = {}
    for field, text in particulars.items():
        try:
            texts[field] = TIDY[field](text)
        except ValidationError as complaint:
            complaints[field] = complaint.messages
    if complaints:
        raise ValidationError(complaints)
    if "phone" in texts:
        phone = read_phone(texts["phone"])
        texts |= {"phone": phone.number, "phone_note": phone.note}
    return texts


@sensitive_variables()
def _masked_field(resident: Resident, field: str, keys: Keyring) -> str:
    try:
        text = open_field(resident, field, keys)
    except VaultError as trouble:
        log.error("resident %s: %s cannot be opened: %s", resident.pk, field, trouble.code)
        return UNREADABLE
    return MASKS[field](text) if text else ""
