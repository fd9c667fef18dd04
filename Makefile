# Every target sets up what it needs: a fresh clone and Python >= 3.11 are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SOURCES := server/easel_server conversation/easel_conversation acp/easel_acp canvas/easel_canvas

# The tests start dozens of servers: each must find its modules compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format typecheck unit real-agents editors extension vsix vscode soak docs record bench clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make the virtual environment (.venv) with Easel and its tools

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Easel needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: setup ## Talk to the practice agent through the real server: no key, no network
	@$(BIN)/easel demo

test: lint typecheck unit extension ## Everything that CI checks

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: setup ## Rewrite the code as the linter wants it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

typecheck: setup
	@$(BIN)/mypy $(SOURCES) tests benchmarks

unit: setup real-agents editors
	@$(BIN)/pytest -n auto -q

real-agents: setup ## Install the agents that the tests run (needs Node; says so if it cannot)
	@$(BIN)/python tests/real_agents/install.py

editors: setup ## Unpack the editors that the tests run (Debian packages; says so if it cannot)
	@PYTHONPATH=tests $(BIN)/python -m easel_testing.install_editors

# Where npm installs, it writes this file last.
NODE_MODULES := vscode-extension/node_modules/.package-lock.json
HAS_NODE := command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))'

extension: setup ## Check, test and pack the VS Code extension (needs Node 20; says so if it is not there)
	@if $(HAS_NODE); then $(MAKE) --no-print-directory extension-checks; \
	else echo "Node 20 and npm are not installed: the VS Code extension is not tested."; fi

.PHONY: extension-checks
extension-checks: vsix
	@cd vscode-extension && npm run --silent typecheck && npm run --silent lint && npm test --silent
	@cd vscode-extension && node tools/install-vscode.mjs && npm run --silent e2e || [ $$? -eq 3 ]

# Not `npm ci`: it wants the packages of all platforms, and some registries have only a few.
$(NODE_MODULES): vscode-extension/package-lock.json
	@cd vscode-extension && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

vsix: setup $(NODE_MODULES) ## Pack the VS Code extension with the server in it
	@rm -rf vscode-extension/server
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir vscode-extension/server .
	@cd vscode-extension && npm run --silent package

vscode: setup $(NODE_MODULES) ## Try the extension: a VS Code in the browser, with the practice agent
	@cd vscode-extension && node tools/install-vscode.mjs && node tools/try-vscode.mjs

soak: setup ## Kill servers and writers hundreds of times, race for 1000 leases, count what goes wrong
	@PYTHONPATH=tests $(BIN)/python tests/soak/kill_the_server.py --rounds 200
	@PYTHONPATH=tests $(BIN)/python tests/soak/kill_the_writer.py --rounds 500
	@PYTHONPATH=tests $(BIN)/python tests/soak/kill_while_talking.py --rounds 500
	@PYTHONPATH=tests $(BIN)/python tests/soak/race_for_leases.py --rounds 1000

docs: setup ## Write the pages and types that are made from the code
	@$(BIN)/python -m easel_server.protocol.generate

record: setup ## Record the examples of the documentation anew, on the real server
	@$(BIN)/python -m easel_server.protocol.generate --record

bench: setup ## Print the benchmark ratios
	@$(BIN)/python -m benchmarks

clean: ## Remove what the targets made
	@rm -rf vscode-extension/node_modules vscode-extension/dist vscode-extension/artifacts
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
