package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// standard gives the documents of Articles III, IV and V (permit-rules 1.3).
func (j *judge) standard() {
	switch j.appendix {
	case cites.AppendixI:
		j.appendixOne()
	case cites.AppendixII:
		j.appendixTwo()
	case cites.AppendixIII:
		j.appendixThree()
	}
}

func (j *judge) appendixOne() {
	if j.c.Direction == Import && !j.exempt {
		j.say("S3", "")
	}
	switch j.dir {
	case Sea:
		j.say("S4", "")
		j.document(j.to, cites.FromTheSea)
	case Export:
		if j.flagged {
			j.say("S4", "flag")
		}
		if !j.exempt {
			j.say("S1", "")
		}
		j.document(j.from, cites.ExportPermit)
	case Reexport:
		j.say("S2", "")
		j.document(j.from, cites.ReexportCertificate)
	}
	if j.exempt {
		return
	}
	if j.dir != Sea {
		j.document(j.to, cites.ImportPermit)
	}
	j.commerce()
}

// commerce refuses commercial trade in Appendix I specimens that no exemption
// covers (Art. III(3)(c), III(5)(c); permit-rules 1.5 and 1.8): for animals by
// P12, for plants because the importing authority cannot find that the purpose
// is not primarily commercial. Source U is refused by P11.
func (j *judge) commerce() {
	if !j.commercial() {
		return
	}
	wild := []cites.Source{cites.Wild, cites.Marine, cites.BornInCaptivity, cites.Ranched, cites.AssistedProduction}
	switch {
	case !slices.Contains(wild, j.source):
	case j.kingdom == cites.Plantae:
		j.say("P13", "", "code", string(j.source))
		j.block("G04", "commercial")
	case j.source != cites.AssistedProduction:
		j.block("P12", "", "code", string(j.source))
	}
}

func (j *judge) appendixTwo() {
	if j.c.Direction == Import {
		j.say("S7", "")
	}
	switch j.dir {
	case Sea:
		j.say("S8", "")
		j.document(j.to, cites.FromTheSea)
	case Export:
		if j.flagged {
			j.say("S8", "flag")
		}
		j.say("S5", "")
		j.document(j.from, cites.ExportPermit)
	case Reexport:
		j.say("S6", "")
		j.document(j.from, cites.ReexportCertificate)
	}
}

// appendixThree tells the States that listed the taxon from the others (T07).
func (j *judge) appendixThree() {
	switch j.dir {
	case Sea:
		j.say("S12", "")
	case Export:
		if slices.ContainsFunc(j.listings, func(l species.Listing) bool { return l.Party == j.from }) {
			j.say("S9", "")
			j.document(j.from, cites.ExportPermit)
			return
		}
		j.say("S10", "")
		j.document(j.from, cites.CertificateOfOrigin)
	case Reexport:
		j.say("S11", "")
		j.document(j.from, cites.ReexportCertificate)
	}
}
