package need

import (
	"io"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Read reads a case from JSON. It gives an Invalid fault whose fields name every
// element that is wrong ("lines[0].source"): an unknown member, one that stands
// twice or is missing, a malformed day, an unknown country. A purpose, source,
// term or unit that is in no list is kept: a rule answers it.
func Read(body io.Reader) (*Case, error) {
	r := &reader{bad: fault.Invalidf("need.case.bad")}
	v, err := r.parse(body)
	if err != nil {
		return nil, err
	}
	e := r.element(v, "")
	if e == nil {
		return nil, fault.New(fault.Invalid, "need.case.no_object")
	}
	c := e.readCase()
	if err := r.bad.OrNil(); err != nil {
		return nil, err
	}
	return c, nil
}

func (e *element) readCase() *Case {
	c := &Case{
		Date: e.date("date", true), Purpose: cites.Purpose(e.code("purpose", true)),
		ExportCountry: e.country("export_country", true), ImportCountry: e.country("import_country", true),
		Direction:  Direction(e.choice("direction", true, "export", "reexport", "import", "sea")),
		VesselFlag: e.country("vessel_flag", false), PersonalEffect: e.flag("personal_effect", false),
		TravellingExhibition: e.flag("travelling_exhibition", false), FrequentCrossings: e.flag("frequent_crossings", false),
		OwnerAccompanies: e.flag("owner_accompanies", false), MarineTreaty: e.flag("marine_treaty", false),
		PartiallyCompleted: e.flag("partially_completed", false), ATACarnet: e.text("ata_carnet", false),
		PhytosanitaryFormLodged: e.flag("phytosanitary_form_lodged", false),
	}
	if c.Direction == Sea && c.ExportCountry != "" && c.ExportCountry != cites.CountryHighSeas {
		e.r.complain("export_country", "need.case.sea")
	}
	e.readConditions(c)
	lines, path := e.list("lines", true)
	switch n := len(lines); {
	case n == 0 && e.o["lines"] != nil:
		e.r.complain(path, "need.case.no_lines")
	case n > maxLines:
		e.r.complain(path, "need.case.many_lines", "limit", strconv.Itoa(maxLines))
		lines = nil
	}
	for i, v := range lines {
		if l := e.r.element(v, path+"["+strconv.Itoa(i)+"]"); l != nil {
			c.Lines = append(c.Lines, l.readLine())
		}
	}
	e.close()
	return c
}

func (e *element) readConditions(c *Case) {
	transit, path := e.list("transit", false)
	for i, v := range transit {
		at := path + "[" + strconv.Itoa(i) + "]"
		s, ok := v.(string)
		if !ok || s == "" {
			e.r.complain(at, "need.case.text")
			continue
		}
		c.Transit = append(c.Transit, e.r.country(strings.ToUpper(strings.TrimSpace(s)), at))
	}
	if x := e.child("scientific_exchange"); x != nil {
		c.ScientificExchange = &Exchange{Sender: x.code("sender", true), Recipient: x.code("recipient", true), Registered: x.flag("registered", true)}
		x.close()
	}
	measures, path := e.list("measures", false)
	for i, v := range measures {
		m := e.r.element(v, path+"["+strconv.Itoa(i)+"]")
		if m == nil {
			continue
		}
		x := Measure{Country: m.country("country", true), Direction: Direction(m.choice("direction", true, "export", "reexport", "import", "sea")),
			Appendix: cites.Appendix(m.choice("appendix", true, "I", "II", "III", "N")), Citation: m.text("citation", false)}
		document := m.code("document", true)
		x.Document = cites.DocumentType(document)
		if _, ok := x.Document.Info(); !ok && m.o["document"] != nil {
			e.r.complain(below(m.path, "document"), "need.case.document", "value", document)
		}
		c.Measures = append(c.Measures, x)
		m.close()
	}
}

func (e *element) readLine() Line {
	l := Line{
		Taxon: strings.Join(strings.Fields(e.text("taxon", true)), " "), Appendix: cites.Appendix(e.choice("appendix", false, "I", "II", "III", "N")),
		Population: e.country("population", false), Source: cites.Source(e.code("source", true)), SecondarySource: cites.Source(e.code("secondary_source", false)),
		Term: cites.Term(e.code("term", true)), Unit: cites.Unit(e.code("unit", true)), Live: e.flag("live", true),
		OriginCountry: e.country("origin_country", true), LastReexportCountry: e.country("last_reexport_country", false),
		Acquired: e.date("acquired", false), Operation: e.text("operation", false), OperationRegistered: e.flag("operation_registered", false),
		BredCommercially: e.flag("bred_commercially", false), SeizureReference: e.text("seizure_reference", false),
		Justification: e.text("justification", false), MusicalInstrument: e.flag("musical_instrument", false),
	}
	quantity, words := e.quantity("quantity")
	if l.Quantity = quantity; words != "" {
		l.Unit = cites.Unit(words)
	}
	// A day, or that it was collected at all.
	if _, yes := e.o["wild_collected"].(bool); yes {
		e.flag("wild_collected", false)
	} else {
		l.WildCollected = e.date("wild_collected", false)
	}
	if h := e.child("hybrid"); h != nil {
		l.Hybrid = h.readHybrid()
	} else if l.Taxon == "" && e.o["taxon"] != nil {
		e.r.complain(below(e.path, "taxon"), "need.case.missing")
	}
	e.close()
	return l
}

func (e *element) readHybrid() *Hybrid {
	h := &Hybrid{Generation: 1}
	parents, path := e.list("parents", true)
	if len(parents) == 0 && e.o["parents"] != nil || len(parents) > 20 {
		e.r.complain(path, "need.case.parents")
	}
	for i, v := range parents {
		s, ok := v.(string)
		if s = strings.Join(strings.Fields(s), " "); !ok || s == "" {
			e.r.complain(path+"["+strconv.Itoa(i)+"]", "need.case.text")
		}
		h.Parents = append(h.Parents, s)
	}
	if v, path, ok := e.take("generation", false); ok {
		number, ok := v.(interface{ Int64() (int64, error) })
		if ok {
			n, err := number.Int64()
			ok = err == nil && n >= 1 && n <= 1000
			h.Generation = int(n)
		}
		if !ok {
			e.r.complain(path, "need.case.generation")
		}
	}
	e.close()
	return h
}
