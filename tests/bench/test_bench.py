"""The bench runs from nothing to its results, at a size at which the numbers mean nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.compare import compared, read
from bench.report import Report
from tests.ground.processes import ROOT

TINY = ("--cases", "80", "--seconds", "0.3", "--requests", "1", "--guesses", "4")


@pytest.mark.crash
def test_the_bench_measures_a_tiny_installation(tmp_path: Path) -> None:
    before = (ROOT / "bench" / "README.md").read_bytes()

    ran = subprocess.run(
        [sys.executable, "-m", "bench.run", *TINY, "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=900,  # where others are at work; a minute otherwise
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    (file,) = tmp_path.glob("*.json")
    rows = json.loads(file.read_text(encoding="utf-8"))
    values = {row["measure"]: row["value"] for row in rows}
    assert values["cases"] == 80
    assert values["of kinds that are no cases"] > 0
    assert {
        "accept, queries",
        "board (district), 80 cases, p95",
        "verify, at the end",
        "accept, /api/v1, c=8",
    } <= values.keys()
    assert all(row["met"] for row in rows if row["measure"].endswith("queries")), ran.stdout
    assert all(row["processor"] for row in rows if is_pace(row)), rows
    by_measure = {row["measure"]: row["processor"] for row in rows}
    assert by_measure["board (district), 80 cases, p95"].keys() == {"website", "worker", "PostgreSQL"}
    assert by_measure["verify, at the end"].keys() == {"ours", "PostgreSQL"}
    assert (ROOT / "bench" / "README.md").read_bytes() == before


def is_pace(row: dict[str, Any]) -> bool:
    """Whether it says how fast something is that we do: a rate, or a page."""
    return row["unit"] in {"events/s", "rows/s", "× pgbench"} or row["measure"].endswith("cases, p95")


def test_a_missed_target_is_said() -> None:
    report = Report()
    report.hold("a page", 61.24, "ms", "<= 60", "p50 9 ms")
    report.hold("checked", 45678.9, "events/s", ">= 30000")

    late, quick = report.rows
    assert (late.value, late.met) == (61.2, False)
    assert (quick.value, quick.met) == (45679, True)
    assert "| a page " in report.table()
    assert "| NO " in report.table()


def test_the_last_results_replace_those_before(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(
        "head\n<!-- last results -->\nold\n<!-- end of last results -->\ntail\n", encoding="utf-8"
    )
    report = Report()
    report.note("cases", 10_000)

    report.put_into(page)

    text = page.read_text(encoding="utf-8")
    assert "10,000" in text
    assert "old" not in text
    assert text.startswith("head\n")
    assert text.endswith("\ntail\n")


def test_two_runs_are_compared_by_what_was_computed(tmp_path: Path) -> None:
    for name, website, database in (("before", 20.0, 4.0), ("after", 10.0, 2.0)):
        report = Report()
        report.note("cases", 10_000)
        report.note("cases", 20_000)
        parts = {"website": website, "PostgreSQL": database}
        report.hold("a page, p95", 3 * website, "ms", "<= 60", processor=parts)
        report.write(tmp_path / name)

    lines = list(compared(read(str(tmp_path / "before")), read(str(tmp_path / "after"))))

    assert [line.split("→")[-1].strip() for line in lines[:3]] == ["10000", "20000", "30 ms"]
    assert "× 0.50 of the processor: website 20.0, PostgreSQL 4.0 ms → website 10.0" in lines[3]
