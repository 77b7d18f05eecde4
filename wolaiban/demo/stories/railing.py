"""东坟村: the steps of the opera yard had no handrail. Settled at the counter of the studio within a week."""

from wolaiban.demo.pages.cast import DONGFEN
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import Channel, RequestKind, Tier

STORY = Script(
    key="railing",
    unit=DONGFEN,
    by="qin",
    weeks=3,
    when="+0 09:20",
    title="曲艺小院的台阶没有扶手",
    words="村里曲艺小院门口有七级台阶，没有扶手。来听戏唱戏的大多是六七十岁的老人，上下全靠互相搀着，"
    "上个月就有人崴了脚。想请村里给装个扶手。",
    place="曲艺小院正门台阶",
    reporters=("wang",),
    turns=(
        turn("accept", "qin", "+0 09:35", category="居民服务设施", tier=Tier.MINOR, handler="bai"),
        turn(
            "note",
            "bai",
            "+0 14:10",
            text="到现场量了尺寸：台阶七级，宽两米四，两侧都要装。白天人多，施工安排在上午散场以后。",
        ),
        turn(
            "interim",
            "bai",
            "+1 10:30",
            message="扶手已经订好，用不锈钢的，冬天不冻手。周五进场，周六装完，钱由村里出，不用大家掏。",
        ),
        turn("note", "bai", "+2 15:40", text="立柱已打好，等水泥干透，先用警戒带围上，请老人从侧门进出。"),
        turn(
            "resolve",
            "bai",
            "+3 09:10",
            disposition="solved",
            root_cause="facility",
            result="台阶两侧各装一道不锈钢扶手，共十一米，逐根摇过，牢固。台阶边沿补了防滑条。",
        ),
        turn(
            "answer",
            "bai",
            "+3 09:40",
            answer_channel="in_person",
            message="王婶，扶手今天装好了，您上下走一趟试试。要是哪里松了，随时来工作室说。",
        ),
        turn(
            "confirm",
            "wang",
            "+5 10:05",
            solved="yes",
            satisfaction="satisfied",
            words="一个星期不到就装上了，还加了防滑条，老伙计们都说好。",
        ),
    ),
)

WAITING = (
    Script(
        key="manhole",
        unit=DONGFEN,
        by="bai",
        days=3,
        when="+0 10:20",
        title="二号院门口的井盖响",
        words="二号院门口那块井盖，车一压就“咣当”一声，夜里睡不好。请给看看。",
        place="二号院门口",
        reporters=("wang",),
        channel=Channel.CALL,
        turns=(
            turn("accept", "bai", "+0 10:40", category="城市公共设施", tier=Tier.MINOR, handler="bai"),
            turn(
                "resolve",
                "bai",
                "+1 15:30",
                disposition="solved",
                root_cause="facility",
                result="井圈变形，已校正，井盖下垫了胶条，请两辆车压过，不响了。",
            ),
            turn(
                "answer",
                "bai",
                "+1 16:00",
                answer_channel="phone",
                message="井盖垫好了，今晚您听听还响不响。还响就给工作室打电话，我再来。",
            ),
        ),
    ),
    Script(
        key="gutter",
        unit=DONGFEN,
        by="qin",
        days=1,
        when="+0 09:30",
        title="两家为排水沟吵了起来",
        words="我家和西邻共用一条排水沟，他家盖棚子把沟占了一半，一下雨水就灌进我家院子，说了几次都吵起来。",
        place="村东头二巷",
        reporters=("song",),
        kind=RequestKind.COMPLAINT,
        turns=(
            turn("accept", "qin", "+0 09:50", category="邻里纠纷", tier=Tier.MINOR, handler="bai"),
            turn(
                "note",
                "bai",
                "+0 15:00",
                text="两家都去看了。西邻愿意把棚子往里收四十公分，但想请东邻让他从院里走一趟料。约好明天上午一起坐下来谈。",
            ),
        ),
    ),
    Script(
        key="shelter",
        unit=DONGFEN,
        by="qin",
        days=1,
        when="+0 10:30",
        title="村口公交站没有雨棚",
        words="村口公交站光秃秃一根杆子，下雨天老人孩子没处躲。问过公交公司，说要镇街出面报需求。",
        place="村口公交站",
        reporters=("geng",),
        turns=(
            turn("accept", "qin", "+0 10:50", category="公共汽车", tier=Tier.MINOR, handler="qin"),
            turn(
                "raise",
                "qin",
                "~70",
                tried="给公交公司打过两次电话，对方说候车亭由属地镇街统一提需求，不接村里的申请。已数过：早高峰等车的有三十多人。",
                asked="请街道向公交公司提一份候车亭需求，村里负责平整场地。",
            ),
        ),
    ),
    Script(
        key="lamp",
        unit=DONGFEN,
        by="bai",
        when="~5",
        title="活动广场的路灯不亮",
        words="活动广场东边那两盏路灯坏了好几天，晚上跳舞的人看不清脚下，昨天差点绊倒。",
        place="活动广场东侧",
        reporters=("wang",),
        channel=Channel.CALL,
    ),
)
