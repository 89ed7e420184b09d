# Each target makes .venv by itself and installs what it needs, at the versions of constraints.txt.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
EVAL ?= ../shared/eval
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

LOWEST ?= .venv-lowest
COMPILED ?= .venv-compiled
SECONDS ?= 60

.PHONY: demo test test-lowest compiled coverage fuzz mutants plugins names laws train train-check evaluate benchmark lint messages docs notebooks release sbom clean

demo: $(VENV)/.demo
	$(BIN)/newsquotes extract examples/article.txt

test: $(VENV)/.test
	@echo "The whole suite takes about a quarter of an hour on two cores; ARGS=tests/test_goldens.py runs a part of it." >&2
	$(BIN)/python -m pytest $(ARGS)

# The lowest versions that pyproject.toml allows, in an environment of their own.
test-lowest: $(LOWEST)/.test
	$(LOWEST)/bin/python -m pytest -W default $(ARGS)

# A compiled wheel in an environment of its own: the same records as the pure package, the goldens, and how much faster it is.
compiled: TEXTS = $(firstword $(wildcard $(EVAL)/txt) examples)
compiled: $(VENV)/.test $(COMPILED)/.test
	$(COMPILED)/bin/python -m pytest -p no:cacheprovider tests/test_goldens.py tests/test_detector.py tests/test_speakers.py \
		tests/test_contract.py tests/test_contract_builtins.py tests/test_quote_rules.py tests/test_workers.py
	$(BIN)/python tools/compiled.py $(COMPILED)/bin/python $(TEXTS) $(ARGS)

# Branches of src that no test takes; the test that counts lines would lose its tracer.
coverage: $(VENV)/.test
	$(BIN)/python -m pytest --cov --cov-report=term --cov-report=html:build/coverage --cov-fail-under=95 \
		--ignore tests/test_linear.py --ignore tests/browser --ignore tests/test_example_plugins.py $(ARGS)

fuzz: $(VENV)/.test
	$(BIN)/python tools/fuzz.py --seconds $(SECONDS) $(ARGS)

# A sample of small faults in a module, and those that its tests do not see.
mutants: MODULE ?= src/newsquotes/spans.py
mutants: TESTS ?= tests/test_spans.py tests/test_document.py tests/test_stage_results.py
mutants: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check cosmic-ray
	$(BIN)/python tools/mutants.py $(MODULE) $(TESTS) $(ARGS)

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

# A wheel and an sdist in dist/, the same bytes for the same commit, their checksums, and what they need (CycloneDX).
release: $(VENV)/.dev
	$(BIN)/python tools/release.py dist $(ARGS)

sbom: $(VENV)/.dev
	@mkdir -p dist
	$(BIN)/python tools/release.py dist --only-sbom

clean:
	rm -rf $(VENV) $(LOWEST) $(COMPILED) build dist docs/_build

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "newsquotes needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[test,browser-test]'
	@touch $@ $(VENV)/.demo

$(LOWEST)/.test: pyproject.toml
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[test,browser-test]'
	@touch $@

$(COMPILED)/.test: pyproject.toml constraints.txt hatch_build.py $(wildcard src/newsquotes/russian/*.py src/newsquotes/russian/*/*.py)
	test -x $(COMPILED)/bin/python || $(PYTHON) -m venv $(COMPILED)
	HATCH_BUILD_HOOKS_ENABLE=1 $(COMPILED)/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --force-reinstall --no-deps .
	$(COMPILED)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt 'newsquotes[test]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.demo $(VENV)/.test
