# Everything a developer types. `make help` lists the targets.
export CGO_ENABLED := 0

ASSETS := internal/web/assets
DIST   := internal/web/dist/manifest.json
FONTS  := internal/print/fonts/OFL.txt
SOURCES := $(wildcard $(ASSETS)/*.mjs $(ASSETS)/*.json $(ASSETS)/js/*.mjs $(ASSETS)/js/*/*.mjs $(ASSETS)/seal/*.mjs $(ASSETS)/scss/*.scss)

.DEFAULT_GOAL := help
.PHONY: help run assets build test lint e2e bench nightly generate

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

assets: $(DIST) $(FONTS) ## build style sheets, script, map and typefaces where the program embeds them

$(ASSETS)/node_modules/.package-lock.json: $(ASSETS)/package-lock.json
	cd $(ASSETS) && npm ci --no-audit --no-fund
	@touch $@

$(DIST): $(ASSETS)/node_modules/.package-lock.json $(SOURCES)
	cd $(ASSETS) && node build.mjs

internal/print/node_modules/.package-lock.json: internal/print/package-lock.json
	cd internal/print && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(FONTS): internal/print/node_modules/.package-lock.json internal/print/faces.tsv scripts/fonts.mjs
	node scripts/fonts.mjs

build: assets ## build the program into bin/opencites
	go build -trimpath -ldflags '-s -w' -o bin/opencites ./cmd/opencites

run: build ## build all and run the demonstration Party at http://127.0.0.1:8080
	bin/opencites demo

test: ## everything that CI checks; sets up what it needs
	./scripts/test.sh

lint: ## format and suspicious constructs
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...

bench: build ## figures as ratios against a limit or peer of the same run
	./scripts/bench.sh

nightly: build ## the long runs: 10,000 power cuts, 1,000,000 mutants
	OPENCITES_CYCLES=10000 OPENCITES_MUTANTS=1000000 OPENCITES_ROUNDS=1000 go test -timeout 120m ./internal/store/... ./seal/... ./epermit/...

generate: ## typed queries from SQL
	go tool -modfile=tools/go.mod sqlc generate -f sqlc.yaml

e2e: assets e2e/node_modules/.package-lock.json ## look at the pages in Chromium (FILES=... for some)
	node e2e/run.mjs $(FILES)

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund
	@touch $@
