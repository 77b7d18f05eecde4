"""Who is in office already, as a staff list asks: by phone, else by name and unit. Kept up to date row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.timezone import localdate

from wolaiban.importing.refusals import BadRow
from wolaiban.people.actions.enlisting import Appointment
from wolaiban.people.login_names import LoginNames
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit
from wolaiban.process.words import Function
from wolaiban.residents.phones import takes_texts


@dataclass(eq=False)
class StaffMember:
    """Somebody of the staff list: who they are, the posts that they hold, and what is new about them."""

    user: User
    held: set[tuple[int, Function]] = field(default_factory=set)
    posts: list[Appointment] = field(default_factory=list)
    phone: str = ""

    @property
    def is_new(self) -> bool:
        return self.user.pk is None

    @property
    def has_work(self) -> bool:
        return bool(self.posts or self.phone)

    @property
    def called_at(self) -> str:
        return self.phone or self.user.phone


class Standing:
    """Everybody who is or was in office. What rows bring is added, so that the next row finds it."""

    def __init__(self, posts: Iterable[Post], names: LoginNames) -> None:
        self.names = names
        self.people = dict[int, StaffMember]()
        self.new = list[StaffMember]()
        self._by_phone = dict[str, StaffMember]()
        self._named = defaultdict[tuple[str, int], list[StaffMember]](list)
        for post in posts:
            person = self.people.setdefault(post.user_id, StaffMember(post.user))
            if post.ends is None or post.ends > localdate():
                person.held.add((post.unit_id, post.function_word))
            self._note(person, post.unit_id)

    @classmethod
    def read(cls) -> Standing:
        """Two queries: all posts, and all names to sign in with."""
        posts = Post.objects.select_related("user").order_by("pk")
        return cls(posts, LoginNames(User.objects.values_list("username", flat=True)))

    def who(self, name: str, unit: Unit, phone: str) -> StaffMember | None:
        """Who is meant; None for somebody new. Raises BadRow where that cannot be told."""
        mobile = phone if takes_texts(phone) else ""  # others may share a number on a desk
        if mobile in self._by_phone:
            return self._of_that_name(self._by_phone[mobile], name)
        namesakes = self._named.get((name, unit.pk), [])
        fitting = [each for each in namesakes if not (mobile and takes_texts(each.called_at))]
        if namesakes and not fitting:
            raise BadRow(
                f"{unit}已有一位{name}，手机号不同。同一个人换了号码的，先在“人员”里改；不是同一人的，在“人员”里单独开通"
            )
        if len(fitting) > 1:
            raise BadRow(f"{unit}有 {len(fitting)} 位{name}，请写手机号")
        return fitting[0] if fitting else None

    def _of_that_name(self, person: StaffMember, name: str) -> StaffMember:
        if person.user.name != name:
            raise BadRow(f"这个手机号登记在{person.user.name}名下，请核对姓名或号码")
        return person

    def add(self, name: str, phone: str) -> StaffMember:
        """Somebody whom nobody knew."""
        person = StaffMember(User(username=self.names.next_for(name), name=name, phone=phone))
        self.new.append(person)
        return person

    def give(self, person: StaffMember, posts: Iterable[Appointment], phone: str) -> list[str]:
        """What of it was new, in words."""
        wanted = [post for post in posts if (post.unit.pk, post.function) not in person.held]
        is_told = bool(phone) and not person.called_at
        if is_told:
            person.phone = phone
        for post in wanted:
            person.posts.append(post)
            person.held.add((post.unit.pk, post.function))
            self._note(person, post.unit.pk)
        self._note_phone(person)
        return [*(post.function.label for post in wanted), *(["补上电话"] if is_told else [])]

    def _note(self, person: StaffMember, unit_pk: int) -> None:
        named = self._named[person.user.name, unit_pk]
        if person not in named:
            named.append(person)
        self._note_phone(person)

    def _note_phone(self, person: StaffMember) -> None:
        if takes_texts(person.called_at):
            self._by_phone.setdefault(person.called_at, person)
