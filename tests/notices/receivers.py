"""What stands at the other end in tests: an SMTP server, an HTTP receiver and a black hole, all real, on this machine."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
PROMPT = 0.02  # seconds until a server that is told to stop looks up; half a second of its own accord


@dataclass
class Receipt:
    """Something that arrived: how it was addressed, headers, text."""

    to: str
    headers: dict[str, str]
    text: str
    body: bytes = b""


@dataclass
class Receiver:
    """What arrived, in order. `answer` and `says` are what the next sender is told; `pause` how long that takes."""

    port: int = 0
    arrived: list[Receipt] = field(default_factory=list)
    answer: Callable[[Receipt], int] = lambda receipt: 200
    pause: Callable[[], float] = lambda: 0.0
    says: Callable[[Receipt], bytes] = lambda receipt: b""

    @property
    def texts(self) -> list[str]:
        return [receipt.text for receipt in self.arrived]


@contextmanager
def http_receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            given: dict[str, Any] = json.loads(body)
            text = given.get("text") or given.get("message") or ""
            text = text if isinstance(text, str) else text["content"]
            receipt = Receipt(given.get("to", self.path), dict(self.headers), text, body)
            status = receiver.answer(receipt)
            if status < 300:
                receiver.arrived.append(receipt)
            time.sleep(receiver.pause())
            self.send_response(status)
            said = receiver.says(receipt)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *args: Any) -> None:
            """Silent."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # the sender was killed
                self.close_connection = True

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(PROMPT,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def smtp_receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
            assert isinstance(envelope.content, bytes)
            mail: Mail = message_from_bytes(envelope.content, policy=default)
            text = mail.get_content() if hasattr(mail, "get_content") else ""
            receipt = Receipt(envelope.rcpt_tos[0], dict(mail.items()), text.strip(), envelope.content)
            status = receiver.answer(receipt)
            if status < 300:
                receiver.arrived.append(receipt)
            return "250 OK" if status < 300 else "451 later"

    controller = Controller(Handler(), hostname=HOST, port=free_port())
    controller.start()
    receiver.port = controller.port
    try:
        yield receiver
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class BlackHole:
    """Takes every connection and never says a word."""

    port: int = 0
    connections: int = 0


@contextmanager
def black_hole() -> Iterator[BlackHole]:
    hole, kept = BlackHole(), list[socket.socket]()
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(50)
        hole.port = listener.getsockname()[1]

        def swallow() -> None:
            while True:
                try:
                    kept.append(listener.accept()[0])
                except OSError:
                    return
                hole.connections += 1

        threading.Thread(target=swallow, daemon=True).start()
        try:
            yield hole
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for connection in kept:
                connection.close()
