"""One matter, from the first word to closed: where it stands now. How it got there is in its events."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.timezone import now

from wolaiban.cases.formats import TODAY
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.catalogue.causes import usual_cause
from wolaiban.process.words import (
    OPEN_STAGES,
    AccusedOffice,
    Channel,
    Disposition,
    PauseReason,
    RequestKind,
    RootCause,
    Stage,
    Tier,
)
from wolaiban.residents.recognising import masked_words

SENSITIVE_HEADING = "敏感事项"


def fresh_salt() -> bytes:
    return secrets.token_bytes(16)


class Case(models.Model):
    """A row is changed only by `workflow.performing` and `cases.actions`, under its lock, together with an event.

    `agent` is the studio that received the matter and stays the resident's agent to the end, `holder` the
    unit that must act now, `handler` the person who does. `counted_from` and `deadline` bound the service
    clock of the present stage, in working days of the calendar `counted_by` (the number of its load, 0: none); `rung`
    counts what the clock has already done in it; `wake_at` is when it must look again. All that is told of an `urgent`
    matter leaves at once, also at night, and goes to officers by text message too where they take any. `registered_by`
    is null where a resident reported without an account. `about` says who in the district office an accusation is about;
    `backfilled`, that a matter closed long ago was taken over from another ledger; `call_back_due`, since when somebody
    else should ask the resident whether what an officer wrote down in their name is so. `turn` counts the moves that
    make an open form stale. `seq` and `head` are the number and hash of the last event.
    """

    number = models.CharField("件号", max_length=24)
    salt = models.BinaryField(default=fresh_salt)
    title = models.CharField("标题", max_length=120)
    place_words = models.CharField("地点", max_length=200, blank=True)
    kind = models.CharField("诉求类型", max_length=16, choices=RequestKind.choices())
    channel = models.CharField("来源", max_length=16, choices=Channel.choices())
    urgent = models.BooleanField("紧急", default=False)
    invented = models.BooleanField("虚构", default=False)
    sensitive = models.BooleanField("敏感事项", default=False)
    about = models.CharField("检举对象", max_length=12, choices=AccusedOffice.choices(), blank=True)
    backfilled = models.BooleanField("补录的历史", default=False)

    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, related_name="+", verbose_name="所在村居", db_index=False
    )
    township = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey(
        "places.Studio", models.PROTECT, related_name="cases", verbose_name="代理工作室"
    )
    holder = models.ForeignKey(
        "places.Unit", models.PROTECT, related_name="held_cases", verbose_name="承办单位", db_index=False
    )
    handler = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="handled_cases")
    raiser = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    guided_back = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_cases")

    edition = models.ForeignKey("catalogue.Edition", models.PROTECT, related_name="+")
    category = models.ForeignKey(
        "catalogue.Category", models.PROTECT, null=True, related_name="+", db_index=False
    )
    tier = models.CharField("层级", max_length=8, choices=Tier.choices())

    stage = models.CharField("环节", max_length=12, choices=Stage.choices())
    counted_from = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    counted_by = models.PositiveIntegerField(default=0)
    rung = models.PositiveSmallIntegerField(default=0)
    wake_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=16, choices=PauseReason.choices(), null=True)
    extension_days = models.PositiveSmallIntegerField(null=True)
    extension_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    extended_days = models.PositiveSmallIntegerField(default=0)

    petition_at = models.DateTimeField(null=True)
    petition_accepted_at = models.DateTimeField(null=True)
    flagged_at = models.DateTimeField(null=True)
    supervised_at = models.DateTimeField(null=True)
    supervise_due = models.DateTimeField(null=True)

    reported_at = models.DateTimeField("反映时间")
    registered_at = models.DateTimeField("登记时间", default=now)
    registered_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    resolved_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    disposition = models.CharField(max_length=12, choices=Disposition.choices(), null=True)
    root_cause = models.CharField(max_length=16, choices=RootCause.choices(), null=True)
    call_back_due = models.DateTimeField("抽查回访", null=True)

    turn = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=b"")
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    # What an event's `after` holds of the row: everything but the row's own identity and its place in the chain.
    TRACKED: ClassVar[tuple[str, ...]] = TODAY.case

    class Meta:
        verbose_name = "事项"
        # A column has no index of its own where another begins with it, or where nobody asks by it.
        constraints = [
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_open_has_a_deadline",
                condition=~Q(stage__in=sorted(OPEN_STAGES)) | Q(deadline__isnull=False),
            ),
            models.CheckConstraint(
                name="case_closed_when_it_says_so", condition=~Q(stage="closed") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="case_merged_into_another",
                condition=Q(stage="merged", merged_into__isnull=False)
                | (~Q(stage="merged") & Q(merged_into__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(F("unit"), F("id").desc(), name="case_by_unit"),
            models.Index(F("township"), F("id").desc(), name="case_by_township"),
            models.Index(F("holder"), F("stage"), name="case_held"),
            models.Index(
                F("handler"), F("deadline"), name="case_handled", condition=Q(stage__in=sorted(OPEN_STAGES))
            ),
            models.Index(F("stage"), F("id").desc(), name="case_by_stage"),
            models.Index(F("category"), F("id").desc(), name="case_by_category"),
            models.Index(F("wake_at"), name="case_to_wake", condition=Q(wake_at__isnull=False)),
            models.Index(F("deadline"), name="case_flagged", condition=Q(flagged_at__isnull=False)),
            models.Index(F("paused_at"), name="case_paused", condition=Q(paused_at__isnull=False)),
            models.Index(  # as few as were drawn and not asked yet
                F("call_back_due"), name="case_to_call_back", condition=Q(call_back_due__isnull=False)
            ),
            models.Index(  # in the order that the board counts in, with all that it counts by: it reads nothing else
                fields=["township", "stage", "tier", "deadline"],
                name="case_alike_for_the_board",
                condition=Q(stage__in=sorted(OPEN_STAGES)),
                include=["paused_at", "unit", "holder", "about", "sensitive", "handler", "registered_by"],
            ),
            models.Index(  # whoever sorts by what is due (`cases.queries.by_due`)
                Greatest("deadline", "paused_until"),
                F("id"),
                name="case_by_due",
                condition=Q(stage__in=sorted(OPEN_STAGES)),
            ),
            models.Index(F("id").desc(), name="case_urgent", condition=Q(urgent=True)),
            models.Index(
                F("supervise_due"), name="case_ordered_by", condition=Q(supervise_due__isnull=False)
            ),
            models.Index(F("registered_by"), F("id").desc(), name="case_by_registrar"),
            models.Index(F("reported_at"), name="case_by_when_reported"),
            models.Index(F("id").desc(), name="case_of_history", condition=Q(backfilled=True)),
        ]

    def __str__(self) -> str:
        return self.number  # it stands in logs

    @property
    def version(self) -> int:
        """What the engine calls it; events and programs say `turn`."""
        return self.turn

    @version.setter
    def version(self, version: int) -> None:
        self.turn = version

    @property
    def heading(self) -> str:
        """What it is called wherever cases are listed or named: not what it is about, where that is sensitive."""
        return SENSITIVE_HEADING if self.sensitive else self.subject

    @property
    def label(self) -> str:
        """What one chooses it by, among others."""
        return f"{self.number} {self.heading}"

    @property
    def subject(self) -> str:
        """The title, on the page of the case. Titles made before numbers were masked in them cannot be changed."""
        return masked_words(self.title)

    @property
    def usual_cause(self) -> RootCause | None:
        """What usually lies behind matters of its kind."""
        return usual_cause(self.category.code) if self.category else None

    @property
    def spot(self) -> str:
        """The place, wherever cases are listed."""
        return "" if self.sensitive else self.place

    @property
    def place(self) -> str:
        return masked_words(self.place_words)

    @property
    def stage_word(self) -> Stage:
        return Stage(self.stage)

    @property
    def tier_word(self) -> Tier:
        return Tier(self.tier)

    @property
    def is_open(self) -> bool:
        return self.stage_word.is_open

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None
