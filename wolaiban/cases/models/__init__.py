"""The tables of a case, by what they are about."""

from wolaiban.cases.models.case import Case
from wolaiban.cases.models.event import Event
from wolaiban.cases.models.material import Attachment, Statement
from wolaiban.cases.models.parties import Answer, Complainant, Summons
from wolaiban.cases.models.receipt import Receipt
from wolaiban.cases.models.saved import SavedFilter

__all__ = [
    "Answer",
    "Attachment",
    "Case",
    "Complainant",
    "Event",
    "Receipt",
    "SavedFilter",
    "Statement",
    "Summons",
]
