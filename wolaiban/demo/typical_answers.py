"""A few typical answers from the stories of the demo: written by one, released by another, one still waiting."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.cases.queries.keys import case_under
from wolaiban.demo.playing import KEY, Player
from wolaiban.process.words import Stage
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.workflow.performing import begin, perform


@dataclass(frozen=True)
class Proposal:
    story: str
    written_by: str
    released_by: str | None
    question: str
    answer: str


PROPOSALS = (
    Proposal(
        "railing", "bai", "qin", "公共场所的台阶没有扶手，老人上下不方便，该找谁？",
        "找村里或社区的“我来办工作室”就行。工作人员会先到现场量尺寸，小的改造由村集体或社区公益金支付，不用个人掏钱，"
        "一般一个星期内装好。施工期间会用警戒带围起来，请走侧门。\n装好以后请您走一趟试试，松了、滑了随时再来说。",
    ),
    Proposal(
        "pigeons", "lu", "meng", "邻居养鸽子，气味和羽毛影响生活，怎么办？",
        "先到工作室说一声，工作人员会上门看，并和养鸽子的人家商量：笼舍要按规定，定时清扫，放飞避开早晚。"
        "商量不成的，社区会请城管等部门一起来看，按城市市容的规定处理。\n办的过程中不会告诉对方是谁反映的。",
    ),
    Proposal(
        "benches", "an", "yu", "小区想加几把长椅，要办什么手续？",
        "几户人家一起提最好。社区会开一次居民议事会，商量放在哪里、谁来管，不挡消防通道、不占车位。"
        "商量定了由社区公益金购置，一般一个月之内能装上。",
    ),
    Proposal(
        "daughter", "shi", None, "老人行动不便，家属在外地，能不能请工作室代办？",
        "可以。家属打电话或在网上说明情况就行，注明是代老人反映的。工作人员会上门看望，能当场办的当场办，"
        "需要部门办的由工作室代为上报，结果会告诉老人，也会告诉家属。",
    ),
)  # fmt: skip


def publish_some(player: Player) -> None:
    """Safe to break off and begin again; of a case that is not closed yet nothing is published."""
    for proposal in PROPOSALS:
        case = case_under(KEY.format(proposal.story))
        if case is None or case.stage != Stage.CLOSED or TypicalAnswer.objects.filter(case=case).exists():
            continue
        words = {"question": proposal.question, "answer": proposal.answer}
        begin("write", on=TypicalAnswer(case=case), by=player.actor(proposal.written_by), answers=words)
        if proposal.released_by:
            typical = TypicalAnswer.objects.get(case=case)
            perform("release", on=typical, by=player.actor(proposal.released_by), answers={"agreed": True})
