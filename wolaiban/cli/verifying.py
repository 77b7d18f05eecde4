"""`wolaiban verify`: check every chain, row, file, rule and checkpoint; exit code 1 when something is wrong."""

from __future__ import annotations

import argparse
import json
import os
import sys
from itertools import chain
from pathlib import Path

from wolaiban.installation.trouble import Trouble
from wolaiban.ledger.continuity import Trust
from wolaiban.ledger.findings import Finding
from wolaiban.ledger.notes import Unreadable, Verifying
from wolaiban.ledger.verifying import Verification
from wolaiban.statistics import verifying as sums

PROCESSES = min(os.cpu_count() or 1, 4)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", action="append", default=[], metavar="PUBLIC_KEY", help="只信任这把公钥签的检查点（可多次）"
    )
    parser.add_argument(
        "--checkpoints",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="与另存的检查点对照（可多次）",
    )
    parser.add_argument(
        "--every-checkpoint", action="store_true", help="重算每一个检查点的根，而不是其中几个"
    )
    parser.add_argument(
        "--processes", type=int, default=PROCESSES, metavar="N", help=f"几个进程一起核对（{PROCESSES}）"
    )
    parser.add_argument("--json", action="store_true", help="输出给程序读的 JSON")


def run(args: argparse.Namespace) -> int:
    verification = Verification(trust=_trust(args), processes=max(args.processes, 1))
    found = []
    for finding in chain(verification.findings(), sums.findings()):  # the sums apart, after the rest
        found.append(finding)
        if not args.json:
            print(finding, flush=True)
    checked = f"核对 {verification.subjects} 件、{verification.events} 条"
    if args.json:
        json.dump(_document(verification, found), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif found:
        print(f"发现 {len(found)} 处问题（{checked}）")
    else:
        print(f"没有发现问题（{checked}）")
    return 1 if found else 0


def _trust(args: argparse.Namespace) -> Trust:
    try:
        keys = tuple(map(Verifying.read, args.key))
    except Unreadable as refusal:
        raise Trouble(f"--key：{refusal}") from None
    for folder in args.checkpoints:
        if not folder.is_dir():
            raise Trouble(f"--checkpoints：{folder} 不是目录。")
    return Trust(keys=keys, folders=tuple(args.checkpoints), every=args.every_checkpoint)


def _document(verification: Verification, found: list[Finding]) -> dict[str, object]:
    return {
        "sound": not found,
        "cases": verification.subjects,
        "events": verification.events,
        "findings": [{"fault": str(f.fault), "case": f.number, "event": f.seq, "why": f.why} for f in found],
    }
