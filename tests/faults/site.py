"""A real site under real clients: what they sent, what was acknowledged, and what is found afterwards."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.backups.installation import Installation
from tests.ground.processes import kill, nothing_left, own_folder, pids, soon

ROUNDS = int(os.environ.get("FAULTS", "3"))  # kills of each kind; 50 for the whole trial
SEED = int(os.environ.get("FAULT_SEED", "0")) or int.from_bytes(os.urandom(4))
PARTS = {"worker": "worker_process", "web": "granian", "database": "postgres -D"}
VILLAGE = "110111001202"
MAKE_TOKEN = """
from datetime import date
from wolaiban.people.actions.tokens import make_token
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, Scope, User
from wolaiban.places.models import Unit
from wolaiban.traces.leaving import leave
for number in range({count}):
    user = User.objects.create_user(f"officer{{number}}", None, name=f"经办{{number}}", invented=True)
    unit = Unit.objects.get(code="{unit}")
    post = Post.objects.create(user=user, unit=unit, function="studio_leader", starts=date(2020, 1, 1))
    leave(user, post, act="hired")
    print(make_token(name="faults", scopes=list(Scope), days=1, by=Actor.of(user))[1])
"""


@dataclass
class Entry:
    """A line of a client's journal."""

    key: str
    acknowledged: str = ""  # the number of the case
    statuses: list[int] = field(default_factory=list)  # 0: no answer at all


class Site:
    """`wolaiban serve` in a folder of its own, on a port of its own."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.tokens: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with (self.installation.folder / "serve.log").open("a") as log:
            self.process = self.installation.start_saying(log, "serve", "--port", str(self.port))
        assert soon(self.is_well, within=60)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def is_well(self) -> bool:
        try:
            return self.ask("GET", "/healthz", token="")[0] == 200
        except OSError:
            return False

    def ask(
        self, method: str, path: str, *, token: str, body: object = None, key: str = "", timeout: float = 20
    ) -> tuple[int, Any, dict[str, str]]:
        """One request on one connection. Raises OSError where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            said = answer.read()
        except http.client.HTTPException as broken:
            raise ConnectionError(str(broken)) from None
        finally:
            connection.close()
        told = json.loads(said) if said and "json" in answer.headers.get("Content-Type", "") else {}
        return answer.status, told, {name.lower(): value for name, value in answer.headers.items()}

    def kill(self, *parts: str) -> None:
        """SIGKILL, at once, to all processes of these parts."""
        kill(*(pid for part in parts for pid in pids(self.installation.data, PARTS[part])))

    def found(self) -> Counter[str]:
        """How many cases there are for each key: the key stands in the words of its report."""
        said = self.installation.must("manage", "shell", "--no-imports", "-c", FOUND)
        return Counter(line.split()[-1] for line in said.splitlines() if line.startswith("key "))


FOUND = """
from wolaiban.cases.models import Event, Statement
firsts = Event.objects.filter(seq=1)
for words in Statement.objects.filter(words__startswith="key ").values_list("words", flat=True): print(words)
"""


class Client(threading.Thread):
    """Registers one matter after the other; asks again under the same key until it is told that it was received."""

    def __init__(self, site: Site, token: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.token, self.random = site, token, random.Random(seed)
        self.journal: list[Entry] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            entry = Entry(uuid.UUID(int=self.random.getrandbits(128)).hex)
            self.journal.append(entry)
            while not entry.acknowledged and not self.enough.is_set():
                self.send(entry)

    def send(self, entry: Entry) -> None:
        matter = {
            "unit": VILLAGE,
            "words": f"key {entry.key}",
            "reporters": [{"name": "赵一", "phone": "13900005678"}],
        }
        try:
            status, told, _ = self.site.ask(
                "POST", "/api/v1/cases", token=self.token, body=matter, key=entry.key
            )
        except OSError:
            status, told = 0, {}
        entry.statuses.append(status)
        if status == 201:
            entry.acknowledged = str(told["number"])
        else:
            time.sleep(0.1)


@contextmanager
def clients(site: Site, count: int = 4) -> Iterator[list[Client]]:
    """At work while the block runs; in the end each has its last answer."""
    people = [Client(site, site.tokens[n % len(site.tokens)], SEED + n) for n in range(count)]
    for person in people:
        person.start()
    try:
        yield people
    finally:
        for person in people:
            person.enough.set()
        for person in people:
            person.join(60)


def journal_holds(site: Site, people: list[Client]) -> list[str]:
    """What is wrong: acknowledged and not found, found twice, found and never sent, or a 5xx that is no honest one."""
    entries = [entry for person in people for entry in person.journal]
    found = site.found()
    sent = {entry.key for entry in entries}
    wrong = [f"acknowledged but lost: {e.key}" for e in entries if e.acknowledged and not found[e.key]]
    wrong += [f"twice: {key}" for key in sent if found[key] > 1]
    odd = {status for entry in entries for status in entry.statuses} - {0, 201, 503}
    wrong += [f"answered {status}" for status in sorted(odd)]
    if not any(entry.acknowledged for entry in entries):
        wrong.append("nobody was ever acknowledged")
    return wrong


@contextmanager
def a_site(*, officers: int = 4, folder: Path | None = None, **environment: str) -> Iterator[Site]:
    """A new installation, served; whatever happens, nothing of it is left running."""
    sys.stdout.write(f"FAULT_SEED={SEED}\n")
    where = folder or own_folder()
    with nothing_left(where):
        given = {"HTTPS": "false", "API_PER_MINUTE": "0", **environment}
        site = Site(Installation(where, given))
        site.installation.found_as_others()
        said = site.installation.must(
            "manage", "shell", "--no-imports", "-c", MAKE_TOKEN.format(count=officers, unit=VILLAGE)
        )
        site.tokens = [line for line in said.splitlines() if line.startswith("wolaiban_")]
        site.start()
        try:
            yield site
        finally:
            site.stop()
