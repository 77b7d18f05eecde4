"""A full disk: nobody is told that something was received which was not, and it goes on when there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest

from tests.faults.site import SEED, a_site, clients, journal_holds
from tests.ground.processes import own_folder, soon

pytestmark = pytest.mark.crash

SIZE = 400 * 1024**2


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_refuses_honestly_and_recovers() -> None:
    folder = own_folder()
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", disk], check=False
    )
    if mounted.returncode != 0:
        shutil.rmtree(folder)
        pytest.skip("this machine lets nobody mount a disk")
    try:
        with a_site(folder=disk) as site:
            filler = disk / "filler"
            with clients(site) as people:
                time.sleep(1)
                with filler.open("wb") as file:
                    try:
                        while True:
                            file.write(b"\0" * 65536)
                            file.flush()
                    except OSError:
                        pass
                time.sleep(4)
                assert not site.is_well()
                filler.unlink()
                assert soon(site.is_well, within=90)
                time.sleep(1)
            assert journal_holds(site, people) == [], f"seed {SEED}"
            assert "没有发现问题" in site.installation.must("verify")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        shutil.rmtree(folder)
