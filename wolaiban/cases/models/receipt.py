"""What a resident holds in their hand: the code under which they find their matter again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.timezone import now


class Receipt(models.Model):
    """A code was given to one complainant. Rows are added; a newer one makes the older void, and it is kept.

    `code` and `pin` are HMACs under RECEIPT_KEY: whoever steals the database cannot open a single matter.
    `pin` is set where there was no phone number whose last four digits could prove that a receipt is one's own.
    `issued_by` is null where the resident reported without an officer. `mark` is a keyed digest over the row.
    """

    complainant = models.ForeignKey("cases.Complainant", models.PROTECT, related_name="receipts")
    code = models.BinaryField(unique=True)
    pin = models.BinaryField(null=True)
    issued_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    void_at = models.DateTimeField(null=True)
    mark = models.BinaryField(null=True)

    class Meta:
        verbose_name = "回执"
        constraints = [
            models.UniqueConstraint(
                fields=["complainant"], condition=Q(void_at__isnull=True), name="receipt_one_that_opens"
            )
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"
