# Each target makes .venv by itself and installs what it needs, at the versions of constraints.txt.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
EVAL ?= ../shared/eval
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test test-lowest plugins names laws train train-check evaluate benchmark lint messages docs notebooks clean

demo: $(VENV)/.demo
	$(BIN)/newsquotes extract examples/article.txt

test: $(VENV)/.test
	$(BIN)/python -m pytest $(ARGS)

plugins: $(VENV)/.test
	$(BIN)/python -m pytest tests/test_example_plugins.py $(ARGS)

names: $(VENV)/.demo
	$(BIN)/python -m newsquotes.testing.names --wrong

laws: $(VENV)/.demo
	$(BIN)/python tools/laws.py $(EVAL)/txt $(ARGS)

train: UNSEEN = $(addprefix --unseen ,$(wildcard $(EVAL)/blind.txt))
train: $(VENV)/.dev
	@test -f $(EVAL)/gold.jsonl || { echo "There is no development set in $(EVAL); set EVAL=FOLDER"; exit 1; }
	$(BIN)/python -m newsquotes.russian.training $(EVAL) --goldens tests/goldens $(UNSEEN) $(ARGS)

train-check: $(VENV)/.dev
	$(BIN)/python -m pytest tests/test_training.py $(ARGS)

evaluate: $(VENV)/.demo
	@test -f $(EVAL)/gold.jsonl || { echo "There is no development set in $(EVAL); set EVAL=FOLDER"; exit 1; }
	@mkdir -p build
	$(BIN)/newsquotes extract --format jsonl --output build/predictions.jsonl $(EVAL)/txt/*.txt
	$(BIN)/newsquotes evaluate $(EVAL) build/predictions.jsonl $(ARGS)

benchmark: $(VENV)/.test
	$(BIN)/python benchmarks/speed.py $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

messages: $(VENV)/.test
	$(BIN)/python tools/catalogue.py

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build

notebooks: $(VENV)/.test
	$(BIN)/python tools/run_notebooks.py

clean:
	rm -rf $(VENV) build docs/_build

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "newsquotes needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[test,browser-test]'
	@touch $@ $(VENV)/.demo

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.demo $(VENV)/.test
