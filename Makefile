# Two commands: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STORE  ?= demo-store

.PHONY: help demo test lint types contracts wheel check bench lock clean

help:  ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; set PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing baoku and what it needs into $(VENV) (once; about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "installing what tests need into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime  ## Load examples/pages into demo-store and print the first reports
	@BIN=$(BIN) STORE=$(STORE) sh examples/demo.sh

test: $(VENV)/.dev  ## Run all tests
	$(BIN)/python -m pytest -q

lint: $(VENV)/.dev  ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## Check types strictly
	$(BIN)/mypy

contracts: $(VENV)/.dev  ## Check that imports go one way
	$(BIN)/lint-imports

wheel: $(VENV)/.dev  ## Build the wheel, install it in a clean environment, run it there
	PYTHON=$(BIN)/python sh tests/wheel_install.sh

check: lint types contracts test wheel  ## Everything that CI checks

bench: $(VENV)/.dev  ## Measure baoku beside the script most people write
	$(BIN)/python bench/compare.py

lock: $(VENV)/.dev  ## Resolve the dependencies again into both lock files (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock --universal --generate-hashes --no-header -q -o requirements-dev.lock

clean:  ## Remove the environment, caches and the demo's store
	rm -rf $(VENV) $(STORE) .mypy_cache .pytest_cache .ruff_cache build dist
