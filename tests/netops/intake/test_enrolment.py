"""Codes and tokens: a code works once and not for long, guessing is slowed, and a revoked agent is nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.agent import Agent
from inventory.models.outage import Event
from inventory.models.site import Site
from netops.exchange.messages import EnrolAsked, Enrolled
from netops.exchange.signing import SigningKey
from netops.intake import enrolment
from netops.intake.enrolment import (
    CODE_LIVES,
    TRIES,
    TRIES_WITHIN,
    TooManyCodesError,
    UnknownAgentError,
    WrongCodeError,
    by_token,
    check_signature,
    check_tries,
    enrol,
    make_agent,
    note_try,
    renew_code,
    revoke,
)
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import AT, make_office, make_site

KEY = SigningKey.make()


@pytest.fixture
def site(database: Engine) -> Site:
    with transaction(database) as session:
        return make_site(session, make_office(session))


def made(session: Session, site: Site) -> tuple[Agent, str]:
    return make_agent(session, site, "กล่อง", now=AT)


def given(session: Session, vault: Vault, code: str, *, after: timedelta = timedelta()) -> tuple[Agent, Enrolled]:
    asked = EnrolAsked(code=code, public_key=KEY.public, version="1")
    return enrol(session, vault, asked, now=AT + after)


def test_a_code_is_typed_by_people(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        _, code = made(session, site)
        assert len(code.replace("-", "")) == 12
        agent, answer = given(session, vault, f" {code.lower().replace('-', ' ')} ")
    assert answer.agent_id == agent.id
    assert answer.site_code == site.code
    with reading(database) as session:
        stored = session.exec(select(Agent)).one()
        assert answer.token not in (stored.token_hash, stored.code_hash)
        assert [event.kind for event in session.exec(select(Event))] == ["AgentEnrolled"]
        assert by_token(session, answer.agent_id, answer.token).id == agent.id


def test_a_code_works_once(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        _, code = made(session, site)
        given(session, vault, code)
        with pytest.raises(WrongCodeError):
            given(session, vault, code)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "?" * 64])
def test_a_wrong_code_opens_nothing(database: Engine, site: Site, vault: Vault, code: str) -> None:
    with transaction(database) as session:
        made(session, site)
        enrolled, _ = made(session, site)
        given(session, vault, renew_code(session, enrolled, now=AT))  # its empty digest must not match an empty code
        with pytest.raises(WrongCodeError):
            given(session, vault, code)


def test_a_code_ends(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        _, code = made(session, site)
        with pytest.raises(WrongCodeError):
            given(session, vault, code, after=CODE_LIVES)
        agent, _ = given(session, vault, code, after=CODE_LIVES - timedelta(seconds=1))
        assert agent.enrolled_at is not None


def test_another_code_ends_the_first(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        agent, first = made(session, site)
        second = renew_code(session, agent, now=AT)
        with pytest.raises(WrongCodeError):
            given(session, vault, first)
        given(session, vault, second)


def test_an_address_that_guesses_is_made_to_wait(database: Engine) -> None:
    with transaction(database) as session:
        for second in range(TRIES):
            check_tries(session, "198.51.100.7", now=AT)
            note_try(session, "198.51.100.7", now=AT + timedelta(seconds=second))
            session.flush()
        with pytest.raises(TooManyCodesError):
            check_tries(session, "198.51.100.7", now=AT)
        check_tries(session, "198.51.100.8", now=AT)
        check_tries(session, "198.51.100.7", now=AT + TRIES_WITHIN + timedelta(minutes=1))


def test_a_token_is_worth_nothing_without_the_key(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        _, code = made(session, site)
        agent, _ = given(session, vault, code)
        check_signature(agent, b"body", KEY.sign(b"body"))
        for signature in ("", SigningKey.make().sign(b"body"), KEY.sign(b"another body")):
            with pytest.raises(UnknownAgentError):
                check_signature(agent, b"body", signature)


def test_a_revoked_agent_is_nobody(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        agent, code = made(session, site)
        _, answer = given(session, vault, code)
        later = renew_code(session, agent, now=AT)
        revoke(session, agent, now=AT)
        for token in (answer.token, ""):
            with pytest.raises(UnknownAgentError):
                by_token(session, answer.agent_id, token)
        with pytest.raises(WrongCodeError):
            given(session, vault, later)


@pytest.mark.parametrize("token", ["", "x", "ü"])
def test_an_agent_that_never_enrolled_has_no_token(database: Engine, site: Site, token: str) -> None:
    with transaction(database) as session:
        agent, _ = made(session, site)
        for agent_id in (agent.id or 0, 999):
            with pytest.raises(UnknownAgentError):
                by_token(session, agent_id, token)


def test_every_agent_of_an_office_pins_the_same_key(database: Engine, site: Site, vault: Vault) -> None:
    with transaction(database) as session:
        keys = {given(session, vault, made(session, site)[1])[1].office_key for _ in range(2)}
        other = make_site(session, make_office(session))
        keys.add(given(session, vault, made(session, other)[1])[1].office_key)
    assert len(keys) == 2


def test_codes_have_no_letters_that_are_mistaken() -> None:
    assert not set("01IOLU") & set(enrolment.ALPHABET)
