# run · test · check · live · faults · bench: everything that is done with Lotsa.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: run demo test check live faults bench containers image wheels settings translations lock clean

run: $(VENV)/.ready
	@exec $(BIN)/python -m deploy.run

demo: $(VENV)/.ready
	@exec $(BIN)/python -m deploy.demo

test: $(VENV)/.dev
	@bash .ci/system
	$(BIN)/python -m pytest -m "not containers"

live: $(VENV)/.dev
	$(BIN)/python -m pytest -m live

faults: $(VENV)/.dev
	SEEDS=$(or $(SEEDS),20) $(BIN)/python -m pytest -s -m faults

containers: $(VENV)/.dev
	@bash .ci/containers

image:
	@bash deploy/image.sh

# With these, the image is built without a network.
wheels:
	@PYTHON=$(PYTHON) bash deploy/wheels.sh

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p shared -p services -p deploy -p bench
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/contracts tests/test_sizes.py tests/test_translations.py

bench: $(VENV)/.dev
	$(BIN)/python -m bench

settings: $(VENV)/.dev
	$(BIN)/python -m deploy.settings_table --write

translations: $(VENV)/.dev
	$(BIN)/python -m deploy.translations

# Locks hold versions and hashes but no address, so that any index serves them.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 -o requirements-dev.lock
	echo uv | uv pip compile - --universal --generate-hashes --python-version 3.11 -o requirements-image.lock

$(VENV)/.ready: requirements.lock
	@PYTHON=$(PYTHON) bash deploy/environment.sh $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@PYTHON=$(PYTHON) bash deploy/environment.sh $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) build
