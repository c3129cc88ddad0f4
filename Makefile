# The only runner. `make` alone lists what there is.
# Environments are made by tools/bootstrap.sh: plain venv and pip, nothing else.
.DEFAULT_GOAL := help
.PHONY: run test show bench docs clean help
unexport PYTHONPATH PYTHONHOME

BIN = .venv/bin
ARGS =
NAME =
TESTARGS = -q
SPHINX = $(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

# $(call step,NAME,COMMAND): say what runs, run it, say how long it took; stop if it failed.
define step
@printf '\n== %s\n' '$(1)'; begun=$$(date +%s); \
$(2); code=$$?; spent=$$(( $$(date +%s) - begun )); \
if [ $$code -eq 0 ]; then printf '== %s: ok, %s s\n' '$(1)' "$$spent"; \
else printf '== %s: FAILED, %s s\n' '$(1)' "$$spent"; exit $$code; fi
endef

help:
	@echo 'make run               install if needed, then the tour (ARGS="..." adds options)'
	@echo 'make test              style, types, import contract, tests, documentation'
	@echo 'make show [NAME=name]  a full-size run from show/; without NAME: the names'
	@echo 'make bench             time ours against others, in an environment of its own'
	@echo 'make docs              the documentation, in docs/_build/html'
	@echo 'make clean             remove environments, caches and built pages'

run:
	@sh tools/bootstrap.sh run
	@$(BIN)/ionwright tour $(ARGS)

test:
	@sh tools/bootstrap.sh test
	$(call step,style,$(BIN)/ruff check . && $(BIN)/ruff format --check .)
	$(call step,types,$(BIN)/pyright)
	$(call step,import contract,$(BIN)/lint-imports --no-cache)
	$(call step,tests,$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile $(TESTARGS))
	$(call step,documentation,$(SPHINX))

show:
	@if [ ! -f 'show/$(NAME).py' ]; then \
	  [ -z '$(NAME)' ] || echo 'show/$(NAME).py does not exist.'; \
	  found=$$(ls show/*.py 2>/dev/null | sed 's|^show/||; s|[.]py$$||'); \
	  if [ -n "$$found" ]; then echo 'make show NAME=name, where name is one of:'; echo "$$found"; \
	  else echo 'show/ holds no scripts.'; fi; \
	  [ -z '$(NAME)' ] || exit 2; \
	else sh tools/bootstrap.sh test && $(BIN)/python 'show/$(NAME).py' $(ARGS); fi

bench:
	@sh tools/bootstrap.sh bench
	@.venv-bench/bin/python benchmarks/registry.py $(ARGS)

docs:
	@sh tools/bootstrap.sh test
	@$(SPHINX)
	@echo 'Open docs/_build/html/index.html'

clean:
	rm -rf .venv .venv-bench .venv.log .venv-bench.log dist build docs/_build docs/data docs/examples \
	  docs/reference/api docs/reference/cli.md .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
