package v2

import (
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/epermit/xmlin"
)

func (r *reader) header(d *epermit.Document, h *xmlin.Node) {
	r.known(h, "ID", "Name", "TypeCode", "IssueDateTime", "CopyIndicator", "Purpose", "PurposeCode", "Information",
		"ReferenceReferencedDocument", "EffectiveSpecifiedPeriod", "IssueLogisticsLocation",
		"FirstSignatoryDocumentAuthentication", "SecondSignatoryDocumentAuthentication",
		"ThirdSignatoryDocumentAuthentication", "FourthSignatoryDocumentAuthentication")
	d.Number = cites.PermitNumber(r.text(h, "ID"))
	d.Type = epermit.Type(r.text(h, "TypeCode"))
	d.TypeText = r.lead(h, "Name")
	d.IssuedOn = r.date(h, "IssueDateTime")
	d.Copy = r.flag(h, "CopyIndicator")
	d.PurposeText = r.text(h, "Purpose")
	d.Purpose = cites.Purpose(r.lead(h, "PurposeCode"))
	d.Conditions = r.texts(h, "Information")
	d.Language = language(h)
	d.IssuedAt = r.place(r.one(h, "IssueLogisticsLocation"))
	r.validity(d, h)
	r.signatories(d, h)
}

// language takes the language of the first text of the header that names one.
func language(h *xmlin.Node) cites.Lang {
	for _, name := range []string{"Name", "Information", "Purpose"} {
		for _, e := range h.All(name) {
			if v := e.Attr("languageID"); v != "" && len(v) <= 8 {
				return cites.Lang(strings.ToLower(v))
			}
		}
	}
	auth := h.First("FirstSignatoryDocumentAuthentication").First("ProviderTradeParty").First("Name")
	if v := auth.Attr("languageID"); len(v) <= 8 {
		return cites.Lang(strings.ToLower(v))
	}
	return ""
}

// validity reads box 2 from the header, and where that is empty from the
// referenced document, where one implementation puts it.
func (r *reader) validity(d *epermit.Document, h *xmlin.Node) {
	d.ValidFrom, d.ValidUntil = r.period(r.one(h, "EffectiveSpecifiedPeriod"))
	for _, e := range h.All("ReferenceReferencedDocument") {
		from, until := r.period(r.one(e, "EffectiveSpecifiedPeriod"))
		if d.ValidUntil.IsZero() && !until.IsZero() {
			r.note(e, "the validity was taken from the referenced document")
			d.ValidFrom, d.ValidUntil = from, until
		}
		if ref := r.reference(e); ref.Number != "" {
			d.Replaces = append(d.Replaces, ref)
		}
	}
}

func (r *reader) signatories(d *epermit.Document, h *xmlin.Node) {
	first := r.auth(h, "FirstSignatoryDocumentAuthentication")
	second := r.auth(h, "SecondSignatoryDocumentAuthentication")
	third := r.auth(h, "ThirdSignatoryDocumentAuthentication")
	fourth := r.auth(h, "FourthSignatoryDocumentAuthentication")

	d.Authority, d.AuthorityPerson = first.party, first.person
	d.Stamp = first.id
	if d.Stamp == "" {
		d.Stamp = third.id
	}
	d.Applicant = epermit.Signature{Name: second.party.Name, Statement: second.statement, On: second.on, Place: second.place}
	d.Official = third.party.Name
	if d.IssuedOn.IsZero() {
		d.IssuedOn = third.on
	}
	if d.IssuedAt.IsZero() {
		d.IssuedAt = third.place
	}
	d.Endorsement = epermit.Endorsement{Official: fourth.party.Name, On: fourth.on, Port: fourth.place}
}

type signatory struct {
	id, statement, person string
	party                 epermit.Party
	place                 epermit.Place
	on                    cites.Date
}

func (r *reader) auth(h *xmlin.Node, local string) signatory {
	n := r.one(h, local)
	r.known(n, "TypeCode", "ActualDateTime", "ID", "Statement", "ProviderTradeParty", "IssueLogisticsLocation")
	p := r.one(n, "ProviderTradeParty")
	s := signatory{id: r.lead(n, "ID"), statement: r.text(n, "Statement"), party: r.party(p),
		on: r.date(n, "ActualDateTime"), place: r.place(r.one(n, "IssueLogisticsLocation"))}
	s.person = r.text(r.one(p, "SpecifiedRepresentativePerson"), "Name")
	for _, e := range p.All("SpecifiedAuthoritativeSignatoryPerson") {
		if name := r.text(e, "Name"); s.person == "" {
			s.person = name
		}
	}
	return s
}
