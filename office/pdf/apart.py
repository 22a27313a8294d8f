"""Draws one large paper in a process of its own: `python -m office.pdf.apart`, the order on its input, the PDF on its
output. See `office.pdf.drawing`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from office.pdf.compiling import drawn_here


def main() -> None:
    """The order is JSON: the path of the program, its inputs, the seconds of its making."""
    order = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(drawn_here(Path(order["program"]), order["inputs"], order["seconds"]))


if __name__ == "__main__":
    main()
