"""`wolaiban ledger key`: the public key under which checkpoints and proofs are checked, for others to keep."""

from __future__ import annotations

import argparse

from wolaiban.ledger import signing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("key", help="打印公钥")


def run(args: argparse.Namespace) -> int:
    print(signing.public_key())
    return 0
