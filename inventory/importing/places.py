"""The site that a row of links or devices belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from inventory.models.site import Site
from service.importing import cells
from service.refusal import _, refuse


def site_of(sites: Mapping[str, Site], text: str) -> Site:
    """The site of a code, which must have been imported before; RefusedError otherwise."""
    code = cells.code("site_code", text, digits=8)
    site = sites.get(code)
    if site is None:
        raise refuse("site_code", _("There is no school of this code: import the schools first"))
    if site.archived_at is not None:
        raise refuse("site_code", _("This school is archived: restore it first"))
    return site
