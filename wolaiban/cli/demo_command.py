"""`wolaiban demo`: an installation full of invented people and matters, and the site running on it.

Everything in it is invented. It never touches a database that was not made by it: the schema carries a mark.
"""

from __future__ import annotations

import argparse
import os

from wolaiban.cli import init, one_at_a_time, serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serving.add_address(parser)
    parser.add_argument("--reset", action="store_true", help="清空演示数据，重新建立")
    parser.add_argument("--no-serve", action="store_true", help="只建立演示数据，不运行网站")


def run(args: argparse.Namespace) -> int:
    os.environ["DEMO"] = "true"
    os.environ.setdefault("SITE_URL", serving.address(args.host, args.port))  # the links in its messages work
    with one_at_a_time.only_one(init.data_dir(), one_at_a_time.PARTS, serving.address(args.host, args.port)):
        if not args.no_serve:
            serving.wait_for_port(args.host, args.port)
        init.prepare()
        return fill_and_serve(args)


def fill_and_serve(args: argparse.Namespace) -> int:
    from wolaiban.cli import bootstrap  # noqa: PLC0415
    from wolaiban.demo import filling  # noqa: PLC0415

    with bootstrap.database() as private:
        bootstrap.take_for_demo(reset=args.reset)
        bootstrap.ground()
        code = filling.run(args)
        if code or args.no_serve:
            return int(code)
        args.processes = 1
        keep_open = (private.users.fd,) if private else ()
        children = list(serving.processes(args, keep_open).values())
        lines = filling.sign_ins()
        serving.grow(
            children,
            tend=private.tend_patiently if private else serving.nothing,
            announcement=lambda: serving.announce(args.host, args.port, lambda: lines),
        )
    return 0
