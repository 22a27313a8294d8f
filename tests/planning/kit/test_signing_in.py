"""Sign-in by netops: bound to one browser, used once, held to what netops says of the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from planning.cli import PARTS
from planning.kit.tables import SignedIn
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered, Netops
from tests.planning.served import Served
from tests.ports import free_port

Enter = Callable[..., Entered]


def stranger(enter: Enter) -> TestClient:
    """Another browser at the same service."""
    known = enter().client
    assert isinstance(known, TestClient)
    client = TestClient(known.app, follow_redirects=False)
    client.cookies.clear()
    return client


def nonce_of(client: TestClient) -> str:
    sent = client.get("/sign-in?next=/schools")
    return parse_qs(urlsplit(sent.headers["location"]).query)["nonce"][0]


def test_a_person_whom_netops_names_reads_and_writes(enter: Enter) -> None:
    it = enter()
    assert "Somebody" in it.get("/schools").text
    assert it.get("/schools/new").status_code == 200


def test_who_is_not_signed_in_is_sent_to_netops_and_back(enter: Enter, netops: Netops) -> None:
    client = stranger(enter)
    assert client.get("/schools").headers["location"] == "/sign-in?next=/schools"
    there = client.get("/sign-in?next=/schools").headers["location"]
    assert there.startswith(f"{netops.url}/enter/registry?nonce=")
    assert parse_qs(urlsplit(there).query)["next"] == ["/schools"]


def test_browsers_may_follow_a_form_to_netops_and_back(enter: Enter, netops: Netops) -> None:
    """Chromium holds each redirect after a form (signing in, signing out) against `form-action`."""
    policy = enter().get("/schools").headers["content-security-policy"]
    (allowed,) = (one for one in policy.split("; ") if one.startswith("form-action "))
    assert allowed.split()[1:] == ["'self'", netops.url]


def test_a_word_for_another_browser_opens_nothing(enter: Enter, netops: Netops) -> None:
    token = netops.word("registry", nonce_of(stranger(enter)))
    victim = stranger(enter)
    nonce_of(victim)
    answer = victim.get(f"/enter?token={quote(token)}&next=/schools")
    assert victim.get("/schools").status_code == 303
    # Whoever is signed in at netops would be sent round and round: a page says so and stays.
    assert (answer.status_code, "location" in answer.headers) == (403, False)
    assert 'href="/"' in answer.text


def test_a_word_opens_one_session_only(enter: Enter, netops: Netops, registry_engine: Engine) -> None:
    client = stranger(enter)
    token = netops.word("registry", nonce_of(client))
    cookies = dict(client.cookies)
    assert client.get(f"/enter?token={quote(token)}&next=/schools").headers["location"] == "/schools"
    with reading(registry_engine) as session:
        before = len(session.exec(select(SignedIn)).all())
    again = stranger(enter)
    again.cookies.update(cookies)
    again.get(f"/enter?token={quote(token)}&next=/schools")
    with reading(registry_engine) as session:
        # `stranger` itself signs somebody in to find the app: one more, and none by the word that was used.
        assert len(session.exec(select(SignedIn)).all()) == before + 1


def test_a_word_of_another_service_opens_nothing(enter: Enter, netops: Netops) -> None:
    client = stranger(enter)
    token = netops.word("province", nonce_of(client))
    client.get(f"/enter?token={quote(token)}&next=/schools")
    assert client.get("/schools").status_code == 303


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_led_elsewhere(enter: Enter, netops: Netops, next_page: str) -> None:
    client = stranger(enter)
    token = netops.word("registry", nonce_of(client))
    assert client.get(f"/enter?token={quote(token)}&next={quote(next_page)}").headers["location"] == "/"


def test_a_school_without_its_code_is_nobody(enter: Enter, netops: Netops) -> None:
    client = stranger(enter)
    token = netops.word("registry", nonce_of(client), role="school")
    client.get(f"/enter?token={quote(token)}&next=/schools")
    assert client.get("/schools").status_code == 303


def test_a_session_ends_by_its_time_and_by_signing_out(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    assert it.post("/sign-out", csrf="wrong").status_code == 403
    assert it.get("/schools").status_code == 200
    it.post("/sign-out")
    assert it.get("/schools").status_code == 303
    other = enter()
    with transaction(registry_engine) as session:
        for row in session.exec(select(SignedIn)):
            row.expires_at = utc_now() - timedelta(seconds=1)
    assert other.get("/schools").status_code == 303


def test_the_cookie_itself_is_not_in_the_database(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    with reading(registry_engine) as session:
        kept = [row.token_hash for row in session.exec(select(SignedIn))]
    assert it.client.cookies["netops-registry"] not in kept
    assert len(kept) == 1


def test_the_language_is_switched_and_kept(enter: Enter) -> None:
    it = enter()
    assert "โรงเรียน" not in it.get("/schools").text
    it.post("/language", {"language": "th", "back": "//elsewhere"})
    assert "โรงเรียน" in it.get("/schools").text


@pytest.mark.parametrize("name", PARTS)
def test_every_service_is_entered_by_the_same_sign_in(serve: Callable[[str], Served], name: str) -> None:
    served = serve(name)
    assert served.anonymous().get("/").status_code == 303
    assert served.enter().get("/").status_code in {200, 303}


def test_who_was_refused_is_led_to_sign_in_again(enter: Enter) -> None:
    it = enter()
    it.client.cookies.clear()
    page = it.get("/enter?token=nothing&next=/schools")
    assert page.status_code == 403
    assert 'href="/sign-in?next=%2Fschools"' in page.text
    assert 'href="/sign-in?next=%2F"' in it.get("/enter?token=nothing&next=//elsewhere").text


def test_while_netops_is_down_the_page_says_why_nobody_can_sign_in(
    serve: Callable[[str], Served], netops: Netops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(netops, "url", f"http://127.0.0.1:{free_port()}")
    page = serve("annual_plan").anonymous().get("/sign-in?next=/ledger")
    assert page.status_code == 503
    assert "ระบบ NetOps ไม่ตอบ จึงเข้าสู่ระบบไม่ได้" in page.text
    assert 'href="/sign-in?next=%2Fledger"' in page.text


def test_who_may_not_come_in_is_led_to_netops(serve: Callable[[str], Served], netops: Netops) -> None:
    """The overview of the service is no way out for whom it is closed too."""
    page = serve("school_network").enter("school", school_code="53020001").get("/")
    assert page.status_code == 403
    assert f'href="{netops.url}/">To the overview' in page.text
