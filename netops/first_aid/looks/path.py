"""How far a packet comes: echo requests whose time to live grows by one, until the target or silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from collectors.errors import CollectError, NotPermittedError
from collectors.trace import sees_routers
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found, Line, Look, Means, Scene
from service.i18n import N_, _

MOST_HOPS: Final = 20
HOP_S: Final = 0.8
SILENT_HOPS: Final = 3
RESOLVE_S: Final = 3.0


async def _ask(scene: Scene, means: Means) -> Found | None:
    if not scene.host or scene.asked_by_agent:
        return None
    address = (await means.names.resolve([scene.host], RESOLVE_S))[scene.host]
    if isinstance(address, CollectError):
        raise address
    try:
        hops = await means.trace(address, max_hops=MOST_HOPS, timeout_s=HOP_S, silent_hops=SILENT_HOPS)
    except NotPermittedError as error:
        return {"address": address, "not_permitted": str(error)}
    return {"address": address, "sees_routers": sees_routers(), "hops": [asdict(hop) for hop in hops]}


def _lines(found: Found, _clock: Clock) -> Sequence[Line]:
    if "as" in found:
        return [Line(_("Many fell silent at once: the path was traced for outage %(id)s only") % {"id": found["as"]})]
    if "not_permitted" in found:
        return [Line(_("The path was not traced. To permit it: %(how)s") % {"how": found["not_permitted"]}, "unknown")]
    hops = found["hops"]
    last = hops[-1] if hops else None
    if last is not None and last["arrived"]:
        said = _("%(address)s answers now, %(hops)s hops away") % {"address": found["address"], "hops": last["ttl"]}
        return [Line(said, "up")]
    if not found["sees_routers"]:
        return [
            Line(_("%(address)s does not answer") % {"address": found["address"]}, "down"),
            Line(_("Routers on the way cannot be seen: this account has no raw sockets (CAP_NET_RAW)"), "unknown"),
        ]
    answered = [hop for hop in hops if hop["address"]]
    if not answered:
        return [Line(_("No router on the way answers, not even the first"), "down")]
    far = answered[-1]
    where = {"address": far["address"], "ttl": far["ttl"]}
    return [
        Line(_("%(address)s says that it has no way further") % where, "down")
        if far["no_way"]
        else Line(_("Reached %(address)s, hop %(ttl)s; silence after it") % where, "down"),
        Line(_("Way: %(way)s") % {"way": " → ".join(hop["address"] or "*" for hop in hops)}),
    ]


LOOK: Final = Look(LookName.PATH, N_("How far packets come"), "first_aid.read", _lines, ask=_ask, deadline_s=30.0)
