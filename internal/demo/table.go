package demo

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
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

// rows splits a table of ours; a malformed one is a fault of the program.
func rows(table string) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		out = append(out, strings.Split(line, "\t"))
	}
	return out
}

func readGoods() ([]good, error) {
	kinds := map[string]cites.DocumentType{"export": cites.ExportPermit, "reexport": cites.ReexportCertificate, "import": cites.ImportPermit}
	var out []good
	for i, r := range rows(goodsTSV) {
		if len(r) < 10 {
			return nil, fmt.Errorf("goods row %d: %d columns", i+1, len(r))
		}
		g := good{kind: kinds[r[0]], name: r[1], term: cites.Term(r[2]), unit: cites.Unit(r[3]), source: cites.Source(r[4]),
			purpose: cites.Purpose(r[5]), description: r[9]}
		var err error
		for n, to := range map[int]*int64{6: &g.least, 7: &g.most} {
			if *to, err = strconv.ParseInt(r[n], 10, 64); err != nil {
				return nil, fmt.Errorf("goods row %d: %w", i+1, err)
			}
		}
		if g.weight, err = strconv.Atoi(r[8]); err != nil {
			return nil, fmt.Errorf("goods row %d: %w", i+1, err)
		}
		out = append(out, g)
	}
	return out, nil
}

func readPartners() ([]partner, error) {
	var out []partner
	for i, r := range rows(partnersTSV) {
		if len(r) != 4 {
			return nil, fmt.Errorf("partners row %d: %d columns", i+1, len(r))
		}
		w, err := strconv.Atoi(r[3])
		if err != nil {
			return nil, fmt.Errorf("partners row %d: %w", i+1, err)
		}
		out = append(out, partner{application.Address{Name: r[1], Lines: strings.Split(r[2], "|"), Country: cites.Country(r[0])}, w})
	}
	return out, nil
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
