"""Requests no page of ours makes: absurd ids, NUL, no token, another host, errors inside; and headers of answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from netops.models.alert import OutboxMessage
from netops.models.person import Person, Role
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.database import make_engine, reading, transaction
from service.web.access import Open
from service.web.security import HEADERS
from tests import factories
from tests.security.two_offices import WAYS, filled
from tests.web.api.calling import Api, Caller
from tests.web.browsing import PASSWORD, Visit, person_of, signed_in, visit


def every_id(value: object) -> Mapping[str, object]:
    """The same id for whatever noun an address names."""
    return defaultdict(lambda: value)


SORTS = ["name;DROP TABLE site", "-id", "name'--", "(SELECT password_hash FROM person)", "__class__", "-"]
WORDS = [
    "' OR 1=1 --",
    "%_\\",
    "\x00",
    "{{1733*7919}}",
    "\u202egpj.exe",
    "ก" * 5000,
    "1" * 400,
    "-1",
    "1e999",
    "\ud7ff",
]
FIELDS = (
    *("q", "sort", "columns", "page", "per_page", "state", "district", "provider", "check"),
    *("role", "vendor", "since", "site_id", "device_id", "kind", "of"),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer("postgres"))])
def either(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[Settings, Engine]]:
    """Settings and engine of each database: what one takes the other may refuse with an error of its own."""
    if request.param == "sqlite":
        yield settings, request.getfixturevalue("engine")
        return
    url = request.getfixturevalue("postgres_url")
    engine = make_engine(url)
    yield settings.model_copy(update={"database_url": url}), engine
    engine.dispose()


class Stranger:
    """An administrator, who passes every gate, so that what is behind it is tried."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        with transaction(engine) as session:
            office = factories.make_office(session)
            factories.make_site(session, office)
        self.visit: Visit = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))
        self.api: Caller = Api(settings, engine).caller(Role.ADMIN, office)

    def statuses(self, ids: Mapping[str, object], query: str = "") -> dict[str, int]:
        """Of every route."""
        found = {}
        for way in WAYS:
            if way.path in {"/sign-out", "/sign-in", "/first-run", "/account/password"}:
                continue
            url = filled(way.path, ids) + query
            if way.is_api:
                answer = self.api(way.method, url.removeprefix("/api/v1"), None if way.is_safe else {})
            else:
                answer = self.visit.get(url) if way.is_safe else self.visit.post(url)
            found[f"{way.method} {url}"] = answer.status_code
        return found


@pytest.mark.parametrize("absurd", ["9" * 30, "-1", "%00"])
def test_an_absurd_id_is_answered_and_never_an_error_of_ours(absurd: str, either: tuple[Settings, Engine]) -> None:
    statuses = Stranger(*either).statuses(every_id(absurd))
    assert {url: status for url, status in statuses.items() if status >= 500 and status != 503} == {}


def test_no_search_sort_or_filter_is_more_than_text(either: tuple[Settings, Engine]) -> None:
    stranger = Stranger(*either)
    lists = [way.path for way in WAYS if way.is_safe and "{" not in way.path and not isinstance(way.gate, Open)]
    hostile = [*WORDS, *SORTS]
    for turn in range(0, len(hostile), 4):
        asked = {field: hostile[(turn + at) % len(hostile)] for at, field in enumerate(FIELDS)}
        for path in lists:
            if path.startswith("/api/"):
                headers = {"Authorization": f"Bearer {stranger.api.token}"}
                answer = stranger.api.client.get(path, params=asked, headers=headers)
            else:
                answer = stranger.visit.client.get(path, params=asked)
            assert answer.status_code < 500, (path, asked)
            assert str(1733 * 7919) not in answer.text, (path, asked)
            assert "argon2" not in answer.text, (path, asked)


def test_a_number_too_large_in_a_body_is_refused_and_not_an_error(either: tuple[Settings, Engine]) -> None:
    call = Stranger(*either).api
    for field in ("site_id", "provider_id", "calendar_id", "device_id", "speed_bps", "price_satang_month"):
        answer = call("POST", "/links", {"name": "x", "site_id": 1, "check_address": "127.0.0.1", field: 10**30})
        assert answer.status_code in {201, 422}, (field, answer.text)
        assert field == "speed_bps" or answer.status_code == 422, field
    for name in ("a\x00b", "a\u202eb", "\x1b[2J"):
        assert call("POST", "/providers", {"name": name}).status_code < 500


def test_every_unsafe_page_refuses_a_request_without_the_token_of_the_session(
    settings: Settings, engine: Engine
) -> None:
    stranger = Stranger(settings, engine)
    tried = 0
    for way in WAYS:
        if way.is_safe or isinstance(way.gate, Open):
            continue
        url = filled(way.path, every_id(1))
        for csrf in ("", "x" * 43):
            if way.is_api:  # a browser's cookie alone must not do what a program's token does
                answer = stranger.visit.client.request(way.method, url, json={}, headers={"x-csrf-token": csrf})
            else:
                answer = stranger.visit.post(url, csrf=csrf)
            assert answer.status_code == 403, (way.method, url)
            tried += 1
    assert tried > 100


def test_open_forms_refuse_other_origins(settings: Settings, engine: Engine) -> None:
    nobody = visit(settings, engine).client
    for way in WAYS:
        if way.is_safe or not isinstance(way.gate, Open):
            continue
        for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
            answer = nobody.request(
                way.method, filled(way.path, every_id(1)), headers={"origin": origin}, data={"language": "en"}
            )
            assert answer.status_code in {403, 422}, (way.path, origin)
            assert "set-cookie" not in answer.headers, (way.path, origin)


def broken(settings: Settings, engine: Engine) -> TestClient:
    """An app whose database has lost a table: every page fails inside."""
    client = TestClient(
        create_app(settings, engine, Vault.create(settings.data_dir)),
        raise_server_exceptions=False,
        follow_redirects=False,
    )
    with transaction(engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE person RENAME TO gone")
    return client


def test_every_answer_carries_the_policy_also_when_we_fail(settings: Settings, engine: Engine) -> None:
    answers = [visit(settings, engine).get(url) for url in ("/", "/no-such", "/api/v1/none", "/static/none", "/%00")]
    client = broken(settings, engine)
    answers += [client.get("/sign-in"), client.get("/api/v1/sites", headers={"Authorization": "Bearer nt_x"})]
    client.cookies.set("netops", "x")
    answers += [client.get("/", headers={"hx-request": "true"})]
    assert 503 in {answer.status_code for answer in answers}
    for answer in answers:
        missing = {name for name, value in HEADERS.items() if answer.headers.get(name) != value}
        assert missing == set(), (answer.url, answer.status_code)
        assert answer.headers["cache-control"] == "no-store", answer.url


def test_a_session_given_by_somebody_else_is_never_taken_over(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    person = person_of(engine, Role.IT, office=office)
    victim = visit(settings, engine)
    victim.client.cookies.set("netops", "planted")
    answer = victim.post("/sign-in", {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 303
    assert "planted" not in answer.headers["set-cookie"]
    other = visit(settings, engine)
    other.client.cookies.set("netops", "planted")
    assert other.get("/").status_code == 303


@pytest.mark.parametrize(
    "target",
    ["/\t/evil.example", "/\r\n/evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: a=b", "/%5cevil.example"],
)
def test_no_way_back_leads_to_another_host(target: str, settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    person = person_of(engine, Role.IT, office=office)
    browsing = visit(settings, engine)
    answer = browsing.post("/sign-in", {"username": person.username, "password": PASSWORD, "next": target})
    # Browsers drop tabs and line ends within an address and take a backslash for a slash.
    seen = answer.headers["location"].replace("\t", "").replace("\r", "").replace("\n", "").replace("\\", "/")
    assert seen.startswith("/")
    assert not seen.startswith("//")
    assert not any(line.startswith("a=b") for line in answer.headers.get_list("set-cookie"))
    back = browsing.post("/language", {"language": "en", "back": target}).headers["location"]
    assert back.startswith("/")
    assert not back.replace("\\", "/").startswith("//")


def test_the_host_of_a_request_never_reaches_a_mail(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    person = person_of(engine, Role.ADMIN, office=office)
    browsing = signed_in(settings, engine, person)
    with transaction(engine) as session:
        session.get_one(Person, person.id).email = "it@example.org"
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    form = {"csrf": browsing.csrf}
    assert browsing.client.post("/settings/mail/test", data=form, headers=headers).status_code == 303
    slip = browsing.client.post(f"/people/{person.id}/slip", data=form, headers=headers)
    assert "evil.example" not in slip.text
    with reading(engine) as session:
        message = session.exec(select(OutboxMessage)).one()
    assert "evil.example" not in message.text + message.html + message.subject + message.message_id


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/first-run", "/handover/x", "/imports", "/api/v1/imports"])
def test_a_stranger_cannot_fill_the_disk(path: str, settings: Settings, engine: Engine) -> None:
    nobody = visit(settings, engine).client
    answer = nobody.post(path, data={"username": "x"}, files={"file": ("x", bytes(300_000))})
    assert answer.status_code == 413
    assert answer.headers["content-security-policy"]
