"""One coverage-guided fuzzer: `python -m tests.fuzz.run wire -runs=20000 -seed=1 CORPUS`. Linux on x86-64 (atheris).

A target is a module beside this one: `one(data)` must raise nothing, whatever the bytes are; `seeds()` are bytes to
begin with. Options are libFuzzer's; findings are written to the working directory as `crash-*`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import atheris

INSTRUMENTED = ["collectors", "netops.listening"]


def main() -> None:
    """Run the target named first, with the other arguments for libFuzzer; its last one is the corpus folder."""
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        target = importlib.import_module(f"tests.fuzz.{name}")
    corpus = Path(options[-1])
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
