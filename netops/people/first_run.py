"""The set-up code: proves that whoever fills in the first-run page can read this machine's console.

It lies in the data folder (mode 600) from the first start until the first person exists, so that the process that
prints it and the process that checks it agree.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_NAME = "setup-code"
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are mistaken for another when typed from a console


def setup_code(data_dir: Path) -> str:
    """The code in force; made at the first call."""
    path = data_dir / _NAME
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)))
    except FileExistsError:
        pass
    return path.read_text()


def is_setup_code(data_dir: Path, typed: str) -> bool:
    """Whether it is the code in force, however it was typed; compared in constant time."""
    wanted = setup_code(data_dir).replace("-", "")
    return secrets.compare_digest(wanted.encode(), typed.upper().replace("-", "").replace(" ", "").encode())


def forget_setup_code(data_dir: Path) -> None:
    """The first person exists: the code opens nothing any more."""
    (data_dir / _NAME).unlink(missing_ok=True)
