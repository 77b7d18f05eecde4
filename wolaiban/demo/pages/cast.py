"""Everybody the demo lets a visitor be: who they are, and which matter waits for them. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.words import Function

DONGFEN, HAIYI, DAGAOSHE, YILINJUN = "110111001202", "110111012010", "110111103217", "110111011032"
CHENGGUAN, XILU, DOUDIAN, GONGCHEN = "110111001000", "110111012000", "110111103000", "110111011000"
URBAN, HOUSING, CIVIL, LAND = "110111D00001", "110111D00002", "110111D00003", "110111D00005"
DISTRICT = "110111000000"


@dataclass(frozen=True)
class Person:
    """Somebody with a card. `matter` and `step` say what waits: a test holds them against the filled demo."""

    username: str
    name: str
    unit: str
    function: Function | None  # None: a resident
    try_this: str
    matter: str = ""
    step: str = ""


@dataclass(frozen=True)
class CastGroup:
    heading: str
    people: tuple[Person, ...]


F = Function
# fmt: off
GROUPS: tuple[CastGroup, ...] = (
    CastGroup("居民和志愿者", (
        Person("wang", "王秀英", DONGFEN, None,
               "看看“二号院门口的井盖响”办得怎么样，点“满意”或“不满意”。", "manhole", "confirm"),
        Person("li", "李强", HAIYI, None,
               "看看“地下车库夜里没有灯”办到哪一步了，等急了就催办一次。", "garage", "urge"),
        Person("wen", "闻静", YILINJUN, F.VOLUNTEER,
               "您是楼门长。点“登记”，把今天在小区里看到的一处隐患报上来。"),
    )),
    CastGroup("东坟村（城关街道）", (
        Person("qin", "秦怀信", DONGFEN, F.STUDIO_LEADER,
               "受理“活动广场的路灯不亮”，定下经办人；当场能办的，也可以直接办结。", "lamp", "accept"),
        Person("bai", "白玉兰", DONGFEN, F.COMMITTEE_MEMBER,
               "“两家为排水沟吵了起来”由您调解，谈妥了就办结，再反馈给两家。", "gutter", "resolve"),
    )),
    CastGroup("海逸半岛社区（西潞街道）", (
        Person("meng", "孟晓", HAIYI, F.STUDIO_LEADER,
               "刚登记的“鸽子又飞回来了”和在办的那件是同一件事，把它并案。", "pigeons-again", "merge"),
        Person("lu", "陆安", HAIYI, F.COMMITTEE_MEMBER,
               "“临街底商油烟直排”社区管不了，代居民向街道上报。", "fumes", "raise"),
    )),
    CastGroup("大高舍村（窦店镇）", (
        Person("zhou", "周成", DAGAOSHE, F.STUDIO_LEADER,
               "“门口坡道太陡”已经办好，去告诉反映人，别让人家等。", "ramp", "answer"),
        Person("shi", "施兰", DAGAOSHE, F.WOMEN,
               "“独居老人的一日三餐”还差一份材料，请反映人补充，看看计时怎么停下来。", "meals", "ask"),
    )),
    CastGroup("伊林郡社区（拱辰街道）", (
        Person("yu", "于澜", YILINJUN, F.STUDIO_LEADER,
               "楼门长闻静报来“健身器材螺丝松了”，还没有居民投诉，先受理。", "fitness", "accept"),
        Person("an", "安平", YILINJUN, F.SECURITY,
               "“单元门禁坏了”要等配件，三天办不完，申请延期。", "door", "extend"),
    )),
    CastGroup("镇街", (
        Person("gao", "高远", CHENGGUAN, F.TOWNSHIP_COORDINATOR,
               "东坟村代理上报了“村口公交站没有雨棚”，由您承接，或指导村里怎么办。", "shelter", "take_up"),
        Person("fang", "方正", CHENGGUAN, F.TOWNSHIP_LEADER,
               "“老旧小区雨水倒灌”一家办不了，吹哨请部门报到。", "flood", "whistle"),
        Person("cheng", "程立", CHENGGUAN, F.LEADER_IN_CHARGE,
               "“楼道堆物堵了消防通道”已经超期，提出督办要求和期限。", "clutter", "supervise"),
        Person("tang", "唐宁", XILU, F.TOWNSHIP_COORDINATOR,
               "“地下车库夜里没有灯”两个部门的意见都到了，可以办结。", "garage", "resolve"),
        Person("xue", "薛平", XILU, F.TOWNSHIP_LEADER,
               "吹哨之后，区规自分局对“围挡占了人行道”提出职责异议，请您裁定。", "hoarding", "release_summons"),
        Person("dong", "董和", DOUDIAN, F.TOWNSHIP_COORDINATOR,
               "大高舍村代理上报了“灌溉井抽不上水”，由您承接。", "well", "take_up"),
        Person("ke", "柯明", DOUDIAN, F.TOWNSHIP_LEADER,
               "村民对“承包地边界”的答复不满意，请您复核：维持，还是责成重办。", "boundary", "redo"),
        Person("ding", "丁一鸣", GONGCHEN, F.TOWNSHIP_COORDINATOR,
               "“小区门前人行道塌陷”由您经办，先给居民一个阶段答复。", "pavement", "interim"),
        Person("shao", "邵华", GONGCHEN, F.TOWNSHIP_LEADER,
               "统筹员为“河边步道缺了一段护栏”申请延期 5 天，请您批。", "guardrail", "grant"),
    )),
    CastGroup("区直部门", (
        Person("he", "何青", URBAN, F.DEPARTMENT_OFFICER,
               "西潞街道为“燃气调压箱旁堆满杂物”吹哨，去报到。", "gas", "report_in"),
        Person("ma", "马驰", HOUSING, F.DEPARTMENT_OFFICER,
               "您已为“外墙砖掉了好几块”报到，现在出具办理意见。", "tiles", "contribute"),
        Person("ning", "宁静", CIVIL, F.DEPARTMENT_OFFICER,
               "窦店镇为“老两口照顾失能的儿子”吹哨，去报到。", "carers", "report_in"),
        Person("tian", "田禾", LAND, F.DEPARTMENT_OFFICER,
               "城关街道为“山坡上往下掉石头”吹哨到贵局；若不属职责，5 个工作日内可提异议。", "rocks", "object"),
    )),
    CastGroup("区级", (
        Person("shen", "沈清", DISTRICT, F.DISTRICT_OFFICE,
               "在事项里找到已办结的“曲艺小院的台阶没有扶手”，给反映人打个回访电话，记下是否真的解决。", "railing", "call_back"),
        Person("lian", "连海", DISTRICT, F.DISTRICT_DIRECTOR,
               "居民不服街道对“加装电梯挡了一层的光”的答复，请您裁定。", "lift", "redo"),
        Person("jian", "简明", DISTRICT, F.AUDITOR,
               "只看不办：打开“事项”里任意一件，看它的来龙去脉，每一步是谁在何时办的。"),
        Person("guan", "管宁", DISTRICT, F.ADMINISTRATOR,
               "打开“人员”，给东坟村添一位两委成员，再看看这次变动记在了哪里。"),
    )),
)
# fmt: on

PEOPLE: dict[str, Person] = {person.username: person for group in GROUPS for person in group.people}
