# `make demo` shows authguard at work, `make check` is for the inner loop, `make test` checks everything.
# Each makes its own virtual environment: git, make and Python 3.11 or newer are enough to begin with.

BIN := .venv/bin
PYTHONS := 3.11 3.12 3.13 3.14
# The newest supported Python. `make test` runs the cases and most units on it, if it is here and is not that of .venv.
NEWEST := 3.13
# `make fuzz`: N examples, from number FIRST on, in JOBS processes. `make fuzz-input`: N inputs.
N := 10000
FIRST := 0
JOBS := 1
# `make check` leaves out the tests that start builds, servers or many processes.
FAST := $(addprefix tests/units/,cli compare config git locks nix outputs producers report rules test_*.py) \
	$(addprefix tests/units/repair/test_,edits.py literal.py plan.py spelling.py version.py)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'

.PHONY: release docs picture generate help setup test-deps test check demo format lint types fast newest suite plain fuzz fuzz-input lock upgrade clean

help:
	@echo 'make demo       show what authguard reports about a bump without new hashes; installs nothing on the system'
	@echo 'make check      formatting, lint, types and the fast tests: for the inner loop'
	@echo 'make test       formatting, lint, types and all tests; as root on Debian it installs test-deps first'
	@echo 'make test-deps  install the Debian packages that the tests need, and nothing else'
	@echo 'make setup      make or update the virtual environment .venv'
	@echo 'make format     rewrite the sources in the one format'
	@echo 'make lint       formatting, lint, and which package may import which'
	@echo 'make types      types'
	@echo 'make fast       the fast tests alone'
	@echo 'make suite      all tests alone: the cases and most units on the newest Python, the others on that of .venv'
	@echo 'make plain      all tests without what only Linux has: /proc, files without a name, GNU tar, setsid'
	@echo 'make generate   write the manual, the completions and docs/commands.md from the command line'
	@echo 'make release    build and compare the sdist and the wheel of a release, and say how to tag it'
	@echo 'make docs       write the documentation site to site/'
	@echo 'make picture    draw a run of git authguard check, and the drawings of the docs: docs/*.svg'
	@echo 'make fuzz       compare N random examples with Nix, from number FIRST on; differences go to .fuzz/'
	@echo 'make fuzz-input N=100000 CORPUS=DIR    read N damaged inputs, made from the files of DIR too'
	@echo 'make lock       write requirements/ from pyproject.toml (make upgrade: newest versions)'
	@echo 'make clean      remove everything that make made'

setup:
	@.ci/venv .venv $(PYTHONS)

test-deps:
	@.ci/debian-packages

test: test-deps setup
	@$(MAKE) --no-print-directory -j 2 lint types newest
	@$(MAKE) --no-print-directory suite

check: lint types fast

demo:
	@LOCK=requirements/run.txt .ci/venv .venv-run $(PYTHONS)
	@PATH="$(CURDIR)/.venv-run/bin:$$PATH" scripts/demo

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

types: setup
	$(BIN)/mypy --strict

fast: setup
	$(BIN)/python -m pytest -q -n 2 $(FAST)

# types takes as long as both others, and each uses one core
newest: setup
	@.ci/newest $(NEWEST) >/dev/null

suite: setup
	@.ci/suite $(NEWEST)

plain: setup
	@.ci/plain

release: setup
	$(BIN)/python scripts/release.py

docs:
	@LOCK=requirements/docs.txt .ci/venv .venv-docs $(PYTHONS)
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --quiet --strict

picture: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/picture.py
	$(BIN)/python scripts/drawings.py

generate: setup
	$(BIN)/python scripts/generate.py

fuzz: setup
	$(BIN)/python -m tests.oracle.run --examples $(N) --first $(FIRST) --jobs $(JOBS) --save .fuzz

# atheris is not in the lock: it goes into its own folder, if there is a wheel of it for this Python.
fuzz-input: setup
	@$(BIN)/uv pip install --quiet --only-binary :all: --target .atheris --group fuzz || true
	PYTHONPATH=.atheris $(BIN)/python -m benchmarks.fuzz_input --inputs $(N) $(addprefix --corpus ,$(CORPUS))

lock: setup
	$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --group docs --output-file requirements/docs.txt

upgrade: setup
	$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt --upgrade
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt

clean:
	rm -rf site .venv .venv-run .venv-docs .venv-$(NEWEST) .wheels .atheris .import_linter_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz
