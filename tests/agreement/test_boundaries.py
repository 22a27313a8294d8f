"""Edges that the import rules cannot see: who commits, who reads the environment, what stays out of the repository."""

from __future__ import annotations

import ast
import re

import pytest

from tests.agreement import tree

OURS = tuple(f"{name}/" for name in tree.packages() if name != "migrations")
# Those that hand an environment to another program, or take one over, do not read settings from it.
ENVIRONMENT = {
    "netops/settings.py",
    "planning/kit/settings.py",
    "netops/environment.py",
    "service/dump.py",
    "netops/demo.py",
    "netops/bench/served.py",
    "planning/registry/bench.py",
}
LARGEST_BYTES = 1_000_000  # the Thai catalogue is the largest, and grows with every page
DOCUMENTS = {"", ".md", ".toml", ".txt", ".in", ".json", ".yml", ".yaml", ".service", ".po", ".snmprec"}
TEXT = DOCUMENTS | {".py", ".sh", ".mjs", ".js", ".ts", ".css", ".html", ".mako"}
# Where these were built is nobody's business, and a lock that names a registry works for one network only.
OUTSIDE = re.compile(
    r"/wor" r"k/(?:main|shared|wt)|/roo" r"t/|/home/\w|pythonhos" r"ted|registry\.(npm|yarn)|index-ur" r"l=",
    re.IGNORECASE,
)


def code() -> list[tuple[str, ast.Module]]:
    return [(name, module) for name, module in tree.parsed().items() if name.startswith(OURS)]


def test_only_the_database_edge_commits() -> None:
    committing = {
        name
        for name, module in code()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committing == {"service/database.py", "service/migrating/env.py"}


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        name
        for name, module in code()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert reading <= ENVIRONMENT


def test_secrets_are_not_taken_from_arguments() -> None:
    named = re.compile(r"""typer\.(Option|Argument)\([^)]*["']--(password|passphrase|community|token|secret)""")
    assert [name for name, text in tree.modules().items() if name.startswith(OURS) and named.search(text)] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{tree.named(path)}: {match[0]}"
        for path in tree.files()
        if path.suffix in TEXT
        for match in [OUTSIDE.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []


def test_nothing_large_or_made_is_committed() -> None:
    assert [tree.named(path) for path in tree.files() if path.stat().st_size > LARGEST_BYTES] == []
    made = ("node_modules/", "ui/static/dist/", "reports/", ".venv/", "var/")
    assert [name for name in map(tree.named, tree.files()) if name.startswith(made)] == []


@pytest.mark.parametrize("lock", ["requirements/runtime.txt", "requirements/dev.txt"])
def test_every_dependency_is_pinned_with_hashes(lock: str) -> None:
    text = (tree.ROOT / lock).read_text()
    pinned = re.findall(r"^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[.*?\])?==", text, re.MULTILINE)
    named = re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)
    assert len(pinned) == len(named) > 10
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:])
