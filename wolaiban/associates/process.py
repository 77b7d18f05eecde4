"""The process of an associate (队员), who enlists, looks after what they claimed and leaves whenever they like; and that
of a committee of mediators (人民调解委员会).

No step gives anybody work: what is looked after is claimed (志愿服务条例 art. 25), by the person or at their word.
"""

from __future__ import annotations

from typing import Any

from wolaiban.associates.words import (
    AppointedTo,
    ElectedBy,
    HoursState,
    MinorityMember,
    ServiceWork,
    ShownInPublic,
)
from wolaiban.process.answers import (
    Amount,
    Day,
    Flag,
    FreeText,
    OneLine,
    OneListed,
    OneWord,
    PersonalLine,
    SomeListed,
)
from wolaiban.process.grammar import Alarm, Process, Step
from wolaiban.process.holders import RoleHolder
from wolaiban.process.presentation import Presentation, StepButton
from wolaiban.process.questions import Question
from wolaiban.process.words import RoleWord, Shape, StageWord


class AssociateStage(StageWord):
    """Whoever is turned down, or known already under another number, is as forgotten as whoever left."""

    OFFERED = "offered", "报名待看"
    ACTIVE = "active", "在册"
    LEFT = "left", "已退出"
    TURNED_DOWN = "turned_down", "没有接收"
    JOINED = "joined", "已并入"

    @property
    def is_open(self) -> bool:
        return self in {AssociateStage.OFFERED, AssociateStage.ACTIVE}

    @property
    def shape(self) -> Shape:
        shapes = {AssociateStage.OFFERED: Shape.WAITS, AssociateStage.ACTIVE: Shape.DONE}
        return shapes.get(self, Shape.PUT_AWAY)


class AssociateRole(RoleWord):
    """What somebody is to an associate. Whoever has an account may be one themselves."""

    LEAD = "lead", "本单位负责人"
    OFFICER = "officer", "本单位人员"
    SELF = "self", "队员本人"
    ABOVE = "above", "上一级单位人员"
    CLOCK = "clock", "系统时钟"


OFFERED, ACTIVE, LEFT = AssociateStage.OFFERED, AssociateStage.ACTIVE, AssociateStage.LEFT
TURNED_DOWN, JOINED = AssociateStage.TURNED_DOWN, AssociateStage.JOINED
EVER = set(AssociateStage)
LEAD, OFFICER = AssociateRole.LEAD, AssociateRole.OFFICER
SELF, ABOVE, CLOCK = AssociateRole.SELF, AssociateRole.ABOVE, AssociateRole.CLOCK
ANYONE = {OFFICER, SELF}
MOST_A_DAY = 12 * 60


class CommitteeStage(StageWord):
    IN_OFFICE = "in_office", "在任"
    DISSOLVED = "dissolved", "已撤销"

    @property
    def is_open(self) -> bool:
        return self is CommitteeStage.IN_OFFICE

    @property
    def shape(self) -> Shape:
        return Shape.DONE if self.is_open else Shape.PUT_AWAY


class CommitteeRole(RoleWord):
    LEAD = "lead", "本单位负责人"
    OFFICER = "officer", "本单位人员"
    ABOVE = "above", "上一级单位人员"
    CLOCK = "clock", "系统时钟"


IN_OFFICE, DISSOLVED = CommitteeStage.IN_OFFICE, CommitteeStage.DISSOLVED
KEEPERS = {CommitteeRole.LEAD, CommitteeRole.OFFICER, CommitteeRole.ABOVE}
MOST_MEMBERS = 9  # 人民调解法 art. 8


def _is_stated(hours: Any) -> bool:
    return HoursState(hours.state) is HoursState.STATED


def _is_contested(hours: Any) -> bool:
    return HoursState(hours.state) is HoursState.CONTESTED


def _take_in(parts: Any) -> str | None:
    known = "、".join(one.number for one in parts.twins)
    return f"已登记过，是 {known}。要加一个身份，请点“加到已登记的”。" if known else None


def _join(parts: Any) -> str | None:
    return None if parts.twins else "这里没有登记过同名同号的队员。"


# fmt: off
ASSOCIATE: Process[AssociateStage, AssociateRole, Any] = Process(
    name="associate", label="队员", stages=AssociateStage, roles=AssociateRole,
    steps=(
        #    name          label          from      to         who may    what must be given                                                                  history
        Step("enlist",     "登记队员",     set(),    (ACTIVE,), {OFFICER}, ("name", "phone", "kinds", "minor?", "guardian_agreed?", "shown", "agreed"),         "登记了队员"),
        Step("sign_up",    "报名",         set(),    (OFFERED,), {SELF},   ("name", "phone", "kinds", "skills?", "skill_line?", "speech?", "free?", "minor?", "guardian_agreed?", "shown", "agreed"), "报了名"),
        Step("take_in",    "接收",         {OFFERED}, (ACTIVE,), {OFFICER}, ("kinds",),                                                                       "接收了报名"),
        Step("join",       "加到已登记的",  {OFFERED}, (JOINED,), {OFFICER}, (),                                                                               "本人登记过，这次说的加到了那一条"),
        Step("turn_down",  "这次不接收",    {OFFERED}, (TURNED_DOWN,), {OFFICER}, ("reply",),                                                                  "没有接收，姓名和电话已删除"),
        Step("widen",      "加一个身份",    {ACTIVE}, (),        {OFFICER}, ("kinds", "skills?", "free?"),                                                     "加了身份或特长"),
        Step("describe",   "填特长和时间",  {ACTIVE}, (),        ANYONE,    ("skills?", "skill_line?", "speech?", "free?"),                                     "填了特长和空闲时间"),
        Step("claim",      "认领片区",     {ACTIVE}, (),        ANYONE,    ("area?", "new_area?", "willing"),                                                  "认领了一个片区"),
        Step("give_back",  "交还片区",     {ACTIVE}, (),        ANYONE,    ("own_area",),                                                                      "交还了一个片区"),
        Step("show",       "改公开内容",    {ACTIVE}, (),        ANYONE,    ("shown", "agreed"),                                                                "改了公开的内容"),
        Step("change",     "改登记",       {ACTIVE}, (),        {OFFICER}, ("kinds", "insured_until?", "minor?", "guardian_agreed?", "account?"),              "改了登记"),
        Step("rename",     "改姓名电话",    {ACTIVE}, (),        ANYONE,    ("new_name?", "new_phone?"),                                                        "改了姓名或电话"),
        Step("state_hours",   "记服务",   {ACTIVE}, (),        ANYONE,    ("day", "minutes", "work"),                                                         "记了一次服务"),
        Step("confirm_hours", "确认服务", {ACTIVE}, (),        {OFFICER}, ("stated_hours",),                                                                  "确认了服务"),
        Step("take_back_hours", "撤回服务", {ACTIVE}, (),      ANYONE,    ("own_hours",),                                                                     "撤回了一次服务"),
        Step("contest_hours", "对服务提异议", {ACTIVE}, (),    ANYONE,    ("settled_hours", "why"),                                                           "对一次服务提了异议"),
        Step("put_right",     "更正服务", {ACTIVE}, (),        {LEAD, ABOVE}, ("contested_hours", "new_minutes?", "why"),                                         "更正了一次服务"),
        Step("prove",         "出证明",   {ACTIVE}, (),        ANYONE,    ("from_day", "to_day"),                                                             "出了服务证明"),
        Step("appoint",       "聘任",     {ACTIVE}, (),        {LEAD, ABOVE}, ("body", "starts", "ends", "consents"),                                           "聘任了一项"),
        Step("end_term",      "解聘",     {ACTIVE}, (),        {LEAD, ABOVE}, ("term", "why"),                                                                 "提前结束了聘期"),
        Step("leave",      "退出",         {ACTIVE}, (LEFT,),   ANYONE,    ("sure",),                                                                          "退出，姓名和电话已删除"),
        Step("forget",     "到期删除",     EVER,     (),        {CLOCK},   (),                                                                     "写过的理由到期，删除了"),
        Step("remind_sign_up", "催看报名",  {OFFERED}, (),       {CLOCK},   (),                                                                                 "有人报名，3 天没有看"),
        Step("report_sign_up", "报名报上级", {OFFERED}, (),      {CLOCK},   (),                                                                                 "有人报名，7 天没有看"),
        Step("remind_term",    "提醒聘期",  {ACTIVE}, (),        {CLOCK},   (),                                                                                 "聘期 60 天以内到期"),
        Step("remind_term_again", "再提醒聘期", {ACTIVE}, (),    {CLOCK},   (),                                                                                 "聘期 14 天以内到期"),
        Step("remind_insurance", "提醒保险", {ACTIVE}, (),       {CLOCK},   (),                                                                                 "保险 14 天以内到期"),
        Step("remind_hours",   "催确认服务", {ACTIVE}, (),       {CLOCK},   (),                                                                                 "7 天以前的服务还没有确认"),
    ),
    questions={question.name: question for question in (
        Question("name",            "姓名",             PersonalLine(most=40)),
        Question("phone",           "电话",             PersonalLine(), help="和居民的一样加密保存，查看要写理由"),
        Question("kinds",           "身份",             SomeListed("all_kinds")),
        Question("minor",           "未满 18 岁",       Flag()),
        Question("guardian_agreed", "监护人同意",        Flag(), help="未满 18 岁的必须有"),
        Question("shown",           "居民看得到什么",     OneWord(ShownInPublic), help="由队员自己定，随时可以改"),
        Question("agreed",          "本人在场或来电，同意这样登记和公开", Flag()),
        Question("reply",           "对本人说",         FreeText(most=200), help="本人凭报名回执看得到。谢谢人家，说清原因、还可以怎么帮；不写姓名、电话，不说以前登记没登记过"),
        Question("skills",          "会什么",           SomeListed("all_skills")),
        Question("skill_line",      "还会什么",          PersonalLine(), help="一句话。不写姓名、电话"),
        Question("speech",          "会说什么话",        PersonalLine(most=60), help="手语、家乡话、外语"),
        Question("free",            "什么时候有空",       SomeListed("all_times")),
        Question("area",            "哪个片区",          OneListed("areas_of_unit"), help="本单位已有的片区里选"),
        Question("new_area",        "新的片区",          OneLine(most=40), help="单子上没有的，写它的名字，例如：3 号楼、村东头"),
        Question("willing",         "本人自愿认领",       Flag(), help="不指派。不想看了，随时交还"),
        Question("own_area",        "哪个片区",          OneListed("areas", none="没有认领片区。")),
        Question("insured_until",   "保险到哪天",        Day(), help="有危险的事以前要上保险（《志愿服务条例》第十七条）"),
        Question("account",         "登录账号",          OneListed("accounts"), help="本单位志愿者的账号。没有账号的，不用选"),
        Question("new_name",        "新的姓名",          PersonalLine(most=40), help="不改的，空着"),
        Question("new_phone",       "新的电话",          PersonalLine(), help="不改的，空着"),
        Question("day",             "哪天",             Day(), help="60 天以内"),
        Question("minutes",         "多少分钟",          Amount(most=MOST_A_DAY), help="15 分钟一档，例如 90、105；一天最多 12 小时"),
        Question("work",            "做了什么",          OneWord(ServiceWork)),
        Question("stated_hours",    "哪几次",           SomeListed("hours", _is_stated, not_by="stated_by", none="没有等您确认的服务记录。"), help="自己记的，由别人确认"),
        Question("own_hours",       "哪一次",           OneListed("hours", _is_stated, only_by="stated_by", none="没有您记的、还没有确认的服务。")),
        Question("settled_hours",   "哪一次",           OneListed("settled", none="没有已确认的服务。")),
        Question("contested_hours", "哪一次",           OneListed("hours", _is_contested, not_by="stated_by", none="没有等您更正的服务记录。")),
        Question("new_minutes",     "更正为多少分钟",     Amount(most=MOST_A_DAY), help="空着，就是这一次不算。原来记的数留着"),
        Question("why",             "理由",             FreeText(most=200), help="不写病情、家事"),
        Question("from_day",        "从哪天",           Day()),
        Question("to_day",          "到哪天",           Day()),
        Question("body",            "聘到哪里",          OneWord(AppointedTo)),
        Question("starts",          "从哪天",           Day()),
        Question("ends",            "到哪天为止",         Day(), help="这一天起不再是。调解委员会一届最多 3 年（《人民调解法》第九条）"),
        Question("consents",        "本人愿意",          Flag(), help="本人不愿意的不聘；以后不想做了，随时解聘"),
        Question("term",            "哪一个",           OneListed("terms_running", none="没有还没到期的聘期。")),
        Question("sure",            "本人要求退出",       Flag(), help="退出以后，姓名和电话删除，不能恢复；服务过多少小时的数字留着"),
    )},
    labels={
        ("sign_up", "name"): "您的姓名", ("sign_up", "phone"): "您的电话", ("sign_up", "kinds"): "想做什么",
        ("sign_up", "skills"): "您会什么", ("sign_up", "minor"): "我未满 18 岁", ("sign_up", "guardian_agreed"): "监护人同意我报名",
        ("sign_up", "shown"): "别人看得到您什么", ("sign_up", "agreed"): "我同意工作室为联系我保存这些，随时可以退出、删除",
    },
    only_for={("claim", "new_area"): {OFFICER}},
    holders=(RoleHolder(LEAD, "unit", only_leads=True), RoleHolder(OFFICER, "unit"), RoleHolder(ABOVE, "unit.parent")),
    guards={"take_in": _take_in, "join": _join},
    alarms=(
        Alarm({OFFERED}, "报名 3 天没有看", "remind_sign_up"), Alarm({OFFERED}, "报名 7 天没有看", "report_sign_up"),
        Alarm({ACTIVE}, "聘期 60 天以内到期", "remind_term"), Alarm({ACTIVE}, "聘期 14 天以内到期", "remind_term_again"),
        Alarm({ACTIVE}, "保险 14 天以内到期", "remind_insurance"), Alarm({ACTIVE}, "服务过了 7 天还没有确认", "remind_hours"),
        Alarm(EVER, "写过的理由满了保存期限（每天夜里清理）", "forget"),
    ),
    tells={
        "sign_up": "unit", "remind_sign_up": "unit", "report_sign_up": "unit.parent", "remind_hours": "unit",
        "remind_term": "both", "remind_term_again": "both", "remind_insurance": "both",
        "confirm_hours": "themselves", "put_right": "themselves", "appoint": "themselves", "end_term": "themselves",
    },
    presentation=Presentation(
        what="志愿者、楼门长、网格员、调解员、专家、乡贤：会什么，什么时候有空，看着哪一片。自愿来，自愿走，不指派。",
        how="人在柜台前，点“登记队员”；自己在手机上报名的，出现在这里等您看。",
        buttons=(
            StepButton("take_in", says_why_not=True), StepButton("join"), StepButton("turn_down", pressed=False),
            StepButton("confirm_hours"), StepButton("put_right"), StepButton("state_hours", pressed=False),
            StepButton("describe", pressed=False), StepButton("claim", pressed=False), StepButton("prove", pressed=False),
        ),
        stories={
            ("claim", "officer"): "按本人意愿，记下认领了一个片区", ("give_back", "officer"): "按本人意愿，记下交还了一个片区",
            ("show", "officer"): "按本人意愿，改了公开的内容", ("leave", "officer"): "按本人要求办了退出，姓名和电话已删除",
        },
        says={
            "enlist": "只登记本人愿意登记的。不问政治面貌、民族、宗教和病史。",
            "take_in": "接收以前，请打电话问清楚：本人愿意吗，什么时候能来。未满 18 岁的，要向监护人核实。",
            "join": "这次报的身份、特长、时间加到已登记的那一条上；这份报名的姓名和电话删除。",
            "turn_down": "这份报名的姓名和电话马上删除。您写的话，本人凭报名回执看得到。",
            "leave": "退出以后，姓名、电话和特长都删除，不能恢复。要证明的，请先出。",
            "confirm_hours": "确认的是真的做了、时间对。谁做得多谁做得少，不比。",
            "prove": "免费。只算已确认的；别人凭编号只看得到真假、起止日期和小时数。",
        },
        said={
            "enlist": "已登记。特长和空闲时间可以接着填。", "take_in": "已接收，在册了。", "join": "已加到登记过的那一条。",
            "turn_down": "已回复，姓名和电话已删除。", "widen": "已加上。",
            "describe": "已记下。", "claim": "已认领。", "give_back": "已交还。",
            "state_hours": "已记下，等另一个人确认。", "confirm_hours": "已确认。", "contest_hours": "已记下，等负责人核对。",
            "appoint": "已聘任。", "end_term": "聘期已结束。", "put_right": "已更正，原来记的数留着。", "prove": "已出好，在下面“证明”里打印。",
            "show": "已改好，公开的内容照着它。", "leave": "已退出，姓名和电话已删除。",
        },
    ),
)

COMMITTEE: Process[CommitteeStage, CommitteeRole, Any] = Process(
    name="committee", label="调解委员会", stages=CommitteeStage, roles=CommitteeRole,
    steps=(
        Step("establish",    "登记调解委员会", set(),       (IN_OFFICE,), {CommitteeRole.LEAD, CommitteeRole.OFFICER}, ("elected_by", "starts", "ends"), "登记了调解委员会"),
        Step("seat",         "加干部委员",    {IN_OFFICE}, (),           KEEPERS, ("cadre",),                                                     "加了一位干部委员"),
        Step("unseat",       "干部委员退出",  {IN_OFFICE}, (),           KEEPERS, ("seated",),                                                    "一位干部委员退出"),
        Step("name_chair",   "定主任",       {IN_OFFICE}, (),           KEEPERS, ("member",),                                                    "定了主任"),
        Step("count_women",  "核对委员",     {IN_OFFICE}, (),           KEEPERS, ("women?", "minority"),                                         "核对了委员"),
        Step("renew",        "换届",        {IN_OFFICE}, (),           KEEPERS, ("elected_by", "starts", "ends"),                               "换了届"),
        Step("dissolve",     "撤销",        {IN_OFFICE}, (DISSOLVED,), {CommitteeRole.LEAD, CommitteeRole.ABOVE}, ("why",),                     "撤销了"),
        Step("forget",       "到期删除",    {IN_OFFICE, DISSOLVED}, (), {CommitteeRole.CLOCK}, (),                                              "写过的理由到期，删除了"),
    ),
    questions={question.name: question for question in (
        Question("elected_by", "委员怎么产生的", OneWord(ElectedBy), help="《人民调解法》第九条、第三十四条"),
        Question("starts",     "从哪天",       Day()),
        Question("ends",       "到哪天为止",    Day(), help="这一天起届满。一届最多 3 年，可以连选连任（《人民调解法》第九条）"),
        Question("cadre",      "谁",          OneListed("may_be_seated", none="本单位的人员都已经是委员。")),
        Question("seated",     "谁",          OneListed("seats", none="没有干部委员。")),
        Question("member",     "谁",          OneListed("members", none="还没有委员。")),
        Question("women",      "女委员几位",    Amount(most=MOST_MEMBERS), help="只问几位，不问是谁；一位也没有的，空着（《人民调解法》第八条）"),
        Question("minority",   "人数较少民族",  OneWord(MinorityMember), help="只问有没有，不问是谁、是哪个民族（《人民调解法》第八条）"),
        Question("why",        "理由",         FreeText(most=200), help="不写病情、家事"),
    )},
    guards={"establish": lambda parts: "这里已经有调解委员会了。" if parts.is_there else None},
    holders=(
        RoleHolder(CommitteeRole.LEAD, "unit", only_leads=True), RoleHolder(CommitteeRole.OFFICER, "unit"),
        RoleHolder(CommitteeRole.ABOVE, "unit.parent"),
    ),
    presentation=Presentation(
        what="每个村、社区的人民调解委员会：谁是委员，到哪天届满，照《人民调解法》还差什么。",
        how="点“登记调解委员会”。队员当委员的，先在队员的页面上“聘任”。",
        buttons=(
            StepButton("seat", pressed=False), StepButton("count_women", pressed=False), StepButton("name_chair", pressed=False),
            StepButton("renew", pressed=False),
        ),
        says={
            "seat": "只加本单位的干部。队员当委员，要本人愿意：到队员的页面上“聘任”，聘到人民调解委员会。",
            "count_women": "只为看合不合《人民调解法》第八条。不记是谁；委员变了，要再核对一次。",
        },
        said={
            "establish": "已登记。接着加委员、定主任、核对委员。", "seat": "已加上。", "unseat": "已退出。", "name_chair": "已定下。",
            "count_women": "已核对。", "renew": "已换届。", "dissolve": "已撤销。",
        },
    ),
)
# fmt: on
