"""How busy the lines of a drawing are: the poller's present rates against the speed of each line."""

from __future__ import annotations

from inventory.models.outage import State
from inventory.queries.topology import Graph
from netops.polling.poller_client import PollerClient

CUT = frozenset({State.DOWN, State.UNREACHABLE})


def loads_of(poller: PollerClient, graph: Graph) -> dict[int, float]:
    """Percent of the speed in the busier direction, by the line's place; a line without a figure is not in it."""
    wanted: dict[int, set[int]] = {}
    for line in graph.lines:
        for device_id, port_id in line.ports:
            wanted.setdefault(device_id, set()).add(port_id)
    rates = poller.loads({device: sorted(ports) for device, ports in wanted.items()}) if wanted else None
    found = {}
    for place, line in enumerate(graph.lines):
        known = [rates[port] for _, port in line.ports if port in rates] if rates else []
        if line.speed_bps and known and line.state not in CUT:
            found[place] = min(100.0, 100 * max(known) / line.speed_bps)
    return found
