"""Registering and accepting as programs do it: over HTTP, each with a token, on connections that are kept."""

from __future__ import annotations

import http.client
import json
import secrets
from random import Random
from typing import Any

from bench.filling import District
from bench.pressing import Doing, Work
from bench.site import Site
from wolaiban.cases.models import Case
from wolaiban.people.actions.tokens import make_token
from wolaiban.people.actor import Actor
from wolaiban.people.models import Scope


def tokens(district: District) -> dict[int, str]:
    """A token for the lead of each studio, by unit."""
    return {unit.pk: _token(district.lead(unit)) for unit in district.town.studios}


def _token(by: Actor) -> str:
    return make_token(name="bench", scopes=frozenset(Scope), days=1, by=by)[1]


def registering(site: Site, district: District, known: dict[int, str], clients: int) -> Work:
    def work(number: int) -> Doing:
        luck, line = Random(f"api {clients} {number}"), site.connect()
        for turn in range(100_000):
            report = district.report(luck, f"136{clients % 10}{number % 10}{turn:06}")
            (somebody,) = report.reporters
            content = {
                "unit": report.unit.code,
                "words": report.words,
                "title": report.title,
                "place_words": report.place_words,
                "reporters": [{"name": somebody.name, "phone": somebody.phone}],
            }
            yield _sent(line, "/api/v1/cases", known[report.unit.pk], content)

    return work


def accepting(site: Site, district: District, known: dict[int, str], cases: list[Case], clients: int) -> Work:
    def work(number: int) -> Doing:
        line = site.connect()
        for case in cases[number::clients]:
            given = district.accepted(case)
            content = {name: getattr(value, "code", None) or str(value) for name, value in given.items()}
            content["handler"] = district.lead(case.unit).user.username  # type: ignore[union-attr]  # a simulated unit has one
            yield _sent(line, f"/api/v1/cases/{case.number}/accept", known[case.unit_id], content)

    return work


def _sent(line: http.client.HTTPConnection, path: str, token: str, content: dict[str, Any]) -> bytes:
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": secrets.token_hex(16),
    }
    line.request("POST", path, json.dumps(content), headers)
    answer = line.getresponse()
    body = answer.read()
    if answer.status not in {200, 201}:
        raise RuntimeError(f"{path}: {answer.status} {body.decode()[:300]}")
    return body
