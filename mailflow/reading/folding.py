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
_FOLD = _TRADITIONAL | _FULL_WIDTH | _UPPER | _UPPER_FULL_WIDTH | _SPACES | _DASHES | _QUOTES


def fold(text: str) -> str:
    """The text as it is compared, character for character as long as the original."""
    return text.translate(_FOLD)
