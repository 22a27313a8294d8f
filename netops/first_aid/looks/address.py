"""Whether the name by which a line is asked has an address now. A line that is asked by an address has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from collectors.errors import CollectError
from collectors.names import is_address
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from service.i18n import N_, _

RESOLVE_S: Final = 5.0


async def _ask(scene: Scene, means: Means) -> Found | None:
    if not scene.host or is_address(scene.host):
        return None
    answer = (await means.names.resolve([scene.host], RESOLVE_S))[scene.host]
    if isinstance(answer, CollectError):
        return {"name": scene.host, "reason": str(answer)[:300]}
    return {"name": scene.host, "address": answer}


def _lines(found: Found, _clock: Clock) -> Sequence[Line]:
    if "address" in found:
        return [Line(_("%(name)s is %(address)s now") % found, "up")]
    return [
        Line(_("The name %(name)s has no address now: the name service, or the router's registration") % found, "down")
    ]


LOOK: Final = Look(LookName.ADDRESS, N_("Address of the name"), "first_aid.read", _lines, ask=_ask)
