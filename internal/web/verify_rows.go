package web

import (
	"html/template"

	"github.com/opencites/opencites/cites"
)

// verdictFacts are the values of the summary list, in its order.
type verdictFacts struct {
	Number             template.HTML
	Type               string
	Issuer             template.HTML
	Issued, Until      string
	Exporter, Importer template.HTML
	Purpose            string
}

func verdictRows(l *Locale, f verdictFacts) []SummaryRow {
	text := func(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }
	return []SummaryRow{
		{Key: l.T("verify.row.number"), Value: f.Number},
		{Key: l.T("verify.row.type"), Value: text(f.Type)},
		{Key: l.T("verify.row.issuer"), Value: f.Issuer},
		{Key: l.T("verify.row.issued"), Value: text(f.Issued)},
		{Key: l.T("verify.row.until"), Value: text(f.Until)},
		{Key: l.T("verify.row.exporter"), Value: f.Exporter},
		{Key: l.T("verify.row.importer"), Value: f.Importer},
		{Key: l.T("verify.row.purpose"), Value: text(f.Purpose)},
	}
}

// verdictLine is one line from a seal or from a record.
type verdictLine struct {
	Name, Common string
	Quantity     cites.Quantity
	Unit         cites.Unit
	Term         cites.Term
	Appendix     cites.Appendix
	Source       cites.Source
	Origin       string // name of the country
	OriginPermit string
	Marks        string
}

func newVerdictItem(l *Locale, v verdictLine) verdictItem {
	facts := []Fact{
		{Key: l.T("verify.item.term"), Value: Bdi(nameWithCode(v.Term.Name(l.Lang), string(v.Term)))},
		{Key: l.T("verify.item.appendix"), Value: Reference(string(v.Appendix))},
		{Key: l.T("verify.item.source"), Value: Bdi(nameWithCode(v.Source.Name(l.Lang), string(v.Source)))},
		{Key: l.T("verify.item.origin"), Value: Bdi(v.Origin)},
		{Key: l.T("verify.item.origin_permit"), Value: Reference(v.OriginPermit)},
		{Key: l.T("verify.item.marks"), Value: Bdi(v.Marks)},
	}
	shown := facts[:0]
	given := []bool{v.Term != "", v.Appendix != "", v.Source != "", v.Origin != "", v.OriginPermit != "", v.Marks != ""}
	for i, f := range facts {
		if given[i] {
			shown = append(shown, f)
		}
	}
	return verdictItem{Name: Latin(v.Name), Common: v.Common, Facts: shown,
		Quantity: quantityWithUnit(Bdi(l.Quantity(v.Quantity)), Bdi("("+v.Unit.Name(l.Lang)+")"))}
}

// quantityWithUnit sets the unit smaller beside the number.
func quantityWithUnit(quantity, unit template.HTML) template.HTML {
	return quantity + ` <span class="oc-muted">` + unit + `</span>`
}
