package demo

import (
	_ "embed"
	"math/rand/v2"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/table"
)

//go:embed goods.tsv
var goodsTSV string

//go:embed partners.tsv
var partnersTSV string

// good is one kind of consignment that the Party trades in.
type good struct {
	kind        cites.DocumentType
	name        string
	term        cites.Term
	unit        cites.Unit
	source      cites.Source
	purpose     cites.Purpose
	least, most int64
	weight      int
	description string
}

// partner is a firm abroad.
type partner struct {
	application.Address
	weight int
}

func readGoods() []good {
	kinds := map[string]cites.DocumentType{"export": cites.ExportPermit, "reexport": cites.ReexportCertificate, "import": cites.ImportPermit}
	var out []good
	for _, r := range table.Read("goods", goodsTSV, "kind", "name", "term", "unit", "source", "purpose", "least", "most", "weight", "description") {
		out = append(out, good{kind: kinds[r["kind"]], name: r["name"], term: cites.Term(r["term"]), unit: cites.Unit(r["unit"]), source: cites.Source(r["source"]),
			purpose: cites.Purpose(r["purpose"]), least: r.Number("least"), most: r.Number("most"), weight: int(r.Number("weight")), description: r["description"]})
	}
	return out
}

func readPartners() []partner {
	var out []partner
	for _, r := range table.Read("partners", partnersTSV, "country", "name", "address", "weight") {
		out = append(out, partner{application.Address{Name: r["name"], Lines: strings.Split(r["address"], "|"), Country: cites.Country(r["country"])}, int(r.Number("weight"))})
	}
	return out
}

// pick draws one by weight.
func pick[T any](r *rand.Rand, list []T, weight func(T) int) T {
	total := 0
	for _, x := range list {
		total += weight(x)
	}
	n := r.IntN(total)
	for _, x := range list {
		if n -= weight(x); n < 0 {
			return x
		}
	}
	return list[len(list)-1]
}
