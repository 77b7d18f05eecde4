"""Identities are for those who need them now, and are wiped only by those who see all that hangs on them."""

import pytest
from django.urls import reverse

from tests.cast import DAGAOSHE, HOUSING, Cast, unit
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.process.errors import BadAnswer


def address(what: str, case: Case) -> str:
    return reverse(f"desk:{what}", args=[case.number, case.complainants.get().pk])


def test_a_department_looks_only_while_it_is_called(cast: Cast, browser: Browser) -> None:
    case = cast.moved_to("joint", cast.report())
    assert browser("ma").get(address("reveal", case)).status_code == 200

    cast.take("object", case, "ma")
    cast.take("release_summons", case, "fang", summons=case.summonses.get(department=unit(HOUSING)))

    assert browser("ma").get(reverse("desk:case", args=[case.number])).status_code == 200
    assert browser("ma").get(address("reveal", case)).status_code == 403


def test_a_studio_does_not_wipe_somebody_who_complains_elsewhere(cast: Cast, browser: Browser) -> None:
    case = cast.report()
    assert browser("qin").get(address("erase", case)).status_code == 200
    cast.report(at_unit=DAGAOSHE, by="zhou")

    refused = browser("qin").post(address("erase", case), {"reason": "本人要求删除"})

    assert refused.status_code == 403
    assert "区联席办" in refused.content.decode()
    assert not cast.resident("wang").is_erased
    assert browser("shen").post(address("erase", case), {"reason": "本人要求删除"}).status_code == 302


def test_an_officer_does_not_merge_into_their_own_complaint(cast: Cast) -> None:
    case = cast.report(reporters=["li"])
    own = cast.report("自己家门口的事。")
    own.complainants.update(resident=_resident_of_bai(cast))
    with pytest.raises(BadAnswer, match="回避"):
        cast.take("merge", case, "bai", into=own)


def _resident_of_bai(cast: Cast) -> object:
    from wolaiban.residents import vault

    return vault.record(name="白玉兰", phone="13800000055", account=cast.user("bai"))


def test_a_volunteer_does_not_keep_an_accusation_in_sight(cast: Cast) -> None:
    case = cast.report(by="zhi", kind="accusation")
    assert not Case.objects.visible_to(cast.actor("zhi")).filter(pk=case.pk).exists()
