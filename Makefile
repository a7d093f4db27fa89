# Kelp's targets; `make help` lists them. Everything that is missing on Debian or Ubuntu is installed first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help bootstrap build demo test integration check generate install clean

PREFIX ?= /usr/local
RELEASE := swift build -c release --product kelp --static-swift-stdlib

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

bootstrap: ## install the system libraries that are missing
	@scripts/bootstrap

build: bootstrap ## build .build/release/kelp (the first time takes some minutes)
	@scripts/say-build release
	@$(RELEASE)

demo: ## build, then open the console on sample data: no servers needed
	@test -t 0 && test -t 1 || { \
	  echo "make demo: the console needs a terminal; in a pipe, 'make build' and then '.build/release/kelp search QUERY' or 'kelp tail'." >&2; \
	  exit 64; }
	@$(MAKE) --no-print-directory build
	@exec .build/release/kelp demo

test: bootstrap ## run every test that needs no server
	@scripts/say-build debug
	@swift build --build-tests
	@scripts/run-tests --skip IntegrationTests

integration: ## run the tests that need Kafka, Elasticsearch and OpenSearch
	@scripts/bootstrap integration
	@scripts/say-build debug
	@swift build --build-tests
	@scripts/servers scripts/run-tests --filter IntegrationTests

check: bootstrap ## format, boundaries, sizes, warnings as errors, generated texts
	@scripts/check

generate: bootstrap ## write the generated texts (README's tables, the man page) anew
	@scripts/generated write

install: build ## copy kelp and its man page below PREFIX (default /usr/local)
	@install -D -m 755 .build/release/kelp "$(DESTDIR)$(PREFIX)/bin/kelp"
	@install -D -m 644 assets/kelp.1 "$(DESTDIR)$(PREFIX)/share/man/man1/kelp.1"

clean: ## remove what was built
	@rm -rf .build
