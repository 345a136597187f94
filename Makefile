# Everything that a fresh machine needs: Python 3.11, make, the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEEDS ?= 20
FIRST ?= 1
SECONDS ?= 60

# Four groups that run side by side: tests that wait for servers and processes, simulated lives, whatever else computes
# for long, and all others.
WAITING := tests/e2e tests/adapters tests/cli tests/deploy tests/demo tests/outage tests/wheel_test.py
LIVING := tests/simulation
COMPUTING := tests/crash tests/fuzz tests/reading tests/corpus

.DEFAULT_GOAL := help
.PHONY: help install lock demo test check bench fuzz simulate quarter corpus crash wheel clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(VENV)/installed ## the virtual environment, from the lock with its hashes

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

lock: ## resolves pyproject.toml anew (needs uv)
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock

demo: install ## plays the sample company through a meeting's whole life, and leaves a report
	$(BIN)/mailflow demo --fast

test: install ## all tests, in four processes; those that need Dovecot and Postfix say so where there are none
	@$(BIN)/python -m pytest $(WAITING) & waiting=$$!; \
	$(BIN)/python -m pytest $(LIVING) & living=$$!; \
	$(BIN)/python -m pytest $(COMPUTING) & computing=$$!; \
	$(BIN)/python -m pytest $(addprefix --ignore=,$(WAITING) $(LIVING) $(COMPUTING)); rest=$$?; \
	wait $$waiting; waiting=$$?; wait $$living; living=$$?; wait $$computing; computing=$$?; \
	[ $$rest -eq 0 ] && [ $$waiting -eq 0 ] && [ $$living -eq 0 ] && [ $$computing -eq 0 ]

check: install ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## speeds, side by side in one run
	$(BIN)/python -m tests.bench

simulate: install ## SEEDS=n FIRST=n: weeks (or QUARTER=1, or DAYS=n EVERYBODY=1) with acted people and misfortunes
	SEEDS=$(SEEDS) FIRST=$(FIRST) $(BIN)/python tests/simulation/simulate.py

quarter: install ## a quarter of the acted company by `tick --now` at real Dovecot and Postfix (a quarter of an hour); SEED=n
	QUARTER=1 $(BIN)/python -m pytest -s tests/e2e/acted_company_test.py

fuzz: install ## looks for SECONDS for input that breaks reading, minutes, calendar, config or store
	-$(BIN)/python -m pip install --quiet --only-binary :all: --require-hashes -r tests/fuzz/requirements.txt
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

corpus: install ## the score of reading on tests/corpus, and why the failing cases fail
	$(BIN)/python tests/corpus/score.py

crash: install ## kills at every call of a scripted life, restarts, compares (some 4,700 points: half an hour); FAULT=enospc|erofs|eio: the disk fails there
	FAULT=$(FAULT) $(BIN)/python tests/crash/crash_sweep.py

wheel: install ## the distribution
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
