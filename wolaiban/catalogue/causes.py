"""What usually lies behind a kind of matter: offered where a matter is resolved, and changed there by whoever knows better.

By the beginnings of codes, which are stable across editions; the longest that fits is meant. Of what has no line here,
and of kinds that a district adds, nothing is offered.
"""

from __future__ import annotations

from wolaiban.process.words import RootCause

USUAL: dict[str, RootCause] = {
    "F01": RootCause.CONTRACT,
    "F02": RootCause.BREACH,
    "F03": RootCause.LEGACY,
    "F04": RootCause.NEIGHBOURS,
    "F05": RootCause.SERVICE,
    "D02": RootCause.NEIGHBOURS,
    "D03": RootCause.CONTRACT,
    "D05": RootCause.CONTRACT,
    "D07": RootCause.CONTRACT,
    "D08": RootCause.LEGACY,
    "D10": RootCause.SERVICE,
    "D11": RootCause.BREACH,
    "D14": RootCause.SERVICE,
    "P0101": RootCause.FACILITY,
    "P0102": RootCause.FACILITY,
    "P010213": RootCause.SERVICE,
    "P0104": RootCause.FACILITY,
    "P0105": RootCause.FACILITY,
    "P0106": RootCause.LEGACY,
    "P0107": RootCause.LEGACY,
    "P0402": RootCause.BREACH,
    "P0602": RootCause.FACILITY,
    "P0908": RootCause.HARDSHIP,
    "P1002": RootCause.SERVICE,
    "P1005": RootCause.POLICY,
    "P1011": RootCause.FACILITY,
    "P1012": RootCause.CONTRACT,
    "P1501": RootCause.POLICY,
    "P1502": RootCause.POLICY,
    "P1508": RootCause.POLICY,
}
LONGEST = max(map(len, USUAL))


def usual_cause(code: str) -> RootCause | None:
    """By the code of a kind of matter."""
    beginnings = (code[:length] for length in range(LONGEST, 0, -1))
    return next((USUAL[beginning] for beginning in beginnings if beginning in USUAL), None)
