"""城关街道: what its coordinator, its leader and the leader in charge have before them now."""

from wolaiban.demo.pages.cast import DONGFEN, LAND
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import Channel, RequestKind, Tier

WAITING = (
    Script(
        key="flood",
        unit=DONGFEN,
        by="qin",
        days=4,
        when="+0 09:20",
        title="老旧小区雨水倒灌",
        words="一下大雨，院里的水排不出去，还从地漏往屋里返，低处三户都泡过。年年说年年这样。",
        place="老家属院",
        reporters=("song", "geng"),
        kind=RequestKind.COMPLAINT,
        turns=(
            turn("accept", "qin", "+0 09:40", category="防汛抗旱", tier=Tier.MAJOR, handler="qin"),
            turn(
                "raise",
                "qin",
                "+0 11:00",
                tried="清了雨箅子，备了沙袋。下游管子归谁管说不清，村里动不了。",
                asked="请街道查清管线权属，赶在下一场大雨前疏通。",
            ),
            turn("take_up", "gao", "+0 15:00", handler="fang"),
            turn(
                "note",
                "fang",
                "+2 15:00",
                text="现场用内窥镜看了：院内管通，出院三十米处塌了。那一段水务说归市政，市政说归开发单位。一家办不了。",
            ),
        ),
    ),
    Script(
        key="clutter",
        unit=DONGFEN,
        by="bai",
        days=13,
        when="+0 09:30",
        title="楼道堆物堵了消防通道",
        words="家属院几个单元楼道里堆满旧家具、电动车，真着了火跑不出去。",
        place="老家属院 2、3 单元",
        reporters=("",),
        channel=Channel.CALL,
        turns=(
            turn("accept", "qin", "+0 10:00", category="安全隐患", tier=Tier.MAJOR, handler="bai"),
            turn(
                "raise",
                "bai",
                "+2 15:00",
                tried="贴了通知，劝走七户；剩下三户是租户，房主联系不上。",
                asked="请街道出面联系房主，依法清理。",
            ),
        ),
    ),
    Script(
        key="rocks",
        unit=DONGFEN,
        by="qin",
        days=3,
        when="+0 09:00",
        title="山坡上往下掉石头",
        words="村后坡上前天掉下来几块脸盆大的石头，落在上学的路边。",
        place="村后小路",
        reporters=("song",),
        channel=Channel.CALL,
        urgent=True,
        turns=(
            turn("accept", "qin", "+0 09:10", category="安全隐患", tier=Tier.MAJOR, handler="qin"),
            turn("note", "qin", "+0 09:40", text="小路封了，学生改走大街，早晚各派两个人看着。"),
            turn(
                "raise",
                "qin",
                "+0 10:00",
                tried="封路、改道、派人看守。",
                asked="请街道找懂地质的人看看，要不要清坡。",
            ),
            turn("take_up", "gao", "+0 14:00", handler="gao"),
            turn(
                "whistle",
                "fang",
                "~90",
                lead_department=LAND,
                due=10,
                question="请认定这段坡是否属地质灾害隐患点，提出治理办法。",
            ),
        ),
    ),
)
