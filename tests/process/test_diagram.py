"""The pages about the processes are drawn from the tables, and say so when they are not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.process.toy import book
from wolaiban.process import diagram
from wolaiban.process.registry import AnyProcess, every_process


def test_the_pages_in_the_docs_are_what_the_tables_say() -> None:
    assert diagram.main(["--check"]) == 0


@pytest.mark.parametrize("process", every_process(), ids=lambda process: process.name)
def test_every_step_and_stage_is_on_the_page(process: AnyProcess) -> None:
    page = diagram.page(process)
    assert all(f"`{step.name}`" in page for step in process.steps)
    assert all(stage.label in page for stage in process.all_stages)


def test_a_small_process_is_drawn_whole() -> None:
    page = diagram.page(book())
    for line in (
        "    [*] --> in: 入藏",
        "    in --> out: 借出",
        "    out --> in: 归还",
        "    out --> lost: 注销",
        "| 借出 | `lend` | 在架 | 借出 | 读者、管理员 | 哪一本（可不填）、几天 |",
        "| 归还 | `bring_back` | 借出 | 在架、不变 | 读者 |  |",
        "| 借出 | 200% | 注销（没有上一级的，催还） |",
        "| 借出 | 书架着火 | 注销 |",
    ):
        assert line in page.splitlines()


def test_old_and_left_over_pages_are_found_and_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagram, "FOLDER", tmp_path)
    (tmp_path / "unicorn.md").write_text("# 独角兽", encoding="utf-8")
    assert diagram.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "unicorn.md" in told
    assert "case.md" in told
    assert diagram.main([]) == 0
    assert not (tmp_path / "unicorn.md").exists()
    assert diagram.main(["--check"]) == 0


def test_drawing_needs_no_database_and_no_settings() -> None:
    asked = "import sys; from wolaiban.process.registry import every_process; every_process(); print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
