"""The tables of a case, by what they are about."""

from wolaiban.cases.models.case import Case
from wolaiban.cases.models.event import Event
from wolaiban.cases.models.material import Attachment, Statement
from wolaiban.cases.models.parties import Answer, Complainant, Summons

__all__ = ["Answer", "Attachment", "Case", "Complainant", "Event", "Statement", "Summons"]
