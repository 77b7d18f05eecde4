"""What a resident may ask of the vault. Nothing here writes."""

from django.db.models import QuerySet

from wolaiban.residents.models import Look, Resident


def looks_at(resident: Resident) -> QuerySet[Look]:
    """Who looked at this identity, when, in which post and why; the latest first, in one query."""
    return Look.objects.filter(resident=resident).select_related("actor", "post__unit", "post__user")
