"""What people said and sent: kept outside the events, so that it can be erased without breaking a chain."""

from __future__ import annotations

from typing import Any

from django.db import models


class Statement(models.Model):
    """Free words given in one step. The event holds `commitment`, a salted hash; erasing clears both words and salt."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="statements")
    complainant = models.ForeignKey("cases.Complainant", models.PROTECT, null=True, related_name="statements")
    words = models.TextField("内容", null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "原话"
        constraints = [
            models.CheckConstraint(
                name="statement_erased_whole",
                condition=models.Q(erased_at__isnull=True, words__isnull=False, salt__isnull=False)
                | models.Q(erased_at__isnull=False, words__isnull=True, salt__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    def as_recorded(self) -> dict[str, Any]:
        return {"statement": self.pk, "commitment": bytes(self.commitment).hex()}


class Attachment(models.Model):
    """A photo, a recording or a PDF after cleaning, kept on disk under its digest. Served only to those who may see the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.name

    def as_recorded(self) -> dict[str, Any]:
        return {"attachment": self.pk, "sha256": bytes(self.digest).hex()}

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        return self.media_type.startswith("audio/")
