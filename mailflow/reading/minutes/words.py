"""The words of minutes: names of columns, fields and sections, in Chinese and English.

They stand in code, not in templates/<language>/lexicon.toml: each is bound to the grammar around it (what may follow
“由…牵头”, which column a header names), and recorders mix both languages in one document, so that the reader needs
all of them at once whatever language a person is written to.
"""

import re
from enum import StrEnum

from mailflow.reading.folding import fold


class Column(StrEnum):
    TITLE = "title"
    OWNER = "owner"
    HELPER = "helper"
    DUE = "due"
    REQUIREMENT = "requirement"
    STATUS = "status"
    OTHER = "other"


class Section(StrEnum):
    """What the lines under a heading are."""

    ATTENDANCE = "attendance"
    REVIEW = "review"  # how earlier resolutions were carried out: no new tasks
    TASKS = "tasks"  # every item is a task
    RESOLVED = "resolved"  # 决议, 议定: tasks and decisions in one list
    DECISIONS = "decisions"
    DISCUSSION = "discussion"
    IDLE = "idle"  # praise, the next meeting, remarks: neither
    NEUTRAL = "neutral"  # a topic: says nothing about what stands below


def _full(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})", re.IGNORECASE)


# Matched against the whole header without blanks and punctuation.
_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.HELPER,
        _full(r"(?:配合|协助|协同|协办|支持|参与|共同责任)(?:人|人员|部门|单位|方)*|support(?:edby)?|supporting|helpers?|assist(?:edby|ing)?|contributors?|with|consulted"),
    ),
    (
        Column.OWNER,
        _full(
            r"(?:主要|第一|直接)?(?:责任|负责|承办|牵头|主责|主办|执行|经办|跟进|落实|承担|对接|实施|办理|担当)(?:部门|单位|人员|人|方|者)*(?:姓名)?(?:(?:部门|单位)?/?(?:责任|负责)人)?"
            r"|负责同事|谁来?做|谁|owners?|who|responsible(?:person|party)?|responsibility|assignees?|assigned(?:to)?|pic|lead|ownedby|actionby|actionowner|taskowner|personresponsible|accountable|driver|dri"
        ),
    ),
    (
        Column.DUE,
        _full(
            r"(?:计划|要求|预计|拟|应|最晚|最迟)?(?:完成|截止|截至|交付|办结|落实|提交|到期|结束|上线)(?:时间|日期|期限|时限|节点|日)*(?:要求)?|(?:时间|完成|关键)节点|期限|时限|时间要求|时间|日期|节点|ddl|何时"
            r"|due(?:date|by|on)?|deadline|when|bywhen|by|date|targetdate|completiondate|complet(?:eby|ion)|target|eta|timeline|timing|finishby"
        ),
    ),
    (
        Column.STATUS,
        _full(
            r"(?:目前|当前|最新)?(?:状态|执行情况|完成情况|进展|落实情况|进度|进展情况|执行状态|完成状态|结果|办理情况|跟进情况)|status|progress|state|result|outcome|done"
        ),
    ),
    (
        Column.TITLE,
        _full(
            r"(?:本周|本次|会议|具体|重点|后续|新增|主要|待办|行动|工作|决议|议定|任务|落实|跟进|布置|待落实|待跟进|整改|改进|解决|行动计划)*"
            r"(?:事项|任务|内容|工作|事宜|行动项?|待办|项目|决议|议定|措施|名称|描述|行动计划|计划|要点|问题)(?:名称|内容|描述|说明)?"
            r"|actions?(?:items?)?|tasks?|what|items?|todos?|descriptions?|activity|deliverable|actiondescription|taskdescription|resolutions?|agreedactions?|nextsteps?|actionrequired|subject"
        ),
    ),
    (
        Column.REQUIREMENT,
        _full(
            r"(?:具体|质量|工作|完成|任务|交付|验收|成果|目标)*(?:要求|标准|成果|交付物|输出物?|产出)|备注|说明|注意事项|notes?|remarks?|requirements?|comments?|criteria|acceptance(?:criteria)?|details?|definitionofdone|output"
        ),
    ),
    (Column.OTHER, _full(r"序号|编号|号|#|no|nr|id|num(?:ber)?|类别|分类|模块|部门|区域|优先级|priority|category|type|area|类型|重要性|紧急程度|来源|议题|topic|n")),
)


def bare(text: str) -> str:
    """Folded, without blanks and punctuation: how names of fields and sections are compared."""
    return re.sub(r"[\W_]+", "", fold(text).replace("#", "n"))


def column(header: str) -> Column | None:
    """What a column of that name holds; None for a name that is none of ours."""
    words = re.sub(r"[(（\[].*?[)）\]]", "", fold(header))
    words = bare(words) or bare(header)
    return next((kind for kind, names in _COLUMNS if names.fullmatch(words)), None)


def is_column_row(cells: tuple[str, ...]) -> bool:
    """Is this row the names of a task table's columns?"""
    if any(len(cell) > 24 for cell in cells):
        return False
    kinds = {column(cell) for cell in cells if cell.strip()}
    strong = {Column.TITLE, Column.OWNER, Column.DUE}
    return len(kinds & strong) >= 2 and Column.OWNER in kinds | ({Column.OWNER} if {Column.TITLE, Column.DUE} <= kinds else set())


# --- fields that stand in a line, “责任人：李强” -------------------------------------------------------------------

TITLE_LABEL = r"(?:(?:工作|具体|待办|行动|新增|决议|跟进|议定)?(?:任务|事项)|待办|行动项?|工作内容|任务内容|事项内容|action items?|actions?|tasks?|to-?do|ai)(?:\s*\d{1,2})?"
OWNER_LABEL = (
    r"(?:主要|第一)?(?:责任|负责|承办|牵头|主责|主办|执行|经办|跟进|落实)(?:人员?|部门|单位|方)|负责同事|主责|牵头|owners?|responsible(?: person)?|assignees?|assigned to|pic|lead|who|action by"
)
HELPER_LABEL = r"(?:配合|协助|协同|协办|支持|参与)(?:人员?|部门|单位|方)?|support(?:ed by)?|helpers?|with help from|assisted by"
DUE_LABEL = (
    r"(?:计划|要求|预计|最晚|最迟)?(?:完成|截止|截至|交付|办结|提交|到期)(?:时间|日期|期限|时限|节点|日)|(?:时间|完成)节点|期限|时限|时间要求|截止|ddl|due(?: date| by| on)?|deadline|by when|when|target date|complete by|eta"
)
TIME_LABEL = r"时间|日期|date"
REQUIREMENT_LABEL = r"(?:具体|完成|工作|质量|交付)?(?:要求|标准)|验收标准|交付物|成果|备注|requirements?|notes?|remarks?|criteria"
STATUS_LABEL = r"(?:目前|当前|执行|完成)?(?:状态|情况|进展|进度)|执行情况|完成情况|status|progress"
DECISION_LABEL = r"(?:会议)?(?:决定|议定|结论|决策|共识)(?:事项)?|decisions?|decided|agreed|resolved|conclusions?"
DISCUSSION_LABEL = r"(?:讨论|汇报|交流|发言|会议)?(?:要点|情况|内容|纪要|记录)|讨论|发言|discussion|summary|background|key points|notes|背景"

# --- sections -----------------------------------------------------------------------------------------------------

_PREVIOUS = r"(?:上次|上一次|上周|上月|上期|上回|前次|前期|往期|既往|历史|以往|上届|前一次|上个月|上一周|上)"
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.REVIEW,
        _full(
            rf".*{_PREVIOUS}.*(?:决议|决定|任务|行动|事项|待办|纪要|议定|布置|安排|工作).*(?:执行|落实|完成|回顾|跟踪|进展|检查|情况|跟进|复盘|通报|追踪|反馈|状态|督办).*|(?:回顾|检查|跟踪|通报){_PREVIOUS}.*"
            rf"|{_PREVIOUS}(?:会议|例会|周会|月会)?的?(?:决议|任务|行动项|待办|遗留|纪要).*|.*遗留(?:事项|问题|任务).*|(?:决议|任务|待办)(?:执行|落实|完成|跟踪)(?:情况|回顾)?.*"
            r"|.*(?:last|previous|prior|earlier)\w*(?:weeks?|meetings?|months?|minutes)?s?(?:openactions?|actions?|actionitems?|resolutions?|decisions?|tasks?|minutes|meeting).*"
            r"|(?:review|status|followup|update|progress)s?(?:of|on|from)?(?:the)?(?:last|previous|prior|open|old|outstanding|earlier).*|mattersarising.*|actionlogreview|openactionsreview|reviewof(?:open)?action.*|old(?:business|actions?|items?)"
        ),
    ),
    (
        Section.IDLE,
        _full(
            r"(?:表彰|表扬|鼓励|致谢|感谢|嘉奖|奖励)(?:与.*|及.*|情况)?|下次(?:会议|例会|周会|月会)(?:时间|安排|地点)*|下一次会议.*|散会|会议(?:主题|目的|背景|议程)|议程|背景|附件?|附录|抄送|主送|发送|分发|声明|签到"
            r"|next(?:meeting|session).*|commendations?|recognition|thanks|kudos|agenda|appendix|attachments?|distribution|background|purpose|parkinglot|adjourn(?:ment|ed)?"
        ),
    ),
    (
        Section.ATTENDANCE,
        _full(r"(?:会议)?(?:出席|到会|参会|与会|考勤|出勤|签到)(?:情况|人员|名单|记录)?(?:情况)?|会议(?:基本)?信息|基本(?:信息|情况)|attendance|attendees|participants|present|rollcall|meetinginfo(?:rmation)?"),
    ),
    (
        Section.TASKS,
        _full(
            r"(?:会议|本周|本次|下周|下阶段|下一阶段|近期|后续|下一步|会后|主要|重点|具体|新增|本月|下月)*(?:的)?(?:工作)?"
            r"(?:任务|待办|待办事项|行动项|行动计划|行动清单|行动|工作任务|重点工作|工作安排|工作计划|任务安排|任务分工|任务分配|任务清单|任务汇总|任务表|工作部署|工作布置|工作要求|工作重点|分工|分工安排|分工表|跟进事项|落实事项|待落实事项|待跟进事项|跟进项|责任分工|任务布置|安排|布置|落实|跟进|待办清单|执行事项|执行计划|整改措施|解决措施|改进措施|措施|后续跟进|计划)"
            r"(?:安排|清单|汇总|汇总表|一览|一览表|明细|如下|列表|表|事项|及责任人|与责任人|及分工|与分工|和分工|及时间节点|落实|分解|分解表)*"
            r"|下一步|下步|(?:附[:：]?)?(?:任务|决议|行动项|待办)(?:汇总|清单|一览)表?|(?:new)?actions?(?:items?|points?|plan|list|log|table|register|agreed|required)*|agreedactions?|todos?(?:list)?|nextsteps?|tasks?(?:list|assigned|summary)?|followups?(?:actions?|items?)?|assignments?|responsibilities|who.?does.?what(?:.?by.?when)?|actionsummary|summaryofactions?|actionsandowners"
        ),
    ),
    (
        Section.DECISIONS,
        _full(r"(?:会议|主要|本次|会上)?(?:形成)?(?:的)?(?:决定|结论|共识|决策)(?:事项|如下|意见)*|(?:会议)?(?:达成|形成)(?:的|如下)*(?:共识|结论|决定)|(?:key)?decisions?(?:made|taken|reached)?|conclusions?|agreed|agreements?|wedecided|decided"),
    ),
    (
        Section.RESOLVED,
        _full(
            r"(?:会议|本次|主要|本次会议|形成)*(?:的)?(?:决议|议定|议决|决议事项|议定事项|商定|商定事项|审议结果|确定事项|明确事项|确定|明确|要求|决定和任务|决定与任务|决定及任务|决议及任务|决议与任务|决议和分工|决议及分工|决定和分工|意见)(?:如下|事项|内容|情况|汇总)*"
            r"|(?:会议)?(?:经(?:过)?(?:讨论|研究))?(?:议定|决定|决议|确定|明确|要求|商定)(?:如下|以下(?:事项|几点|内容))(?:事项)?|经(?:过)?(?:讨论|研究).*(?:议定|决定|如下).*|.{0,6}(?:形成|作出|达成).{0,4}(?:决议|决定).{0,4}"
            r"|(?:resolutions?|outcomes?|decisions?(?:and|&)actions?|actions?(?:and|&)decisions?|results?|agreed(?:items|points)|resolved)"
        ),
    ),
    (
        Section.DISCUSSION,
        _full(
            r"(?:会议|主要|情况|问题|工作|各部门)?(?:讨论|讨论情况|讨论要点|讨论内容|要点|情况|情况通报|汇报|汇报要点|汇报情况|发言|发言要点|交流|现状|背景|原因|原因分析|问题|问题分析|情况与原因|根本原因|通报|听取汇报|经过)(?:如下|摘要|记录)*"
            r"|discussions?(?:points?|summary|notes)?|updates?|reports?|rootcauses?|(?:key)?points|highlights?|notes|status|issues?|problems?|findings?|facts?"
        ),
    ),
)
_OTHER_BUSINESS = _full(r"其他(?:事项|事宜|工作|议题|说明)?|其它(?:事项|事宜)?|aob|anyotherbusiness|otherbusiness|others?|misc(?:ellaneous)?|备注|remarks?|补充(?:说明|事项)?|会议(?:内容|纪要|记录|要点|情况|主要内容)|主要内容|(?:本周|下周|本月|下月)(?:工作)?计划")


def section(heading: str) -> Section | None:
    """What stands under a heading of these words; None where the words say nothing."""
    words = bare(re.sub(r"[(（\[][^)）\]]*[)）\]]", "", fold(heading)).rstrip(":： "))
    if not words or len(words) > 40:
        return None
    if _OTHER_BUSINESS.fullmatch(words):
        return Section.NEUTRAL
    return next((kind for kind, names in _SECTIONS if names.fullmatch(words)), None)


# --- sentences ----------------------------------------------------------------------------------------------------

MEETING_SAYS = (
    r"(?:(?:经|通过)(?:过)?(?:充分)?(?:讨论|研究|审议|沟通|协商)(?:后)?[,，]?\s*)?(?:本次|此次)?(?:会议|会上|大会|与会人员|与会者|双方|大家)?(?:一致|最终|最后|研究|还|并|同时|再次|明确|特别|进一步|当场|共同)*"
    r"(?:决定|议定|要求|明确|强调|指出|部署|确定|商定|同意|认为|安排|提出|约定|敲定|决议|通过|确认|达成(?:一致|共识))(?:了|如下)?"
)
MEETING_DECIDES = (
    r"(?:(?:经|通过)(?:过)?(?:充分)?(?:讨论|研究|审议|沟通|协商)(?:后)?[,，]?\s*)?(?:(?:本次|此次)?会议|会上|大会|与会人员|双方|大家)(?:一致|最终|最后|研究|还|并|同时|再次|特别|进一步|当场|共同)*"
    r"(?:决定|议定|同意|确定|明确|商定|约定|敲定|决议|通过|确认|要求|部署|安排|达成(?:一致|共识))(?:了|如下)?"
)
# What a person does who reports: their sentence gives nobody a task.
REPORTING = (
    r"(?:首先|随后|接着|最后|分别|也|又|还|并|再次|简要|详细|主要|就.{0,20}|对.{0,20}|向(?:会议|大家|与会.{0,4})|在会上|代表.{0,8}|从.{0,12})*"
    r"(?:汇报|通报|介绍|指出|提出|提到|提及|认为|反映|表示|强调|说明|说|讲|谈|建议|总结|分享|补充|询问|提问|回顾|解释|回复|回答|提醒|质疑|担心|感谢|表扬|肯定|宣布|宣读|传达了|主持|出席|参加|听取|点评|分析了|展示|演示|发言|反馈|透露|预计|估计|希望|赞同|同意|反对|不同意|称|承认|抱怨|质询|列举|对比|讲解|阐述|陈述|获|荣获|被评|已|正在|仍在|曾|刚|昨|上周|上月|目前|现已|完成了|做了|进行了|提交了|收到|发现|遇到|出差|请假|迟到|早退|缺席|未到|离会|列席|记录|整理[,，。]|辛苦)"
)
REPORTING_ENGLISH = (
    r"(?:has|have|had|was|were|is|are|also|then|briefly|\s)*\s*(?:report(?:s|ed)|said|says|mention(?:s|ed)|note[sd]\b|explain(?:s|ed)|present(?:s|ed)\b|show(?:s|ed)|expect(?:s|ed)|think(?:s)?|thought|believe[sd]?|"
    r"ask(?:s|ed)|add(?:s|ed)|suggest(?:s|ed)|propos(?:es|ed)|point(?:s|ed) out|walk(?:s|ed)|gave|gives|summari[sz](?:es|ed)|highlight(?:s|ed)|confirmed|informed|updated|raised|thank(?:s|ed)|joined|left|apologi[sz]ed|attended|"
    r"agreed|argued|complained|warned|observed|stated|told|wants?|wanted|feels?|felt|been|already|absent|late|on leave|on holiday|travel(?:l)?ing|opened|closed|chaired|reminded|wondered|hopes?|doubt(?:s|ed)|shared|demonstrated|delivered|completed|finished|sent|visited|met|found|received)\b"
)
REQUIREMENT_START = (
    r"(?:要求|具体要求|标准|验收标准|并?要求|重点(?:是|为|关注|分析|说明|突出|检查|核对|跟进|放在|围绕)?|确保|保证|务必|务须|必须|须|需(?!求|要求方)|需要|应当?|不得|不少于|不低于|不超过|不能|不多于|至少|最多|最少|包括|包含|覆盖|涵盖|注明|写明|列明|标明|附上?|"
    r"其中|内容(?:包括|含)|同时(?:要|需|须)|做到|达到|以.{1,20}为准|按照?.{1,20}(?:执行|列出|提供|填报|填写|分类|分列|排序|拆分|口径)|逐一|逐项|逐条|逐户|逐家|逐款|注意|格式|形式|口径|目标(?:是|为))"
)
PRAISE = r"(?:对.{1,30}(?:提出|给予|予以)?(?:表扬|表彰|感谢|肯定|鼓励)|表扬|表彰|感谢|点名表扬|肯定了?|祝贺|辛苦了?|thanks?\b|thank you|congratulations|well done|kudos|praise)"
DECISION_START = (
    r"(?:一致)?(?:同意|通过|批准|否决|暂不|暂缓|不再|取消|维持|保持|继续(?:执行|沿用)|采用|采纳|明确|统一|确认|原则上|自|从(?=.{1,12}起)|即日起|今后|以后|agreed?\b|approved?\b|accepted\b|rejected\b|no change|from \d|keep\b|the )"
)
# The recorder's own words to the readers: no task of the meeting.
OWN_REQUEST = (
    r"(?:纪要|minutes|本邮件|附件|会议记录).{0,24}(?:异议|查收|查阅|确认|审阅|过目|意见|补充|修改|更正|反馈|见附|如下|附后|attached|enclosed|comments?|corrections?|confirm|changes|questions|objections?|let me know)"
    r"|(?:异议|疑问|问题|意见|遗漏|出入|不妥|补充|修改|更正).{0,24}(?:告知|反馈|回复|联系|联络|指正|告诉|提出|回信|回邮|找我|与我|向我|给我)"
    r"|(?:请|烦请|敬请|麻烦)(?:各位|大家|您|诸位|领导|同事)*(?:于.{1,14})?(?:查收|查阅|审阅|知悉|过目|指正|确认(?:以上|上述|纪要|内容|无误|一下)|核对以上|核对(?:一下)?纪要|补充或?更正|提出意见|回复确认)|如有(?:异议|疑问|问题|遗漏|不妥|出入|补充|错漏|错误)"
    r"|\b(?:please|kindly) (?:confirm|review|check|let me know|find|see|reply|send (?:me )?(?:any )?(?:comments|corrections))\b.{0,60}(?:minutes|attached|below|above|corrections?|comments?|notes|changes|these)?|let me know (?:if|by)|any (?:corrections|comments|objections|questions)|以上(?:请|为|是|即)|特此|谢谢|此致|祝好"
)
NOTHING = r"(?:无|没有|暂无|略|none|nil|n/?a|no|nobody|-+|—+|/|\\|／|\.+|…+|tbd|tbc|待定|待确定|待补充|待明确|未定|空|同上|\?+|？+|xx+|×+|_+)?"
"""A field that is filled in and says nothing."""
PLACEHOLDER_PEOPLE = ("张三", "李四", "王五", "赵六", "某某", "xxx", "xx", "john doe", "jane doe", "姓名", "name")
"""Names that forms give as examples; nobody means a person by them."""
