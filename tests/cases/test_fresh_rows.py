"""A row made for the millions holds what the model would have put into it."""

import pytest
from django.db import models

from wolaiban.cases.models import Answer, Case, Complainant, Statement, Summons
from wolaiban.database.batch import fresh
from wolaiban.residents.models import Resident

DRAWN = {"salt", "registered_at", "uuid", "created_at"}  # anew for each row


def columns(row: models.Model) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in {"_state", *DRAWN}}


@pytest.mark.parametrize("model", [Case, Complainant, Statement, Answer, Summons, Resident])
def test_what_nobody_has_said_is_as_the_model_says(model: type[models.Model]) -> None:
    assert columns(fresh(model)) == columns(model())


def test_another_row_is_known_and_its_key_stands_in_the_column() -> None:
    case, whose = Case(pk=5), Complainant(pk=7)

    made = fresh(Statement, case=case, complainant=whose, words="扶手松了")

    assert columns(made) == columns(Statement(case=case, complainant=whose, words="扶手松了"))
    assert (made.case, made.complainant) == (case, whose)
    assert fresh(Statement, case=case, complainant=None).complainant is None


def test_each_case_has_a_salt_of_its_own() -> None:
    assert fresh(Case).salt != fresh(Case).salt
