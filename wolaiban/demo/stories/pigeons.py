"""海逸半岛: pigeon droppings. The street whistles; two departments come, a third is not concerned and is let go."""

from wolaiban.demo.pages.cast import HAIYI, HOUSING, URBAN
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import Channel, RequestKind, Tier

FORESTRY = "110111D00015"
FORESTER = "youmin"

STORY = Script(
    key="pigeons",
    unit=HAIYI,
    by="meng",
    weeks=4,
    when="+0 10:00",
    title="楼顶养鸽，粪便落满窗台和晾晒的被子",
    words="楼顶有人搭棚养了几十只鸽子，粪便落在窗台、空调外机和晾的被子上，夏天不敢开窗。找过养鸽的人，"
    "他说没人规定不能养。",
    place="6 号楼楼顶",
    reporters=("li",),
    kind=RequestKind.COMPLAINT,
    turns=(
        turn("accept", "meng", "+0 10:20", category="环境卫生", tier=Tier.MINOR, handler="lu"),
        turn(
            "note",
            "lu",
            "+1 09:30",
            text="上楼顶看过：鸽棚三间，四十来只，防水层被踩坏一片。养鸽人不肯拆，说社区没有执法权。",
        ),
        turn(
            "raise",
            "lu",
            "+1 15:00",
            tried="入户劝了两次，养鸽人不同意迁走；社区没有权力拆棚，也修不了楼顶防水。",
            asked="请街道牵头，把鸽棚是否违规、楼顶防水谁来修、粪便谁来清这三件事一次说清。",
        ),
        turn("take_up", "tang", "+2 10:00", handler="tang"),
        turn(
            "whistle",
            "xue",
            "+5 09:30",
            lead_department=URBAN,
            assisting=[HOUSING, FORESTRY],
            due=10,
            question="楼顶鸽棚扰民：市容卫生怎么管、屋面防水和共用部位怎么办、鸽子能否由贵局劝导迁移？",
        ),
        turn("report_in", "he", "+5 14:00", contact="市容科值班室"),
        turn(
            "object",
            FORESTER,
            "+5 15:00",
            reason="信鸽、家鸽属家禽，不是野生动物，我局没有管理和处置的职责。",
            legal_basis="《中华人民共和国野生动物保护法》第二条规定的保护范围不含家鸽。",
            contact="资源保护科",
        ),
        turn("report_in", "ma", "+5 16:30", contact="物业管理科"),
        turn(
            "release_summons",
            "xue",
            "+6 09:30",
            summons=FORESTRY,
            reason="家鸽确不属野生动物，异议成立。由街道和社区做劝导。",
        ),
        turn(
            "interim",
            "meng",
            "+6 16:00",
            message="街道已经把区城市管理委和区住建委请来了，周四一起上楼顶看，定了办法就告诉您。",
        ),
        turn(
            "contribute",
            "he",
            "+8 11:00",
            result="依据市容环境卫生管理规定，责令养鸽人限期清理粪便、迁出鸽群。今天已清洗窗台和空调外机二十六户。",
        ),
        turn(
            "contribute",
            "ma",
            "+9 15:20",
            result="楼顶是全体业主的共用部位，搭棚未经业主同意。物业已拆除鸽棚，用维修资金修补防水四十平方米。",
        ),
        turn(
            "resolve",
            "tang",
            "+12 10:00",
            disposition="solved",
            root_cause="service",
            result="鸽子迁到养鸽人老家，鸽棚拆除，外墙窗台清洗完毕，楼顶防水修好；社区把“共用部位不得饲养家禽”写进了居民公约。",
        ),
        turn(
            "answer",
            "meng",
            "+12 14:00",
            answer_channel="phone",
            message="鸽子已经迁走，楼顶的棚拆了，窗台也洗过了。以后再有，直接给我打电话。",
        ),
        turn("confirm", "li", "+13 09:10", solved="yes", satisfaction="satisfied", words="终于敢开窗了。"),
    ),
)

WAITING = (
    Script(
        key="pigeons-open",
        unit=HAIYI,
        by="lu",
        days=1,
        when="+0 09:10",
        title="9 号楼阳台喂鸽子，引来一大群",
        words="9 号楼三层有人在阳台喂鸽子，早上一来就是一大群，楼下的车全是鸽粪。",
        place="9 号楼",
        reporters=("mao",),
        kind=RequestKind.COMPLAINT,
        turns=(
            turn("accept", "meng", "+0 09:30", category="环境卫生", tier=Tier.MINOR, handler="meng"),
            turn(
                "note",
                "meng",
                "+0 14:40",
                text="和喂鸽子的住户谈过，她答应不在阳台撒食，改到河边。先看两天。",
            ),
        ),
    ),
    Script(
        key="pigeons-again",
        unit=HAIYI,
        by="lu",
        when="~35",
        title="9 号楼的鸽子又飞回来了",
        words="9 号楼楼下停的车又落了一层鸽子粪，还是三层有人喂。",
        place="9 号楼",
        reporters=("xia",),
        channel=Channel.CALL,
        kind=RequestKind.COMPLAINT,
    ),
    Script(
        key="fumes",
        unit=HAIYI,
        by="lu",
        days=1,
        when="+0 10:00",
        title="临街底商油烟直排，楼上不敢开窗",
        words="楼下小饭馆的油烟从后窗直接排到院里，我们二层开不了窗，孩子老咳嗽。",
        place="临街底商后院",
        reporters=("jiangjunping70",),
        kind=RequestKind.COMPLAINT,
        turns=(
            turn("accept", "lu", "+0 10:15", category="大气污染", tier=Tier.MINOR, handler="lu"),
            turn("note", "lu", "+0 15:20", text="找店主谈了，他说净化器要两万多，不肯装。社区没有检查权。"),
        ),
    ),
)
