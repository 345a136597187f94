"""One spelling for what is compared: full-width forms, dashes, traditional characters, case.

Every mapping is one character for one, so that a span in the folded text is the same span in the original.
opencc is not needed for that: only the characters of our vocabulary and of common names must match,
and a conversion by phrases would move the spans.
"""

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_UPPER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_UPPER_FULL_WIDTH = {code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)}
_SPACES = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2009, 0x3000, 0x202F), " ")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-") | dict.fromkeys(map(ord, "～〜∼"), "~")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}
_TRADITIONAL = str.maketrans(
    "週後點號個這內兩鐘節國慶聖誕負責務議題參會請遲開時間達體員執決項總經華東運營銷張偉孫麗吳鄭潔馮劉陳靜趙黃凱強"
    "導認則為與於從實現錄記屆帶頭協調辦業產財倉儲採購顧紀過來將須應該給讓對關發佈佈確簽訂寫報計劃單據補貨庫存動態"
    "門陸萬億鍾龍馬葉範蔣蘇盧賈鄒譚譯閻餘潘範錢許韓楊羅謝鄧蕭葉邊餘轉調優進辭離晉獎懲數據圖網絡專項檢驗證樣"
    "週禮拜號鐘頭刻兩廿幾內週隨儘盡緊馬徹臺灣區縣鎮鄉貴賓顏陽陰麵製訊設備齊",
    "周后点号个这内两钟节国庆圣诞负责务议题参会请迟开时间达体员执决项总经华东运营销张伟孙丽吴郑洁冯刘陈静赵黄凯强"
    "导认则为与于从实现录记届带头协调办业产财仓储采购顾纪过来将须应该给让对关发布布确签订写报计划单据补货库存动态"
    "门陆万亿钟龙马叶范蒋苏卢贾邹谭译阎余潘范钱许韩杨罗谢邓萧叶边余转调优进辞离晋奖惩数据图网络专项检验证样"
    "周礼拜号钟头刻两廿几内周随尽尽紧马彻台湾区县镇乡贵宾颜阳阴面制讯设备齐",
)
_TRADITIONAL_IN_REPLIES = str.maketrans(
    "嗎麼們無見還沒種錯誤減處當講說話問詢電傳換擔難願選擇濤軍廣閉結價帳註聯繫線聽讀書語際係審準覺質濟統級別類條場趕車機飛臨討"
    "論評歸屬隊組織構築橋長連續繼終約誰雙歲紅綠樓層腦軟壞獲勵勞頁夠勢權煩惱熱愛親戶醫護養腎臟藥壓縮鬆領師勝載輸適遠緣變檔歷戰"
    "爭淨搖擺飯館銀畫習慣學兒嘗試碼讚視頻鏈贊貼複覆僅祇衹嚴肅並併竝妳牠裏裡臉徑逕啟啓隻徵噹囑託歐誠涼妝鬧誒喲嘍囉閱簡訴詳細遞"
    "闆訪裝尋誼豐違擱棄擬擁寬測遺傷勻鐵嬰獨預頂騰駁瞭佔蓋獻滿滯漲損揚撥擋叢彙匯滙稱積穩競筆紙純綜緒縱纔纜聞聲職腳舊藝蹤譽賺贏"
    "跡輛軌較輪輯農郵鄰醜釋釐鈔鋪鎖闊闕陣隱雜雲韻響頓頗額顯餓駕騎鬥鬱鮮鹽黨樂歡殘氣災爾狀甦異疊痺盤眾睏硏礙祕稅窮竊紛",
    "吗么们无见还没种错误减处当讲说话问询电传换担难愿选择涛军广闭结价账注联系线听读书语际系审准觉质济统级别类条场赶车机飞临讨"
    "论评归属队组织构筑桥长连续继终约谁双岁红绿楼层脑软坏获励劳页够势权烦恼热爱亲户医护养肾脏药压缩松领师胜载输适远缘变档历战"
    "争净摇摆饭馆银画习惯学儿尝试码赞视频链赞贴复复仅只只严肃并并并你它里里脸径径启启只征当嘱托欧诚凉妆闹诶哟喽啰阅简诉详细递"
    "板访装寻谊丰违搁弃拟拥宽测遗伤匀铁婴独预顶腾驳了占盖献满滞涨损扬拨挡丛汇汇汇称积稳竞笔纸纯综绪纵才缆闻声职脚旧艺踪誉赚赢"
    "迹辆轨较轮辑农邮邻丑释厘钞铺锁阔阙阵隐杂云韵响顿颇额显饿驾骑斗郁鲜盐党乐欢残气灾尔状苏异叠痹盘众困研碍秘税穷窃纷",
)
# Written Cantonese: the words of no, come, have and be, where they stand for one character of Mandarin.
_CANTONESE = str.maketrans("唔嚟冇嘅喺睇咗佢哋啲咁", "不来没的在看了他们些这")
_FOLD = (
    _CANTONESE
    | _TRADITIONAL
    | _TRADITIONAL_IN_REPLIES
    | _FULL_WIDTH
    | _UPPER
    | _UPPER_FULL_WIDTH
    | _SPACES
    | _DASHES
    | _QUOTES
)


def fold(text: str) -> str:
    """The text as it is compared, character for character as long as the original."""
    return text.translate(_FOLD)
