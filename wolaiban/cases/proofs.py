"""A proof (凭证) of one case: its events as hashes, the way to the root, the signed checkpoint, and one's own words.

It holds no text of an event but those that are about the words of the complainant who asks, in a case that is theirs
alone: other texts name the other complainants' keys and what they thought of the answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wolaiban.cases.models import Case, Complainant, Event
from wolaiban.cases.verifying.kind import CASES
from wolaiban.ledger import signing, tree_cache, verifier
from wolaiban.ledger.models import Checkpoint
from wolaiban.workflow import chain

log = logging.getLogger(__name__)


def proof_for(case: Case, complainant: Complainant | None = None) -> bytes | None:
    """The proof of a case in the newest checkpoint, with what this complainant said; None where there is none yet.

    A case has none before the first checkpoint after it was registered, which is a matter of minutes. What does not
    hold is not given to anybody.
    """
    with tree_cache.opened() as tree:
        place = tree.index_of(CASES.base + case.pk) if tree else None
        if tree is None or place is None:
            return None
        checkpoint = Checkpoint.objects.filter(number=tree.number, root=tree.root).first()
        events = list(case.events.filter(seq__lte=tree.seqs[place]).order_by("seq"))
        path = tree.path(place)
    if checkpoint is None or not all(chain.ALGS[event.alg].by_digest for event in events):
        return None
    words = list(_words(case, events, complainant)) if complainant else []
    digests = [(event.alg, chain.ALGS[event.alg].digest(bytes(event.body))) for event in events]
    proof = written(case.number, digests, index=place, path=path, note=checkpoint.note, words=words)
    return proof if _holds(proof) else None


def written(
    number: str,
    events: Iterable[tuple[str, bytes]],
    *,
    index: int,
    path: Iterable[bytes],
    note: str,
    words: Sequence[dict[str, Any]] = (),
) -> bytes:
    """The file: one way to write it, so that every byte counts."""
    told = {
        "format": verifier.FORMAT,
        "number": number,
        "events": [[alg, digest.hex()] for alg, digest in events],
        "index": index,
        "path": [node.hex() for node in path],
        "checkpoint": note,
        "words": list(words),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _words(case: Case, events: Iterable[Event], complainant: Complainant) -> Iterator[dict[str, Any]]:
    """What they said, as the events commit to it; not what was erased since."""
    statements = complainant.statements.filter(case=case, erased_at=None)
    said = {bytes(statement.commitment).hex(): statement for statement in statements}
    for event in events:
        told = event.told
        if [row[0] for row in told["after"]["complainants"]] != [complainant.pk]:
            continue
        for answer in told["answers"].values():
            if isinstance(answer, dict) and (statement := said.get(answer.get("commitment", ""))):
                yield {
                    "seq": event.seq,
                    "body": bytes(event.body).decode(),
                    "salt": bytes(statement.salt or b"").hex(),
                    "words": statement.words,
                }


def _holds(proof: bytes) -> bool:
    try:
        verifier.check(proof, str(signing.public_key()))
    except verifier.Refused as why:
        log.error("a proof that does not hold was kept back: %s", why)
        return False
    return True
