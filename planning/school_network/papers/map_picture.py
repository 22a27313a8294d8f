"""The map of a run as a picture for paper: no tiles, only what the run knows. Equal runs give equal pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from office.document.measure import FONTS

SIDE: Final = 1600
EDGE: Final = 90
HUES: Final = ("#cfdcf3", "#cfe6d5", "#eadfca", "#e0d1ee", "#cfe7e9", "#eed3df")
SCHOOL, WITHIN, OVER, RIM = "#1f2a37", "#1d5fbf", "#c8382c", "#ffffff"
LABEL_PX: Final = 26
MOST_NAMED: Final = 60
Pixel = tuple[float, float]


def drawn(map_: Mapping[str, Any], *, large: bool = False) -> bytes:
    """PNG of a FeatureCollection as `service_areas` makes it; empty where nothing has a place. `large` is for a few
    places: dots of twice the size, and villages with their names.
    """
    features = map_["features"]
    points = [one["geometry"]["coordinates"] for one in features if one["geometry"]["type"] == "Point"]
    if not points:
        return b""
    place, height = _scale(points)
    image = Image.new("RGB", (SIDE, height), "white")
    draw = ImageDraw.Draw(image)
    for one in features:
        if one["geometry"]["type"] == "Polygon":
            ring = [place(point) for point in one["geometry"]["coordinates"][0]]
            draw.polygon(ring, fill=HUES[one["properties"]["number"] % len(HUES)], outline="#55606d")
    _points(draw, features, place, large=large)
    held = io.BytesIO()
    image.save(held, format="PNG", optimize=True)
    return held.getvalue()


def _scale(points: Sequence[Sequence[float]]) -> tuple[Callable[[Sequence[float]], Pixel], int]:
    """From degrees to pixels; a degree of longitude is shorter by the cosine, which 0.96 is near Thailand."""
    west, east = min(one[0] for one in points), max(one[0] for one in points)
    south, north = min(one[1] for one in points), max(one[1] for one in points)
    width, high = max((east - west) * 0.96, 0.01), max(north - south, 0.01)
    step = (SIDE - 2 * EDGE) / max(width, high)
    height = int(high * step) + 2 * EDGE
    left = (SIDE - width * step) / 2

    def place(point: Sequence[float]) -> Pixel:
        return left + (point[0] - west) * 0.96 * step, height - EDGE - (point[1] - south) * step

    return place, max(height, 4 * EDGE)


def _points(
    draw: ImageDraw.ImageDraw, features: Sequence[Any], place: Callable[[Sequence[float]], Pixel], *, large: bool
) -> None:
    """Villages first, schools over them, names last and not too many."""
    size = 2 if large else 1
    font = ImageFont.truetype(str(FONTS[0]), LABEL_PX, layout_engine=ImageFont.Layout.BASIC)
    schools = [one for one in features if one["properties"]["kind"] == "school"]
    for one in features:
        if one["properties"]["kind"] == "village":
            is_over = one["properties"]["over_norm"]
            _dot(
                draw,
                place(one["geometry"]["coordinates"]),
                (11 if is_over else 7) * size,
                OVER if is_over else WITHIN,
                rim=is_over,
            )
    for one in schools:
        _dot(draw, place(one["geometry"]["coordinates"]), 14 * size, SCHOOL, rim=False)
    villages = [one for one in features if one["properties"]["kind"] == "village"] if large else []
    for one in (schools + villages)[:MOST_NAMED]:
        across, down = place(one["geometry"]["coordinates"])
        name = str(one["properties"]["name"])
        if one["properties"]["kind"] == "school" and not large:
            name = name.removeprefix("โรงเรียน")
        at = (across + 20 * size, down - LABEL_PX / 2)
        if at[0] + draw.textlength(name[:40], font=font) > SIDE:
            at = (across - 20 * size - draw.textlength(name[:40], font=font), at[1])
        if any(
            abs(across - there[0]) < 1 and abs(down - there[1]) < 1
            for there in (place(other["geometry"]["coordinates"]) for other in schools if other is not one)
        ):
            at = (at[0], down + LABEL_PX)  # a village that stands where a school stands has its name below
        draw.text(at, name[:40], fill=SCHOOL, font=font, stroke_width=3, stroke_fill="white")


def _dot(draw: ImageDraw.ImageDraw, at: Pixel, radius: int, colour: str, *, rim: bool) -> None:
    across, down = at
    box = (across - radius, down - radius, across + radius, down + radius)
    draw.ellipse(box, fill=colour, outline=SCHOOL if rim else RIM, width=3)
