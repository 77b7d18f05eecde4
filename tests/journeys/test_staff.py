"""Staff in front of a browser: a deputy settles what is not hers, and a list of new people comes in with its bad rows named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.importing.sheets import sheet
from tests.journeys.conftest import Arrive
from wolaiban.cases.models import Event
from wolaiban.people.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_deputy_resolves_and_the_history_shows_both_names(arrive: Arrive, cast: Cast) -> None:
    case = cast.moved_to("working", cast.report("活动广场的路灯不亮。"))
    qin = arrive("qin")
    qin.press("不在岗")
    qin.press("记我不在岗")
    qin.choose("请谁代理", "白玉兰（东坟村两委成员）")
    qin.press("记下")
    qin.sees("白玉兰代理")

    bai = arrive("bai", phone=True)
    bai.open("活动广场的路灯不亮")
    bai.press("办结")
    bai.tick("诉求合理，已解决")
    bai.choose("根源", "设施老化或缺失")
    bai.fill("办理结果", "换了镇流器，灯亮了。")
    bai.send("办结")
    bai.sees("白玉兰（代秦怀信）")
    told = Event.objects.get(case=case, step="resolve").told
    assert (told["actor"], told["for"]) == (cast.user("bai").pk, cast.user("qin").pk)

    qin.press("事项")
    qin.open("活动广场的路灯不亮")
    qin.sees("白玉兰（代秦怀信）")


def test_a_staff_list_is_looked_at_and_taken_in(arrive: Arrive, tmp_path: Path) -> None:
    """A whole district's goes through the same pages in tests/desk/staff/test_large_staff_list.py."""
    rows = [
        ("谷雨晴", "城关街道", "东坟村", "妇联委员", "13900000101"),
        ("谭小满", "城关街道", "东坟村", "治保委员", "13900000102"),
        ("虞无处", "", "没有的村", "书记", ""),
        ("虞无岗", "城关街道", "东坟村", "宇航员", ""),
    ]
    table = sheet(tmp_path / "花名册.xlsx", ("姓名", "镇街", "单位", "岗位", "电话"), *rows)
    guan = arrive("guan")
    guan.press("人员")
    guan.press("录入花名册")
    guan.page.get_by_label("文件").or_(guan.page.locator("input[type=file]")).first.set_input_files(
        str(table)
    )
    guan.press("上传并核对")
    guan.sees("第 4 行：找不到单位“没有的村”", "第 5 行")
    assert not User.objects.filter(name="谷雨晴").exists(), "nothing is written before it was looked at"
    guan.press("录入 2 行")
    guan.sees("有 2 行没有录进去", "还没有通知任何人")
    assert User.objects.filter(name__in=["谷雨晴", "谭小满"]).count() == 2
    assert not User.objects.filter(name__startswith="虞无").exists()
