"""What the published schema says is what is answered: made-up requests from it, sent by everybody.

API_EXAMPLES=50 tries more of them, and other ones each time; otherwise the same few every time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import just
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi_checks

from tests.api.program import Program
from tests.api.test_steps import WHERE, sent
from tests.cast import DONGFEN, WAYS, Cast
from tests.matrix.world import undone
from wolaiban.api.description import document
from wolaiban.cases.models import Case
from wolaiban.config.wsgi import application

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
EVERYBODY = ("nobody", "wang", "zhi", "qin", "fang", "cheng", "he", "shen", "jian", "guan")
# What does not even fit the schema is refused before it matters who sent it: there a few speak for all.
ASKED = [
    *((who, GenerationMode.POSITIVE) for who in EVERYBODY),
    *((who, GenerationMode.NEGATIVE) for who in ("nobody", "wang", "qin")),
]
NAMES = {
    "category",
    "handler",
    "lead_department",
    "assisting",
    "summons",
    "into",
    "unit",
}  # no made-up one is there
CHECKS = [
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
]
REJECTS = [*CHECKS, openapi_checks.negative_data_rejection]
TRIES = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="API_EXAMPLES" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

published = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def operations() -> Iterator[Any]:
    for found in published.get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


@pytest.fixture
def cases(cast: Cast) -> dict[str, Case]:
    """A matter at each stage, so that a made-up step sometimes meets one that could be moved."""
    return {stage: cast.moved_to(stage, cast.report(f"在“{stage}”的一件")) for stage in WAYS}


@pytest.fixture(autouse=True)
def _unhindered(settings: Any) -> Iterator[None]:
    """No pace, and as in Django's own test client: a request does not close the connection the test is in."""
    settings.API_PER_MINUTE = 0
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("who", "mode"), ASKED)
def test_everything_is_answered_as_published(
    who: str, mode: GenerationMode, cast: Cast, cases: dict[str, Case]
) -> None:
    program = Program() if who == "nobody" else Program.of(cast, who)
    broken = []
    for operation in operations():
        name = operation.definition.raw["operationId"]
        number = cases[WHERE.get(name, ("working",))[0]].number
        path = {"number": number} if "{number}" in operation.path else None
        known = sent(name, cast, cases["working"]) | {"unit": DONGFEN}
        made_up = operation.as_strategy(generation_mode=mode, path_parameters=path)
        try:
            TRIES(given(made_up, just(known), just(mode), just(program))(send))()
        except Exception as failure:
            broken.append(f"{operation.label}: {failure}")
    assert not broken, "\n\n".join(broken)


def send(case: Any, known: dict[str, Any], mode: GenerationMode, program: Program) -> None:
    fitting = mode is GenerationMode.POSITIVE
    if fitting and isinstance(case.body, dict):
        case.body |= {name: known[name] for name in NAMES & known.keys() & case.body.keys()}
    with undone():
        response = case.call(headers=program.headers())
    checks = CHECKS if fitting or not program.token else REJECTS
    case.validate_response(response, checks=checks, headers=program.headers())


def test_what_a_person_would_send_fits_the_schema(cast: Cast, cases: dict[str, Case]) -> None:
    """The schema asks no more and allows no less than the API: the everyday answers of every step are valid."""
    forms = json.loads(document())["components"]["schemas"]
    for step in WHERE:
        form = forms["".join(part.capitalize() for part in step.split("_")) + "Answers"]
        content = sent(step, cast, cases["reported"])
        assert content.keys() <= form["properties"].keys()
        assert content.keys() >= set(form.get("required", ()))
