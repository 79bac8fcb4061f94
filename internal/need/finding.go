package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// findings gives what has to be found before each document.
func (j *judge) findings() {
	for _, d := range j.out.Documents {
		j.before(d)
	}
}

// before gives what has to be found before one document.
func (j *judge) before(d Document) {
	switch d.Type {
	case cites.ExportPermit, cites.ReexportCertificate:
		j.leaving(d)
	case cites.ImportPermit:
		j.entering(d)
	case cites.FromTheSea:
		j.introduced(d)
	default:
		j.certified(d)
	}
	if j.live() && !slices.Contains([]cites.DocumentType{cites.ImportPermit, cites.Phytosanitary, cites.ScientificExchangeLabel}, d.Type) {
		j.due(LiveTransport, Management, d.Country)
	}
}

func (j *judge) due(f Finding, by Authority, country cites.Country) {
	j.out.Findings = union(j.out.Findings, []FindingDue{{f, by, country}})
}

func (j *judge) strict() bool { return j.appendix == cites.AppendixI || j.appendix == cites.AppendixII }

// leaving: Art. III(2), III(4), IV(2), IV(5), V(2), V(4). The non-detriment
// finding belongs to exports, and to re-exports of confiscated specimens. A
// permit in the place of a certificate rests on the ground of the certificate.
func (j *judge) leaving(d Document) {
	instead := j.instead(d.Type)
	if instead {
		j.due(j.ground(), Management, d.Country)
	}
	if j.strict() && (d.Type == cites.ExportPermit && !instead || j.l.Source == cites.Confiscated) {
		j.due(NonDetriment, Scientific, d.Country)
	}
	j.due(LegalAcquisition, Management, d.Country)
	if !j.has(cites.ImportPermit) {
		return
	}
	if d.Type == cites.ExportPermit || j.live() {
		j.due(ImportPermitConfirmed, Management, d.Country)
	}
	wild := []cites.Source{cites.Wild, cites.Marine, cites.Ranched, cites.BornInCaptivity, cites.SourceUnknown}
	if j.animal() && j.l.Source != cites.PreConventionStock && slices.Contains(wild, j.source) {
		j.due(NotForCommerce, Management, d.Country)
	}
}

// entering: Art. III(3).
func (j *judge) entering(d Document) {
	j.due(ImportNotDetrimental, Scientific, d.Country)
	if j.live() {
		j.due(SuitablyEquipped, Scientific, d.Country)
	}
	j.due(NotPrimarilyCommercial, Management, d.Country)
}

// introduced: Art. III(5), IV(6).
func (j *judge) introduced(d Document) {
	j.due(NonDetriment, Scientific, d.Country)
	if j.appendix != cites.AppendixI {
		return
	}
	if j.live() {
		j.due(SuitablyEquipped, Management, d.Country)
	}
	j.due(NotPrimarilyCommercial, Management, d.Country)
}

// certified: Art. V(3) and VII, and the certificates for many crossings.
func (j *judge) certified(d Document) {
	switch d.Type {
	case cites.TravellingExhibition, cites.PersonalOwnership, cites.MusicalInstrument, cites.SampleCollection:
		j.due(LegalAcquisition, Management, d.Country)
	}
	switch d.Type {
	case cites.CertificateOfOrigin:
		j.due(OriginConfirmed, Management, d.Country)
	case cites.PreConvention:
		j.due(PreConventionFinding, Management, d.Country)
	case cites.CaptiveBred:
		j.due(BredInCaptivity, Management, d.Country)
	case cites.ArtificiallyPropagated:
		j.due(ArtificialPropagation, Management, d.Country)
	case cites.PersonalOwnership:
		j.due(ImportAgreed, Management, j.to)
	case cites.MarineDocument:
		j.due(TreatyMet, Management, d.Country)
	case cites.TravellingExhibition:
		j.due(j.ground(), Management, d.Country)
	}
}

// instead reports whether a permit stands where a certificate of Art. VII could:
// at export for sources C and A, at export and re-export for O (E1 to E3).
func (j *judge) instead(t cites.DocumentType) bool {
	switch {
	case !j.exempt:
		return false
	case j.l.Source == cites.PreConventionStock:
		return true
	}
	return t == cites.ExportPermit && (j.may(cites.Bred) && j.animal() || j.may(cites.Propagated) && j.plant())
}

// ground is why a certificate of Art. VII can be issued for specimens.
func (j *judge) ground() Finding {
	switch {
	case j.l.Source == cites.PreConventionStock:
		return PreConventionFinding
	case j.may(cites.Bred):
		return BredInCaptivity
	}
	return ArtificialPropagation
}
