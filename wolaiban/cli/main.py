"""The `wolaiban` command: which commands there are, and what each needs before it runs.

A command is a module with `add_arguments(parser)` and `run(args) -> int`. It is imported only when it is called.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import FrameType, ModuleType
from typing import NoReturn, TextIO

from wolaiban.cli.endings import troubles_in_words
from wolaiban.installation.release import version
from wolaiban.installation.trouble import Trouble


class Needs(Enum):
    """What must be there before a command runs."""

    NOTHING = auto()  # it sees to everything itself
    DATABASE = auto()  # a server that answers
    TABLES = auto()  # and all migrations applied


@dataclass(frozen=True)
class Command:
    name: str
    module: str
    help: str
    needs: Needs


# fmt: off
COMMANDS = (
    Command("serve",  "wolaiban.cli.serving",           "运行网站、后台进程和自带的数据库",       Needs.NOTHING),
    Command("init",   "wolaiban.cli.init",         "首次安装：密钥、数据库、单位、事项、管理员", Needs.NOTHING),
    Command("demo",   "wolaiban.cli.demo_command",     "建立演示数据并运行",                  Needs.NOTHING),
    Command("import", "wolaiban.cli.importing_tables", "从 CSV 或 Excel 导入诉求",            Needs.TABLES),
    Command("people", "wolaiban.cli.people",            "录入花名册：账号和岗位",               Needs.TABLES),
    Command("units",  "wolaiban.cli.units",             "装入区、镇街、村居和部门名单",          Needs.TABLES),
    Command("calendar", "wolaiban.cli.calendars",       "装入一年的节假日和调休，或看按什么计算",  Needs.TABLES),
    Command("duty",   "wolaiban.cli.duty",              "排出一个月的值班表",                 Needs.TABLES),
    Command("forget", "wolaiban.cli.forgetting",        "清理到了保存期限的内容，或看有多少",      Needs.TABLES),
    Command("verify", "wolaiban.cli.verifying",         "核对全部数据和记录链是否完好",          Needs.TABLES),
    Command("checkpoint", "wolaiban.cli.checkpointing",   "为全部事项立即做一个检查点",           Needs.TABLES),
    Command("ledger", "wolaiban.cli.ledger_key",        "打印核对检查点所用的公钥",             Needs.TABLES),
    Command("witness", "wolaiban.cli.witnessing",         "在另一台机器上见证检查点，不需要数据库",   Needs.NOTHING),
    Command("statistics", "wolaiban.cli.counting",      "核对或重算统计数",                  Needs.TABLES),
    Command("backup", "wolaiban.cli.backup",    "备份数据库、附件；密钥另存一处",         Needs.TABLES),
    Command("restore", "wolaiban.cli.restore",  "从备份恢复到一个空目录",               Needs.NOTHING),
    Command("drill",  "wolaiban.cli.drill",     "备份演练：备份、恢复到临时目录、核对",    Needs.TABLES),
    Command("verify-receipt", "wolaiban.cli.verify_receipt", "核对一个凭证文件，不需要数据库",      Needs.NOTHING),
    Command("vault",  "wolaiban.cli.vault",             "更换身份信息的加密密钥",               Needs.TABLES),
    Command("simulate", "wolaiban.cli.simulate", "用虚构的事项填满一套试验用的安装",   Needs.DATABASE),
    Command("config", "wolaiban.cli.settings_in_force", "正在使用的设置，各自从哪里来",      Needs.NOTHING),
    Command("doctor", "wolaiban.cli.doctor",            "检查这套安装，说明问题和办法",          Needs.NOTHING),
    Command("manage", "wolaiban.cli.manage",          "运行 Django 的管理命令",              Needs.DATABASE),
)
# fmt: on


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and not how everything else is used."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message.removeprefix('argument ')}。用法见 {self.prog} --help。\n")


def near_to(word: str) -> str:
    near = difflib.get_close_matches(word, [command.name for command in COMMANDS], 1)
    return f"，是不是 {near[0]}？" if near else "。"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    speak_to_any_terminal(sys.stdout, sys.stderr)
    signal.signal(signal.SIGTERM, as_interrupt)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
    with troubles_in_words() as ending:
        ending.code = run(sys.argv[1:] if argv is None else list(argv))
    return ending.code


def run(argv: list[str]) -> int:
    command = next((row for row in COMMANDS if argv and row.name == argv[0]), None)
    if argv and command is None and not argv[0].startswith("-"):
        raise Trouble(f"没有 {argv[0]} 这个命令{near_to(argv[0])}全部命令见 wolaiban --help。")
    parser = Parser(prog="wolaiban", description="我来办：村居工作室诉求办理系统")
    parser.add_argument("--version", action="version", version=f"wolaiban {version()}", help="版本")
    subparsers = parser.add_subparsers(title="命令", metavar="COMMAND", required=True)
    module: ModuleType | None = None
    for row in COMMANDS:
        subparser = subparsers.add_parser(row.name, help=row.help, description=row.help)
        if row is command:
            module = load(row)
            module.add_arguments(subparser)
    if not argv:
        parser.print_help()
        return 2
    args = parser.parse_args(argv)
    assert module is not None
    return with_needs(command.needs if command else Needs.NOTHING, module, args)


def load(command: Command) -> ModuleType:
    """Import the command, after Django's models unless it does without them or sets them up itself."""
    if command.needs is not Needs.NOTHING:
        import django  # noqa: PLC0415 -- half a second that `serve` can use better

        django.setup()
    return importlib.import_module(command.module)


def with_needs(needs: Needs, module: ModuleType, args: argparse.Namespace) -> int:
    if needs is Needs.NOTHING:
        return int(module.run(args))
    from wolaiban.cli import bootstrap  # noqa: PLC0415

    gc.freeze()  # what is loaded stays to the end: whoever looks for rubbish need not look through it each time
    with bootstrap.database():
        if needs is Needs.TABLES:
            bootstrap.require_tables()
            from wolaiban.catalogue import calendars  # noqa: PLC0415 -- needs Django's models

            calendars.refresh()
        return int(module.run(args))


def as_interrupt(number: int, frame: FrameType | None) -> None:
    """SIGTERM ends a command as Ctrl-C does: everything it holds is let go on the way out."""
    raise KeyboardInterrupt


def speak_to_any_terminal(*streams: TextIO) -> None:
    """A terminal that cannot show a character gets a question mark, not a crash."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
