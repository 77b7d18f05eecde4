"""The one configuration file, wolaiban.toml: where it lies, and what stands in it.

    OFFICE_NAME = "房山区我来办"
    TRUSTED_PROXIES = 1
    ALLOWED_HOSTS = ["wolaiban.example.gov.cn"]

The names are those of the environment, which wins over the file. Every command finds the same file, without being told.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAMED_BY = "WOLAIBAN_CONFIG"
NAME = "wolaiban.toml"
ROOT = Path(__file__).resolve().parent.parent.parent
IN_CHECKOUT = (ROOT / "pyproject.toml").is_file()  # or installed, in a folder that belongs to pip
SYSTEM = Path("/etc/wolaiban")


@dataclass(frozen=True)
class ConfigFile:
    """`values` as the environment would give them; `lines` says in which line each stands."""

    path: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def where(self, name: str) -> str:
        return f"{self.path} 第 {self.lines[name]} 行"


def candidates() -> list[Path]:
    """Where it is looked for, in this order: beside a checkout; or the machine's, then one's own."""
    if IN_CHECKOUT:
        return [ROOT / NAME]
    own = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return [SYSTEM / NAME, own / "wolaiban" / NAME]


def find() -> Path | None:
    """The file that WOLAIBAN_CONFIG names (empty: none is read), or the first that is there."""
    named = os.environ.get("WOLAIBAN_CONFIG")
    if named is not None:
        return Path(named).absolute() if named else None
    return next(filter(_is_there, candidates()), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:
        return True  # in a folder that is closed to us: reading it says so


def read(path: Path | None) -> ConfigFile:
    """Raises ImproperlyConfigured, in words, where it cannot be read or understood."""
    if path is None:
        return ConfigFile()
    try:
        text = path.read_text(encoding="utf-8-sig")
        told = tomllib.loads(text)
    except OSError as error:
        why = "不存在" if isinstance(error, FileNotFoundError) else f"读不了（{error.strerror}）"
        raise ImproperlyConfigured(f"配置文件 {path} {why}。") from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"配置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as fault:
        raise ImproperlyConfigured(f"配置文件 {path} {_place_of(fault)}看不懂。{HOW}") from None
    lines = {name: _line_of(name, text) for name in told}
    values = {name: _as_given(value, f"{path} 第 {lines[name]} 行") for name, value in told.items()}
    return ConfigFile(path, values, lines)


HOW = '每行写成：名称 = "值"；文字加英文引号，数字和 true、false 不加。'


def _place_of(fault: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(fault))
    return f"第 {found[1]} 行" if found else "末尾"


def _line_of(name: str, text: str) -> int:
    found = re.search(rf"^[ \t]*[\[\"']*{re.escape(name)}\b", text, re.M)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _as_given(value: object, where: str) -> str:
    """As the environment would give it; of a list, each in a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return "\n".join(map(str, value))
    raise ImproperlyConfigured(f"{where}看不懂。{HOW}")
