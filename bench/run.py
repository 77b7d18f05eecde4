"""`make bench`: fill an installation of its own, run the real site on it, measure, say what came out.

    python -m bench.run [--duty] [--cases N] [--rows N] [--seconds S] [--requests N] [--guesses N] [--out FOLDER]

Everything happens in a new folder under /tmp and on loopback, and is gone afterwards; only what it started is stopped.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from wolaiban.cli.main import as_interrupt
from wolaiban.installation import keys

HERE = Path(__file__).resolve().parent
OURS = {
    "HTTPS": "false",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "127.0.0.1",
    "DEMO": "false",
    "DEBUG": "false",
    "API_PER_MINUTE": "0",
    "SECOND_FACTOR_FOR": "",
    "SLOW_PAGE_MS": "600000",  # a page that a busy machine holds up is no query more
}
QUIET = 0.5
EVERYDAY = 50_000  # with no more cases it is what one runs before and after a change: some minutes, the most important
NOT_OURS = (
    "DATABASE_URL",
    "SECRET_KEY",
    "VAULT_KEYS",
    "RECEIPT_KEY",
    "LEDGER_KEY",
    "PYTHONDONTWRITEBYTECODE",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many cases in the end (1,000,000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to press each kind of write (5)")
    parser.add_argument("--requests", type=int, help="how often to ask for each page (80; with few cases 40)")
    parser.add_argument("--rows", type=int, default=0, help="how many rows to import (a tenth of the cases)")
    parser.add_argument(
        "--guesses", type=int, help="how often to guess at receipts (500; with few cases 100)"
    )
    parser.add_argument("--duty", action="store_true", help="only what bench.duty measures: no cases")
    parser.add_argument("--out", type=Path, help="write the results here; otherwise a whole run into bench/")
    args = parser.parse_args()
    args.rows = args.rows or max(1, args.cases // 10)
    args.whole = args.cases > EVERYDAY and not args.duty
    args.requests = args.requests or (80 if args.whole else 40)
    args.guesses = args.guesses or (500 if args.whole else 100)
    signal.signal(signal.SIGTERM, as_interrupt)
    folder = Path(tempfile.mkdtemp(prefix="wolaiban-bench-", dir="/tmp"))  # where the server gets to
    folder.chmod(0o711)
    try:
        return measure(folder, args)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, args: argparse.Namespace) -> int:
    """The settings are read only now that they can find the folder and its keys."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ |= OURS | {
        "WOLAIBAN_CONFIG": "",
        "WOLAIBAN_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "wolaiban.config.settings",
    }
    keys.make(folder)
    import django

    django.setup()
    from bench import duty, measuring
    from bench.report import Report, machine

    began, report = time.monotonic(), Report()
    report.note("machine", machine())
    load = os.getloadavg()[0]
    quiet = (
        "a quiet machine" if load < QUIET else "others were at work here: times are longer than they need be"
    )
    report.note("load before", f"{load:.2f}", beside=quiet)
    (duty if args.duty else measuring).everything(report, folder, args)
    report.note("took", f"{time.monotonic() - began:.0f} s")
    if args.out:
        file = report.write(args.out)
    elif args.whole:
        file = report.write(HERE / "results")
        report.put_into(HERE / "README.md")
    else:
        file = report.write(Path(tempfile.mkdtemp(prefix="bench-")))
    sys.stdout.write(f"\n{report.table()}\n{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
