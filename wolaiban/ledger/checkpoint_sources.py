"""Where a witness finds checkpoints and hands its signature back: the public page of an installation, or a folder."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from wolaiban.ledger import checkpoint_files
from wolaiban.ledger.notes import Claim, Verifying, text_of
from wolaiban.ledger.witnessing import CheckpointSource

LONGEST = 64 * 1024  # bytes; a checkpoint has some four hundred, and each witness adds a line
PATIENCE = 20.0  # seconds


class Unreachable(Exception):
    """Nothing came, or it was not taken; to be tried again later."""


@dataclass(frozen=True)
class Folder:
    path: Path

    def newest(self) -> str:
        number = checkpoint_files.newest_in(self.path)
        if number == 0:
            raise Unreachable(f"{self.path} 里没有检查点")
        return self.note(number)

    def note(self, number: int) -> str:
        try:
            return checkpoint_files.file_of(number, self.path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise Unreachable(f"{self.path} 里没有第 {number} 号检查点，或读不出来") from None

    def hand_back(self, cosigned: str, key: Verifying) -> None:
        number = Claim.read(text_of(cosigned)).number
        try:
            checkpoint_files.put(checkpoint_files.cosigned_file(number, key.id, self.path), cosigned)
        except OSError as trouble:
            raise Unreachable(f"{self.path} 写不进去：{trouble.strerror}") from None
        except checkpoint_files.Differs:
            raise Unreachable(f"{self.path} 里已有同一号的另一份见证") from None


@dataclass(frozen=True)
class Site:
    """The address of the page that shows the checkpoints, with a slash at its end."""

    address: str

    def newest(self) -> str:
        return self._asked("checkpoint/")

    def note(self, number: int) -> str:
        return self._asked(f"checkpoints/{number}/")

    def hand_back(self, cosigned: str, key: Verifying) -> None:
        self._asked("cosignatures/", cosigned.encode())

    def _asked(self, where: str, body: bytes | None = None) -> str:
        headers = {"Content-Type": "text/plain; charset=utf-8"} if body else {}
        request = Request(self.address + where, data=body, headers=headers)  # noqa: S310 -- http or https, see `at`
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                content: bytes = answer.read(LONGEST + 1)
            if len(content) > LONGEST:
                raise Unreachable(f"{self.address}{where} 的回答太长，不是检查点")
            return content.decode()
        except HTTPError as refusal:
            said = refusal.read(500).decode("utf-8", "replace").strip().partition("\n")[0]
            raise Unreachable(f"{self.address}{where} 答复 {refusal.code}：{said}") from None
        except (OSError, HTTPException) as trouble:
            raise Unreachable(f"{self.address}{where} 连不上：{trouble}") from None
        except UnicodeDecodeError:
            raise Unreachable(f"{self.address}{where} 的回答不是文字") from None


def at(place: str) -> CheckpointSource:
    """A folder, or an address that begins with http:// or https://."""
    if place.startswith(("http://", "https://")):
        return Site(place.rstrip("/") + "/")
    return Folder(Path(place))
