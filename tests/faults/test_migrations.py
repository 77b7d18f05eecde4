"""An upgrade that is killed halfway is finished by the next: no table is left half made."""

from __future__ import annotations

import random
import shutil
import time

import pytest

from tests.backups.installation import Installation
from tests.faults.site import ROUNDS, SEED
from tests.ground.processes import kill, nothing_left, of_data_dir, own_folder

pytestmark = pytest.mark.crash


def test_an_upgrade_killed_at_any_instant_is_finished_by_the_next() -> None:
    instants = random.Random(SEED)
    folder = own_folder()
    here = Installation(folder)
    try:
        with nothing_left(folder):
            for _ in range(ROUNDS):
                upgrading = here.start("init", "--admin", "guan", "--admin-name", "管宁")
                time.sleep(instants.uniform(0.5, 4.0))
                kill(*of_data_dir(here.data))
                upgrading.communicate(timeout=60)
            here.found()
            here.register(1)
            assert "没有发现问题" in here.must("verify"), f"seed {SEED}"
    finally:
        shutil.rmtree(folder)
