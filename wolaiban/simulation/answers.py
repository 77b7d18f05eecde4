"""What is given in each step of a simulated matter: from the matter's own words, or from a small stock of everyday ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from wolaiban.people.actor import Actor
from wolaiban.process.words import AnswerChannel, LawfulWay
from wolaiban.simulation import odds

if TYPE_CHECKING:
    from wolaiban.simulation.life import Life

NOTES = (
    "到现场看了，拍了照片，情况属实。", "给当事人打了电话，约明天上门。", "联系了施工队，说后天来人。", "两家都说愿意坐下来谈。",
    "找到了当年的合同，复印了一份。", "材料已备齐，等对方单位回话。", "物业经理答应这周内办，已记下。", "又去看了一回，已经动工了。",
)  # fmt: skip
PROGRESS = (
    "已经安排人去看，三天内给您回话。",
    "正在和对方商量，请您再等两天。",
    "材料报上去了，有消息马上告诉您。",
)
TRIED = ("到现场看过两次，也请人估了价，村居没有这个权限。", "先后调解三次，双方差距还大，需要上级出面。")
ASKED_ABOVE = ("请镇街协调产权单位。", "请镇街牵头会商，定下由谁来修。", "请派专业人员到场鉴定。")
REMEDIES = "30 日内可向上一级申请复查，也可依法起诉。"
CHANNELS = odds.Odds(
    {
        AnswerChannel.PHONE: 55,
        AnswerChannel.IN_PERSON: 35,
        AnswerChannel.SMS: 7,
        AnswerChannel.LETTER: 3,
    }
)
Given = dict[str, Any]


def answers_to(step: str, life: Life, at: datetime, by: Actor) -> Given:
    made = MADE.get(step)
    return made(life, at, by) if made else {}


def _accept(life: Life, at: datetime, by: Actor) -> Given:
    holder = life.town.offices[life.circle.case.holder_id]
    handler = life.luck.choice(holder.posts).user
    return {"category": _category(life), "tier": odds.tier_by(life.luck), "handler": handler}


def _category(life: Life) -> Any:
    return life.town.categories[life.arrival.told.matter.category]


def _resolve(life: Life, at: datetime, by: Actor) -> Given:
    matter = life.arrival.told.matter
    given = {"disposition": matter.end, "root_cause": matter.cause, "result": matter.result}
    return given if life.circle.case.category_id else {**given, "category": _category(life)}


def _whistle(life: Life, at: datetime, by: Actor) -> Given:
    lead, *others = life.luck.sample(life.town.departments, life.luck.randint(*odds.SUMMONED))
    question = f"{life.arrival.told.title}，属地一家办不了，请到现场会商。"
    given = {"lead_department": lead, "question": question, "due": at + timedelta(days=10)}
    return {**given, "assisting": others} if others else given


def _verdict(life: Life, at: datetime, by: Actor) -> Given:
    solved, satisfaction = odds.VERDICTS.draw(life.luck)
    return {"solved": solved, "satisfaction": satisfaction}


def _call_back(life: Life, at: datetime, by: Actor) -> Given:
    someone = {"complainant": next(c for c in life.circle.complainants if c.judged_at is None)}
    if life.luck.random() < odds.NOT_REACHED:
        return {**someone, "reached": False}
    return {**someone, "reached": True, **_verdict(life, at, by)}


def _handler(life: Life, at: datetime, by: Actor) -> Given:
    return {"handler": by.user}


def _says(**stock: str | tuple[str, ...]) -> Callable[[Life, datetime, Actor], Given]:
    """Words from a stock, one of them where there are several."""

    def made(life: Life, at: datetime, by: Actor) -> Given:
        return {
            name: words if isinstance(words, str) else life.luck.choice(words)
            for name, words in stock.items()
        }

    return made


def _decline(life: Life, at: datetime, by: Actor) -> Given:
    words = _says(reason="此事已由法院立案审理。", guidance="请向承办法官反映，地址和电话已写给您。")
    return {"lawful_way": LawfulWay.COURT, **words(life, at, by)}


def _answer(life: Life, at: datetime, by: Actor) -> Given:
    return {"answer_channel": CHANNELS.draw(life.luck), "message": life.arrival.told.matter.told}


def _ask(life: Life, at: datetime, by: Actor) -> Given:
    return {
        "question": "请把合同和票据带来复印一份。",
        "until": at + timedelta(days=life.luck.randint(3, 15)),
    }


MADE: dict[str, Callable[[Life, datetime, Actor], Given]] = {
    "accept": _accept,
    "decline": _decline,
    "raise": _says(tried=TRIED, asked=ASKED_ABOVE),
    "guide": _says(advice="请按分家协议的原件来认定，村里先调解一次，需要律师可以来找司法所。"),
    "take_up": _handler,
    "whistle": _whistle,
    "report_in": _says(contact="值班室 010-60000000"),
    "contribute": _says(result=("已派人到现场处理，问题已解决。", "经核实，方案已定，五日内完工。")),
    "ask": _ask,
    "supply": _says(words=("合同和票据都带来了，请看。", "补充照片已经交给工作室。")),
    "interim": _says(message=PROGRESS),
    "resolve": _resolve,
    "answer": _answer,
    "confirm": _verdict,
    "dispute": _says(words=("说是修好了，下雨还是漏。", "只给了个说法，事情没有办。")),
    "call_back": _call_back,
    "uphold": _says(reason="经复核，处理有据，答复恰当。", remedies=REMEDIES),
    "redo": _says(instruction="请三日内重新到现场核实，并当面答复。"),
    "withdraw": _says(words=("两家已经说好了，不用办了。", "事情自己解决了，谢谢。")),
    "note": _says(text=NOTES),
}
