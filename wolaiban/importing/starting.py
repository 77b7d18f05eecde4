"""What a person does with an import: send a file, correct what was understood, have it brought in, stop it, drop it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from wolaiban.importing import kept
from wolaiban.importing.kept import PartKind, forget_rows
from wolaiban.importing.models import Import, ImportState
from wolaiban.importing.scope import importer, may_spread, units_for
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotNow

MOST_BYTES = 30 << 20
ONE_AT_A_TIME = "您还有一份台账正在核对或导入，请等它做完，或先停下它。"


@dataclass(frozen=True)
class Whereto:
    """Where rows go that name no unit."""

    unit: Unit | None = None
    spread: bool = False


@transaction.atomic
def send(name: str, content: bytes, whereto: Whereto, *, by: Actor) -> Import:
    """Keep a file and have it looked at in the background. Raises NotAllowed, NotNow or BadAnswer."""
    actor = importer(by)
    _refuse_unfit(content)
    _refuse_elsewhere(whereto, actor)
    assert actor.user is not None
    try:
        with transaction.atomic():
            job = Import.objects.create(
                user=actor.user, unit=whereto.unit, spread=whereto.spread, size=len(content)
            )
    except IntegrityError:
        raise NotNow(ONE_AT_A_TIME) from None
    kept.put(job, PartKind.FILE, content)
    _tell(job, name, {}, hidden=False)
    _put_to_work(job)
    return job


@transaction.atomic
def correct(
    job: Import, places: Mapping[tuple[str, int], str], whereto: Whereto, *, hidden: bool, by: Actor
) -> None:
    """Say what columns are, and have the file looked at once more."""
    _refuse_elsewhere(whereto, importer(by))
    locked = _locked(job)
    if locked.started_at or locked.state_word not in {ImportState.CHECKED, ImportState.FAILED}:
        raise NotNow("这份台账已经开始导入，不能再改。")
    _tell(locked, kept.told_of(locked)["name"], places, hidden=hidden)
    locked.unit, locked.spread = whereto.unit, whereto.spread
    _become(locked, ImportState.CHECKING)


@transaction.atomic
def start(job: Import, *, by: Actor) -> None:
    """Bring it in; or go on where it stopped. Pressed twice, it is started once."""
    importer(by)
    locked = _locked(job)
    if locked.state_word in {ImportState.RUNNING, ImportState.DONE}:
        return
    if locked.state_word is ImportState.CHECKED:
        forget_rows(locked)
        locked.started_at = now()
    elif locked.state_word is not ImportState.FAILED or locked.started_at is None:
        raise NotNow("还没有核对完，不能导入。")
    _become(locked, ImportState.RUNNING)


@transaction.atomic
def stop(job: Import) -> None:
    """The worker ends after the rows in hand; what is registered stays."""
    locked = _locked(job)
    if locked.state_word.is_busy:
        kept.put(locked, PartKind.WHY, "您让它停下了。".encode())
        locked.state = ImportState.FAILED
        locked.save(update_fields=["state"])


@transaction.atomic
def drop(job: Import) -> None:
    """Forget the file and all that was kept with it; what is registered stays."""
    locked = _locked(job)
    if locked.state_word.is_busy:
        raise NotNow("正在核对或导入，请先停下。")
    locked.delete()


def _become(job: Import, state: ImportState) -> None:
    job.state = state
    job.parts.filter(kind=PartKind.WHY).delete()
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        raise NotNow(ONE_AT_A_TIME) from None
    _put_to_work(job)


def _put_to_work(job: Import) -> None:
    from wolaiban.importing.tasks import work  # noqa: PLC0415 -- procrastinate is there only after set-up

    work.configure(lock=f"import {job.pk}").defer(job=job.pk)


def _locked(job: Import) -> Import:
    return Import.objects.select_for_update().get(pk=job.pk)


def _tell(job: Import, name: str, places: Mapping[tuple[str, int], str], *, hidden: bool) -> None:
    listed = [[sheet, place, field] for (sheet, place), field in places.items()]
    kept.put(job, PartKind.TOLD, json.dumps({"name": name, "places": listed, "hidden": hidden}).encode())


def _refuse_unfit(content: bytes) -> None:
    if not content:
        raise BadAnswer({"file": "文件是空的。"})
    if len(content) > MOST_BYTES:
        raise BadAnswer({"file": f"文件超过 {MOST_BYTES >> 20} MB。请分成几个文件，分次导入。"})


def _refuse_elsewhere(whereto: Whereto, actor: Actor) -> None:
    if whereto.spread and not may_spread(actor):
        raise BadAnswer({"spread": "分散到全区，须由区联席办来导入。"})
    if whereto.unit and not units_for(actor).filter(pk=whereto.unit.pk).exists():
        raise BadAnswer({"unit": f"您的岗位不能登记{whereto.unit}的事项。"})
