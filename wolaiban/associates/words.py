"""The closed lists of associates: what they are, what they can do, when they have time, what is shown of them."""

from __future__ import annotations

from wolaiban.process.words import Shape, Word


class AssociateKind(Word):
    VOLUNTEER = "volunteer", "志愿者"
    CAPTAIN = "captain", "楼门长"
    GRID_WORKER = "grid_worker", "网格员"
    MEDIATOR = "mediator", "调解员"
    LAW_EXPERT = "law_expert", "法律专家"
    MIND_EXPERT = "mind_expert", "心理专家"
    TRADE_EXPERT = "trade_expert", "行业专家"
    MEDICAL_EXPERT = "medical_expert", "医卫专家"
    ELDER = "elder", "乡贤"
    DELEGATE = "delegate", "代表委员"


# What somebody may say of themselves who enlists without anybody before them; the rest is for an office to say.
SAID_OF_ONESELF = (
    AssociateKind.VOLUNTEER,
    AssociateKind.CAPTAIN,
    AssociateKind.MEDIATOR,
    AssociateKind.LAW_EXPERT,
    AssociateKind.MIND_EXPERT,
    AssociateKind.TRADE_EXPERT,
    AssociateKind.MEDICAL_EXPERT,
)
# Whom a township keeps for all its studios.
EXPERTS = frozenset(
    {
        AssociateKind.LAW_EXPERT,
        AssociateKind.MIND_EXPERT,
        AssociateKind.TRADE_EXPERT,
        AssociateKind.MEDICAL_EXPERT,
    }
)


class Skill(Word):
    """What somebody can do. Nothing of belief, health, party or people: 个人信息保护法 art. 28."""

    MEDIATING = "mediating", "调解劝和"
    LAW = "law", "法律"
    MIND = "mind", "心理疏导"
    MEDICINE = "medicine", "看病、康复"
    FIRST_AID = "first_aid", "急救"
    CARE = "care", "照护老人"
    CHILDREN = "children", "带孩子、辅导功课"
    ELECTRICITY = "electricity", "水电维修"
    BUILDING = "building", "房屋修缮"
    FIRE = "fire", "消防安全"
    FARMING = "farming", "农技"
    TREES = "trees", "花木绿化"
    ACCOUNTS = "accounts", "记账、审计"
    COMPUTERS = "computers", "手机、电脑"
    WRITING = "writing", "写写画画"
    MUSIC = "music", "文艺"
    DRIVING = "driving", "开车"
    COOKING = "cooking", "做饭"
    HAIRCUTS = "haircuts", "理发"
    SEWING = "sewing", "缝补"


class FreeTime(Word):
    MON_AM = "mon_am", "周一上午"
    MON_PM = "mon_pm", "周一下午"
    TUE_AM = "tue_am", "周二上午"
    TUE_PM = "tue_pm", "周二下午"
    WED_AM = "wed_am", "周三上午"
    WED_PM = "wed_pm", "周三下午"
    THU_AM = "thu_am", "周四上午"
    THU_PM = "thu_pm", "周四下午"
    FRI_AM = "fri_am", "周五上午"
    FRI_PM = "fri_pm", "周五下午"
    SAT_AM = "sat_am", "周六上午"
    SAT_PM = "sat_pm", "周六下午"
    SUN_AM = "sun_am", "周日上午"
    SUN_PM = "sun_pm", "周日下午"


class ShownInPublic(Word):
    """What of somebody may stand on public pages, by their own consent alone (志愿服务条例 art. 20)."""

    NOTHING = "nothing", "什么都不公布"
    KIND = "kind", "只公布身份"
    SURNAME = "surname", "公布姓和身份"
    FULL = "full", "公布姓名和身份"


class ServiceWork(Word):
    """What somebody did."""

    FINDING = "finding", "发现隐患"
    VISIT = "visit", "走访看望"
    PATROL = "patrol", "巡逻值守"
    WISH = "wish", "帮办心愿"
    MEDIATING = "mediated", "调解"
    TRAINING = "training", "培训学习"
    OTHER = "other", "其他"


class HoursState(Word):
    STATED = "stated", "待确认"
    CONFIRMED = "confirmed", "已确认"
    CONTESTED = "contested", "有异议"
    CORRECTED = "corrected", "已更正"
    TAKEN_BACK = "taken_back", "已撤回"

    @property
    def is_settled(self) -> bool:
        """Whether they count on a certificate."""
        return self in {HoursState.CONFIRMED, HoursState.CORRECTED}

    @property
    def shape(self) -> Shape:
        shapes = {
            HoursState.STATED: Shape.WAITS,
            HoursState.CONTESTED: Shape.CONTESTED,
            HoursState.TAKEN_BACK: Shape.PUT_AWAY,
        }
        return shapes.get(self, Shape.DONE)


class AppointedTo(Word):
    """What somebody is appointed to for a term."""

    COMMITTEE = "committee", "人民调解委员会"
    EXPERTS = "experts", "专家库"
    ADVISER = "adviser", "村居法律顾问"


class Reminded(Word):
    """Of what the clock tells, each once."""

    TERM_SOON = "term_soon", "聘期 60 天以内到期"
    TERM_NEAR = "term_near", "聘期 14 天以内到期"
    INSURANCE = "insurance", "保险 14 天以内到期"
    HOURS = "hours", "7 天以前的服务还没有确认"
    SIGN_UP = "sign_up", "有人报名，3 天没有看"
    SIGN_UP_ABOVE = "sign_up_above", "有人报名，7 天没有看"


class ElectedBy(Word):
    """Where the members of a committee of mediators come from: 人民调解法 art. 9, 34."""

    VILLAGERS = "villagers", "村民会议或者村民代表会议"
    RESIDENTS = "residents", "居民会议"
    TOWNSHIP = "township", "乡镇、街道设立"


class MinorityMember(Word):
    """Whether a people of few is among the members, where several peoples live: 人民调解法 art. 8."""

    NOT_NEEDED = "not_needed", "不是多民族居住的地方"
    THERE = "there", "多民族居住，有人数较少民族的委员"
    LACKING = "lacking", "多民族居住，没有人数较少民族的委员"


def time_words(minutes: int) -> str:
    """2 小时 15 分"""
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} 小时"] if hours or not rest else []), *([f"{rest} 分"] if rest else [])])
