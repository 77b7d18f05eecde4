"""The keys of an installation: from the environment, else from files in the data directory that only we may read.

`wolaiban init` and `wolaiban demo` make the files; the settings only read them. The keys never enter the database,
so a stolen copy of it tells nothing about a resident, and whoever changes it cannot sign for it. Who loses the vault's
loses the identities: back them up apart.
"""

from __future__ import annotations

import base64
import secrets
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from wolaiban.installation import data_dir as data_folder
from wolaiban.installation import durable

FILES = {"SECRET_KEY": "secret_key", "VAULT_KEYS": "vault", "RECEIPT_KEY": "receipts", "LEDGER_KEY": "ledger"}


class NoKey(ImproperlyConfigured):
    """There is none yet."""


def read(name: str, data_dir: Path) -> str:
    """The content of a key's file, or a refusal in words: NoKey where there is no file."""
    file = data_dir / "keys" / FILES[name]
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoKey(
            f"没有 {name}。请设置 {name}（或 {name}_FILE），或运行 wolaiban init 生成 {file}。"
        ) from None
    except PermissionError:
        raise ImproperlyConfigured(f"无权读取密钥文件 {file}。请用安装时的系统用户运行。") from None


def make(data_dir: Path) -> None:
    """Make the keys that are not there yet. Safe to run twice, and by two at once."""
    data_folder.make(data_dir)
    folder = data_dir / "keys"
    durable.make_folder(folder, mode=0o700)
    put(folder / FILES["SECRET_KEY"], secrets.token_urlsafe(64))
    put(folder / FILES["VAULT_KEYS"], new_vault_key("k1"))
    put(folder / FILES["RECEIPT_KEY"], secrets.token_urlsafe(64))
    put(folder / FILES["LEDGER_KEY"], base64.b64encode(secrets.token_bytes(32)).decode())


def new_vault_key(key_id: str) -> str:
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def put(file: Path, text: str) -> None:
    """Write a key durably, and never over one that exists: a key that was used is never replaced."""
    durable.put_new(file, f"{text}\n".encode("ascii"))


def open_to_others(data_dir: Path) -> list[Path]:
    """Key files that somebody besides their owner may read; for `doctor`."""
    files = [data_dir / "keys" / name for name in FILES.values()]
    return [file for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
