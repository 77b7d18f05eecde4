"""What a backup is made of, and whether it is still whole: every file has a digest, and a changed byte is named.

    BACKUP_DIR/
      2026-11-24T030000Z/   base/ (a copy of the cluster with PostgreSQL's own manifest)
                            backup.json, backup.json.sha256, attachments.txt
      attachments/ab/cdef…  every attachment once, under its digest
      wal/                  the log of changes since, segment by segment, each with its .sha256

The keys are not in it: `wolaiban backup --keys` puts them somewhere else. Without them nobody can read an identity.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wolaiban.installation import durable
from wolaiban.installation.trouble import Trouble

FORMAT = "wolaiban-backup/1"
PARTIAL = ".partial"
DIGEST = ".sha256"
SEGMENT = 16 * 1024**2  # PostgreSQL's, unless somebody built their own


@dataclass(frozen=True)
class Backup:
    """One backup in its folder."""

    folder: Path

    @property
    def base(self) -> Path:
        return self.folder / "base"

    @property
    def facts_file(self) -> Path:
        return self.folder / "backup.json"

    @property
    def attachments_file(self) -> Path:
        return self.folder / "attachments.txt"

    @property
    def wal_of_base(self) -> Path:
        return self.folder / "wal-of-base.txt"

    @property
    def shelf(self) -> Path:
        """Where the attachments and the log of changes of all backups lie."""
        return self.folder.parent

    @property
    def wal(self) -> Path:
        return self.shelf / "wal"

    def facts(self) -> dict[str, Any]:
        """What is written about it. Raises Trouble where that is missing or was changed."""
        try:
            text = self.facts_file.read_bytes()
            digest = (
                self.facts_file.with_name(self.facts_file.name + DIGEST).read_text(encoding="ascii").strip()
            )
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(f"{self.folder} 不是完整的备份：{error}") from None
        if hashlib.sha256(text).hexdigest() != digest:
            raise Trouble(f"备份说明被改动或损坏：{self.facts_file}")
        facts: dict[str, Any] = json.loads(text)
        if facts.get("format") != FORMAT:
            raise Trouble(f"不认识的备份格式：{facts.get('format')}")
        return facts

    def write_facts(self, facts: dict[str, Any]) -> None:
        """Written last, so that a backup that was cut short is none."""
        text = json.dumps({"format": FORMAT, **facts}, ensure_ascii=False, indent=1, sort_keys=True).encode()
        durable.put(self.facts_file, text)
        digest = hashlib.sha256(text).hexdigest()
        durable.put(self.facts_file.with_name(self.facts_file.name + DIGEST), f"{digest}\n".encode())

    @property
    def is_finished(self) -> bool:
        return self.facts_file.with_name(self.facts_file.name + DIGEST).exists()

    @property
    def manifest(self) -> Path:
        """PostgreSQL's own list of the copy."""
        return self.base / "backup_manifest"

    def wanted_attachments(self) -> list[str]:
        return self.attachments_file.read_text(encoding="ascii").split()


def all_on(shelf: Path) -> list[Backup]:
    """The finished backups of a shelf, the oldest first."""
    found = [Backup(folder) for folder in sorted(shelf.glob("20*Z")) if folder.is_dir()]
    return [backup for backup in found if backup.is_finished]


def faults(backup: Backup) -> Iterator[str]:
    """Everything in a backup that is missing or was changed, by name. Reads every byte; a list that was changed is
    not read any further.
    """
    facts = backup.facts()
    lists = {
        backup.manifest: (facts["base_manifest"], base_faults),
        backup.wal_of_base: (facts["wal_of_base"], wal_of_base_faults),
        backup.attachments_file: (facts["attachments"], attachment_faults),
    }
    for file, (digest, listed) in lists.items():
        if not file.exists() or digest_of(file) != digest:
            yield f"备份清单被改动或丢失：{file}"
        else:
            yield from listed(backup)
    yield from wal_faults(backup)
    if backup.manifest.exists() and digest_of(backup.manifest) == facts["base_manifest"]:
        yield from wal_gaps(backup)  # from where on the log is needed stands in there


def base_faults(backup: Backup) -> Iterator[str]:
    """As pg_verifybackup does, which does not run in every build."""
    for listed in json.loads(backup.manifest.read_bytes())["Files"]:
        name = listed.get("Path") or bytes.fromhex(listed["Encoded-Path"]).decode("utf-8", "surrogateescape")
        yield from file_faults(backup.base / name, listed["Checksum"])


def wal_of_base_faults(backup: Backup) -> Iterator[str]:
    """PostgreSQL's manifest leaves out the log inside the copy, so its digests are ours."""
    for line in backup.wal_of_base.read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ", 1)
        yield from file_faults(backup.base / "pg_wal" / name, digest)


def attachment_faults(backup: Backup) -> Iterator[str]:
    """Those of this backup must be there; all that are there, also newer ones, must be what their names say."""
    shelf = backup.shelf / "attachments"
    for name in backup.wanted_attachments():
        if not (shelf / name[:2] / name[2:]).exists():
            yield f"缺少附件：{shelf / name[:2] / name[2:]}"
    for file in sorted(shelf.glob("??/*")):
        if digest_of(file) != file.parent.name + file.name:
            yield f"附件已损坏：{file}"


def file_faults(file: Path, digest: str) -> Iterator[str]:
    if not file.exists():
        yield f"数据库副本缺少文件：{file}"
    elif digest_of(file) != digest:
        yield f"数据库副本已损坏：{file}"


def list_wal_of_base(backup: Backup) -> str:
    """The digests of the log that was copied together with the cluster; needed to make it consistent."""
    files = sorted(file for file in (backup.base / "pg_wal").rglob("*") if file.is_file())
    return "".join(f"{digest_of(file)}  {file.relative_to(backup.base / 'pg_wal')}\n" for file in files)


def wal_faults(backup: Backup) -> Iterator[str]:
    """Finished segments are held to their digests; the one still being written to PostgreSQL's own checks."""
    for digest in sorted(backup.wal.glob(f"*{DIGEST}")):
        segment = digest.with_suffix("")
        if not segment.exists():
            yield f"缺少变更日志：{segment}"
        elif digest_of(segment) != digest.read_text(encoding="ascii", errors="replace").strip():
            yield f"变更日志已损坏：{segment}"


def wal_gaps(backup: Backup) -> Iterator[str]:
    places = [place_of(name) for name in segments_since(backup)]
    for before, after in itertools.pairwise(places):
        if after - before > 1:
            yield f"变更日志中断：{backup.wal} 里缺第 {before + 1} 到 {after - 1} 段"


def first_segment(backup: Backup) -> int:
    """The first segment that this backup needs, counted in 16 MB from the beginning of the log."""
    ranges = json.loads(backup.manifest.read_bytes())["WAL-Ranges"]
    high, low = ranges[0]["Start-LSN"].split("/")
    return ((int(high, 16) << 32) + int(low, 16)) // SEGMENT


def place_of(segment: str) -> int:
    """0000000100000000000000A3 → 163, whatever the timeline."""
    return int(segment[8:16], 16) * (2**32 // SEGMENT) + int(segment[16:24], 16)


def segments_since(backup: Backup) -> list[str]:
    names = {file.name[:24] for file in backup.wal.glob("?" * 24 + "*") if file.suffix != DIGEST}
    return sorted((name for name in names if place_of(name) >= first_segment(backup)), key=place_of)


def forget_segments_before(backup: Backup) -> None:
    """Remove what no backup needs any more; `backup` is the oldest that is kept.

    A segment goes before its digest, which may be put there at the same moment: see `seal_segments`.
    """
    first = first_segment(backup)
    for file in backup.wal.glob("?" * 24 + "*"):
        if place_of(file.name[:24]) < first:
            file.unlink(missing_ok=True)
            file.with_name(f"{file.name[:24]}{DIGEST}").unlink(missing_ok=True)


def seal_segments(wal: Path) -> int:
    """Give every finished segment its digest; how many there were without one.

    A digest stays only beside its segment: a backup that is taken meanwhile may have forgotten that.
    """
    fresh = [
        file for file in wal.iterdir() if len(file.name) == 24 and not (wal / f"{file.name}{DIGEST}").exists()
    ]
    for segment in fresh:
        digest = segment.with_name(f"{segment.name}{DIGEST}")
        with suppress(FileNotFoundError):
            durable.put(digest, f"{digest_of(segment)}\n".encode())
        if not segment.exists():
            digest.unlink(missing_ok=True)
    return len(fresh)


def copy_attachments(source: Path, shelf: Path) -> list[str]:
    """Bring along what is not there yet; the digests of all, in order. A file's name is its digest, so it is checked."""
    names = []
    for folder in sorted(source.glob("??")) if source.exists() else []:
        for file in sorted(entry for entry in folder.iterdir() if len(entry.name) == 62):
            names.append(folder.name + file.name)
            copy_attachment(source, names[-1], shelf)
    return names


def copy_attachment(source: Path, name: str, shelf: Path) -> None:
    there = shelf / "attachments" / name[:2] / name[2:]
    if there.exists():
        return
    durable.make_folder(there.parent, mode=0o700)
    durable.copy(source / name[:2] / name[2:], there)


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
