# The book's commands. Needs Python 3.11 or newer, git and make; everything else sets itself up.

BIN := .venv/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
MATHEMATICS := $(wildcard $(patsubst %,tests/test_%.py,activations layers losses gradcheck \
	optimizers batching network training kernel plugin slots))
PEERS := torch==2.13.0
WORKERS ?= 3

.PHONY: help demo test test-peers seeds mutants lab build lint bench clean chromium bubblewrap postgres
.DEFAULT_GOAL := help

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

demo: .venv/.warm bubblewrap  ## train on a learner's functions, grade a sample class
	@$(BIN)/python -m nnlib demo

lab: .venv/.warm  ## open the book in JupyterLab
	@$(BIN)/python -m nnlib lab

test: .venv/.warm chromium bubblewrap postgres lint  ## all checks
	@$(BIN)/python -m nnlib build --check
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -n auto $(or $(MATHEMATICS),$(error no mathematics tests in tests/))

test-peers: .venv/.warm .venv/.peers  ## the mathematics against PyTorch, which is installed for it
	$(BIN)/python -m pytest -q tests/peers

seeds: .venv/.warm  ## every right and wrong answer over many draws (a quarter of an hour)
	@$(BIN)/python tests/many_seeds.py

mutants: .venv/.warm  ## every solution with one small change: no check may let it through (a minute)
	@$(BIN)/python tests/mutants.py

build: .venv/.installed  ## regenerate the notebooks from their percent sources
	@$(BIN)/python -m nnlib build

lint: .venv/.installed  ## style of the code
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "not formatted: run $(BIN)/ruff format ."; exit 1; }

bench: .venv/.warm  ## training and grading speed beside the alternatives
	@set -e; for f in $(wildcard benchmarks/*.py); do $(BIN)/python $$f; done

clean:  ## remove everything that make made
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. The stamps make a second run cost nothing. -qq keeps pip to its errors.
.venv/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it, then run make again."; exit 1; }
	@test -x $(BIN)/pip || { echo "Setting up .venv (a minute or two, once) ..."; .ci/venv $(PYTHON); }
	@$(BIN)/pip install -qq -c constraints.txt -e ".[book,instructor,dev]"
	@touch $@

.venv/.peers: .venv/.installed
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/pip install -qq -c constraints.txt $(PEERS)
	@touch $@

.venv/.warm: .venv/.installed $(wildcard nnlib/*.py)
	@$(BIN)/python -m nnlib warm
	@touch $@

# Debian packages, where root allows it: a browser for the tests, a sandbox for the grader, a server for several graders.
chromium:
	@.ci/need chromium 'command -v chromium || command -v chromium-browser || command -v google-chrome' 'the browser tests'

bubblewrap:
	@.ci/need bubblewrap 'command -v bwrap' 'the sandbox of the grader'

postgres:
	@.ci/need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb' 'the tests of several graders'
