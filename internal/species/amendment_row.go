package species

import (
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// amendmentRow reads the cells of one row; wrong collects what it cannot read.
type amendmentRow struct {
	row   int
	cells map[string]string
	wrong *fault.Error
}

func (r *amendmentRow) spoilt(column, key string) {
	n := strconv.Itoa(r.row)
	r.wrong.Add(n+"."+column, key, "row", n, "column", column, "value", r.cell(column))
}

func (r *amendmentRow) cell(column string) string { return strings.TrimSpace(r.cells[column]) }

func (r *amendmentRow) read() Amendment {
	a := Amendment{Row: r.row, Act: Act(r.cell("act")), Taxon: clean(r.cell("taxon")), Kingdom: cites.Kingdom(r.cell("kingdom")),
		Party: code(r, "party", cites.ParseCountry), Country: code(r, "country", cites.ParseCountry),
		Appendix: code(r, "appendix", cites.ParseAppendix), To: code(r, "to", cites.ParseAppendix),
		Populations: many(r, "populations", cites.ParseCountry), Except: many(r, "except", cites.ParseCountry), Part: many(r, "part", cites.ParseCountry),
		Annotation: clean(r.cell("annotation")), Note: clean(r.cell("note")), From: r.day("from"), Until: r.day("until"),
		Unit: code(r, "unit", cites.ParseUnit), Terms: many(r, "terms", cites.ParseTerm), NotTerms: many(r, "not_terms", cites.ParseTerm),
		Sources: many(r, "sources", cites.ParseSource), Purposes: many(r, "purposes", cites.ParsePurpose),
		Imports: r.yes("imports"), Reexports: r.yes("reexports"), Kind: r.cell("kind"), Reason: clean(r.cell("reason")), Citation: clean(r.cell("citation"))}
	for _, n := range split(r.cell("except_taxa")) {
		a.ExceptTaxa = append(a.ExceptTaxa, ID(clean(n)))
	}
	if q := r.cell("quantity"); q != "" {
		amount, err := cites.ParseQuantity(q)
		if err != nil || amount < 0 {
			r.spoilt("quantity", "law.row.quantity")
		}
		a.Quantity = &amount
	}
	r.whole(&a)
	return a
}

// whole asks for what the act needs.
func (r *amendmentRow) whole(a *Amendment) {
	need := func(column string, missing bool) {
		if missing && r.cell(column) == "" {
			r.spoilt(column, "law.row.missing")
		}
	}
	need("from", true)
	need("taxon", a.Act != Suspend && a.Act != EndSuspension)
	if !a.Until.IsZero() && a.Until.Before(a.From) {
		r.spoilt("until", "law.row.days")
	}
	switch a.Act {
	case AddListing, DeleteListing, AnnotateListing, TransferListing, Reserve, EndReservation:
		need("appendix", true)
		need("to", a.Act == TransferListing)
		need("party", a.Act == Reserve || a.Act == EndReservation || a.Act == AddListing && a.Appendix == cites.AppendixIII || a.To == cites.AppendixIII)
	case OpenQuota, Suspend, EndSuspension:
		need("country", true)
		need("until", a.Act == OpenQuota)
		r.kind(a)
	default:
		r.spoilt("act", "law.row.act")
	}
	if a.Appendix == cites.NotListed || a.To == cites.NotListed || (a.To != "" && a.To == a.Appendix) {
		r.spoilt("appendix", "law.row.appendix")
	}
	if len(a.Populations) > 0 && len(a.Except) > 0 {
		r.spoilt("except", "law.row.both")
	}
	if a.Kingdom != "" && a.Kingdom != cites.Animalia && a.Kingdom != cites.Plantae {
		r.spoilt("kingdom", "law.row.code")
	}
}

// kind fills the usual kind of a quota or suspension and refuses unknown ones.
func (r *amendmentRow) kind(a *Amendment) {
	kinds := []string{string(NationalQuota), string(AnnotatedQuota), string(CoPQuota), string(CommitteeQuota)}
	if a.Act != OpenQuota {
		kinds = []string{string(Compliance), string(SignificantTrade), string(NationalLegislation), string(NoReports), string(CaptiveBreeding), string(NationalBan), string(Notice)}
	}
	if a.Kind == "" && a.Act != EndSuspension {
		a.Kind = kinds[0]
	}
	if a.Kind != "" && !slices.Contains(kinds, a.Kind) {
		r.spoilt("kind", "law.row.code")
	}
}

func (r *amendmentRow) day(column string) (d cites.Date) {
	if err := d.UnmarshalText([]byte(r.cell(column))); err != nil {
		r.spoilt(column, "law.row.day")
	}
	return d
}

func (r *amendmentRow) yes(column string) bool {
	switch strings.ToLower(r.cell(column)) {
	case "", "no", "false", "0":
		return false
	case "yes", "true", "1":
		return true
	}
	r.spoilt(column, "law.row.code")
	return false
}

func code[T ~string](r *amendmentRow, column string, parse func(string) (T, error)) T {
	if r.cell(column) == "" {
		return ""
	}
	v, err := parse(r.cell(column))
	if err != nil {
		r.spoilt(column, "law.row.code")
	}
	return v
}

func many[T ~string](r *amendmentRow, column string, parse func(string) (T, error)) []T {
	var out []T
	for _, w := range strings.FieldsFunc(r.cell(column), func(c rune) bool { return c == ' ' || c == ',' }) {
		v, err := parse(w)
		if err != nil {
			r.spoilt(column, "law.row.code")
			return nil
		}
		out = append(out, v)
	}
	return out
}
