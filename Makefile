# Every target that needs .venv builds it if it is missing or older than pyproject.toml. smoke has its own, in build/smoke.
PYTHON ?= $(shell for version in 3.11 3.12 3.13; do \
	if command -v python$$version >/dev/null 2>&1 && python$$version -c 'import venv, ensurepip' 2>/dev/null; \
	then echo python$$version; exit; fi; done; echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
READY := .venv/.ready
# Per cent of lines and branches of the measured rooms that their own tests run, at least.
FLOOR := 78

.PHONY: help setup lock demo processor test coverage check smoke format docs site golden release-check clean

help:
	@echo "make setup   build .venv with mtqe and all packages for its tests"
	@echo "make lock    renew requirements/dev.lock; needs uv"
	@echo "make demo    evaluate the demo article: console report and reports/demo.html"
	@echo "make processor  print what the processor can do, and which kernel onnxruntime uses for products of bytes"
	@echo "make test    run the tests"
	@echo "make coverage  print how much of the rooms that decide is run by their own tests, with a floor"
	@echo "make check   check formatting, lint, types and generated docs"
	@echo "make smoke   install the built wheel into a fresh environment and test it there"
	@echo "make format  format the code and apply lint fixes"
	@echo "make docs    update the generated docs"
	@echo "make site    build the documents as a site: build/site"
	@echo "make golden  update the golden files and the sample report; review their diff"
	@echo "make release-check  see whether this checkout can be released; builds dist/"
	@echo "make clean   remove .venv, caches, build output and demo reports"

setup: $(READY)

# torch has other builds, and so other hashes, for each kind of machine; the lock has what it needs besides.
$(READY): pyproject.toml requirements/dev.lock
	$(PYTHON) -m venv .venv
	$(PIP) torch
	$(PIP) --require-hashes --no-deps -r requirements/dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	requirements/lock

demo: $(READY)
	$(BIN)/mtqe demo

processor: $(READY)
	$(BIN)/python tests/ci/processor.py

test: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

# The tests of these rooms run in one process each, so their figure costs a minute; under the whole suite it costs ten.
MEASURED := model settings registry machine stats project intake gate flow
coverage: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(MEASURED:%=tests/%) $(MEASURED:%=--cov=mtqe/%) --cov-report=term --cov-fail-under=$(FLOOR)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check

smoke:
	$(PYTHON) tests/ci/smoke.py

format: $(READY)
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

docs: $(READY)
	$(BIN)/python docs/generate.py

site: $(READY)
	NO_MKDOCS_2_WARNING=true $(BIN)/python -m mkdocs build --strict --quiet

release-check: $(READY)
	$(BIN)/python tests/ci/release_check.py

golden: $(READY)
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/report tests/test_sample_report.py
	git diff --stat -- tests/report/golden reports/sample

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build dist reports/demo.*
