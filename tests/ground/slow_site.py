"""A site that waits for nobody long: it echoes what it was sent, and is slow itself where it is asked to be."""

from __future__ import annotations

import time
from collections.abc import Iterable

from wolaiban.web.bodies import Arrivals, Environ, Start, WholeBodies
from wolaiban.web.connections import Gatekeeper, Limits

arrivals = Arrivals()


def echo(environ: Environ, start: Start) -> Iterable[bytes]:
    time.sleep(float(environ.get("QUERY_STRING") or 0))
    sent = environ["wsgi.input"].read() if environ.get("CONTENT_LENGTH") else b""
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(sent)).encode()]


application = WholeBodies(echo, arrivals)
Gatekeeper(arrivals, Limits(few=2, patience=4, longest=14, tarrying=5)).watch()
