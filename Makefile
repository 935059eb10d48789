# Each target sets up what it needs, then does its job. `make PYTHON=python3.12 …` chooses the Python.
# Paths are relative on purpose: the project may live in a folder whose name has spaces.

PYTHON ?= python3
DEMO := bright-smile city-reader lotus-tea north-gear
RUN := .venv/bin/python -m

.PHONY: demo test lint lab bench
.DELETE_ON_ERROR:
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH

demo: .venv/ready
	@$(RUN) toolkit sample
	@$(RUN) toolkit run $(DEMO) --period 2026-10
	@echo "Look at outputs/index.html, the agency's overview; the reports lie in outputs/<client>/2026-10/."

test: .venv/ready
	$(RUN) pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

lint: .venv/ready
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) nbstripout --verify --keep-id notebooks/*.ipynb

lab: .venv/ready
	@$(RUN) toolkit sample
	$(RUN) jupyter lab --LabApp.default_url=/lab/tree/notebooks --ServerApp.jpserver_extensions=toolkit.engine.lab=True

bench: .venv/ready
	@set -e; for each in benchmarks/*.py; do .venv/bin/python "$$each"; done

.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python: expected 3.11 or newer, got " + sys.version.split()[0] + ". Install a newer one, or name it: make PYTHON=/path/to/python3.")'
	$(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --compile -r requirements.lock
	$(RUN) pip install --quiet --no-deps -e .
	@touch .venv/ready
