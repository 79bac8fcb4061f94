package application

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Part is one page about a line.
type Part string

// The pages about a line: what belongs together stands on one page, so that a
// line costs few round trips on a poor connection.
const (
	LineWhat    Part = "what"    // species, source, term, quantity
	LineDetails Part = "details" // description, marks, sex and age
	LineOrigin  Part = "origin"  // country of origin and earlier documents
)

// Parts lists the pages about a line of a document type. Where the goods come
// straight from here there are no earlier documents: boxes 12 and 12a stay empty.
func Parts(t cites.DocumentType) []Part {
	if !t.Facts().OriginAsked {
		return []Part{LineWhat, LineDetails}
	}
	return []Part{LineWhat, LineDetails, LineOrigin}
}

// MaxCertificates bounds how many documents come of one application: one for each
// live animal, or a block that the holder completes.
const MaxCertificates = 50

// MarkKinds are the codes of permit-rules 3.7 in the order shown.
func MarkKinds() []string {
	return []string{"MC", "CR", "SR", "OT", "TG", "CB", "SN", "LB", "HU", "SI", "TU", "PH"}
}

// typedKey is where a page of a line is kept while it cannot be read.
func typedKey(line string, p Part) string { return "line." + line + "." + string(p) }

// LineForm gives what a page about a line shows.
func LineForm(c *Content, l Line, p Part) Form {
	if typed := c.Typed[typedKey(l.ID, p)]; len(typed) > 0 {
		return maps.Clone(typed)
	}
	f := Form{}
	switch p {
	case LineWhat:
		writeWhat(l, f)
	case LineDetails:
		writeDetails(c, l, f)
	case LineOrigin:
		writeOrigin(l, f)
	}
	return f
}

// readLine reads one page about a line into it.
func (o *Office) readLine(r *reader, c *Content, l *Line, p Part) {
	switch p {
	case LineWhat:
		o.readWhat(r, c, l)
	case LineDetails:
		readDetails(r, c, l)
	case LineOrigin:
		o.readOrigin(r, c, l)
	}
	o.deduce(c, l)
}

// LineFaults returns what is wrong with a page about a line, or nil.
func (o *Office) LineFaults(c *Content, l Line, p Part) *fault.Error {
	r := newReader(LineForm(c, l, p), o.today())
	o.readLine(r, c, &l, p)
	return orNil(r.wrong)
}

// lineFaults reads every line again; fields are named "N.part.field".
func (o *Office) lineFaults(c *Content) *fault.Error {
	all := fault.Invalidf("apply.invalid")
	if len(c.Lines) == 0 {
		all.Add("lines", "apply.lines.needed")
	}
	for i, l := range c.Lines {
		for _, p := range Parts(c.Type) {
			f := o.LineFaults(c, l, p)
			if f == nil {
				continue
			}
			for _, x := range f.Fields {
				x.Name = fmt.Sprintf("%d.%s.%s", i, p, x.Name)
				all.Fields = append(all.Fields, x)
			}
		}
	}
	return orNil(all)
}

func (o *Office) readWhat(r *reader, c *Content, l *Line) {
	o.readTaxon(r, l)
	o.readSource(r, c, l)
	l.Term = readTerm(r)
	l.Unit = readUnit(r)
	readQuantity(r, l)
}

// readTaxon takes the taxon chosen from the suggestions, or finds the name that
// was typed among accepted names, synonyms and common names.
func (o *Office) readTaxon(r *reader, l *Line) {
	name, id := r.text("taxon", maxName), species.ID(r.text("taxon_id", maxName))
	if name == "" {
		r.fail("taxon", "apply.taxon.needed")
		return
	}
	t, key := o.Resolve(name, id)
	if t == nil {
		r.fail("taxon", key, "name", name)
		return
	}
	if l.Kingdom != "" && l.Kingdom != t.Kingdom {
		l.Answers, l.Marks, l.Sex, l.Age = nil, nil, "", "" // what was said of an animal is no answer about a plant
	}
	l.TaxonID, l.ScientificName, l.Kingdom, l.CommonName = string(t.ID), t.Name, t.Kingdom, t.CommonName(cites.English)
}

// Resolve finds the taxon that a name means; id, when given, is what was chosen
// for that name. When none or several fit it returns nil and the sentence to show.
func (o *Office) Resolve(name string, id species.ID) (*species.Taxon, string) {
	law := o.Law()
	if t, ok := law.Taxon(id); ok && strings.EqualFold(t.Name, name) {
		return t, ""
	}
	found := law.Find(name)
	if len(found) == 0 {
		for _, s := range law.Suggest(name, cites.English, 20) {
			t, ok := law.Taxon(s.ID)
			if ok && slices.ContainsFunc(t.Names, func(n species.Name) bool { return strings.EqualFold(n.Text, name) }) {
				found = append(found, t)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, "apply.taxon.unknown"
	case 1:
		return found[0], ""
	}
	if strings.EqualFold(found[0].Name, name) && !strings.EqualFold(found[1].Name, name) {
		return found[0], ""
	}
	return nil, "apply.taxon.several"
}

// readSource reads the source with what it asks for besides: a second code for
// O and I, the day of acquisition, the seizure, the operation, the reason.
func (o *Office) readSource(r *reader, _ *Content, l *Line) {
	s, err := cites.ParseSource(r.text("source", 10))
	if err != nil {
		r.fail("source", "apply.source.needed")
		return
	}
	l.Source, l.SecondSource, l.SourceReason, l.Operation, l.SeizureRef, l.Acquired = s, "", "", "", "", cites.Date{}
	switch s {
	case cites.PreConventionStock, cites.Confiscated:
		second := "second_" + strings.ToLower(string(s))
		l.SecondSource, err = cites.ParseSource(r.text(second, 10))
		if err != nil || (l.Kingdom != "" && !s.AllowsSecond(l.SecondSource, l.Kingdom)) {
			r.fail(second, "apply.source.second")
		}
	}
	switch s {
	case cites.PreConventionStock:
		if l.Acquired = r.past("acquired"); l.Acquired.IsZero() && !r.dated("acquired") {
			r.fail("acquired", "apply.acquired.needed")
		}
	case cites.Confiscated:
		l.SeizureRef = r.need("seizure_ref", maxName, "apply.seizure.needed")
	case cites.BredCommercially:
		l.Operation = r.need("operation", 40, "apply.operation.needed")
	case cites.Bred, cites.Propagated, cites.Ranched:
		l.Operation = r.text("operation_"+strings.ToLower(string(s)), 40)
	case cites.SourceUnknown:
		if l.SourceReason = r.note("source_reason", 300); l.SourceReason == "" {
			r.fail("source_reason", "apply.source.reason")
		}
	}
}

func readTerm(r *reader) cites.Term {
	t, err := cites.ParseTerm(r.text("term", 10))
	switch reason(err) {
	case cites.Empty:
		r.fail("term", "apply.term.needed")
	case cites.Historic:
		r.fail("term", "apply.term.historic", "code", r.form["term"], "instead", instead(err))
	case cites.Unknown:
		r.fail("term", "apply.term.unknown", "code", r.form["term"])
	}
	return t
}

func readUnit(r *reader) cites.Unit {
	u, err := cites.ParseUnit(r.text("unit", 10))
	switch reason(err) {
	case cites.Empty:
		r.fail("unit", "apply.unit.needed")
	case cites.Historic:
		r.fail("unit", "apply.unit.historic", "code", r.form["unit"], "instead", instead(err))
	case cites.Unknown:
		r.fail("unit", "apply.unit.unknown", "code", r.form["unit"])
	}
	return u
}

// readQuantity reads the amount; while it cannot be read it is kept as typed.
func readQuantity(r *reader, l *Line) {
	s := strings.TrimSpace(clean(r.raw("quantity")))
	q, err := cites.ParseQuantity(s)
	l.Quantity, l.QuantityText = q, ""
	switch {
	case err != nil:
		l.QuantityText = s
		r.fail("quantity", "apply.quantity."+string(reason(err)))
	case q <= 0:
		r.fail("quantity", "apply.quantity.zero")
	case l.Unit == cites.Number && !q.Whole():
		r.fail("quantity", "apply.quantity.whole")
	}
}

func writeWhat(l Line, f Form) {
	f["taxon"], f["taxon_id"], f["source"], f["term"], f["unit"] = l.ScientificName, l.TaxonID, string(l.Source), string(l.Term), string(l.Unit)
	f["second_o"], f["second_i"] = string(l.SecondSource), string(l.SecondSource)
	for _, s := range []string{"c", "a", "r"} {
		f["operation_"+s] = l.Operation
	}
	f["seizure_ref"], f["operation"], f["source_reason"] = l.SeizureRef, l.Operation, l.SourceReason
	f.date("acquired", l.Acquired)
	if f["quantity"] = l.QuantityText; l.QuantityText == "" && l.Quantity != 0 {
		f["quantity"] = l.Quantity.String()
	}
}
