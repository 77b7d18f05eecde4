"""The traces (留痕): what was done to all that decides who may act, what was promised and whom the public calls."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Protocol

from django.db import models


class Traced(Protocol):
    """A model whose rows leave traces: `TRACED` are the columns that each repeats.

    Where a model has them, `TRACED_HASHED` are those of them of which it holds only a digest (secrets, and what may tell
    who somebody is), `TRACED_WHEN` says which of its rows leave traces, and `TRACED_AS` what columns are called that have
    no name in Chinese.
    """

    TRACED: ClassVar[tuple[str, ...]]
    pk: Any
    _meta: ClassVar[Any]


class Trace(models.Model):
    """One act on one row. Rows are added, never changed or removed (a trigger holds it).

    All of them are one chain, whose head the checkpoints sign together with the heads of the cases; so a row that was
    put back together with its last trace is found as well. `kind` is the model of the row and `subject` its key; the
    body says who acted (the key of an account, null for the operator), what was done, and what the row was `after`.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    alg = models.CharField(max_length=20)
    prev = models.BinaryField()
    hash = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        verbose_name = "留痕"
        ordering = ["seq"]
        indexes = [models.Index(fields=["kind", "subject", "seq"], name="trace_of_a_row")]

    def __str__(self) -> str:
        return f"trace {self.seq}"

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(bytes(self.body))
        return told
