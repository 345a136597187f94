"""The acted company: each person's mail program, and what they say to which mail of mailflow's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from mailflow.core.letters import MailKind as Kind
from mailflow.demo.papers import sheet
from mailflow.demo.record import FIRST, MISSING, SECOND
from mailflow.demo.script import Cue, Part

PROGRAM_OF: Mapping[str, str] = {
    "wang.fang": "outlook",
    "li.qiang": "foxmail",
    "zhao.min": "apple",
    "chen.jing": "qq",
    "zhou.tao": "apple",
    "david.miller": "gmail",
    "liu.yang": "outlook",
    "zhang.wei": "outlook",
    "sun.li": "qq",
    "wu.hao": "foxmail",
    "zheng.jie": "outlook",
    "emma.clark": "outlook-en",
    "he.jun": "thunderbird",
    "feng.xue": "qq",
    "lin.tao": "foxmail",
    "huang.kai": "qq",
}


def _minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def _hours(n: int) -> timedelta:
    return timedelta(hours=n)


ATTENDANCE = (
    # 5.1.1, 5.1.2: buttons, words in Chinese and English
    Part("wang.fang", Cue(Kind.INVITATION), button="ACCEPTED", after=_minutes(12)),
    Part("zhang.wei", Cue(Kind.INVITATION), button="ACCEPTED", words="准时到。", after=_minutes(25)),
    Part("he.jun", Cue(Kind.INVITATION), button="ACCEPTED", after=_minutes(8)),
    Part("li.qiang", Cue(Kind.INVITATION), "收到，我准时参加。", _minutes(40)),
    Part("chen.jing", Cue(Kind.INVITATION), "好的，参加", _minutes(55)),
    Part("david.miller", Cue(Kind.INVITATION), "Thanks, I'll be there.", _minutes(75)),
    Part("sun.li", Cue(Kind.INVITATION), button="ACCEPTED", after=_minutes(31)),
    Part("liu.yang", Cue(Kind.INVITATION), button="ACCEPTED", after=_minutes(5)),
    # Perhaps, and later yes.
    Part("zhao.min", Cue(Kind.INVITATION), button="TENTATIVE", words="那天上午可能要见客户。", after=_minutes(90)),
    Part(
        "zhao.min", Cue(Kind.AGENDA), "原来说周一要去宁波见客户，那边改期了，不用去了。例会我照常参加。", _minutes(70)
    ),
    # Nobody can tell what this means: it is asked back.
    Part("wu.hao", Cue(Kind.INVITATION), "上次说的那个系统的事，回头再聊。", _hours(2)),
    Part("wu.hao", Cue(Kind.ASK), "不好意思，刚才发错了。周例会我参加。", _minutes(20)),
    # Silent until reminded; late on the day.
    Part("zhou.tao", Cue(Kind.RSVP_REMINDER), "抱歉回复晚了，我参加。", _minutes(35)),
    Part("zhou.tao", Cue(Kind.AGENDA), "周一早上先去送样品，要到九点五十才能进会场，大家先开始。", _hours(2)),
)

LEAVE = (
    # A leave without reason; reason and substitute; the substitute refuses; another is named (policy 5.1.1).
    Part("zheng.jie", Cue(Kind.INVITATION), button="DECLINED", after=_minutes(50)),
    Part("zheng.jie", Cue(Kind.ASK), "我周一在苏州客户现场处理投诉，赶不回来，请冯雪代我参加。", _minutes(45)),
    Part("wang.fang", Cue(Kind.LEAVE_REQUEST), "同意。", _minutes(30)),
    Part("feng.xue", Cue(Kind.SUBSTITUTE_REQUEST), "不好意思，周一上午我要盘点，代不了。", _hours(1)),
    Part("zheng.jie", Cue(Kind.ASK, 2), "那请 Emma Clark 代我参加吧。", _minutes(30)),
    Part("emma.clark", Cue(Kind.SUBSTITUTE_REQUEST), "Yes, I can stand in for Zheng Jie on Monday.", _minutes(40)),
)

PREPARATION = (
    # 3.1.2, 4: topics and materials
    Part(
        "li.qiang",
        Cue(Kind.CALL),
        "华东区上周数据见附件，请查收。",
        _hours(3),
        files=(sheet("华东区上周销售数据.xlsx", "华东区", 128, 113),),
    ),
    Part(
        "sun.li",
        Cue(Kind.CALL),
        "提一个议题：双十二备货与促销节奏。问题：去年双十二缺货三天；建议：提前锁定库存。",
        _hours(2),
    ),
    Part("zhang.wei", Cue(Kind.CALL), "我正在休假，11月26日返回，期间邮件不能及时回复。", _minutes(1), how="away"),
    Part(
        "wu.hao",
        Cue(Kind.CALL),
        "供应链周报在附件里。",
        _hours(26),
        files=(sheet("供应链周报.xlsx", "供应链", 86, 91),),
    ),
    Part("david.miller", Cue(Kind.CALL), "Nothing to submit from my side this week.", _hours(4)),
    # After the packet is out: a supplement to everybody (policy 4.2.2).
    Part(
        "zhao.min",
        Cue(Kind.PACKET),
        "补充华南区的销售数据，见附件。",
        _hours(2),
        files=(sheet("华南区上周销售数据.xlsx", "华南区", 97, 102),),
    ),
)

MINUTES = (
    # 5.3: the form, a question, an objection, a new version; all confirm but one
    Part("he.jun", Cue(Kind.MINUTES_REQUEST), "", _hours(3), form=FIRST),
    Part("he.jun", Cue(Kind.ASK), MISSING, _minutes(25)),
    Part("sun.li", Cue(Kind.MINUTES), "纪要有一处不对：双十二的安全库存应为 600 件，不是 500 件，请更正。", _hours(1)),
    Part("he.jun", Cue(Kind.OBJECTION), "已按孙丽的意见更正，新版纪要如下：\n\n", _hours(2), form=SECOND),
    Part("zhang.wei", Cue(Kind.MINUTES), "确认。", _minutes(40)),
    *(
        Part(who, Cue(Kind.MINUTES, 2), words, _minutes(30 + 7 * n))
        for n, (who, words) in enumerate(
            (
                ("wang.fang", "确认无误。"),
                ("li.qiang", "没有异议，确认。"),
                ("zhao.min", "确认"),
                ("chen.jing", "看过了，无异议"),
                ("david.miller", "Confirmed, looks good to me."),
                ("liu.yang", "确认无误"),
                ("zhang.wei", "确认。"),
                ("sun.li", "改好了，确认无误。"),
                ("wu.hao", "确认无误。"),
                ("zheng.jie", "确认，辛苦了。"),
                ("emma.clark", "I confirm the minutes."),
            )
        )
    ),
)

RESOLUTIONS = (
    # 5.3.4: progress and done
    Part("li.qiang", Cue(Kind.TASK), "进度：已完成 60%，还差两家经销商的数据。", _hours(14)),
    Part("li.qiang", Cue(Kind.TASK_REMINDER), "备货需求已提交，任务完成。", _hours(3)),
    # An extension, asked for and approved.
    Part("wu.hao", Cue(Kind.TASK_REMINDER), "仓库系统升级，申请延期到12月11日。", _hours(1)),
    Part("he.jun", Cue(Kind.APPROVAL_REQUEST), "同意延期。", _hours(2)),
    Part("wu.hao", Cue(Kind.TASK_REMINDER, 2), "库存核对完了，已完成。", _hours(4)),
    # Late: reminded, overdue, told to the head of the department; then done.
    Part(
        "david.miller",
        Cue(Kind.TASK_REMINDER, 3),
        "Sorry for the delay. The task is done, the list is on the shared drive.",
        _hours(5),
    ),
    Part("emma.clark", Cue(Kind.TASK), "Done. The return ledger has been updated.", _hours(22)),
    # A question of one's own, in a mail that answers nothing.
    Part(
        "chen.jing", Cue(Kind.MINUTES_FINAL), "请问我还有哪些任务没完成？", _hours(16), how="fresh", subject="我的任务"
    ),
)

NEXT_WEEK = (
    # The week after is announced too, opens with a review of the first, and is called off (policy 3.1.1, 3.2.1).
    *(
        Part(who, Cue(Kind.INVITATION, 2), button="ACCEPTED", after=_minutes(6 + 9 * n))
        for n, who in enumerate(("wang.fang", "zhang.wei", "li.qiang", "sun.li", "liu.yang", "david.miller"))
    ),
    Part("zhao.min", Cue(Kind.INVITATION, 2), "参加", _minutes(70)),
    Part("zheng.jie", Cue(Kind.INVITATION, 2), "这次我准时参加。", _minutes(85)),
    Part("wu.hao", Cue(Kind.MATERIALS_REMINDER), "本周没有资料。", _hours(1)),
    Part("he.jun", Cue(Kind.AGENDA, 2), "12月7日的周例会取消，王芳和张伟当天都出差。", _minutes(40)),
    Part("he.jun", Cue(Kind.APPROVAL_REQUEST, 2), "同意取消", _minutes(10)),
)

AD_HOC = (
    # A customer complains: a meeting for tomorrow, called by one mail (policy 2.4). The server of the demo vouches for
    # nobody, so the caller is asked at the own address first.
    Part(
        "li.qiang",
        Cue(Kind.MINUTES_FINAL, about="周例会"),
        "客户投诉升级，请召集临时会议，明天上午10点，请吴昊、孙丽参加。",
        _hours(2),
        how="fresh",
        subject="临时会议：客户投诉升级",
    ),
    Part("li.qiang", Cue(Kind.APPROVAL_REQUEST, about="召集"), "同意，请发邀请", _minutes(5)),
    *(
        Part(who, Cue(Kind.INVITATION, about="临时沟通会议"), button="ACCEPTED", after=_minutes(4 + n))
        for n, who in enumerate(("wang.fang", "wu.hao", "sun.li", "he.jun"))
    ),
    Part(
        "he.jun",
        Cue(Kind.MINUTES_REQUEST, about="临时沟通会议"),
        "出席：王芳、何军、李强、吴昊、孙丽\n\n决议：\n1. 给客户书面答复，责任人：孙丽，完成时间：12月9日\n",
        _hours(1),
    ),
    Part("sun.li", Cue(Kind.TASK), "书面答复已发给客户，任务完成。", _hours(20)),
)

SPECIAL = (
    # A problem that stays open until its host says that it is solved (policy 2.3).
    Part(
        "zheng.jie",
        Cue(Kind.MINUTES_FINAL, about="周例会"),
        "请召集专项会议，讨论退货率过高的问题，12月9日14:00，请李强、黄凯参加。",
        _hours(4),
        how="fresh",
        subject="专项会议：退货率过高",
    ),
    Part("zheng.jie", Cue(Kind.APPROVAL_REQUEST, about="召集"), "同意，请发邀请", _minutes(9)),
    *(
        Part(who, Cue(Kind.INVITATION, about="专项问题研讨会"), button="ACCEPTED", after=_minutes(20 + 11 * n))
        for n, who in enumerate(("zhang.wei", "li.qiang", "huang.kai", "he.jun"))
    ),
    Part(
        "he.jun",
        Cue(Kind.MINUTES_REQUEST, about="专项问题研讨会"),
        "出席：张伟、何军、李强、黄凯、郑洁\n\n原因：外箱强度不足，运输破损多。\n\n决议：\n"
        "1. 更换外箱并试运一批，责任人：黄凯，完成时间：12月16日\n",
        _hours(2),
    ),
    Part("huang.kai", Cue(Kind.TASK), "进度50%，新外箱已到，周四试运。", _hours(22)),
    Part("huang.kai", Cue(Kind.TASK_REMINDER), "试运无破损，已完成。", _hours(6)),
    Part("zhang.wei", Cue(Kind.APPROVAL_REQUEST, about="是否已解决"), "已解决，感谢各位。", _hours(3)),
)

MONTHLY = (
    # The monthly summary, with the month's figures and commendations (policy 2.2).
    *(
        Part(who, Cue(Kind.INVITATION, about="月度总结会"), button="ACCEPTED", after=_minutes(15 + 6 * n))
        for n, who in enumerate(
            ("wang.fang", "zhang.wei", "li.qiang", "zhao.min", "chen.jing", "zhou.tao", "liu.yang", "sun.li", "wu.hao")
        )
    ),
    *(
        Part(who, Cue(Kind.INVITATION, about="月度总结会"), words, _minutes(80 + 7 * n))
        for n, (who, words) in enumerate((("zheng.jie", "参加"), ("feng.xue", "收到，我会参加。")))
    ),
    Part("he.jun", Cue(Kind.INVITATION, about="月度总结会"), button="ACCEPTED", after=_minutes(5)),
    Part("david.miller", Cue(Kind.INVITATION, about="Monthly"), "Count me in.", _minutes(95)),
    Part("emma.clark", Cue(Kind.INVITATION, about="Monthly"), "I'll be there.", _minutes(99)),
    Part(
        "he.jun",
        Cue(Kind.MINUTES_REQUEST, about="月度总结会"),
        "出席：王芳、李强、赵敏、陈静、周涛、David Miller、刘洋、张伟、孙丽、吴昊、郑洁、何军、冯雪\n"
        "请假：Emma Clark\n\n决定：表彰11月销售标兵陈静、客服标兵冯雪。\n",
        _hours(3),
    ),
)

_OF_NO_MEETING = (Kind.TASK, Kind.TASK_REMINDER, Kind.APPROVAL_REQUEST)


def _weekly(part: Part) -> Part:
    """The parts of the weekly meeting wait for its mails alone; mails about a task do not name the meeting."""
    if part.cue.kind in _OF_NO_MEETING or part.cue.about:
        return part
    english = part.who in ("david.miller", "emma.clark")
    return replace(part, cue=replace(part.cue, about="Weekly" if english else "周例会"))


WEEKLY = tuple(map(_weekly, (*ATTENDANCE, *LEAVE, *PREPARATION, *MINUTES, *RESOLUTIONS, *NEXT_WEEK)))

PARTS = (*WEEKLY, *AD_HOC, *SPECIAL, *MONTHLY)
