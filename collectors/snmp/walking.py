"""The state of one table walk: where every column stands, and what the next request should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.snmp.pace import Pace
from collectors.snmp.session import Oid, Tag, VarBind, Walk
from collectors.snmp.wire import ErrorStatus

_ANSWER_VARBINDS = 120  # what a GETBULK may fetch at most; agents trim it to what fits their message
_FINAL = "the agent answers with error status {} after {}"


def dotted(oid: Oid) -> str:
    """An OID as people write it."""
    return ".".join(map(str, oid))


@dataclass(slots=True)
class Column:
    """One subtree being walked. It is done when its end was seen, or when `why` says what stopped it."""

    root: Oid
    max_rows: int
    cursor: Oid = ()
    rows: list[VarBind] = field(default_factory=list)
    done: bool = False
    why: str = ""

    def __post_init__(self) -> None:
        self.cursor = self.root

    def take(self, row: VarBind) -> None:
        """The next row of this column, or what follows its end."""
        if self.done:
            return
        if row.tag == Tag.END_OF_MIB_VIEW:
            self.done = True
        elif row.oid <= self.cursor:
            self.stop(f"OIDs do not increase after {dotted(self.cursor)}")
        elif row.oid[: len(self.root)] != self.root:
            self.done = True
        elif row.tag in (Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE):
            self.stop(f"the agent names {dotted(row.oid)} and denies it")
        elif len(self.rows) >= self.max_rows:
            self.stop(f"more than {self.max_rows} rows")
        else:
            self.rows.append(row)
            self.cursor = row.oid

    def stop(self, why: str) -> None:
        """End the column as incomplete, unless it has ended already."""
        if not self.done:
            self.done, self.why = True, why


class TableWalk:
    """Several columns walked together: at most `width` of them in one request."""

    def __init__(self, roots: Sequence[Oid], *, max_rows: int, width: int, bulk: bool) -> None:
        self._columns = [Column(root, max_rows) for root in dict.fromkeys(roots)]
        self._width = max(1, width)
        self._repetitions: int | None = None
        self.bulk = bulk

    def group(self) -> list[Column]:
        """The columns that the next request is about; empty when all is done."""
        return [column for column in self._columns if not column.done][: self._width]

    def repetitions(self, pace: Pace) -> int:
        """How many rows of each column to ask for."""
        wanted = pace.repetitions if self._repetitions is None else self._repetitions
        return max(1, min(wanted, _ANSWER_VARBINDS // max(1, len(self.group()))))

    def feed(self, group: list[Column], status: int, index: int, rows: Sequence[VarBind], pace: Pace) -> None:
        """Take one answer to the request about `group`."""
        if status == ErrorStatus.TOO_BIG:
            if not self.ask_less(pace):
                group[0].stop("one value alone is too big for an answer")
        elif status != ErrorStatus.NO_ERROR:
            self._refused(group, status, index, pace)
        elif not rows:
            self._refused(group, ErrorStatus.GEN_ERR, 0, pace)
        else:
            for place, row in enumerate(rows):
                group[place % len(group)].take(row)
            if len(rows) < len(group):
                self._width = len(rows)  # not even one row of each fits: the rest are asked in their turn

    def _refused(self, group: list[Column], status: int, index: int, pace: Pace) -> None:
        if self.bulk:
            # One broken instance spoils a whole GETBULK: go on row by row until it is reached.
            self.bulk = False
            pace.bulk_failed()
            return
        if not 1 <= index <= len(group):
            if len(group) > 1:
                self._width = 1
                return
            index = 1
        column = group[index - 1]
        if status == ErrorStatus.NO_SUCH_NAME:
            column.done = True  # how SNMPv1 says that the end of its view is reached
        else:
            column.stop(_FINAL.format(status, dotted(column.cursor)))

    def ask_less(self, pace: Pace, *, divisor: int = 2) -> bool:
        """Make the next request smaller after tooBig, silence or garbage. False when it is as small as can be."""
        group = self.group()
        if self.bulk:
            repetitions = self.repetitions(pace)
            if repetitions > 1:
                self._repetitions = pace.repetitions = max(1, repetitions // divisor)
            else:
                self.bulk = False
                pace.bulk_failed()
            return True
        if len(group) > 1:
            self._width = 1
            return True
        return False

    def stop(self, why: str) -> None:
        """End all columns that are still open as incomplete."""
        for column in self._columns:
            column.stop(why)

    def result(self) -> dict[Oid, Walk]:
        """Each column with its completeness."""
        return {
            column.root: Walk(rows=column.rows, complete=not column.why, why=column.why) for column in self._columns
        }
