"""The default texts: plain, short enough for a text message, and nothing in them but number, state, unit and time.

A district may word each of them otherwise (`models.Wording`). What goes before (【office】) and after (the link) is
added when a message is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

LONGEST = 120


@dataclass(frozen=True)
class Text:
    """A text under its key: when it is said, to whom, and in which words by default."""

    key: str
    occasion: str
    words: str


@dataclass(frozen=True)
class Placeholder:
    name: str
    meaning: str


# What a text may name. None of it tells who somebody is or what the matter is about.
PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("number", "件号"),
    Placeholder("state", "现在的环节"),
    Placeholder("unit", "承办单位"),
    Placeholder("by", "时限；值班的，是哪一天、哪个月"),
    Placeholder("office", "办公室名称"),
    Placeholder("count", "件数、处数或个数（仅汇总、晨间清单、夜间检查和没有排班的工作室）"),
    Placeholder("late", "超期件数（仅晨间清单）"),
    Placeholder("waiting", "待反馈件数（仅晨间清单）"),
)
NAMES = frozenset(placeholder.name for placeholder in PLACEHOLDERS)
COUNTS = frozenset({"count", "late", "waiting"})

# fmt: off
TEXTS: tuple[Text, ...] = (
    # -- to residents
    Text("receipt",          "登记后 → 反映人",       "您反映的事情已登记，件号 {number}，{unit}将在{by}前受理。请保管好回执，凭回执查看进展。"),
    Text("accepted",         "受理 → 反映人",         "您反映的事情（{number}）已受理，由{unit}办理，{by}前办完。"),
    Text("declined",         "不予受理 → 反映人",      "您反映的事情（{number}）依规定不予受理，原因和该走的途径请凭回执查看。"),
    Text("raised",           "代理上报 → 反映人",      "您反映的事情（{number}）已代您上报{unit}，{by}前接手。"),
    Text("late_raised",      "超期自动上报 → 反映人",   "您反映的事情（{number}）没有按时办，系统已自动报到{unit}，{by}前接手。让您久等了。"),
    Text("guided",           "指导退办 → 反映人",      "您反映的事情（{number}）由{unit}按上级指导继续办理，{by}前办完。"),
    Text("taken_up",         "提级承接 → 反映人",      "您反映的事情（{number}）{unit}已接手，{by}前办完。"),
    Text("called",           "吹哨 → 反映人",         "您反映的事情（{number}）已请有关部门一起来办，{by}前办完。"),
    Text("asked",            "请居民补充 → 反映人",    "您反映的事情（{number}）需要您补充情况，请凭回执查看并补充，或到工作室说一声。"),
    Text("interim",          "阶段答复 → 反映人",      "您反映的事情（{number}）有新的进展，请凭回执查看。"),
    Text("extended",         "同意延期 → 反映人",      "您反映的事情（{number}）需要多一些时间，改在{by}前办完，原因请凭回执查看。"),
    Text("paused",           "暂停计时 → 反映人",      "您反映的事情（{number}）暂时停了下来，原因请凭回执查看。恢复办理时会告诉您。"),
    Text("resumed",          "恢复计时 → 反映人",      "您反映的事情（{number}）已恢复办理，{by}前办完。"),
    Text("answered",         "反馈 → 反映人",         "您反映的事情（{number}）已有结果，请凭回执查看，{by}前告诉我们满意不满意。"),
    Text("please_rate",      "评价期将满 → 反映人",    "您反映的事情（{number}）还等您评价，{by}到期。不满意的，上一级会复核。"),
    Text("judged_for_you",   "代登记评价 → 反映人",    "工作室按您说的登记了对 {number} 的评价。不是您的意思，请马上联系工作室，或凭回执查看。"),
    Text("report_anew",      "回访说没有解决 → 反映人", "{number} 已过可以重新办理的期限，您说的已记下。问题还在，请作为新的事情再反映，我们接着办。"),
    Text("dispute_received", "提出异议 → 反映人",      "您对 {number} 的异议已收到，将由上一级复核，{by}前答复您。"),
    Text("lapsed",           "逾期未评 → 反映人",      "您反映的事情（{number}）评价期已满，已办结。问题还在的，可以要求重新办理。"),
    Text("upheld",           "维持答复 → 反映人",      "您对 {number} 的异议已复核，维持原答复。理由和您还可以走的途径，请凭回执查看。"),
    Text("redone",           "责成重办 → 反映人",      "您对 {number} 的异议成立，已责成{unit}重新办理，{by}前办完。"),
    Text("taken_back",       "撤回重来 → 反映人",      "刚才关于 {number} 的消息发早了，请不要当真。事情还在办，有了结果再告诉您。"),
    Text("reopened",         "重新办理 → 反映人",      "您反映的事情（{number}）已重新办理，由{unit}负责，{by}前办完。"),
    Text("withdrawn_for_you", "工作室代撤回 → 反映人",  "您反映的事情（{number}）已由工作室代您撤回。不是您的意思，请马上联系工作室。"),
    Text("merged",           "并案 → 反映人",         "您反映的事情（{number}）已和同一件事合在一起办，结果同样会告诉您。"),
    Text("unmerged",         "拆案 → 反映人",         "您反映的事情（{number}）改为单独办理，由{unit}负责，{by}前办完。"),
    Text("late",             "超期提请关注 → 反映人",   "您反映的事情（{number}）没有按时办完，已报区联席办督促。让您久等了。"),
    Text("visit_booked",     "约好接待日 → 预约的人",   "已约好 {by} 到{unit}来谈，编号 {number}。来不了的，请改期或取消，把名额让给别人。"),
    Text("visit_moved",      "改期 → 预约的人",       "已改到 {by}，到{unit}来谈，编号 {number}。原来的时间不用来了。"),
    Text("visit_cancelled",  "取消预约 → 预约的人",    "您的预约（{number}）已取消，不用来了。想再来，请重新约。"),
    Text("visit_called_off", "接待日取消 → 预约的人",   "{by} 的接待取消了，您的预约（{number}）不用来了。对不住，请另约一天，或打工作室的电话。"),
    Text("visit_soon",       "前一天提醒 → 预约的人",   "提醒您：{by} 到{unit}来谈，编号 {number}。来不了的，请今天改期或取消。"),
    Text("summary_outside",  "多条消息汇总 → 反映人",   "您反映的事情有 {count} 条新进展，请凭回执查看。"),
    # -- to those who work on it
    Text("to_accept",        "登记后 → 承办单位",      "{number} 新登记，请在{by}前受理。"),
    Text("assigned",         "受理、指派、承接 → 经办人", "{number} 由您经办，{by}前办完。"),
    Text("to_take_up",       "代理上报 → 上一级",      "{number} 已上报到{unit}，请在{by}前承接。"),
    Text("raised_for_you",   "超期自动上报 → 原承办单位", "{number} 超期没有办，系统已自动上报到{unit}。"),
    Text("guided_back",      "指导退办 → 承办单位",     "{number} 附指导意见交回{unit}，请在{by}前办完。"),
    Text("summoned",         "吹哨 → 部门",           "{number} 吹哨请贵部门报到，请打开系统查看报到时限。"),
    Text("reported_in",      "报到 → 经办人",         "{number} 有部门已报到。"),
    Text("objected",         "职责异议 → 负责人、区联席办", "{number} 有部门提出职责异议，请裁定。"),
    Text("summons_upheld",   "维持吹哨 → 部门",       "{number} 的职责异议未成立，请贵部门继续办理。"),
    Text("summons_released", "解除吹哨 → 部门",       "{number} 的职责异议成立，贵部门不必再办。"),
    Text("contributed",      "部门意见 → 经办人",      "{number} 有部门已出具办理意见。"),
    Text("called_off",       "联动结束 → 部门",       "{number} 的联动已结束，贵部门不必再办。"),
    Text("supplied",         "补充 → 经办人",         "{number} 的反映人补充了情况，请打开查看，{by}前办完。"),
    Text("extension_asked",  "申请延期 → 负责人",      "{number} 申请延期，请答复是否同意。"),
    Text("granted",          "同意延期 → 经办人",      "{number} 的延期已同意，改在{by}前办完。"),
    Text("refused",          "不同意延期 → 经办人",     "{number} 的延期未获同意，仍须在{by}前办完。"),
    Text("paused_below",     "暂停计时 → 上一级",      "{number}（{unit}）暂停了计时，原因和恢复的日子请打开系统查看，不妥的请催办或督办。"),
    Text("goes_on",          "自动恢复计时 → 经办人",   "{number} 等待期已满，计时已恢复，{by}前办完。"),
    Text("to_answer",        "办结 → 代理工作室",      "{number} 已经办完，请在{by}前把结果告诉反映人。"),
    Text("confirmed",        "评价 → 经办人",         "{number} 的反映人作了评价，现在{state}。"),
    Text("to_decide",        "不满意 → 上一级",       "{number} 的反映人对结果有异议，请在{by}前复核。"),
    Text("disputed",         "不满意 → 经办人",       "{number} 的反映人对结果有异议，已交上一级复核。"),
    Text("answer_upheld",    "维持答复 → 经办人",      "{number} 经复核维持原答复，现在{state}。"),
    Text("taken_back_inside", "撤回重来 → 收到过消息的工作人员", "{number} 刚办的一步已由办的人撤回，现在{state}，此前的消息作废。"),
    Text("to_redo",          "责成重办 → 经办人、负责人", "{number} 经复核须重新办理，{by}前办完。"),
    Text("to_reopen",        "重新办理 → 经办人、负责人", "{number} 重新打开，请在{by}前办完。"),
    Text("withdrawn",        "撤回 → 经办人",         "{number} 已撤回。"),
    Text("gained",           "并案 → 经办人",         "有一件同样的事并入了 {number}，结果要一并反馈。"),
    Text("urged",            "催办 → 经办人、负责人",   "{number} 有人催办，{by}到期，请抓紧。"),
    Text("asked_up",         "请求提级 → 经办人、负责人、上一级", "{number}（{state}，{unit}）的反映人请上一级来管，请关注。"),
    Text("due_soon",         "将到时限 → 承办人",      "{number}（{state}）时限将到：{by}，请抓紧。"),
    Text("overdue",          "超期 → 经办人、负责人", "{number}（{state}）已超期，请立即办理。"),
    Text("supervised",       "督办 → 经办人、负责人",   "{number} 已被督办，请打开系统查看要求和期限。"),
    Text("supervised_soon",  "督办期限将到 → 经办人、负责人", "{number} 督办要求的期限将到：{by}，请抓紧办结。"),
    Text("flagged",          "超期提请关注 → 区联席办", "{number}（{state}，{unit}）超期没有动静，请关注。"),
    Text("summons_flagged",  "部门超期 → 区联席办",    "{number} 有部门超期没有报到或出具意见，请关注。"),
    Text("summons_overdue",  "部门超期 → 部门",       "{number} 贵部门已超期，已报区联席办，请立即办理。"),
    Text("summons_soon",     "部门时限将到 → 部门",    "{number} 贵部门的时限将到：{by}，请抓紧。"),
    Text("by_call",          "收不到短信的登记后 → 承办单位", "{number} 的反映人留的号码收不到短信，有进展请打电话告诉。"),
    Text("to_call",          "收不到短信的有了进展 → 承办单位", "{number} 的反映人收不到短信，请打电话告诉。"),
    Text("morning",          "晨间清单 → 工作室负责人", "今天到期 {count} 件，已超期 {late} 件，待反馈 {waiting} 件。"),
    Text("subject",          "会商等程序有进展 → 有关人员", "{number}：{state}。"),
    Text("deputy_on",        "代理开始 → 双方和本单位",  "{unit}有岗位由人代理了，请打开“不在岗”查看是谁、到哪一天。"),
    Text("deputy_off",       "代理结束 → 双方和本单位",  "{unit}的代理已经结束，此后的事由本人办。"),
    Text("shift_on",         "值班前一天 18:00 → 值班的人", "{by}您在{unit}值班：{state}。"),
    Text("shift_off",        "告诉以后换了人 → 原来值班的人", "{by}{unit}的班（{state}）换了，您不用来了。"),
    Text("month_missing",    "25 日还没有排下月的班 → 负责人", "{unit}还没有排{by}的值班表，请打开“值班”排好、公布。"),
    Text("months_missing",   "28 日还没有排下月的班 → 镇街", "{unit}有 {count} 个工作室还没有排{by}的值班表，请打开“值班”查看。"),
    Text("night_well",       "昨夜一切正常 → 系统管理员", "昨夜的备份、演练和检查点都正常，系统运行良好。"),
    Text("night_bad",        "昨夜有问题 → 系统管理员", "昨夜检查有 {count} 处要处理，请打开“运行情况”查看。"),
    Text("trial",            "给自己发测试消息 → 系统管理员", "这是您自己发的一条测试消息，收到就说明这条路是通的。"),
    Text("summary",          "多条消息汇总 → 工作人员", "您有 {count} 条新消息，请打开系统查看。"),
)
# fmt: on
BY_KEY: dict[str, Text] = {text.key: text for text in TEXTS}


def faults_of(words: str, *, counts: bool = False) -> str:
    """Why these words cannot be a text, in plain words; "" where they can."""
    tidy = words.strip()
    if not tidy:
        return "请写上内容。"
    if len(tidy) > LONGEST:
        return f"最多 {LONGEST} 字，现在 {len(tidy)} 字。"
    try:
        parts = list(Formatter().parse(tidy))
    except ValueError:
        return "花括号没有成对。要用花括号本身，请写两个：{{ 或 }}。"
    allowed = NAMES if counts else NAMES - COUNTS
    for _, name, spec, conversion in parts:
        if name is not None and (name not in allowed or spec or conversion):
            known = "、".join(f"{{{p.name}}}" for p in PLACEHOLDERS if p.name in allowed)
            return f"不认识“{{{name}}}”。可以用的是：{known}。"
    return ""


def speaks_of_counts(key: str) -> bool:
    return any(f"{{{name}}}" in BY_KEY[key].words for name in COUNTS)
