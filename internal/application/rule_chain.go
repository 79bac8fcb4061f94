package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// chainRules are about permits that depend on other permits (permit-rules 5.6).
func chainRules() lawRules {
	return lawRules{
		rule.Bind("L01", eachLine(checkImportPermitExport)),
		rule.Bind("L02", eachLine(checkImportPermitReexport)),
		rule.Bind("L03", eachLine(checkImportPermitReminder)),
		rule.Bind("L05", eachLine(checkOriginBoxes)),
		rule.Bind("L06", eachLine(checkImportProof)),
		rule.Bind("L07", checkImportPermitNotNeeded),
		rule.Bind("L19", eachLine(checkLastReexport)),
	}
}

// needsImportPermit reports whether the specimens of a line may leave only for an
// importer with a permit (Art. III(2)(d), III(4)(c)).
func (d *Dossier) needsImportPermit(l Line) bool { return d.due(l).ImportPermit }

func hasImportPermit(d *Dossier) bool { return d.Content.ImportPermit.Number != "" }

// checkImportPermitExport: Appendix I leaves only for an importer with a permit.
func checkImportPermitExport(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Content.Type != cites.ExportPermit || hasImportPermit(d) || !d.needsImportPermit(l) {
		return nil
	}
	return hit("import_permit", "name", l.ScientificName)
}

func checkImportPermitReexport(d *Dossier, _ int, l Line) *rule.Hit {
	if !d.Reexport() || !l.Live() || hasImportPermit(d) || !d.needsImportPermit(l) {
		return nil
	}
	return hit("import_permit", "name", l.ScientificName)
}

func checkImportPermitReminder(d *Dossier, _ int, l Line) *rule.Hit {
	if !d.Reexport() || l.Live() || hasImportPermit(d) || !d.needsImportPermit(l) {
		return nil
	}
	return hit("import_permit", "name", l.ScientificName)
}

// checkOriginBoxes: a re-export names the country of origin, its permit and the
// date, or says why it cannot.
func checkOriginBoxes(d *Dossier, _ int, l Line) *rule.Hit {
	if !d.Reexport() {
		return nil
	}
	o := l.Origin
	if o.Unknown {
		if strings.TrimSpace(o.Reason) == "" {
			h := hit("origin")
			h.Variant = "reason"
			return h
		}
		return nil
	}
	if o.Country == "" || o.Number == "" || o.Date.IsZero() {
		return hit("origin")
	}
	return nil
}

// checkImportProof wants the record of how re-exported goods came in.
func checkImportProof(d *Dossier, _ int, l Line) *rule.Hit {
	if !d.Reexport() || l.ImportProof.Number != "" {
		return nil
	}
	if c := d.Registers.Chains[l.Chain]; c != nil && c.Imported() {
		return nil
	}
	if lots, all := d.lotsOf(l); all && len(lots) > 0 {
		return nil // the stock account is the record of import
	}
	if slices.ContainsFunc(d.Documents, func(x Document) bool { return x.Kind == "permit" }) {
		return nil
	}
	return hit("import_proof")
}

func checkImportPermitNotNeeded(d *Dossier) []rule.Hit {
	if !d.Leaving() || !hasImportPermit(d) || len(d.Content.Lines) == 0 {
		return nil
	}
	if slices.ContainsFunc(d.Content.Lines, d.needsImportPermit) {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "import_permit"}}
}

// checkLastReexport: box 12a is complete, and not the issuing country itself.
func checkLastReexport(d *Dossier, _ int, l Line) *rule.Hit {
	r := l.LastReexport
	switch {
	case r.Empty() || r.Unknown:
		return nil
	case r.Country == d.Profile.Party && d.Leaving():
		return hit("last_reexport", "country", string(r.Country))
	case r.Country == "" || r.Number == "" || r.Date.IsZero():
		h := hit("last_reexport")
		h.Variant = "incomplete"
		return h
	}
	return nil
}
