"""The state signs of mails as small pictures: shape and colour, because mail clients draw no SVG.

The same six signs as on the pages; the word always stands beside them and is the picture's alternative text.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from inventory.models.outage import State

SIZE_PX: Final = 40  # shown at 20: sharp on dense screens
_DRAWN_PX: Final = 160
_SIGNS: Final = {
    State.DOWN: ("disc", "#c92a2a"),
    State.DEGRADED: ("triangle", "#b35c00"),
    State.UNREACHABLE: ("ring", "#5f6b7a"),
    State.UNKNOWN: ("ring", "#5f6b7a"),
    State.MAINTENANCE: ("diamond", "#1864ab"),
    State.CLOSED: ("bar", "#8a94a0"),
    State.UP: ("tick", "#2b7a3d"),
    State.NOT_MONITORED: ("bar", "#8a94a0"),
}


def content_id(state: State) -> str:
    """The name by which a mail's HTML refers to the sign: `cid:state-down`."""
    return f"state-{state.value}"


def colour(state: State) -> str:
    """The colour of the sign, with contrast of AA on white."""
    return _SIGNS[state][1]


@cache
def sign(state: State) -> bytes:
    """The sign as PNG with a transparent ground."""
    shape, ink = _SIGNS[state]
    picture = Image.new("RGBA", (_DRAWN_PX, _DRAWN_PX), (0, 0, 0, 0))
    _draw(ImageDraw.Draw(picture), shape, ink)
    file = BytesIO()
    picture.resize((SIZE_PX, SIZE_PX), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: str, ink: str) -> None:
    match shape:
        case "disc":
            pen.ellipse((12, 12, 148, 148), fill=ink)
        case "triangle":
            pen.polygon(((80, 10), (152, 146), (8, 146)), fill=ink)
        case "ring":
            for start in range(0, 360, 45):
                pen.arc((16, 16, 144, 144), start, start + 26, fill=ink, width=22)
        case "diamond":
            pen.polygon(((80, 8), (152, 80), (80, 152), (8, 80)), fill=ink)
        case "bar":
            pen.rectangle((16, 64, 144, 96), fill=ink)
        case _:
            pen.line(((20, 84), (64, 128), (142, 34)), fill=ink, width=26, joint="curve")
