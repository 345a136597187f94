"""What the simulated people write, by what they mean; in both languages."""

from collections.abc import Mapping
from datetime import date
from random import Random

from mailflow.core.organization import Person

ZH: Mapping[str, tuple[str, ...]] = {
    "accept": ("收到，我准时参加。", "好的，参加", "我会参加。", "参加，没有问题。"),
    "accept-after-all": ("行程有变，我可以参加了。", "我确定参加，不冲突了。"),
    "leave": ("我要请假，那天要去医院。", "不能参加，要出差。"),
    "leave-with": ("那天要出差，由{name}代我参加。", "我请假，家里有事，请{name}代我参会。"),
    "leave-bare": ("我请假。",),
    "reason": ("我那天在苏州客户现场处理投诉，赶不回来。", "要出差。"),
    "another": ("那请{name}代我参加吧。",),
    "late": ("我会晚到20分钟。", "要先去送样品，大概会晚到 15 分钟。"),
    "early": ("我要提前15分钟离开。",),
    "counter": ("能否改到{day}14:00？",),
    "unclear": ("上次说的那个系统的事，回头再聊。", "如果客户不来，我就参加。"),
    "thanks": ("收到，谢谢。", "好的，知道了"),
    "topic": (
        "提一个议题：双十二备货与促销节奏。问题：去年缺货三天；建议：提前锁定库存。",
        "建议增加议题：退货率分析。",
    ),
    "materials": ("数据见附件，请查收。", "资料在附件里。"),
    "nothing": ("本次没有资料。", "我这边没有要提交的资料。"),
    "approve": ("同意。", "可以，同意", "批准"),
    "reject": ("不同意。", "不同意，这次不行。"),
    "stand-in": ("可以，我代他参加。", "没问题，我来参加。"),
    "not-stand-in": ("不好意思，那天我要盘点，代不了。",),
    "confirm": ("确认无误。", "没有异议，确认。", "确认"),
    "object": ("纪要有一处不对：安全库存应为 600 件，不是 500 件，请更正。",),
    "done": ("已完成。", "任务完成了。"),
    "progress": ("进度：已完成 60%，还差两家经销商的数据。", "完成了一半，继续推进。"),
    "extend": ("申请延期到{day}，仓库系统升级。",),
    "extend-bare": ("时间来不及，申请延期。",),
    "day": ("{day}",),
    "reassign": ("这项任务应由{name}负责，请转给{name}。",),
    "cancel": ("本次会议取消，当天大家都出差。",),
    "move": ("会议改到{day}14:00。",),
    "invite": ("请增加{name}参加。",),
    "special": ("请召集专项会议，讨论{topic}，{day}14:00。",),
    "special-when": ("请召集专项会议，讨论{topic}的问题。",),
    "ad-hoc": ("客户投诉升级，请召集临时会议，{day}15:00，请{name}参加。",),
    "time": ("{day}14:00",),
    "tasks": ("请问我还有哪些任务没完成？",),
    "help": ("请问你能做什么？",),
    "solved": ("已解决",),
    "not-solved": ("还没有解决，问题又出现了。",),
    "not-me": ("不是我发的，请不要处理。",),
    "away": ("我正在休假，期间邮件不能及时回复。",),
}

EN: Mapping[str, tuple[str, ...]] = {
    "accept": ("Thanks, I'll be there.", "I will attend."),
    "accept-after-all": ("My plans changed, I will attend after all.",),
    "leave": ("I can't attend, I have a doctor's appointment.",),
    "leave-with": ("I can't attend, I'm travelling. {name} will stand in for me.",),
    "leave-bare": ("I won't be able to attend.",),
    "reason": ("I am travelling that day.",),
    "another": ("Then please let {name} stand in for me.",),
    "late": ("I'll be 20 minutes late.",),
    "early": ("I have to leave 15 minutes early.",),
    "unclear": ("About that other thing, let's talk some time.",),
    "thanks": ("Thanks!", "Got it, thanks."),
    "materials": ("Please find the data attached.",),
    "nothing": ("Nothing to submit from my side this week.",),
    "approve": ("Approved.", "Yes, I agree."),
    "reject": ("No, I do not agree.",),
    "stand-in": ("Yes, I can stand in.",),
    "not-stand-in": ("Sorry, I can't, I have a stocktake that day.",),
    "confirm": ("Confirmed.", "No objections, confirmed."),
    "object": ("One correction: the safety stock should be 600 pieces, not 500.",),
    "done": ("Done.", "The task is done."),
    "progress": ("About 60% done.",),
    "away": ("I am out of the office until Monday.",),
}

TOPICS = ("退货率过高", "华东缺货", "客户投诉", "仓库错发", "包装破损")
TASKS = ("提交备货需求", "核对库存", "更新退货台账", "整理报价清单", "拜访重点客户", "改进包装方案")
STRANGERS = ("请问会议几点？", "您好，想了解贵司的产品，请回复。", "我要请假，出差。", "会议取消。")


def words(key: str, person: Person, rng: Random, **facts: str) -> str:
    """What this person writes; in Chinese where there is no English for it."""
    table = EN if person.language == "en" and key in EN else ZH
    return rng.choice(table[key]).format(**facts)


def in_words(day: date) -> str:
    return f"{day.month}月{day.day}日"
