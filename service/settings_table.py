"""Settings as a table of Markdown, made from the class that reads them."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings


def table(settings: type[BaseSettings]) -> str:
    """One row for each: variable, default, meaning."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    rows = (_row(f"{prefix}{name.upper()}", field) for name, field in settings.model_fields.items())
    return "| Variable | Default | Meaning |\n|---|---|---|\n" + "".join(rows)


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_default(field)} | {(field.description or '').replace('|', '/')} |\n"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, SecretStr) or value in (None, "", []):
        return "(empty)"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
