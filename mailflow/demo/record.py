"""What the recorder of the acted meeting writes into the form."""

from dataclasses import replace

from mailflow.demo.form import Filling, Section, Task

_LATE = (("迟到（姓名、分钟）", "周涛 20分钟"),)
_WITHOUT_DATE = Task("整理重点客户报价清单", "David Miller", "", "中英文各一份")

FIRST = Filling(
    labels=_LATE,
    sections=(
        Section(
            "销售情况",
            "华东区完成 113%，华南区完成 105%；重点客户要求统一报价。",
            "重点客户统一使用新报价清单",
            (_WITHOUT_DATE,),
        ),
        Section(
            "运营情况",
            "供应链到货率 91%；退货台账有积压。",
            "退货台账每周更新",
            (Task("更新退货台账", "Emma Clark", "12月4日", "含双十一全部退货"),),
        ),
        Section(
            "双十二备货",
            "双十二备货：去年缺货三天，今年提前锁定库存。",
            "双十二安全库存定为 500 件",
            (
                Task("提交双十二备货需求", "李强", "12月7日", "按门店列出"),
                Task("核对双十二库存", "吴昊", "12月8日", "与仓储逐项核对"),
            ),
        ),
        Section("本周计划", "各团队按周计划推进。", "", ()),
    ),
)
"""One task lacks its deadline: the recorder will be asked (policy 1.3.4)."""

MISSING = "任务：整理重点客户报价清单　责任人：David Miller　完成时间：12月7日"

SECOND = replace(
    FIRST,
    sections=tuple(
        replace(
            s,
            decided=s.decided.replace("500", "600"),
            tasks=tuple(replace(t, due="12月7日") if t == _WITHOUT_DATE else t for t in s.tasks),
        )
        for s in FIRST.sections
    ),
)
