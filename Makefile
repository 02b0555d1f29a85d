# `make` alone lists the targets. Continuous integration runs exactly these.
#
# PYTHON=/path/to/python3.12 chooses the Python that .venv is made with.
# WORKERS=4                  runs the tests on that many processors (default: 2).
# TESTS='tests/graph -k add' passes arguments on to pytest.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test check format bench gallery clean

export PYTHON
python := .venv/bin/python
WORKERS ?= 2
# The workers share the processors; a library's own threads, which spin when they have nothing to do, would take them from each other.
alone := OPENBLAS_NUM_THREADS=1

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1@/p' $(MAKEFILE_LIST) | awk -F@ '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup: ## make .venv with everything that developing glassgrad needs
	@sh scripts/setup_environment.sh dev

demo: ## set up what is needed, then do the main job on real data
	@sh scripts/setup_environment.sh runtime
	@$(python) scripts/demo.py

test: ## set up what is needed, then run all tests and every example in the documentation
	@sh scripts/setup_environment.sh test
	$(alone) $(python) -m pytest -n $(WORKERS) $(TESTS)

check: ## look for faults without running: ruff, mypy --strict, the floors
	@sh scripts/setup_environment.sh dev
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) -c "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"

format: ## put the code into the common form, and mend what ruff can mend
	@sh scripts/setup_environment.sh dev
	$(python) -m ruff format
	$(python) -m ruff check --fix

bench: ## measure speed beside the peers (never a pass or a fail); BENCH=--quick takes half a minute
	@sh scripts/setup_environment.sh runtime
	@sh scripts/setup_bench.sh
	@$(python) -m bench $(BENCH)

gallery: ## make docs/gallery.md and its pictures again, from real runs
	@sh scripts/setup_environment.sh runtime
	@$(python) scripts/make_gallery.py

clean: ## remove .venv and everything else that can be made again
	rm -rf .venv .venv-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
