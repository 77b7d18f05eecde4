"""The process of a case: who may take which step from which stage to which, and what must be given.

Permissions, buttons, forms, deadlines, escalation, history wording, tests and docs/process/case.md are all read
from here. The rules behind the rows are in the house's design and in 信访工作条例 and 接诉即办工作条例.
"""

from __future__ import annotations

from collections.abc import Set

from wolaiban.cases.answer_kinds import OneCase, OneComplainant, OneSummons, SomeComplainants
from wolaiban.cases.guards import GUARDS
from wolaiban.cases.presentation import PRESENTATION
from wolaiban.process.answers import (
    Days,
    Flag,
    FreeText,
    Moment,
    OneCategory,
    OneDepartment,
    OneLine,
    OneOfficer,
    OneWord,
    PastMoment,
    SomeDepartments,
    SomeFiles,
    YesNo,
)
from wolaiban.process.grammar import SAME, Alarm, Process, Rung, Step
from wolaiban.process.questions import Question
from wolaiban.process.words import (
    OPEN_STAGES,
    AnswerChannel,
    Disposition,
    LawfulWay,
    PauseReason,
    Role,
    RootCause,
    Satisfaction,
    Solved,
    Stage,
    Tier,
)

CaseStep = Step[Stage, Role]

REPORTED, WORKING, RAISED, JOINT = Stage.REPORTED, Stage.WORKING, Stage.RAISED, Stage.JOINT
RESOLVED, ANSWERED, DISPUTED = Stage.RESOLVED, Stage.ANSWERED, Stage.DISPUTED
CLOSED, DECLINED, WITHDRAWN, MERGED = Stage.CLOSED, Stage.DECLINED, Stage.WITHDRAWN, Stage.MERGED
RESIDENT, AGENT, HANDLER, LEAD = Role.RESIDENT, Role.AGENT, Role.HANDLER, Role.LEAD
ABOVE, SUMMONED, SUPERVISOR, CLOCK = Role.ABOVE, Role.SUMMONED, Role.SUPERVISOR, Role.CLOCK
IMPORTER, ERASER, CORRECTOR, PROCEEDING = Role.IMPORTER, Role.ERASER, Role.CORRECTOR, Role.PROCEEDING

NEW: frozenset[Stage] = frozenset()
ANY = frozenset(Stage)

# fmt: off
STEPS: tuple[CaseStep, ...] = (
    #    name              label           from                        to           who may do it           what must be given                           history
    Step("register",        "登记",        NEW,                        (REPORTED,), {RESIDENT, AGENT},      ("words", "photos?"),                        "登记了此件"),
    Step("accept",          "受理",        {REPORTED},                 (WORKING,),  {HANDLER},              ("category", "tier", "handler"),             "受理了此件"),
    Step("decline",         "不予受理",    {REPORTED},                 (DECLINED,), {LEAD},                 ("lawful_way", "reason", "guidance"),        "决定不予受理，并告知了合法途径"),
    Step("assign",          "指派",        {WORKING},                  (),          {LEAD},                 ("handler",),                                "指派了经办人"),
    Step("reclassify",      "调整事项",    {REPORTED, WORKING},        (),          {HANDLER},              ("category", "tier", "reason"),              "调整了事项类别或层级"),
    Step("raise",           "代理上报",    {REPORTED, WORKING},        (RAISED,),   {HANDLER, CLOCK},       ("tried", "asked", "as_petition?"),          "代理上报到上一级"),
    Step("guide",           "指导退办",    {RAISED},                   (WORKING,),  {HANDLER},              ("advice",),                                 "给出指导意见，交回继续办理"),
    Step("take_up",         "提级承接",    {RAISED},                   (WORKING,),  {HANDLER},              ("handler",),                                "提级承接"),
    Step("whistle",         "吹哨",        {WORKING},                  (JOINT,),    {LEAD},                 ("lead_department", "assisting?", "question", "due", "urgent?"), "吹哨，请部门报到"),
    Step("report_in",       "报到",        {JOINT},                    (),          {SUMMONED},             ("contact",),                                "报到"),
    Step("object",          "职责异议",    {JOINT},                    (),          {SUMMONED},             ("reason", "legal_basis", "contact?"),       "提出职责异议"),
    Step("uphold_summons",  "维持吹哨",    {JOINT},                    (),          {ABOVE, SUPERVISOR},    ("summons", "reason"),                       "维持吹哨，部门继续办理"),
    Step("release_summons", "解除吹哨",    {JOINT},                    (),          {LEAD, ABOVE, SUPERVISOR}, ("summons", "reason"),                    "异议成立，解除对该部门的吹哨"),
    Step("contribute",      "部门办理意见", {JOINT},                   (),          {SUMMONED},             ("result", "photos?"),                       "出具了办理意见"),
    Step("call_off",        "解除联动",    {JOINT},                    (WORKING,),  {LEAD},                 ("reason",),                                 "解除联动，继续由本单位办理"),
    Step("ask",             "请居民补充",  {WORKING, JOINT},           (),          {HANDLER},              ("question", "until"),                       "请反映人补充情况"),
    Step("supply",          "补充",        OPEN_STAGES,                (),          {RESIDENT, AGENT},      ("words?", "photos?"),                       "补充了情况"),
    Step("interim",         "阶段答复",    {WORKING, RAISED, JOINT},   (),          {HANDLER, AGENT},       ("message",),                                "作了阶段答复"),
    Step("extend",          "申请延期",    {WORKING, JOINT},           (),          {HANDLER},              ("days", "reason"),                          "申请延期"),
    Step("grant",           "同意延期",    {WORKING, JOINT},           (),          {LEAD},                 ("message?",),                               "同意延期"),
    Step("refuse",          "不同意延期",  {WORKING, JOINT},           (),          {LEAD},                 ("reason",),                                 "不同意延期"),
    Step("pause",           "暂停计时",    {WORKING, JOINT},           (),          {HANDLER},              ("pause_reason", "until", "message?"),       "暂停计时"),
    Step("resume",          "恢复计时",    {WORKING, JOINT},           (),          {HANDLER, CLOCK},       ("message?",),                               "恢复计时"),
    Step("resolve",         "办结",        {REPORTED, WORKING, JOINT}, (RESOLVED,), {HANDLER},              ("disposition", "root_cause", "result", "category?", "photos?"), "办理完毕"),
    Step("answer",          "反馈",        {RESOLVED},                 (ANSWERED, RESOLVED), {AGENT, HANDLER}, ("answer_channel", "message", "told_at?", "complainants?"), "向反映人反馈了结果"),
    Step("confirm",         "评价",        {ANSWERED},                 (CLOSED, ANSWERED, DISPUTED), {RESIDENT, AGENT}, ("complainant?", "solved", "satisfaction", "close_anyway?", "words?", "photos?"), "对结果作了评价"),
    Step("dispute",         "不满意",      {ANSWERED},                 (DISPUTED,), {RESIDENT},             ("words?", "photos?"),                       "对结果有异议"),
    Step("lapse",           "逾期未评",    {ANSWERED},                 (CLOSED,),   {CLOCK},                (),                                          "期满未评价，自动办结"),
    Step("call_back",       "回访",        {ANSWERED, CLOSED},         (SAME, CLOSED, DISPUTED), {AGENT, SUPERVISOR}, ("complainant?", "reached", "solved?", "satisfaction?", "message?"), "做了回访"),
    Step("uphold",          "维持答复",    {DISPUTED},                 (CLOSED,),   {ABOVE},                ("reason", "remedies"),                      "复核后维持原答复，并告知了救济途径"),
    Step("redo",            "责成重办",    {DISPUTED},                 (WORKING,),  {ABOVE},                ("instruction",),                            "复核后责成重新办理"),
    Step("reopen",          "重新办理",    {CLOSED},                   (WORKING,),  {RESIDENT, SUPERVISOR}, ("words?", "photos?"),                       "要求重新办理"),
    Step("withdraw",        "撤回",        OPEN_STAGES,                (WITHDRAWN,), {RESIDENT, AGENT},     ("words",),                                  "撤回了诉求"),
    Step("merge",           "并案",        {REPORTED, WORKING},        (MERGED,),   {HANDLER},              ("into", "reason"),                          "并入另一件一同办理"),
    Step("unmerge",         "拆案",        {MERGED},                   (WORKING,),  {HANDLER},              ("reason",),                                 "从并案中拆出，单独办理"),
    Step("urge",            "催办",        OPEN_STAGES,                (),          {RESIDENT, SUPERVISOR, CLOCK}, ("message?",),                        "催办"),
    Step("ask_up",          "请求提级",    {REPORTED, WORKING, RAISED, JOINT}, (),  {RESIDENT},             ("words",),                                  "请上一级来管"),
    Step("supervise",       "督办",        OPEN_STAGES,                (),          {SUPERVISOR},           ("instruction", "due"),                      "督办"),
    Step("recount_time",    "时限重算",    OPEN_STAGES,                (),          {CLOCK},                (),                                          "节假日安排公布后，重新计算了时限"),
    Step("flag",            "提请关注",    OPEN_STAGES,                (),          {CLOCK},                (),                                          "已超期，提请区联席办关注"),
    Step("backfill",        "补录已办结",  {REPORTED},                 (CLOSED,),   {IMPORTER},             ("closed_at", "result?", "disposition?", "solved?", "satisfaction?"), "照原来的台账补录：早已办结"),
    Step("erase",           "删除个人信息", ANY,                       (),          {ERASER},               ("reason",),                                  "应本人要求删除了身份信息"),
    Step("correct",         "更正身份",    ANY,                        (),          {CORRECTOR},            ("reason",),                                 "更正了反映人的身份信息"),
    Step("take_back",       "撤回重来",    {WORKING, RESOLVED, ANSWERED, CLOSED}, (REPORTED, WORKING, JOINT, RESOLVED, ANSWERED), {HANDLER, AGENT}, (), "撤回了刚才办的，重来"),
    Step("mark_sensitive",  "敏感标记",    OPEN_STAGES | {CLOSED},     (),          {HANDLER, AGENT, LEAD, SUPERVISOR}, ("sensitive", "reason?"),            "调整了敏感标记"),
    Step("note",            "工作记录",    ANY,                        (),          {HANDLER, AGENT, SUMMONED}, ("text", "photos?"),                     "作了记录"),
    Step("proceed",         "程序进展",    ANY,                        (),          {PROCEEDING},           (),                                          "另行的程序有了进展"),
)

LADDERS: dict[Stage, tuple[Rung, ...]] = {
    REPORTED: (                    Rung(1.0, "raise", at_top="flag"),),
    WORKING:  (Rung(0.8, "urge"),  Rung(1.0, "raise", at_top="flag")),
    RAISED:   (Rung(1.0, "urge"),  Rung(2.0, "flag")),
    JOINT:    (Rung(0.8, "urge"),  Rung(1.0, "flag")),
    RESOLVED: (                    Rung(1.0, "urge"),),
    ANSWERED: (                    Rung(1.0, "lapse"),),
    DISPUTED: (                    Rung(1.0, "urge"),),
}

QUESTIONS = {question.name: question for question in (
    Question("category",         "事项类别",         OneCategory()),
    Question("tier",             "层级",             OneWord(Tier),           "小事工作室办，大事代理到镇街，难事吹哨到部门", starts_as="tier"),
    Question("handler",          "经办人",           OneOfficer()),
    Question("lawful_way",       "应走的途径",       OneWord(LawfulWay)),
    Question("reason",           "理由",             FreeText()),
    Question("guidance",         "如何告知当事人",   FreeText(),              help="告诉他去哪里、找谁、带什么"),
    Question("tried",            "已经做了什么",     FreeText()),
    Question("asked",            "请上级解决什么",   FreeText()),
    Question("as_petition",      "作为信访事项登记", Flag(),                  help="登记后开始计算法定期限"),
    Question("advice",           "指导意见",         FreeText(),              help="说明怎么办、依据什么；同一件只能指导退办一次"),
    Question("lead_department",  "牵头部门",         OneDepartment()),
    Question("assisting",        "协办部门",         SomeDepartments()),
    Question("question",         "要解决的问题",     FreeText()),
    Question("due",              "完成期限",         Moment()),
    Question("urgent",           "紧急",             Flag(),                  help="紧急的须在 2 小时内报到，一般的 24 小时", starts_as="urgent"),
    Question("contact",          "部门联系人",       OneLine(),               help="姓名和办公电话", starts_as="my_contact"),
    Question("legal_basis",      "法律或职责依据",   FreeText()),
    Question("summons",          "哪个部门",         OneSummons()),
    Question("result",           "办理结果",         FreeText()),
    Question("photos",           "照片或文件",       SomeFiles(),             help="照片、录音或 PDF；位置信息会自动去除"),
    Question("until",            "等到什么时候",     Moment(days_ahead=3),    help="到期自动恢复计时"),
    Question("words",            "说明",             FreeText()),
    Question("message",          "告知内容",         FreeText()),
    Question("days",             "延长几天",         Days()),
    Question("pause_reason",     "暂停原因",         OneWord(PauseReason)),
    Question("disposition",      "处理结论",         OneWord(Disposition)),
    Question("root_cause",       "根源",             OneWord(RootCause),      starts_as="usual_cause"),
    Question("answer_channel",   "反馈方式",         OneWord(AnswerChannel)),
    Question("told_at",          "告知时间",         PastMoment(),            help="不填即为现在"),
    Question("complainants",     "告知哪几位",       SomeComplainants(),      help="不选即为全部"),
    Question("complainant",      "回访哪一位",       OneComplainant()),
    Question("reached",          "联系上了吗",       YesNo()),
    Question("solved",           "问题解决了吗",     OneWord(Solved)),
    Question("satisfaction",     "满意吗",           OneWord(Satisfaction)),
    Question("close_anyway",     "不用再办，就到这里", Flag(),                  help="没有解决、不满意的，都由上一级来复核。您不想再办下去的，才选这一项"),
    Question("remedies",         "告知的救济途径",   FreeText(),              help="例如：30 日内可向上一级申请复查，也可依法起诉"),
    Question("instruction",      "要求",             FreeText()),
    Question("into",             "并入哪一件",       OneCase(),               help="同一地方近来在办的在下面；也可填件号"),
    Question("sensitive",        "是敏感事项吗",     YesNo(),                 help="涉及孩子、病情、家庭暴力等的选“是”：标题不再列出，只有经办人、负责人和上级看得到"),
    Question("text",             "内容",             FreeText()),
    Question("closed_at",        "原台账的办结时间", PastMoment()),
)}

# The same question may want other words in another step.
LABELS: dict[tuple[str, str], str] = {
    ("object", "contact"):    "部门联系人（还没有报到的请填）",
    ("pause", "until"):       "暂停到哪一天",
    ("confirm", "complainant"): "谁的评价",
    ("dispute", "words"):     "哪里没有解决",
    ("confirm", "words"):     "想说的话",
    ("reopen", "words"):      "为什么要重新办理",
    ("withdraw", "words"):    "撤回原因",
    ("supply", "words"):      "补充的情况",
    ("ask", "question"):      "请反映人补充什么",
    ("register", "words"):    "反映什么",
    ("supply", "photos"):     "照片、录音或文件",
    ("confirm", "photos"):    "照片或录音",
    ("dispute", "photos"):    "照片或录音",
    ("reopen", "photos"):     "照片或录音",
    ("ask_up", "words"):      "为什么要请上一级来管",
    ("interim", "message"):   "进展情况",
    ("grant", "message"):     "给反映人的说明",
    ("pause", "message"):     "说明",
    ("resume", "message"):    "说明",
    ("urge", "message"):      "催办的话",
    ("call_back", "message"): "回访记录",
    ("answer", "message"):    "答复内容",
    ("erase", "reason"):      "删除原因",
    ("correct", "reason"):    "更正原因",
    ("recount_time", "due"):  "新的时限",
    ("backfill", "result"):   "原台账的办理结果",
    ("backfill", "disposition"): "原台账的处理结论",
    ("backfill", "solved"):   "原台账记的解决情况",
    ("backfill", "satisfaction"): "原台账记的满意度",
}

# Asked only of some of those who may take the step. What an officer writes down on a resident's word names whose word
# it is; that a matter ends unsolved is for the resident alone to say.
ONLY_FOR: dict[tuple[str, str], Set[Role]] = {
    ("confirm", "complainant"):  {AGENT},
    ("confirm", "close_anyway"): {RESIDENT},
}
# fmt: on

# What a step is called where somebody takes it in another's name.
CALLED: dict[tuple[str, Role], str] = {
    ("confirm", AGENT): "代记评价",
    ("supply", AGENT): "代记补充",
    ("withdraw", AGENT): "代记撤回",
}

CASE = Process(
    name="case",
    label="诉求件",
    stages=Stage,
    roles=Role,
    steps=STEPS,
    questions=QUESTIONS,
    labels=LABELS,
    only_for=ONLY_FOR,
    called=CALLED,
    ladders=LADDERS,
    guards=GUARDS,
    presentation=PRESENTATION,
    particulars={"other": OneCase()},
    alarms=(
        Alarm({JOINT}, "部门未在时限内报到，或未在期限前出具意见", "flag"),
        Alarm(OPEN_STAGES, "装入了新的工作日历", "recount_time"),
        Alarm({WORKING, JOINT}, "暂停或请居民补充时约定的时间到了", "resume"),
    ),
    about_limits="各环节、各层级的时限长短是事项目录里的数据；目录有版本，每一件始终按登记时的版本计算。",
)
