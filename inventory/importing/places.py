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
        _tell_code(sites, text)
        raise refuse("site_code", _("There is no school of this code: import the schools first"))
    if site.archived_at is not None:
        raise refuse("site_code", _("This school is archived: restore it first"))
    return site


def _tell_code(sites: Mapping[str, Site], text: str) -> None:
    """RefusedError with the code of the one school that is called so: workbooks of schools often say only the name."""
    name = text.strip()
    called = [site for site in sites.values() if site.name in {name, f"โรงเรียน{name}"}]
    if len(called) == 1:
        raise refuse(
            "site_code",
            _("Write the code instead of the name: %(name)s has the code %(code)s"),
            name=called[0].name,
            code=called[0].code,
        )
