"""`wolaiban units load FILE.csv`: bring a district's units in, or up to date."""

from __future__ import annotations

import argparse
from pathlib import Path

from wolaiban.installation.trouble import Trouble
from wolaiban.places.actions.loading import LoadReport, load_fangshan, load_file
from wolaiban.places.sheet import UnreadableSheet

FAULTS_SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="load")
    load = verbs.add_parser("load", help="从 CSV 文件装入或更新单位")
    load.add_argument("file", type=Path, metavar="FILE.csv", help="格式见 docs/handbook/units.md")
    load.add_argument("--dry-run", action="store_true", help="只检查和报告，不写入")


def run(args: argparse.Namespace) -> int:
    try:
        report = load_file(args.file, dry_run=args.dry_run)
    except UnreadableSheet as refusal:
        raise Trouble(str(refusal)) from None
    if report.faults:
        raise Trouble(_faults(report))
    print(f"{'试运行，未写入：' if args.dry_run else '已装入：'}{report}")
    return 0


def load_district() -> LoadReport:
    """Load the district that the project ships; for `init` and `demo`. Safe to run twice."""
    return load_fangshan()


def _faults(report: LoadReport) -> str:
    lines = [str(fault) for fault in report.faults[:FAULTS_SHOWN]]
    if hidden := len(report.faults) - len(lines):
        lines.append(f"……另有 {hidden} 行")
    return "\n".join([*lines, str(report)])
