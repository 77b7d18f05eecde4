"""Reading settings: from the environment, else the configuration file, else their default; and knowing which it was.

Whoever reads a setting does it here, so `wolaiban config` can show what is in force and from where, and a name that
nobody asked for is known to be a mistake. What is misspelt is refused: `HTTPS=ture` must not mean false.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import ChainMap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from wolaiban.installation import config_file, keys
from wolaiban.installation.config_file import NAMED_BY, ConfigFile

FILE = "_FILE"  # NAME_FILE=/run/secrets/name is read as NAME
DEFAULT, NOT_YET = "默认", "wolaiban init 时生成"
BESIDE = frozenset({NAMED_BY, "WOLAIBAN_PG_BIN"})  # settings that Django's do not read
OURS_ALONE = ("WOLAIBAN_", "NOTICE_", "LEDGER_", "CHECKPOINT_")  # nobody else's variables begin so
ALIKE = 0.85
TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}
STATE = Path("/var/lib/wolaiban")


@dataclass(frozen=True)
class ReadSetting:
    """A setting as it was read: `value` as it is in force, `origin` where it stands."""

    value: object
    origin: str
    secret: bool


class SettingsReader(environ.FileAwareEnv):  # type: ignore[misc]  # it has no types
    """What django-environ reads, from the file as well, and written down in `read`."""

    def __init__(self, file: ConfigFile) -> None:
        super().__init__()
        self.file = file
        given = {name: value for name, value in file.values.items() if not self.is_overruled(name)}
        self.given: Mapping[str, str] = ChainMap(dict[str, str](), os.environ, given)
        self.ENVIRON = FileAwareMapping(env=self.given)
        self.read: dict[str, ReadSetting] = {}
        self.does_without_keys = False  # for whoever only looks at the settings

    @staticmethod
    def is_overruled(name: str) -> bool:
        """Whether the environment says it, in either of the two ways in which it can be said."""
        plain = name.removesuffix(FILE)
        return plain in os.environ or f"{plain}{FILE}" in os.environ

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: bool = False
    ) -> Any:
        try:
            value = super().get_value(var, cast=cast, default=default, parse_default=parse_default)
        except OSError as error:
            raise ImproperlyConfigured(f"{var}{FILE} 所指的文件读不了：{error.strerror}。") from None
        self.note(var, value)
        return value

    def note(self, name: str, value: object) -> None:
        known = self.read.get(name)
        secret = known is not None and known.secret
        self.read[name] = ReadSetting("" if secret else value, self.origin(name), secret)

    def origin(self, name: str) -> str:
        for said in (f"{name}{FILE}", name):
            if said in os.environ:
                return f"环境变量 {said}" if said != name else "环境变量"
            if said in self.given:
                return self.file.where(said)
        return DEFAULT

    # ---- Kinds of values. Each refuses what it does not understand.

    def understood(self, name: str, default: Any, understand: Callable[[str], Any], wanted: str) -> Any:
        said = str(self.get_value(name, default=""))
        if self.origin(name) == DEFAULT:
            value = default
        else:
            try:
                value = understand(said.strip())
            except (ValueError, LookupError, StopIteration, ImproperlyConfigured):
                shown = name if self.read[name].secret else f"{name}={said}"
                raise ImproperlyConfigured(f"{shown}（{self.origin(name)}）看不懂：{wanted}。") from None
        self.note(name, value)
        return value

    def switch(self, name: str, default: bool) -> bool:
        return bool(self.understood(name, default, _truth, "应为 true 或 false"))

    def number(self, name: str, default: int, least: int = 0) -> int:
        def counted(said: str) -> int:
            if (value := int(said)) < least:
                raise ValueError
            return value

        return int(self.understood(name, default, counted, f"应为不小于 {least} 的整数"))

    def several(self, name: str, default: list[str]) -> list[str]:
        def parted(said: str) -> list[str]:
            return [part.strip() for part in re.split(r"[,\n]", said) if part.strip()]

        return list(self.understood(name, default, parted, "应为用逗号分开的几个值"))

    def choice(self, name: str, default: str, of: Collection[str]) -> str:
        def one(said: str) -> str:
            return next(word for word in of if word.lower() == said.lower())

        return str(self.understood(name, default, one, f"应为 {'、'.join(of)} 之一"))

    def location(self, name: str, default: str | Path = "") -> str:
        """Absolute, or "" for none. A relative one in the file is meant from where the file lies."""
        said = str(self.get_value(name, default="")).strip() or str(default)
        base = self.file.path.parent if self.file.path and not self.is_overruled(name) else Path.cwd()
        value = str(base / Path(said).expanduser()) if said else ""
        self.note(name, value)
        return value

    def secret(self, name: str, default: str = "", least: int = 0) -> str:
        """A value that is never shown. One that is given has at least so many letters."""
        self.keep_secret(name)
        value = str(self.get_value(name, default=default))
        if value and len(value) < least:
            raise ImproperlyConfigured(
                f"{name}（{self.origin(name)}）太短，容易被猜到：至少 {least} 个字符。"
            )
        return value

    def key(self, name: str, data_dir: Path) -> str:
        """A key, from its file in the data directory where it is not given. Raises ImproperlyConfigured without either."""
        value = self.secret(name)
        if value:
            return value
        self.read[name] = ReadSetting("", str(data_dir / "keys" / keys.FILES[name]), secret=True)
        try:
            return keys.read(name, data_dir)
        except keys.NoKey:
            if not self.does_without_keys:
                raise
            self.read[name] = ReadSetting("", NOT_YET, secret=True)
            return ""

    def database(self, name: str) -> dict[str, Any]:
        self.keep_secret(name)
        wanted = "应写成 postgres://用户:密码@主机/库名"
        found: dict[str, Any] = self.understood(name, {}, _postgres, wanted)
        return found or _postgres("postgres://")

    def mail(self, name: str, default: str) -> dict[str, Any]:
        self.keep_secret(name)
        wanted = "应写成 smtp+tls://用户:密码@主机:587、smtp+ssl://…:465 或 smtp://主机:25"
        found: dict[str, Any] = self.understood(name, {}, _mail, wanted)
        return found or environ.Env.email_url_config(default)

    def keep_secret(self, name: str) -> None:
        self.read[name] = ReadSetting("", DEFAULT, secret=True)

    # ---- Names that nobody asked for, once everybody has asked

    def known(self) -> frozenset[str]:
        return frozenset(self.read) | BESIDE

    def refuse_unknown(self) -> None:
        """Raises ImproperlyConfigured where the file says something that no setting is."""
        known = self.known()
        wrong = [name for name in self.file.values if name.removesuffix(FILE) not in known]
        if wrong:
            raise ImproperlyConfigured(
                "\n".join(f"{self.file.where(name)}：{_unknown(name, known)}" for name in wrong)
            )

    def doubtful(self) -> list[str]:
        """Variables of the environment that look like ours and are not: said, since others may mean them."""
        known = self.known()
        return [
            f"环境变量：{_unknown(name, known)}" for name in sorted(os.environ) if _looks_ours(name, known)
        ]

    def for_another(self, without: Collection[str]) -> dict[str, str]:
        """The environment of a command that works on another data directory: as we were told, but for these."""
        left_out = {*without, *(f"{name}{FILE}" for name in without)}
        told = {name: value for name, value in self.given.items() if name not in left_out}
        return told | {NAMED_BY: ""}


def _truth(said: str) -> bool:
    if said.lower() in TRUE:
        return True
    if said.lower() in FALSE:
        return False
    raise ValueError


def _mail(said: str) -> dict[str, Any]:
    return dict(environ.Env.email_url_config(said)) if said else {}


def _postgres(said: str) -> dict[str, Any]:
    if not said:
        return {}
    if not said.startswith(("postgres://", "postgresql://")):
        raise ValueError
    return dict(environ.Env.db_url_config(said))


def _unknown(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name.upper(), known, 1, ALIKE - 0.15)
    return f"没有 {name} 这个设置" + (f"，是不是 {near[0]}？" if near else "。全部设置见 docs/settings.md。")


def _looks_ours(name: str, known: Collection[str]) -> bool:
    plain = name.removesuffix(FILE)
    if plain in known:
        return False
    return plain.startswith(OURS_ALONE) or bool(difflib.get_close_matches(plain, known, 1, ALIKE))


# ---- What is asked before Django's settings can be read


@cache
def reader() -> SettingsReader:
    """The one of this process."""
    return SettingsReader(config_file.read(config_file.find()))


def data_dir() -> Path:
    """Where this installation keeps what is its own."""
    return Path(reader().location("WOLAIBAN_DATA", default=usual_data_dir()))


def usual_data_dir() -> Path:
    """In a checkout beside the program; else the machine's, or one's own where there is none and we may not make it."""
    if config_file.IN_CHECKOUT:
        return config_file.ROOT / ".data"
    if os.getuid() == 0 or STATE.exists():
        return STATE
    own = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(own) / "wolaiban"


def readable_by_others() -> Path | None:
    """The file, if whoever is on this machine can read the secrets in it; for `doctor`, after the settings are read."""
    found = reader()
    has_secret = any(row.secret and name in found.file.values for name, row in found.read.items())
    open_to_all = found.file.path is not None and found.file.path.stat().st_mode & 0o004
    return found.file.path if has_secret and open_to_all else None
