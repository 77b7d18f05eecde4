from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wolaiban.cases.actions.erasing import erase
from wolaiban.people.actor import Actor
from wolaiban.residents.actions import reveal
from wolaiban.residents.errors import AlreadyErased
from wolaiban.residents.models import Erasure, Look, Resident


@pytest.mark.django_db(transaction=True)
def test_looking_while_it_is_erased_shows_it_on_record_or_not_at_all(wang: Resident, officer: Actor) -> None:
    def look() -> str:
        try:
            reveal(wang, by=officer, reason="电话核实漏水位置")
        except AlreadyErased:
            return "erased"
        return "shown"

    def wipe() -> str:
        erase(wang, by=officer, reason="本人来电要求删除")
        return "wiped"

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(_alone, [look, look, wipe, look, wipe, look]))

    assert results.count("wiped") == 2
    assert Erasure.objects.count() == 1
    assert Look.objects.count() == results.count("shown")


def _alone(act: Callable[[], str]) -> str:
    try:
        return act()
    finally:
        connection.close()
