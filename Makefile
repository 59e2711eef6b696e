# Xiaohu 销户. A machine with python3, make and git is enough; `make help` lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
UV = $(shell command -v uv || ls .tools/uv/bin/uv .tools/uv-pip/bin/uv 2>/dev/null | head -n 1)
BOT = $(UV) run --project bot
NPM = PATH="$$(python3 scripts/ensure_node.py):$$PATH" npm --prefix widget --no-update-notifier
WIDGET_SOURCES = $(wildcard widget/*.* widget/src/*/*.* widget/src/*/*/*.*)

# Each file's tests stay in one process, and those that start a whole system come first.
IN_PARALLEL = --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
# Where somebody forbids Python to keep what it has compiled, every start of a process takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo phones up down chat widget train eval bench lint types test test-long format clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready bot/.venv/.ready ## install uv and both environments (every other target does it by itself)

.venv/.ready: pyproject.toml uv.lock
	@uv=$$(python3 scripts/ensure_uv.py) && "$$uv" sync --frozen && touch $@

bot/.venv/.ready: bot/pyproject.toml bot/uv.lock
	@uv=$$(python3 scripts/ensure_uv.py) && "$$uv" sync --frozen --project bot --python "$$(python3 scripts/find_python310.py)" && touch $@

widget/node_modules/.ready: widget/package.json widget/package-lock.json
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@

gateway/pages/widget/.built: widget/node_modules/.ready $(WIDGET_SOURCES)
	@$(NPM) run --silent build && touch $@

widget: setup gateway/pages/widget/.built ## build the chat window (every target that needs it does so by itself)

demo: setup widget ## run the whole system with the demo shop on http://127.0.0.1:8000/demo/ (Ctrl-C stops it)
	@$(UV) run xiaohu demo run

phones: setup widget ## the demo with every messaging app, and their phones on http://127.0.0.1:8010/
	@$(UV) run python -m tests.fakes.phones

up: setup widget ## the demo in the background; returns when it is ready
	@$(UV) run xiaohu demo up

down: setup ## stop what `make up` started
	@$(UV) run xiaohu demo down

chat: up ## talk to it in the terminal
	@$(UV) run xiaohu chat

train: setup ## train the understanding (kept by the hash of what it is made from)
	@$(BOT) python -m bot.train

eval: setup ## measure the understanding; results in benchmarks/results (ARGS=--stock trains the stock pipeline beside ours)
	@$(BOT) python -m benchmarks.nlu $(ARGS)

bench: setup ## measure turns, start and memory on this machine
	@$(UV) run python -m benchmarks.turns

lint: setup widget/node_modules/.ready ## ruff, its formatter, the import directions, and eslint for the widget
	@$(NPM) run --silent lint
	@$(UV) run ruff check .
	@$(UV) run ruff format --check .
	@$(UV) run lint-imports

types: setup widget/node_modules/.ready ## mypy --strict, and tsc for the widget
	@$(NPM) run --silent types
	@$(UV) run mypy
	@$(UV) run mypy --config-file bot/pyproject.toml

test: setup widget ## every test: the widget, the business, the gateway, the bot, and the whole system end to end
	@failed=0; \
	$(NPM) test --silent || failed=1; \
	$(BOT) python -m bot.train --if-needed || exit 1; \
	$(BOT) pytest -c tests/bot/pytest.ini tests/bot tests/nlu || failed=1; \
	$(UV) run pytest $(IN_PARALLEL) || failed=1; \
	exit $$failed

test-long: test ## the slow forms as well; there are none that `make test` leaves out yet

format: setup ## put the code into the house's form
	@$(UV) run ruff format .
	@$(UV) run ruff check --fix .

clean: ## remove what was built: models, the demo and its data, caches (the environments and your own settings stay)
	@if [ -f var/demo/supervisor.json ]; then $(UV) run xiaohu demo down; fi
	@if grep -qsx XIAOHU_DEMO=1 var/xiaohu.env; then rm var/xiaohu.env; fi
	rm -rf models gateway/pages/widget var/demo var/jieba .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
