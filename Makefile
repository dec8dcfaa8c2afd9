# Everything one does with Portico, as commands. Two are enough to begin with:
#
#   make run     builds it, fills it with demo data, serves it, prints the address and who can sign in
#   make test    format, lints, native tests, the deployed shape, the browser
#
# Both install what they need the first time (`make setup`), pinned: the toolchain of rust-toolchain.toml, four cargo
# tools by version, npm packages by package-lock.json. Each is safe to repeat, and quick when nothing changed.

SHELL := /bin/sh
.DEFAULT_GOAL := help

CARGO_HOME ?= $(HOME)/.cargo
# wrangler needs the Node that package.json brings, so node_modules/.bin comes first.
export PATH := $(CURDIR)/node_modules/.bin:$(CARGO_HOME)/bin:$(PATH)

TOOLCHAIN := $(shell sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
WASM_BINDGEN := 0.2.130
WORKER_BUILD := 0.8.7
TRUNK := 0.22.1
WASM_SPLIT := 0.2.4

# On a build machine a Cargo.lock that does not fit is an error; at a desk cargo mends it.
LOCKED := $(if $(CI),--locked)

# Native programs are built for the whole workspace, always: for one package alone cargo would choose other features of
# the dependencies, and compile them all a second time.
NATIVE := $(or $(CARGO_TARGET_DIR),target)/debug
RELEASED := $(or $(CARGO_TARGET_DIR),target)/wasm32-unknown-unknown/release

# worker-build and trunk would download these three; npm and cargo have brought them already.
export WASM_BINDGEN_BIN := $(CARGO_HOME)/bin/wasm-bindgen
export WASM_OPT_BIN := $(CURDIR)/node_modules/.bin/wasm-opt
export ESBUILD_BIN := $(CURDIR)/node_modules/.bin/esbuild
export TRUNK_SKIP_VERSION_CHECK := true
# trunk reads NO_COLOR as `true` or `false` and fails on the usual `1`.
unexport NO_COLOR

SERVE := node tests/serve/serve.mjs
RECORD := node tests/rules/record.mjs target/reports
# What RECORD writes in a make test; make rules wants each of them.
REPORTS := native.txt tools.txt everywhere.txt deployed.txt browser.txt crowd.txt attacks.txt
FIND_CHROMIUM := command -v chromium || command -v chromium-browser || command -v google-chrome-stable || command -v google-chrome
# Ctrl-C is how one stops it, and no error.
STOPPED = test $$? -eq 130
say = @echo "── $(1)"

APP_SOURCES := $(shell find app shared style -type f 2>/dev/null) $(wildcard Trunk.toml)
DATA_SOURCES := $(shell find tests/src/bin/demo.rs tests/src/demo tests/src/world shared/src edge/migrations -type f 2>/dev/null)
WORKER_SOURCES := $(shell find edge shared -type f -not -path 'edge/build/*' 2>/dev/null)
BUILD_FILES := Cargo.toml $(wildcard Cargo.lock) rust-toolchain.toml package-lock.json

# Stamps say which profile dist/ and edge/build/ were last built with; a missing result makes its stamp stale.
BUILT := target/built
APP := $(BUILT)/app
WORKER := $(BUILT)/worker

.PHONY: help
help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

# ── What is needed ──────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: setup toolchain tools packages chromium
setup: toolchain tools packages chromium ## install what is missing: toolchain, tools, npm packages, Chromium

toolchain:
	@if ! { rustup target list --installed --toolchain $(TOOLCHAIN) | grep -qx wasm32-unknown-unknown && \
	        cargo +$(TOOLCHAIN) clippy --version && cargo +$(TOOLCHAIN) fmt --version; } >/dev/null 2>&1; then \
	  echo "── installing Rust $(TOOLCHAIN)"; \
	  rustup toolchain install $(TOOLCHAIN) --profile minimal -c clippy -c rustfmt -t wasm32-unknown-unknown; \
	fi

# About ten minutes on two cores, once. wasm-bindgen-cli's own lock file does not build with --locked.
tools: toolchain
	@if [ "$$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $(WASM_BINDGEN)" ]; then \
	  echo "── installing wasm-bindgen $(WASM_BINDGEN)"; \
	  cargo install --quiet wasm-bindgen-cli@$(WASM_BINDGEN); \
	fi
	@if [ "$$(worker-build --version 2>/dev/null)" != "$(WORKER_BUILD)" ]; then \
	  echo "── installing worker-build $(WORKER_BUILD)"; \
	  cargo install --quiet --locked worker-build@$(WORKER_BUILD); \
	fi
	@if [ "$$(trunk --version 2>/dev/null)" != "trunk $(TRUNK)" ]; then \
	  echo "── installing trunk $(TRUNK)"; \
	  cargo install --quiet --locked trunk@$(TRUNK); \
	fi
	@if ! cargo install --list | grep -q '^wasm_split_cli_support v$(WASM_SPLIT):'; then \
	  echo "── installing wasm-split $(WASM_SPLIT)"; \
	  cargo install --quiet --locked wasm_split_cli_support@$(WASM_SPLIT) --features build-binary; \
	fi

packages: node_modules/.installed

node_modules/.installed: package.json package-lock.json
	$(call say,installing the npm packages)
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

chromium: packages
	@if ! { $(FIND_CHROMIUM); } >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "── installing Chromium from Debian"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	  else \
	    echo "── installing Playwright's Chromium"; \
	    playwright install chromium; \
	  fi; \
	fi

# ── Building ────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: app worker demo worlds FORCE
app: $(APP) ## build the page into dist/
worker: $(WORKER) ## build the worker into edge/build/

$(APP): $(APP_SOURCES) $(BUILD_FILES) $(if $(wildcard dist/index.html),,FORCE) | setup
	$(call say,building the page)
	@trunk build --release $(LOCKED)
	@mkdir -p $(BUILT) && touch $@

$(WORKER): $(WORKER_SOURCES) $(BUILD_FILES) $(if $(wildcard edge/build/index.js),,FORCE) | setup
	$(call say,building the worker)
	@cd edge && worker-build --release $(if $(LOCKED),. -- $(LOCKED))
	@mkdir -p $(BUILT) && touch $@

demo: target/demo/people.json ## write the demo data into target/demo/

# A year that ends today. Written when it is missing or its program changed, not daily: what was changed by hand would go.
target/demo/people.json: $(DATA_SOURCES) | setup
	$(call say,writing the demo data)
	@cargo build $(LOCKED) --workspace --bin demo
	@$(NATIVE)/demo --seed 1 --out target/demo --idp http://localhost:9400
	@touch $@

# The same with SCALE cases around it, beside the ordinary data.
DEMO := target/demo$(if $(SCALE),-$(SCALE))
STATE := target/state$(if $(SCALE),-$(SCALE))

worlds: | setup
	$(call say,writing the worlds of the scenarios)
	@cargo build $(LOCKED) --workspace --bin worlds
	@$(NATIVE)/worlds --out target/worlds --idp http://localhost:9410

# ── Running ─────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: run dev reset
run: app worker $(if $(SCALE),scaled,demo) ## build and serve with demo data on http://localhost:8787 (SCALE=100000: so many cases)
	@$(SERVE) --data $(DEMO) --state $(STATE) --port 8787 --idp-port 9400 || $(STOPPED)

.PHONY: scaled
scaled: $(DEMO)/people.json

target/demo-%/people.json: $(DATA_SOURCES) | setup
	@cargo build $(LOCKED) --workspace --bin demo
	@$(NATIVE)/demo --seed 1 --scale $* --out target/demo-$* --idp http://localhost:9400
	@touch $@

dev: setup demo ## the same, unoptimised, rebuilt within seconds of every change
	$(call say,building the page and the worker for development)
	@rm -f $(APP) $(WORKER)
	@node tests/serve/watch.mjs --once
	@$(SERVE) --data target/demo --state target/state --port 8787 --idp-port 9400 --announce -- node tests/serve/watch.mjs || $(STOPPED)

reset: ## forget what was changed in the demo data, and let its year end today
	rm -rf target/state target/demo target/state-[0-9]* target/demo-[0-9]*

# ── Testing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: test check test-native everywhere test-deployed in-deployment rules golden
test: check test-native everywhere test-deployed rules ## everything that must pass

check: | setup ## format and lints
	$(call say,format)
	@cargo fmt --all --check
	$(call say,lints)
	@cargo clippy $(LOCKED) --workspace --all-targets -- -D warnings
	@cargo clippy $(LOCKED) -p app -p edge --target wasm32-unknown-unknown -- -D warnings

test-native: | setup ## rules, scenarios in process, goldens, the identity providers
	$(call say,native tests)
	@$(RECORD)/native.txt -- cargo test $(LOCKED) --workspace
	$(call say,tests of the tools)
	@$(RECORD)/tools.txt -- node --test --test-reporter=spec tests/identity-provider/*.test.mjs tests/rules/*.test.mjs tests/panics/*.test.mjs tests/platform/*.test.mjs

# The corpus as a wasm module, built as the worker is, and as a program.
everywhere: | setup ## the rules answer alike natively, in node, in Chromium and in workerd
	$(call say,the rules everywhere)
	@cargo build $(LOCKED) --workspace --bin digest
	@cargo build $(LOCKED) --release --target wasm32-unknown-unknown --package everywhere --lib
	@wasm-bindgen --target web --omit-default-module-path --no-typescript --out-dir target/everywhere $(RELEASED)/everywhere.wasm
	@CHROMIUM="$$($(FIND_CHROMIUM))" DIGEST=$(NATIVE)/digest $(RECORD)/everywhere.txt -- node --test --test-reporter=spec tests/everywhere/*.test.mjs

test-deployed: app worker worlds panics ## scenarios, browser journeys and attacks against workerd
	$(call say,tests against the deployed shape)
	@cargo test $(LOCKED) --quiet --workspace --test deployed --no-run
	@rm -rf target/worlds-state
	@$(SERVE) --data target/worlds --state target/worlds-state --port 8797 --idp-port 9410 --hostile-port 9411 -- $(MAKE) --no-print-directory in-deployment

in-deployment:
	@test -n "$$PORTICO_ORIGIN" || { echo "run make test-deployed"; exit 2; }
	@$(RECORD)/deployed.txt -- cargo test $(LOCKED) --workspace --test deployed
	@CHROMIUM="$$($(FIND_CHROMIUM))" $(RECORD)/browser.txt -- playwright test --config tests/browser/playwright.config.mjs
	@$(RECORD)/crowd.txt -- cargo test $(LOCKED) --workspace --test crowd -- --nocapture
	@$(RECORD)/attacks.txt -- $(ATTACK)

# They come last in a deployment: they end with a look through the log of everything before.
ATTACK := node --test --test-reporter=spec tests/attacks/attacks.test.mjs

.PHONY: attacks
attacks: app worker worlds ## only the attacks on signing in, and the table of headers, against workerd
	@rm -rf target/attacks-state
	@$(SERVE) --data target/worlds --state target/attacks-state --port 8797 --idp-port 9410 --hostile-port 9411 -- $(ATTACK)

.PHONY: crowd
crowd: app worker worlds ## two hundred clients at once on one workspace of the deployed shape: latencies, attempts
	@cargo test $(LOCKED) --quiet --workspace --test crowd --no-run
	@rm -rf target/crowd-state
	@$(SERVE) --data target/worlds --state target/crowd-state --port 8797 --idp-port 9410 -- cargo test $(LOCKED) --workspace --test crowd -- --nocapture

rules: ## after make test: every rule of docs/RULES.md is in the name of a test that ran and passed
	@test -n "$(wildcard target/reports/*.txt)" || { echo "no test has run yet: make test does, and ends with this"; exit 2; }
	@node tests/rules/check.mjs --reports "$(REPORTS)" target/reports

.PHONY: soak
soak: | setup ## our rules against the oracle on new worlds, until it is stopped (ORACLE_SEED=7: from that seed on)
	@cargo build $(LOCKED) --workspace --bin soak
	@$(NATIVE)/soak || $(STOPPED)

golden: | setup ## write the golden files anew
	@GOLDEN=write cargo test $(LOCKED) --workspace --test golden

.PHONY: statements migrations
statements: | setup ## at a release: write down every statement of this version, which must still work after the next one's migrations
	@STATEMENTS=write cargo test $(LOCKED) --workspace --test in_process

migrations: target/demo-100000/people.json ## how long each migration takes on a database with some 100 000 cases (TIMES=5: so often as many)
	@node tests/figures/migrations.mjs --demo target/demo-100000/eu1.sqlite --times $(or $(TIMES),1)

.PHONY: sizes
sizes: app worker ## what has to travel: the page's first load, the worker
	@node tests/figures/sizes.mjs

.PHONY: bench bench-check screenshots screenshots-check
bench: bench-check app worker chromium ## all figures, into target/bench.json and bench.md (PART="sizes decision": of these; LARGEST=10000: rows to that size)
	@cargo build $(LOCKED) --workspace --bin demo --bin figures --bin batches --bin grants
	@CHROMIUM="$$($(FIND_CHROMIUM))" node tests/figures/bench.mjs --programs $(NATIVE) $(if $(LARGEST),--largest $(LARGEST)) --parts "$(PART)"

# Before anything is built for a part or a page that there is not.
bench-check:
	@node tests/figures/bench.mjs --check $(if $(LARGEST),--largest $(LARGEST)) --parts "$(PART)"

screenshots-check: packages
	@node tests/figures/screenshots.mjs --check $(ONLY)

screenshots: screenshots-check app worker demo chromium ## pictures of every page into target/screenshots (ONLY="home cases": of these)
	@rm -rf target/screenshots-state
	@CHROMIUM="$$($(FIND_CHROMIUM))" $(SERVE) --data target/demo --state target/screenshots-state --port 8787 --idp-port 9400 -- node tests/figures/screenshots.mjs $(ONLY)

.PHONY: interactions
interactions: app worker demo ## how long a press takes where there are 5 000 people and 40 services
	@rm -rf target/figures-state
	@$(SERVE) --data target/demo --state target/figures-state --port 8787 --idp-port 9400 -- env CHROMIUM="$$($(FIND_CHROMIUM))" node tests/figures/interactions.mjs

# The module as cargo made it, before wasm-bindgen and wasm-opt: its functions have their names.
RAW_WORKER := $(or $(CARGO_TARGET_DIR),target)/wasm32-unknown-unknown/release/edge.wasm

.PHONY: panics
panics: worker ## count the places in the worker where a panic could end it, by crate; fails at one in our code that is not listed (GOLDEN=write: list it)
	$(call say,panics in the worker)
	@test -f $(RAW_WORKER) || { cd edge && cargo build $(LOCKED) --quiet --lib --release --target wasm32-unknown-unknown; }
	@node tests/panics/panics.mjs $(RAW_WORKER) $(if $(GOLDEN),--write,--check) tests/golden/panics.txt

# libFuzzer needs flags that the compiler keeps for nightlies. RUSTC_BOOTSTRAP lets the pinned one take them: nightlies come and
# go, and what is fuzzed should be what the others build. It is written in C++, and compiled with it.
CARGO_FUZZ := 0.13.2
FUZZ = RUSTC_BOOTSTRAP=1 cargo +$(TOOLCHAIN) fuzz
FUZZ_TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))/fuzz
SECONDS ?= 60
SANITIZER ?= none

.PHONY: fuzz fuzz-plan cargo-fuzz
fuzz: fuzz-plan cargo-fuzz ## parsers and whole requests under libFuzzer, a build of ten minutes, then eleven times SECONDS=60 (PARSER=texts: one; SANITIZER=address: with that)
	@cd tests/fuzz && $(FUZZ) build --fuzz-dir . --target-dir $(FUZZ_TARGET)/$(SANITIZER) --sanitizer $(SANITIZER)
	@node tests/fuzz/run.mjs --built $$(ls -d $(FUZZ_TARGET)/$(SANITIZER)/*/release) --work $(FUZZ_TARGET) --seconds "$(SECONDS)" --parser "$(PARSER)"

fuzz-plan:
	@node tests/fuzz/run.mjs --plan --seconds "$(SECONDS)" --parser "$(PARSER)"

cargo-fuzz: toolchain
	@if [ "$$(cargo fuzz --version 2>/dev/null)" != "cargo-fuzz $(CARGO_FUZZ)" ]; then \
	  echo "── installing cargo-fuzz $(CARGO_FUZZ)"; \
	  cargo install --quiet --locked cargo-fuzz@$(CARGO_FUZZ); \
	fi

.PHONY: clean
clean: ## remove what was built, not what was installed
	rm -rf target dist edge/build .wrangler
