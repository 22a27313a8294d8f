"""What waits on the agent's disk: in order, once, bounded by age and by size, whatever the clock says."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from collectors.reading import Column
from netops.agent.buffer import NAME, Buffer, TooLongError
from netops.exchange.messages import Batch, Boot, InsideSeen, ReadingSeen, RoundSeen

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
ALL = 10_000


@dataclass
class Hands:
    """Clocks that stand where the test puts them."""

    wall: datetime = NOON
    passed: timedelta = field(default_factory=timedelta)
    start: str = "one"

    def now(self) -> datetime:
        return self.wall

    def boot(self) -> Boot:
        return Boot(id=self.start, at_s=self.passed.total_seconds())

    def forward(self, span: timedelta) -> None:
        self.wall += span
        self.passed += span


@pytest.fixture
def hands() -> Hands:
    return Hands()


def seen(text: str = "192.0.2.1") -> RoundSeen:
    """A round that can be recognised, of a size that packing cannot take away."""
    return RoundSeen(method="icmp", inside=(InsideSeen(place="outside", host=text, sent=1, received=1),))


def told(buffer: Buffer) -> list[str]:
    """What waits, by its text."""
    batches = [Batch.model_validate_json(parcel.body) for parcel in buffer.oldest(most=ALL, most_bytes=1 << 30)]
    return [one.record.inside[0].host for one in batches if isinstance(one.record, RoundSeen)]


def test_what_was_added_waits_in_order_until_it_is_taken(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    numbers = [buffer.add(seen(str(n))) for n in range(5)]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert told(buffer) == ["0", "1", "2", "3", "4"]
    buffer.taken(numbers[2])
    assert told(buffer) == ["3", "4"]
    buffer.close()
    again = Buffer(tmp_path, hands)
    assert told(again) == ["3", "4"]
    assert again.add(seen("5")) == numbers[4] + 1
    again.close()


def test_numbers_are_not_given_twice_when_everything_was_taken(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    number = buffer.add(seen())
    buffer.taken(number)
    buffer.close()
    hands.wall -= timedelta(days=3)  # and the clock is wrong after the next start
    again = Buffer(tmp_path, hands)
    assert again.add(seen()) == number + 1
    again.close()


def test_a_lost_file_goes_on_above_the_old_numbers(tmp_path: Path, hands: Hands) -> None:
    first = Buffer(tmp_path / "one", hands)
    number = first.add(seen())
    first.close()
    hands.forward(timedelta(days=1))
    second = Buffer(tmp_path / "two", hands)
    assert second.add(seen()) > number
    # and where the clock stood still, the office's own figure does it
    second.taken(number + 1_000_000)
    assert second.add(seen()) == number + 1_000_001
    second.close()


def test_what_is_older_than_72_hours_goes_and_is_counted(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    buffer.add(seen("old"))
    hands.forward(timedelta(hours=71))
    buffer.add(seen("young"))
    assert (told(buffer), buffer.dropped) == (["old", "young"], 0)
    hands.forward(timedelta(hours=2))
    buffer.add(seen("new"))
    assert (told(buffer), buffer.dropped) == (["young", "new"], 1)
    buffer.close()


def test_a_clock_that_is_set_makes_nothing_old(tmp_path: Path, hands: Hands) -> None:
    hands.wall = datetime(1970, 1, 1, tzinfo=UTC)  # a box without a battery
    buffer = Buffer(tmp_path, hands)
    buffer.add(seen("before"))
    hands.wall = NOON
    hands.passed += timedelta(minutes=1)
    buffer.add(seen("after"))
    assert (told(buffer), buffer.dropped) == (["before", "after"], 0)
    buffer.close()


def test_after_another_start_the_clock_on_the_wall_says_what_is_old(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    hands.passed = timedelta(days=30)
    buffer.add(seen("before"))
    hands.start, hands.passed = "two", timedelta()
    hands.wall += timedelta(hours=70)
    buffer.add(seen("after"))
    assert told(buffer) == ["before", "after"]
    hands.wall += timedelta(hours=3)
    hands.passed += timedelta(hours=3)
    buffer.add(seen("later"))
    assert told(buffer) == ["after", "later"]
    buffer.close()


def test_bytes_are_bounded_and_the_oldest_go_first(tmp_path: Path, hands: Hands) -> None:
    bound = 200_000
    buffer = Buffer(tmp_path, hands, most_bytes=bound)
    for number in range(700):
        buffer.add(seen(f"{number} {os.urandom(100).hex()}"))
    left = [int(text.partition(" ")[0]) for text in told(buffer)]
    assert buffer.size_bytes <= bound
    assert left == list(range(700 - len(left), 700))
    assert buffer.dropped == 700 - len(left) > 0
    buffer.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4 * bound + (8 << 20)


def test_a_disk_that_takes_no_more_costs_the_oldest(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    for number in range(100):
        buffer.add(seen(f"{number} {os.urandom(100).hex()}"))
    pages = buffer._db.execute("PRAGMA page_count").fetchone()[0]
    buffer._db.execute(f"PRAGMA max_page_count={pages}")  # the disk is full now
    for number in range(100, 160):
        buffer.add(seen(f"{number} {os.urandom(100).hex()}"))
    left = [int(text.partition(" ")[0]) for text in told(buffer)]
    assert left[-1] == 159
    assert left == sorted(left)
    assert buffer.dropped == 160 - len(left) > 0
    buffer.close()


def test_a_broken_file_is_put_aside_and_the_agent_goes_on(tmp_path: Path, hands: Hands) -> None:
    (tmp_path / NAME).write_bytes(b"not a database at all" * 1000)
    buffer = Buffer(tmp_path, hands)
    buffer.add(seen("on"))
    assert (told(buffer), buffer.dropped) == (["on"], 1)
    buffer.close()


def test_a_record_that_the_office_would_refuse_is_not_kept(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    longest = "x" * 1024
    readings = tuple(
        ReadingSeen(device_id=n + 1, at=NOON, layout="-", columns={Column.NAME: (longest,) * 40}) for n in range(90)
    )
    with pytest.raises(TooLongError):
        buffer.add(RoundSeen(method="snmp", readings=readings))
    assert buffer.waiting == 0
    buffer.close()


def test_a_delivery_is_bounded_but_never_empty(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    for number in range(10):
        buffer.add(seen(str(number)))
    assert len(buffer.oldest(most=3, most_bytes=1 << 30)) == 3
    assert len(buffer.oldest(most=ALL, most_bytes=1)) == 1
    buffer.close()


def test_only_its_account_reads_the_file(tmp_path: Path, hands: Hands) -> None:
    buffer = Buffer(tmp_path, hands)
    buffer.add(seen())
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file
    assert buffer._db.execute("PRAGMA synchronous").fetchone()[0] == 2  # written through at every commit
    buffer.close()
    with pytest.raises(sqlite3.ProgrammingError):
        buffer.add(seen())


def test_records_are_read_as_they_were_written() -> None:
    batch = Batch(at=NOON, boot=Boot(id="one", at_s=1), record=seen("x"))
    assert TypeAdapter(Batch).validate_json(batch.model_dump_json(exclude_none=True)) == batch
