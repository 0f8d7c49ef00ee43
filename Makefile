# Every target makes what it needs: a virtual environment in .venv with the package in it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
# What is installed beside the package; `distributed` (Ray, PostgreSQL) and `ocr` (scans) are for who needs them.
EXTRAS ?= dev,llm,ui

.PHONY: demo test check eval bench ui clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[$(EXTRAS)]"
	touch $(READY)

demo: $(READY)
	$(BIN)/clause-analyzer analyze eval/samples/vendor-paper-ai-services.docx --profile core --out demo-report
	@echo "Open demo-report/report.html in a browser."

test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(READY)
	$(BIN)/ruff format --check analyzer eval ui tests
	$(BIN)/ruff check analyzer eval ui tests
	$(BIN)/mypy
	$(BIN)/clause-analyzer library check

eval: $(READY)
	$(BIN)/python -m eval --check
	$(BIN)/python -m eval renewal --check
	$(BIN)/python -m eval lint --check

bench: $(READY)
	$(BIN)/python -m eval bench

ui: $(READY)
	$(BIN)/clause-analyzer ui

clean:
	rm -rf $(VENV) demo-report report
