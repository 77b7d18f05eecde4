"""Filters of the ledger that somebody keeps for themselves."""

from __future__ import annotations

from django.db import models


class SavedFilter(models.Model):
    """A person's own. `query` is the filter as an address says it (`queries.ledger.Filter.query`)."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000)

    class Meta:
        verbose_name = "存下的筛选"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once_by_its_name")]

    def __str__(self) -> str:
        return self.name
