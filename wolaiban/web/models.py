"""How often something was tried lately: the counters behind every limit on strangers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Attempts(models.Model):
    """The moments at which something was done under a key, as far back as its limit looks.

    `key` is an HMAC: no address, phone or code stands here. After `ends_at` nothing of the row counts any more.
    """

    kind = models.CharField(max_length=40)
    key = models.BinaryField()
    moments = ArrayField(models.DateTimeField())
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = "次数"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tally_once_for_a_key")]
        indexes = [models.Index(fields=["ends_at"], name="tally_by_end")]

    def __str__(self) -> str:
        return f"attempts {self.pk}"
