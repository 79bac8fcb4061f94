package application

import (
	"context"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/rule"
)

// paperRules compare an application with the documents of other Parties that it
// names, where these reached us (permit-rules 5.4 to 5.6).
func paperRules() lawRules {
	return lawRules{
		rule.Bind("P19", eachLine(checkSourceKept)),
		rule.Bind("Q09", eachLine(checkUnitKept)),
		rule.Bind("F14", checkImportPermitCurrent).At(rule.Issue),
		rule.Bind("L04", checkImportPermitFits),
		rule.Bind("L12", checkNonParty),
		rule.Bind("L14", eachLine(checkOriginPermit)).At(rule.Issue),
	}
}

// Paper finds a document of another Party by its country and number; nil when
// none reached us.
type Paper interface {
	Paper(ctx context.Context, country cites.Country, n cites.PermitNumber) (*epermit.Document, error)
}

// readPapers reads the documents that an application names.
func (d *Dossier) readPapers(ctx context.Context, tx Paper) error {
	refs := []Reference{d.Content.ImportPermit, d.Content.ExportPermit}
	for _, l := range d.Content.Lines {
		refs = append(refs, l.Origin, l.LastReexport)
	}
	d.Papers = map[Reference]*epermit.Document{}
	for _, r := range refs {
		r = r.name()
		if _, seen := d.Papers[r]; seen || r.Number == "" || r.Country == "" {
			continue
		}
		doc, err := tx.Paper(ctx, r.Country, cites.PermitNumber(r.Number))
		if err != nil {
			return err
		}
		d.Papers[r] = doc
	}
	return nil
}

// name is a reference with nothing but what finds the document.
func (r Reference) name() Reference { return Reference{Country: r.Country, Number: r.Number} }

// paper is the document that a reference names, nil when it did not reach us.
func (d *Dossier) paper(r Reference) *epermit.Document { return d.Papers[r.name()] }

// cameWith is the line of the document with which re-exported goods came in.
func (d *Dossier) cameWith(l Line) (epermit.Line, bool) {
	if !d.Reexport() {
		return epermit.Line{}, false
	}
	for _, r := range []Reference{l.LastReexport, l.Origin} {
		if doc := d.paper(r); doc != nil {
			for _, x := range doc.Lines {
				if sameTaxon(x, l) {
					return x, true
				}
			}
		}
	}
	return epermit.Line{}, false
}

func sameTaxon(x epermit.Line, l Line) bool {
	return strings.EqualFold(x.ScientificName, l.ScientificName)
}

func checkSourceKept(d *Dossier, _ int, l Line) *rule.Hit {
	if h := checkLotSource(d, l); h != nil {
		return h
	}
	x, ok := d.cameWith(l)
	if !ok || x.Source == "" || l.Source == "" || x.Source == l.Source || x.Qualifier == l.Source {
		return nil
	}
	return hit("source", "code", string(l.Source), "was", string(x.Source))
}

func checkUnitKept(d *Dossier, _ int, l Line) *rule.Hit {
	if h := checkLotUnit(d, l); h != nil {
		return h
	}
	x, ok := d.cameWith(l)
	if !ok || x.Term != l.Term || !x.Amount.Set || x.Amount.Unit == "" || x.Amount.Unit == l.Unit {
		return nil
	}
	return hit("unit", "unit", string(l.Unit), "was", string(x.Amount.Unit))
}

// checkImportPermitCurrent: nothing leaves on an import permit that has ended.
func checkImportPermitCurrent(d *Dossier) []rule.Hit {
	doc := d.paper(d.Content.ImportPermit)
	if doc == nil || !d.Leaving() || doc.ValidUntil.IsZero() || !d.On.After(doc.ValidUntil) {
		return nil
	}
	return whole("import_permit", "import_permit", "date", doc.ValidUntil.String())
}

// checkImportPermitFits compares an export with the import permit that it names.
func checkImportPermitFits(d *Dossier) []rule.Hit {
	doc := d.paper(d.Content.ImportPermit)
	if doc == nil || !d.Leaving() {
		return nil
	}
	var hits []rule.Hit
	whole := func(variant string, ok bool) {
		if !ok {
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: "import_permit", Variant: variant})
		}
	}
	whole("exporter", doc.Exporter.Address.Country.Code == "" || doc.Exporter.Address.Country.Code == d.Content.Exporter.Country)
	whole("importer", doc.Importer.Name == "" || strings.EqualFold(strings.TrimSpace(doc.Importer.Name), strings.TrimSpace(d.Content.Importer.Name)))
	left := slices.Clone(doc.Lines)
	for i, l := range d.Content.Lines {
		if !d.needsImportPermit(l) {
			continue
		}
		if variant := takeFrom(left, l); variant != "" {
			hits = append(hits, rule.Hit{Line: i, Field: "import_permit", Variant: variant, Args: map[string]string{"name": l.ScientificName}})
		}
	}
	return hits
}

// takeFrom takes what a line asks for from the lines of an import permit, and
// says what is wrong: "taxon" or "quantity".
func takeFrom(left []epermit.Line, l Line) string {
	wrong := "taxon"
	for i := range left {
		x := &left[i]
		if !sameTaxon(*x, l) || x.Term != l.Term {
			continue
		}
		asked, ok := l.Quantity, true
		if x.Amount.Unit != l.Unit {
			asked, ok = cites.Convert(l.Quantity, l.Unit, x.Amount.Unit)
		}
		if ok && (!x.Amount.Set || asked <= x.Amount.Quantity) {
			x.Amount.Quantity -= asked
			return ""
		}
		wrong = "quantity"
	}
	return wrong
}

// checkOriginPermit wants the permit of origin that we hold to name the taxon.
func checkOriginPermit(d *Dossier, _ int, l Line) *rule.Hit {
	doc := d.paper(l.Origin)
	if doc == nil || slices.ContainsFunc(doc.Lines, func(x epermit.Line) bool { return sameTaxon(x, l) }) {
		return nil
	}
	return hit("origin", "name", l.ScientificName, "number", l.Origin.Number)
}
