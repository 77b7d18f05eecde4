"""The same files of offices through the page: what it brings in is what the command brings in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.desk.conftest import Browser
from tests.importing.test_shared_files import CLAIMS, FILES
from wolaiban.cases.models import Case
from wolaiban.importing import working
from wolaiban.importing.models import Import, ImportState
from wolaiban.ledger.verifying import Verification

pytestmark = pytest.mark.skipif(
    not FILES.exists(), reason="the files of offices are not beside this repository"
)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_file_comes_in_through_the_page_as_it_is_meant(
    cast: Cast, browser: Browser, settings: Any, tmp_path: Path, name: str
) -> None:
    settings.DATA_DIR = tmp_path
    claim, lian = CLAIMS[name], browser("lian")
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    where = {"unit": claim.unit} if claim.unit else {}

    assert lian.post("/imports/", {"file": file, **where}).status_code == 302
    job = Import.objects.latest("pk")
    working.go_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new, job.history, job.bad) == (
        ImportState.CHECKED, claim.new, claim.history, claim.bad
    )  # fmt: skip

    if claim.new + claim.history:
        assert lian.post(f"/imports/{job.uuid}/start/").status_code == 302
        working.go_on(job.pk)
        job.refresh_from_db()
        assert job.state == ImportState.DONE
    assert Case.objects.count() == claim.new + claim.history
    assert [str(finding) for finding in Verification().findings()] == []
