package application

import (
	"strings"
)

// Boxes 3 and 4. The applicant's own side is always in the Party that issues;
// the other side never is (box 3a).

func readExporter(o *Office, r *reader, c *Content) {
	readAddress(o, r, &c.Exporter, !c.Type.Facts().Direction.In())
}
func readImporter(o *Office, r *reader, c *Content) {
	readAddress(o, r, &c.Importer, c.Type.Facts().Direction.In())
}
func writeExporter(c *Content, f Form) { writeAddress(c.Exporter, f) }
func writeImporter(c *Content, f Form) { writeAddress(c.Importer, f) }

func readAddress(o *Office, r *reader, a *Address, own bool) {
	a.Name = r.need("name", maxName, "apply.name.needed")
	a.Lines = r.lines("address", maxAddress)
	switch {
	case len(a.Lines) == 0:
		r.fail("address", "apply.address.needed")
	case onlyBox(strings.Join(a.Lines, " ")):
		r.fail("address", "apply.address.box")
	}
	a.Country = o.Profile.Party
	if !own {
		a.Country = r.country("country")
		switch {
		case a.Country == "" && r.form["country"] == "":
			r.fail("country", "apply.country.needed")
		case a.Country == o.Profile.Party:
			r.fail("country", "apply.country.same")
		case a.Country != "" && !a.Country.Place():
			r.fail("country", "apply.country.place")
		}
	}
	a.Email = r.text("email", maxName)
	if a.Email != "" && !plainEmail(a.Email) {
		r.fail("email", "apply.email.form")
	}
	a.Phone = r.text("phone", 40)
}

func writeAddress(a Address, f Form) {
	f["name"], f["address"], f["country"] = a.Name, strings.Join(a.Lines, "\n"), string(a.Country)
	f["email"], f["phone"] = a.Email, a.Phone
}

// plainEmail is a shape check only: something, one @, a domain with a dot.
func plainEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && !strings.ContainsAny(s, " \t,;<>") && strings.Count(s, "@") == 1 &&
		strings.Contains(strings.Trim(domain, "."), ".")
}
