"""How fast and how large a mapping run is: `python -m planning.school_network.bench`, one JSON line for each figure.

Each run is made in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date

from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.parameters import parameters_on
from planning.school_network.mapping.run import map_schools
from planning.school_network.mapping.synthetic import Size, country, district

NAMES = ("mapping_district_road", "mapping_country_straight")
SEED = 2568


def inputs(name: str) -> Inputs:
    """What is measured: 150 schools, 700 villages, 40,000 crossings; or 30,000 schools, 75,000 villages."""
    parameters = parameters_on(date(2026, 1, 1))
    if name == NAMES[0]:
        return district(SEED, parameters, Size(schools=150))
    return country(SEED, parameters)


def figure(name: str) -> dict[str, object]:
    """Seconds by the clock and of the processor, and the peak of the process with its inputs, MB."""
    given = inputs(name)
    clock, cpu = time.perf_counter(), time.process_time()
    run = map_schools(given)
    return {
        "figure": name,
        "s": round(time.perf_counter() - clock, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "schools": len(given.schools.ids),
        "villages": len(given.villages.codes),
        "merge_options": len(run.options),
        "input_hash": run.provenance.input_hash,
    }


def main(arguments: list[str]) -> None:
    """One figure when it is named, else all."""
    if arguments:
        sys.stdout.write(json.dumps(figure(arguments[0])) + "\n")
        return
    for name in NAMES:
        subprocess.run([sys.executable, "-m", "planning.school_network.bench", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
