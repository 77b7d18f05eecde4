"""How much of something the rules of a case allow, and where the law says so."""

from __future__ import annotations

from datetime import timedelta

from wolaiban.process.words import PauseReason

MAX_EXTENSION_DAYS = 30  # 信访工作条例 art. 34; the service promise follows the same ceiling
MAX_REPRESENTATIVES = 5  # 信访工作条例 art. 20: representatives, not participants
ALONE = "检举控告单独办理，不与别的件并在一起（《信访工作条例》第三十条）。"
OBJECTION_WORKING_DAYS = 5  # 信访工作条例 art. 23
CALLED_BACK_ONE_IN = (
    10  # of what officers write down on a resident's word; who draws the lot cannot be foreseen
)
TAKEN_BACK_WITHIN = timedelta(minutes=10)  # for as long whoever took a wrong step may take it back
# For how many days a clock may stand at most, by reason: what is bounded comes back by itself.
LONGEST_PAUSE: dict[PauseReason, int] = {
    PauseReason.MATERIALS: 60,
    PauseReason.APPRAISAL: 90,
    PauseReason.PROCEEDING: 180,
    PauseReason.SEASON: 150,
    PauseReason.ON_REQUEST: 30,
    PauseReason.FORCE_MAJEURE: 60,
}
