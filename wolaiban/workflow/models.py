"""The columns every subject has, and the tables that all kinds but the case share: events, words, files, keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

import orjson
from django.db import models
from django.db.models import Q

from wolaiban.process.tasks import TaskState
from wolaiban.process.words import StageWord

FORGET = (
    "forget"  # the step by which the clock erases words that were kept long enough, in the table of any kind
)


def key_to(to: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    """A column for the key of a row that must stay while this one is there, and is never asked for from over there."""
    return models.ForeignKey(to, models.PROTECT, null=null, related_name="+")


class Subject(models.Model):
    """What has a process of its own. A row is changed only by `performing`, under its lock, together with an event.

    `number` is what people and the chain call it. `version` counts the moves that make an open form stale. `seq` and
    `head` are the number and the hash of the last event, `changed_at` its moment. Kinds that need them add `Timed`,
    `Paused` and `Worded`. `stages` is the list that `stage` is of.
    """

    stages: ClassVar[type[StageWord]]

    number = models.CharField("编号", max_length=24, unique=True)
    stage = models.CharField("环节", max_length=16)
    version = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=b"")
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def stage_word(self) -> StageWord:
        return self.stages(self.stage)


class TimedChild(models.Model):
    """Columns of a row of a subject with a clock of its own (`Children.ladder`); `rung` counts what was done about it."""

    counted_from = models.DateTimeField("交办时间")
    deadline = models.DateTimeField("时限")
    rung = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return True


class OwedTask(TimedChild):
    """What a unit owes, reported last by `person`: the columns of a task of any kind."""

    text = key_to("workflow.Statement")
    owner = key_to("places.Unit")
    person = key_to("people.User", null=True)
    state = models.CharField("状态", max_length=10, choices=TaskState.choices(), default=str(TaskState.OPEN))
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.owner}：{self.text.words}"

    @property
    def state_word(self) -> TaskState:
        return TaskState(self.state)

    @property
    def is_running(self) -> bool:
        return self.state_word.is_owed


class Timed(models.Model):
    """Columns of a kind with a clock: `counted_from` and `deadline` bound the present stage.

    `rung` counts what the clock has already done in it; `wake_at` is when it must look again (null: never).
    """

    counted_from = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    wake_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        abstract = True


class Paused(models.Model):
    """Columns of a kind whose clock can stand still: since when, until when, why."""

    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=16, null=True)

    class Meta:
        abstract = True


def fresh_salt() -> bytes:
    return secrets.token_bytes(16)


class Worded(models.Model):
    """The salt under which events commit to words that stand in the row itself (`Kind.worded`)."""

    salt = models.BinaryField(default=fresh_salt)

    class Meta:
        abstract = True


class AbstractEvent(models.Model):
    """Something that happened to a subject. Rows are added, never changed or removed: a trigger refuses it.

    `body` is the canonical text that was hashed (workflow.chain); the other columns repeat parts of it so that they
    can be queried, and `wolaiban verify` compares them. No personal data: free words are in statements, files in
    attachments, and only their commitments stand here. `news` says whether anybody may have to be told (workflow.reader).
    """

    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=24)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    alg = models.CharField(max_length=24)
    prev = models.BinaryField()
    hash = models.BinaryField()
    body = models.BinaryField()
    news = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def told(self) -> dict[str, Any]:
        """The canonical body as it was hashed."""
        body: dict[str, Any] = orjson.loads(self.body)
        return body

    @property
    def answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.told["answers"]
        return answers


class AbstractStatement(models.Model):
    """Free words given in one step. The event holds `commitment`, a salted hash; erasing clears both words and salt."""

    words = models.TextField("内容", null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def as_recorded(self) -> dict[str, Any]:
        return {"statement": self.pk, "commitment": bytes(self.commitment).hex()}


class AbstractAttachment(models.Model):
    """A photo, a recording or a PDF after cleaning, kept on disk under its digest."""

    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    def as_recorded(self) -> dict[str, Any]:
        return {"attachment": self.pk, "sha256": bytes(self.digest).hex()}


class OfSubject(models.Model):
    """Whose row it is where kinds share a table: the name of the process, and the key in the table of that kind."""

    process = models.CharField(max_length=24)
    subject = models.BigIntegerField()

    class Meta:
        abstract = True


class Event(OfSubject, AbstractEvent):
    """An event of a kind that has no table of events to itself. Rows are added, never changed."""

    class Meta:
        verbose_name = "进展"
        ordering = ["process", "subject", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["process", "subject", "seq"], name="workflow_event_in_its_place")
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.subject}#{self.seq} {self.step}"


class Statement(OfSubject, AbstractStatement):
    """`audience` names the roles that may read it, by commas; empty: whoever may see the subject."""

    audience = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "原话"
        indexes = [
            models.Index(fields=["process", "subject"], name="workflow_statement_of"),
            models.Index(
                fields=["process", "at"], name="workflow_statement_by_age", condition=Q(erased_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="workflow_statement_erased_whole",
                condition=Q(erased_at__isnull=True, words__isnull=False, salt__isnull=False)
                | Q(erased_at__isnull=False, words__isnull=True, salt__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    def is_for(self, roles: Iterable[str]) -> bool:
        return not self.audience or not set(self.audience.split(",")).isdisjoint(roles)


class Attachment(OfSubject, AbstractAttachment):
    """Served only to those who may see the subject."""

    class Meta:
        verbose_name = "附件"
        indexes = [models.Index(fields=["process", "subject"], name="workflow_attachment_of")]


class Submission(models.Model):
    """Under which key something was sent: the same sent again is answered the same, and done once.

    Written in the transaction of the event it led to, so there is one if and only if there is the other; `event` is
    its key in the table of events of that process. `user` is empty where nobody has signed in, and where the key is
    the same whoever sends it. `key` and `digest` are hashes of the sender's key and of what was sent, keyed where
    they may hold words about people; an empty `digest` goes with any content.
    """

    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.BinaryField()
    digest = models.BinaryField()
    process = models.CharField(max_length=24)
    event = models.BigIntegerField()

    class Meta:
        verbose_name = "提交"
        constraints = [  # keys first: some are asked for whoever sent them
            models.UniqueConstraint(
                fields=["key", "user"], nulls_distinct=False, name="workflow_submission_by_key"
            )
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class Bookmark(models.Model):
    """How far one reader has read one table of events. Whoever reads holds the lock of the row.

    Every event with a key up to `read_to` was read, and no other. `pending_to` is how far keys reached when it
    was last looked, `pending_xid` a transaction id that was drawn after that look (see `settling`); empty where
    all up to `pending_to` was read. `version` is the version of the reaction that read them. `mark` proves that a
    reader wrote all that (`bookmarks`).
    """

    reader = models.CharField(max_length=24)
    source = models.CharField(max_length=40)  # name of the table
    read_to = models.BigIntegerField(default=0)
    pending_to = models.BigIntegerField(default=0)
    pending_xid = models.BigIntegerField(null=True)
    version = models.PositiveSmallIntegerField(default=0)
    mark = models.BinaryField(null=True)

    class Meta:
        verbose_name = "读到哪里"
        constraints = [models.UniqueConstraint(fields=["reader", "source"], name="bookmark_of_one_reader")]

    def __str__(self) -> str:
        return f"{self.reader} read {self.source} to {self.read_to}"


class SetAside(models.Model):
    """An event that a reader failed at, so that those after it could be read; tried again later by itself.

    `next_try` is empty once it was tried `MOST_ATTEMPTS` times: then an operator must look.
    """

    MOST_ATTEMPTS: ClassVar[int] = 8

    reader = models.CharField(max_length=24)
    source = models.CharField(max_length=40)
    event = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=1)
    next_try = models.DateTimeField(null=True)

    TRACED: ClassVar[tuple[str, ...]] = ("reader", "source", "event")
    TRACED_AS: ClassVar[dict[str, str]] = {"reader": "谁没读成", "source": "哪张表", "event": "哪一条"}

    class Meta:
        verbose_name = "没读成的进展"
        constraints = [models.UniqueConstraint(fields=["reader", "source", "event"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.reader} failed at {self.source} {self.event}"
