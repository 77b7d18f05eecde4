"""`wolaiban checkpoint`: sign what all cases look like now; refused where it contradicts what was signed before."""

from __future__ import annotations

import argparse

from wolaiban.installation.trouble import Trouble
from wolaiban.ledger import checkpoints
from wolaiban.ledger.checkpoints import Broken


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--restored", action="store_true", help="数据库是从备份恢复的：接着已经发布的检查点继续，并在其中写明"
    )


def run(args: argparse.Namespace) -> int:
    try:
        checkpoint = checkpoints.make(restored=args.restored)
    except Broken as broken:
        advice = (
            "没有签名。请先查明原因；如果数据库是从备份恢复的，核实后运行 wolaiban checkpoint --restored。"
        )
        raise Trouble(f"{broken}\n{advice}") from None
    print(checkpoint.note, end="")
    return 0
