"""`wolaiban demo`: an installation full of invented people and matters, and the site running on it.

Everything in it is invented. It never touches a database that was not made by it: the schema carries a mark.
"""

from __future__ import annotations

import argparse
import os
import shutil

from wolaiban.cli import beginning, serving
from wolaiban.cli.trouble import Trouble

MARK = "wolaiban demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serving.add_address(parser)
    parser.add_argument("--reset", action="store_true", help="清空演示数据，重新建立")
    parser.add_argument("--no-serve", action="store_true", help="只建立演示数据，不运行网站")


def run(args: argparse.Namespace) -> int:
    os.environ["DEMO"] = "true"
    if not args.no_serve:
        serving.wait_for_port(args.host, args.port)
    beginning.prepare()
    from wolaiban.cli import laying  # noqa: PLC0415 -- needs Django's models
    from wolaiban.cli.demo import command as cast  # noqa: PLC0415

    with laying.database() as private:
        take_the_schema(reset=args.reset)
        laying.ground()
        code = cast.run(args)
        if code or args.no_serve:
            return int(code)
        args.processes = 1
        keep_open = (private.users.fd,) if private else ()
        children = list(serving.processes(args, keep_open).values())
        lines = cast.sign_ins()
        serving.grow(
            children,
            tend=private.tend if private else serving.nothing,
            announcement=lambda: serving.announce(args.host, args.port, lambda: lines),
        )
    return 0


def take_the_schema(*, reset: bool) -> None:
    """Make the database ours to fill with invention, or refuse because real work may be in it."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        marked = cursor.fetchone()[0] == MARK
        if not marked and connection.introspection.table_names(cursor):
            raise Trouble(
                "这个数据库里已有内容，且不是演示数据，不能用来演示。请用 WOLAIBAN_DATA= 另选一个目录（或换一个 DATABASE_URL）。"
            )
        if reset and marked:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("RESET lock_timeout")
            cursor.execute("CREATE SCHEMA public")
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}'")
