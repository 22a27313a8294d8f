"""A planning service as a sibling would write it: knows `contract` and HTTP, keeps its copy in a database of its own.

Run as a program, one run a visit: `consumer.py URL CA_FILE STATE`, the token in NETOPS_CONSUMER_TOKEN. It reads the
feed to its end, a few facts at a time. `--die-after N` kills it right after N facts were taken in and before it wrote
down how far it came, as a power cut would. At the end it prints what it took in, what it knew already, and which of
our packages it had to import.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import ssl
import sys
from pathlib import Path
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).parents[3]))

from contract.feed import Feed

PAGE = 3
OURS = ("netops", "inventory", "network", "procurement", "innovation", "risk", "collectors", "service", "office", "ui")
TABLES = """
CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, kind TEXT, said TEXT);
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), cursor INTEGER, key TEXT);
"""


def main() -> None:
    """One visit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("ca_file")
    parser.add_argument("state")
    parser.add_argument("--die-after", type=int, default=0)
    asked = parser.parse_args()
    trust = ssl.create_default_context(cafile=asked.ca_file)
    with sqlite3.connect(asked.state, isolation_level=None) as own:
        own.executescript(TABLES)
        taken = known = 0
        cursor, key = own.execute("SELECT cursor, key FROM place").fetchone() or (0, "")
        while True:
            told = fetch(f"{asked.url}/api/v1/contract-events?after={cursor}&key={key}&limit={PAGE}", trust)
            for item in told.items:
                row = (item.key, item.kind, item.fact.model_dump_json())
                is_new = own.execute("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", row).rowcount
                taken, known = taken + is_new, known + 1 - is_new
                if asked.die_after and taken >= asked.die_after:
                    os._exit(9)
            if not told.items:
                break
            cursor, key = told.cursor, told.key
            own.execute("INSERT OR REPLACE INTO place VALUES (1, ?, ?)", (cursor, key))
    imported = sorted({name.partition(".")[0] for name in sys.modules} & set(OURS))
    json.dump({"taken": taken, "known": known, "cursor": cursor, "imported": imported}, sys.stdout)


def fetch(url: str, trust: ssl.SSLContext) -> Feed:
    """What the office answers, by the token of this service."""
    bearer = {"Authorization": f"Bearer {os.environ['NETOPS_CONSUMER_TOKEN']}"}
    with urlopen(Request(url, headers=bearer), context=trust, timeout=20) as answer:
        return Feed.model_validate_json(answer.read())


if __name__ == "__main__":
    main()
