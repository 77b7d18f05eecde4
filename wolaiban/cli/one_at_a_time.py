"""One `serve` (or demo) for each data directory: a second one says who is there, and stops."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Container, Iterator
from datetime import datetime
from pathlib import Path

from wolaiban.installation import data_dir as data_folder
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres.locks import FileLock

PATIENCE = 5.0  # one that was just told to stop, or killed, is soon gone
PARTS = {"web": "网站", "worker": "后台进程"}


@contextlib.contextmanager
def only_one(data_dir: Path, parts: Container[str], address: str) -> Iterator[None]:
    """Hold these parts while the block runs. The kernel lets go of them however this process ends.

    The website is asked for first: whoever is there is best told by its address.
    """
    with contextlib.ExitStack() as stack:
        try:
            data_folder.make(data_dir)
            locks = {
                part: stack.enter_context(FileLock(data_dir / f"{part}.lock"))
                for part in PARTS
                if part in parts
            }
        except OSError as error:
            raise Trouble(
                f"无法使用数据目录 {data_dir}：{error.strerror}。请检查归属和权限，或用 WOLAIBAN_DATA 另选目录。"
            ) from None
        for part, lock in locks.items():
            wait_for(part, lock)
        for lock in locks.values():
            with contextlib.suppress(OSError):  # the disk is full: it runs all the same
                lock.write(json.dumps({"pid": os.getpid(), "since": time.time(), "address": address}))
        yield


def wait_for(part: str, lock: FileLock) -> None:
    limit = time.monotonic() + PATIENCE
    while not lock.alone():
        if time.monotonic() > limit:
            raise Trouble(who_is_there(part, lock.path))
        time.sleep(0.1)


def who_is_there(part: str, note: Path) -> str:
    """What the other left in its lock, in a sentence."""
    end = "请先停掉它，或用 WOLAIBAN_DATA 另选一个目录。"
    try:
        said = json.loads(note.read_text())
        since = datetime.fromtimestamp(said["since"]).astimezone()
        where = f"，地址 {said['address']}" if part == "web" else ""
        who = f"进程 {said['pid']}，自 {since:%Y-%m-%d %H:%M} 起{where}"
    except (OSError, ValueError, KeyError, TypeError):  # it left no note
        who = "没有留下进程号"
    return f"这个数据目录（{note.parent}）上已有一个{PARTS[part]}在运行：{who}。{end}"
