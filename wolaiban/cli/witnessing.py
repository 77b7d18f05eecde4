"""`wolaiban witness key|cosign`: on another machine, sign that the checkpoints still go on from those seen before.

Without a database or settings. Made for a timer: it ends with 0 when the newest checkpoint is cosigned and handed
back, with 1 when it is not, or is so old that somebody should ask why.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wolaiban.installation.trouble import Trouble
from wolaiban.ledger import checkpoint_files, checkpoint_sources
from wolaiban.ledger.notes import Unreadable, Verifying
from wolaiban.ledger.witnessing import Refused, Witness

OLD = timedelta(hours=2)  # where nothing happens there is one an hour


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    key = verbs.add_parser("key", help="打印见证人的公钥；第一次运行时生成密钥")
    key.add_argument(
        "--name", default="", metavar="NAME", help="见证人的名称，不含空格和加号，例如 notary.example/1"
    )
    cosign = verbs.add_parser("cosign", help="取最新的检查点，核对，见证，交回")
    cosign.add_argument(
        "--from", dest="place", required=True, metavar="URL|DIR", help="公开页面 …/ledger/，或检查点目录"
    )
    cosign.add_argument(
        "--key",
        action="append",
        required=True,
        metavar="PUBLIC_KEY",
        help="那一方的公钥，见 wolaiban ledger key（可多次）",
    )
    cosign.add_argument("--to", metavar="URL|DIR", help="把见证交到别处（默认交回 --from）")
    cosign.add_argument("--restored", type=int, metavar="N", help="已问明第 N 号为什么是从备份恢复的")
    for verb in (key, cosign):
        verb.add_argument(
            "--state", required=True, type=Path, metavar="DIR", help="见证人自己的目录：密钥和见证过的检查点"
        )


def run(args: argparse.Namespace) -> int:
    if args.verb == "key":
        print(_begun(args.state, args.name).key.verifying)
        return 0
    return _cosign(args)


def _cosign(args: argparse.Namespace) -> int:
    witness, moment = _existing(args.state), datetime.now(UTC)
    try:
        issuers = tuple(map(Verifying.read, args.key))
        seen = witness.cosign(checkpoint_sources.at(args.place), issuers, at=moment, restored=args.restored)
        checkpoint_sources.at(args.to or args.place).hand_back(seen.cosigned, witness.key.verifying)
    except (Unreadable, Refused, checkpoint_sources.Unreachable) as why:
        raise Trouble(f"{why}。") from None
    except (OSError, checkpoint_files.Differs) as trouble:
        raise Trouble(f"{args.state} 不能读写：{trouble}。") from None
    print(f"第 {seen.claim.number} 号检查点已见证（共 {seen.claim.size} 项）。")
    if seen.claim.at < moment - OLD:
        raise Trouble(f"但它是 {seen.claim.at:%Y-%m-%d %H:%M} UTC 的，此后没有新的。请问明原因。")
    return 0


def _begun(folder: Path, name: str) -> Witness:
    if (folder / "key").exists():
        return _existing(folder)
    if not name or set(name) & set(" +\n\t"):
        raise Trouble("第一次运行请用 --name 给见证人起名，不含空格和加号。")
    try:
        return Witness.begun(folder, name)
    except OSError as trouble:
        raise Trouble(f"{folder} 写不进去：{trouble.strerror}。") from None


def _existing(folder: Path) -> Witness:
    try:
        return Witness.at(folder)
    except (OSError, ValueError):
        raise Trouble(
            f"{folder} 里没有见证人的密钥。请先运行 wolaiban witness key --state {folder} --name 名称。"
        ) from None
