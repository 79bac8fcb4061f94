package v2

import (
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/epermit/xmlin"
)

func (r *reader) consignment(d *epermit.Document, c *xmlin.Node) {
	r.known(c, "ConsignorTradeParty", "ConsigneeTradeParty", "TransportContractReferencedDocument",
		"ExaminationTransportEvent", "IncludedSupplyChainConsignmentItem")
	d.Exporter = r.party(r.one(c, "ConsignorTradeParty"))
	d.Importer = r.party(r.one(c, "ConsigneeTradeParty"))
	d.Destination = d.Importer.Address.Country
	r.residence(d)
	d.Transport = r.reference(r.one(c, "TransportContractReferencedDocument"))
	for _, e := range c.All("IncludedSupplyChainConsignmentItem") {
		d.Lines = append(d.Lines, r.item(e))
	}
	r.endorsement(d, c)
}

// residence reads back the sentence that carries the importer's country where
// it is not the country of import. The writer puts it last.
func (r *reader) residence(d *epermit.Document) {
	last := len(d.Conditions) - 1
	if last < 0 {
		return
	}
	rest, ok := strings.CutPrefix(d.Conditions[last], residencePrefix)
	code, name, _ := strings.Cut(rest, " ")
	if !ok || len(code) != 2 {
		return
	}
	d.Importer.Address.Country = epermit.Country{Code: cites.Country(code), Name: name}
	if d.Conditions = d.Conditions[:last]; last == 0 {
		d.Conditions = nil
	}
}

// endorsement reads box 14: date, port and authorities of the consignment; its
// quantity only where one line leaves no doubt whose it is.
func (r *reader) endorsement(d *epermit.Document, c *xmlin.Node) {
	for _, e := range c.All("ExaminationTransportEvent") {
		on, port, authorities, q := r.event(e)
		if !on.IsZero() {
			d.Endorsement.On = on
		}
		if !port.IsZero() {
			d.Endorsement.Port = port
		}
		d.Endorsement.Authorities = append(d.Endorsement.Authorities, authorities...)
		switch {
		case !q.Set:
		case len(d.Lines) == 1 && !d.Lines[0].Exported.Set:
			r.note(e, "the exported quantity of the consignment was taken for its only line")
			d.Lines[0].Exported = q
		default:
			r.note(e, "the exported quantity of the consignment was left out")
		}
	}
}

func (r *reader) event(e *xmlin.Node) (on cites.Date, port epermit.Place, who []epermit.Party, q epermit.Amount) {
	r.known(e, "ActualOccurrenceDateTime", "UnitQuantity", "InspectedUnitQuantity", "OccurrenceLogisticsLocation", "CertifyingTradeParty")
	q = r.amount(r.one(e, "UnitQuantity"))
	if older := r.amount(r.one(e, "InspectedUnitQuantity")); !q.Set {
		q = older
	}
	for _, p := range e.All("CertifyingTradeParty") {
		if v := r.party(p); v.Name != "" || len(v.IDs) > 0 {
			who = append(who, v)
		}
	}
	return r.date(e, "ActualOccurrenceDateTime"), r.place(r.one(e, "OccurrenceLogisticsLocation")), who, q
}

func (r *reader) item(n *xmlin.Node) epermit.Line {
	r.known(n, "ID", "PhysicalLogisticsShippingMarks", "OriginTradeCountry", "ExportTradeCountry", "AssociatedReferencedDocument",
		"TransportLogisticsPackage", "IncludedSupplyChainTradeLineItem", "ExaminationTransportEvent",
		"ApplicableCrossBorderRegulatoryProcedure", "ApplicableCrossBorderGovernmentProcedure")
	l := epermit.Line{ID: r.lead(n, "ID"), Origin: r.country(r.one(n, "OriginTradeCountry")),
		LastReexport: r.country(r.one(n, "ExportTradeCountry"))}
	for _, m := range n.All("PhysicalLogisticsShippingMarks") {
		l.Marks = append(l.Marks, r.texts(m, "Marking")...)
	}
	r.documents(&l, n)
	r.quantities(&l, n)
	r.product(&l, n)
	for _, e := range n.All("ExaminationTransportEvent") {
		if _, _, _, q := r.event(e); q.Set {
			if l.Exported.Set {
				r.refuse(e, "the line has two exported quantities")
			}
			l.Exported = q
		}
	}
	r.procedure(&l, n)
	return l
}

// quantities reads box 11; packages of one unit are added up.
func (r *reader) quantities(l *epermit.Line, n *xmlin.Node) {
	for _, p := range n.All("TransportLogisticsPackage") {
		r.known(p, "ItemQuantity")
		q := r.amount(r.one(p, "ItemQuantity"))
		switch {
		case !q.Set:
		case !l.Amount.Set:
			l.Amount = q
		case l.Amount.Unit != q.Unit || l.Amount.Quantity+q.Quantity > cites.MaxQuantity:
			r.refuse(p, "the packages of the line cannot be added up")
		default:
			r.note(p, "packages of the line were added up")
			l.Amount = epermit.AmountOf(l.Amount.Quantity+q.Quantity, q.Unit)
		}
	}
}

func (r *reader) product(l *epermit.Line, n *xmlin.Node) {
	t := r.one(n, "IncludedSupplyChainTradeLineItem")
	r.known(t, "TypeCode", "TypeExtensionCode", "SpecifiedTradeProduct")
	l.Appendix = cites.Appendix(r.text(t, "TypeCode"))
	l.Source, l.Qualifier = sources(r.text(t, "TypeExtensionCode"))
	p := r.one(t, "SpecifiedTradeProduct")
	r.known(p, "SellerAssignedID", "ManufacturerAssignedID", "Description", "TypeCode", "CommonName", "ScientificName")
	l.ScientificName = r.lead(p, "ScientificName")
	l.CommonNames = r.texts(p, "CommonName")
	l.Term = cites.Term(r.lead(p, "TypeCode"))
	l.Descriptions = r.texts(p, "Description")
	qualified(l)
}

// qualified reads back the sentence that carries both source codes; the writer
// puts it last.
func qualified(l *epermit.Line) {
	last := len(l.Descriptions) - 1
	if last < 0 || l.Qualifier != "" {
		return
	}
	pair, ok := strings.CutPrefix(l.Descriptions[last], sourcesPrefix)
	source, qualifier := sources(pair)
	if !ok || qualifier == "" || qualifier != l.Source {
		return
	}
	l.Source, l.Qualifier = source, qualifier
	if l.Descriptions = l.Descriptions[:last]; last == 0 {
		l.Descriptions = nil
	}
}

// sources splits one or two source codes, written W/I, "W I", WI or IW, into
// the source and the code that qualifies it.
func sources(v string) (source, qualifier cites.Source) {
	letters := strings.NewReplacer(" ", "", "/", "", ",", "", "+", "").Replace(v)
	if len(letters) != 2 || letters[0] == letters[1] {
		return cites.Source(v), ""
	}
	a, b := cites.Source(letters[:1]), cites.Source(letters[1:])
	switch {
	case epermit.Qualifies(b):
		return a, b
	case epermit.Qualifies(a):
		return b, a
	}
	return cites.Source(v), ""
}

func (r *reader) procedure(l *epermit.Line, n *xmlin.Node) {
	all := append(n.All("ApplicableCrossBorderRegulatoryProcedure"), n.All("ApplicableCrossBorderGovernmentProcedure")...)
	if len(all) == 0 {
		return
	}
	p := all[0]
	if len(all) > 1 {
		r.note(all[1], "a second procedure was left out")
	}
	r.known(p, "CategoryCode", "UsedToDateQuotaQuantity", "AnnualQuotaQuantity", "AcquisitionDateTime", "PreviousReferencedDocument")
	l.QuotaUsed = r.amount(r.one(p, "UsedToDateQuotaQuantity"))
	l.Quota = r.amount(r.one(p, "AnnualQuotaQuantity"))
	l.Acquired = r.date(p, "AcquisitionDateTime")
	for _, e := range p.All("PreviousReferencedDocument") {
		if ref := r.reference(e); l.Operation == "" {
			l.Operation = nameOr(ref.Number, ref.Name)
		}
	}
	// One implementation writes the operation as a category; another library
	// reads that element as the appendix.
	for _, v := range r.texts(p, "CategoryCode") {
		if l.Operation == "" && v != "I" && v != "II" && v != "III" {
			l.Operation = v
		}
	}
}
