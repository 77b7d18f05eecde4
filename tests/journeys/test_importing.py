"""A village's old ledger comes in through the browser, one column of it set right on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.conftest import Arrive, Visitor
from wolaiban.cases.models import Case
from wolaiban.importing.models import BUSY, Import
from wolaiban.importing.working import go_on
from wolaiban.residents import vault

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROWS = (
    ("2024 年东坟村诉求台账",),
    ("编号", "反映时间", "哪位", "联系电话", "反映内容", "状态", "办理结果", "办结时间", "满意度"),
    (
        "L1",
        "2024-05-06",
        "辛桂芳",
        "13800139041",
        "门前积水，出行不便",
        "已办结",
        "已疏通",
        "2024-05-09",
        "满意",
    ),
    ("L2", "2024-06-01", "壬小满", "13800139042", "宅基地边界有纠纷", "办理中", None, None, None),
    ("L3", "昨天下午", "癸大福", "13800139043", "路灯不亮", "办理中", None, None, None),
    ("合计", "3 件"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "台账"
    for row in ROWS:
        page.append(row)
    path = tmp_path / "东坟村台账.xlsx"
    book.save(path)
    return path


def the_worker_works() -> None:
    for job in Import.objects.filter(state__in=sorted(BUSY)):
        go_on(job.pk)


@pytest.mark.parametrize("phone", [False, True], ids=["at_a_desk", "on_a_phone"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
def test_bringing_in_an_old_ledger(
    arrive: Arrive, ledger: Path, settings: Any, tmp_path: Path, phone: bool, javascript: bool
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    officer = arrive("qin", phone=phone, javascript=javascript)
    goto_ledger(officer)
    officer.press("导入台账")
    officer.page.get_by_label("台账文件").set_input_files(ledger)
    officer.press("上传并核对")
    officer.sees("正在核对")
    the_worker_works()
    go_further(officer, javascript)

    officer.sees("早已办结，补录为历史", "不能登记", "时间“昨天下午”读不懂")
    officer.does_not_see("辛桂芳", "13800139041")
    officer.look()
    officer.page.get_by_label("哪位认作").select_option(label="姓名")
    officer.press("改好了，重新核对")
    the_worker_works()
    go_further(officer, javascript)
    officer.press("导入 2 件")
    officer.sees("正在导入")
    the_worker_works()
    go_further(officer, javascript)

    officer.sees("新登记", "已补录为历史", "有 1 行没有登记", "上传的文件已经删除")
    officer.look()
    with officer.page.expect_download() as coming:
        officer.page.get_by_role("link", name="下载结果表").click()
    coming.value.save_as(tmp_path / "result.xlsx")
    lines = list(load_workbook(tmp_path / "result.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [line[2] for line in lines[1:5]] == ["补录为历史", "新登记", "未能登记", "不是事项"]
    assert "辛桂芳" not in str(lines)

    closed, ours = Case.objects.order_by("pk")
    assert (closed.stage, ours.stage) == ("closed", "reported")
    assert vault.masked(closed.complainants.get().resident).name == "辛*芳"
    goto_ledger(officer)
    officer.open("门前积水")
    officer.sees("补录的历史", "已疏通", "2024年5月9日")


def goto_ledger(officer: Visitor) -> None:
    officer.page.goto(
        officer.page.url.split("/", 3)[0] + "//" + officer.page.url.split("/", 3)[2] + "/cases/"
    )
    officer.look()


def go_further(officer: Visitor, javascript: bool) -> None:
    """The page asks by itself; without scripts the officer does."""
    if not javascript:
        officer.press("刷新看进展")
    officer.page.locator("progress").wait_for(state="detached")
    officer.look()
