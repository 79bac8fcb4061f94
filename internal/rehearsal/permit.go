package rehearsal

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// permit compares box 10 with the listing (T03), the suspensions (R01), and the
// documents that the movement needs.
func (p *play) permit(ctx context.Context, id string, r *permit.Record) error {
	p.count(Permit)
	if err := ctx.Err(); err != nil {
		return err
	}
	if !slices.ContainsFunc(r.Lines, func(l permit.Line) bool { return p.touches(species.ID(l.TaxonID)) }) {
		return nil
	}
	p.result.Run[Permit]++
	was, err := p.read(ctx, p.before, p.was, r)
	if err != nil {
		return err
	}
	will, err := p.read(ctx, p.after, p.will, r)
	if err != nil {
		return err
	}
	nobody := func(rule.Finding) bool { return false }
	item := Item{Kind: Permit, ID: id, Label: string(r.Number), Before: verdict(was.found, nobody), After: verdict(will.found, nobody),
		Appears: reasons(minus(will.found, was.found)), Vanishes: reasons(minus(was.found, will.found)),
		Needed: lessDocuments(will.documents, was.documents), NoLonger: lessDocuments(was.documents, will.documents)}
	for i, l := range r.Lines {
		item.name(l.ScientificName)
		item.line(l.Letter, l.ScientificName, was.in[i], will.in[i])
	}
	p.keep(item)
	return nil
}

// reading is what one catalogue says about a permit.
type reading struct {
	in        []cites.Appendix
	found     []rule.Finding
	documents []need.Document
}

func (p *play) read(ctx context.Context, facts application.Facts, law *species.Catalogue, r *permit.Record) (reading, error) {
	var out reading
	suspensions, err := facts.SuspensionsOn(ctx, p.on)
	if err != nil {
		return out, err
	}
	for i, l := range r.Lines {
		e := law.Listings(species.ID(l.TaxonID), populationOf(r, l), p.on)
		out.in = append(out.in, e.Appendix)
		if !slices.ContainsFunc(e.Listings, func(x species.Listing) bool { return x.Appendix == l.Appendix }) && l.Appendix != e.Appendix {
			out.found = append(out.found, finding("T03", i, "box", string(l.Appendix), "listed", string(e.Appendix)))
		}
		t := species.Trade{Taxa: law.Chain(species.ID(l.TaxonID)), Exporter: r.Consignor.Country, Importer: r.Consignee.Country, Origin: l.Origin.Country,
			Source: l.Source, Purpose: r.Purpose, Term: l.Term, Reexport: r.Type.Facts().Direction == cites.Reexporting, On: p.on}
		for _, s := range suspensions {
			if s.Binding() && s.Applies(t) {
				out.found = append(out.found, finding("R01", i, "country", string(s.Country), "since", s.From.String(), "notification", s.Notification))
			}
		}
	}
	statute := need.Statute{Catalogue: law, Suspended: suspensions}
	out.documents = need.Decide(statute, caseOf(r, p.on)).Documents
	return out, nil
}

func populationOf(r *permit.Record, l permit.Line) cites.Country {
	if l.Origin.Country != "" {
		return l.Origin.Country
	}
	return r.Consignor.Country
}

// finding is the one that a rule of the book makes about a line of a permit.
func finding(id string, line int, args ...string) rule.Finding {
	law, _ := rule.Law(id)
	f := rule.Finding{Rule: id, Citation: law.Citation, Evidence: law.Evidence, Severity: law.Severity, Discretion: law.Discretion, Line: line, Key: "rule." + id, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i]] = args[i+1]
	}
	return f
}

// caseOf writes a permit as the question which documents its movement needs.
func caseOf(r *permit.Record, on cites.Date) *need.Case {
	c := &need.Case{Date: on, Purpose: r.Purpose, ExportCountry: r.Consignor.Country, ImportCountry: r.Consignee.Country, Direction: need.Direction(r.Type.Facts().Direction)}
	for _, l := range r.Lines {
		c.Lines = append(c.Lines, need.Line{Taxon: l.ScientificName, Source: l.Source, SecondarySource: l.SecondSource, Term: l.Term, Unit: l.Unit, Quantity: l.Quantity,
			Live: l.Term == "LIV" || l.Term == "EGL", OriginCountry: l.Origin.Country, LastReexportCountry: l.LastReexport.Country, Acquired: l.Acquired,
			Operation: l.Operation, OperationRegistered: l.Operation != "", Kingdom: l.Kingdom})
	}
	return c
}

func lessDocuments(a, b []need.Document) []need.Document {
	return slices.DeleteFunc(slices.Clone(a), func(d need.Document) bool { return slices.Contains(b, d) })
}
