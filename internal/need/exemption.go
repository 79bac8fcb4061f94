package need

import (
	"github.com/opencites/opencites/cites"
)

// exemption gives the certificate that the source of the specimens calls for
// (permit-rules 1.4 and 1.5). It is false where a standard document is needed.
func (j *judge) exemption() bool {
	j.hybridRow()
	switch {
	case j.marineTreaty():
		return true
	case j.dir == Sea:
		return false
	case j.l.Source == cites.PreConventionStock && j.l.Term != cites.Caviar:
		j.preConvention()
		return true
	case j.may(cites.Bred) && j.animal():
		return j.bred()
	case j.may(cites.Propagated) && j.plant():
		return j.propagated()
	case j.may(cites.BredCommercially) && j.appendix == cites.AppendixI:
		j.registered()
	}
	return false
}

func (j *judge) hybridRow() {
	switch {
	case j.l.Hybrid == nil:
	case j.kingdom == cites.Plantae:
		j.say("E15", "")
	default:
		j.say("E14", "")
	}
}

// marineTreaty is Art. XIV(4): Appendix II species under a treaty in force on 1
// July 1975, taken by a vessel registered in the State. Introduction needs no
// document, export a statement of the flag State.
func (j *judge) marineTreaty() bool {
	if !j.c.MarineTreaty || j.appendix != cites.AppendixII || j.dir == Reexport {
		return false
	}
	if j.dir == Sea {
		j.say("E12", "sea")
		return true
	}
	if f := j.c.VesselFlag; f != "" && f != j.from {
		return false
	}
	j.document(j.from, cites.MarineDocument)
	j.say("E12", "")
	return true
}

// preConvention: acquired before the first listing in any appendix (D12). Where
// the first listing is not known, the authority has to look it up.
func (j *judge) preConvention() {
	j.exempt = true
	j.say("E1", "")
	a := j.acquired()
	switch {
	case a.IsZero():
		// P09 asks for the day.
	case j.first.IsZero() && !a.Before(inForce()):
		j.refer("D12", "unknown", "date", a.String())
	case !j.preListing():
		j.block("D12", "", "date", a.String(), "listed", j.first.String())
		return
	}
	j.document(j.from, cites.PreConvention)
}

// bred is source C: a certificate at export, the ordinary certificate at
// re-export. Appendix I only when bred for non-commercial purposes (P07).
func (j *judge) bred() bool {
	if j.appendix == cites.AppendixI && j.l.BredCommercially {
		j.block("P07", "")
		return false
	}
	j.exempt = true
	j.say("E2", "")
	if j.dir == Export {
		j.document(j.from, cites.CaptiveBred)
	}
	return j.dir == Export
}

// propagated is source A. Appendix I only when not for commerce, or a hybrid
// that the listing does not name (P08). A phytosanitary certificate may take the
// place of ours at export from where the plant was propagated (E4).
func (j *judge) propagated() bool {
	if j.appendix == cites.AppendixI && (j.commercial() || j.l.BredCommercially) && !j.unmarked {
		j.block("P08", "")
		return false
	}
	j.exempt = true
	j.say("E3", "")
	if j.dir != Export {
		return false
	}
	home := j.l.OriginCountry == "" || j.l.OriginCountry == j.from
	if j.c.PhytosanitaryFormLodged && home && (j.appendix == cites.AppendixII || j.unmarked) {
		j.say("E4", "")
		j.document(j.from, cites.Phytosanitary)
		return true
	}
	j.document(j.from, cites.ArtificiallyPropagated)
	return true
}

// registered is source D: Appendix I from a registered operation is traded like
// Appendix II, without an import permit.
func (j *judge) registered() {
	j.exempt = true
	if j.kingdom == cites.Plantae {
		j.say("E6", "")
		return
	}
	j.say("E5", "")
}
