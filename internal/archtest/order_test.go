package archtest

import (
	"slices"
	"strings"
	"testing"
)

// order is the house: a package may import only packages that come before it.
// Nouns follow the life of a permit.
var order = []string{
	"internal/table", "cites", "seal", "epermit", "epermit/xmlin", "epermit/v2",
	// ground
	"internal/fault", "internal/rule", "internal/actor", "internal/audit", "internal/job", "internal/intake", "internal/profile", "internal/account", "internal/rulebook",
	// nouns
	"internal/species", "internal/need", "internal/quota", "internal/finding", "internal/facility", "internal/stock", "internal/measure", "internal/application", "internal/notification", "internal/permit", "internal/rehearsal", "internal/control", "internal/report", "internal/exchange",
	// edges
	"internal/sign", "internal/print", "internal/mail", "internal/store/db", "internal/store", "internal/web", "internal/api", "internal/gateway", "internal/speciesplus",
	// top
	"internal/demo", "internal/app", "internal/archtest", "cmd/opencites",
}

// testOnly are packages that only tests import.
var testOnly = []string{"internal/store/storetest", "internal/store/crashtest", "e2e", "internal/store/crashtest/writer", "internal/store/powercut", "internal/mail/mailtest"}

// edges never import each other, but for these, each with its reason.
var edges = []string{"internal/sign", "internal/print", "internal/mail", "internal/store", "internal/web", "internal/api", "internal/gateway", "internal/speciesplus"}

var edgeExceptions = map[[2]string]string{
	{"internal/web", "internal/print"}:      "a page offers the printed form",
	{"internal/store", "internal/store/db"}: "the generated queries are the store's own",
	{"internal/gateway", "epermit/v2"}:      "the wire form of a message",
}

// banned imports outside our own, with the packages that may.
var banned = map[string]struct {
	only []string
	why  string
}{
	"database/sql": {[]string{"internal/store", "internal/store/db", "internal/store/storetest", "internal/store/crashtest"}, "only store knows SQL"},
	"net/http":     {[]string{"internal/web", "internal/api", "internal/gateway", "internal/speciesplus", "internal/app", "e2e"}, "only the edges that serve or call know HTTP"},
	"math/rand":    {nil, "randomness comes in as a field; math/rand/v2 with a seed in the demo and in tests"},
	"math/rand/v2": {[]string{"internal/demo", "internal/store"}, "randomness comes in as a field; the demo has a seed of its own, store spreads its retries"},
	"reflect":      {[]string{"internal/web", "internal/species"}, "types are known; web reads views, species compares whole records"},
	"unsafe":       {nil, "no"},
}

func TestImportsFollowTheOrder(t *testing.T) {
	_, files := tree(t)
	seen := map[string]bool{}
	for _, f := range files {
		seen[f.pkg] = true
		if f.test || slices.Contains(testOnly, f.pkg) {
			continue
		}
		rank := slices.Index(order, f.pkg)
		if rank < 0 {
			t.Errorf("%s: package %s has no place in the order", f.path, f.pkg)
			continue
		}
		for _, i := range f.imports {
			if to := slices.Index(order, i); to < 0 || to > rank {
				t.Errorf("%s imports %s, which does not come before it in the order of packages", f.path, i)
			}
		}
	}
	for _, p := range order {
		if !seen[p] && p != "internal/store/db" { // generated
			t.Errorf("package %s of the order does not exist", p)
		}
	}
}

func TestNounsKnowNoEdgeAndEdgesNotEachOther(t *testing.T) {
	_, files := tree(t)
	for _, f := range files {
		if f.test || !slices.Contains(edges, f.pkg) {
			continue
		}
		for _, i := range f.imports {
			if slices.Contains(edges, i) && i != f.pkg && edgeExceptions[[2]string{f.pkg, i}] == "" {
				t.Errorf("%s: edge %s imports edge %s", f.path, f.pkg, i)
			}
		}
	}
}

func TestBannedImports(t *testing.T) {
	_, files := tree(t)
	for _, f := range files {
		if f.test || slices.Contains(testOnly, f.pkg) {
			continue
		}
		for _, i := range f.foreign {
			b, ok := banned[i]
			if ok && !slices.Contains(b.only, f.pkg) {
				t.Errorf("%s imports %s: %s", f.path, i, b.why)
			}
			if strings.HasSuffix(f.pkg, "/util") || strings.HasSuffix(f.pkg, "/common") {
				t.Errorf("package %s says nothing by its name", f.pkg)
			}
		}
	}
}
