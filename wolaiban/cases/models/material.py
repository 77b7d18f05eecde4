"""What people said and sent: kept outside the events, so that it can be erased without breaking a chain."""

from __future__ import annotations

from django.db import models

from wolaiban.workflow.models import AbstractAttachment, AbstractStatement


class Statement(AbstractStatement):
    """Free words given in one step on a case, by the complainant where it was one."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="statements")
    complainant = models.ForeignKey("cases.Complainant", models.PROTECT, null=True, related_name="statements")

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


class Attachment(AbstractAttachment):
    """Served only to those who may see the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attachments")

    class Meta:
        verbose_name = "附件"

    @property
    def is_sound(self) -> bool:
        return self.media_type.startswith("audio/")
