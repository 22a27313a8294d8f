"""Every decoder that the network feeds, under a coverage-guided fuzzer for a fixed number of runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="atheris has no build for this machine")

ROOT = Path(__file__).parents[2]
# Runs that take a few seconds; `make fuzz` goes on for longer with new random numbers.
RUNS = {"wire": 20_000, "device": 250, "transcript": 1_500, "trap": 3_000, "syslog": 10_000, "described": 3_000}
DONE = re.compile(r"Done (\d+) runs")


def test_every_target_is_run() -> None:
    targets = {path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef one(" in path.read_text("utf-8")}
    assert targets == RUNS.keys()


@pytest.mark.parametrize("target", RUNS)
def test_nothing_that_comes_from_the_network_raises(target: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.run", target, f"-runs={RUNS[target]}", "-seed=1", "-max_len=4096"]
    command += [f"-artifact_prefix={tmp_path}/", str(tmp_path)]
    fuzzed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert fuzzed.returncode == 0, fuzzed.stdout[-2000:] + fuzzed.stderr[-6000:]
    done = DONE.search(fuzzed.stderr + fuzzed.stdout)
    assert done is not None
    assert int(done.group(1)) >= RUNS[target]
