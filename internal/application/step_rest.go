package application

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/profile"
)

// Modes of transport, in the order shown.
func Modes() []string { return []string{"air", "sea", "road", "rail", "post", "hand"} }

func readPurpose(_ *Office, r *reader, c *Content) {
	if c.Type.Facts().PurposeRequired {
		p, err := cites.ParsePurpose(r.text("purpose", 10))
		if err != nil {
			r.fail("purpose", "apply.purpose.needed")
		}
		c.Purpose = p
	}
	c.OwnReference = r.text("own_reference", maxOwnRef)
	c.Comments = r.note("comments", maxText)
}

func writePurpose(c *Content, f Form) {
	f["purpose"], f["own_reference"], f["comments"] = string(c.Purpose), c.OwnReference, c.Comments
}

// The import permit of the country of destination, or the reason why its number
// is not known yet (rules L01, L02).
func readImportPermit(_ *Office, r *reader, c *Content) {
	c.ImportPermit = r.reference("permit", c.Importer.Country)
	r.known("permit", c.ImportPermit)
}

func writeImportPermit(c *Content, f Form) { f.reference("permit", c.ImportPermit) }

// The export permit or re-export certificate of the country the goods come
// from. For Appendix I it follows ours, so it may be unknown.
func readExportPermit(_ *Office, r *reader, c *Content) {
	c.ExportPermit = r.reference("permit", c.Exporter.Country)
	r.known("permit", c.ExportPermit)
}

func writeExportPermit(c *Content, f Form) { f.reference("permit", c.ExportPermit) }

func readFacilities(_ *Office, r *reader, c *Content) {
	c.Facilities = r.note("facilities", maxNote)
	if c.Facilities == "" {
		r.fail("facilities", "apply.facilities.needed")
	}
}

func writeFacilities(c *Content, f Form) { f["facilities"] = c.Facilities }

func readShipment(o *Office, r *reader, c *Content) {
	t := Transport{}
	if c.ShipmentAsked() {
		t = readTransport(o, r, c)
	}
	if c.CratesAsked() {
		if t.Crates = r.note("crates", maxText); t.Crates == "" {
			r.fail("crates", "apply.crates.needed")
		}
		if slices.ContainsFunc(o.Profile.Ports, func(p profile.Port) bool { return p.Code == t.Port && !p.Live }) {
			r.fail("port", "apply.port.live")
		}
	}
	c.Transport = t
}

func readTransport(o *Office, r *reader, c *Content) Transport {
	t := Transport{Port: r.text("port", 20), Mode: r.text("mode", 10), Document: r.text("document", 70), Date: r.date("date")}
	if t.Port == "" || !slices.ContainsFunc(o.Profile.Ports, func(p profile.Port) bool { return p.Code == t.Port }) {
		r.fail("port", "apply.port.needed")
	}
	if !slices.Contains(Modes(), t.Mode) {
		r.fail("mode", "apply.mode.needed")
	}
	if !t.Date.IsZero() && t.Date.Before(r.today) && !c.Retrospective {
		r.fail("date", "apply.date.past")
	}
	return t
}

func writeShipment(c *Content, f Form) {
	f["port"], f["mode"], f["document"], f["crates"] = c.Transport.Port, c.Transport.Mode, c.Transport.Document, c.Transport.Crates
	f.date("date", c.Transport.Date)
}

// live reports whether any line is of living specimens.
func (c *Content) live() bool { return slices.ContainsFunc(c.Lines, Line.Live) }
