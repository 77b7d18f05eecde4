"""Typical answers at the desk: written after a closed case, released by somebody else, taken back."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.requests import SignedInRequest
from wolaiban.publicity.kind import KIND
from wolaiban.publicity.models import TypicalAnswer

FORM = "desk/typical_answers/form.html"


def around(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    """Beside the form stand the words of the case, as far as the reader may read them."""
    if step not in FACE.templates:
        return {}
    case = visible_case(request.actor, found.case.number)
    return {"page": CasePage(case, request.actor), "case": case}


def initial(request: SignedInRequest, found: TypicalAnswer, step: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("question", "answer", "checked_by_hand")}


FACE = Face(
    kind=KIND,
    name="desk:typical_answer",
    open="待审",
    over="已公布和已撤下",
    related=("case__unit", "case__holder", "township"),
    templates={"write": FORM, "rewrite": FORM},
    around=around,
    initial=initial,
)
urlpatterns = addresses(FACE, "typical", begins="write")
