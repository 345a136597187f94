"""Does the sender come, and who comes instead (policy 5.1.1)."""

from email.message import EmailMessage

import pytest
from corpus_company import reader
from intents_table import Row, context, ids, interpreted, meaning

from mailflow.core.intents import Leave
from mailflow.core.reply import About
from mailflow.reading.message import parse

INVITATION: list[Row] = [
    ("唔好意思，礼拜一要带客户睇厂，个会我嚟唔到。", "leave"),
    ("收到，我會準時嚟", "accept"),
    ("我不参加讨论预算那一段", "unclear"),
    ("我不参加讨论", "leave"),
    ("我会参加讨论", "accept"),
    ("免了吧", "unclear"),
    ("周一我在惠州见客户，让小陈去听一下。", "leave substitute=chen.jing"),
    ("下周一我人在宁波，让周涛去听听", "leave substitute=zhou.tao"),
    ("我那天在苏州验货，叫冯雪去吧", "leave substitute=feng.xue"),
    ("我在公司，让小陈去听一下", "unclear"),
    ("我在等客户电话，让小陈去听一下", "unclear"),
    ("我在深圳，线上参加", "accept"),
    ("让他去吧", "unclear"),
    ("这次我就不过来了哈，月底冲量走不开。我们组周涛会过去讲。", "leave substitute=zhou.tao"),
    ("周一我请假。我们部门陈静参加。", "leave substitute=chen.jing"),
    ("我来不了，我们团队冯雪去。", "leave substitute=feng.xue"),
    ("I can't make it. Our team's Chen Jing will attend.", "leave substitute=chen.jing"),
    ("我去不了。我们组周涛可能会去。", "unclear: leave"),
    ("我们组周涛会过去讲。", "unclear"),
    ("我不愿意参加", "leave"),
    ("我不是不愿意参加", "unclear"),
    ("不是不愿意来，周一我在外地，回不来", "leave"),
    ("I refuse to attend.", "leave"),
    ("I'd rather not come.", "leave"),
    ("我不肯定能不能参加", "tentative"),
    ("王芳不愿参加", "unclear"),
    ("陈静拒绝替我，我只好自己来", "accept"),
    ("我拒绝了另一个会，周一能来", "accept"),
    ("I shan't be able to make Monday's meeting: I'm having a wisdom tooth out.", "leave"),
    ("I shall not be able to attend.", "leave"),
    ("I can't make Monday's meeting.", "leave"),
    ("I can make Monday's call.", "accept"),
    ("I shan't miss it.", "accept"),
    ("I can't make the slides.", "unclear"),
    ("您误会了，周一的会我不是不参加，只是上回忘了点确认。我会准时到。", "accept"),
    ("不好意思，只是上次没看到邮件。周一我参加。", "accept"),
    ("我参加，不过上次说的条件还没满足。", "unclear"),
    ("我参加，但上次的材料我没收到。", "unclear"),
    ("更正一下：我上封说不参加，是看错日子了，30号我能到会。", "accept"),
    ("之前说参加，可我周一来不了", "leave"),
    ("我不是不想来，周一真的来不了", "leave"),
    ("I don't see why I wouldn't attend; put me down as a yes.", "accept"),
    ("30号上午的例会能不能推迟一个小时？", "counter start=2026-11-30T10:30"),
    ("之前说让周涛替我，他那天也有事，改成冯雪替我；我还是去不了。", "leave substitute=feng.xue"),
    ("周一我在，可以参加。", "accept"),
    ("好的收到，按时参会", "accept"),
    ("我到时候过去", "accept"),
    ("我会亲自过去，不派人了", "accept"),
    ("不是不能来，就是得看孩子情况", "unclear"),
    ("我不是不能来", "unclear"),
    ("因为要接待客户，周一的会我去不成", "leave"),
    ("我派陈静来", "leave substitute=chen.jing"),
    ("我人在国外，线上参加可以吗？", "unclear"),
    ("参加，不过只能线上", "accept"),
    ("我尽量赶回来", "tentative"),
    ("目前还不确定，周五前回复您", "tentative"),
    ("等我问过王总再回复您", "acknowledge"),
    ("我得先问问王总能不能放我走", "unclear"),
    ("帮陈静请个假", "unclear"),
    ("参加……哦不对，周一我出差，请假", "leave"),
    ("很想参加，可惜人在外地", "leave"),
    ("我很乐意参加", "accept"),
    ("能不来吗？", "unclear"),
    ("可以请假吗？", "unclear"),
    ("申请请假一次", "leave"),
    ("有空", "accept"),
    ("周一我要去深圳", "unclear"),
    ("周一我在深圳出差", "unclear"),
    ("我病了", "unclear"),
    ("收到，稍后答复", "acknowledge"),
    ("Sure, see you Monday.", "accept"),
    ("Works for me.", "accept"),
    ("I won't miss it.", "accept"),
    ("I wouldn't miss it for the world", "accept"),
    ("Confirmed.", "accept"),
    ("I have a clash, so I won't be joining.", "leave"),
    ("Chen Jing will attend instead of me.", "leave substitute=chen.jing"),
    ("I'll miss it, and I haven't found a replacement yet.", "leave"),
    ("A colleague will stand in for me.", "unclear: leave"),
    ("Could Chen Jing attend in my place?", "unclear"),
    ("I'm hoping Chen Jing can stand in for me, otherwise I'll come.", "unclear"),
    ("I'll try to be there.", "tentative"),
    ("Put me down as tentative.", "tentative"),
    ("I'll come if the auditors are gone by then.", "unclear"),
    ("As long as it doesn't run over, I can attend.", "unclear"),
    ("Only if Zhang Wei is there too.", "unclear"),
    ("Do I have to be there?", "unclear"),
    ("My boss told me not to attend.", "unclear"),
    ("Wang Fang thinks I should attend.", "unclear"),
    ("We'll both be there.", "unclear"),
    ("I don't think I'll be able to make it.", "leave"),
    ("It's not that I can't come.", "unclear"),
    ("I attended last time.", "unclear"),
    ("I have another meeting at the same time.", "unclear"),
    ("no", "leave"),
    ("Sadly my request for leave was refused, so I'll be there.", "accept"),
    ("周一出差，委托周涛代为出席", "leave substitute=zhou.tao"),
    ("我安排了陈静去开会，我自己来不了", "leave substitute=chen.jing"),
    ("我这边派陈静去", "leave substitute=chen.jing"),
    ("我周一出差不能参加会议由陈静代我参加谢谢", "leave substitute=chen.jing"),
    ("由小马代我参加", "unclear: leave"),
    ("让我徒弟替我去，我就不来了", "unclear: leave"),
    ("由 outsider@foo.example 代我参加", "unclear: leave"),
    ("陈静代我参加的安排取消，我本人参加", "unclear"),
    ("我代陈静参加", "unclear"),
    ("请假，王芳也请假", "unclear"),
    ("陈静周一出差，由周涛代她参加", "unclear"),
    ("Chen Jing or Zhou Tao will stand in for me.", "unclear: leave"),
    ("If I can't make it, Chen Jing will stand in for me.", "unclear"),
    ("I will ask Chen Jing to stand in for me.", "unclear"),
    ("Wu Hao asked me to tell you he can't come, Zheng Jie will stand in for him.", "unclear"),
    ("My deputy will come.", "unclear"),
    ("各位好，周一例会我这边可以正常出席。", "accept"),
    ("您好，邀请已阅，我会参加本次周例会。", "accept"),
    ("客户那边改期了，所以周一我可以参加会议。", "accept"),
    ("很抱歉，周一我要陪同总部领导巡店，会议无法出席，望批准。", "leave"),
    ("周一我轮休，会就不开了，有事电话找我。", "unclear"),
    ("出差在外，无法到会。", "leave"),
    ("我周一请年假，例会由赵敏代我出席，材料已发给她。", "leave substitute=zhao.min"),
    ("我還不確定能否參加，週五前回覆您。", "tentative"),
    ("不排除临时有事，先按参加算。", "unclear"),
    ("能不能线上参加？我人在杭州。", "unclear"),
    ("这个会跟我有关系吗？", "unclear"),
    ("为什么又改到周一？", "unclear"),
    ("听陈静说她周一来不了。", "unclear"),
    ("赵敏托我跟您说一声，她周一请假。", "unclear"),
    ("来", "accept"),
    ("好，我会到的，议程看了没有问题。", "accept"),
    ("Thank you for the invitation. I will attend.", "accept"),
    ("Dear Secretary, I confirm that I will be present on Monday. Best wishes", "accept"),
    ("I can't make it, but Wu Hao has agreed to represent me.", "leave substitute=wu.hao"),
    ("I'm waiting for the customer's confirmation, will tell you tomorrow.", "unclear"),
    ("I'd come if it were in the afternoon.", "unclear"),
    ("I will not be able to not attend.", "unclear"),
    ("改到周一9:30没问题，我来", "accept"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), INVITATION, ids=ids(INVITATION))
def test_what_is_said_in_answer_to_an_invitation(words: str, expected: str) -> None:
    assert meaning(words, context(About.INVITATION)) == expected


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("由王小明代我参加", None),
        ("因病由陈静代我参加", "病"),
        ("下周一我在苏州客户那儿，例会赶不回来了，让小陈替我听一下吧。", "我在苏州客户那儿"),
        ("周一盘点走不开，请假一次", "盘点走不开"),
    ],
)
def test_the_reason_of_a_leave_is_why_and_not_who(words: str, reason: str | None) -> None:
    (leave,) = interpreted(words, context(About.INVITATION)).intents
    assert isinstance(leave, Leave)
    assert leave.reason == reason


SUBSTITUTE: list[Row] = [
    ("好的，没问题。", "accept"),
    ("可以，我替他去", "accept"),
    ("我来", "accept"),
    ("愿意代李强参加", "accept"),
    ("没问题，材料请李强先发我", "accept"),
    ("可以代，不过我要提前走", "unclear"),
    ("不行，周一我有客户", "leave"),
    ("我代不了，当天在外地", "leave"),
    ("抱歉，那天休假，没法代", "leave"),
    ("恐怕不行", "leave"),
    ("我可能可以，周五确认", "tentative"),
    ("需要我代他汇报吗？", "unclear"),
    ("收到", "acknowledge"),
    ("让周涛去吧，我没空", "leave substitute=zhou.tao"),
    ("我周一也去不了，在义乌。让冯雪去吧。", "leave substitute=feng.xue"),
    ("我不是不想替，实在走不开，请另找人。", "leave"),
    ("我不愿意替", "leave"),
    ("不愿意替他参加", "leave"),
    ("我不是不愿意替他", "unclear"),
    ("不是不肯替，我那天也要出差，去不了", "leave"),
    ("I refuse to stand in for him.", "leave"),
    ("I'd rather not stand in.", "leave"),
    ("如果他材料准备好了我就代", "unclear"),
    ("Yes, I can cover for him.", "accept"),
    ("Sure.", "accept"),
    ("Happy to.", "accept"),
    ("I'll do it.", "accept"),
    ("Will do.", "accept"),
    ("I can't, I'm travelling.", "leave"),
    ("Sorry, not possible for me.", "leave"),
    ("I'd rather not.", "leave"),
    ("Maybe, I have to check.", "tentative"),
    ("What would I have to present?", "unclear"),
    ("Fine, but I need his slides first.", "unclear"),
    ("Please ask somebody else.", "leave"),
    ("Noted, I'll check my calendar.", "acknowledge"),
    ("行，我顶", "accept"),
    ("没空，别找我", "leave"),
    ("这个我代不合适，还是请王总定吧", "unclear"),
    ("义不容辞", "unclear"),
    ("可以是可以，就是材料我不熟", "unclear"),
    ("那天我也请假了", "leave"),
    ("那天我也要参加的，没问题，一起代了", "accept"),
    ("我已经替赵敏了，再替李强不合适", "unclear"),
    ("李强跟我说过了，我去", "accept"),
    ("李强说他自己能来了", "unclear"),
    ("好的，不过我十点得走", "unclear"),
    ("I'd be delighted to.", "accept"),
    ("If Li Qiang sends me the figures, yes.", "unclear"),
    ("Li Qiang already asked me, it's fine.", "accept"),
    ("No problem at all, I'll cover.", "accept"),
    ("I don't mind covering for him.", "accept"),
    ("我不太合适", "leave"),
    ("收到，我来替", "accept"),
    ("請找別人吧，我那天要出差", "leave"),
    ("我能代，但是只能代前半场", "unclear"),
    ("不是不愿意替，周一我在外地培训，回不来。", "leave"),
    ("没问题，李强的材料发我就行", "accept"),
    ("我那天自己也有客户，抱歉", "unclear"),
    ("行是行，但我九点五十才能到", "unclear"),
    ("Sure thing, happy to step in.", "accept"),
    ("I'm travelling too, sorry.", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), SUBSTITUTE, ids=ids(SUBSTITUTE))
def test_what_is_said_in_answer_to_a_substitute(words: str, expected: str) -> None:
    assert meaning(words, context(About.SUBSTITUTE)) == expected


REASONS = [
    ("周一请假去看牙，由陈静代为参加。", "去看牙"),
    ("请假一天陪孩子看病", "陪孩子看病"),
    ("我请假回老家，由陈静代我", "回老家"),
    ("周一要请假带孩子打疫苗，让小陈去", "带孩子打疫苗"),
    ("请假，要出差", "要出差"),
    ("请假去不了", None),
    ("我跟郑洁、冯雪都商量过了，郑洁那天也忙，就由冯雪替我到会，我去总部培训。", "我去总部培训"),
    ("陈静那天有事，由周涛代我，我要去见客户", "我要去见客户"),
    ("王芳出差，我要接待客户，不能参加", "我要接待客户"),
    ("Terribly sorry, I shan't be able to make Monday's meeting: I'm having a wisdom tooth out.", "I'm having a wisdom tooth out"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "reason"), REASONS)
def test_why_the_sender_does_not_come(words: str, reason: str | None) -> None:
    """The reason is the sender's own: what for, behind the word, and not why a colleague is away."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "li.qiang@corp.example", "secretary@corp.example"
    mail["Date"] = "Thu, 26 Nov 2026 10:00:00 +0800"
    mail["In-Reply-To"], mail["Subject"] = "<asked@corp.example>", "Re: 【会议邀请】销售与运营周例会"
    mail.set_content(words)
    (leave,) = reader().interpret(parse(bytes(mail)), context(About.INVITATION)).intents
    assert isinstance(leave, Leave)
    assert leave.reason == reason
