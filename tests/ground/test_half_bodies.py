"""What is sent half is refused, and nobody holds a thread by sending little or nothing. Over real sockets, by granian."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from tests.ground.processes import ROOT, soon
from wolaiban.web.bodies import LARGEST, Arrivals, Environ, Start, WholeBodies

pytestmark = pytest.mark.crash
PATIENCE, LONGEST = 4, 14  # of tests/ground/slow_site.py
Address = tuple[str, int]


@pytest.fixture(scope="module")
def site() -> Iterator[Address]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    command += ["--port", str(port), "--blocking-threads", "4", "--log-level", "error"]
    process = subprocess.Popen([*command, "tests.ground.slow_site:application"], cwd=ROOT)
    address = ("127.0.0.1", port)
    try:
        assert soon(lambda: answers(address))
        yield address
    finally:
        process.terminate()
        process.wait(20)


def answers(address: Address) -> bool:
    try:
        return get(address).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def get(address: Address, query: str = "") -> bytes:
    with socket.create_connection(address, timeout=30) as wire:
        wire.sendall(b"GET /?" + query.encode() + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return everything(wire)


def everything(wire: socket.socket) -> bytes:
    wire.settimeout(40)
    heard = b""
    while piece := wire.recv(65536):
        heard += piece
    return heard


def sending(address: Address, length: int, body: bytes) -> socket.socket:
    wire = socket.create_connection(address, timeout=30)
    wire.sendall(
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + str(length).encode() + b"\r\n\r\n" + body
    )
    return wire


def dribbling(wire: socket.socket, piece: bytes, pause: float, upto: float) -> float:
    """Send a piece again and again; how long until nobody took it any more."""
    began = time.monotonic()
    wire.settimeout(pause)
    while time.monotonic() - began < upto:
        try:
            wire.sendall(piece)
            if wire.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


def test_what_is_half_sent_is_let_go_and_told_so(site: Address) -> None:
    began = time.monotonic()
    with sending(site, 40_000, b"a" * 20_000) as wire:
        heard = everything(wire)

    assert heard.startswith(b"HTTP/1.1 408")
    assert "什么都没有改动".encode() in heard
    assert time.monotonic() - began < PATIENCE + 5


def test_sending_a_byte_now_and_then_does_not_help(site: Address) -> None:
    with sending(site, 40_000, b"a") as wire:
        assert dribbling(wire, b"a", 0.5, upto=30) < PATIENCE + 6


def test_an_answer_sent_just_before_does_not_hide_it(site: Address) -> None:
    began = time.monotonic()
    with socket.create_connection(site, timeout=30) as wire:
        wire.sendall(
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\na"
        )
        heard = everything(wire)

    assert b"HTTP/1.1 408" in heard
    assert time.monotonic() - began < PATIENCE + 6


def test_a_slow_phone_that_keeps_sending_is_waited_for(site: Address) -> None:
    pieces, piece = 12, b"a" * 10_000
    with sending(site, pieces * len(piece), b"") as wire:
        for _ in range(pieces):
            wire.sendall(piece)
            time.sleep(0.6)
        wire.shutdown(socket.SHUT_WR)
        heard = everything(wire)

    assert heard.startswith(b"HTTP/1.1 200")
    assert heard.endswith(str(pieces * len(piece)).encode())


def test_nobody_goes_on_sending_for_ever(site: Address) -> None:
    with sending(site, 90_000_000, b"") as wire:
        took = dribbling(wire, b"a" * 30_000, 0.5, upto=40)

    assert LONGEST - 2 < took < LONGEST + 8


def test_many_who_send_slowly_leave_threads_for_pages(site: Address) -> None:
    with ThreadPoolExecutor(4) as pool:
        senders = [sending(site, 90_000_000, b"a") for _ in range(4)]
        for wire in senders:
            pool.submit(dribbling, wire, b"a" * 20_000, 0.5, 13)
        time.sleep(9)
        began = time.monotonic()

        heard = get(site)

        assert heard.startswith(b"HTTP/1.1 200")
        assert time.monotonic() - began < 2
        for wire in senders:
            wire.close()


def test_a_page_that_takes_long_is_not_cut_off_by_somebody_elses_half_body(site: Address) -> None:
    with sending(site, 40_000, b"a"), ThreadPoolExecutor(1) as pool:
        slow = pool.submit(get, site, "8").result()

    assert slow.startswith(b"HTTP/1.1 200")


def unreached(environ: Environ, start: Start) -> list[bytes]:
    raise AssertionError(f"a page saw it: {environ}")


def test_what_breaks_off_never_reaches_a_page() -> None:
    application = WholeBodies(unreached, Arrivals())
    told = list[tuple[str, dict[str, str]]]()

    for path, sent in (("/", b"words=abc"), ("/api/v1/cases", b'{"words":')):
        environ = {"CONTENT_LENGTH": "10", "wsgi.input": BytesIO(sent[:9]), "PATH_INFO": path}
        (words,) = application(environ, lambda status, headers: told.append((status, dict(headers))))
        assert "什么都没有改动" in words.decode()

    assert [status for status, _ in told] == ["400 Bad Request"] * 2
    assert told[1][1]["Content-Type"] == "application/problem+json"


def test_more_than_anything_may_hold_is_refused_before_it_is_read() -> None:
    told = list[str]()
    application = WholeBodies(unreached, Arrivals())

    application({"CONTENT_LENGTH": str(LARGEST + 1), "PATH_INFO": "/"}, lambda status, _: told.append(status))

    assert told == ["413 Content Too Large"]
