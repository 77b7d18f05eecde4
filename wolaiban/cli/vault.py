"""`wolaiban vault new-key ID` and `wolaiban vault reseal`: change the key that identities are sealed under.

The order matters and is said in docs/handbook/vault.md: new key in front, restart, reseal, and only then
drop the old one.
"""

from __future__ import annotations

import argparse
import sys

from wolaiban.installation.trouble import Trouble
from wolaiban.residents import keys, vault
from wolaiban.residents.errors import KeysUnfit

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    new_key = verbs.add_parser("new-key", help="生成一把新密钥，只打印，不保存")
    new_key.add_argument("id", metavar="ID", help="新密钥的编号，例如 k2")
    verbs.add_parser("reseal", help="用当前密钥重新加密全部身份信息，可以中断后重来")


def run(args: argparse.Namespace) -> int:
    try:
        return new_key(args.id) if args.verb == "new-key" else reseal()
    except KeysUnfit as refusal:
        raise Trouble(str(refusal)) from None


def new_key(key_id: str) -> int:
    """Print the entry alone on stdout, so that it can go straight into a file; the advice goes to stderr."""
    if any(key.id == key_id for key in keys.keyring().keys):
        raise Trouble(f"编号“{key_id}”已经用过，请换一个。")
    print(keys.new_key(key_id))
    print("请放在 VAULT_KEYS 最前面，旧密钥保留在后；重启后运行 wolaiban vault reseal。", file=sys.stderr)
    return 0


def reseal() -> int:
    done = vault.reseal()
    current = keys.keyring().current.id
    print(f"已用密钥“{current}”重新加密 {done.renewed} 人的身份信息。")
    if done.unreadable:
        listed = "、".join(map(str, done.unreadable[:SHOWN]))
        more = "……" if len(done.unreadable) > SHOWN else ""
        raise Trouble(
            f"有 {len(done.unreadable)} 人的身份信息无法读取（编号 {listed}{more}），旧密钥请不要删除。"
        )
    return 0
