"""Proof of work instead of a picture puzzle: a noisy network's browser computes for a second before it may send.

Nothing is stored until a task is solved: a task is signed by us, says how hard it is and when it was set, and is
accepted once. A solution is a number n for which SHA-256(SHA-256(task) + n) begins with so many zero bits. Whoever
has no script cannot solve it; the page says so and offers to wait, to call or to come.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from wolaiban.web.limits import rate_limit

LIFETIME = timedelta(hours=1)  # a page may lie open while somebody looks for a photo
LONGEST = 200
SOLVED = "work"


def set_task(purpose: str, *, bits: int | None = None) -> str:
    """A task for one form, `bits` hard (WORK_BITS unless said): 2 to the power of it tries on average."""
    hardness = settings.WORK_BITS if bits is None else bits
    return _signer().sign(f"{purpose}.{hardness}.{secrets.token_urlsafe(12)}")


def is_done(purpose: str, task: str, solution: str, *, least: int = 0) -> bool:
    """Whether this solves a task that we set for this purpose, lately, and of `least` bits; a solution counts once."""
    if len(task) > LONGEST or not (solution.isascii() and solution.isdigit() and len(solution) < 20):
        return False
    try:
        named, bits, _ = _signer().unsign(task, max_age=LIFETIME).split(".")
    except (BadSignature, ValueError):
        return False
    if named != purpose or int(bits) < least or _zero_bits(task, solution) < int(bits):
        return False
    return rate_limit.take(SOLVED, task, limit=1, span=LIFETIME) is None


def solve(task: str) -> str:
    """What the browser computes. For tests, and for whoever writes a client."""
    bits = int(task.split(".")[1])
    return next(str(n) for n in range(2**40) if _zero_bits(task, str(n)) >= bits)


def _zero_bits(task: str, solution: str) -> int:
    seed = hashlib.sha256(task.encode()).digest()
    return 256 - int.from_bytes(hashlib.sha256(seed + solution.encode()).digest()).bit_length()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="wolaiban work")
