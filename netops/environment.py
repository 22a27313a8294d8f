"""The environment with which other programs of ours are started."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import SecretStr

from netops.settings import PLANNING, Settings


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment from which another process reads the same settings."""
    given = {
        name: value for name, value in os.environ.items() if not name.startswith("NETOPS_") or name.startswith(PLANNING)
    }
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            given[f"NETOPS_{name.upper()}"] = value.get_secret_value()
        elif value is not None:
            text = settings.model_dump_json(include={name}).partition(":")[2][:-1]
            given[f"NETOPS_{name.upper()}"] = text.strip('"') if isinstance(value, str | Path) else text
    return {**_for_planning(settings), **given}


def _for_planning(settings: Settings) -> dict[str, str]:
    """What the planning services of this machine take over from us, unless the environment says otherwise."""
    ours: dict[str, object] = {
        "DATA_DIR": (settings.data_dir / "planning").resolve(),
        "HOST": settings.host,
        "NETOPS_URL": settings.base_url,
        "TLS_CERT": settings.tls_cert,
        "TLS_KEY": settings.tls_key,
        "TIMEZONE": settings.timezone,
        "LANGUAGE": settings.language,
        "METRICS_TOKEN": settings.metrics_token.get_secret_value(),
        "DEMO": str(settings.demo).lower(),
        **{f"{name.upper()}_URL": url for name, url in settings.sibling_urls.items()},
    }
    inner = {**({"netops": settings.inner_url} if settings.inner_url else {}), **settings.siblings_inner}
    if inner:
        ours["INNER_URLS"] = json.dumps(inner)
    return {f"{PLANNING}{name}": str(value) for name, value in ours.items() if value is not None}
