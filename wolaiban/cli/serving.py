"""`wolaiban serve`: the website, the background worker and our own PostgreSQL, as one tree of processes.

This process is the trunk: it starts the others, starts again whichever falls, and stops them all when it is told to.
Should it be killed itself, the kernel tells its children, and the database stops when its last user is gone.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings

from wolaiban.cli.looking_apart import looking
from wolaiban.cli.one_at_a_time import PARTS, only_one
from wolaiban.cli.process_tree import Child, stop_all
from wolaiban.installation.trouble import Trouble
from wolaiban.postgres.joining import PrivateDatabase, uses_private_database

THREADS = 8
HIGHEST_PORT = 65535
ELSEWHERE = ("192.0.2.1", 9)  # kept for documents: nobody's
PORT_PATIENCE = 5.0  # a wolaiban that was just killed lets go of its port


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument("--web-only", action="store_true", help="只运行网站")
    parts.add_argument("--worker-only", action="store_true", help="只运行后台进程")
    parser.add_argument(
        "--processes",
        type=count,
        default=min(4, os.cpu_count() or 1),
        help="网站进程数（默认按处理器数，至多 4）",
    )


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=port, default=8000, help="监听端口（默认 8000）")


def port(said: str) -> int:
    if not said.isdecimal() or not 1 <= int(said) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{said} 不能作端口，应为 1 到 {HIGHEST_PORT} 的整数")
    return int(said)


def count(said: str) -> int:
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"{said} 不是个数，应为不小于 1 的整数")
    return int(said)


def run(args: argparse.Namespace) -> int:
    names = {"worker", "log"} if args.worker_only else {"web"} if args.web_only else {"web", "worker", "log"}
    with only_one(settings.DATA_DIR, names & PARTS.keys(), address(args.host, args.port)):
        if not args.worker_only:
            wait_for_port(args.host, args.port)
        serve(args, names)
    return 0


def serve(args: argparse.Namespace, names: set[str]) -> None:
    with looking() as looked, own_database() as private:
        looked()
        keep_open = (private.users.fd,) if private else ()
        children = [child for name, child in processes(args, keep_open).items() if name in names]
        tend = private.tend_patiently if private else nothing
        announcement = None if args.worker_only else (lambda: announce(args.host, args.port))
        grow(children, tend=tend, announcement=announcement)


@contextlib.contextmanager
def own_database() -> Iterator[PrivateDatabase | None]:
    """As `bootstrap.database`, for a process that asks it nothing."""
    if uses_private_database():
        with PrivateDatabase(settings.DATA_DIR) as private:
            yield private
    else:
        yield None


def processes(args: argparse.Namespace, keep_open: tuple[int, ...]) -> dict[str, Child]:
    web = [
        sys.executable,
        "-m",
        "wolaiban.cli.loaded_granian",
        "--interface",
        "wsgi",
        "--host",
        args.host,
        "--port",
        str(args.port),
    ]
    web += ["--workers", str(args.processes), "--blocking-threads", str(THREADS), "--no-ws", "--http", "1"]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "error"]
    worker = [sys.executable, "-m", "wolaiban.cli.worker_process"]
    children = {
        "web": Child("网站进程", [*web, "wolaiban.cli.web_process:application"], keep_open),
        "worker": Child("后台进程", worker, keep_open),
    }
    if settings.BACKUP_DIR:
        log = [sys.executable, "-m", "wolaiban.backups.streaming"]
        children["log"] = Child("备份进程", log, keep_open)
    return children


def grow(children: list[Child], *, tend: Callable[[], None], announcement: Callable[[], None] | None) -> None:
    """Run the children until Ctrl-C or SIGTERM; return when none of their processes is left."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    signal.signal(signal.SIGHUP, lambda *_: told.set())  # the terminal was closed
    try:
        for child in children:
            child.start()
        if announcement:
            threading.Thread(target=announcement, daemon=True).start()
        while not told.wait(0.2):
            tend()
            for child in children:
                child.tend()
    finally:
        stop_all(children)


def nothing() -> None:
    """A database that somebody else runs needs no tending."""


def announce(host: str, port: int, lines: Callable[[], list[str]] = list) -> None:
    """Say where the site is as soon as it answers."""
    while not answers(host, port):
        time.sleep(0.05)
    sys.stdout.write(f"\n我来办已经运行：{address(host, port)}　（按 Ctrl-C 停止）\n")
    sys.stdout.writelines(f"{line}\n" for line in lines())
    sys.stdout.flush()


def answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(reachable(host), port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def address(host: str, port: int) -> str:
    name = reachable(host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def reachable(host: str) -> str:
    """An address of this machine for a name that means all of its addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def own_names() -> list[str]:
    """By which this machine is reached in its network: the address first. Asking the kernel for a way sends nothing."""
    names = [socket.gethostname(), f"{socket.gethostname()}.local"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(ELSEWHERE)
        return [str(probe.getsockname()[0]), *names]
    return names


def wait_for_port(host: str, port: int) -> None:
    limit = time.monotonic() + PORT_PATIENCE
    while (reason := taken(host, port)) is not None:
        if time.monotonic() > limit:
            raise Trouble(
                f"不能在 {host}:{port} 上监听：{reason}。请停掉占用它的程序，或换一个端口（PORT=8001 或 --port 8001）。"
            )
        time.sleep(0.2)


def taken(host: str, port: int) -> str | None:
    """Why nobody can listen there now, or None."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error.strerror or str(error)
    return None
