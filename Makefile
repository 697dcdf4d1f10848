# Everything a person types here. What the targets do is written in bin/.
.DEFAULT_GOAL := help
.PHONY: help run test check format setup lock messages bench assets clean
.SILENT:
MAKEFLAGS += --no-print-directory
VENV := .venv/bin

help: ## this list
	echo "make …"
	sed -n 's/^\([a-z]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 13
	echo
	echo "  PORT=9000 make run              another port (8000 unless told)"
	echo "  DATABASE_URL=postgres://… make run   your PostgreSQL server instead of the built-in SQLite"

run: ## start Madang with its demonstration city (installs what it needs first)
	bin/setup run
	exec $(VENV)/madang up

test: check ## check, then all tests on SQLite, then again on PostgreSQL
	bin/chromium
	exec bin/test

check: setup ## style, types, who imports whom, templates, migrations
	exec $(VENV)/python bin/check

format: setup ## tidy the code's layout, and mend what can be mended by itself
	$(VENV)/ruff check --quiet --fix . || true
	exec $(VENV)/ruff format .

setup: ## prepare the environment for development in .venv
	bin/setup dev

lock: ## write the lock files anew (UPGRADE=1: with newer versions)
	bin/setup lock

messages: setup ## collect the texts to translate, and compile the translations
	$(VENV)/python bin/messages update
	$(VENV)/python bin/messages compile

bench: setup ## measure the speed of what matters
	if [ -d bench ]; then exec $(VENV)/python -m bench $(ARGS); else echo "There are no benchmarks yet."; fi

assets: ## fetch the committed web font anew (needs npm)
	exec bin/assets

clean: ## remove the environments and caches (keeps var/, where the data is)
	rm -rf .venv .venv-boot .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles test-results
	find madang tests bin -name __pycache__ -type d -prune -exec rm -rf {} +
	find madang -name '*.mo' -delete
