"""One service that listens to the registry at the address of its argument and writes down what it heard: run as a
program, to be killed at any moment. Arguments: database URL, file of its key, address.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from threading import Event

from sqlmodel import Session

from contract.events import Fact, IndicatorMeasured
from planning.kit.tables import EventIn, KnownOffice, Peer
from service.database import make_engine
from service.hearing import Ear, Listening
from service.identity import Key


def took(session: Session, fact: Fact, _at: datetime) -> str:
    """Its effect is a row, in the transaction in which the fact is counted as heard."""
    assert isinstance(fact, IndicatorMeasured)
    session.add(KnownOffice(code=f"{fact.value:g}", name="x"))
    return f"took {fact.value:g}"


if __name__ == "__main__":
    database, key, url = sys.argv[1:]
    ear = Ear(make_engine(database), Key.at(Path(key), "annual_plan"), {"registry": url}, EventIn, Peer)
    pause = Event()
    while not pause.wait(0.05):
        ear.hear(Listening("registry", {"IndicatorMeasured": took}))
