"""`wolaiban doctor`: look at everything this installation stands on; say what is wrong and what to do, in words."""

from __future__ import annotations

import argparse
import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from wolaiban.installation import configuration, keys
from wolaiban.installation.disk import Disk
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres.trouble import DatabaseTrouble

OLDEST_PYTHON = (3, 11)
CLOCK_DRIFT = 5.0
DECEMBER = 12
LOCAL = {"127.0.0.1", "localhost", "::1"}

# What was looked at, and None, or what is wrong and the remedy.
Finding = tuple[str, str | None]
Check = Callable[[], str | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments: it looks at everything."""


def run(args: argparse.Namespace) -> int:
    faults = 0
    for what, fault in examine():
        faults += fault is not None
        print(f"[{'有误' if fault else '正常'}] {what}{f'：{fault}' if fault else ''}")
    print(f"\n共 {faults} 处需要处理。" if faults else "\n一切正常。")
    return 1 if faults else 0


def examine() -> Iterator[Finding]:
    """From the ground up; where one thing must stand on another that is broken, the looking ends there."""
    refusal = file_is_read()
    yield "配置文件", refusal
    if refusal:
        return
    yield from look_at(MACHINE)
    settings_fault = settings_load()
    yield "设置", settings_fault
    if settings_fault:
        return
    yield from look_at(CONFIGURATION)
    yield gateways()
    from wolaiban.cli import bootstrap  # noqa: PLC0415

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(bootstrap.database())
        except (DatabaseTrouble, Trouble) as trouble:
            yield "数据库", str(trouble)
            return
        yield "数据库", None
        yield from look_at(DATA)
        yield periods()


def look_at(checks: dict[str, Check]) -> Iterator[Finding]:
    return ((what, check()) for what, check in checks.items())


def file_is_read() -> str | None:
    try:
        configuration.reader()
    except ImproperlyConfigured as refusal:
        return str(refusal)
    return None


# ---- The machine


def python_version() -> str | None:
    return None if sys.version_info >= OLDEST_PYTHON else "需要 Python 3.11 或更新的版本。"


def data_folder() -> str | None:
    folder = configuration.data_dir()
    if not folder.is_dir():
        return f"{folder} 还不存在。请运行 wolaiban init，或用 WOLAIBAN_DATA 指明已有的目录。"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"当前用户不能写 {folder}。请用安装时的系统用户运行。"
    if stat.S_IMODE(folder.stat().st_mode) & 0o066:
        return f"{folder} 对其他用户开放。请运行 chmod go-rw {folder}。"
    return None


def key_files() -> str | None:
    opened = keys.open_to_others(configuration.data_dir())
    return f"其他用户可以读取：请运行 chmod 600 {' '.join(map(str, opened))}。" if opened else None


def disk_space() -> str | None:
    return Disk.under(configuration.data_dir()).fault or None


# ---- The configuration


def strange_names() -> str | None:
    return "；".join(configuration.reader().doubtful()) or None


def file_is_ours() -> str | None:
    opened = configuration.readable_by_others()
    return f"其他用户可以读取其中的密码：请运行 chmod o-r {opened}。" if opened else None


def settings_load() -> str | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        return str(refusal)
    return None


def assets() -> str | None:
    from django.conf import settings  # noqa: PLC0415

    lacking = [str(folder) for _, folder in settings.STATICFILES_DIRS if not Path(folder).is_dir()]
    return f"缺少 {'、'.join(lacking)}。请在程序目录运行 make setup。" if lacking else None


def production() -> str | None:
    from django.conf import settings  # noqa: PLC0415

    if settings.DEMO:
        return "DEMO 已打开，任何人都能一键登录。正式使用请去掉 DEMO。"
    if settings.DEBUG:
        return "DEBUG 已打开，出错页面会泄露内情。正式使用请去掉 DEBUG。"
    if not settings.HTTPS and set(settings.ALLOWED_HOSTS) - LOCAL:
        return "HTTPS 已关闭，密码会在网络上明文传输。请在前面架设 HTTPS 反向代理，并设置 TRUSTED_PROXIES=1。"
    return None


def backups() -> str | None:
    """Where there are none, or the newest is older than it should be."""
    from wolaiban.backups import standing  # noqa: PLC0415

    return standing.fault() or None


def discipline() -> str | None:
    """Who hears what is said of the district's own office."""
    from django.conf import settings  # noqa: PLC0415

    from wolaiban.cases.actions.registering import discipline_department  # noqa: PLC0415

    if settings.DEMO or discipline_department() is not None:
        return None
    if settings.DISCIPLINE_DEPARTMENT:
        return f"DISCIPLINE_DEPARTMENT={settings.DISCIPLINE_DEPARTMENT} 不是在用的部门代码，检举区联席办的收不进来。"
    return "没有设置 DISCIPLINE_DEPARTMENT（纪检部门的代码）：检举区联席办的一律不收，只告诉反映人打 12388。"


def time_zone() -> str | None:
    from django.conf import settings  # noqa: PLC0415

    return None if settings.TIME_ZONE == "Asia/Shanghai" else "TIME_ZONE 应为 Asia/Shanghai，否则时限会算错。"


def system_checks() -> str | None:
    from django.core import checks  # noqa: PLC0415

    found = [message for message in checks.run_checks() if message.level >= checks.WARNING]
    return "；".join(str(message.msg) for message in found) or None


def gateways() -> Finding:
    """Which ways lead outside, and whether they are configured whole."""
    from wolaiban.notices.gateways import checking  # noqa: PLC0415

    return f"通知网关（{checking.summary()}）", "；".join(checking.faults()) or None


# ---- The database and what runs on it


def tables() -> str | None:
    from wolaiban.web import health  # noqa: PLC0415

    return health.migrations()


def worker() -> str | None:
    from wolaiban.web import health  # noqa: PLC0415

    said = health.said(health.worker)
    return None if said == "well" else said


def clocks() -> str | None:
    """The database stamps some times and we stamp others; they must agree."""
    from django.db import connection  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        drift = abs((cursor.fetchone()[0] - now()).total_seconds())
    return (
        None
        if drift < CLOCK_DRIFT
        else f"数据库服务器与本机的时钟相差 {drift:.0f} 秒。请为两台机器设置时间同步。"
    )


def notices() -> str | None:
    """What did not get through, and events that nobody could be told of."""
    from wolaiban.notices import queries  # noqa: PLC0415

    failed, untold = queries.failed_count(), queries.untold_count()
    said = [f"有 {failed} 条消息没有发出，请在事项页面重新发送"] if failed else []
    said += [f"有 {untold} 个进展没能告知任何人，请查看后台进程的日志"] if untold else []
    return "；".join(said) or None


def invention() -> str | None:
    from django.conf import settings  # noqa: PLC0415

    from wolaiban.cli import bootstrap  # noqa: PLC0415

    if bootstrap.is_demo() and not settings.DEMO:
        return "数据库里是演示数据，不能用于正式工作。请用 WOLAIBAN_DATA 另选目录后运行 wolaiban init。"
    return None


def drills() -> str | None:
    """Whether the last backup that was tried could be brought back."""
    from django.db import Error  # noqa: PLC0415

    from wolaiban.backups import standing  # noqa: PLC0415

    try:
        return standing.drill_fault() or None
    except Error:
        return "数据表不全，无法得知。请运行 wolaiban init。"


def administrator() -> str | None:
    from django.db import Error  # noqa: PLC0415

    from wolaiban.people.models import Post  # noqa: PLC0415
    from wolaiban.process.words import Function  # noqa: PLC0415

    try:
        there = (
            Post.objects.current().filter(function=str(Function.ADMINISTRATOR), user__is_active=True).exists()
        )
    except Error:
        return "数据表不全，无法得知。请运行 wolaiban init。"
    return None if there else "没有在任的系统管理员。请运行 wolaiban init --admin 登录名 --admin-name 姓名。"


def working_days() -> str | None:
    """Whether this year's working days are known, and, from December, the next one's."""
    from django.db import Error  # noqa: PLC0415
    from django.utils.timezone import localdate  # noqa: PLC0415

    from wolaiban.catalogue import calendars  # noqa: PLC0415

    today = localdate()
    try:
        known = calendars.refresh().knows
    except Error:
        return "数据表不全，无法得知。请运行 wolaiban init。"
    years = [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
    unknown = "、".join(str(year) for year in years if not known(year))
    if not unknown:
        return None
    return f"还不知道 {unknown} 年的节假日调休，时限暂按法定节假日和周末推算。国务院公布后请运行 wolaiban calendar load。"


def second_factors() -> str | None:
    """Who must confirm a second step and has none: they are asked at their next sign-in."""
    from django.db import Error  # noqa: PLC0415

    from wolaiban.people import second_factor  # noqa: PLC0415

    try:
        names = second_factor.without()
    except Error:
        return "数据表不全，无法得知。请运行 wolaiban init。"
    return f"以下账号须设而还没有设，请本人登录后设置：{'、'.join(names)}。" if names else None


def periods() -> Finding:
    """When what is over was last forgotten, how much that was, and what is overdue."""
    from django.db import Error  # noqa: PLC0415

    from wolaiban.retention.standing import standing  # noqa: PLC0415

    try:
        stands = standing()
    except Error:
        return "保存期限", "数据表不全，无法得知。请运行 wolaiban init。"
    return f"保存期限（{stands.said}）", stands.fault or None


MACHINE: dict[str, Check] = {
    "Python 版本": python_version,
    "数据目录": data_folder,
    "密钥文件权限": key_files,
    "磁盘空间": disk_space,
}
CONFIGURATION: dict[str, Check] = {
    "设置的名称": strange_names,
    "配置文件权限": file_is_ours,
    "网页样式和脚本": assets,
    "运行方式": production,
    "时区": time_zone,
    "备份": backups,
    "程序自检": system_checks,
}
DATA: dict[str, Check] = {
    "数据库结构": tables,
    "后台进程": worker,
    "时钟": clocks,
    "通知": notices,
    "数据性质": invention,
    "备份演练": drills,
    "系统管理员": administrator,
    "两步验证": second_factors,
    "工作日历": working_days,
    "纪检部门": discipline,
}
