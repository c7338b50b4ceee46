# The declaration register. `make run` and `make test` need nothing but Python 3.11 and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
N ?= 2
unexport PYTHONDONTWRITEBYTECODE  # else each of the many processes of a run compiles every library anew

.PHONY: help run test tests proof test-servers check bench setup setup-dev catalogues format pins clean

help:  ## List the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

run: .venv/ready  ## Set everything up and open the demonstration on 127.0.0.1 [PORT=8000]
	@exec "$(BIN)/register" serve --demo --port $(PORT)

test: .venv/ready-dev  ## Set everything up, check, and run all tests with a share of the proofs
	@sh scripts/browser.sh
	@sh scripts/proxy.sh
	@$(MAKE) --no-print-directory -j 2 check tests  # the checks keep one core busy for a minute: the tests begin beside them

tests: .venv/ready-dev
	@"$(BIN)/pytest" -n $(N) --dist loadfile -q

proof: .venv/ready-dev  ## Run every figure that the issue asks for at full size
	@sh scripts/browser.sh
	@PROOF=full "$(BIN)/pytest" -o faulthandler_timeout=0 -n $(N) --dist loadfile -q -m proof

test-servers: .venv/ready-dev  ## Run the same tests against PostgreSQL 16 and 18 as servers over TCP
	@"$(BIN)/python" scripts/servers.py

check: .venv/ready-dev  ## Lint, types, import arrows, catalogues, migrations, row policies
	@"$(BIN)/ruff" check -q .
	@"$(BIN)/ruff" format -q --check .
	@"$(BIN)/mypy" --no-error-summary
	@"$(BIN)/lint-imports" --no-cache >/dev/null || "$(BIN)/lint-imports" --no-cache
	@"$(BIN)/python" scripts/catalogues.py check
	@"$(BIN)/pytest" -q -p no:cacheprovider tests/schema

bench: .venv/ready-dev  ## Measure the ratios of the design side by side
	@"$(BIN)/python" -m pip install -q --disable-pip-version-check --require-hashes --target .venv/bench -r requirements/bench.txt
	@"$(BIN)/python" -m tests.bench

setup: .venv/ready  ## Only set up what `make run` needs

setup-dev: .venv/ready-dev  ## Set up what the tests need too

catalogues: .venv/ready-dev  ## Extract the sentences and update the catalogues
	@"$(BIN)/python" scripts/catalogues.py extract
	@"$(BIN)/python" scripts/catalogues.py update

format: .venv/ready-dev  ## Format the code
	@"$(BIN)/ruff" check -q --fix . ; "$(BIN)/ruff" format -q .

pins:  ## Resolve the pins again, with hashes (needs uv)
	@cd requirements && for set in run dev; do \
	  uv pip compile -q --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
	    --python-version 3.11 $$set.in -o $$set.txt; done

clean:  ## Remove everything that can be made again; the data in var/ stay
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache artefacts

.venv/ready: requirements/run.txt pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh run

.venv/ready-dev: requirements/dev.txt pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh dev
