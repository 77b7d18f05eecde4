"""The page about the process is drawn from the table, and says so when it is not."""

from pathlib import Path

import pytest

from wolaiban.process import diagram
from wolaiban.process.table import STEPS
from wolaiban.process.words import Stage


def test_the_page_in_the_docs_is_what_the_table_says() -> None:
    assert diagram.main(["--check"]) == 0


def test_every_step_and_stage_is_on_the_page() -> None:
    page = diagram.page()
    assert all(f"`{step.name}`" in page for step in STEPS)
    assert all(stage.label in page for stage in Stage)


def test_an_old_page_is_found_and_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagram, "PAGE", tmp_path / "process.md")
    assert diagram.main(["--check"]) == 1
    assert "process.md" in capsys.readouterr().err
    assert diagram.main([]) == 0
    assert diagram.main(["--check"]) == 0
