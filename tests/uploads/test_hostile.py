"""Files that are made to be dear: refused for next to nothing, or opened by a process that may use so much and no more."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bench import hostile
from wolaiban.cli import serving
from wolaiban.uploads import bounds, cleaner, cleaning
from wolaiban.uploads.cleaner import Cleaner
from wolaiban.uploads.cleaning import Busy, Cleaned, Looked, Unfit, clean, clean_all, look
from wolaiban.uploads.errors import Uncleanable

# What each is refused with, by whom: by a look at its bytes, or by the process that opens it. Or it is harmless, and kept.
LOOKED_AT = {
    "hundreds of scans.jpg": "太费事",
    "65,000 pixels each way.jpg": "5000 万像素",
    "half a million parts.jpg": "太费事",
    "7060 pixels each way.png": "2500 万像素",
    "a million chunks.png": "太费事",
    "a thousand frames.png": "是动图",
    "ten thousand frames.gif": "是动图",
    "a thousand frames.webp": "是动图",
    "a scan of 50 megapixels that is called a photo.jpg": "不是照片",
    "30,000 pixels each way.heic": "2600 万像素",
}
OPENED = {
    "36 megapixels that are called one.heic": "太费事",
    "five hours.mp3": "超过 10 分钟",
    "twenty minutes.wav": "超过 10 分钟",
    "packets of a four-hundredth of a second.ogg": "超过 10 分钟",
    "a page that unpacks to 120 MB.pdf": "展开后太大",
    "a hundred pages that unpack to 4 GB.pdf": "展开后太大",
    "packed twice.pdf": "展开后太大",
    "a picture of 40,000 pixels each way.pdf": "展开后太大",
}
HARMLESS = hostile.MADE.keys() - LOOKED_AT.keys() - OPENED.keys()


def test_there_are_enough_of_them() -> None:
    assert len(LOOKED_AT | OPENED) >= 18
    assert LOOKED_AT.keys() | OPENED.keys() <= hostile.MADE.keys()


@pytest.mark.parametrize(("name", "why"), LOOKED_AT.items())
def test_what_says_that_it_is_dear_is_refused_unopened(name: str, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        look(hostile.MADE[name](), name)


@pytest.mark.parametrize(("name", "why"), OPENED.items())
def test_what_lies_is_refused_by_the_process_that_opens_it(name: str, why: str) -> None:
    (outcome,) = clean_all([look(hostile.MADE[name](), name)])

    assert isinstance(outcome, Unfit)
    assert why in outcome.why


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_is_only_large_or_carries_a_bomb_beside_it_is_kept(name: str) -> None:
    assert len(clean(hostile.MADE[name](), name).content) < bounds.LARGEST_FILE


# ---- Limits


def in_the_process(code: str) -> subprocess.CompletedProcess[bytes]:
    limited = "from wolaiban.uploads import cleaner_process as c; c._renew_time(); c._limit()\n"
    command = [sys.executable, "-c", limited + code]
    return subprocess.run(command, env=cleaner.ENVIRONMENT, capture_output=True, timeout=60, check=False)


def test_more_processor_than_a_file_may_have_ends_the_process() -> None:
    assert bounds.SECONDS_OF_FILE < 2
    assert in_the_process("while True: pass").returncode == -signal.SIGPROF


def test_there_is_no_more_memory_than_was_said() -> None:
    assert b"MemoryError" in in_the_process(f"bytearray({bounds.MEMORY})").stderr
    assert in_the_process(f"bytearray({bounds.MEMORY - 40_000_000})").returncode == 0


def test_it_can_write_no_file(tmp_path: Path) -> None:
    in_the_process(f"open({str(tmp_path / 'x')!r}, 'w').write('x')")

    assert (tmp_path / "x").read_bytes() == b""


def test_it_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEYS", "k0:secret")
    with Cleaner() as opener:
        process = opener._start()
        assert b"secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    assert process.returncode == -signal.SIGKILL


def test_one_that_fell_is_followed_by_another() -> None:
    dear = hostile.MADE["36 megapixels that are called one.heic"]()
    small = hostile.saved(hostile.plain(8, 8), "JPEG")

    with Cleaner() as opener:
        for _ in range(2):
            with pytest.raises(Uncleanable):
                opener.clean(dear, "HEIC")
            assert opener.clean(small, "JPEG")[1] == "JPEG"


# ---- Many at once


def test_most_threads_of_a_web_process_are_never_with_files() -> None:
    assert bounds.PLACES + bounds.MOST_WAITING <= serving.THREADS // 2


def test_whoever_finds_no_place_is_told_so_at_once_and_finds_one_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(cleaning, "PLACES", cleaning._Places())
    with ExitStack() as taken:
        for _ in range(bounds.PLACES):
            taken.enter_context(cleaning._a_place())
        with pytest.raises(Busy):
            clean_all([small("x.jpg")])

    assert isinstance(clean_all([small("x.jpg")])[0], Cleaned)


def test_a_machine_without_time_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaner, "LONGEST_FILE", 0)

    with pytest.raises(Busy):
        clean_all([small("x.jpg")])


def small(name: str) -> Looked:
    return look(hostile.saved(hostile.plain(8, 8), "JPEG"), name)


def test_when_refused_files_have_cost_enough_no_further_one_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def too_dear(self: Cleaner, content: bytes, kind: str) -> Any:
        asked.append(kind)
        self.seconds = bounds.SECONDS_OF_FILE
        raise Uncleanable("太费事。")

    monkeypatch.setattr(Cleaner, "clean", too_dear)

    outcomes = clean_all([small("x.jpg")] * 9)

    assert len(asked) * bounds.SECONDS_OF_FILE <= 3
    assert [isinstance(outcome, Unfit) for outcome in outcomes] == [True] * 9
    assert "没有打开" in str(outcomes[-1])


def test_what_is_too_much_together_is_said_of_those_that_are_too_many() -> None:
    file = look(hostile.MADE["as many pixels as may be, see-through.png"](), "大.png")

    outcomes = clean_all([file] * 4)

    assert [isinstance(outcome, Cleaned) for outcome in outcomes] == [True, True, True, False]
    assert "分两次传" in str(outcomes[-1])


@pytest.mark.parametrize(("name", "maker"), [("a.jpg", hostile.photo), ("a.heic", hostile.phone_heic)])
def test_nine_photos_of_a_phone_pass_at_once_and_stand_upright(name: str, maker: Any) -> None:
    outcomes = clean_all([look(maker(), name)] * 9)

    assert [type(outcome) for outcome in outcomes] == [Cleaned] * 9
    kept = outcomes[0]
    assert isinstance(kept, Cleaned)
    assert (kept.media_type, kept.name) == ("image/jpeg", "a.jpg")
    sizes = {
        "a.jpg": b"\x0f\xc0\x0b\xd0",
        "a.heic": b"\x0b\xd0\x0f\xc0",
    }  # 4032 high, 3024 wide; as it was held
    assert sizes[name] in kept.content[:1000]


def test_a_photo_of_24_megapixels_is_halved() -> None:
    kept = clean(hostile.heic(hostile.plain(5712, 4284)), "新手机.heic")

    assert b"\x08\x5e\x0b\x28" in kept.content[:1000]  # 2142 high, 2856 wide
