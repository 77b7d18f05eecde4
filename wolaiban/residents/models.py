"""The vault's three tables: who a resident is (sealed), who looked, and who was erased.

Nothing here can be read without the keys, which are kept outside the database. Go through `vault`
to write or mask, and through `actions` to reveal or erase.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

SEALED_FIELDS = ("name", "phone", "phone_note", "id_number", "address")


class Resident(models.Model):
    """A person who told us something, or would rather not say who they are.

    The five identity columns hold sealed envelopes (`envelope`), null where nothing was given.
    `mark` is a keyed digest over the row (`marks`). `uuid` is bound into every envelope, so one row's ciphertext cannot be moved to another. `apart` is
    somebody who accused an official: found as the same person by no other matter, so that nothing of what
    they told there, nor that they told anything, shows in another.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_note = models.BinaryField(null=True)
    id_number = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, db_index=True)
    mark = models.BinaryField(null=True)
    account = models.OneToOneField(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="resident"
    )
    invented = models.BooleanField(default=False)
    apart = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resident_phone_has_its_index",
                condition=Q(phone__isnull=True, phone_index__isnull=True)
                | Q(phone__isnull=False, phone_index__isnull=False),
            ),
            models.CheckConstraint(
                name="resident_erased_holds_nothing",
                condition=Q(erased_at__isnull=True)
                | Q(
                    name__isnull=True,
                    phone__isnull=True,
                    phone_note__isnull=True,
                    id_number__isnull=True,
                    address__isnull=True,
                    account__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"居民 {self.uuid}"

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_anonymous(self) -> bool:
        """Nothing is known by which this person could be reached or named."""
        return not self.is_erased and all(getattr(self, field) is None for field in SEALED_FIELDS)


class Look(models.Model):
    """Somebody was shown an identity. Written before it is shown, never changed, open to the resident."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="looks", db_index=False)
    actor = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    case_number = models.CharField(max_length=40, null=True)
    at = models.DateTimeField(default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("resident_id", "actor_id", "post_id", "reason", "case_number", "at")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset({"reason"})

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["resident", "-at"], name="look_resident_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} 查看 {self.resident_id}"


class Erasure(models.Model):
    """A resident's identity was wiped. Kept as proof that it was done, by whom and why.

    `post` is null where the resident did it themself, `actor` as well where the clock did, because it was kept long enough.
    """

    resident = models.OneToOneField(Resident, on_delete=models.PROTECT, related_name="erasure")
    actor = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=now)

    TRACED: ClassVar[tuple[str, ...]] = ("resident_id", "actor_id", "post_id", "reason", "at")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset({"reason"})

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} 清除 {self.resident_id}"
