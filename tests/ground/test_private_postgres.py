"""The private database survives whatever happens to its processes and its files."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.ground.processes import (
    ROOT,
    USER,
    Someone,
    kill,
    nothing_left,
    of_data_dir,
    own_folder,
    pids,
    soon,
)
from wolaiban.postgres import joining, place
from wolaiban.postgres.joining import PrivateDatabase
from wolaiban.postgres.trouble import DatabaseTrouble

pytestmark = pytest.mark.crash
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root drops its rights")


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One cluster for all, as durable as a real one; each test finds it stopped and leaves it stopped."""
    folder = own_folder()
    with nothing_left(folder):
        with PrivateDatabase(folder) as database:
            run(database, "CREATE TABLE kept (word text)")
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _stopped_in_the_end(data_dir: Path) -> Iterator[None]:
    yield
    assert soon(lambda: not of_data_dir(data_dir)), of_data_dir(data_dir)


def connect(database: PrivateDatabase, **change: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(**(database.place.connection() | change)), autocommit=True)


def run(database: PrivateDatabase, statement: str, *values: str) -> str:
    with connect(database) as connection:
        cursor = connection.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else ""


def keep(database: PrivateDatabase, word: str) -> None:
    run(database, "INSERT INTO kept VALUES (%s)", word)


def kept(data_dir: Path, word: str) -> bool:
    with PrivateDatabase(data_dir) as database:
        return run(database, "SELECT count(*) FROM kept WHERE word = %s", word) == "1"


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "database/cluster/postmaster.pid").read_text().split()[0])


# ---- Being killed


def test_a_killed_server_is_started_again(data_dir: Path) -> None:
    with PrivateDatabase(data_dir) as database:
        keep(database, "before the kill")
        killed = postmaster(data_dir)

        kill(killed)

        assert soon(lambda: database.answers() and postmaster(data_dir) != killed)
        assert run(database, "SELECT count(*) FROM kept WHERE word = 'before the kill'") == "1"


def test_what_keeps_it_from_starting_again_may_pass(data_dir: Path) -> None:
    """As when the disk is full: nothing can be written where the settings go."""
    settings = data_dir / "database/cluster/wolaiban.conf"
    with PrivateDatabase(data_dir) as database:
        keeper = pids(data_dir, "postgres.keeper")
        settings.unlink()
        settings.mkdir()
        kill(postmaster(data_dir))
        assert soon(lambda: "无法读写" in database.place.keeper_log.read_text())
        assert not database.answers()

        settings.rmdir()

        assert soon(database.answers)
        assert pids(data_dir, "postgres.keeper") == keeper


def said_by(database: PrivateDatabase, capsys: pytest.CaptureFixture[str]) -> str:
    database.tend_patiently()
    return capsys.readouterr().err


def test_a_command_at_work_does_not_give_up_a_server_that_cannot_be_started(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(joining, "AGAIN_AFTER", 0.2)
    settings = data_dir / "database/cluster/wolaiban.conf"
    with PrivateDatabase(data_dir) as database:
        settings.unlink()
        settings.mkdir()
        kill(*pids(data_dir, "postgres.keeper"))
        assert soon(lambda: "无法读写" in said_by(database, capsys))

        settings.rmdir()

        assert soon(lambda: said_by(database, capsys) == "" and database.answers())


def test_the_server_stops_when_its_only_user_is_killed(data_dir: Path) -> None:
    someone = Someone(data_dir)

    someone.kill()

    assert soon(lambda: not of_data_dir(data_dir))


def test_a_killed_keeper_is_replaced_by_whoever_still_uses_the_server(data_dir: Path) -> None:
    with PrivateDatabase(data_dir) as database:
        kill(*pids(data_dir, "postgres.keeper"))

        assert soon(lambda: not database.is_kept())
        database.wait_until_ready()
        keep(database, "after the keeper")
    assert kept(data_dir, "after the keeper")


def test_everything_killed_at_once_loses_nothing_that_was_confirmed(data_dir: Path) -> None:
    someone = Someone(data_dir)
    with connect(PrivateDatabase(data_dir)) as connection:
        connection.execute("INSERT INTO kept VALUES ('confirmed')")
        kill(*of_data_dir(data_dir))
    someone.kill()

    assert kept(data_dir, "confirmed")


def test_an_attempt_that_was_killed_half_way_is_made_afresh() -> None:
    folder = own_folder()
    half = folder / "database" / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("1")

    with nothing_left(folder), PrivateDatabase(folder, scratch=True) as database:
        assert run(database, "SELECT 'whole'") == "whole"
    shutil.rmtree(folder)


# ---- What lies about


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n",
        "not a number",
        "99999999\n/nowhere\n",
        "{alive}\n",
        "{alive}\n{cluster}\n1\n5432\n",
        "-1\n",
        "12",
    ],
)
def test_a_pid_file_that_lies_is_seen_through(data_dir: Path, content: str) -> None:
    cluster = data_dir / "database/cluster"
    told = content.format(alive=os.getpid(), cluster=cluster)
    (cluster / "postmaster.pid").write_text(told)
    (data_dir / "database/socket/.s.PGSQL.5432.lock").write_text(told)
    (data_dir / "database/socket/.s.PGSQL.5432").write_text("")

    with PrivateDatabase(data_dir) as database:
        assert run(database, "SELECT 'well'") == "well"


def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    conf = data_dir / "database/cluster/postgresql.auto.conf"
    before = conf.read_text()
    conf.write_text("shared_buffers = 'a lot'\n")

    with pytest.raises(DatabaseTrouble, match=r"(?s)没有启动起来.*shared_buffers"):
        PrivateDatabase(data_dir).__enter__()

    conf.write_text(before)


# ---- Together


def test_two_commands_share_one_server_and_the_first_may_leave_first(data_dir: Path) -> None:
    first, second = Someone(data_dir), Someone(data_dir)
    server = postmaster(data_dir)
    assert len(pids(data_dir, "postgres.keeper")) == 1

    first.leave()

    assert postmaster(data_dir) == server
    assert of_data_dir(data_dir)
    second.leave()
    assert not of_data_dir(data_dir)


def test_many_commands_starting_at_once_make_one_server(data_dir: Path) -> None:
    command = [sys.executable, "-c", USER, str(data_dir)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    crowd = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment)
        for _ in range(6)
    ]

    said = [one.communicate(timeout=60)[0] for one in crowd]

    assert said == [b"ready\n"] * 6


# ---- Where it runs


@pytest.mark.parametrize("locale", ["POSIX", "zh_CN.GB18030", "no_SUCH.locale"])
def test_the_locale_of_the_caller_does_not_matter(data_dir: Path, locale: str) -> None:
    someone = Someone(data_dir, LC_ALL=locale, LANG=locale, PGPORT="1", PGDATA="/nowhere")
    database = PrivateDatabase(data_dir)

    assert run(database, "SELECT current_setting('server_encoding')") == "UTF8"
    assert run(database, "SELECT %s::text", "海逸半岛社区") == "海逸半岛社区"
    someone.leave()


def test_a_working_directory_that_is_gone_does_not_matter(data_dir: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os; os.rmdir({str(gone)!r})\n{USER}"
    command = [sys.executable, "-c", script, str(data_dir)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    said = subprocess.run(
        command, cwd=gone, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )

    assert said.stdout == b"ready\n"


def test_a_path_too_long_for_a_socket_gets_one_elsewhere() -> None:
    folder = own_folder()
    deep = folder / ("很长的目录名" * 5) / "数据"
    deep.parent.mkdir()

    with nothing_left(folder), PrivateDatabase(deep, scratch=True) as database:
        socket = database.place.socket
        assert not socket.is_relative_to(folder)
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        shutil.rmtree(socket)  # as a reboot does to /tmp
        kill(*pids(folder, "bin/postgres"))
        assert soon(database.answers)
        socket = database.place.socket
    shutil.rmtree(folder)
    shutil.rmtree(socket)


@as_root
def test_under_root_the_server_has_no_rights_and_closed_folders_stay_closed() -> None:
    folder = own_folder()
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with nothing_left(folder), PrivateDatabase(closed / "data", scratch=True) as database:
        base = database.place.base
        assert base.is_relative_to(place.ELSEWHERE)
        assert database.place.cluster.stat().st_uid != 0
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        running = int((database.place.cluster / "postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{running}").stat().st_uid != 0
    shutil.rmtree(folder)
    shutil.rmtree(base)


# ---- Who gets in


def test_nobody_is_trusted_and_nothing_listens_on_the_network(data_dir: Path) -> None:
    with PrivateDatabase(data_dir) as database:
        assert run(database, "SHOW listen_addresses") == ""
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(database, passfile="/dev/null")
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(database, password="wrong", passfile="/dev/null")
        assert run(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "False"


def test_its_files_are_closed_to_others(data_dir: Path) -> None:
    home = data_dir / "database"

    assert stat.S_IMODE((home / "cluster").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "socket").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600


def test_outside_of_tests_what_is_confirmed_is_on_disk(data_dir: Path) -> None:
    with PrivateDatabase(data_dir) as database:
        for safeguard in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert run(database, f"SHOW {safeguard}") == "on"
