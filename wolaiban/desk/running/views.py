"""How the installation is running: what the operator must do something about, first; and a test message to oneself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wolaiban.cases.history.wording import moment
from wolaiban.installation.release import version
from wolaiban.notices.actions.trying import send_trial
from wolaiban.notices.gateways.configured import MAIL, OUTBOX, SMS
from wolaiban.notices.queries import last_trial
from wolaiban.notices.rules import keeps_the_machine
from wolaiban.notices.words import Way
from wolaiban.people.requests import SignedInRequest
from wolaiban.retention.registry import what_of
from wolaiban.web.running import facts

GATEWAYS = {SMS: Way.SMS.label, MAIL: Way.MAIL.label, OUTBOX: "演示的发件箱"}


@dataclass(frozen=True)
class Section:
    """A part of the page: what was looked at with what was found, and what is wrong with it."""

    heading: str
    rows: list[tuple[str, str]]
    faults: list[str] = field(default_factory=list)


@require_GET
def running(request: SignedInRequest) -> HttpResponse:
    if not keeps_the_machine(request.actor):
        raise Http404
    parts = [_health(), _disks(), _backups(), _checkpoints(), _queue(), _periods(), _ways()]
    page = {
        "parts": parts,
        "faults": [fault for part in parts for fault in part.faults],
        "slow_pages": facts.slow_pages(),
        "slow_from": settings.SLOW_PAGE_MS,
        "trial": last_trial(request.user),
        "version": version(),
    }
    return render(request, "desk/running/running.html", page)


@require_POST
def trial(request: SignedInRequest) -> HttpResponse:
    if not keeps_the_machine(request.actor):
        raise Http404
    sent = send_trial(reverse("desk:running"), by=request.actor)
    if sent.deliveries.exists():
        messages.success(request, "测试消息已交给网关。几秒钟后刷新，就能看到结果。")
    else:
        messages.warning(
            request, "只在系统里收到了：没有可用的网关，或您没有登记工作手机和邮箱，或关掉了接收。"
        )
    return redirect("desk:running")


def _health() -> Section:
    parts = facts.parts()
    rows = [(part.label, "不正常" if part.fault else "正常") for part in parts]
    return Section("健康", rows, [part.fault for part in parts if part.fault])


def _disks() -> Section:
    disks = facts.disks()
    rows = [
        (
            f"{facts.DISKS[what]}所在的磁盘",
            f"还剩 {filesizeformat(disk.free)}，共 {filesizeformat(disk.total)}",
        )
        for what, disk in disks.items()
    ]
    rows.append(("数据库", filesizeformat(facts.database_bytes())))
    return Section("磁盘", rows, [disk.fault for disk in disks.values() if disk.fault])


def _backups() -> Section:
    kept = facts.backups()
    if settings.DEMO and kept.shelf is None:
        return Section("备份", [("演示", "不备份")])
    newest = moment(kept.shelf.newest) if kept.shelf and kept.shelf.newest else "没有"
    rows = [("最近一份备份", newest), ("留着", f"{kept.shelf.count if kept.shelf else 0} 份")]
    if kept.drill:
        outcome = "能恢复，核对无误" if kept.drill.sound else "没有成功"
        rows.append(("最近一次演练", f"{moment(kept.drill.began_at)} {outcome}，用时 {kept.drill.took} 秒"))
    else:
        rows.append(("最近一次演练", "还没有"))
    return Section("备份", rows, [fault for fault in (kept.fault, kept.drill_fault) if fault])


def _checkpoints() -> Section:
    latest, fault = facts.checkpoint()
    rows = [
        ("最近一个", f"第 {latest.number} 号，{moment(latest.at)}，共 {latest.size} 项" if latest else "没有")
    ]
    return Section("检查点", rows, [fault] if fault else [])


def _queue() -> Section:
    queue = facts.queue()
    rows = [("等着办的", f"{queue.waiting} 个"), ("正在办的", f"{queue.doing} 个")]
    if queue.since:
        rows.append(("最早的从", f"{moment(queue.since)} 等起"))
    return Section("后台工作", rows, [queue.fault] if queue.fault else [])


def _periods() -> Section:
    """What was forgotten because it was kept long enough, and what should have been."""
    stands = facts.periods()
    last = stands.last
    rows = [("最近一次清理", moment(last.began_at) if last else "还没有")]
    rows += (
        [(what_of(name), f"清理 {number}") for name, number in sorted(last.erased.items())] if last else []
    )
    rows += [(what, f"到期还在 {number}") for what, number in stands.overdue]
    return Section("保存期限", rows, [stands.fault] if stands.fault else [])


def _ways() -> Section:
    rows = [(_named(way.name), _how(way)) for way in facts.ways()]
    return Section("消息网关", rows or [("对外", "没有设置，消息只在系统里看得到")], facts.ways_faults())


def _named(gateway: str) -> str:
    return GATEWAYS.get(gateway) or gateway.replace("robot", "群机器人", 1)


def _how(way: facts.WayOut) -> str:
    waits = f"，{way.waiting} 条等着发" if way.waiting else ""
    if way.rests_until:
        return f"暂停到 {moment(way.rests_until)}{waits}"
    return f"最近发出 {moment(way.worked_at)}{waits}" if way.worked_at else f"还没有发过{waits}"
