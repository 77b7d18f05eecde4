"""Whatever is killed while people register: what was acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator

import pytest

from tests.faults.site import ROUNDS, SEED, Site, a_site, clients, journal_holds
from tests.ground.processes import soon

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with a_site() as site:
        yield site
    shutil.rmtree(site.installation.folder)


@pytest.mark.parametrize("victims", [("worker",), ("web",), ("database",), ("worker", "web", "database")])
def test_nothing_is_lost_and_nothing_is_there_twice(site: Site, victims: tuple[str, ...]) -> None:
    instants = random.Random(f"{SEED}{victims}")
    with clients(site) as people:
        for _ in range(ROUNDS):
            time.sleep(instants.uniform(0.2, 1.2))
            site.kill(*victims)
            assert soon(site.is_well, within=60)

    assert journal_holds(site, people) == []
    assert "没有发现问题" in site.installation.must("verify")


def test_a_restart_of_the_database_under_load_loses_nothing(site: Site) -> None:
    with clients(site) as people:
        time.sleep(0.5)
        site.installation.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wolaiban'"
        )
        time.sleep(0.5)
        site.kill("database")
        assert soon(site.is_well, within=60)
        time.sleep(0.5)

    assert journal_holds(site, people) == []
