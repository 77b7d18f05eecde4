"""The sums of receptions: what is written down adds to its day and place, what is struck takes from it, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings

from tests.cast import CHENGGUAN, DISTRICT, DONGFEN, HAIYI, XILU, Cast, unit
from tests.duty.book import write
from wolaiban.cases.actions.registering import Reporter
from wolaiban.cli import counting as command
from wolaiban.duty.models import Reception
from wolaiban.process.calendar import BEIJING
from wolaiban.statistics import receptions, verifying
from wolaiban.statistics.models import ReceptionTally
from wolaiban.statistics.publishing import sheets
from wolaiban.workflow.performing import perform

pytestmark = pytest.mark.django_db

TENTH = datetime(2026, 2, 10, 10, tzinfo=BEIJING)
DAY = TENTH.date()
LATE = datetime(2026, 2, 10, 23, 30, tzinfo=BEIJING)  # still the tenth here


def count() -> None:
    assert not receptions.sweep().is_behind


def sums(code: str, *, whole: bool = False, day: date = DAY) -> tuple[int, ...] | None:
    rows = ReceptionTally.objects.filter(area=unit(code), whole=whole, day=day)
    return rows.values_list(*ReceptionTally.SUMS).first()


def test_a_day_at_a_door_in_its_township_and_in_the_district(cast: Cast) -> None:
    write(cast, heads=3, when=TENTH)
    write(cast, outcome="guided", when=LATE)
    write(cast, outcome="cased", words="村口没有灯。", heads=12, reporters=[Reporter()], when=TENTH)
    write(cast, by="gao", code=CHENGGUAN, when=TENTH)
    write(cast, by="meng", code=HAIYI, when=TENTH)
    count()
    assert sums(DONGFEN) == (3, 16, 1, 1)
    assert sums(CHENGGUAN) == (1, 1, 1, 0)
    assert sums(CHENGGUAN, whole=True) == (4, 17, 2, 1)
    assert sums(XILU, whole=True) == (1, 1, 1, 0)
    assert sums(DISTRICT, whole=True) == (5, 18, 3, 1)
    assert sums(DONGFEN, day=DAY + timedelta(days=1)) is None
    assert receptions.differences() == {}


def struck(cast: Cast, found: Iterable[Reception]) -> None:
    for one in found:
        perform("strike", on=one, by=cast.actor("bai"), answers={"reason": "记了两次。"})


def test_what_is_struck_is_taken_back_whenever_it_is_read(cast: Cast) -> None:
    before, after = write(cast, heads=4, when=TENTH), write(cast, heads=2, when=TENTH)
    struck(cast, [before])
    perform("annotate", on=after, by=cast.actor("bai"), answers={"more": "又来电话说好了。"})
    count()
    assert sums(DONGFEN) == (1, 2, 1, 0)
    struck(cast, [after])
    count()
    count()
    assert sums(DONGFEN) == (0, 0, 0, 0)
    assert receptions.differences() == {}


def test_wrong_sums_are_found_and_put_right(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    write(cast)
    assert not list(verifying.findings()), "nothing was counted yet"
    count()
    assert command.check() == 0
    ReceptionTally.objects.filter(whole=False).update(heads=9)
    assert {str(finding.fault) for finding in verifying.findings()} == {"sums"}
    assert command.check() == 1
    assert "发现 1 处不符" in capsys.readouterr().out
    command.rebuild()
    assert command.check() == 0


def test_how_many_came_is_not_told_where_few_were_received(cast: Cast) -> None:
    for code, numbers in ((CHENGGUAN, (3, 40, 0, 0)), (XILU, (90, 95, 0, 0))):
        row = dict(zip(ReceptionTally.SUMS, numbers, strict=True))
        ReceptionTally.objects.create(area=unit(code), whole=True, day=DAY, **row)
    [month] = [sheet for sheet in sheets(date(2026, 3, 12)) if sheet.period.key == "month"]
    assert next(line for line in month.parts if line.code == CHENGGUAN).figure("heads").is_withheld


def test_they_are_published_with_what_is_small_withheld(cast: Cast, client: Client) -> None:
    for code, numbers in ((CHENGGUAN, (90, 130, 70, 9)), (XILU, (60, 80, 57, 0))):
        row = dict(zip(ReceptionTally.SUMS, numbers, strict=True))
        ReceptionTally.objects.create(area=unit(code), whole=True, day=DAY, **row)
    [month] = [sheet for sheet in sheets(date(2026, 3, 12)) if sheet.period.key == "month"]
    chengguan = next(line for line in month.parts if line.code == CHENGGUAN)
    assert (chengguan.figure("receptions").numerator, chengguan.figure("heads").numerator) == (90, 130)
    assert month.district.figure("receptions").numerator == 150
    xilu = next(line for line in month.parts if line.code == XILU)
    assert xilu.figure("by_word").is_withheld, "three of sixty are few"
    assert chengguan.figure("by_word").numerator is None, "or they could be told from the whole"
    with override_settings(DEMO=True):
        assert "150 批" in client.get("/figures/").content.decode()
