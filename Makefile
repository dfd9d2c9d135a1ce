# Everything from a fresh clone, on a machine that has Python 3.11 (with venv) and make: `make report`, `make test`, `make help`.
# pip keeps its own configuration (index, proxy, certificates); nothing here names an index.

ifeq ($(origin PYTHON),undefined)
PYTHON  := $(shell for candidate in python3.11 python3 python3.12 python3.13 python; do \
             $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$candidate; break; }; done)
endif
VENV    := .venv
RUN     := $(VENV)/bin/python
REPORT  ?= report
PIP_FLAGS ?= -qq
WORKERS ?= auto

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help report test lint format doctest proofs docs bench deep clean core full

help:  ## say what there is
	@echo "make TARGET, with PYTHON=... to choose the interpreter ($(or $(PYTHON),none found)):"
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS='	' read -r name text; do printf '  %-8s %s\n' "$$name" "$$text"; done

# --- the environment -------------------------------------------------------------------------------------------------------
# A stamp is written last and taken away first, so what was interrupted is done again. It carries the folder's checksum: an
# environment knows where it lies, and a folder that was moved is installed anew.

WHERE      := $(firstword $(shell pwd | cksum))
CORE       := $(VENV)/.installed-core-$(WHERE)
FULL       := $(VENV)/.installed-full-$(WHERE)
ESTIMATORS := $(wildcard estimators/pyproject.toml)
INPUTS     := pyproject.toml constraints.txt

define environment
	@rm -f $(VENV)/.installed-*
	@test -n "$(PYTHON)" || { echo "nashsym needs Python 3.11 or newer: none found; name one with make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(RUN) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Setting up $(VENV) with $(PYTHON)"; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "$(PYTHON) is not Python 3.11 or newer: name one with make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
	  $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "$(PYTHON) has no venv module: install it (on Debian and Ubuntu: apt-get install python3.11-venv) or name another interpreter with make PYTHON=..." >&2; exit 1; }; \
	  $(PYTHON) -m venv --clear $(VENV); }
endef

$(CORE): $(INPUTS)
	$(environment)
	@echo "Installing what the command line needs (about a minute)"
	$(RUN) -m pip install $(PIP_FLAGS) -c constraints.txt -e .
	@touch $@

$(FULL): $(INPUTS) $(ESTIMATORS)
	$(environment)
	@echo "Installing what the tests need (a minute or two)"
	$(RUN) -m pip install $(PIP_FLAGS) -c constraints.txt -e ".[test,lint]" $(if $(ESTIMATORS),-e "./estimators[test]")
	@touch $(CORE) $@

core: $(CORE)  ## install what the command line needs
full: $(FULL)  ## install what tests and lint need too

# --- the two main jobs -----------------------------------------------------------------------------------------------------

report: $(CORE)  ## write the certified report on the embedded survey into report/
	$(VENV)/bin/nashsym report -o $(REPORT)
	@echo "The report is in $$(cd $(REPORT) && pwd)"

test: $(FULL)  ## run every test (WORKERS=1 for one process)
	$(RUN) -m pytest -n $(WORKERS) --maxprocesses 8 -q tests

# --- the gate --------------------------------------------------------------------------------------------------------------

lint: $(FULL)  ## ruff and mypy
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy --strict

format: $(FULL)  ## let ruff put the code in its form
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

doctest: $(FULL)  ## run the examples in docstrings, README and docs
	$(RUN) -m pytest -q --doctest-modules nashsym estimators/nashsym_estimators tests/test_docs.py

proofs: $(FULL)  ## check the derivation of every theorem
	$(RUN) -m proofs

docs: $(FULL)  ## write anew what README and docs print, and the pictures
	$(RUN) scripts/readme_picture.py
	$(RUN) -m scripts.theorem_pictures
	$(RUN) -m scripts.theorem_pages
	$(RUN) scripts/pages.py

bench: $(FULL)  ## measure, as ratios in one run (benchmarks/)
	@set -e; for script in $(filter-out benchmarks/common.py,$(wildcard benchmarks/*.py)); do echo "== $$script"; $(RUN) $$script; done

deep: $(FULL)  ## run the property tests with 5,000 examples each
	NASHSYM_DEEP=1 $(RUN) -m pytest -n $(WORKERS) --maxprocesses 8 -q tests

clean:  ## take away what make made, .venv included
	rm -rf $(VENV) $(REPORT) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
