"""A voice as a phone records it: a tone, with everything written into the file that a phone may write."""

from __future__ import annotations

import math
from array import array
from io import BytesIO
from typing import Any

import av

SECRET = "SECRET-39.7N-116.1E"
RATE = 48_000


def spoken(container: str = "webm", codec: str = "libopus", *, seconds: float = 1) -> bytes:
    target = BytesIO()
    with av.open(target, "w", format=container) as file:
        file.metadata.update({"title": SECRET, "comment": SECRET, "location": SECRET, "artist": SECRET})
        stream: Any = file.add_stream(codec, rate=RATE, layout="mono")
        stream.metadata["title"] = SECRET
        fitted = av.AudioResampler(
            format=stream.codec_context.format,
            layout="mono",
            rate=RATE,
            frame_size=stream.codec_context.frame_size or 0,
        )
        for frame in [*fitted.resample(tone(seconds)), *fitted.resample(None)]:
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()


def tone(seconds: float) -> av.AudioFrame:
    count = int(seconds * RATE)
    waves = array("h", (int(math.sin(i * 0.06) * 8000) for i in range(count)))
    frame = av.AudioFrame(format="s16", layout="mono", samples=count)
    frame.sample_rate = RATE
    frame.planes[0].update(waves.tobytes())
    return frame


def filmed() -> bytes:
    """A tiny film with a voice."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as file:
        picture: Any = file.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 32, 32, "yuv420p"
        for _ in range(3):
            file.mux(picture.encode(av.VideoFrame(32, 32, "yuv420p")))
        file.mux(picture.encode(None))
    return target.getvalue()
