"""What collectors say of a failure, in the reader's language: they speak English and know nothing of catalogues."""

from __future__ import annotations

import re
from typing import Final

from service.i18n import N_, _

# Details that people meet often. Rarer ones (a broken encoding, a system's own words) are shown as they are: they are
# for whoever looks the message up.
_KNOWN: Final = frozenset(
    {
        N_("no answer before the deadline"),
        N_("no answer before the deadline; if the device is up, its privacy password or protocol is wrong"),
        N_("the deadline for this device has passed"),
        N_("the agent refuses the SNMPv3 user: name, password, protocol or access right is wrong"),
        N_("the agent answers, but not to encrypted requests: the privacy password or protocol is probably wrong"),
        N_("the agent cannot decrypt: the privacy password or protocol is wrong"),
        N_("the agent refuses to show this"),
        N_("the login was refused"),
        N_("the host name has no address"),
        N_("the answer is malformed"),
        N_("the school's agent is not heard"),
        N_("the school's agent does not tell of it"),
        N_("its agent is not enrolled"),
        N_("its agent stands at another school"),
        N_("no agent is enrolled at this school"),
        N_("the connection ended while logging in"),
        N_("no fresh round"),
        N_("the office is cut off"),
        N_("the outbox stands still"),
        N_("not delivered in time"),
        N_("nobody to tell: no officer with alerts by e-mail, and no channel"),
    }
)
_SHAPED: Final = (
    (re.compile(r"port (?P<port>\d+) is closed"), N_("port %(port)s is closed")),
    (re.compile(r"not done within (?P<seconds>[\d.]+) s while .*"), N_("not done within %(seconds)s seconds")),
    (re.compile(r"no SSH session: (?P<why>.*)"), N_("no SSH session: %(why)s")),
    (re.compile(r"the host key changed: .*"), N_("the device shows another host key")),
)


def said(detail: str) -> str:
    """The words of a failure in the language spoken here, or as they are when the catalogue has none."""
    if detail in _KNOWN:
        return _(detail)
    for shape, words in _SHAPED:
        found = shape.fullmatch(detail)
        if found:
            return _(words) % found.groupdict()
    return detail
