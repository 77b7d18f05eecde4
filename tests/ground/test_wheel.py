"""The wheel is whole: what is installed from it, where there is no checkout and no npm, serves the demo."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import subprocess
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.ground import installed
from tests.ground.installed import Installed
from tests.ground.processes import ROOT, nothing_left, own_folder, soon
from tests.ground.test_serving import free_port
from wolaiban.installation.release import version

pytestmark = pytest.mark.crash  # it takes a minute: begun first


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = own_folder()
    with nothing_left(folder):
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    return installed.built(folder / "dist")


@pytest.fixture(scope="module")
def here(wheel: Path, folder: Path) -> Installed:
    return Installed.from_wheel(wheel, folder / "venv", folder / "data")


def test_the_wheel_holds_all_that_git_knows_and_what_npm_brought(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    packed = {name for name in names if name.endswith(".gz")}
    carried = {name for name in names if name.startswith("wolaiban/assets/")}
    assert names - packed - carried == installed.tracked()
    assert {"wolaiban/assets/htmx/htmx.min.js", "wolaiban/assets/pages/handbook/counter.md"} <= carried
    assert {name.removesuffix(".gz") for name in packed} <= names


def test_the_wheel_says_what_it_needs_and_under_which_terms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        facts = archive.read(name).decode()
        licences = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]

    needed = {Requirement(line).name.lower() for line in re.findall(r"^Requires-Dist: (.+)$", facts, re.M)}
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert needed == {Requirement(line).name.lower() for line in lines if line and not line.startswith("#")}
    assert "License-Expression: MulanPSL-2.0" in facts
    assert licences


def test_what_is_installed_is_not_the_checkout(here: Installed) -> None:
    script = "import wolaiban, shutil; print(wolaiban.__file__, shutil.which('npm'), shutil.which('node'))"

    said = subprocess.run(
        [here.python, "-c", script],
        env=here.environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == [str(here.package / "__init__.py"), "None", "None"]
    assert here.run("--version").stdout == f"wolaiban {version()}\n"


def test_it_serves_the_demo(here: Installed, folder: Path) -> None:
    port, log = free_port(), folder / "demo.log"
    demo = here.start(log, "demo", "--port", str(port))
    try:
        assert soon(lambda: demo.poll() is not None or "已经运行" in log.read_text(), within=400)
        assert demo.poll() is None, log.read_text()

        visitor = Visitor(f"http://127.0.0.1:{port}")
        assert "我来办" in visitor.get("/")
        named = installed.static_files_named()
        assert len(named) > 20
        assert not [name for name in named if not visitor.finds(f"/static/{name}")]
        ours = named & packed_in(here)
        assert len(ours) > 15
        assert not [name for name in ours if not visitor.sends_packed(f"/static/{name}")]
        assert "秦怀信" in visitor.enter_as("qin")
        assert "撤回重来" in visitor.get("/handbook/handbook/counter/")
    finally:
        demo.terminate()
        assert demo.wait(60) == 0, log.read_text()


def packed_in(here: Installed) -> set[str]:
    """What is not a library's: by their addresses, the files that the wheel carries packed as well."""
    folders = (*here.package.glob("*/static"), here.package / "assets")
    packed = {file.relative_to(folder) for folder in folders for file in folder.rglob("*.gz")}
    return {file.with_suffix("").as_posix() for file in packed}


def test_a_real_installation_begins_and_its_pages_are_found(here: Installed, folder: Path) -> None:
    """What is left for doctor to say is for the operator to decide, not missing from the wheel."""
    own = Installed(here.folder, folder / "real")

    begun = own.run("init", "--admin", "zhaomin", "--admin-name", "赵敏")
    examined = own.run("doctor")

    assert begun.returncode == 0, begun.stderr
    assert "[正常] 网页样式和脚本" in examined.stdout
    assert "[正常] 数据库结构" in examined.stdout
    assert "Traceback" not in examined.stderr


class Visitor:
    """A browser without scripts."""

    def __init__(self, site: str) -> None:
        self.site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        with self.browser.open(self.site + path, timeout=60) as answer:
            return str(answer.read().decode())

    def finds(self, path: str) -> bool:
        try:
            self.browser.open(self.site + path, timeout=60).close()
        except urllib.error.HTTPError:
            return False
        return True

    def sends_packed(self, path: str) -> bool:
        asked = urllib.request.Request(self.site + path, headers={"Accept-Encoding": "gzip"})
        with self.browser.open(asked, timeout=60) as answer:
            return bool(answer.headers["Content-Encoding"] == "gzip")

    def enter_as(self, username: str) -> str:
        """By the card of the demo; the page that is shown then."""
        page = self.get("/demo/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": username}).encode()
        with self.browser.open(f"{self.site}/demo/enter/", form, timeout=60) as answer:
            return str(answer.read().decode())
