"""Recordings made fit to keep: one voice, and nothing about where, when or with what it was recorded.

The compressed sound is carried packet by packet into a new file of the same kind; titles, pictures, chapters and
whatever else rides along is never taken. Its first minutes are listened to, so that what is kept can be played.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from wolaiban.uploads.errors import Uncleanable
from wolaiban.uploads.kinds import FILM

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet

LONGEST_MINUTES = 10
LISTENED_MINUTES = 4  # a second of processor would go into ten
MOST_PACKETS = 33_000  # ten minutes of Opus, a little more than of any other
FASTEST_RATE, MOST_CHANNELS = 96_000, 2
MOST_BROKEN = 0.1  # a cut MP3 begins in the middle of a frame; much more than that is no recording
BROKEN = "已损坏或不完整，放不出声音。请重新录一次。"


@dataclass(frozen=True)
class SoundKind:
    """What is read, what may be in it, and as what it is written again (names of FFmpeg's)."""

    demuxer: str
    muxer: str
    codecs: frozenset[str]


WEBM = SoundKind("matroska", "webm", frozenset({"opus", "vorbis"}))
OGG = SoundKind("ogg", "ogg", frozenset({"opus", "vorbis"}))
MP4 = SoundKind("mov", "mp4", frozenset({"aac", "opus", "mp3"}))
MP3 = SoundKind("mp3", "mp3", frozenset({"mp3"}))
WAV = SoundKind("wav", "wav", frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"}))
SOUND_KINDS = {"WEBM": WEBM, "OGG": OGG, "M4A": MP4, "MP3": MP3, "WAV": WAV}


def clean_sound(content: bytes, kind: SoundKind) -> bytes:
    """Return the recording rewritten, or raise `Uncleanable`."""
    import av  # noqa: PLC0415 - 60 MB of libraries that most processes never need

    target = BytesIO()
    try:
        with av.open(BytesIO(content), "r", format=kind.demuxer) as source:
            stream = _the_voice(source, kind)
            with av.open(target, "w", format=kind.muxer, options={"fflags": "+bitexact"}) as kept:
                copy = kept.add_stream_from_template(stream)
                copy.metadata.clear()
                for packet in _sound_packets(source, stream):
                    packet.stream = copy
                    kept.mux(packet)
    except (av.FFmpegError, ValueError, EOFError):
        raise Uncleanable(BROKEN) from None
    return target.getvalue()


def _the_voice(source: InputContainer, kind: SoundKind) -> AudioStream:
    if any(not _is_cover(stream.disposition) for stream in source.streams.video):
        raise Uncleanable(FILM)
    if not source.streams.audio:
        raise Uncleanable(BROKEN)
    stream = source.streams.audio[0]
    if _codec(stream) not in kind.codecs:
        raise Uncleanable("的录音格式不能用。请用手机浏览器里的“录音”按钮，或存成 MP3、M4A 再上传。")
    if stream.codec_context.sample_rate > FASTEST_RATE or stream.codec_context.channels > MOST_CHANNELS:
        raise Uncleanable("的录音格式太特别。请用手机浏览器里的“录音”按钮，或存成 MP3、M4A 再上传。")
    return stream


def _is_cover(disposition: object) -> bool:
    return "attached_pic" in str(disposition)


def _codec(stream: AudioStream) -> str:
    """The name of what it holds: FFmpeg's decoder of MP3 is called mp3float."""
    name = stream.codec_context.codec.canonical_name
    return str(name)


def _sound_packets(source: InputContainer, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
    """Every packet of the voice, those of the first minutes listened to; what is too long or mute raises `Uncleanable`."""
    import av  # noqa: PLC0415 - as above

    packets = listened = broken = 0
    seconds = 0.0
    for packet in source.demux(stream):
        if not packet.size:
            continue
        packets += 1
        if seconds < LISTENED_MINUTES * 60 or not packet.duration:
            listened += 1
            try:
                seconds += _heard(packet, stream)
            except av.FFmpegError:
                broken += 1
        else:
            seconds += float(packet.duration * packet.time_base)
        if packets > MOST_PACKETS or seconds > LONGEST_MINUTES * 60:
            raise Uncleanable(f"超过 {LONGEST_MINUTES} 分钟。请拣要紧的说，或者分成几段。")
        yield packet
    if not seconds or broken > listened * MOST_BROKEN:
        raise Uncleanable(BROKEN)


def _heard(packet: Packet[AudioStream], stream: AudioStream) -> float:
    frames = stream.codec_context.decode(packet)
    return sum(frame.samples for frame in frames) / (stream.codec_context.sample_rate or 1)
