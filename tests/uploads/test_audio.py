"""Recordings as phones and attackers send them; nothing but the voice may come through."""

from __future__ import annotations

from io import BytesIO

import av
import pytest

from tests.recording import SECRET, filmed, spoken
from wolaiban.uploads import audio
from wolaiban.uploads.cleaning import Cleaned, Unfit, clean
from wolaiban.uploads.errors import Uncleanable

pytestmark = pytest.mark.usefixtures("one_process")

KINDS = [
    ("webm", "libopus", "audio/webm", "webm"),
    ("ogg", "libopus", "audio/ogg", "ogg"),
    ("mp4", "aac", "audio/mp4", "m4a"),
    ("mp3", "libmp3lame", "audio/mpeg", "mp3"),
    ("wav", "pcm_s16le", "audio/wav", "wav"),
]


def heard(cleaned: Cleaned) -> float:
    """Seconds of sound, decoded to the end."""
    with av.open(BytesIO(cleaned.content), "r") as file:
        assert [stream.type for stream in file.streams] == ["audio"]
        return sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))


@pytest.mark.parametrize(("container", "codec", "media_type", "extension"), KINDS)
def test_a_voice_comes_through_and_what_was_written_beside_it_does_not(
    container: str, codec: str, media_type: str, extension: str
) -> None:
    raw = spoken(container, codec)
    assert SECRET.encode() in raw

    cleaned = clean(raw, "现场.exe")

    assert SECRET.encode() not in cleaned.content
    assert cleaned.media_type == media_type
    assert cleaned.name == f"现场.{extension}"
    assert heard(cleaned) == pytest.approx(1, abs=0.1)


def test_what_is_appended_to_a_recording_stays_behind() -> None:
    cleaned = clean(spoken("wav", "pcm_s16le") + b"LIST\x10\0\0\0INFO" + SECRET.encode(), "录音.wav")

    assert SECRET.encode() not in cleaned.content


def test_only_one_of_two_voices_is_kept() -> None:
    target = BytesIO()
    with av.open(target, "w", format="ogg") as both, av.open(BytesIO(spoken("ogg")), "r") as one:
        copies = [both.add_stream_from_template(one.streams.audio[0]) for _ in range(2)]
        for packet in one.demux(one.streams.audio[0]):
            if packet.size:
                packet.stream = copies[packet.pts % 2] if packet.pts is not None else copies[0]
                both.mux(packet)

    with av.open(BytesIO(clean(target.getvalue(), "两路.ogg").content), "r") as file:
        assert len(file.streams) == 1


@pytest.mark.parametrize(("container", "codec", "media_type", "extension"), KINDS)
def test_a_torn_recording_is_refused_or_kept_without_its_secrets(
    container: str, codec: str, media_type: str, extension: str
) -> None:
    raw = spoken(container, codec)

    for end in (40, 200, len(raw) // 2, len(raw) - 100):
        try:
            kept = clean(raw[:end], "半段")
        except Unfit:
            continue
        assert SECRET.encode() not in kept.content
        assert heard(kept) > 0


def test_rubbish_that_calls_itself_a_recording_is_refused() -> None:
    for mark in (b"\x1a\x45\xdf\xa3", b"OggS", b"ID3\x04\0\0\0\0\0\x10", b"\0\0\0\x20ftypM4A ", b"\xff\xfb"):
        with pytest.raises(Unfit, match="请重新录一次"):
            clean(mark + bytes(2000), "录音")


def test_a_film_is_refused_and_told_apart() -> None:
    with pytest.raises(Unfit, match="是视频"):
        clean(filmed(), "录像.mp4")


def test_a_long_speech_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "LONGEST_MINUTES", 1 / 60)

    with pytest.raises(Uncleanable, match="分钟"):
        audio.clean_sound(spoken("ogg", seconds=1.5), audio.OGG)
