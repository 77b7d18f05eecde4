"""Work shared among processes that all see the same moment: each takes the next piece, and what it finds comes back.

The snapshot is exported by whoever asks, and held until the last piece is done. A process that dies is an error, not
a piece that found nothing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from django.db import connections, transaction

P = TypeVar("P")
Work = Callable[[P], Iterator[Any]]
FORKING = multiprocessing.get_context("fork")


class Died(Exception):
    """A process ended before its work was done."""


def shared(pieces: Sequence[P], work: Work[P], *, processes: int) -> Iterator[Any]:
    """Everything that `work` yields for each piece, in whatever order it comes. Inside of a transaction's snapshot."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    following = FORKING.Value("i", 0)
    readers, children = [], []
    for _ in range(processes):
        reader, writer = FORKING.Pipe(duplex=False)
        child = FORKING.Process(target=_child, args=(snapshot, pieces, work, following, writer), daemon=True)
        child.start()
        writer.close()
        readers.append(reader)
        children.append(child)
    try:
        yield from _gathered(readers)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _gathered(readers: list[Connection]) -> Iterator[Any]:
    while readers:
        for reader in wait(readers):
            assert isinstance(reader, Connection)
            try:
                found, why = reader.recv()
            except EOFError:
                raise Died("一个核对进程中途结束") from None
            if why:
                raise Died(why)
            if found is None:
                readers.remove(reader)
            else:
                yield from found


def _child(snapshot: str, pieces: Sequence[P], work: Work[P], following: Any, writer: Connection) -> None:
    """Ends without cleaning up what it shares with its parent: the connections are the parent's to close."""
    of_the_parent = connections["default"]
    gc.disable()  # nothing that is read goes in circles, and looking for it costs a twentieth
    try:
        connections["default"] = of_the_parent.copy()
        with transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            while (place := _next(following)) < len(pieces):
                writer.send((list(work(pieces[place])), None))
        connections["default"].close()
        writer.send((None, None))
    except BaseException:
        writer.send((None, traceback.format_exc()))
    finally:
        os._exit(0)


def _next(following: Any) -> int:
    with following.get_lock():
        place = int(following.value)
        following.value += 1
        return place
