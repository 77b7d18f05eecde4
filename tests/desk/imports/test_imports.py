"""A ledger is sent from the browser, looked at, corrected, brought in: by whoever may, and seen by nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from openpyxl import load_workbook

from tests.cast import DAGAOSHE, DONGFEN, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.importing import forgetting, working
from wolaiban.importing.models import Import, ImportPart, ImportState
from wolaiban.ledger.verifying import Verification
from wolaiban.residents.keys import new_key

HEADER = "编号,反映时间,反映人,联系电话,反映内容,状态,办理结果,办结时间\n"
CLOSED = "L1,2024-05-06,辛某金丝雀,13800139041,门前积水,已办结,已疏通,2024-05-09\n"
OPEN = "L2,2024-06-01,壬某,13800139042,宅基地纠纷,办理中,,\n"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    yield
    assert not list((tmp_path / "importing").glob("*"))  # nothing plain is left lying


def sent(client: Client, text: str = HEADER + CLOSED + OPEN, name: str = "台账.csv", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post("/imports/", {"file": file, "unit": unit(DONGFEN).pk, **fields})


def looked_at(client: Client, *args: Any, **fields: Any) -> Import:
    """Sent, and looked at by the worker."""
    answer = sent(client, *args, **fields)
    assert answer.status_code == 302, answer.content.decode()
    job = Import.objects.latest("pk")
    working.go_on(job.pk)
    job.refresh_from_db()
    return job


def page(client: Client, job: Import) -> str:
    answer = client.get(f"/imports/{job.uuid}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def lines_of(client: Client, job: Import) -> list[tuple[Any, ...]]:
    answer = client.get(f"/imports/{job.uuid}/result/")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def press(client: Client, job: Import, what: str, **fields: Any) -> None:
    assert client.post(f"/imports/{job.uuid}/{what}/", fields).status_code == 302
    job.refresh_from_db()


def test_a_ledger_is_looked_at_then_brought_in_and_the_file_is_gone(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    job = looked_at(qin)

    assert (job.state, job.new, job.history, job.bad) == (ImportState.CHECKED, 1, 1, 0)
    assert not Case.objects.exists()
    shown = page(qin, job)
    assert "导入 2 件" in shown
    assert re.search(r"反映内容</th>.*?<option value=\"words\" selected>", shown, re.DOTALL)

    press(qin, job, "start")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new, job.history, job.known) == (ImportState.DONE, 1, 1, 0)
    assert list(Case.objects.order_by("pk").values_list("stage", "unit__code")) == [
        ("closed", DONGFEN), ("reported", DONGFEN)
    ]  # fmt: skip
    assert [line[2] for line in lines_of(qin, job)] == ["结果", "补录为历史", "新登记"]
    assert not job.parts.filter(kind__in=["file", "understood"]).exists()
    assert list(Verification().findings()) == []

    again = looked_at(qin)
    assert (again.new, again.known) == (0, 2)


def test_a_long_result_is_a_table_of_text(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wolaiban.desk.imports.views.MOST_IN_A_WORKBOOK", 1)
    qin = browser("qin")
    job = looked_at(qin)

    answer = qin.get(f"/imports/{job.uuid}/result/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("2,L1,补录为历史")


def test_no_identity_is_shown_or_kept_in_plain(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    job = looked_at(qin)

    shown = page(qin, job) + str(lines_of(qin, job))
    kept = b"".join(bytes(part.content) for part in ImportPart.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, '') FROM procrastinate_jobs")
        jobs = cursor.fetchone()[0] or ""
    for canary in ("辛某金丝雀", "13800139041"):
        assert canary not in shown
        assert canary.encode() not in kept
        assert canary not in jobs


def test_a_column_that_was_misunderstood_is_corrected(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    job = looked_at(qin, "内容,备注,哪位\n门前积水,下雨天,辛某\n", "t.csv")
    assert job.anonymous == 1

    press(
        qin, job, "columns", unit=unit(DONGFEN).pk, column_0_0="words", column_0_1="place", column_0_2="name"
    )
    assert job.state == ImportState.CHECKING
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new, job.anonymous) == (ImportState.CHECKED, 1, 0)

    press(qin, job, "start")
    working.go_on(job.pk)
    assert Case.objects.get().place_words == "下雨天"


def test_two_columns_cannot_be_the_same(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    job = looked_at(qin, "内容,备注\n门前积水,下雨天\n", "t.csv")

    answer = qin.post(f"/imports/{job.uuid}/columns/", {"column_0_0": "words", "column_0_1": "words"})
    assert answer.status_code == 422
    assert "两列都选了“内容”" in answer.content.decode()


@pytest.mark.parametrize(("who", "may"), [("qin", False), ("gao", True), ("shen", True)])
def test_rows_go_where_one_may_register_and_nowhere_else(
    cast: Cast, browser: Browser, who: str, may: bool
) -> None:
    client = browser(who)
    where = "" if who == "shen" else unit(DONGFEN).pk
    job = looked_at(client, "内容,单位\n灯坏了,城关街道北市村\n门前积水,东坟村\n", "t.csv", unit=where)
    assert (job.new, job.bad) == ((2, 0) if may else (1, 1))
    if not may:
        assert "不能登记北市村的事项" in page(client, job)


def test_what_one_may_as_a_resident_or_volunteer_is_no_part_of_it(cast: Cast, browser: Browser) -> None:
    """An officer who has reported something herself may register anywhere: for herself, not for a list of others."""
    resident = cast.resident("wang")
    resident.account = cast.user("qin")
    resident.save()

    job = looked_at(browser("qin"), f"内容,单位\n漏水,{DAGAOSHE}\n", "t.csv")
    assert (job.new, job.bad) == (0, 1)


def test_a_unit_out_of_reach_is_not_offered_and_not_taken(cast: Cast, browser: Browser) -> None:
    assert sent(browser("qin"), unit=unit(DAGAOSHE).pk).status_code == 422
    assert sent(browser("qin"), spread="on").status_code == 302  # not asked of her
    assert not Import.objects.latest("pk").spread


def test_the_district_may_spread(cast: Cast, browser: Browser) -> None:
    job = looked_at(browser("shen"), "内容\n漏水\n灯坏了\n", "t.csv", unit="", spread="on")
    assert (job.state, job.new, job.spread) == (ImportState.CHECKED, 2, True)


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("", "t.csv", "文件是空的"),
        ("姓名,电话\n辛某,13800139041\n", "t.csv", "认不出表头"),
        ("%PDF-1.7", "t.pdf", "是 PDF，不是表格"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(
    cast: Cast, browser: Browser, text: str, name: str, why: str
) -> None:
    qin = browser("qin")
    answer = sent(qin, text, name)
    if answer.status_code == 422:
        assert why in answer.content.decode()
        return
    job = Import.objects.latest("pk")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert why in page(qin, job)
    qin.post(f"/imports/{job.uuid}/drop/")
    assert not Import.objects.exists()


def test_a_file_without_units_waits_to_be_told_where(cast: Cast, browser: Browser) -> None:
    client = browser("shen")
    job = looked_at(client, "内容\n漏水\n", "t.csv", unit="")
    assert job.state == ImportState.FAILED
    assert "表里没有单位一列" in page(client, job)

    press(client, job, "columns", unit=DONGFEN, column_0_0="words")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new) == (ImportState.CHECKED, 1)


def test_one_at_a_time(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    assert sent(qin).status_code == 302
    answer = sent(qin)
    assert answer.status_code == 409
    assert "还有一份台账正在核对或导入" in answer.content.decode()
    assert sent(browser("bai")).status_code == 302  # each their own
    Import.objects.all().delete()


def test_too_many_in_an_hour(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    answers = set()
    for _ in range(21):
        answers.add(sent(qin).status_code)
        Import.objects.all().delete()
    assert answers == {302, 429}


def test_stopped_in_the_middle_it_goes_on_where_it_stood(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wolaiban.importing.bringing.AT_A_TIME", 2)
    qin = browser("qin")
    job = looked_at(qin, "编号,内容\n" + "".join(f"{n},第{n}件事\n" for n in range(1, 7)), "t.csv")
    press(qin, job, "start")
    note, noted = working._note, []

    def stop_after_one(job: Import, rows: Any) -> bool:
        noted.append(note(job, rows))
        qin.post(f"/imports/{job.uuid}/stop/")
        return noted[-1]

    monkeypatch.setattr(working, "_note", stop_after_one)
    working.go_on(job.pk)
    monkeypatch.setattr(working, "_note", note)
    job.refresh_from_db()
    assert (job.state, job.seen) == (ImportState.FAILED, 2)
    assert "接着导入" in page(qin, job)

    press(qin, job, "start")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.seen, job.new, job.known) == (ImportState.DONE, 6, 6, 0)
    assert Case.objects.count() == 6


def test_a_worker_killed_between_registering_and_noting_counts_nothing_twice(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    qin = browser("qin")
    job = looked_at(qin)
    press(qin, job, "start")

    class Killed(BaseException):
        """As if the process had gone."""

    def die(job: Import, rows: Any) -> bool:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(working, "_note", die)
        working.go_on(job.pk)
    assert Case.objects.count() == 2

    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new, job.history, job.known) == (ImportState.DONE, 1, 1, 0)
    assert Case.objects.count() == 2


def test_which_rows_stayed_out_and_why_is_read_on_the_page_afterwards(cast: Cast, browser: Browser) -> None:
    qin = browser("qin")
    job = looked_at(qin, HEADER + OPEN + "L3,2024-06-02,壬某,,,办理中,,\n")
    press(qin, job, "start")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.new, job.bad) == (1, 1)
    after = page(qin, job)
    assert "原因写在下面" in after
    assert "没有登记的 <strong>1</strong> 行" in after
    assert "第 3 行：没有内容" in after


def test_what_is_left_lying_is_forgotten(cast: Cast, browser: Browser, tmp_path: Path) -> None:
    qin = browser("qin")
    done, waiting = looked_at(qin), looked_at(qin, "内容\n漏水\n", "t.csv")
    press(qin, done, "start")
    working.go_on(done.pk)

    assert forgetting.forget_old(now() + timedelta(days=6)) == 0
    assert forgetting.forget_old(now() + timedelta(days=8)) == 2
    assert not ImportPart.objects.exists()
    assert list(Import.objects.values_list("pk", "new")) == [(done.pk, 1)]
    assert not Import.objects.filter(pk=waiting.pk).exists()
    assert "文件已删除" in page(qin, done)


def test_what_was_sealed_under_a_key_that_is_gone_is_as_good_as_deleted(
    cast: Cast, browser: Browser, settings: Any
) -> None:
    qin = browser("qin")
    job = looked_at(qin)
    settings.VAULT_KEYS = new_key("another")

    assert "文件已删除" in qin.get("/imports/").content.decode()
    assert "文件已删除" in page(qin, job)
    assert qin.get(f"/imports/{job.uuid}/result/").status_code == 409
    press(qin, job, "start")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert "请重新上传" in page(qin, job)


def test_nobody_else_sees_it(cast: Cast, browser: Browser) -> None:
    job = looked_at(browser("qin"))
    for who, status in (("bai", 404), ("gao", 404), ("shen", 404), ("he", 403), ("wang", 403), ("guan", 403)):
        client = browser(who)
        assert client.get(f"/imports/{job.uuid}/").status_code == status
        assert client.get(f"/imports/{job.uuid}/result/").status_code == status
        for what in ("columns", "start", "stop", "drop"):
            assert client.post(f"/imports/{job.uuid}/{what}/").status_code == status
    assert Import.objects.filter(pk=job.pk, state=ImportState.CHECKED).exists()


def test_the_ledger_leads_there_for_whoever_may(browser: Browser) -> None:
    for who, shown in (("qin", True), ("gao", True), ("shen", True), ("he", False), ("jian", False)):
        assert ('href="/imports/"' in browser(who).get("/cases/").content.decode()) is shown
