# `make demo` shows authguard at work; `make test` checks everything. Both set themselves up: git, make and
# Python 3.11 or newer are all that must be here before.

BIN := .venv/bin
PYTHONS := 3.11 3.12 3.13 3.14
# The newest Python that is promised; the tests run on it too where it is here and is not the one of .venv.
NEWEST := 3.13
# What `make fuzz` runs: so many examples, from this number on, in so many processes. `make fuzz-input`: so many inputs.
N := 10000
FIRST := 0
JOBS := 1
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --output-file requirements/dev.txt pyproject.toml --group dev

.PHONY: help setup test demo format lint types suite fuzz fuzz-input lock upgrade clean

help:
	@echo 'make demo     show what authguard says of a bump whose hashes were forgotten'
	@echo 'make test     formatting, lint, types and all tests'
	@echo 'make format   rewrite the sources in the one format'
	@echo 'make lint     formatting and lint'
	@echo 'make types    types'
	@echo 'make suite    the tests alone, on each Python'
	@echo 'make fuzz     hold N examples against Nix, from number FIRST on; what differs goes to .fuzz/'
	@echo 'make fuzz-input N=100000 CORPUS=DIR    so much bad input, made of the files of DIR too'
	@echo 'make lock     requirements/dev.txt from pyproject.toml (make upgrade: newest versions)'
	@echo 'make clean    take away everything that make made'

setup:
	@.ci/debian-packages
	@.ci/venv .venv $(PYTHONS)

test: lint types suite

demo: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/demo

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy --strict

suite: setup
	@.ci/suite $(NEWEST)

fuzz: setup
	$(BIN)/python -m tests.oracle.run --examples $(N) --first $(FIRST) --jobs $(JOBS) --save .fuzz

# atheris goes into a folder of its own, where there is a wheel of it for this Python: the lock does not know it.
fuzz-input: setup
	@$(BIN)/uv pip install --quiet --only-binary :all: --target .atheris --group fuzz || true
	PYTHONPATH=.atheris $(BIN)/python -m benchmarks.fuzz_input --inputs $(N) $(addprefix --corpus ,$(CORPUS))

lock: setup
	$(COMPILE)

upgrade: setup
	$(COMPILE) --upgrade

clean:
	rm -rf .venv .venv-$(NEWEST) .wheels .atheris .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz
