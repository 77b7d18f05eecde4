"""`wolaiban serve` is one tree of processes: whatever falls is started again, and nothing is left when it ends."""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.processes import ROOT, kill, nothing_left, of_data_dir, own_folder, pids, soon
from wolaiban.postgres import place

pytestmark = pytest.mark.crash

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root drops its rights")
WOLAIBAN = [sys.executable, "-m", "wolaiban.cli.main"]


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = own_folder()
    with nothing_left(folder):
        begun = wolaiban(folder, "init", "--admin", "zhaomin", "--admin-name", "赵敏")
        assert begun.returncode == 0, begun.stderr
        assert "临时密码" in begun.stdout
        yield folder
    shutil.rmtree(folder)


@pytest.fixture
def site(data_dir: Path) -> Iterator[Site]:
    site = Site(data_dir)
    with nothing_left(data_dir):
        yield site
        site.process.terminate()
        site.process.wait(60)
    site.said.close()


def environment(data_dir: Path) -> dict[str, str]:
    given = {
        name: value
        for name, value in os.environ.items()
        if name
        not in {"DATABASE_URL", "SECOND_FACTOR_FOR", "SECRET_KEY", "VAULT_KEYS", "RECEIPT_KEY", "LEDGER_KEY"}
    }
    return given | {"PYTHONPATH": str(ROOT), "WOLAIBAN_DATA": str(data_dir), "HTTPS": "false"}


def wolaiban(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WOLAIBAN, *arguments],
        env=environment(data_dir),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A running `wolaiban serve`."""

    def __init__(self, data_dir: Path, port: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.said = (data_dir / "said").open("wb+")
        self.process = subprocess.Popen(
            [*WOLAIBAN, "serve", "--port", str(self.port), "--processes", "1"],
            env=environment(data_dir),
            stdout=self.said,
            stderr=self.said,
            start_new_session=True,
        )
        # Its own word first: a site that was killed a moment ago may still answer on this port.
        assert soon(lambda: "已经运行" in (data_dir / "said").read_text() and self.is_well(), within=60)

    def is_well(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def part(self, name: str) -> list[int]:
        return pids(self.data_dir, name)


def test_doctor_names_what_a_fresh_installation_still_lacks(data_dir: Path) -> None:
    examined = wolaiban(data_dir, "doctor")

    assert examined.returncode == 1
    assert "[有误] 后台进程" in examined.stdout
    assert "[有误] 备份：没有设置 BACKUP_DIR" in examined.stdout
    assert "[有误] 两步验证：以下账号须设而还没有设，请本人登录后设置：zhaomin。" in examined.stdout
    assert "[有误] 纪检部门：没有设置 DISCIPLINE_DEPARTMENT" in examined.stdout
    faults = [line for line in examined.stdout.splitlines() if "有误" in line]
    faults = [line for line in faults if "工作日历" not in line]  # from December on it misses next year's
    assert len(faults) == 4


def test_sigterm_leaves_no_process(site: Site) -> None:
    assert len(site.part("worker_process")) == 1

    site.process.terminate()

    assert site.process.wait(40) == 0
    assert of_data_dir(site.data_dir) == {}


def test_ctrl_c_leaves_no_process(site: Site) -> None:
    os.killpg(site.process.pid, signal.SIGINT)

    assert site.process.wait(40) == 0
    assert of_data_dir(site.data_dir) == {}


@pytest.mark.parametrize("name", ["worker_process", "granian", "postgres.keeper", "bin/postgres"])
def test_whatever_is_killed_is_started_again(site: Site, name: str) -> None:
    killed = site.part(name)

    kill(*killed)

    assert soon(lambda: site.part(name) and not set(site.part(name)) & set(killed), within=30)
    assert soon(site.is_well, within=60), (site.data_dir / "said").read_text()


def test_when_the_trunk_is_killed_nothing_stays_and_it_starts_again_at_once(site: Site) -> None:
    kill(site.process.pid)
    site.process.wait()

    again = Site(site.data_dir, site.port)

    assert again.is_well()
    again.process.terminate()
    assert again.process.wait(40) == 0
    assert of_data_dir(site.data_dir) == {}


@as_root
def test_init_and_serve_work_in_a_folder_that_is_closed_to_the_server() -> None:
    folder = own_folder()
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with nothing_left(closed):
        begun = wolaiban(closed / "data", "init", "--admin", "zhaomin", "--admin-name", "赵敏")
        assert begun.returncode == 0, begun.stderr

        site = Site(closed / "data")

        site.process.terminate()
        assert site.process.wait(40) == 0
    shutil.rmtree(place.of(closed / "data").base)
    shutil.rmtree(folder)


def test_a_port_that_is_taken_is_said_in_words(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        refused = wolaiban(data_dir, "serve", "--port", str(other.getsockname()[1]))

    assert refused.returncode == 1
    assert "端口" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("given", ["80000", "0", "-1", "http"])
def test_a_port_that_is_none_is_said_in_words(tmp_path: Path, given: str) -> None:
    refused = wolaiban(tmp_path, "serve", f"--port={given}")

    assert refused.returncode == 2
    assert refused.stderr == (
        f"--port: {given} 不能作端口，应为 1 到 65535 的整数。用法见 wolaiban serve --help。\n"
    )


def test_a_command_that_is_none_is_said_with_the_one_it_resembles(tmp_path: Path) -> None:
    refused = wolaiban(tmp_path, "srve")

    assert refused.returncode == 1
    assert refused.stderr == "没有 srve 这个命令，是不是 serve？全部命令见 wolaiban --help。\n"


def test_without_an_administrator_init_does_not_say_that_all_is_done() -> None:
    folder = own_folder()
    with nothing_left(folder):
        begun = wolaiban(folder, "init")

    assert begun.returncode == 1
    assert "数据库已就绪" in begun.stdout
    assert "还没有系统管理员：请运行 wolaiban init --admin" in begun.stderr
    assert "可以运行" not in begun.stdout
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "parts", [[], ["--web-only"], ["--worker-only"]], ids=["whole", "web only", "worker only"]
)
def test_a_second_one_says_who_is_there_and_stops(site: Site, parts: list[str]) -> None:
    refused = wolaiban(site.data_dir, "serve", "--port", str(free_port()), *parts)

    assert refused.returncode == 1
    assert f"进程 {site.process.pid}，自 20" in refused.stderr
    assert parts == ["--worker-only"] or f"http://127.0.0.1:{site.port}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert site.is_well()


def test_a_demo_beside_it_says_who_is_there_and_stops(site: Site) -> None:
    refused = wolaiban(site.data_dir, "demo", "--port", str(free_port()))

    assert refused.returncode == 1
    assert f"进程 {site.process.pid}，自 20" in refused.stderr


def test_of_two_demos_the_second_says_who_is_there_and_stops() -> None:
    folder = own_folder()
    with nothing_left(folder):
        first = subprocess.Popen(
            [*WOLAIBAN, "demo", "--port", str(free_port())],
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert first.stdout is not None
        assert first.stdout.readline() == "启动数据库……\n"  # by then it holds the folder
        refused = wolaiban(folder, "demo", "--port", str(free_port()))
        first.terminate()
        first.communicate(timeout=60)

    assert refused.returncode == 1
    assert f"进程 {first.pid}，自 20" in refused.stderr
    assert "Traceback" not in refused.stderr
    shutil.rmtree(folder)


def test_the_website_and_the_worker_may_be_started_apart(data_dir: Path) -> None:
    with nothing_left(data_dir):
        apart = [
            subprocess.Popen(
                [*WOLAIBAN, "serve", part, "--port", str(free_port())], env=environment(data_dir)
            )
            for part in ("--web-only", "--worker-only")
        ]
        assert soon(lambda: pids(data_dir, "worker_process") and pids(data_dir, "granian"), within=60)
        assert [one.poll() for one in apart] == [None, None]
        for one in apart:
            one.terminate()
            assert one.wait(40) == 0


def test_a_folder_that_cannot_be_one_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    given = environment(tmp_path / "file") | dict.fromkeys(("SECRET_KEY", "RECEIPT_KEY"), "for-this-test")
    given |= {"VAULT_KEYS": f"k0:{base64.b64encode(bytes(32)).decode()}", "LEDGER_KEY": "for-this-test"}

    for command in ("serve", "demo"):
        refused = subprocess.run(
            [*WOLAIBAN, command], env=given, capture_output=True, text=True, timeout=60, check=False
        )
        assert refused.returncode == 1
        assert "无法使用数据目录" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_second_init_changes_nothing(data_dir: Path) -> None:
    again = wolaiban(data_dir, "init", "--admin", "other", "--admin-name", "别人")

    assert again.returncode == 0
    assert "数据库已是最新" in again.stdout
    assert "已有系统管理员" in again.stdout


def test_the_demo_does_not_touch_real_work(data_dir: Path) -> None:
    refused = wolaiban(data_dir, "demo", "--no-serve", "--reset")

    assert refused.returncode == 1
    assert "不是演示数据" in refused.stderr


def test_doctor_of_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    examined = wolaiban(tmp_path / "nothing", "doctor")

    assert examined.returncode == 1
    assert "wolaiban init" in examined.stdout
    assert not (tmp_path / "nothing").exists()
