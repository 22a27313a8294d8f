"""/metrics: open on loopback, by token elsewhere, silent rather than zero when the poller is down."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.testclient import TestClient

from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.database import transaction
from tests.factories import make_device, make_office, make_site

TOKEN = "a token of tests"


class Rendered:
    """A poller that has rendered its page."""

    def metrics(self) -> bytes | None:
        return b"netops_up 1\n"

    def device_metrics(self, device_id: int) -> bytes | None:
        return b"netops_device_up 1\n" if device_id == 1 else None


def client(settings: Settings, engine: Engine, *, host: str) -> TestClient:
    app = create_app(settings, engine, Vault.create(settings.data_dir))
    app.state.poller.close()
    app.state.poller = Rendered()
    return TestClient(app, client=(host, 50000))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "127.8.9.1"])
def test_loopback_reads_without_a_token(host: str, settings: Settings, engine: Engine) -> None:
    browsing = client(settings, engine, host=host)
    answer = browsing.get("/metrics")
    assert (answer.status_code, answer.text) == (200, "netops_up 1\n")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert browsing.get("/metrics/device/1").text == "netops_device_up 1\n"
    assert browsing.get("/metrics/device/2").status_code == 503


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer wrong"])
def test_elsewhere_nobody_reads_without_the_token(given: str, settings: Settings, engine: Engine) -> None:
    for own in (settings, settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})):
        browsing = client(own, engine, host="10.1.2.3")
        assert browsing.get("/metrics", headers={"authorization": given}).status_code == 403


def test_elsewhere_the_token_reads(settings: Settings, engine: Engine) -> None:
    own = settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    browsing = client(own, engine, host="10.1.2.3")
    assert browsing.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_proxy_on_this_machine_speaks_for_others(settings: Settings, engine: Engine) -> None:
    browsing = client(settings, engine, host="127.0.0.1")
    for header in ("X-Forwarded-For", "Forwarded"):
        assert browsing.get("/metrics", headers={header: "10.1.2.3"}).status_code == 403


def test_prometheus_finds_a_target_for_each_device(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        site = make_site(session, make_office(session), code="57010001")
        device_id = make_device(session, site, name="sw1").id
    own = settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    browsing = client(own, engine, host="10.1.2.3")
    assert browsing.get("/api/v1/prometheus/targets").status_code == 403
    found = browsing.get("/api/v1/prometheus/targets", headers={"authorization": f"Bearer {TOKEN}"}).json()
    path = f"/metrics/device/{device_id}"
    labels = {"__scheme__": "http", "__metrics_path__": path, "instance": "57010001/sw1"}
    assert found == [{"targets": ["testserver:80"], "labels": labels}]


def test_a_poller_that_is_down_is_no_page_of_zeros(settings: Settings, engine: Engine) -> None:
    app = create_app(settings, engine, Vault.create(settings.data_dir))
    answer = TestClient(app, client=("127.0.0.1", 1)).get("/metrics")
    assert answer.status_code == 503
    app.state.poller.close()
