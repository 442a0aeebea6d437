# Two commands set up a fresh machine: `make demo` and `make test`. Everything else is for those who work on the course.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := demo
ASSIGNMENT := 00_01_linear_algebra
DEMO_MODELS := demo-models
MODELS := 01_04_variational_autoencoder
# Grading is as wide as there are workers; libraries that start threads of their own only get in its way.
export OMP_NUM_THREADS := 1

.PHONY: demo test check lint format types build install bench-throughput bench-transcripts bench-overhead bench-sandbox bench-graders bench-follow-through hostile faults fuzz clean calibration audit

## Install, build the notebooks, make two sample classes (one writes functions, one trains models), grade them, and show the results.
demo: install
	$(BIN)/autograder build
	$(BIN)/autograder sample $(DEMO) --assignment $(ASSIGNMENT)
	$(BIN)/autograder grade $(ASSIGNMENT) --course $(DEMO)
	$(BIN)/autograder sample $(DEMO_MODELS) --assignment $(MODELS)
	$(BIN)/autograder grade $(MODELS) --course $(DEMO_MODELS)

## Everything that CI runs; a file of tests stays in one process.
test: install browser lint types
	$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile

check: test

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

build: install
	$(BIN)/autograder build

## Side by side: nbgrader autograde, otter run and autograder grade on the same 40 submissions.
bench-throughput: install
	$(BIN)/python -m benchmarks.throughput

## Regrading 20 submissions of the variational autoencoder after a change, beside training them anew.
bench-transcripts: install
	$(BIN)/python -m benchmarks.transcripts

## Grading one training exercise, beside running the same code in plain Python.
bench-overhead: install
	$(BIN)/python -m benchmarks.overhead

## What all hidden graders of one submission cost, lesson by lesson, in processor time.
bench-graders: install
	$(BIN)/python -m benchmarks.graders

## What wrong early answers cost a class, with and without following them through.
bench-follow-through: install
	$(BIN)/python -m benchmarks.follow_through

## The same honest class with all layers of the sandbox and with none: the same grades, and what the layers cost.
bench-sandbox: install
	$(BIN)/python -m benchmarks.sandbox

## Every attack, on a grader without a defence and on ours: points forged, secrets read, neighbours harmed.
hostile: install
	$(BIN)/python -m tests.hostile

## Graders of a class, killed at random points 100 times and started again: grades lost, doubled, different.
faults: install
	$(BIN)/python -m tests.faults

## What reads frames, notebooks and archives, under Hypothesis and Atheris: so many MINUTES of processor time for each of the six; JOBS=2 for two at once.
fuzz: install
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable ".[fuzz]"
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),30) --jobs $(or $(JOBS),1)

## Every calibrated threshold over seeds not used in its calibration: right answers pass, mutants fail. JOBS=2 for two at once.
calibration: install
	$(BIN)/autograder calibrate --verify --jobs $(or $(JOBS),1)

## Right answers, mutants and generated mutants against every grader; docs/grader-quality.md says what came of it. JOBS=2 for two at once.
audit: install
	$(BIN)/autograder audit --jobs $(or $(JOBS),1)

install: $(STAMP)

$(STAMP): pyproject.toml journey/pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; say which with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || setup/system-packages.sh no-such-command=python3-venv
	@setup/system-packages.sh bwrap=bubblewrap
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade pip
	$(BIN)/python -m pip install -qq --constraint constraints.txt torch
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable journey --editable ".[dev]"
	@touch $@

# The formgrader test needs a browser. Where none can be installed, the test says so and is skipped.
.PHONY: browser
browser:
	@setup/system-packages.sh chromium=chromium || true

clean:
	rm -rf $(VENV) $(DEMO) $(DEMO_MODELS) build .pytest_cache .ruff_cache .mypy_cache
