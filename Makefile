# One command a job; `make help` lists them. Everything installed by hand of these targets lies in .tools/.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
GOLANGCI := v2.15.0
GOTESTSUM := v1.13.0
TOOLS := $(CURDIR)/.tools
export PATH := $(TOOLS)/bin:$(PATH)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: go
go:
	@command -v go >/dev/null || { echo 'Go 1.26 was not found. Install it and put it on the PATH.' >&2; exit 1; }

.PHONY: postgres
postgres: # PostgreSQL's programs; on Debian as root they are installed, without starting a system cluster
	@if [ -z "$${PG_BIN:-}$$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)$$(command -v initdb || true)" ] && [ -z "$${DATABASE_URL:-}$${HTX_DATABASE_URL:-}" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'Installing PostgreSQL' >&2; \
	    mkdir -p /etc/postgresql-common; \
	    grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf || echo 'create_main_cluster = false' >> /etc/postgresql-common/createcluster.conf; \
	    apt-get update -qq >&2; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql postgresql-contrib >&2; \
	  else \
	    echo 'PostgreSQL (15 or later) was not found. Install it (Debian: apt-get install postgresql), or set PG_BIN to its bin directory.' >&2; exit 1; \
	  fi; \
	fi

.PHONY: readers
readers: # programs that read a printed certificate back; on Debian as root they are installed
	@if ! command -v pdftotext >/dev/null || ! command -v pdftoppm >/dev/null || ! command -v zbarimg >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'Installing poppler-utils and zbar-tools' >&2; \
	    apt-get update -qq >&2; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils zbar-tools >&2; \
	  else \
	    echo 'pdftotext, pdftoppm or zbarimg was not found. Install them (Debian: apt-get install poppler-utils zbar-tools).' >&2; exit 1; \
	  fi; \
	fi

.PHONY: build
build: go ## the two programs, into bin/
	go build -o bin/ ./cmd/...

.PHONY: release
release: go ## the two programs as a server should run them: a longer build, about a tenth less work a request
	go build -pgo=bench/served.pgo -o bin/ ./cmd/...

.PHONY: run
run: build postgres ## build and serve with sample data on 127.0.0.1:8080, data in ./data
	bin/registryd serve --sample

.PHONY: test
test: go postgres readers $(TOOLS)/bin/gotestsum ## every test, against a real private PostgreSQL, with a summary at the end
	@go run ./internal/pgtest/cluster -- gotestsum --format pkgname-and-test-fails -- -count=1 -timeout 40m ./...

.PHONY: generate
generate: go ## the contract's Go code
	go generate ./api

.PHONY: lint
lint: go $(TOOLS)/bin/golangci-lint spec-lint ## linters of Go and of the contract
	golangci-lint run ./...

.PHONY: spec-lint
spec-lint: $(TOOLS)/node_modules/.installed
	@cd $(TOOLS) && npx --no-install redocly lint --config ../.redocly.yaml ../openapi.yaml
	@cd $(TOOLS) && npx --no-install spectral lint --ruleset ../.spectral.yaml --fail-severity warn ../openapi.yaml

.PHONY: check
check: lint generate ## what must be green before a commit: lint, generated code up to date, tests
	git diff --exit-code
	$(MAKE) test

.PHONY: fuzz-short
fuzz-short: go ## each fuzz target for ten seconds
	@for package in $$(grep -rl '^func Fuzz' --include='*_test.go' internal | xargs -n1 dirname | sort -u); do \
	  for target in $$(grep -rhoE '^func Fuzz[A-Za-z]+' $$package/*_test.go | sed 's/func //'); do \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime 10s ./$$package; done; done

.PHONY: demo
demo: build postgres ## form an HTX, an LHHTX, a THT and a Hội quán in a sandbox, report, rate, roll up, admit and challenge, through HTTP, and check what the law says
	go run ./bench/demo

.PHONY: bench
bench: release postgres ## compare the server with a bare handler on the same database, time name checks, certificates and candidates; writes bench/RESULTS.md
	go run ./bench/certificates -out bench/data/certificates.json
	go run ./bench/names -out bench/data/names.json
	go run ./bench/candidates -out bench/data/candidates.json
	go run ./bench --beside bench/data/certificates.json --beside bench/data/names.json --beside bench/data/candidates.json

$(TOOLS)/bin/golangci-lint:
	GOBIN=$(TOOLS)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)

$(TOOLS)/bin/gotestsum:
	GOBIN=$(TOOLS)/bin go install gotest.tools/gotestsum@$(GOTESTSUM)

$(TOOLS)/node_modules/.installed:
	@command -v npm >/dev/null || { echo 'npm (Node 20 or later) was not found; the linters of the contract need it.' >&2; exit 1; }
	mkdir -p $(TOOLS) && cd $(TOOLS) && npm install --silent --no-audit --no-fund --prefix . @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3
	touch $@
