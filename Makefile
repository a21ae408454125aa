# Everything a newcomer can do here: `make help`. Only Python 3.11 or newer and make are needed.

VENV ?= .venv
BIN := $(VENV)/bin
# The first Python that is new enough; say another with make PYTHON=/path/to/python3.
PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export PIP_ROOT_USER_ACTION := ignore

PACKAGED := $(shell find src -type f -not -name '*.pyc') data/keywords.toml models/pm-or-po.joblib
# An editable installation for developers serves the demo as well.
INSTALLED := $(if $(wildcard $(VENV)/.dev),$(VENV)/.dev,$(VENV)/.installed)
OFFERS := pm-title-po-duties product-manager product-owner designer

.PHONY: help demo test spark check check-format check-types check-docs check-wheel train bench measure docs clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Judge the offers of examples/, the mislabelled one first
	@for offer in $(OFFERS); do \
		printf '\n$$ pm-or-po classify examples/%s.txt\n\n' $$offer; \
		$(BIN)/pm-or-po classify examples/$$offer.txt || exit; \
	done

test: $(VENV)/.dev ## Run the tests
	$(BIN)/python -m pytest

# Apart from the others: Spark is large, and needs Java 17 or newer.
spark: $(VENV)/.spark ## Test scoring on a real Spark: a master, two workers, one of them killed
	$(BIN)/python -m pytest tests/test_spark.py

check: check-format check-types check-docs check-wheel ## Check style, types, documentation and the wheel
	@echo "All checks passed."

check-format: $(VENV)/.dev ## ... style only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(VENV)/.dev ## ... types only
	$(BIN)/mypy

check-docs: $(VENV)/.dev ## ... only that the documentation says what the program does
	$(BIN)/python docs/make_cli.py --check
	$(BIN)/python docs/make_sessions.py --check
	$(BIN)/python docs/make_figures.py --check

# The wheel alone, in a venv and a folder that know nothing of this checkout.
check-wheel: $(VENV)/.dev ## ... only that the wheel works on its own
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && set -e && \
	$(BIN)/python -m build --wheel --outdir "$$tmp/dist" . >"$$tmp/build.log" 2>&1 || { cat "$$tmp/build.log"; exit 1; } && \
	$(BIN)/python -m venv "$$tmp/venv" && \
	"$$tmp/venv/bin/python" -m pip --quiet --disable-pip-version-check install "$$tmp"/dist/*.whl && \
	mkdir "$$tmp/elsewhere" && cp examples/pm-title-po-duties.txt "$$tmp/elsewhere/offer.txt" && \
	cd "$$tmp/elsewhere" && unset PYTHONPATH && \
	"$$tmp/venv/bin/pm-or-po" classify offer.txt --json >verdict.json && \
	"$$tmp/venv/bin/python" -I -c "import json, sys, pathlib, pm_or_po; \
	assert pathlib.Path(pm_or_po.__file__).is_relative_to(sys.prefix), pm_or_po.__file__; \
	verdict = json.load(open('verdict.json', encoding='utf-8')); \
	assert verdict['flag'] == 'pm-title-po-duties', verdict['flag']; \
	print('The wheel', pm_or_po.__version__, 'judges an offer on its own:', verdict['flag'])"

train: $(VENV)/.dev ## Train the model again on data/, with its figures and card
	$(BIN)/pm-or-po train
	$(MAKE) docs

measure: $(VENV)/.dev ## Measure the model on your labelled offers: make measure LABELLED=path
	@test -n "$(LABELLED)" || { echo "Say which labelled offers: make measure LABELLED=path/to/offers.jsonl" >&2; exit 2; }
	$(BIN)/pm-or-po evaluate "$(LABELLED)"

bench: $(VENV)/.dev ## Time the program beside a plain scikit-learn pipeline (benchmarks/results.md)
	@for bench in benchmarks/bench_*.py; do \
		test -e "$$bench" || { echo "There is no benchmark in benchmarks/."; exit 0; }; \
		$(BIN)/python "$$bench" || exit; \
	done

docs: $(VENV)/.dev ## Write again what the documentation quotes: help texts, sessions, figures
	$(BIN)/python docs/make_cli.py
	$(BIN)/python docs/make_sessions.py
	$(BIN)/python docs/make_figures.py

clean: ## Remove the venv and everything that tools leave behind
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Installation: once, until pyproject.toml (or, for the demo, the package) changes ---------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found: install one, or say where it is with make PYTHON=/path/to/python3." >&2; exit 2; }
	@echo "Creating $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 2; }

$(VENV)/.installed: pyproject.toml $(PACKAGED) | $(BIN)/python
	@echo "Installing pm-or-po into $(VENV) (once) ..."
	@$(PIP) install .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "Installing pm-or-po and what its developers use into $(VENV) (once) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $@

$(VENV)/.spark: $(VENV)/.dev
	@command -v java >/dev/null || { echo "Java 17 or newer is needed and none was found: install one, for instance openjdk-17-jre-headless." >&2; exit 2; }
	@echo "Installing Spark into $(VENV) (once) ..."
	@$(PIP) install --editable '.[dev,spark]'
	@touch $@
