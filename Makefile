# The same names everywhere: run · test · check · tour · bench · soak · assets · docs · lock
# Needs Python 3.11 to 3.13 with `venv`, and make. Everything else is installed into .venv, by hash.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --progress-bar off --no-input
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
LINTED := wayhome tests benchmarks manage.py
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help run test check tour bench soak assets docs lock set-up clean

help:
	@sed -n '1,2s/^# //p' Makefile

run: $(STAMPS)/bureau
	@$(BIN)/wayhome run --demo

tour: $(STAMPS)/bureau
	@$(BIN)/wayhome tour

test: $(STAMPS)/develop
	@$(BIN)/python tests/run_all.py

check: $(STAMPS)/develop
	$(BIN)/ruff format --check $(wildcard $(LINTED))
	$(BIN)/ruff check $(wildcard $(LINTED))
	$(BIN)/mypy $(filter-out manage.py,$(wildcard $(LINTED)))
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet wayhome
	@$(BIN)/python tests/check_django.py

bench: $(STAMPS)/develop
	@for file in benchmarks/bench_*.py; do $(BIN)/python "$$file" || exit 1; done

soak: $(STAMPS)/develop
	@WAYHOME_SOAK=1 $(BIN)/python tests/run_all.py

# The built stylesheet and script are committed; this says whether they still are what their sources give.
assets: $(STAMPS)/develop
	@$(BIN)/python assets/build.py

docs: $(STAMPS)/develop
	@$(BIN)/python -m pytest -q --doctest-modules --doctest-glob='*.md' wayhome/names wayhome/matching README.md docs

lock: $(STAMPS)/develop
	$(UV) --extra bureau pyproject.toml requirements/build.in --output-file requirements/bureau.lock
	$(UV) --all-extras -c requirements/bureau.lock pyproject.toml requirements/build.in --output-file requirements/develop.lock

set-up: $(STAMPS)/develop

clean:
	rm -rf $(VENV) build wayhome.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# ── set-up: one stamp for each lock, so that a second start installs nothing ──

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || \
	  { echo "Wayhome needs Python 3.11, 3.12 or 3.13; name it with: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

$(STAMPS)/bureau: requirements/bureau.lock pyproject.toml | $(BIN)/python
	@echo "Set-up: installing what a bureau needs, checked by hash …"
	@$(PIP) --require-hashes --requirement requirements/bureau.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/develop: requirements/develop.lock requirements/bureau.lock pyproject.toml | $(BIN)/python
	@echo "Set-up: installing what tests and checks need, checked by hash …"
	@$(PIP) --require-hashes --requirement requirements/develop.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $(STAMPS)/bureau $@
