"""PgBouncer in transaction mode in front: the site, its worker and verify do without anything that lives in a session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backups.installation import Installation
from tests.faults.site import MAKE_TOKEN, VILLAGE, Site, clients, journal_holds
from tests.ground.processes import Someone, nothing_left, own_folder, soon
from wolaiban.postgres import place

PGBOUNCER = next((p for p in ("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer") if Path(p).exists()), "")

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(
        not PGBOUNCER and os.environ.get("CI") != "true", reason="this machine has no PgBouncer"
    ),
]

SETTINGS = """
[databases]
wolaiban = host={socket} port=5432 dbname=wolaiban user=wolaiban password={password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
logfile = {folder}/pgbouncer.log
"""


@pytest.fixture
def site() -> Iterator[Site]:
    folder = own_folder()
    with nothing_left(folder), socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        theirs = Someone(folder / "theirs")
        pooler = start_pooler(folder, port)
        here = Installation(
            folder / "ours",
            {
                "DATABASE_URL": f"postgres://wolaiban@127.0.0.1:{port}/wolaiban",
                "POOLER": "true",
                "HTTPS": "false",
                "API_PER_MINUTE": "0",
            },
        )
        here.folder.mkdir(mode=0o711)
        site = Site(here)
        try:
            assert soon(lambda: reached(port))
            here.found()
            said = here.must(
                "manage", "shell", "--no-imports", "-c", MAKE_TOKEN.format(count=2, unit=VILLAGE)
            )
            site.tokens = [line for line in said.splitlines() if line.startswith("wolaiban_")]
            site.start()
            yield site
        finally:
            site.stop()
            pooler.terminate()
            pooler.wait(20)
            theirs.leave()
    shutil.rmtree(folder)


def start_pooler(folder: Path, port: int) -> subprocess.Popen[bytes]:
    here = place.of(folder / "theirs")
    run = folder / "pooler"
    here.account().make_folder(run)
    password = here.passfile.read_text(encoding="utf-8").strip().rsplit(":", 1)[1]
    conf = run / "pgbouncer.ini"
    conf.write_text(SETTINGS.format(socket=here.socket, password=password, port=port, folder=run))
    conf.chmod(0o600)
    here.account().own(conf)
    return subprocess.Popen([PGBOUNCER, "--quiet", str(conf)], **here.account().spawn_as())


def reached(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_works_behind_a_pooler_in_transaction_mode(site: Site) -> None:
    with clients(site) as people:
        assert soon(lambda: sum(len(person.journal) for person in people) > 40, within=60)

    assert journal_holds(site, people) == []
    assert "没有发现问题" in site.installation.must("verify")
    waiting = "from procrastinate.contrib.django.models import ProcrastinateJob as J; print(J.objects.filter(status='failed').count())"
    assert site.installation.must("manage", "shell", "--no-imports", "-c", waiting).strip() == "0"
