"""Who was in the room: labels, brackets, sentences and tables, for a meeting from 09:30 to 10:30."""

import pytest
from minutes_room import minutes, short

from mailflow.core.minutes import AttendanceRecord


def _told(record: AttendanceRecord) -> dict[str, str]:
    """Only what is stated, people by the first part of their address."""
    told = {
        "present": " ".join(sorted(map(short, record.present))),
        "late": " ".join(f"{short(t.person)}:{t.minutes}" for t in record.late),
        "early": " ".join(f"{short(t.person)}:{t.minutes}" for t in record.left_early),
        "absent": " ".join(map(short, record.absent)),
        "leave": " ".join(map(short, record.on_leave)),
        "for": " ".join(f"{short(s.substitute)}>{short(s.absent)}" for s in record.substitutes),
    }
    return {key: value for key, value in told.items() if value}


def _read(text: str) -> dict[str, str]:
    return _told(minutes(text).attendance)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("出席：王芳、李强", {"present": "li.qiang wang.fang"}),
        ("人员：张伟（主持）、孙丽、吴昊", {"present": "sun.li wu.hao zhang.wei"}),
        (
            "到会 王芳 李强 赵敏，陈静和周涛请假",
            {"present": "li.qiang wang.fang zhao.min", "leave": "chen.jing zhou.tao"},
        ),
        ("出席：王芳、李强，陈静和周涛请假。", {"present": "li.qiang wang.fang", "leave": "chen.jing zhou.tao"}),
        ("出席：王芳，李强，赵敏请假", {"present": "li.qiang wang.fang", "leave": "zhao.min"}),
        ("参会人员 王芳、李强；孙丽、郑洁缺席", {"present": "li.qiang wang.fang", "absent": "sun.li zheng.jie"}),
        ("出席：王芳、李强、赵敏和孙丽均准时到会", {"present": "li.qiang sun.li wang.fang zhao.min"}),
        ("缺席：李强、赵敏，孙丽（病假）", {"absent": "li.qiang zhao.min", "leave": "sun.li"}),
        ("李强、赵敏，孙丽请假。", {"leave": "sun.li"}),
        ("销售部李强、赵敏，运营部孙丽、吴昊参加。", {"present": "li.qiang sun.li wu.hao zhao.min"}),
        (
            "Present: Wang Fang, Li Qiang, Sun Li and Wu Hao on leave",
            {"present": "li.qiang wang.fang", "leave": "sun.li wu.hao"},
        ),
        ("在场：张伟\n没来：黄凯（事先没说）", {"present": "zhang.wei", "absent": "huang.kai"}),
        (
            "到了的：张伟\n不在的：黄凯（会前也没打招呼）、林涛（出差）",
            {"present": "zhang.wei", "absent": "huang.kai", "leave": "lin.tao"},
        ),
        ("Here: Wang Fang\nDid not attend: Sun Li", {"present": "wang.fang", "absent": "sun.li"}),
        ("到会：王芳 李强 吴　昊", {"present": "li.qiang wang.fang wu.hao"}),
        ("参会人员：销售部：王芳；财务部林涛、黄凯（仓储主管）", {"present": "huang.kai lin.tao wang.fang"}),
        ("主持：王芳　记录：何军", {"present": "he.jun wang.fang"}),
        ("出席2人：王芳、李强；请假1人：陈静", {"present": "li.qiang wang.fang", "leave": "chen.jing"}),
        ("列席：林涛\n应到：12人", {"present": "lin.tao"}),
        ("参会：王芳、李强（线上）、赵敏（电话接入，出差中）", {"present": "li.qiang wang.fang zhao.min"}),
        ("请假：李强\n缺席：赵敏", {"leave": "li.qiang", "absent": "zhao.min"}),
        ("缺席：吴昊（请假）、周涛（未请假）、冯雪（堵车）", {"leave": "wu.hao feng.xue", "absent": "zhou.tao"}),
        ("Apologies: Wu Hao (supplier visit)\nAbsent: Zhao Min (no notice)", {"leave": "wu.hao", "absent": "zhao.min"}),
        ("请假：陈静；David Miller 无故缺席。", {"leave": "chen.jing", "absent": "david.miller"}),
        ("迟到（姓名、分钟）：无\n早退：\n缺席（未请假）：无", {}),
    ],
)
def test_a_label_says_how_people_came_and_brackets_may_say_otherwise(text: str, told: dict[str, str]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("到会 王芳 / 李强\n请假 陈静（在客户现场）", {"present": "li.qiang wang.fang", "leave": "chen.jing"}),
        ("参会　王芳、吴昊\n迟到　吴昊5分钟", {"present": "wang.fang wu.hao", "late": "wu.hao:5"}),
        ("主持 王芳　记录 何军", {"present": "he.jun wang.fang"}),
        (
            "Present Wang Fang, Li Qiang\nApologies Zhao Min (customer visit)",
            {"present": "li.qiang wang.fang", "leave": "zhao.min"},
        ),
        ("记录 何军整理的报价单", {}),
        ("请假 李强的客户由陈静跟进", {}),
    ],
)
def test_a_label_may_do_without_its_colon_where_nothing_but_people_follows(text: str, told: dict[str, str]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "late", "early"),
    [
        ("迟到：吴昊，10分钟", "wu.hao:10", ""),
        ("迟到：吴昊 15", "wu.hao:15", ""),
        ("迟到：张伟8分钟，周涛（9:50到）", "zhang.wei:8 zhou.tao:20", ""),
        ("迟到：David Miller", "david.miller:None", ""),
        ("李强、赵敏各迟到5分钟", "li.qiang:5 zhao.min:5", ""),
        ("出席：王芳、张伟。其中张伟10点15分先行离开。", "", "zhang.wei:15"),
        ("早退：刘洋（提前20分钟离会）", "", "liu.yang:20"),
        ("Present: Huang Kai (joined 20 min late), Sun Li (left at 10:10)", "huang.kai:20", "sun.li:20"),
        ("Attendance\nDavid Miller arrived 10 minutes late and left at 10:00", "david.miller:10", "david.miller:30"),
        ("张伟迟到一刻钟。", "zhang.wei:15", ""),
    ],
)
def test_minutes_late_or_early_are_stated_or_counted_against_start_and_end(text: str, late: str, early: str) -> None:
    read = _read(text)
    assert (read.get("late", ""), read.get("early", "")) == (late, early)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("请假：李强（陈静代）", "chen.jing>li.qiang"),
        ("出席：陈静（代李强）", "chen.jing>li.qiang"),
        ("代为参会：陈静代李强", "chen.jing>li.qiang"),
        ("代会情况：李强→陈静", "chen.jing>li.qiang"),
        ("请假：李强（出差，由陈静代为参会）", "chen.jing>li.qiang"),
        ("李强请假，委托陈静参会。", "chen.jing>li.qiang"),
        ("Substitute: Chen Jing for Li Qiang", "chen.jing>li.qiang"),
        ("Regrets: Li Qiang (represented by Chen Jing)", "chen.jing>li.qiang"),
        ("Attendance\nLi Qiang on leave, Chen Jing attended instead", "chen.jing>li.qiang"),
    ],
)
def test_who_stands_in_is_present_and_the_one_they_stand_in_for_is_not(text: str, pair: str) -> None:
    read = _read(text)
    assert read["for"] == pair
    assert read["present"] == "chen.jing"


def test_the_prefilled_list_gives_way_to_what_the_recorder_states() -> None:
    read = _read("出席：王芳、李强、陈静、周涛\n请假：李强（陈静代）\n缺席（未请假）：周涛")
    assert read == {
        "present": "chen.jing wang.fang",
        "absent": "zhou.tao",
        "leave": "li.qiang",
        "for": "chen.jing>li.qiang",
    }


def test_sentences_at_the_beginning_tell_who_came() -> None:
    read = _read(
        "12月9日下午，张伟主持召开研讨会，赵敏、周涛参加，郑洁因接待客户请假，由Emma Clark代为参加。何军记录。"
    )
    assert read == {
        "present": "emma.clark he.jun zhang.wei zhao.min zhou.tao",
        "leave": "zheng.jie",
        "for": "emma.clark>zheng.jie",
    }


def test_all_but_those_named_means_those_were_away() -> None:
    assert _read("到会：除David Miller（请假）、周涛（未请假）外全员到会。") == {
        "leave": "david.miller",
        "absent": "zhou.tao",
    }


@pytest.mark.parametrize(
    "text",
    [
        "| 姓名 | 出席情况 | 备注 |\n|--|--|--|\n| 王芳 | 出席 | |\n| 李强 | 请假 | 陈静代 |\n| 赵敏 | 迟到 | 10分钟 |\n| 周涛 | 缺席 | 未请假 |",
        "| 出席 | 请假 | 缺席 |\n|--|--|--|\n| 王芳、赵敏（迟到10分钟） | 李强（陈静代） | 周涛 |",
    ],
)
def test_a_roll_as_a_table_is_read_by_row_or_by_column(text: str) -> None:
    assert _read(text) == {
        "present": "chen.jing wang.fang zhao.min",
        "late": "zhao.min:10",
        "absent": "zhou.tao",
        "leave": "li.qiang",
        "for": "chen.jing>li.qiang",
    }


@pytest.mark.parametrize(
    "text",
    [
        "讨论要点：李强请假期间的客户由陈静代为跟进。",
        "待办\n- 李强、周涛：拜访客户10家以上，12月11日前提交记录",
        "外部嘉宾：王先生（工厂）",
        "抄送：王芳、李强",
    ],
)
def test_talk_of_leave_and_visits_is_no_attendance(text: str) -> None:
    assert _read(text) == {}
