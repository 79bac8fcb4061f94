# Everything a developer types. `make help` lists the targets.
export CGO_ENABLED := 0

ASSETS := internal/web/assets
DIST   := internal/web/dist/manifest.json
FONTS  := internal/print/fonts/OFL.txt
SOURCES := $(wildcard $(ASSETS)/*.mjs $(ASSETS)/*.json $(ASSETS)/js/*.mjs $(ASSETS)/js/*/*.mjs $(ASSETS)/seal/*.mjs $(ASSETS)/scss/*.scss)

.DEFAULT_GOAL := help
.PHONY: help assets build e2e

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
	go build -trimpath -o bin/opencites ./cmd/opencites

e2e: assets e2e/node_modules/.package-lock.json ## look at the pages in Chromium (FILES=... for some)
	node e2e/run.mjs $(FILES)

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund
	@touch $@
