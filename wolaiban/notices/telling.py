"""The reader of events that tells: whoever should know is told within a second or two."""

from __future__ import annotations

from wolaiban.cases.models import Event
from wolaiban.notices.composing import tell_of
from wolaiban.workflow.reader import Reader

READER = Reader("notices", tell_of, (Event,), prompt=True, at_a_time=50)
