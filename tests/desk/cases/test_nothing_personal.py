"""Numbers and names that people say with their matter: in no title, list, search, sheet or program's answer."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.api.program import Program
from tests.cast import DONGFEN, Cast, unit
from tests.desk.cases.test_register import NEW, form
from tests.desk.conftest import Browser
from wolaiban.cases.actions.bulk import register_many
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.residents import vault
from wolaiban.uploads.cleaning import Cleaned

pytestmark = pytest.mark.usefixtures("drawn_from")

PHONE, ID_NUMBER = "13800139201", "110111196001011236"
WORDS = f"电话{PHONE}，身份证{ID_NUMBER}，我叫钱多多，邻居占道"
SECRETS = (PHONE, ID_NUMBER, "钱多多")


def report(words: str = WORDS, **more: object) -> Report:
    return Report(unit(DONGFEN), words, [Reporter("钱多多", PHONE)], **more)  # type: ignore[arg-type]


def told(browser: Browser, cast: Cast) -> str:
    """All that lists the case: ledger, search, inbox, suggestion, sheet, API."""
    client = browser("qin")
    pages = ["/cases/", "/cases/?q=邻居", "/inbox/", f"/suggest/nearby/?unit_pick={DONGFEN}&place_words="]
    text = "".join(client.get(page).content.decode() for page in pages)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/cases/export.xlsx"))))
    text += str([[cell.value for cell in row] for row in sheet.active.iter_rows()])  # type: ignore[union-attr]
    programs: bytes = Program.of(cast, "qin").get("/cases").content
    return text + programs.decode()


@pytest.mark.parametrize("way", ["words", "title and place", "imported", "before numbers were masked"])
def test_they_stand_in_nothing_that_lists_it(browser: Browser, cast: Cast, way: str) -> None:
    if way == "imported":
        (case,) = register_many([report(title=WORDS[:40], place_words=f"{PHONE}家")], by=cast.actor("qin"))
    elif way == "title and place":
        case = register(
            report("门口。", title=f"钱多多{PHONE}邻居", place_words=f"钱多多家{PHONE}"), by=cast.actor("qin")
        )
    else:
        case = register(report(), by=cast.actor("qin"))
    if way == "before numbers were masked":
        Case.objects.filter(pk=case.pk).update(title=WORDS, place_words=f"{PHONE}家")
    else:
        assert not [word for word in SECRETS if word in f"{case.title}{case.place_words}"]
    shown = told(browser, cast)
    assert "邻居" in shown
    assert not [word for word in SECRETS if word in shown]


def test_names_of_files_tell_nobody(cast: Cast) -> None:
    photo = Cleaned(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", f"钱多多身份证{ID_NUMBER}.jpg")
    case = register(report(photos=[photo]), by=cast.actor("qin"))
    assert case.attachments.get().name == "钱*多身份证***.jpg"
    cast.take("accept", case, "qin")
    cast.take("note", case, "qin", photos=[photo])
    assert {file.name for file in case.attachments.all()} == {"钱*多身份证***.jpg"}


def test_what_stands_in_the_words_is_offered_to_be_put_away(browser: Browser) -> None:
    client = browser("qin")
    offer = client.post("/suggest/contacts/", {"words": WORDS}).content.decode()
    assert "放进联系方式" in offer
    assert not client.post("/suggest/contacts/", {"words": "邻居占道"}).content.decode().strip()

    drawn = client.post(NEW, form(words=WORDS, name="钱多多", move_contact="1"))
    assert drawn.status_code == 200
    assert not Case.objects.exists()
    moved = drawn.context["form"].data
    assert (moved["phone"], moved["id_number"]) == (PHONE, ID_NUMBER)
    assert not [word for word in (PHONE, ID_NUMBER) if word in moved["words"]]

    sent = {name: moved[name] for name in ("words", "phone", "id_number")}
    client.post(NEW, form(name="钱多多", **sent))
    case = Case.objects.get()
    assert str(vault.masked(case.complainants.get().resident)) == "钱*多 · 138****9201"
    assert PHONE not in (case.statements.get().words or "")


def test_a_number_that_is_there_already_is_not_overwritten(browser: Browser) -> None:
    sent = form(words=f"邻居的电话是{PHONE}", phone="13800000009", move_contact="1")
    moved = browser("qin").post(NEW, sent).context["form"].data
    assert (moved["phone"], moved["words"]) == ("13800000009", f"邻居的电话是{PHONE}")
