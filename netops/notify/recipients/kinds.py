"""The kinds of channels besides e-mail: every file of `channels/` that has an `Address`. A new one is one file."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final

from netops.models.alert import AlertChannel
from netops.notify import channels
from netops.notify.delivery.address import ChannelAddress
from netops.vault import Vault

EMAIL: Final = "email"


@cache
def kinds() -> Mapping[str, type[ChannelAddress]]:
    """Kind -> what its address is made of, by title."""
    modules = [import_module(f"{channels.__name__}.{found.name}") for found in pkgutil.iter_modules(channels.__path__)]
    made = [vars(module).get("Address") for module in modules]
    found = [address for address in made if isinstance(address, type) and issubclass(address, ChannelAddress)]
    return {address.kind: address for address in sorted(found, key=lambda address: address.title)}


def seal_address(address: ChannelAddress, vault: Vault) -> bytes:
    """The address with its token, as it is stored."""
    return vault.seal(json.dumps(address.opened()))


def open_address(channel: AlertChannel, vault: Vault) -> ChannelAddress:
    """Of a stored channel. Raises VaultError for another key, RefusedError where a rule is newer than the row."""
    return kinds()[channel.kind].read(json.loads(vault.unseal(channel.sealed)))
