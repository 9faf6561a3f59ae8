# Set-up happens by itself, once, and again when what it is made from changes.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
STAMP := $(VENV)/.complete
BIN := $(VENV)/bin
OUT := out

.PHONY: run test lint docs clean
.DELETE_ON_ERROR:

run: $(STAMP)
	$(BIN)/reformtext normalise seeds --out $(OUT)/corpus.parquet --out $(OUT)/corpus.jsonl

test: $(STAMP) lint
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-fail-under=95 --cov-report=term:skip-covered

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/sphinx-build -E -W -n --keep-going -q -b html docs $(OUT)/docs

# With torch already there, no other package makes pip fetch another build of it.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[fast,html,pandas,polars,datasets,spacy,counts,viz,ray,docs,dev]'
	touch $@

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
