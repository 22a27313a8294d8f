"""Where each node of a topology is drawn, and the drawing as an SVG that prints: the same for the same graph."""

from __future__ import annotations

import math
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from inventory.queries.topology import Graph, Line, Node, NodeKind

Place = tuple[float, float]
ROOT_KEY: Final = "office"
ACROSS: Final = 200.0  # between neighbours of a tree
DOWN: Final = 140.0  # between its levels
AROUND: Final = 120.0  # between schools on one ring
FIRST_RING: Final = 170.0
RING: Final = 120.0
WIDE: Final = 1.8  # screens and papers are wider than high
BROAD: Final = 1.5  # and so are names: rings are broader than high
SHAPES: Final = Path(__file__).parents[2] / "ui" / "assets" / "shapes.svg"
# The light palette of ui/assets/app.css: paper is white.
COLOURS: Final = {
    "down": "#b42318",
    "degraded": "#8a5a00",
    "unknown": "#55606d",
    "maintenance": "#1d5fbf",
    "closed": "#68727f",
    "up": "#18753a",
}
FONTS: Final = Path(__file__).parents[2] / "ui" / "static" / "dist"
# Ranges of the two files of each weight, as in ui/assets/app.css.
RANGES: Final = {"thai": "U+0E01-0E5B, U+200C-200D, U+25CC", "latin": "U+0000-00FF, U+2000-206F"}
FONT: Final = """font-family="Sarabun, 'Noto Sans Thai', sans-serif\""""
PLAIN: Final = "#9aa8b8"
LONGEST_NAME: Final = 28
BUSY, FULL = 50.0, 80.0  # percent of a line's speed


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands around a drawing: its title, the line under it, and what a reader calls each state and load."""

    title: str
    foot: str
    shape_of: Mapping[str, str]  # key of a node -> name of its shape
    loads: Mapping[int, float]  # place of a line -> percent


def places(graph: Graph) -> dict[str, Place]:
    """The centre of each node. A graph with an office is drawn around it, any other as a tree from top to bottom."""
    return _around_office(graph) if ROOT_KEY in graph.by_key else _tree(graph)


def _tree(graph: Graph) -> dict[str, Place]:
    children: dict[str, list[str]] = defaultdict(list)
    roots: list[str] = []
    for node in graph.nodes:
        (children[node.parent] if node.parent in graph.by_key else roots).append(node.key)
    found: dict[str, Place] = {}
    column = 0.0

    def put(key: str, depth: int) -> float:
        nonlocal column
        own = [put(child, depth + 1) for child in children[key] if child not in found]
        if own:
            x = (own[0] + own[-1]) / 2
        else:
            x = column
            column += ACROSS
        found[key] = (x, depth * DOWN)
        return x

    for root in roots:
        put(root, 0)
    return found


def _around_office(graph: Graph) -> dict[str, Place]:
    members: dict[str, list[str]] = defaultdict(list)
    for node in graph.nodes:
        if node.kind is NodeKind.SITE:
            members[node.parent].append(node.key)
    hubs = [node.key for node in graph.nodes if node.kind in {NodeKind.GROUP, NodeKind.PROVIDER}]
    widths = {hub: 2 * _radius(len(members[hub])) + AROUND for hub in hubs}
    far = 0.0 if len(hubs) < 2 else max(sum(widths.values()) / math.tau, max(widths.values(), default=0) / 2 + AROUND)
    found: dict[str, Place] = {ROOT_KEY: (0.0, 0.0 if len(hubs) != 1 else -widths[hubs[0]] / 2 - AROUND)}
    angle = -math.pi / 2
    for hub in hubs:
        share = math.tau * widths[hub] / sum(widths.values())
        middle = angle + share / 2
        angle += share
        found[hub] = (WIDE * far * math.cos(middle), far * math.sin(middle))
        found |= _rings(found[hub], members[hub])
    return found


def _rings(centre: Place, keys: Sequence[str]) -> dict[str, Place]:
    """As many on each ring as have room, turned against each other so that names do not stand in a row."""
    found: dict[str, Place] = {}
    left, ring = list(keys), 0
    while left:
        radius = FIRST_RING + ring * RING
        room = max(1, int(math.tau * radius / AROUND))
        here, left = left[:room], left[room:]
        for place, key in enumerate(here):
            turn = math.tau * place / len(here) + ring * math.pi / 7
            found[key] = (centre[0] + BROAD * radius * math.cos(turn), centre[1] + radius * math.sin(turn))
        ring += 1
    return found


def _radius(count: int) -> float:
    radius, left = FIRST_RING, count
    while (left := left - max(1, int(math.tau * radius / AROUND))) > 0:
        radius += RING
    return radius


def svg(graph: Graph, paper: Paper) -> str:
    """The drawing as a file. Every text is escaped: names come from devices too."""
    at = places(graph)
    xs, ys = [x for x, _ in at.values()] or [0.0], [y for _, y in at.values()] or [0.0]
    left, top = min(xs) - 130, min(ys) - 110
    width, height = max(xs) - left + 130, max(ys) - top + 120
    # A short tree is narrower than what is written over and under it.
    lacking = max(0.0, 48 + max(15 * len(paper.title), 9 * len(paper.foot)) - width)
    left, width = left - lacking / 2, width + lacking
    size = f'width="{width:.0f}" height="{height:.0f}"'
    view = f'viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} {size} {FONT}>',
        f"<style>{_letters()}</style>",
        f"<title>{escape(paper.title)}</title><defs>{SHAPES.read_text('utf-8')}</defs>",
        f'<rect x="{left:.0f}" y="{top:.0f}" {size} fill="#fff"/>',
        _text(paper.title, (left + 24, top + 40), size=26, bold=True, left=True),
        *(_line(line, at, paper.loads.get(place)) for place, line in enumerate(graph.lines)),
        *(_node(node, at[node.key], paper.shape_of.get(node.key, "")) for node in graph.nodes),
        _text(paper.foot, (left + 24, top + height - 20), size=15, left=True, colour="#55606d"),
        "</svg>",
    ]
    return "\n".join(parts)


@lru_cache
def _letters() -> str:
    """The letters themselves: a picture may use no font of its page, and not every machine has Thai ones."""
    faces = []
    for weight in (400, 700):
        for script, said in RANGES.items():
            file = b64encode((FONTS / f"sarabun-{script}-{weight}.woff2").read_bytes()).decode()
            source = f"src:url(data:font/woff2;base64,{file})"
            faces.append(f"@font-face{{font-family:Sarabun;font-weight:{weight};unicode-range:{said};{source}}}")
    return "".join(faces)


def _line(line: Line, at: Mapping[str, Place], load: float | None) -> str:
    (x1, y1), (x2, y2) = at[line.a], at[line.b]
    colour, width = stroke(load)
    dashes = ' stroke-dasharray="7 6"' if line.basis in {"forwarding", "arp", ""} and not line.state else ""
    drawn = (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="{colour}"'
        f' stroke-width="{width}"{dashes}/>'
    )
    said = " · ".join(part for part in (line.a_port, line.b_port) if part)
    middle = ((x1 + x2) / 2, (y1 + y2) / 2 - 4)
    words = f"{load:.0f}%" if load is not None else ""
    label = " ".join(part for part in (said if len(said) <= LONGEST_NAME else "", words) if part)
    return drawn + (_text(label, middle, size=12, colour="#3d4754") if label else "")


def stroke(load: float | None) -> tuple[str, float]:
    """Colour and width of a line by its load in percent; grey and thin where there is no figure."""
    if load is None:
        return PLAIN, 1.6
    if load >= FULL:
        return COLOURS["down"], 6
    return (COLOURS["degraded"], 4.5) if load >= BUSY else (COLOURS["up"], 3)


def _node(node: Node, at: Place, shape: str) -> str:
    x, y = at
    if shape:
        colour = COLOURS[shape]
        mark = (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="17" fill="#fff"/>'
            f'<use href="#s-{shape}" x="{x - 14:.0f}" y="{y - 14:.0f}" width="28" height="28" color="{colour}"/>'
        )
    else:
        dashes = ' stroke-dasharray="5 4"' if node.kind is NodeKind.STRANGER else ""
        mark = (
            f'<rect x="{x - 16:.0f}" y="{y - 16:.0f}" width="32" height="32" rx="7" fill="#fff" stroke="#3d4754"'
            f' stroke-width="2"{dashes}/>'
        )
    name = node.name if len(node.name) <= LONGEST_NAME else f"{node.name[: LONGEST_NAME - 1]}…"
    second = node.detail if node.kind in {NodeKind.DEVICE, NodeKind.PROVIDER} else ""
    return (
        mark
        + _text(name, (x, y + 34), size=15, bold=node.kind is not NodeKind.SITE)
        + (_text(second[:LONGEST_NAME], (x, y + 52), size=12, colour="#55606d") if second else "")
    )


def _text(text: str, at: Place, *, size: int, colour: str = "#16202c", bold: bool = False, left: bool = False) -> str:
    """Text with a white edge, so that it can be read over lines."""
    anchor, weight = "start" if left else "middle", "bold" if bold else "normal"
    return (
        f'<text x="{at[0]:.0f}" y="{at[1]:.0f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}"'
        f' fill="{colour}" stroke="#fff" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
    )
