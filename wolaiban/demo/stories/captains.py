"""伊林郡: building captains see what is wrong before anybody complains."""

from wolaiban.demo.pages.cast import YILINJUN
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import Channel, RequestKind, Tier

STORY = Script(
    key="lighting",
    unit=YILINJUN,
    by="wen",
    weeks=5,
    when="+0 08:40",
    title="楼前照明、绿篱和健身器材三处隐患",
    words="早上巡楼看到三处：3 号楼前两盏灯不亮；路口绿篱长得挡住了拐弯的车；健身区的踏步机一只脚踏松了。",
    place="3 号楼前、南路口、健身区",
    channel=Channel.VOLUNTEER,
    kind=RequestKind.SUGGESTION,
    turns=(
        turn("accept", "yu", "+0 09:10", category="小区管理", tier=Tier.MINOR, handler="an"),
        turn("note", "an", "+0 10:00", text="踏步机先贴“暂停使用”，灯和绿篱约了物业下午来。"),
        turn(
            "resolve",
            "an",
            "+2 15:00",
            disposition="solved",
            root_cause="service",
            result="换灯泡两只、修剪绿篱二十米、踏步机换了轴承并全部器材紧固一遍。没有等到有人摔着、有人投诉。",
        ),
        turn(
            "answer",
            "an",
            "+2 16:00",
            answer_channel="online",
            message="三处都修好了，照片发在楼门群里。谢谢闻静早早看见。",
        ),
        turn(
            "call_back",
            "yu",
            "+5 10:00",
            reached=True,
            solved="yes",
            satisfaction="satisfied",
            message="和闻静一起走了一圈，都好了。",
        ),
    ),
)

HEDGE = Script(
    key="hedge",
    unit=YILINJUN,
    by="wen",
    weeks=2,
    when="+0 08:50",
    title="枯树枝悬在儿童乐园上头",
    words="儿童乐园边上那棵槐树有根大枯枝，风大的时候晃，下面就是滑梯。",
    place="儿童乐园",
    channel=Channel.VOLUNTEER,
    kind=RequestKind.SUGGESTION,
    turns=(
        turn("accept", "yu", "+0 09:10", category="园林绿化", tier=Tier.MINOR, handler="an"),
        turn(
            "resolve",
            "an",
            "+1 11:00",
            disposition="solved",
            root_cause="service",
            result="枯枝锯掉了，另外三棵也请园林工人查了一遍。",
        ),
        turn("answer", "an", "+1 11:30", answer_channel="online", message="枯枝已经锯掉，滑梯可以放心玩了。"),
    ),
)

WAITING = (
    Script(
        key="fitness",
        unit=YILINJUN,
        by="wen",
        when="~50",
        title="健身器材螺丝松了",
        words="健身区的双杠有一颗螺丝快掉了，扶上去会晃，早上练的人多，怕出事。",
        place="健身区",
        channel=Channel.VOLUNTEER,
        kind=RequestKind.SUGGESTION,
    ),
)
