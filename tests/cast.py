"""The cast: everybody who appears in the tests, by name. All invented.

东坟村 (城关街道)      qin 书记，bai 两委；zhi 志愿者
大高舍村 (窦店镇)      zhou 书记
伊林郡社区 (拱辰街道)   yu 书记，an 治保；wen 志愿者（楼门长）
海逸半岛社区 (西潞街道) meng 书记，lu 两委
城关街道               gao 统筹员，fang 负责人，cheng 包片领导
西潞街道               tang 统筹员，xue 负责人
窦店镇                 dong 统筹员，ke 负责人
拱辰街道               ding 统筹员，shao 负责人
部门                   he 城市管理委，ma 住建委，ning 民政局
房山区                 shen 联席办，lian 主任，jian 审计员，guan 系统管理员
居民                   wang、li、xia（都有账号）
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import now

from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Event
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.actions.loading import load_catalogue
from wolaiban.catalogue.models import Category
from wolaiban.catalogue.queries import current_edition
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Post, User
from wolaiban.places.actions.loading import load_fangshan
from wolaiban.places.models import Unit
from wolaiban.process.words import Function
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.traces.leaving import leave
from wolaiban.workflow.performing import perform

DONGFEN, DAGAOSHE, HAIYI, YILINJUN = "110111001202", "110111103217", "110111012010", "110111011032"
CHENGGUAN, XILU, DOUDIAN, GONGCHEN = "110111001000", "110111012000", "110111103000", "110111011000"
DISTRICT = "110111000000"
URBAN, HOUSING, CIVIL = "区城市管理委", "区住建委", "区民政局"

F = Function
POSTS: dict[str, tuple[str, str, Function]] = {
    "qin": ("秦怀信", DONGFEN, F.STUDIO_LEADER),
    "bai": ("白玉兰", DONGFEN, F.COMMITTEE_MEMBER),
    "zhi": ("志远", DONGFEN, F.VOLUNTEER),
    "zhou": ("周成", DAGAOSHE, F.STUDIO_LEADER),
    "meng": ("孟晓", HAIYI, F.STUDIO_LEADER),
    "lu": ("陆安", HAIYI, F.COMMITTEE_MEMBER),
    "yu": ("于澜", YILINJUN, F.STUDIO_LEADER),
    "an": ("安平", YILINJUN, F.SECURITY),
    "wen": ("闻静", YILINJUN, F.VOLUNTEER),
    "gao": ("高远", CHENGGUAN, F.TOWNSHIP_COORDINATOR),
    "fang": ("方正", CHENGGUAN, F.TOWNSHIP_LEADER),
    "cheng": ("程立", CHENGGUAN, F.LEADER_IN_CHARGE),
    "tang": ("唐宁", XILU, F.TOWNSHIP_COORDINATOR),
    "xue": ("薛平", XILU, F.TOWNSHIP_LEADER),
    "dong": ("董和", DOUDIAN, F.TOWNSHIP_COORDINATOR),
    "ke": ("柯明", DOUDIAN, F.TOWNSHIP_LEADER),
    "ding": ("丁一鸣", GONGCHEN, F.TOWNSHIP_COORDINATOR),
    "shao": ("邵华", GONGCHEN, F.TOWNSHIP_LEADER),
    "he": ("何青", URBAN, F.DEPARTMENT_OFFICER),
    "ma": ("马驰", HOUSING, F.DEPARTMENT_OFFICER),
    "ning": ("宁静", CIVIL, F.DEPARTMENT_OFFICER),
    "shen": ("沈清", DISTRICT, F.DISTRICT_OFFICE),
    "lian": ("连海", DISTRICT, F.DISTRICT_DIRECTOR),
    "jian": ("简明", DISTRICT, F.AUDITOR),
    "guan": ("管宁", DISTRICT, F.ADMINISTRATOR),
}
RESIDENTS = {
    "wang": ("王秀英", "13800000001"),
    "li": ("李强", "13800000002"),
    "xia": ("夏文敏", "13800000003"),
}
PASSWORD = "a-password-for-tests-only"

Text = dict[str, Any]


@dataclass
class Cast:
    """Look people up by their name here: `cast.actor("qin")`. Actors are read anew each time, as on a request."""

    users: dict[str, User] = field(default_factory=dict)

    def user(self, name: str) -> User:
        if name not in self.users:
            self.users[name] = User.objects.get(username=name)
        return self.users[name]

    def actor(self, name: str) -> Actor:
        return CLOCK if name == "clock" else Actor.of(self.user(name))

    def resident(self, name: str) -> Resident:
        return Resident.objects.get(account=self.user(name))

    def unit(self, code: str) -> Unit:
        return unit(code)

    def category(self, words: str = "") -> Category:
        """Some category of the current edition that may be chosen, the same one every time."""
        wanted = Category.objects.filter(edition=current_edition(), active=True, children=None)
        return wanted.filter(path__contains=words).order_by("position", "pk")[0]

    def report(
        self,
        words: str = "3 号楼前台阶没有扶手，老人上下不便。",
        *,
        at_unit: str = DONGFEN,
        by: str = "qin",
        reporters: Sequence[str] = ("wang",),
        at: datetime | None = None,
        **facts: Any,
    ) -> Case:
        """Register a matter for residents of the cast; no reporters makes it anonymous."""
        people = [
            Reporter(resident=self.resident(name), representative=len(reporters) > 1) for name in reporters
        ]
        report = Report(unit=unit(at_unit), words=words, reporters=people or [Reporter()], **facts)
        return register(report, by=self.actor(by), at=at)

    def take(self, step: str, case: Case, by: str, at: datetime | None = None, **answers: Any) -> Event:
        """Take a step with sensible answers; say only what the test is about. The case is refreshed."""
        event = perform(step, on=case, by=self.actor(by), answers=self.usual(step, case, by) | answers, at=at)
        assert isinstance(event, Event)
        case.refresh_from_db()
        return event

    def usual(self, step: str, case: Case, by: str) -> Text:
        usual = USUAL.get(step, {})
        return {name: value(self, case, by) if callable(value) else value for name, value in usual.items()}

    def moved_to(self, stage: str, case: Case) -> Case:
        """Bring a freshly reported case of 东坟村 to a stage, the ordinary way."""
        for step, by in WAYS[stage]:
            self.take(step, case, by)
        return case

    def circle(self, case: Case) -> Circle:
        return Circle.of(Case.objects.select_related("holder__parent", "unit", "agent").get(pk=case.pk))


def unit(code_or_name: str) -> Unit:
    found = Unit.objects.select_related("parent", "township", "studio")
    if code_or_name[:6].isdigit():
        return found.get(code=code_or_name)
    return found.get(short_name=code_or_name)


def _in_a_week(cast: Cast, case: Case, by: str) -> datetime:
    return now() + timedelta(days=7)


def _me(cast: Cast, case: Case, by: str) -> User:
    return cast.user(by)


USUAL: dict[str, Text] = {
    "accept": {"category": lambda cast, case, by: cast.category(), "tier": "minor", "handler": _me},
    "decline": {"lawful_way": "court", "reason": "已进入诉讼。", "guidance": "请到法院立案窗口。"},
    "assign": {"handler": _me},
    "reclassify": {
        "category": lambda cast, case, by: cast.category(),
        "tier": "major",
        "reason": "涉及多户。",
    },
    "raise": {"tried": "入户两次，无权限施工。", "asked": "请镇街协调产权单位。"},
    "guide": {"advice": "可先用公益金支付。"},
    "take_up": {"handler": _me},
    "whistle": {
        "lead_department": lambda cast, case, by: unit(URBAN),
        "assisting": lambda cast, case, by: [unit(HOUSING)],
        "question": "谁来清理、谁来管护？",
        "due": _in_a_week,
    },
    "report_in": {"contact": "值班室"},
    "object": {"reason": "不属我部门职责。", "legal_basis": "三定方案第五条。", "contact": "值班室"},
    "uphold_summons": {"reason": "职责清单载明。"},
    "release_summons": {"reason": "异议成立。"},
    "contribute": {"result": "已清理并加装防护。"},
    "call_off": {"reason": "产权单位已自行解决。"},
    "ask": {"question": "请说明楼号。", "until": _in_a_week},
    "supply": {"words": "是 3 号楼。"},
    "interim": {"message": "材料已订，周五施工。"},
    "extend": {"days": 3, "reason": "等待材料。"},
    "refuse": {"reason": "可以按期完成。"},
    "pause": {"pause_reason": "season", "until": _in_a_week},
    "resolve": {
        "category": lambda cast, case, by: None if case.category_id else cast.category(),
        "disposition": "solved",
        "root_cause": "facility",
        "result": "扶手已装好。",
    },
    "answer": {"answer_channel": "in_person", "message": "扶手已装好，请您看看。"},
    "confirm": {"solved": "yes", "satisfaction": "satisfied"},
    "ask_up": {"words": "请镇里来看看。"},
    "dispute": {"words": "扶手是松的。"},
    "call_back": {"reached": True, "solved": "yes", "satisfaction": "satisfied"},
    "uphold": {"reason": "复核属实。", "remedies": "可在 30 日内申请复查，也可依法起诉。"},
    "redo": {"instruction": "三日内加固。"},
    "reopen": {"words": "又松了。"},
    "withdraw": {"words": "已经自己解决了。"},
    "unmerge": {"reason": "不是同一处。"},
    "merge": {"reason": "同一处台阶。"},
    "supervise": {"instruction": "本周内办结。", "due": _in_a_week},
    "mark_sensitive": {"sensitive": True},
    "note": {"text": "到现场看过。"},
}

Way = tuple[tuple[str, str], ...]
_WORKING: Way = (("accept", "qin"),)
_RAISED: Way = (*_WORKING, ("raise", "qin"))
_JOINT: Way = (*_RAISED, ("take_up", "fang"), ("whistle", "fang"))
_RESOLVED: Way = (*_WORKING, ("resolve", "qin"))
_ANSWERED: Way = (*_RESOLVED, ("answer", "qin"))
WAYS: dict[str, Way] = {
    "reported": (),
    "working": _WORKING,
    "raised": _RAISED,
    "joint": _JOINT,
    "resolved": _RESOLVED,
    "answered": _ANSWERED,
    "disputed": (*_ANSWERED, ("dispute", "wang")),
    "closed": (*_ANSWERED, ("confirm", "wang")),
    "declined": (("decline", "qin"),),
    "withdrawn": (("withdraw", "qin"),),
}


def are_assembled() -> bool:
    return User.objects.filter(username="qin").exists()


def assemble() -> Cast:
    """Put the district, its catalogue and the cast into the database, unless they are there."""
    if not are_assembled():
        load_fangshan()
        load_catalogue()
        _hire()
        with connection.cursor() as cursor:
            # Or the planner takes the new tables for empty ones. Only ours: the catalogs that all databases of a
            # server share would stay locked until this test ends, and other runs wait for them.
            tables = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
            cursor.execute(f"ANALYZE {', '.join(tables)}")
    return Cast()


def _hire() -> None:
    for username, (name, where, function) in POSTS.items():
        user = User.objects.create_user(username, None, name=name, invented=True)
        post = Post.objects.create(user=user, unit=unit(where), function=function, starts=date(2020, 1, 1))
        leave(user, post, act="hired")
    for username, (name, phone) in RESIDENTS.items():
        user = User.objects.create_user(username, None, name=name, invented=True)
        vault.record(name=name, phone=phone, account=user, invented=True)
        leave(user, act="opened")
