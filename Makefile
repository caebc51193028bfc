# The book's commands. Needs Python 3.11 or newer, git and make; everything else sets itself up.

BIN := .venv/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
MATHEMATICS := $(wildcard $(patsubst %,tests/test_%.py,activations layers losses gradcheck optimizers batching) \
	tests/core/test_kernel.py tests/models/test_train.py $(patsubst %,tests/engine/test_%.py,network training plugin slots))
ORDINARY := $(patsubst %,tests/grading/%.py,sandbox/test_machine sandbox/test_confine sandbox/test_session course/test_graders)
LONG := $(patsubst %,tests/%.py,grading/sandbox/test_attacks grading/exercises/test_assignments \
	grading/exercises/test_earned grading/course/test_faults grading/course/test_postgres \
	grading/course/test_cluster course/test_own_class plots/ch01/test_browser_board plots/ch02/test_browser_viewer \
	$(patsubst %,plots/kit/test_%,labextensions browser_notebook7 browser_card))
PEERS := torch==2.13.0 keras==3.15.1 jax==0.10.2 pandas==3.1.1 tensorboard==2.21.0
WEBBOOK := PYTHONPATH=site OMP_NUM_THREADS=1 MPLBACKEND=Agg NNLIB_MINE=/dev/null/mine.py $(BIN)/python -m webbook.build
WORKERS ?= 3

.PHONY: help demo test test-long test-ordinary test-peers test-pages test-site seeds mutants lab lab-teach build site release words lint bench clean chromium bubblewrap postgres
.DEFAULT_GOAL := help

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

demo: .venv/.warm bubblewrap  ## train on a learner's functions, grade a sample class
	@$(BIN)/python -m nnlib demo

lab: .venv/.warm  ## open the book in JupyterLab, in a folder of your own
	@$(BIN)/python -m nnlib lab

lab-teach: .venv/.warm  ## open the whole clone in JupyterLab, with solutions and nbgrader's panels
	@$(BIN)/python -m nnlib lab --teach

test: .venv/.warm chromium bubblewrap postgres lint  ## the checks, but for those that take long
	@$(BIN)/python -m nnlib build --check
	$(BIN)/python -m pytest -q -n auto --dist loadfile --doctest-modules nnlib --ignore-glob "nnlib/grading/sandbox/*"
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(LONG:%=--ignore %)
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -n auto --dist loadfile --doctest-modules nnlib/*.py
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -n auto $(or $(MATHEMATICS),$(error no mathematics tests in tests/))

test-long: .venv/.warm chromium bubblewrap postgres  ## what takes long: attacks, every answer in the sandbox, full disks, clusters, weeks in a browser
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(LONG)

test-ordinary: .venv/.warm bubblewrap  ## the sandbox without root's rights, as most who grade have it (a minute)
	@$(BIN)/python tests/ordinary.py -m pytest -q -p no:cacheprovider $(ORDINARY)

test-peers: .venv/.warm .venv/.peers chromium  ## against PyTorch and Keras, which are installed for it; the book on a reader's functions
	$(BIN)/python -m pytest -q tests/peers --ignore tests/peers/test_site.py
	$(BIN)/python tests/all_kept.py build/all_kept/mine.py
	NNLIB_TEST_MINE=$(CURDIR)/build/all_kept/mine.py $(BIN)/python -m pytest -q tests/plots/test_browser.py -k "a_chapter_runs or every_cell"

test-site: site chromium  ## the pages for the web in a browser, each on a phone's width and in both themes (half an hour)
	$(BIN)/python -m pytest -q tests/peers/test_site.py

test-pages: .venv/.warm .venv/.site chromium  ## the same of a site in which two chapters move, and all links (some minutes)
	@$(WEBBOOK) --short
	NNLIB_TEST_SITE=build/site_short $(BIN)/python -m pytest -q -n 2 tests/peers/test_site.py

seeds: .venv/.warm  ## every right and wrong answer over many draws (a quarter of an hour)
	@$(BIN)/python tests/many_seeds.py

mutants: .venv/.warm  ## every solution with one small change: no check may let it through (a minute)
	@$(BIN)/python tests/mutants.py
	@$(BIN)/python tests/named.py

build: .venv/.installed  ## regenerate the notebooks from their percent sources, and the stubs for editors
	@$(BIN)/python -m nnlib build
	@$(BIN)/python tests/stubs.py

site: .venv/.warm .venv/.site  ## the book as pages for the web, in build/site (some minutes, then half a minute)
	@$(WEBBOOK)

release: .venv/.installed  ## sdist and wheel in dist/, each installed in an empty environment and put through the short course
	@rm -rf dist && $(BIN)/python -m hatchling build -d dist >/dev/null
	@$(BIN)/python tests/release.py dist

words: .venv/.installed  ## collect every sentence that people read, for translators
	@$(BIN)/python -m nnlib.course.sentences

lint: .venv/.installed  ## style of the code, and what an editor says about code that uses it
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "not formatted: run $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/python tests/editors.py

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
	@KERAS_BACKEND=jax $(BIN)/python -c 'import torch, keras, jax, pandas, tensorboard' 2>/dev/null || $(BIN)/pip install -qq -c constraints.txt $(PEERS)
	@touch $@

.venv/.site: .venv/.installed
	@$(BIN)/python -c 'import myst_nb, sphinx_book_theme' 2>/dev/null || $(BIN)/pip install -qq -c constraints.txt -e ".[site]"
	@touch $@

.venv/.warm: .venv/.installed $(wildcard nnlib/*.py nnlib/core/*.py nnlib/engine/*.py nnlib/models/*.py)
	@$(BIN)/python -m nnlib warm
	@touch $@

# Debian packages, where root allows it: a browser for the tests, a sandbox for the grader, a server for several graders.
chromium:
	@.ci/need chromium 'command -v chromium || command -v chromium-browser || command -v google-chrome' 'the browser tests'

bubblewrap:
	@.ci/need bubblewrap 'command -v bwrap' 'the sandbox of the grader'

postgres:
	@.ci/need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb' 'the tests of several graders'
