"""Files as offices keep them: each comes in as a person who reads it would register it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.importing.conftest import Import
from wolaiban.cases.models import Case
from wolaiban.ledger.verifying import Verification

FILES = Path(__file__).resolve().parents[3] / "shared/cases"
pytestmark = pytest.mark.skipif(
    not FILES.exists(), reason="the files of offices are not beside this repository"
)


class Claim(NamedTuple):
    """What becomes of the rows of one file, and how the command ends."""

    new: int
    known: int = 0
    bad: int = 0
    aside: int = 0
    unit: str = ""
    history: int = 0

    @property
    def total(self) -> str:
        history = f" · 补录为历史 {self.history}" if self.history else ""
        aside = f" · 不是事项 {self.aside}" if self.aside else ""
        return f"新登记 {self.new} · 已在册 {self.known} · 未能登记 {self.bad}{history}{aside}"


DONGFEN, DAGAOSHE = "东坟村", "大高舍村"
CLAIMS = {
    "01_two_header_rows.xlsx": Claim(2),
    "02_month_sheets.xlsx": Claim(3),
    "03a_same_words_东坟村.xlsx": Claim(2, unit=DONGFEN),
    "03b_same_words_大高舍村.xlsx": Claim(2, unit=DAGAOSHE),
    "04_merged_down.xlsx": Claim(4, unit=DONGFEN),
    "05_not_matters.xlsx": Claim(2, aside=4, unit=DONGFEN),
    "06_stray_quote.csv": Claim(4, unit=DONGFEN),
    "07_clock_words.xlsx": Claim(2),
    "08_date_spellings.xlsx": Claim(7),
    "09_id_rounded.xlsx": Claim(1),
    "10_phones.xlsx": Claim(6),
    "11_unit_spellings.xlsx": Claim(7),
    "12_township_contradicts.xlsx": Claim(0, bad=1),
    "13_closed_rows.xlsx": Claim(1, history=1),
    "14_error_values.xlsx": Claim(1, bad=1),
    "15a_same_row_other_spelling.xlsx": Claim(1),
    "15b_same_row_other_spelling.xlsx": Claim(1),
    "16_headings.xlsx": Claim(1),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_file_comes_in_as_it_is_meant(
    bring_in: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    claim, path = CLAIMS[name], Path(shutil.copy(FILES / name, tmp_path))
    unit = ("--unit", claim.unit) if claim.unit else ()

    assert bring_in(path, *unit) == (1 if claim.bad else 0)
    first = capsys.readouterr()
    assert claim.total in first.out, (first.out, path.with_name(f"{path.stem}-result.csv").read_text())
    bring_in(path, *unit)
    assert f"新登记 0 · 已在册 {claim.new + claim.history} · 未能登记 {claim.bad}" in capsys.readouterr().out
    assert Case.objects.count() == claim.new + claim.history
    assert [str(finding) for finding in Verification().findings()] == []


def test_every_file_is_held_to_a_claim() -> None:
    assert {path.name for path in FILES.iterdir()} == CLAIMS.keys()


@pytest.mark.parametrize(
    ("one", "other", "totals"),
    [
        ("03a_same_words_东坟村.xlsx", "03b_same_words_大高舍村.xlsx", (2, 2, 0)),
        ("15a_same_row_other_spelling.xlsx", "15b_same_row_other_spelling.xlsx", (1, 0, 1)),
    ],
)
def test_two_files(
    bring_in: Import,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    one: str,
    other: str,
    totals: tuple[int, int, int],
) -> None:
    for name in (one, other):
        unit = ("--unit", CLAIMS[name].unit) if CLAIMS[name].unit else ()
        bring_in(Path(shutil.copy(FILES / name, tmp_path)), *unit)

    first, new, known = totals
    assert f"新登记 {new} · 已在册 {known} · 未能登记 0" in capsys.readouterr().out
    assert Case.objects.count() == first + new
