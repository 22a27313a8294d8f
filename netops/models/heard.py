"""What netops heard of planning services, and how far it read each."""

from __future__ import annotations

from inventory.core import Core
from service.hearing import HeardColumns, PeerColumns


class SiblingHeard(HeardColumns, Core, table=True):
    """A fact that netops heard and acted on."""

    __tablename__ = "sibling_heard"


class SiblingPeer(PeerColumns, Core, table=True):
    """How far a planning service was read."""

    __tablename__ = "sibling_peer"
