"""What belongs to one office is not there for another one, at every address of the registry that names a thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx2 as httpx
from fastapi.routing import APIRoute

from planning.kit.visitor import invented_planner
from planning.registry.part import PART
from planning.registry.synthetic.secretary import fill_desk
from service.database import transaction
from tests.planning.entering import Entered
from tests.planning.registry.committees import TODAY
from tests.planning.served import Served

Serve = Callable[[str], Served]
HOMES = ("references", "committees", "meetings", "letters", "requests", "indicators", "bodies")
FILLED = {"ending": "pdf", "paper": "minutes", "member_id": "1", "task_id": "1", "direction": "up"}
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def addresses(it: Entered) -> Iterator[tuple[str, str]]:
    """Each method and path of a thing that is there."""
    keys = {}
    for home in HOMES:
        shown = it.get(f"/{home}").text
        keys[home] = re.findall(rf'href="/{home}/([0-9a-f]{{32}}|\d+)"', shown)[-1]
    item = "0" * 32  # the meeting is looked for first
    for one in (route for router in PART.routers for route in router.routes if isinstance(route, APIRoute)):
        home = one.path.strip("/").split("/", 1)[0]
        if home in (*HOMES, "tasks") and PARAMETER.search(one.path) and "export" not in one.path:
            own = {**FILLED, "key": keys.get(home, ""), "body_id": keys["bodies"], "item_key": item}
            path = PARAMETER.sub(lambda found, own=own: own[found[1]], one.path)  # type: ignore[misc]
            yield from ((method, path) for method in sorted(one.methods or ()))


def posted(it: Entered, path: str) -> httpx.Response:
    """With a file where the form asks for one."""
    if not path.endswith("/file"):
        return it.post(path, {"x": "y"})
    files, headers = {"file": ("nodes.csv", b"x")}, {"origin": "http://testserver"}
    return it.client.post(path, data={"csrf": it.csrf}, files=files, headers=headers)


def test_another_office_finds_nothing_and_nobody_is_let_in_unsigned(serve: Serve) -> None:
    served = serve("registry")
    with transaction(served.engine) as session:
        fill_desk(session, invented_planner(), TODAY)
    owner = served.enter(office_code=invented_planner().office_code)
    stranger, anybody = served.enter(office_code="9999"), served.anonymous()
    seen = 0
    for method, path in addresses(owner):
        answer = stranger.get(path) if method == "GET" else posted(stranger, path)
        assert answer.status_code == 404, (method, path)
        unsigned = anybody.request(method, path)
        assert unsigned.status_code in {303, 401, 403}, (method, path)
        seen += 1
    assert seen > 40
