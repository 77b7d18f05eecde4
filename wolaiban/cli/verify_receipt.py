"""`wolaiban verify-receipt FILE --key PUBLIC_KEY`: check a proof on its own, without a database or settings."""

from __future__ import annotations

import argparse

from wolaiban.ledger import verifier


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="从“查进展”页面保存的凭证")
    parser.add_argument("--key", metavar="PUBLIC_KEY", required=True, help="公钥，见 wolaiban ledger key")


def run(args: argparse.Namespace) -> int:
    return verifier.main([args.file, "--key", args.key])
