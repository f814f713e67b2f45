# The same commands for people and for CI. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A folder of official files; the environment's RULEBRIDGE_SOURCES where not given.
SOURCES ?= $(RULEBRIDGE_SOURCES)
export RULEBRIDGE_SOURCES := $(SOURCES)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: help run ask ingest test check audit sbom format eval gate baseline vectors adapter ranking coverage ablation calibration measured bench fuzz llm test-llm clean
help:
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing RuleBridge (a few minutes the first time)…"
	@$(BIN)/pip install -q torch==2.13.0 -c constraints.txt
	@$(BIN)/pip install -q -e . -c constraints.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Installing the tools for tests and checks…"
	@$(BIN)/pip install -q -e '.[dev]' -c constraints.txt
	@touch $@

run: $(VENV)/.run ## install, fetch and index what can be had, open the chat on 127.0.0.1:7860
	@$(BIN)/rulebridge ingest --fetch
	@$(BIN)/rulebridge serve --host $(HOST) --port $(PORT)

ingest: $(VENV)/.run ## index the digest and, with SOURCES=folder, the official texts
	@$(BIN)/rulebridge ingest

ask: $(VENV)/.run ## print one cited answer: make ask Q="…"
	@$(BIN)/rulebridge ingest --quiet
	@$(BIN)/rulebridge ask "$(subst ",\",$(Q))"

test: $(VENV)/.dev ## run the tests
	@$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev ## format, lint, types, import contracts, doctests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q --doctest-modules --ignore=tests corpus ingest assistant ui evals

audit: $(VENV)/.dev ## ask whether an installed package has a known vulnerability
	@$(BIN)/python .ci/audit

sbom: $(VENV)/.dev ## list everything that is installed, in sbom.json (CycloneDX)
	@$(BIN)/python .ci/sbom

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: $(VENV)/.dev ## measure the answers on the grounding test set
	@$(BIN)/rulebridge eval

# On the digest alone and in full precision: what every machine can index in seconds, alike.
gate baseline: export RULEBRIDGE_SOURCES :=
gate baseline: export RULEBRIDGE_EMBEDDING_DTYPE := float32
gate baseline: export RULEBRIDGE_HOME := $(CURDIR)/.make/gate
gate: $(VENV)/.dev ## fail if the answers have become worse than the committed baseline
	@$(BIN)/rulebridge ingest --quiet
	@$(BIN)/rulebridge eval --gate

baseline: $(VENV)/.dev ## make the answers as they are now the baseline
	@$(BIN)/rulebridge ingest --quiet
	@$(BIN)/rulebridge eval --write-baseline

vectors: $(VENV)/.dev ## embed the digest anew, after it has changed
	@$(BIN)/python -m ingest.vectors

adapter: $(VENV)/.dev ## learn the map of question vectors anew, after the digest has changed
	@$(BIN)/python -m ingest.adapter

ranking: $(VENV)/.dev ## fit the weights of the search anew (official texts indexed)
	@$(BIN)/python -m evals.fitting

coverage: $(VENV)/.dev ## write the coverage table of the digest into the README
	@$(BIN)/python -m evals.coverage

ablation: $(VENV)/.dev ## measure what each part of the search is worth, into evals/ABLATION.md
	@$(BIN)/python -m evals.ablation

calibration: $(VENV)/.dev ## measure when to be silent and how much to cite, into evals/ABLATION.md
	@$(BIN)/python -m evals.calibration

measured: $(VENV)/.dev ## put the figures of the latest test run on the About page
	@$(BIN)/python -m evals.measured

bench: $(VENV)/.dev ## measure speed, size and load (half an hour); LONG=1: a million passages and a working day too
	@$(BIN)/rulebridge ingest --quiet
	@$(BIN)/python -m evals.benchmarks all $(if $(LONG),--long)

fuzz: $(VENV)/.dev ## try 20,000 mutated and invented inputs on each parser, into tests/fuzzing/CAMPAIGN.md (an hour)
	@$(BIN)/python -m tests.fuzzing --growth --expressions --shrink --record tests/fuzzing/CAMPAIGN.md

llm: $(VENV)/.run ## fetch a small language model (1.1 GB) to try model-written answers with
	@$(BIN)/pip install -q -e '.[llm]' -c constraints.txt
	@$(BIN)/python -m evals.local_model

test-llm: $(VENV)/.run ## measure model-written answers with it, or with the model that is set
	@$(BIN)/rulebridge ingest --quiet
	@$(BIN)/python -m evals.model_table

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
