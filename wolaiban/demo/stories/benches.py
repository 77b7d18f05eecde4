"""伊林郡: nowhere to sit. Residents, captains and mediators confer, and benches are put up: a joint matter."""

from wolaiban.demo.pages.cast import YILINJUN
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import RequestKind, Tier

STORY = Script(
    key="benches",
    unit=YILINJUN,
    by="yu",
    weeks=5,
    when="+0 09:30",
    title="小区里没有一处能坐的地方",
    words="小区建成好几年，院里没有一条长椅。老人下楼遛弯没处歇，带孩子的只能坐马路牙子。几栋楼的邻居一起来反映。",
    place="中心绿地及各楼前",
    reporters=("xia", "mengyongli55", "gujianjiang84", "dongzhicheng69"),
    kind=RequestKind.SUGGESTION,
    turns=(
        turn("accept", "yu", "+0 10:00", category="社区建设", tier=Tier.MAJOR, handler="an"),
        turn(
            "note",
            "an",
            "+1 19:00",
            text="开了第一次议事会：居委会、物业、楼门长、调解员和四位居民代表。都同意装，分歧在位置：一层住户怕夜里有人聊天。",
        ),
        turn("extend", "an", "+5 10:00", days=5, reason="要入户问清临近一层住户的意见，再订货安装。"),
        turn("grant", "yu", "+5 10:30", message="多问几户，装了大家才用得舒心。装好的日子提前贴出来。"),
        turn(
            "note",
            "an",
            "+6 19:30",
            text="第二次议事会：定八处，离窗十米以上；九点以后请志愿者劝大家小声。一层住户签字同意。",
        ),
        turn(
            "resolve",
            "an",
            "+9 15:00",
            disposition="solved",
            root_cause="facility",
            result="装长椅八条，中心绿地五条、楼前三条，都带靠背和扶手。费用从公共收益里出，已公示。",
        ),
        turn(
            "answer",
            "an",
            "+9 16:30",
            answer_channel="in_person",
            message="八条长椅今天都装好了，位置就是大家议的那八处，请来坐坐。",
        ),
        turn(
            "confirm", "xia", "+10 09:00", solved="yes", satisfaction="satisfied", words="大家商量着办，好。"
        ),
        turn("confirm", "mengyongli55", "+10 10:00", solved="yes", satisfaction="satisfied"),
        turn("confirm", "gujianjiang84", "+11 16:00", solved="yes", satisfaction="satisfied"),
        turn(
            "confirm",
            "dongzhicheng69",
            "+12 09:20",
            solved="partly",
            satisfaction="basically",
            words="南门那边要是也有一条就更好了。",
        ),
    ),
)

WAITING = (
    Script(
        key="pavement",
        unit=YILINJUN,
        by="yu",
        days=3,
        when="+0 09:40",
        title="小区门前人行道塌陷",
        words="南门外的人行道陷下去一块，下雨积水看不见，骑车的摔过两回。",
        place="南门外",
        reporters=("xia",),
        turns=(
            turn("accept", "yu", "+0 10:00", category="基础设施", tier=Tier.MAJOR, handler="yu"),
            turn(
                "raise",
                "yu",
                "+0 10:40",
                tried="先用锥桶围了起来。路是市政的，社区不能动。",
                asked="请街道联系养护单位修复。",
            ),
            turn("take_up", "ding", "+0 15:00", handler="ding"),
            turn(
                "note",
                "ding",
                "+2 10:30",
                text="养护单位看过，是雨水支管接口漏了掏空的，要先修管再铺砖，材料后天到。",
            ),
        ),
    ),
    Script(
        key="guardrail",
        unit=YILINJUN,
        by="yu",
        days=5,
        when="+0 09:30",
        title="河边步道缺了一段护栏",
        words="河边步道有一段护栏没了，十来米，孩子常在那儿跑。",
        place="河边步道",
        reporters=("yuanxiuhua71",),
        turns=(
            turn("accept", "yu", "+0 09:50", category="城市公共设施", tier=Tier.MAJOR, handler="yu"),
            turn("raise", "yu", "+0 11:00", tried="已经拉了警戒绳、贴了提示。", asked="请街道补装护栏。"),
            turn("take_up", "ding", "+0 15:30", handler="ding"),
            turn(
                "extend",
                "ding",
                "~55",
                days=5,
                reason="护栏要按原样定做，厂家五天后才能交货；其间警戒绳每天有人检查。",
            ),
        ),
    ),
    Script(
        key="door",
        unit=YILINJUN,
        by="an",
        days=1,
        when="+0 10:30",
        title="单元门禁坏了，谁都能进",
        words="7 号楼 1 单元的门禁坏了好几天，推门就进，晚上心里不踏实。",
        place="7 号楼 1 单元",
        reporters=("yaoweigang97",),
        turns=(
            turn("accept", "an", "+0 10:45", category="小区物业管理", tier=Tier.MINOR, handler="an"),
            turn(
                "note",
                "an",
                "+0 15:30",
                text="电磁锁烧了，厂家说配件要五天。这几晚请物业保安每小时来转一趟。",
            ),
        ),
    ),
)
