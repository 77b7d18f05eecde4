# 我来办. One entry for everything: make demo · run · test · check · bench; while changing it: types · migration
#
# On a fresh machine with Python ≥ 3.11 and Node ≥ 20 each of these first sets up what it needs, once.
#   PORT=8001            another port            WOLAIBAN_DATA=DIR    another data directory
#   RESET=1              demo: start over        DATABASE_URL=…       another PostgreSQL (≥ 15)
#   T=tests/cases        test: only these        ROOM=mediation       migration: of this room
#   CASES=20000          bench: with so many     OUT=/tmp/before      bench: results go there

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE # or each of the processes that tests and commands start compiles us anew

.DEFAULT_GOAL := help
.PHONY: help demo run test test-scripts test-elsewhere check check-scripts types migration bench wheel sbom lock setup setup-dev clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

# ---- Set-up. A stamp says what was installed; the second time nothing is done.

setup: $(VENV)/.installed node_modules/.installed

setup-dev: $(VENV)/.installed-dev node_modules/.installed-dev

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新的版本。" >&2; exit 1; }
	@$(PYTHON) tools/make_venv.py $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "安装 Python 依赖……"
	@$(BIN)/python -m pip install --quiet --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "安装检查和测试所需的 Python 依赖……"
	@$(BIN)/python -m pip install --quiet --requirement requirements-dev.lock
	@touch $@

# What pages are made of; for checks and tests also what reads our scripts. npm takes away the other stamp with the folder.
node_modules/.installed: NPM_CI := npm ci --omit=dev
node_modules/.installed-dev: NPM_CI := npm ci
node_modules/.installed node_modules/.installed-dev: package-lock.json
	@command -v npm >/dev/null || { echo "需要 Node 20 或更新的版本（含 npm）。" >&2; exit 1; }
	@echo "安装网页样式和脚本……"
	@$(NPM_CI) --silent --no-audit --no-fund
	@find node_modules/htmx.org/dist node_modules/leaflet/dist -name '*.min.css' -o -name '*.min.js' -o -name 'leaflet.*s' \
		| xargs gzip -9 --keep --force  # WhiteNoise sends these to whoever takes them: a tenth of the bytes
	@touch node_modules/.installed $@

# ---- Running it

demo: setup ## an installation full of invented people and matters, on http://127.0.0.1:8000
	@exec $(BIN)/wolaiban demo --host $(HOST) --port $(PORT) $(if $(RESET),--reset)

run: setup ## a real, empty installation on this machine (over plain http; behind a proxy set HTTPS=true)
	@export HTTPS=$${HTTPS:-false}; $(BIN)/wolaiban init; exec $(BIN)/wolaiban serve --host $(HOST) --port $(PORT)

# ---- Holding it to its word

T ?= tests
# For two processors: a third of the time, tests wait for what they killed to stand up again. One file is read by one.
WORKERS ?= $(if $(filter 1,$(words $(T))),$(if $(findstring .py,$(T)),1,3),3)

test: $(if $(filter tests,$(T)),test-scripts,setup-dev) ## every test, on the private PostgreSQL; the core also on the system's, where there is one
	@$(BIN)/python tools/programs.py
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(T) $(PYTEST)
	@if [ "$(T)" = tests ]; then $(MAKE) test-elsewhere; fi

test-scripts: setup-dev ## what our scripts decide in a browser, asked without one
	@node --test --test-reporter=spec --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --disable-warning=ExperimentalWarning tests/scripts/*.test.mjs

CORE := $(wildcard tests/process tests/places tests/people tests/catalogue tests/residents tests/cases tests/ledger)

# What touches no database has been tested by then and would be the same there. Nothing of it waits for others: a process
# for each of two processors, and each file in one of them, which sets up once what its tests play with.
test-elsewhere: setup-dev ## the core on the PostgreSQL this system has (Debian's, in CI)
	@$(BIN)/python tools/on_system_postgres.py $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder \
		--only-database $(CORE)

# These read the settings but start nothing, so the keys open nothing.
check types migration: export SECRET_KEY := only-for-checks
check types migration: export VAULT_KEYS := k0:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
check types migration: export RECEIPT_KEY := only-for-checks
check types migration: export LEDGER_KEY := only-for-checks
check: check-scripts ## format, lint, types, layers, migrations, generated docs, templates, scripts
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python -W ignore -m django makemigrations --check --dry-run --settings wolaiban.config.settings
	@$(BIN)/python -m wolaiban.process.diagram --check
	@git ls-files -z '*.html' | xargs -0 --no-run-if-empty $(BIN)/djade --check --target-version 5.2
	@echo "check: ok"

check-scripts: setup-dev ## our scripts in the browser, by eslint
	@node_modules/.bin/eslint .

types: setup-dev ## the types alone: mypy reads the settings, which without keys refuse to be read
	@$(BIN)/mypy $(if $(filter tests,$(T)),,$(T))

migration: setup-dev ## write down what became of a room's models: ROOM=mediation, or NAME=a_seat_has_a_number besides
	@test -n "$(ROOM)" || { echo "哪个房间？例如 make migration ROOM=mediation" >&2; exit 1; }
	@$(BIN)/python -W ignore -m django makemigrations $(ROOM) $(if $(NAME),--name $(NAME)) --settings wolaiban.config.settings
	@$(BIN)/ruff format --quiet wolaiban/$(ROOM)/migrations
	@$(BIN)/ruff check --fix --quiet wolaiban/$(ROOM)/migrations

wheel: setup-dev ## what is installed on a server, with all it needs but PostgreSQL's and Python's packages: dist/
	@$(BIN)/python tools/build_wheel.py dist

sbom: setup-dev ## write down what the product is made of, as the locks have it: sbom.cdx.json
	@$(BIN)/python tools/sbom.py

lock: setup-dev ## choose the newest versions of what the two .in files name, for every Python from 3.11 on
	@$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--upgrade --no-header --no-annotate --no-emit-index-url --output-file $$name.lock $$name.in; done

bench: setup-dev ## measure it with a million cases; with CASES=20000 in some minutes, as before and after a change
	@exec $(BIN)/python -m bench.run $(if $(CASES),--cases $(CASES)) $(if $(OUT),--out $(OUT))

clean: ## forget what was installed; data stays
	rm -rf $(VENV) node_modules
