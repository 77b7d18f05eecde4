"""What hostile files cost: processor of both sides and memory of the process that opens them, one by one and nine at once.

python -m bench.uploading              makes them, measures each, says all
python -m bench.uploading FILE …       opens these as one request would, and says what it came to, as JSON
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.report import Report
from wolaiban.uploads.cleaning import Looked, Unfit, clean_all, look

AT_ONCE = 9
HONEST = "honest"


@dataclass(frozen=True)
class Cost:
    """Seconds of processor, megabytes at the peak, and what became of each file: "" or why it was refused."""

    seconds: float
    peak: float
    refusals: list[str]


def cost_of(files: Sequence[Path]) -> Cost:
    """In a process of its own, so that each starts with nothing used."""
    command = [sys.executable, "-m", "bench.uploading", *map(str, files)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Cost(**told)


def uploading(report: Report, *, each: bool = False) -> None:
    with tempfile.TemporaryDirectory(prefix="wolaiban-files-") as folder:
        subprocess.run([sys.executable, "-m", "bench.hostile", folder], check=True)
        files = sorted(Path(folder).iterdir())
        hostile = [file for file in files if file.stem != HONEST]
        costs = {file.name: (cost_of([file]), cost_of([file] * AT_ONCE)) for file in files}
    for name, (one, nine) in costs.items() if each else ():
        why = one.refusals[0]
        report.note(
            name, round(one.seconds, 2), "s", f"{one.peak:.0f} MB; nine {nine.seconds:.2f} s; {why or 'kept'}"
        )
    ones, nines = ([costs[file.name][place] for file in hostile] for place in (0, 1))
    report.hold("dearest hostile file", max(cost.seconds for cost in ones), "s", "<= 1")
    report.hold("dearest nine hostile files", max(cost.seconds for cost in nines), "s", "<= 3")
    report.hold("their memory", max(cost.peak for cost in [*ones, *nines]), "MB", "<= 200")
    for name, (_, nine) in costs.items():
        if Path(name).stem == HONEST:
            report.hold(f"nine of {name} kept", nine.refusals.count(""), "", f">= {AT_ONCE}")


def open_all(files: Sequence[Path]) -> Cost:
    looked = [looked_at(file) for file in files]
    refused = [file for file in looked if isinstance(file, Unfit)]
    outcomes = [*refused, *clean_all([file for file in looked if isinstance(file, Looked)])]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    refusals = [str(outcome) if isinstance(outcome, Unfit) else "" for outcome in outcomes]
    return Cost(sum(one.ru_utime + one.ru_stime for one in used), used[1].ru_maxrss / 1024, refusals)


def looked_at(file: Path) -> Looked | Unfit:
    try:
        return look(file.read_bytes(), file.name)
    except Unfit as unfit:
        return unfit


def main() -> None:
    if len(sys.argv) > 1:
        before = resource.getrusage(resource.RUSAGE_SELF)
        cost = open_all([Path(name) for name in sys.argv[1:]])
        seconds = cost.seconds - before.ru_utime - before.ru_stime
        sys.stdout.write(json.dumps({"seconds": seconds, "peak": cost.peak, "refusals": cost.refusals}))
    else:
        report = Report()
        uploading(report, each=True)
        sys.stdout.write(report.table())


if __name__ == "__main__":
    main()
