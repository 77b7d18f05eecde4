"""Ends connections whose request never arrives, so that no thread waits for it longer than a slow phone needs.

granian reads a body in its own code, waits for it without end, and does not say which connection it belongs to. The
kernel knows, of each connection of this process, how much has come and when something was last sent; so once a request
is overdue, those that bring too little and were sent nothing meanwhile are shut for reading. A reader then finds its
body broken off and says so; what only stood open idly is opened again by the browser when it wants it.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from wolaiban.web.bodies import PATIENCE, PIECE, Arrivals, RequestInHand

TICK = 1.0
LONGEST = 600.0  # for a whole request that keeps coming
TARRYING = 10.0  # from then on it counts among those of which there may be only a few
# struct tcp_info (linux/tcp.h): where milliseconds since the last data sent, and the bytes received so far, stand in it.
TCP_INFO_SIZE, LAST_SENT, RECEIVED = 192, 44, 128
LONGEST_PAGE = 120.0  # a page at work so long no longer keeps others waiting


@dataclass(frozen=True)
class Wire:
    """A connection as the kernel knows it; `inode` names it as long as it is open."""

    socket: socket.socket
    inode: int
    quiet: float  # seconds since something was last sent
    received: int


@dataclass
class Limits:
    """For how long what is awaited; `few` may tarry at a time."""

    few: int
    patience: float = PATIENCE
    longest: float = LONGEST
    tarrying: float = TARRYING


class Gatekeeper:
    """Looks once a second; where nothing is overdue it does not even ask the kernel."""

    def __init__(self, arrivals: Arrivals, limits: Limits) -> None:
        self.arrivals = arrivals
        self.limits = limits
        self.seen: dict[int, list[tuple[float, int]]] = {}  # of each connection: when it had brought how much

    def watch(self) -> None:
        threading.Thread(target=self._forever, name="gatekeeper", daemon=True).start()

    def _forever(self) -> None:
        while True:
            time.sleep(TICK)
            self.look()

    def look(self) -> None:
        now = time.monotonic()
        at_work = self.arrivals.now()
        coming = [one for one in at_work if not one.arrived]
        if not any(now - one.began > TICK for one in coming):
            self.seen.clear()
            return
        for one in coming:
            one.late = now - one.moved > self.limits.patience or now - one.began > self.limits.longest
        wires = list(connections())
        try:
            self._remember(wires, now)
            for wire in self._to_shut(wires, at_work, coming, now):
                with suppress(OSError):  # it went by itself
                    wire.socket.shutdown(socket.SHUT_RD)
        finally:
            for wire in wires:
                wire.socket.close()

    def _remember(self, wires: list[Wire], now: float) -> None:
        before, since = self.seen, now - self.limits.patience
        self.seen = {}
        for wire in wires:
            known = [*before.get(wire.inode, []), (now, wire.received)]
            while len(known) > 1 and known[1][0] <= since:
                known.pop(0)
            self.seen[wire.inode] = known

    def _to_shut(
        self, wires: list[Wire], at_work: list[RequestInHand], coming: list[RequestInHand], now: float
    ) -> Iterator[Wire]:
        limits = self.limits
        if any(now - one.began > limits.longest for one in coming):
            yield from (wire for wire in wires if wire.quiet > limits.longest)
        if any(limits.patience < now - one.moved < LONGEST_PAGE for one in at_work if one.arrived):
            return  # a page is long at work, and whoever waits for it is quiet as well
        if any(one.late for one in coming):
            yield from (w for w in wires if w.quiet > limits.patience and self._brought(w, now) < PIECE)
        if sum(now - one.began > limits.tarrying for one in coming) > limits.few:
            tarrying = [w for w in wires if w.quiet > limits.tarrying and self.gain(w)]
            yield from sorted(tarrying, key=self.gain)[:1]

    def _brought(self, wire: Wire, now: float) -> int:
        """How much came within the time of patience; plenty, while it has not been known so long."""
        known = self.seen[wire.inode]
        return self.gain(wire) if now - known[0][0] >= self.limits.patience - 2 * TICK else PIECE

    def gain(self, wire: Wire) -> int:
        return wire.received - self.seen[wire.inode][0][1]


def connections() -> Iterator[Wire]:
    """What was opened to this server, each as a socket of our own on it, which the caller closes.

    What this process opened itself, to the database say, is left alone.
    """
    mine = list(sockets())
    ports = {port_of(one) for one in mine if listens(one)}
    for one in mine:
        try:
            if listens(one) or port_of(one) not in ports:
                raise OSError
            yield _read(one)
        except (OSError, struct.error):
            one.close()


def sockets() -> Iterator[socket.socket]:
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # closed since
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found = socket.socket(fileno=os.dup(int(name)))
                if found.family in {socket.AF_INET, socket.AF_INET6}:
                    yield found
                else:
                    found.close()


def listens(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def port_of(one: socket.socket) -> int:
    return int(one.getsockname()[1])


def _read(one: socket.socket) -> Wire:
    one.getpeername()  # OSError where nobody is there any more
    facts = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    (sent,) = struct.unpack_from("=I", facts, LAST_SENT)
    (received,) = struct.unpack_from("=Q", facts, RECEIVED)
    return Wire(one, os.fstat(one.fileno()).st_ino, sent / 1000, received)
