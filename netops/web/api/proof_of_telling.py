"""Whether telling works: the daily test and the dead-man's switch as they are set, and how they fared last."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from sqlmodel import Session

from netops.notify.delivery.deliveries import recipients
from netops.notify.watch.deadman import last_push
from netops.notify.watch.second_path import second_paths
from netops.notify.watch.selftest import SECOND_PATH, latest_tests
from netops.notify.watch.settings import WatchSettings, load_watch
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.pages.watch import keep_watch
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/watch", tags=["watch"])
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]


class WatchOut(Shape):
    """The local `hour` of the daily test; every how many `minutes` the dead-man's switch is asked. Its address stays
    sealed.
    """

    self_test: bool
    hour: int
    minutes: int
    has_switch: bool


class TestOut(Shape):
    """One way's message of the last daily test; `succeeded` is null while it is under way."""

    at: datetime
    to: str
    is_second_path: bool
    succeeded: bool | None
    detail: str


class PushOut(Shape):
    """How the dead-man's switch was asked last."""

    at: datetime
    succeeded: bool | None
    detail: str


class FaredOut(Shape):
    """`second_paths` are channels that do not leave by the office's own line. `is_noticed_when_cut`: such a channel or
    a dead-man's switch is set.
    """

    tests: list[TestOut]
    last_push: PushOut | None
    second_paths: list[str]
    is_noticed_when_cut: bool


@router.get("", summary="The daily test and the dead-man's switch")
def get_watch(request: Request, db: Db, visitor: MayRead) -> WatchOut:
    """As they are set."""
    return _out(load_watch(db, visitor.office_id, request.app.state.vault))


@router.patch("", summary="Set the daily test and the dead-man's switch")
def change_watch(request: Request, db: Db, visitor: MayWrite, given: Annotated[dict[str, Any], Body()]) -> WatchOut:
    """self_test, hour, minutes, url; without a url the stored one stays, unless `forget` is true."""
    return _out(keep_watch(request, db, visitor, given))


@router.get("/results", summary="How every way of telling fared last")
def get_results(db: Db, visitor: MayRead) -> FaredOut:
    """The daily test of the last day on which there was one, and the last push."""
    push = last_push(db, visitor.office_id)
    paths = second_paths(db, visitor.office_id)
    return FaredOut(
        tests=_tests(db, visitor.office_id),
        last_push=PushOut.model_validate(push) if push is not None else None,
        second_paths=list(paths.channels),
        is_noticed_when_cut=paths.is_set,
    )


def _out(watch: WatchSettings) -> WatchOut:
    return WatchOut.model_validate({**watch.model_dump(exclude={"url"}), "has_switch": watch.has_switch})


def _tests(db: Session, office_id: int) -> list[TestOut]:
    tests = latest_tests(db, office_id)
    to = recipients(db, [message for _test, message in tests if message is not None])
    return [
        TestOut(
            at=test.at,
            to=to.get(message.id or 0, "") if message is not None else "",
            is_second_path=test.kind == SECOND_PATH,
            succeeded=test.succeeded,
            detail=test.detail,
        )
        for test, message in tests
    ]
