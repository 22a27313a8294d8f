"""Road graphs of the office: two CSV files, read strictly, kept as they came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.school_network.mapping.roads import GraphSource, Roads
from planning.school_network.mapping.rows import RowFault, RowsRefusedError, read_roads
from planning.school_network.models.run import RoadGraph
from service.draft import Draft
from service.i18n import N_, _
from service.refusal import MissingError, Problem, RefusedError, refuse
from service.uploads import Uploads

SUBJECT: Final = "road_graph"
MOST_BYTES: Final = 30 * 1024 * 1024
MOST_SHOWN: Final = 20


class RoadDraft(Draft):
    """Where the graph comes from; printed with every result."""

    source: Annotated[str, Field(min_length=1, max_length=255)]
    day: date
    licence: Annotated[str, Field(min_length=1, max_length=255)]


def add_graph(
    session: Session, visitor: Visitor, uploads: Uploads, draft: RoadDraft, files: tuple[bytes, bytes]
) -> RoadGraph:
    """Read both files whole. RefusedError names the rows that are wrong, each at its file."""
    for name, data in zip(("crossings", "edges"), files, strict=True):
        if not data:
            raise refuse(name, N_("Choose a file"))
        if len(data) > MOST_BYTES:
            raise refuse(name, N_("A file has at most %(count)s MB"), count=MOST_BYTES // 1024 // 1024)
    try:
        roads = read_roads(*files, GraphSource(draft.source, draft.day, draft.licence))
    except RowsRefusedError as error:
        raise RefusedError(_said(error.faults)) from None
    row = RoadGraph(
        office_code=visitor.office_code,
        crossings_sha256=uploads.keep(files[0]),
        edges_sha256=uploads.keep(files[1]),
        crossings=len(roads.codes),
        edges=len(roads.metres),
        added_by=visitor.name[:120],
        **draft.model_dump(),
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "roads.added", subject=SUBJECT, subject_id=row.id, detail={"source": row.source})
    return row


def _said(faults: Sequence[RowFault]) -> list[Problem]:
    """The first ones of all, and how many more there are."""
    told = [
        Problem(
            one.file,
            N_("Row %(row)s, %(field)s: %(reason)s"),
            {"row": one.row, "field": one.field or _("the whole row"), "reason": _(one.why.value) % one.values},
        )
        for one in faults[:MOST_SHOWN]
    ]
    if len(faults) > MOST_SHOWN:
        more = {"count": len(faults) - MOST_SHOWN}
        told.append(Problem(faults[MOST_SHOWN].file, N_("and %(count)s more"), more))
    return told


def graphs(session: Session, visitor: Visitor) -> Sequence[RoadGraph]:
    """Of the office, the newest first."""
    wanted = select(RoadGraph).where(RoadGraph.office_code == visitor.office_code)
    return session.exec(wanted.order_by(col(RoadGraph.id).desc())).all()


def graph(session: Session, office_code: str, graph_id: int) -> RoadGraph:
    """One of the office; MissingError."""
    row = session.get(RoadGraph, graph_id)
    if row is None or row.office_code != office_code:
        raise MissingError("roads")
    return row


def roads_of(row: RoadGraph, uploads: Uploads) -> Roads:
    """Read again from the kept files."""
    source = GraphSource(row.source, row.day, row.licence)
    return read_roads(uploads.read(row.crossings_sha256), uploads.read(row.edges_sha256), source)
