"""Where a witness hands its signature back: what the other side said is told in its words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wolaiban.ledger import checkpoint_sources
from wolaiban.ledger.notes import Signing

KEY = Signing("notary.example/1", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\2")).verifying


class Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(403)
        self.end_headers()
        self.wfile.write("没有认可的见证人的有效签名\n第二行\n".encode())

    def log_message(self, *arguments: object) -> None:
        """Not among the output of tests."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ledger"
    server.shutdown()
    server.server_close()


def test_a_refusal_is_told_in_the_words_of_whoever_refuses(address: str) -> None:
    with pytest.raises(checkpoint_sources.Unreachable, match=r"答复 403：没有认可的见证人的有效签名$"):
        checkpoint_sources.at(address).hand_back("signed", KEY)
