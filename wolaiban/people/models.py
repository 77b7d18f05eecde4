"""Accounts, the posts that say who does what where from when to when, who is away, and the tokens of machines."""

from __future__ import annotations

from typing import ClassVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone

from wolaiban.people.looks import Scheme
from wolaiban.people.queries import (
    AbsenceQuerySet,
    DeputyQuerySet,
    InvitationQuerySet,
    PostQuerySet,
    TokenQuerySet,
    UserQuerySet,
)
from wolaiban.process.words import Function, Word
from wolaiban.traces.leaving import leave


class User(AbstractBaseUser):
    """A person who can sign in. What they may do is not written here but in their posts.

    There are no groups, no permissions and no superusers: an administrator is
    a person in an administrator's post, and stops being one when it ends.
    """

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("工作电话", max_length=20, blank=True)
    email = models.EmailField("工作邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("登录后须改密码", default=False)
    invented = models.BooleanField("虚构人物", default=False)
    created_at = models.DateTimeField("开通时间", default=timezone.now)
    dense = models.BooleanField("紧凑", default=False, db_default=False)
    scheme = models.CharField(
        "深浅", max_length=6, choices=Scheme.choices(), default=Scheme.DEVICE, db_default=Scheme.DEVICE.value
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = ("username", "name", "is_active", "invented", "password")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset(
        {"username", "name", "password"}
    )  # residents have accounts, too

    class Meta:
        verbose_name = "账号"
        indexes = [models.Index(fields=["name", "id"], name="people_user_by_name")]
        constraints = [
            models.UniqueConstraint(
                Upper("username"),
                name="people_username_is_one_in_any_case",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Also renews the hash where a stronger one is in use by now, which leaves its trace."""
        return check_password(raw_password, self.password, self._renew_hash)

    @transaction.atomic
    def _renew_hash(self, raw_password: str) -> None:
        self.set_password(raw_password)
        self._password = None  # nothing was chosen anew
        self.save(update_fields=["password"])
        leave(self, act="hash_renewed", by=self.pk)


class Post(models.Model):
    """A person's function at a unit. Rows are ended, never deleted: history still says who was in office."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, related_name="posts", verbose_name="单位"
    )
    function = models.CharField("岗位", max_length=32, choices=Function.choices())
    starts = models.DateField("任职日期")
    ends = models.DateField("卸任日期", null=True, blank=True, help_text="自这一天起不再任职")
    appointed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任命人"
    )

    objects = PostQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "user_id",
        "unit_id",
        "function",
        "starts",
        "ends",
        "appointed_by_id",
    )

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="people_post_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "function"],
                condition=Q(ends=None),
                name="people_post_held_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "function"], name="people_post_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.function_word.label}"

    @property
    def function_word(self) -> Function:
        return Function(self.function)


class Absence(models.Model):
    """Somebody is away from their posts, until the day `ends`, on which they are back. Why is never asked.

    Rows are shortened, never deleted: while one lasted, somebody may have acted in their place.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences", verbose_name="人员")
    starts = models.DateField("从哪天起不在")
    ends = models.DateField("回来的日子", help_text="自这一天起回来上班")
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="谁记的"
    )
    noted_at = models.DateTimeField("记下的时间", default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = ("user_id", "starts", "ends", "noted_by_id", "noted_at")

    class Meta:
        verbose_name = "不在岗"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="people_absence_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["user", "ends"], name="people_absence_of")]

    def __str__(self) -> str:
        return f"{self.user}不在岗 {self.starts}"


class Deputy(models.Model):
    """Whoever holds `own_post` acts in `post` while its holder is away, and not a day longer (decision 0180).

    Read anew with every request (`actor`): in force exactly while the absence and both posts last. It passes nothing
    on: a deputy's deputy acts in the deputy's own posts alone. `ends` is the first day without.
    """

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="deputies")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="deputies", verbose_name="代理的岗位"
    )
    own_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="+", verbose_name="代理人的岗位"
    )
    starts = models.DateField("代理开始")
    ends = models.DateField("代理结束", help_text="自这一天起不再代理")
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="谁委托的"
    )
    given_at = models.DateTimeField("委托的时间", default=timezone.now)

    objects = DeputyQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "absence_id",
        "post_id",
        "own_post_id",
        "starts",
        "ends",
        "given_by_id",
        "given_at",
    )
    TRACED_AS: ClassVar[dict[str, str]] = {"absence_id": "不在岗"}

    class Meta:
        verbose_name = "代理"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="people_deputy_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.own_post.user}代{self.post.user}"


class ChangeKind(Word):
    OPENED = "opened", "开通账号"
    RENAMED = "renamed", "更改姓名"
    PHONE = "phone", "更改工作电话"
    INVITED = "invited", "发出邀请"
    JOINED = "joined", "凭邀请码设了密码"
    DEACTIVATED = "deactivated", "停用账号"
    REACTIVATED = "reactivated", "恢复账号"
    APPOINTED = "appointed", "任命岗位"
    ENDED = "ended", "结束任职"
    PASSWORD_RESET = "password_reset", "重置密码"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "解除两步验证"
    AWAY = "away", "记下不在岗"
    BACK = "back", "回来上班"
    DEPUTY_NAMED = "deputy_named", "委托代理"
    DEPUTY_ENDED = "deputy_ended", "结束代理"
    TOKEN_MADE = "token_made", "生成接口令牌"
    TOKEN_REVOKED = "token_revoked", "作废接口令牌"


class Change(models.Model):
    """What was done to an account or a post, by whom. Rows are added, never changed (a trigger holds it)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes", verbose_name="对象")
    kind = models.CharField("变动", max_length=32, choices=ChangeKind.choices())
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="changes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经手人")
    at = models.DateTimeField("时间", default=timezone.now)
    facts = models.JSONField("情况", default=dict)

    TRACED: ClassVar[tuple[str, ...]] = ("user_id", "kind", "post_id", "by_id", "at", "facts")

    class Meta:
        verbose_name = "人员变动"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user} {ChangeKind(self.kind).label}"

    @property
    def kind_word(self) -> ChangeKind:
        return ChangeKind(self.kind)


class Scope(Word):
    """What a token opens. Each stands for itself: a hotline that only registers reads nothing."""

    READ = "read", "查看"
    REGISTER = "register", "登记"
    ACT = "act", "办理"


class Token(models.Model):
    """Lets a program act for a person, within that person's posts of the moment. Rows are kept after they end.

    Only the SHA-256 of the token is here, and it suffices: the token is 256 random bits. `prefix` is what it
    begins with, so that its owner can tell one from another. `scope` holds the words of `Scope`, with spaces between.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens", verbose_name="人员")
    name = models.CharField("用途", max_length=40)
    prefix = models.CharField("开头", max_length=16)
    digest = models.BinaryField(unique=True)
    scope = models.CharField("权限", max_length=60)
    created_at = models.DateTimeField("生成时间", default=timezone.now)
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("作废时间", null=True)
    last_used_at = models.DateTimeField("最近使用", null=True)

    objects = TokenQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "user_id",
        "name",
        "prefix",
        "digest",
        "scope",
        "created_at",
        "expires_at",
        "revoked_at",
    )

    class Meta:
        verbose_name = "接口令牌"
        indexes = [models.Index(fields=["user", "-id"], name="people_token_by_user")]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}…）"

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return tuple(Scope(word) for word in self.scope.split())

    @property
    def is_alive(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class InvitationWay(Word):
    SLIP = "slip", "邀请条"
    SMS = "sms", "短信"


class Invitation(models.Model):
    """Lets somebody who never signed in choose a password, once, until `expires_at`. Rows are kept after they end.

    Of the code there is only an HMAC under a key outside the database; it is shown or sent once. One is open at most.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations", verbose_name="人员")
    digest = models.BinaryField(unique=True)
    way = models.CharField("方式", max_length=8, choices=InvitationWay.choices())
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="谁发的"
    )
    issued_at = models.DateTimeField("发出时间", default=timezone.now)
    expires_at = models.DateTimeField("到期时间")
    used_at = models.DateTimeField("使用时间", null=True)
    void_at = models.DateTimeField("作废时间", null=True)

    objects = InvitationQuerySet.as_manager()

    TRACED: ClassVar[tuple[str, ...]] = (
        "user_id",
        "digest",
        "way",
        "issued_by_id",
        "issued_at",
        "expires_at",
        "used_at",
        "void_at",
    )
    TRACED_AS: ClassVar[dict[str, str]] = {"digest": "邀请码"}

    class Meta:
        verbose_name = "邀请"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, void_at=None), name="people_invitation_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}的邀请"

    @property
    def way_word(self) -> InvitationWay:
        return InvitationWay(self.way)


class SecondFactor(Authenticator):  # type: ignore[misc]
    """With what somebody signs in beside, or instead of, their password: a row of a library, as its traces tell it.

    `data` holds the secret, and which recovery codes were used; so each use of one leaves a trace, and that of an
    authenticator app or a passkey, which changes `last_used_at` alone, leaves none. Who leaves them says `enrolling`.
    """

    TRACED: ClassVar[tuple[str, ...]] = ("user_id", "type", "data")
    TRACED_HASHED: ClassVar[frozenset[str]] = frozenset({"data"})
    TRACED_AS: ClassVar[dict[str, str]] = {"user_id": "人员", "type": "种类", "data": "内容"}

    class Meta:
        proxy = True
        verbose_name = "两步验证方式"


class StudioChange(models.Model):
    """Who changed what a studio says of itself. Rows are added, never changed (a trigger holds it).

    `facts` has what was there before and what is there now, by the name of the field.
    """

    studio = models.ForeignKey(
        "places.Studio", on_delete=models.PROTECT, related_name="changes", verbose_name="工作室"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="经手人")
    at = models.DateTimeField("时间", default=timezone.now)
    facts = models.JSONField("情况", default=dict)

    TRACED: ClassVar[tuple[str, ...]] = ("studio_id", "by_id", "at", "facts")

    class Meta:
        verbose_name = "工作室资料变动"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.studio} {'、'.join(self.facts)}"
