# Every target installs what it needs into .venv if it is missing or older than its lock. smoke has its own, in build/smoke.
PYTHON ?= $(shell for version in 3.11 3.12 3.13; do \
	if command -v python$$version >/dev/null 2>&1 && python$$version -c 'import venv, ensurepip' 2>/dev/null; \
	then echo python$$version; exit; fi; done; echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Packages that only a part of the tests needs, a lock each. Without them these tests are skipped.
GROUPS := spark ray site notebook
# Per cent of lines and branches of the measured rooms that their own tests run, at least.
FLOOR := 78

# Tests and examples start mtqe some hundred times. Without compiled files each start takes a second more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup $(GROUPS:%=with-%) lock demo processor test coverage check smoke format docs site golden release-check clean
.NOTPARALLEL:

help:
	@echo "make setup   build .venv with mtqe and all packages for developers"
	@echo "make with-ray  add the packages for the tests of Ray; also with-spark, with-site, with-notebook"
	@echo "make lock    renew the locks in requirements/; needs uv"
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

setup: .venv/.check $(GROUPS:%=with-%)

$(GROUPS:%=with-%): with-%: .venv/.%

# mtqe without its dependencies; demo.lock has those that it needs to start.
.venv/.demo: pyproject.toml requirements/demo.lock
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes --no-deps -r requirements/demo.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# torch has other builds, and so other hashes, for each kind of machine; the lock has what it needs besides.
# pip compiles on one core, and the tests that packages bring with them, too. What it leaves out is compiled when used.
.venv/.test: .venv/.demo requirements/test.lock
	$(PIP) --no-compile --require-hashes --no-deps -r requirements/test.lock
	$(PIP) --no-compile torch
	-$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' .venv/lib
	@touch $@

.venv/.check $(GROUPS:%=.venv/.%): .venv/.%: .venv/.test requirements/%.lock
	$(PIP) --require-hashes --no-deps -r requirements/$*.lock
	@touch $@

lock:
	requirements/lock

demo: .venv/.demo
	$(BIN)/mtqe demo

processor: .venv/.demo
	$(BIN)/python tests/ci/processor.py

# Some tests wait for servers, browsers and clusters: on two idle cores three processes take 454 s, two take 473 s.
test: .venv/.test
	$(BIN)/python -m pytest -q -n 3 --dist worksteal

# The tests of these rooms run in one process each, so their figure costs a minute; under the whole suite it costs ten.
MEASURED := model settings registry machine stats project intake gate flow
coverage: .venv/.test
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(MEASURED:%=tests/%) $(MEASURED:%=--cov=mtqe/%) --cov-report=term --cov-fail-under=$(FLOOR)

check: .venv/.check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check

smoke:
	$(PYTHON) tests/ci/smoke.py

format: .venv/.check
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

docs: .venv/.test
	$(BIN)/python docs/generate.py

site: .venv/.site
	NO_MKDOCS_2_WARNING=true $(BIN)/python -m mkdocs build --strict --quiet

release-check: .venv/.demo
	$(BIN)/python tests/ci/release_check.py

golden: .venv/.test
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/report tests/test_sample_report.py
	git diff --stat -- tests/report/golden reports/sample

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build dist reports/demo.*
