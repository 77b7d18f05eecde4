"""`wolaiban verify`: check every chain, row, file and rule; exit code 1 when something is wrong."""

from __future__ import annotations

import argparse
import json
import sys

from wolaiban.ledger.findings import Finding
from wolaiban.ledger.verifying import Verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出给程序读的 JSON")


def run(args: argparse.Namespace) -> int:
    verification = Verification()
    found = []
    for finding in verification.findings():
        found.append(finding)
        if not args.json:
            print(finding, flush=True)
    checked = f"核对 {verification.cases} 件、{verification.events} 条"
    if args.json:
        json.dump(_document(verification, found), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif found:
        print(f"发现 {len(found)} 处问题（{checked}）")
    else:
        print(f"没有发现问题（{checked}）")
    return 1 if found else 0


def _document(verification: Verification, found: list[Finding]) -> dict[str, object]:
    return {
        "sound": not found,
        "cases": verification.cases,
        "events": verification.events,
        "findings": [{"fault": str(f.fault), "case": f.number, "event": f.seq, "why": f.why} for f in found],
    }
