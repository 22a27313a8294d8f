"""The files of the repository, as the agreement tests look at them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file under version control that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def named(path: Path) -> str:
    """As people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def packages() -> tuple[str, ...]:
    """The top-level packages that the project ships."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    return tuple(built["packages"])


@cache
def modules() -> dict[str, str]:
    """The text of every Python module of ours, by its name; generated migrations are not read by people."""
    ours = [path for path in files() if path.suffix == ".py" and "versions" not in path.parts]
    return {named(path): path.read_text(encoding="utf-8") for path in ours}


@cache
def parsed() -> dict[str, ast.Module]:
    """The syntax trees of the modules."""
    return {name: ast.parse(text) for name, text in modules().items()}
