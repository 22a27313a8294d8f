"""The container files are valid by their schema, name files that exist, and carry no password."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract.services import PORTS
from netops.models.alert import AlertKind
from netops.settings import Settings
from tests.agreement import tree

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
SECRET_NAMES = re.compile(r"PASSWORD|TOKEN|SECRET")


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def test_the_compose_file_fits_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_no_password_has_a_default() -> None:
    for name, service in services().items():
        for key, value in service.get("environment", {}).items():
            if SECRET_NAMES.search(key) or ("://" in str(value) and "@" in str(value)):
                assert re.search(r"\$\{\w+:\?[^}]+\}", value), f"{name}: {key}"


def test_every_service_is_watched_and_keeps_its_data_in_a_named_volume() -> None:
    volumes = yaml.safe_load(COMPOSE.read_text())["volumes"]
    for name, service in services().items():
        # The health check of netops stands in its image.
        assert "healthcheck" in service or name == "netops"
        named = {mount.split(":")[0] for mount in service["volumes"]} & set(volumes)
        assert named, name
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_mounted_files_exist() -> None:
    for service in services().values():
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists(), source


def test_the_image_has_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    let_in = set(re.findall(r"^!(\w+)/$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert set(tree.packages()) - copied == set()
    assert set(tree.packages()) - let_in == set()


def test_settings_named_exist() -> None:
    given = {name for name in services()["netops"]["environment"] if name.startswith("NETOPS_")}
    assert given <= {f"NETOPS_{name.upper()}" for name in Settings.model_fields}


def test_what_the_image_copies_exists_and_is_not_ignored() -> None:
    allowed = {line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert source in allowed or source.split("/")[0] in allowed, source


def test_prometheus_finds_the_token_where_it_is_mounted() -> None:
    config = yaml.safe_load((ROOT / "dashboards/prometheus/prometheus.yml").read_text())
    asked = config["scrape_configs"][0]["authorization"]["credentials_file"]
    assert asked in {secret["target"] for secret in services()["prometheus"]["secrets"]}


@pytest.mark.parametrize("path", sorted((ROOT / "deploy" / "grafana").rglob("*.yml")), ids=lambda path: path.name)
def test_grafana_is_provisioned(path: Path) -> None:
    assert yaml.safe_load(path.read_text())["apiVersion"] == 1


def test_the_pages_that_mails_open_are_in_the_image() -> None:
    assert "COPY runbooks runbooks" in (ROOT / "Dockerfile").read_text()
    assert all((ROOT / "runbooks" / f"{kind.value}.md").exists() for kind in AlertKind)


def test_services_of_the_container_call_each_other_within_it() -> None:
    """Each at the port on which it listens, none by the public name, which leads to the proxy."""
    given = services()["netops"]["environment"]
    inner = json.loads(given["NETOPS_SIBLINGS_INNER"])
    assert inner == {name: f"http://127.0.0.1:{port}" for name, port in PORTS.items()}
    assert given["NETOPS_INNER_URL"] == f"http://127.0.0.1:{Settings.model_fields['port'].default}"
