"""`wolaiban init`: everything a new installation needs before its first day. Safe to run again, and after an update."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wolaiban.installation.trouble import Trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--admin", metavar="USERNAME", help="第一位系统管理员的登录名")
    parser.add_argument("--admin-name", metavar="NAME", help="第一位系统管理员的姓名")
    parser.add_argument(
        "--password-stdin", action="store_true", help="从标准输入读取管理员密码（默认生成一个临时密码）"
    )
    parser.add_argument("--units", type=Path, metavar="FILE.csv", help="本区的单位名单（默认装入房山区的）")


def run(args: argparse.Namespace) -> int:
    prepare()
    from wolaiban.cli import bootstrap  # noqa: PLC0415

    with bootstrap.database():
        done = bootstrap.ground(units_file=args.units)
        print(f"数据库已就绪（执行变更 {done.migrations} 个）。" if done.migrations else "数据库已是最新。")
        if done.units:
            print(f"单位：{done.units}")
        if not first_administrator(args):
            raise Trouble(
                "其余已就绪，但还没有系统管理员：请运行 wolaiban init --admin 登录名 --admin-name 姓名。"
            )
    print("可以运行 wolaiban serve 了；有疑问运行 wolaiban doctor。")
    return 0


def prepare() -> None:
    """Keys first, since the settings do not load without them; then Django."""
    import django  # noqa: PLC0415

    from wolaiban.installation import configuration, keys  # noqa: PLC0415

    env = configuration.reader()
    if not all(env.secret(name) for name in keys.FILES):
        make_keys(configuration.data_dir())
    django.setup()


def make_keys(data_dir: Path) -> None:
    from wolaiban.installation import keys  # noqa: PLC0415

    try:
        keys.make(data_dir)
    except OSError as error:
        raise Trouble(
            f"无法使用数据目录 {data_dir}：{error.strerror}。请检查归属和权限，或用 WOLAIBAN_DATA 另选目录。"
        ) from None


def first_administrator(args: argparse.Namespace) -> bool:
    """Open the account that opens the others, unless there is one; whether there is one now."""
    from wolaiban.people.actions.accounts import open_account  # noqa: PLC0415
    from wolaiban.people.actor import CLOCK  # noqa: PLC0415
    from wolaiban.people.models import Post  # noqa: PLC0415
    from wolaiban.places.models import Unit, UnitKind  # noqa: PLC0415
    from wolaiban.process.words import Function  # noqa: PLC0415

    if Post.objects.filter(function=str(Function.ADMINISTRATOR)).exists():
        print("已有系统管理员。")
        return True
    username, name = asked(args)
    if username is None:
        return False
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    given = sys.stdin.readline().strip() if args.password_stdin else None
    _, password = open_account(
        username=username,
        name=name or username,
        unit=district,
        function=Function.ADMINISTRATOR,
        by=CLOCK,
        password=given,
    )
    print(
        f"已开通系统管理员 {username}。"
        + ("" if given else f"临时密码：{password}（首次登录时须更换，并设置两步验证）")
    )
    return True


def asked(args: argparse.Namespace) -> tuple[str | None, str | None]:
    """The administrator's names, from the command line or, in a terminal, by asking."""
    if args.admin or not sys.stdin.isatty():
        return args.admin, args.admin_name
    username = input("第一位系统管理员的登录名：").strip()
    if not username:
        raise Trouble("没有登录名，未开通管理员。其余已就绪，可再次运行 wolaiban init。")
    return username, input("姓名：").strip()
