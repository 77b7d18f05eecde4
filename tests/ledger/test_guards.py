"""What is kept for good is refused by the database itself, and verifying knows each guard."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.cast import Cast
from tests.ledger.forging import verified
from wolaiban.cases.models import Case
from wolaiban.ledger import registry
from wolaiban.ledger.guards import standing

GUARDS = registry.triggers()
SAYS_SO = re.compile(r"rows are (added|kept|ended)|append-only|never changed|once released", re.IGNORECASE)
KINDS = {"UPDATE": 16, "DELETE": 8, "TRUNCATE": 32}


def kept_by_its_word() -> list[type[models.Model]]:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("wolaiban.")]
    found = [model for config in ours for model in config.get_models()]
    return [
        model
        for model in found
        if "Rows are " in (model.__doc__ or "") or SAYS_SO.search(model.__doc__ or "")
    ]


def refused(table: str) -> int:
    """What the triggers of a table stand in the way of, as bits of pg_trigger.tgtype."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(bit_or(tgtype), 0) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
        (bits,) = cursor.fetchone()
    return int(bits)


@pytest.mark.django_db
def test_verifying_knows_every_guard_there_is() -> None:
    there = {table: guards for table, guards in standing().items() if not table.startswith("procrastinate_")}

    assert there == GUARDS


@pytest.mark.django_db
def test_every_table_that_says_so_refuses_to_be_changed_and_emptied() -> None:
    tables = {model._meta.db_table for model in kept_by_its_word()}

    assert {"people_change", "people_studiochange", "residents_look", "cases_event", "ledger_drill"} <= tables
    for table in tables:
        assert {kind for kind, bit in KINDS.items() if not refused(table) & bit} == set(), table


@pytest.mark.parametrize("table", GUARDS)
def test_nothing_that_is_kept_can_be_emptied(rail: Case, table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"refused|append-only|cannot change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM people_post",
        "UPDATE people_post SET starts = '2001-01-01'",
        "UPDATE people_post SET function = 'district_director'",
        "UPDATE cases_statement SET commitment = ''",
        "DELETE FROM cases_statement",
        "UPDATE cases_answer SET channel = 'sms'",
        "DELETE FROM cases_attachment",
        "DELETE FROM residents_resident",
        "UPDATE residents_resident SET created_at = '2001-01-01'",
    ],
)
def test_what_the_application_never_does_is_refused(rail: Case, sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("table", "trigger"), [(table, trigger) for table in GUARDS for trigger in GUARDS[table]]
)
@pytest.mark.parametrize(
    "how", ["DROP TRIGGER {trigger} ON {table}", "ALTER TABLE {table} DISABLE TRIGGER {trigger}"]
)
def test_a_guard_that_is_gone_or_asleep(rail: Case, table: str, trigger: str, how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(how.format(table=table, trigger=trigger))

    assert [(str(f.fault), f.what) for f in verified()] == [("unguarded", table)]


def test_a_guard_that_does_nothing_any_more(cast: Cast, rail: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION people_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN coalesce(NEW, OLD); END $$"
        )

    assert [(str(f.fault), f.what) for f in verified()] == [("unguarded", "people_change")]
