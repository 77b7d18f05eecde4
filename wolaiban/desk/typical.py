"""Typical answers at the desk: written after a closed case, released by somebody else, taken back."""

from __future__ import annotations

from typing import Any

from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage
from wolaiban.desk.subjects.faces import Face, Listing
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.requests import SignedInRequest
from wolaiban.publicity.kind import KIND
from wolaiban.publicity.models import TypicalAnswer

FORM = "desk/typical/form.html"


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
    listing=Listing(
        about="从办结的事项里写成一般的问答，经另一位负责人审核，公布给居民看。",
        begun="打开一件已办结的事项，点“拟写典型答复”。",
        line="desk/typical/line.html",
        open="待审",
        over="已公布和已撤下",
    ),
    page="desk/typical/typical.html",
    related=("case__unit", "case__holder", "township"),
    templates={"write": FORM, "rewrite": FORM},
    around=around,
    initial=initial,
)
urlpatterns = addresses(FACE, "typical", begins="write")
