# Everything starts here: `make demo`, `make run`, `make test`.
SHELL := /bin/bash
PY ?= python3
BIN := .venv/bin
export PYTHONUNBUFFERED = 1
# Tests start hundreds of processes: each would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup check fix test fuzz demo run bench screenshots dashboards migration lock words

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/.ready ui/static/dist/.ready ui/locale/.ready  ## prepare .venv and the web assets

.venv/.ready: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

node_modules/.ready: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

ui/static/dist/.ready: node_modules/.ready .venv/.ready $(shell find ui/assets ui/build ui/templates netops/web/templates planning/*/templates planning/*/*/templates -type f 2>/dev/null)
	npm run --silent assets
	touch $@

ui/locale/.ready: .venv/.ready $(shell find ui/locale -name '*.po' 2>/dev/null)
	$(BIN)/pybabel --quiet compile -d ui/locale -D netops
	touch $@

check: setup  ## format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

fix: setup  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Tests wait for peers more than they compute: three at a time on two cores; a file stays with one worker. In the order
# of their paths, by which the long ones (integration) come early: by their number of tests they would come last.
WORKERS ?= 3

test: setup  ## all tests; installs the peers they need when it may
	bash tests/peers.sh
	mkdir -p reports
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --junitxml=reports/junit.xml $(ARGS)

# Coverage-guided, with new random numbers each time; what breaks is left in reports/ as crash-*.
FUZZ_S ?= 60

fuzz: setup  ## decoders of what the network says, FUZZ_S seconds each
	@for target in $(basename $(notdir $(shell grep -l '^def one' tests/fuzz/*.py))); do \
	  corpus=$$(mktemp -d) && $(BIN)/python -m tests.fuzz.run $$target -max_total_time=$(FUZZ_S) -max_len=4096 \
	    -artifact_prefix=reports/ -verbosity=0 -print_final_stats=1 $$corpus || exit 1; rm -rf $$corpus; done

demo: setup  ## the whole product on a simulated district, http://127.0.0.1:8000
	$(BIN)/netops demo

run: setup  ## the service for a real network
	$(BIN)/netops migrate
	$(BIN)/netops serve

bench: setup  ## measure the pipeline; one JSON line per figure
	$(BIN)/netops bench
	$(BIN)/python -m planning.school_network.bench
	$(BIN)/python -m planning.annual_plan.bench
	$(BIN)/python -m planning.registry.bench
	$(BIN)/python -m planning.province.bench

screenshots: setup  ## pictures of the main pages into reports/screenshots
	$(BIN)/python -m tests.browser.screenshots

dashboards: setup  ## make the Grafana JSON anew from its code
	$(BIN)/python -m dashboards.build

migration: setup  ## a new migration: make migration M="why", of a planning service with OF=registry
	$(if $(OF),$(BIN)/python -m planning migration "$(OF)" "$(M)",$(BIN)/python -m migrations.new "$(M)")

# Without a header and an index: the files name no host. A package that stands in them already keeps its version.
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11

lock: setup  ## pin requirements/*.in anew, with hashes
	$(LOCK) requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt

words: setup  ## collect the words of the pages into the catalogues
	$(BIN)/pybabel --quiet extract -F ui/babel.cfg -o ui/locale/netops.pot --sort-output --no-location netops planning ui service inventory network risk procurement innovation
	$(BIN)/pybabel --quiet update -D netops -i ui/locale/netops.pot -d ui/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
