"""What people come to a studio with, in words: the parts from which the everyday matters of the demo are put together."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.words import Disposition, RequestKind, RootCause

VILLAGE_PLACES = (
    "村东头", "村西口", "南街", "北街", "老槐树旁", "村委会后身", "一队场院", "三队", "小学门口", "河沟边", "主街中段", "后山脚下",
)  # fmt: skip
COMMUNITY_PLACES = (
    "北门", "南门", "中心花园", "快递柜旁", "自行车棚", "儿童乐园", "地下车库入口", "{n} 号楼前", "{n} 号楼 {m} 单元", "{n} 号楼楼后",
)  # fmt: skip


@dataclass(frozen=True)
class EverydayMatter:
    """One kind of trouble: how it is told, how it was settled, what the person was told. {place} is filled in."""

    category: str
    title: str
    words: str
    result: str
    told: str
    cause: RootCause
    end: Disposition = Disposition.SOLVED
    kind: RequestKind = RequestKind.HELP


F, S, P, N = RootCause.FACILITY, RootCause.SERVICE, RootCause.POLICY, RootCause.NEIGHBOURS
C, H, L, M = RootCause.CONTRACT, RootCause.HARDSHIP, RootCause.LEGACY, RootCause.MISUNDERSTANDING
B = RootCause.BREACH
EXPLAINED, HELPED, PARTLY = Disposition.EXPLAINED, Disposition.HELPED, Disposition.PARTLY
ENQUIRY, COMPLAINT = RequestKind.ENQUIRY, RequestKind.COMPLAINT
SUGGESTION = RequestKind.SUGGESTION

# fmt: off
IN_VILLAGES: tuple[EverydayMatter, ...] = (
    EverydayMatter("土地承包", "{place}承包地的流转费没有按时给", "{place}那两亩地流转出去了，今年的流转费过了日子还没给，问了几次都说再等等。",
           "请合作社会计和户主当面对账，查明是账号写错退了款，当天补付。", "流转费今天到账了，您查一下。", C),
    EverydayMatter("土地承包", "想问承包合同到期以后怎么办", "家里的承包合同快到期了，听人说要重新分地，心里没底，想问问到底怎么算。",
           "讲清二轮承包到期后再延长三十年的政策，把登记簿上的面积和四至指给他看。", "到期后接着延，您家的地不会动，登记簿上都写着。", M, EXPLAINED, ENQUIRY),
    EverydayMatter("土地承包", "{place}地头的路被占，车进不去", "{place}下地的路让人种上了菜，收秋的车进不去。",
           "请两家和队长到地头量过，菜让出三米，路恢复了。", "路让出来了，三米宽，农用车能过。", N, kind=COMPLAINT),
    EverydayMatter("违法建设", "{place}有人在房顶加盖一层", "{place}有一家正在房顶加盖，脚手架都搭上了，挡了后面几家的光。",
           "巡查时还没封顶，讲明要先审批，户主自己停工拆了，旧料已清走。", "那家已经停工，加盖的拆掉了。", B, kind=COMPLAINT),
    EverydayMatter("违法建设", "{place}的彩钢棚占了村道", "{place}搭了个彩钢棚放东西，占了半条道，错车都错不开。",
           "上门三次，户主把棚子往里挪了两米，道宽恢复。", "棚子挪回去了，错车没问题了。", B, kind=COMPLAINT),
    EverydayMatter("占地回迁安置", "想问回迁房什么时候办房本", "回迁三年了，房本一直没办下来，孩子上学要用。",
           "问清楚：首次登记已办完，分户登记下月开始，按楼号通知。学校那边先开居住证明。", "先拿居住证明报名不耽误，房本按楼号办，到您那栋我打电话。", L, EXPLAINED, ENQUIRY),
    EverydayMatter("占地回迁安置", "周转费发放的日子对不上", "这个季度的周转费比往常晚了，想问是不是停发了。",
           "核对拨付表，因换银行晚了八天，款已到账，一分没少。", "钱到了，晚了几天是换银行，以后按季首月十号发。", S),
    EverydayMatter("邻里纠纷", "{place}邻居家的狗夜里叫", "{place}邻居养了两条狗，一到后半夜就叫，老人睡不着。",
           "请邻居到工作室坐下来谈，狗夜里牵进后屋，换了厚门帘。", "他答应夜里把狗牵进屋了，这两天您听听。", N, kind=COMPLAINT),
    EverydayMatter("邻里纠纷", "{place}的树枝伸到了邻院屋顶", "{place}邻居的杨树长过来压着我家瓦，刮风掉枝子，怕砸着人。",
           "两家都同意修，请园林工人锯掉过界的枝子，工钱各出一半。", "过界的枝子锯完了，瓦也没伤着。", N),
    EverydayMatter("邻里纠纷", "{place}两家为滴水檐争执", "{place}邻居翻盖房子，滴水落到我家墙根，墙皮都泡了。",
           "请老木匠给出主意，檐下加一道水槽，引到街沟，两家握了手。", "水槽装好了，下雨再看看，还滴就叫我。", N, kind=COMPLAINT),
    EverydayMatter("房屋宅基地纠纷", "兄弟俩分院墙的位置说不拢", "老宅院分家，院墙打在哪儿，兄弟俩各说各的理。",
           "翻出当年的分家单，请两位本家长辈到场，按单子定了线，双方签了字。", "按分家单定下来了，一家一份。", C),
    EverydayMatter("集体资产管理", "想看村里的账", "听说村里出租了场院，想知道租金一年多少、用在哪儿。",
           "把合同和当年收支表打出来给他看，公开栏上补贴了一份。", "账都在公开栏上了，有不明白的随时来问。", M, EXPLAINED, ENQUIRY),
    EverydayMatter("村务公开", "公开栏好几个月没有换", "村务公开栏里还是上个季度的内容，玻璃也脏得看不清。",
           "本季度的已补上，玻璃擦了，定下每季首月十号更换，由村务监督委员会查。", "已经换新的了，以后每季十号前换。", S, kind=SUGGESTION),
    EverydayMatter("农村低保", "想问家里够不够低保", "老伴住院花了不少钱，家里就靠一点地，想问够不够低保。",
           "帮他算了收入，符合条件，材料由村里代办，已报镇里审核。", "材料替您交上去了，不用自己跑，有结果我来告诉您。", H, HELPED, ENQUIRY),
    EverydayMatter("自来水供应", "{place}的自来水水压小", "{place}一到做饭的点水就跟线似的，洗衣机都进不去水。",
           "查到主管阀门没有全开，还有一处暗漏，都修了，傍晚去试水正常。", "漏的地方修好了，您晚上做饭时看看水大了没有。", F),
    EverydayMatter("防汛抗旱", "{place}的排水沟堵了", "{place}的沟让泥和柴草堵死了，一下雨水就漫到街上。",
           "出了六个人清淤四十米，又加了两道拦草的箅子。", "沟清通了，以后每月清一回。", F),
    EverydayMatter("环境卫生", "{place}垃圾桶满了没人清", "{place}的垃圾桶常常满出来，狗一扒满街都是。",
           "和保洁公司改了班次，早晚各清一次，又添了一个桶。", "现在一天清两次了，再满就给我打电话。", S, kind=COMPLAINT),
    EverydayMatter("城市公共设施", "{place}的路灯不亮", "{place}有几盏路灯坏了，晚上走路看不清。",
           "换了三只灯头，把时控器也校准了。", "灯修好了，今晚看看亮不亮。", F),
    EverydayMatter("城乡居民医保（原新农合）", "想问异地看病怎么报销", "要去外地儿子家住，想问在那边看病能不能报。",
           "当场用手机帮他办了异地就医备案，打印了说明。", "备案办好了，在那边拿社保卡直接结算。", P, EXPLAINED, ENQUIRY),
    EverydayMatter("城乡居民养老保险", "老人的养老金认证不会弄", "老人八十多了，手机认证总是通不过，怕养老金停发。",
           "上门用工作室的手机帮老人做了认证，一次通过。", "认证通过了，明年到时候我们再上门。", S),
    EverydayMatter("惠农补贴", "种粮补贴少了半亩", "今年的种粮补贴比去年少了半亩，地没少种。",
           "核对台账，登记时漏了边角地，已补报，差额随下一批发。", "补报上去了，下一批一起发，您收到告诉我一声。", S),
    EverydayMatter("农民工权益", "在{place}干活的工钱没结清", "在{place}给人砌墙，干完半个月了，还差三千块钱没给。",
           "请包工头和户主到工作室对工，当场结清。", "工钱结清了，您点一下，下回干活先写个条。", C, kind=COMPLAINT),
)
IN_COMMUNITIES: tuple[EverydayMatter, ...] = (
    EverydayMatter("小区物业管理", "{place}的电梯总停", "{place}的电梯一个星期停了三回，老人买菜上不去。",
           "请维保单位连夜查，换了门机皮带，跑了一百趟没再停。", "皮带换了，这几天我天天去坐，没再停。", S, kind=COMPLAINT),
    EverydayMatter("小区物业管理", "{place}停车把道堵了", "{place}晚上两边都停满，早上出不来，救护车来了也进不去。",
           "和物业重新划了线，一侧改禁停，给晚归的车在外面借了四十个位。", "线重划好了，晚上保安引导，您看看顺不顺。", S, kind=COMPLAINT),
    EverydayMatter("小区物业管理", "{place}漏水一直没人管", "{place}顶上一下雨就漏，报了物业两个月没动静。",
           "请物业和维修工一起上去，找到落水口堵塞，疏通后重做了四平方米防水。", "防水补好了，雨天我再来看一次。", S, kind=COMPLAINT),
    EverydayMatter("小区物业管理", "物业费涨了，没有看到公示", "这个月的物业费多收了，说是涨价，可没见公示。",
           "核实是系统录错，多收的三十二户全部退了，物业贴了说明。", "多收的退到您账户了，没有涨价。", M, kind=COMPLAINT),
    EverydayMatter("邻里纠纷", "{place}楼上夜里响动大", "{place}楼上半夜拖桌子、掉东西，跟他说了两回还吵起来。",
           "到两家都坐了坐：楼上老人起夜多。给桌椅腿套了垫，床边铺了地垫，两家互留了电话。", "楼上老人起夜，不是成心的，垫子都铺好了，您再听听。", N, kind=COMPLAINT),
    EverydayMatter("邻里纠纷", "{place}门口堆着邻居的鞋柜", "{place}公共走道让邻居摆了鞋柜和纸箱，侧着身才能过。",
           "一起量了走道，邻居把鞋柜搬进屋，纸箱卖了。", "东西搬走了，走道通了。", N, kind=COMPLAINT),
    EverydayMatter("占地回迁安置", "想问回迁选房的顺序怎么排", "下个月选房，想问顺序是抽签还是按签约早晚。",
           "把选房办法逐条念给她听，顺序按签约号，签约号查到了写给她。", "您是按签约号，号给您写下了，那天八点半到就行。", M, EXPLAINED, ENQUIRY),
    EverydayMatter("占地回迁安置", "回迁房厨房返味", "{place}回迁房一做饭就返别人家的油烟味。",
           "查出止逆阀没装，施工方补装了一单元十二户。", "止逆阀装上了，做饭时再闻闻。", F),
    EverydayMatter("违法建设", "{place}有人私搭阳光房", "{place}一层有人在公共绿地上搭阳光房。",
           "物业和社区一起上门，还没封顶，户主自己拆了，绿地补种了草。", "已经拆了，草也补上了。", B, kind=COMPLAINT),
    EverydayMatter("城市公共设施", "{place}的楼道灯不亮", "{place}楼道灯坏了有些日子，老人晚上下楼摸黑。",
           "换了声控灯，顺便把整个单元的都试了一遍。", "灯换好了，跺跺脚就亮。", F),
    EverydayMatter("环境卫生", "{place}垃圾分类桶旁有异味", "{place}的厨余桶天热味道大，苍蝇多。",
           "桶站每天冲洗两次，加了盖，桶外面刷了药。", "每天冲两次了，还有味儿您说。", S, kind=COMPLAINT),
    EverydayMatter("园林绿化", "{place}的树挡了采光", "{place}的树长到四层了，屋里白天也要开灯。",
           "请绿化队修了枝，没有伤主干。", "枝子修了，屋里亮堂些没有？", S),
    EverydayMatter("居民服务设施", "{place}的健身器材坏了", "{place}的健身器材坏了一个，孩子在上头玩，怕夹手。",
           "当天围起来，第三天换了新轴，逐件紧了一遍。", "器材修好了，可以用了。", F),
    EverydayMatter("居民服务设施", "{place}想加一处晾晒的地方", "{place}没有地方晾被子，都搭在树上。",
           "和物业定了位置，装了三排晾衣架。", "晾衣架装好了，大家轮着用。", F, kind=SUGGESTION),
    EverydayMatter("噪音污染", "{place}跳舞的音响太响", "{place}晚上跳舞音响开得大，孩子写不了作业。",
           "和领舞的说好，九点收，音箱朝外放，自己装了个分贝仪看着。", "说好了九点收，声音也调小了。", N, kind=COMPLAINT),
    EverydayMatter("冬季采暖", "{place}家里暖气不热", "{place}家里暖气半热不热，屋里才十六度，家里有吃奶的孩子。",
           "热力站来人排气、清了滤网，当晚量到二十一度。", "现在二十一度了，夜里要是再凉给我打电话。", F),
    EverydayMatter("燃气供应", "想问燃气表换新的流程", "听说燃气表要换智能的，不知道要不要花钱、要不要人在家。",
           "问清楚不收钱，按楼约时间，社区代收登记，家里没人可以改周末。", "不要钱，您家约在周六上午。", P, EXPLAINED, ENQUIRY),
    EverydayMatter("城镇低保", "临时遇到难处，想问能不能救助", "家里人住院花了一大笔，这个月水电都紧。",
           "代为申请临时救助，两天批下来；志愿者送了米面。", "救助金批下来了，打到卡里，米面一会儿送到家。", H, HELPED),
    EverydayMatter("社区建设", "希望开个孩子放学以后的去处", "双职工多，孩子四点放学没人看，想请社区想办法。",
           "活动室每天四点到六点开放，三位退休老师轮流看着，已有十一个孩子。", "下周一就开，孩子带作业来就行。", S, kind=SUGGESTION),
    EverydayMatter("消费纠纷", "办的卡，店关门了", "{place}外面那家理发店，刚充了五百就关门了。",
           "联系上店主，在另一家店接着用，不愿意的退钱，已退。", "钱退给您了，收到告诉我一声。", C, PARTLY, COMPLAINT),
    EverydayMatter("小区管理", "{place}有人遛狗不拴绳", "{place}常有人遛狗不拴绳，老人孩子躲着走。",
           "找到那三户谈了，都拴上了；楼门口贴了提示，装了拾便箱。", "都答应拴绳了，再看见您拍个照给我。", N, kind=COMPLAINT),
    EverydayMatter("城乡居民养老保险", "想问灵活就业怎么交社保", "在家带孩子没上班，想问自己怎么交社保划算。",
           "按她的年龄算了两种交法，写在纸上，她选了一种，手机上交成了。", "交成功了，凭证给您存手机里了。", P, EXPLAINED, ENQUIRY),
)
# fmt: on
OPENINGS = ("", "", "", "您好，", "反映个事：", "麻烦给看看，")
ENDINGS = ("", "", "", "已经有一阵子了。", "邻居们也都这么说。", "请给想想办法。", "不着急，您得空来看看。")
