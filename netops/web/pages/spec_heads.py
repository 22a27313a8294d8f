"""The form of a specification's head."""

from __future__ import annotations

from typing import Final

from netops.spec_editors import Specs
from netops.web.forms import specs
from netops.web.pages.editing import Kind, routes_of

router: Final = routes_of(
    Kind(
        "specs",
        Specs,
        Specs.wish,
        "specs",
        lambda _zone: specs.SPEC,
        "",
        "",
        after=lambda _session, row: f"/specs/{row.id}",
        base="/specs",
        form="/change",
    )
)
