"""大高舍村: a family that can no longer care for an autistic daughter. The studio carries it to the town and to 区民政局."""

from wolaiban.demo.pages.cast import CIVIL, DAGAOSHE
from wolaiban.demo.script import Script, turn
from wolaiban.process.words import Channel, RequestKind, Tier

SCHOOLS, DISABLED = "110111D00013", "110111D00031"
TEACHER, CARER = "lushan", "yanqing"  # of these two departments

STORY = Script(
    key="daughter",
    unit=DAGAOSHE,
    by="shi",
    weeks=6,
    when="+0 09:30",
    title="家里无力照护患孤独症的小女儿",
    words="走访时了解到：家里男人常年卧病，女人要干活养家，小女儿患孤独症，离不开人，也上不了学。"
    "一家人不知道该找谁，一直没有开口。",
    place="村西",
    reporters=("niu",),
    channel=Channel.OUTREACH_VISIT,
    turns=(
        turn("accept", "zhou", "+0 10:30", category="福利事业", tier=Tier.MAJOR, handler="shi"),
        turn(
            "note",
            "shi",
            "+0 15:00",
            text="和孩子妈妈谈了一下午。低保已有，缺的是白天有人照看和能上学的地方。家里同意由村里代为反映。",
        ),
        turn(
            "raise",
            "shi",
            "+1 10:00",
            tried="村里先请两位邻居轮流搭把手；诊断证明、户口本已经替他家备齐，不用再跑。",
            asked="请镇里联系区民政局，看孩子能不能由区儿童福利机构照护，并接着上学。",
        ),
        turn("take_up", "ke", "+2 09:30", handler="dong"),
        turn(
            "whistle",
            "ke",
            "+2 15:00",
            lead_department=CIVIL,
            assisting=[DISABLED, SCHOOLS],
            due=25,
            question="孩子的照护、康复和入学，三家各能办什么？请到家里一起看一次，不要让家属跑。",
        ),
        turn("report_in", "ning", "+2 16:10", contact="儿童福利科"),
        turn("report_in", CARER, "+2 16:40", contact="康复科"),
        turn("report_in", TEACHER, "+5 09:30", contact="特教中心"),
        turn(
            "interim",
            "zhou",
            "+6 11:00",
            message="镇里和区里三个部门周三一起上门，您在家等着就行，材料我们都带着。",
        ),
        turn(
            "note",
            "ning",
            "+7 15:30",
            text="三家一起上门评估。家长愿意由区儿童福利院日间加周中照护，周末接回家。",
        ),
        turn(
            "contribute",
            CARER,
            "+13 10:00",
            result="已纳入残疾儿童康复救助，每周五次康复训练，费用由救助资金支付。",
        ),
        turn(
            "contribute",
            "ning",
            "+14 14:30",
            result="评估通过，孩子本周一入住区儿童福利院，周末回家；家庭低保按新的支出重新核定。",
        ),
        turn(
            "contribute", TEACHER, "+19 11:00", result="已在特教学校建立学籍，下周起随班上课，由福利院接送。"
        ),
        turn(
            "resolve",
            "dong",
            "+20 10:00",
            disposition="helped",
            root_cause="hardship",
            result="孩子由区儿童福利院照护并已入学，康复训练有救助资金；村妇联每月走访一次。",
        ),
        turn(
            "answer",
            "shi",
            "+20 15:00",
            answer_channel="in_person",
            message="孩子的事三家都办妥了：住、治、学都有着落。每个月我来看您一次，有难处随时说。",
        ),
        turn(
            "confirm",
            "niu",
            "+22 10:20",
            solved="yes",
            satisfaction="satisfied",
            words="没想到一趟没跑就都办好了，谢谢你们。",
        ),
    ),
)

WAITING = (
    Script(
        key="ramp",
        unit=DAGAOSHE,
        by="zhou",
        days=6,
        when="+0 09:20",
        title="门口坡道太陡，轮椅上不去",
        words="我父亲坐轮椅，卫生室门口的坡道太陡，两个人推都费劲。",
        place="村卫生室门口",
        reporters=("geng",),
        turns=(
            turn("accept", "zhou", "+0 09:40", category="居民服务设施", tier=Tier.MINOR, handler="zhou"),
            turn(
                "raise",
                "zhou",
                "+1 10:00",
                tried="量过坡度，一比五，太陡。村里没有做无障碍设施的图样和经费。",
                asked="请镇里按无障碍标准重做坡道。",
            ),
            turn("take_up", "dong", "+1 15:30", handler="dong"),
            turn(
                "resolve",
                "dong",
                "~80",
                disposition="solved",
                root_cause="facility",
                result="坡道重做，坡度一比十二，两侧加了扶手，用轮椅推上去试过。",
            ),
        ),
    ),
    Script(
        key="meals",
        unit=DAGAOSHE,
        by="shi",
        days=1,
        when="+0 10:00",
        title="独居老人的一日三餐",
        words="我姑姑八十三了，一个人住，做饭越来越费劲，听说可以送餐到家，不知道怎么办。",
        place="村南",
        reporters=("lei",),
        kind=RequestKind.HELP,
        turns=(
            turn("accept", "zhou", "+0 10:20", category="福利事业", tier=Tier.MINOR, handler="shi"),
            turn(
                "note",
                "shi",
                "+0 15:30",
                text="村里的助餐点可以送。老人要登记一张养老助残卡，家属没带身份证复印件。",
            ),
        ),
    ),
    Script(
        key="carers",
        unit=DAGAOSHE,
        by="shi",
        days=4,
        when="+0 09:30",
        title="老两口照顾失能的儿子，照顾不动了",
        words="老两口都七十多了，儿子瘫在床上二十年，最近老太太腰也坏了，翻不动身。",
        place="村北",
        reporters=("geng",),
        channel=Channel.OUTREACH_VISIT,
        turns=(
            turn("accept", "zhou", "+0 10:00", category="特困人员供养", tier=Tier.MAJOR, handler="shi"),
            turn(
                "raise",
                "shi",
                "+0 15:00",
                tried="志愿者每天去翻一次身，不是长久办法。材料都替他家备好了。",
                asked="请镇里联系民政，看能不能机构托养或者上门照护。",
            ),
            turn("take_up", "dong", "+0 16:30", handler="dong"),
            turn(
                "whistle",
                "ke",
                "~65",
                lead_department=CIVIL,
                due=15,
                question="重度残疾人托养和居家照护补贴各怎么办？请上门评估一次。",
            ),
        ),
    ),
)
