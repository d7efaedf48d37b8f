# Needs Python >= 3.11 and make, nothing else. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := requirements/constraints.txt
TEST_JOBS ?= 2
TEST_ARGS ?=
# The server that `make test-neo4j` starts; its jars stay in .neo4j/.
NEO4J := 5.26.30
NEO4J_JARS := $(CURDIR)/.neo4j/$(NEO4J)
# The next line, which `make test-full` runs too; it needs Java 25.
NEO4J_NEXT := 2026.08.1
NEO4J_NEXT_JARS := $(CURDIR)/.neo4j/$(NEO4J_NEXT)
JAVA25 ?= $(firstword $(wildcard /usr/lib/jvm/*25*/bin/java) java)

# The same versions everywhere: for what is installed and for what builds it.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_BUILD_CONSTRAINT := $(CURDIR)/$(CONSTRAINTS)
INSTALL := $(BIN)/python -m pip install --quiet --constraint $(CONSTRAINTS)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-neo4j test-full lint bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.stamp-run ## create .venv with what the program needs

setup-dev: $(VENV)/.stamp-dev ## the same, and what tests and lint need

demo: setup ## simulate a campaign, find its rings, explain a link, export the top ring
	$(BIN)/fraudgraph demo

test: setup-dev ## the fast suites
	$(BIN)/python -m pytest -n $(TEST_JOBS) -m "not slow and not neo4j" $(TEST_ARGS)

test-neo4j: setup-dev $(NEO4J_JARS) ## the suites that ask a Neo4j server; starts one (needs Java and Maven, or root)
	NEO4J_JARS=$(NEO4J_JARS) $(BIN)/python -m pytest -m "neo4j and not slow" $(TEST_ARGS)

test-full: setup-dev $(NEO4J_JARS) $(NEO4J_NEXT_JARS) ## every suite, on both lines of Neo4j
	@tests/neo4j/server/needs-java 25 $(JAVA25)
	$(BIN)/python -m pytest -n $(TEST_JOBS) -m "not neo4j" $(TEST_ARGS)
	NEO4J_JARS=$(NEO4J_JARS) $(BIN)/python -m pytest -m neo4j $(TEST_ARGS)
	NEO4J_JARS=$(NEO4J_NEXT_JARS) NEO4J_JAVA=$(JAVA25) $(BIN)/python -m pytest -m neo4j $(TEST_ARGS)

lint: setup-dev ## style, types, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy fraudgraph tests
	$(BIN)/lint-imports

bench: setup-dev ## the benchmarks; results are written as data files beside them
	$(BIN)/python -m benchmarks

clean: ## remove .venv and everything that tools left behind
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf .neo4j
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(CURDIR)/.neo4j/%: tests/neo4j/server/pom.xml
	@mkdir -p $(@D)
	@tests/neo4j/server/fetch $@ $*

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $(PYTHON) is missing or older than Python 3.11" >&2; \
	  echo "do:    install Python 3.11 or newer, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	@echo "creating $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.stamp-run: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	@echo "installing fraudgraph and its dependencies"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-run
	@echo "installing the tools for tests and lint"
	@$(INSTALL) --editable '.[dev]'
	@touch $@
