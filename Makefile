# `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# Where things happen at once; tested under the race detector.
RACE_PKGS := models app/registration app/reception app/survey app/service/jobs app/service/push app/live app/need app/poll

ASSET_SOURCES := static/build.mjs package.json $(shell find static/css static/js static/img -type f -not -name '*.test.js' 2>/dev/null)

MODULES = Go modules of go.mod are fetched into $$(go env GOMODCACHE) where they are missing.

.PHONY: help run build assets test pictures bench check-others lint fmt clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build all and serve http://localhost:8080, with the demo in a new database
	bin/meguri serve --demo

build: assets ## build bin/meguri, one static binary with everything inside
	@echo "$(MODULES)"
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)" -o bin/meguri ./app

assets: static/dist/.built ## build static/dist from static/ and the npm packages

static/dist/.built: node_modules/.installed $(ASSET_SOURCES)
	node static/build.mjs
	@touch $@

node_modules/.installed: package-lock.json
	@.ci/need build
	@echo "Installing the npm packages of package-lock.json into node_modules/"
	npm ci --no-audit --no-fund
	@touch $@

test: ## run all tests, on SQLite, on a throw-away PostgreSQL and in Chromium
	@.ci/need test
	@$(MAKE) assets
	@echo "$(MODULES)"
	RACE_PKGS="$(RACE_PKGS)" .ci/with-postgres .ci/with-redis .ci/test

pictures: assets ## take the README's pictures, and of each step of the browser tests one into docs/pictures/tmp
	@.ci/need test
	.ci/pictures

bench: build ## measure the program beside pgbench and nginx; BENCH=pattern picks rows (docs/bench.md)
	@.ci/need bench
	env -u MEGURI_TEST_POSTGRES DURABLE=1 .ci/with-postgres go run ./app/testkit/bench -run '$(or $(BENCH),.)'

check-others: build ## hold what the program makes against programs of others; CHECK=name picks one
	.ci/check-others $(CHECK)

lint: ## check format, vet, golangci-lint, known vulnerabilities
	@.ci/lint

fmt: ## format the Go code
	gofmt -w $$(git ls-files '*.go')

clean: ## remove what was built; databases under var/ stay
	rm -rf bin node_modules
	find static/dist -mindepth 1 ! -name .keep -delete
