"""`wolaiban demo`: an installation full of invented people and matters, and the site running on it.

Everything in it is invented. It never touches a database that was not made by it: the schema carries a mark.
"""

from __future__ import annotations

import argparse
import os

from wolaiban.cli import init, one_at_a_time, serving
from wolaiban.installation import configuration

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serving.add_address(parser)
    parser.add_argument("--reset", action="store_true", help="清空演示数据，重新建立")
    parser.add_argument("--no-serve", action="store_true", help="只建立演示数据，不运行网站")


def run(args: argparse.Namespace) -> int:
    os.environ["DEMO"] = "true"
    let_in(args.host)
    reached_by = serving.own_names()[0] if args.host in EVERYWHERE else args.host
    os.environ.setdefault(
        "SITE_URL", serving.address(reached_by, args.port)
    )  # the links in its messages work
    with one_at_a_time.only_one(
        configuration.data_dir(), one_at_a_time.PARTS, serving.address(args.host, args.port)
    ):
        if not args.no_serve:
            serving.wait_for_port(args.host, args.port)
        init.prepare()
        return fill_and_serve(args)


def let_in(host: str) -> None:
    """Whoever listens to a whole network is reached by other names than those of the machine itself."""
    if host in EVERYWHERE:
        os.environ.setdefault("ALLOWED_HOSTS", ",".join(serving.own_names()))


def on_a_phone(args: argparse.Namespace) -> list[str]:
    """Where others in the same network open it, if they are let in."""
    if args.host not in EVERYWHERE:
        return []
    return [f"手机连同一个网络，打开 {serving.address(name, args.port)}" for name in serving.own_names()[:1]]


def fill_and_serve(args: argparse.Namespace) -> int:
    from django.db import connection  # noqa: PLC0415

    from wolaiban.cli import bootstrap  # noqa: PLC0415
    from wolaiban.demo import filling  # noqa: PLC0415

    print("启动数据库……", flush=True)
    with bootstrap.database() as private:
        bootstrap.take_for_demo(reset=args.reset)
        if "django_migrations" not in connection.introspection.table_names():
            print("第一次运行要建立演示数据，约一分钟。建数据表，装入单位和事项目录……", flush=True)
        bootstrap.ground()
        code = filling.run(args)
        if code or args.no_serve:
            return int(code)
        args.processes = 1
        keep_open = (private.users.fd,) if private else ()
        children = list(serving.processes(args, keep_open).values())
        lines = [*on_a_phone(args), *filling.sign_ins()]
        serving.grow(
            children,
            tend=private.tend_patiently if private else serving.nothing,
            announcement=lambda: serving.announce(args.host, args.port, lambda: lines),
        )
    return 0
