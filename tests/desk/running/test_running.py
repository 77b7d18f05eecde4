"""How the installation is running: on the administrator's page, in the morning's word, for machines that watch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate, now
from prometheus_client.parser import text_string_to_metric_families

from tests.cast import Cast
from tests.notices.conftest import Outside, outside, receivers  # noqa: F401 -- fixtures
from wolaiban.installation import disk
from wolaiban.installation.disk import Disk
from wolaiban.installation.release import version
from wolaiban.ledger import checkpoints
from wolaiban.ledger.models import Drill
from wolaiban.notices.delivering import deliver
from wolaiban.notices.models import Delivery, Gateway, Message
from wolaiban.process.calendar import BEIJING
from wolaiban.web import writing_probe
from wolaiban.web.models import SlowPage
from wolaiban.web.running import facts, night, slowness

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 12, 6, 10, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _nothing_found_before() -> Iterator[None]:
    writing_probe.forget()
    yield
    writing_probe.forget()


def browser_of(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast.user(who))
    return browser


def all_is_well(settings: LazySettings, shelf: Path) -> None:
    """A worker that was just heard, a backup of this night, a drill that went well, a checkpoint."""
    settings.BACKUP_DIR = str(shelf)
    folder = shelf / "2026-03-12T030000Z"
    folder.mkdir(parents=True)
    (folder / "backup.json").touch()
    (folder / "backup.json.sha256").touch()
    Drill.objects.create(began_at=now(), took=41, sound=True, said="")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    checkpoints.make()


def page_of(browser: Client) -> str:
    answer = browser.get("/running/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


# ---- The page


def test_where_all_is_well_it_says_so(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    all_is_well(settings, tmp_path)

    page = page_of(browser_of(cast, "guan"))

    assert "都正常。" in page
    assert "能恢复，核对无误，用时 41 秒" in page
    assert f"版本 {version()}" in page
    assert "<dt>留着</dt><dd>1 份</dd>" in page
    headings = re.findall(r'<h2 id="[^"]+">([^<]+)</h2>', page)
    assert headings == ["健康", "磁盘", "备份", "检查点", "后台工作", "保存期限", "消息网关", "慢页面"]
    assert re.search(r"<dt>最近一个</dt><dd>第 \d+ 号", page)
    assert "给我发一条测试消息" in page


def test_what_is_wrong_stands_on_top_with_what_to_do(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LEAST", 10**18)
    Drill.objects.create(began_at=now(), took=3, sound=False, said="备份清单被改动")
    settings.BACKUP_DIR = "/nowhere"

    page = page_of(browser_of(cast, "guan"))

    above = page.split("最近一份备份")[0]
    for wrong in (
        "没有正在运行的后台进程",
        "请清理或扩容",
        "不要动 database 和 keys 里的文件",
        "还没有一份备份",
        "最近一次没有成功：备份清单被改动",
        "还没有检查点",
    ):
        assert wrong in above


def test_a_queue_that_stands_still_and_jobs_that_failed_are_said(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STUCK, [now() - timedelta(minutes=40)])

    queue = facts.queue()

    assert (queue.waiting, queue.failed) == (1, 0)
    assert queue.fault == "最早的一个已等了 40 分钟。请检查后台进程是否忙不过来。"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert facts.queue().fault == "最近七天有 1 个没有办成，原因见后台进程的日志。"


STUCK = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, priority)
VALUES ('default', 'x', 'todo', '{}', 0);
UPDATE procrastinate_events SET at = %s
"""


def test_a_gateway_that_rests_is_said_with_until_when(cast: Cast, outside: Outside) -> None:  # noqa: F811
    Gateway.objects.create(name="sms", failures=4, rests_until=now() + timedelta(minutes=5))

    (sms, *_) = facts.ways()

    assert sms.rests_until is not None
    assert any(fault.startswith("网关 sms 连续发不出去，暂停到") for fault in facts.ways_faults())


@pytest.mark.parametrize("who", ["qin", "shen", "jian", "wang"])
def test_to_everybody_else_there_is_no_such_page(cast: Cast, who: str) -> None:
    assert browser_of(cast, who).get("/running/").status_code == 404
    assert browser_of(cast, who).post("/running/trial/").status_code == 404


def test_the_page_asks_no_more_for_more(cast: Cast, django_assert_max_num_queries: object) -> None:
    browser = browser_of(cast, "guan")
    for number in range(30):
        SlowPage.objects.create(day=localdate(), route=f"/{number}/", times=1, longest=1200, total=1200)

    with django_assert_max_num_queries(45):  # type: ignore[operator]
        page = page_of(browser)

    assert page.count("毫秒</td>") == 2 * facts.MOST_PAGES


# ---- A message to oneself


def test_a_test_message_goes_out_by_every_way_at_once_and_its_end_is_shown(
    cast: Cast,
    outside: Outside,  # noqa: F811
) -> None:
    guan = cast.user("guan")
    guan.phone, guan.email = "13800000099", "guan@example.invalid"
    guan.save(update_fields=["phone", "email"])
    browser = browser_of(cast, "guan")

    said = browser.post("/running/trial/", follow=True).content.decode()
    for delivery in Delivery.objects.filter(message__text="trial"):
        deliver(delivery.pk)

    assert "测试消息已交给网关" in said
    assert any("测试消息" in text for text in outside.sms.texts)
    assert any("测试消息" in text for text in outside.mail.texts)
    page = page_of(browser)
    assert "<dt>短信</dt><dd>已发出</dd>" in page
    assert "<dt>邮件</dt><dd>已发出</dd>" in page


def test_where_nothing_leads_outside_it_is_told_inside_and_said(cast: Cast) -> None:
    browser = browser_of(cast, "guan")

    said = browser.post("/running/trial/", follow=True).content.decode()

    assert "只在系统里收到了" in said
    assert Message.objects.get(text="trial").user == cast.user("guan")


def test_a_second_one_has_to_wait_a_minute(cast: Cast) -> None:
    browser = browser_of(cast, "guan")
    browser.post("/running/trial/")

    refused = browser.post("/running/trial/")

    assert refused.status_code == 409
    assert "请过一分钟再试" in refused.content.decode()
    assert Message.objects.filter(text="trial").count() == 1


# ---- The morning's word


def test_the_administrators_of_the_district_are_told_each_morning_once(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    all_is_well(settings, tmp_path)

    assert night.tell(MORNING) == 1
    assert night.tell(MORNING + timedelta(hours=1)) == 0
    assert night.tell(MORNING + timedelta(days=1)) == 1

    message = Message.objects.filter(text="night_well").first()
    assert message is not None
    assert message.user == cast.user("guan")
    assert "都正常" in message.words
    assert not Delivery.objects.exists()  # good news is read when one looks


def test_a_bad_night_is_also_sent_outside_and_leads_to_the_page(cast: Cast, outside: Outside) -> None:  # noqa: F811
    guan = cast.user("guan")
    guan.phone = "13800000099"
    guan.save(update_fields=["phone"])
    Drill.objects.create(began_at=now(), took=3, sound=False, said="备份清单被改动")

    assert night.tell(MORNING) == 1

    message = Message.objects.get()
    assert re.fullmatch(r"昨夜检查有 \d+ 处要处理，请打开“运行情况”查看。", message.words)
    assert message.path == "/running/"
    assert [delivery.way for delivery in message.deliveries.all()] == ["sms"]


@pytest.mark.parametrize("hour", [3, 5, 12, 18])
def test_nobody_is_told_at_another_hour(cast: Cast, hour: int) -> None:
    assert night.tell(MORNING.replace(hour=hour)) == 0


# ---- For machines


def test_prometheus_is_told_how_it_runs(
    cast: Cast, client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    all_is_well(settings, tmp_path)
    settings.METRICS_TOKEN = "long-enough-for-a-test"
    slowness.note("/cases/<str:number>/", 1900)

    answer = client.get("/metrics", headers={"Authorization": "Bearer long-enough-for-a-test"})

    assert answer.status_code == 200
    told = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }
    assert told["wolaiban_info", version()] == 1
    assert {key[1]: value for key, value in told.items() if key[0] == "wolaiban_well"} == dict.fromkeys(
        facts.PARTS, 1
    )
    assert told["wolaiban_drill_sound",] == 1
    assert told["wolaiban_slow_pages", "/cases/<str:number>/"] == 1
    assert told["wolaiban_disk_free_bytes", "data"] > 0
    assert abs(told["wolaiban_checkpoint_timestamp_seconds",] - now().timestamp()) < 60
    assert told["wolaiban_jobs", "waiting"] >= 0


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", "Basic long-enough-for-a-test", "Bearer 错"])
def test_without_the_token_nothing_is_told(client: Client, settings: LazySettings, shown: str) -> None:
    settings.METRICS_TOKEN = "long-enough-for-a-test"

    answer = client.get("/metrics", headers={"Authorization": shown.encode("utf-8").decode("latin-1")})

    assert answer.status_code == 401
    assert b"wolaiban_" not in answer.content


def test_where_no_token_is_set_there_is_no_such_page(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


# ---- Slow pages


def test_a_page_that_takes_long_is_noted_by_its_pattern(cast: Cast, settings: LazySettings) -> None:
    case = cast.report()
    browser = browser_of(cast, "qin")
    settings.SLOW_PAGE_MS = 1

    browser.get(f"/cases/{case.number}/")
    browser.get(f"/cases/{case.number}/")

    (row,) = SlowPage.objects.all()
    assert (row.route, row.times) == ("/cases/<str:number>/", 2)
    assert row.total >= row.longest >= 1


def test_what_is_older_than_a_month_is_forgotten() -> None:
    for days in (10, 31):
        SlowPage.objects.create(
            day=localdate() - timedelta(days=days), route="/", times=1, longest=1, total=1
        )

    assert slowness.sweep() == 1


def test_a_disk_is_that_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    assert Disk.under(tmp_path / "not" / "yet").folder == tmp_path
