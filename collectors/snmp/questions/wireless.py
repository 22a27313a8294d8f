"""Wireless networks of an access point: IEEE802dot11-MIB, and what a maker's own tables add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collectors.observation import InterfaceSeen, RadioSeen
from collectors.profile import Radios
from collectors.snmp.cells import count, integer, oid_of, text
from collectors.snmp.questions.profiled import Told
from collectors.snmp.rows import Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

STATION = oid_of(".1.2.840.10036.1.1.1")
SSID: Oid = (*STATION, 9)
CHANNEL_DSSS = oid_of(".1.2.840.10036.4.5.1.1")
CHANNEL_OFDM = oid_of(".1.2.840.10036.4.11.1.1")
WIRELESS_TYPE = 71  # ifType ieee80211
# An empty channel is told as 0 or as a number no radio has; frequencies are in MHz.
CHANNELS, BAND_2GHZ, BAND_5GHZ = range(1, 234), range(2412, 2485), range(4900, 7126)


async def ask(session: SnmpSession, ports: Sequence[InterfaceSeen]) -> Heard[RadioSeen]:
    """What the standard tells, by ifIndex."""
    stations = await ask_rows(session, (SSID,))
    if not len(stations):
        return Heard((), stations.complete)
    dsss, ofdm = await ask_rows(session, (CHANNEL_DSSS,)), await ask_rows(session, (CHANNEL_OFDM,))
    return parse(stations, (dsss, ofdm), ports)


def parse(stations: Rows, channels: tuple[Rows, Rows], ports: Sequence[InterfaceSeen]) -> Heard[RadioSeen]:
    """One radio per row."""
    dsss, ofdm = channels
    names = {port.if_index: port.name or port.descr for port in ports}
    seen = []
    for index, cells in stations:
        if not index or index[0] >= 2**31:
            continue
        told = dsss.by_index.get(index, {}).get(CHANNEL_DSSS) or ofdm.by_index.get(index, {}).get(CHANNEL_OFDM)
        seen.append(
            RadioSeen(
                name=names.get(index[0], "") or f"radio {index[0]}",
                local_if_index=index[0],
                ssid=text(cells.get(SSID), 32),
                channel=channel(integer(told)),
            )
        )
    return Heard(tuple(seen), stations.complete)


def profiled(wanted: Sequence[Radios], told: Told) -> tuple[RadioSeen, ...]:
    """What the maker's own tables tell, a row each."""
    return tuple(radio for table in wanted for radio in _rows(table, told))


def _rows(table: Radios, told: Told) -> Iterator[RadioSeen]:
    names, ssids = told.cells(table.name), told.cells(table.ssid)
    channels, clients = told.cells(table.channel), told.cells(table.clients)
    for index in sorted({*names, *ssids, *clients}):
        yield RadioSeen(
            name=text(names.get(index)) or f"radio {index[-1]}",
            ssid=text(ssids.get(index), 32),
            channel=channel(integer(channels.get(index))),
            clients=count(clients.get(index)),
        )


def channel(told: int | None) -> int | None:
    """The channel itself, or the one of a frequency in MHz."""
    if told is None or told in CHANNELS:
        return told
    if told in BAND_2GHZ:
        return 14 if told == BAND_2GHZ[-1] else (told - 2407) // 5
    return (told - 5000) // 5 if told in BAND_5GHZ and told > 5000 else None
