"""`wolaiban config`: every setting as it is in force, and where it stands. Secrets are never shown.

Where a setting is refused, what was read before it is shown all the same, and then the reason.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from django.core.exceptions import ImproperlyConfigured

from wolaiban.installation import config_file, configuration
from wolaiban.installation.configuration import DEFAULT, NOT_YET, ReadSetting, SettingsReader
from wolaiban.installation.trouble import Trouble

HIDDEN = "（不显示）"
SETTINGS = "wolaiban.config.settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="只看这几个设置")
    parser.add_argument("--changed", action="store_true", help="只看不是默认的")


def run(args: argparse.Namespace) -> int:
    reader = configuration.reader()
    reader.does_without_keys = True  # it is asked before `init`, too
    refusal = _read_all()
    print(_of_file(reader))
    rows = {name: read for name, read in sorted(reader.read.items()) if _is_wanted(name, read, args)}
    if missing := [name for name in args.names if name not in rows and not refusal]:
        raise Trouble(f"没有这个设置：{'、'.join(missing)}。")
    width = max(map(len, rows), default=0)
    for name, read in rows.items():
        print(f"{name:<{width}}  {_shown(read)}  （{read.origin}）")
    doubts = [*([refusal] if refusal else []), *(() if refusal else reader.doubtful())]
    sys.stdout.flush()
    for doubt in doubts:
        sys.stderr.write(f"{doubt}\n")
    return 1 if doubts else 0


def _read_all() -> str:
    """Why they could not all be read, or nothing."""
    try:
        importlib.import_module(SETTINGS)
        configuration.reader().location("WOLAIBAN_PG_BIN")  # read only by what looks for PostgreSQL
    except ImproperlyConfigured as refusal:
        return str(refusal)
    return ""


def _of_file(reader: SettingsReader) -> str:
    if reader.file.path:
        return f"配置文件：{reader.file.path}\n"
    return f"没有配置文件（可以写在 {config_file.candidates()[0]}）\n"


def _is_wanted(name: str, read: ReadSetting, args: argparse.Namespace) -> bool:
    return (not args.names or name in args.names) and not (args.changed and read.origin == DEFAULT)


def _shown(read: ReadSetting) -> str:
    if read.secret:
        return "（未设置）" if read.origin in {DEFAULT, NOT_YET} else HIDDEN
    match read.value:
        case bool(value):
            return str(value).lower()
        case list(values):
            return ",".join(map(str, values)) or "（空）"
        case value:
            return str(value if value is not None else "") or "（空）"
