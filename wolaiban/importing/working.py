"""The background half of an import: look at all rows, then bring them in, batch by batch; a killed worker loses nothing.

Each batch is noted in one step with how far it reached, on the condition that nobody has gone further: two workers on
the same file, after one was taken for dead, do not count a row twice.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils.timezone import now

from wolaiban.cases.models import Case
from wolaiban.importing import kept
from wolaiban.importing.bringing import Bringing, Decided, ImportProgress, refuse_nowhere
from wolaiban.importing.directory import Directory
from wolaiban.importing.kept import PartKind, forget_rows
from wolaiban.importing.matters import Result, RowReader
from wolaiban.importing.models import BUSY, Import, ImportState
from wolaiban.importing.outcome import line_of
from wolaiban.importing.refusals import BadFile
from wolaiban.importing.scope import importer
from wolaiban.importing.showing import ImportPreview
from wolaiban.importing.understanding import Position, Understanding, understand
from wolaiban.people.actor import Actor
from wolaiban.process.errors import ProcessError

log = logging.getLogger(__name__)
NO_UNIT = "表里没有单位一列。请在下面选好“没有写明单位的行”登记到哪里，再核对一次。"
LOST = "上传的文件已经不在了，或打不开了，请重新上传。"
ACCIDENT = "出了意外，没有做完。已登记的都有效，可以接着导入；还不行的，请联系系统管理员。"


def go_on(pk: int) -> None:
    """Do what is to be done with an import, from where it stands. Safe to run again at any moment."""
    job = Import.objects.select_related("user", "unit").filter(pk=pk, state__in=sorted(BUSY)).first()
    if job is None:
        return
    try:
        _work(job)
    except BadFile as refusal:
        _fail(job, "；".join(refusal.fields.values()))
    except FileNotFoundError:
        _fail(job, LOST)
    except (OperationalError, InterfaceError):  # the database was not there: the job is tried again
        raise
    except ProcessError as refusal:
        _fail(job, str(refusal))
    except Exception:
        log.exception("import %s", pk)
        _fail(job, ACCIDENT)


def _work(job: Import) -> None:
    by = importer(Actor.of(job.user))
    checking = job.state_word is ImportState.CHECKING
    if checking:
        forget_rows(job)
        job.save()
    with kept.opened(job) as path:
        understood = understand(path, kept.told(job))
        preview = ImportPreview(understood)
        if checking:
            kept.put(job, PartKind.UNDERSTOOD, preview.packed())
        if _bring(job, understood, by, preview):
            _finish(job, preview)


def _bring(job: Import, understood: Understanding, by: Actor, preview: ImportPreview) -> bool:
    """All rows from where it stands; False if it was stopped, or somebody else goes on with it."""
    checking = job.state_word is ImportState.CHECKING
    directory = Directory.read(unit=job.unit.code if job.unit else None, spread=job.spread)
    refuse_nowhere(understood, directory, NO_UNIT)
    bringing = Bringing(RowReader(directory, now()), by, dry_run=checking)
    after = Position(job.at_sheet, job.at_line or 0) if job.at_sheet is not None else None
    first = True
    for batch in bringing.bring(understood, after):
        rows = _registered_before_the_kill(job, batch) if first and not checking else batch
        first = False
        preview.see(rows)
        if not _note(job, rows):
            return False
    return True


def _registered_before_the_kill(job: Import, batch: Sequence[Decided]) -> list[Decided]:
    """The first rows behind those noted may be registered already, by this very import: they are not 已在册."""
    numbers = [row.outcome.number for row in batch if row.outcome.result is Result.KNOWN]
    mine = Case.objects.filter(
        number__in=list(filter(None, numbers)), registered_by=job.user, registered_at__gte=job.started_at
    )
    ours = dict(mine.values_list("number", "backfilled"))
    return [
        row._replace(outcome=row.outcome._replace(result=Result.HISTORY if past else Result.NEW))
        if row.outcome.result is Result.KNOWN and (past := ours.get(row.outcome.number)) is not None
        else row
        for row in batch
    ]


@transaction.atomic
def _note(job: Import, rows: Sequence[Decided]) -> bool:
    """What became of some rows, and how far it is; False if it no longer stands where we left it."""
    tally = ImportProgress(**{name: getattr(job, name) for name in Import.COUNTS})
    for row in rows:
        tally.count(row.outcome)
    counted: dict[str, Any] = {name: getattr(tally, name) for name in Import.COUNTS}
    at = rows[-1].at
    counted |= {"seen": job.seen + len(rows), "at_sheet": at.sheet, "at_line": at.line}
    standing = Import.objects.filter(pk=job.pk, state=job.state, seen=job.seen)
    if not standing.update(**counted):
        return False
    kept.add(job, PartKind.RESULT, _packed(map(line_of, rows)), ordinal=job.seen)
    for name, value in counted.items():
        setattr(job, name, value)
    return True


def _packed(lines: Iterable[tuple[object, ...]]) -> bytes:
    return json.dumps([[str(value) for value in line] for line in lines], ensure_ascii=False).encode()


@transaction.atomic
def _finish(job: Import, preview: ImportPreview) -> None:
    """Looked at: to be shown. Brought in: the file has done its service."""
    standing = Import.objects.filter(pk=job.pk, state=job.state, seen=job.seen)
    if job.state_word is ImportState.CHECKING:
        if standing.update(state=ImportState.CHECKED, total=job.seen):
            kept.put(job, PartKind.UNDERSTOOD, preview.packed())
    elif standing.update(state=ImportState.DONE, ended_at=now(), total=job.seen):
        job.parts.filter(kind__in=[PartKind.FILE, PartKind.UNDERSTOOD]).delete()


@transaction.atomic
def _fail(job: Import, why: str) -> None:
    if Import.objects.filter(pk=job.pk, state=job.state).update(state=ImportState.FAILED):
        kept.put(job, PartKind.WHY, why.encode())
