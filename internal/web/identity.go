package web

import (
	"fmt"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/profile"
)

// Identity is what a Party shows of itself on its pages. It comes from the
// profile and may change while the program runs.
type Identity struct {
	Party     string       // ISO code of the Party, or a user-assigned code of a demo
	Languages []cites.Lang // the first one has addresses without a prefix
	Names     map[cites.Lang]Names
	Brand     string // colour of the header, #rrggbb; contrast with white at least 4.5:1
	Accent    string // colour of the line under the header, #rrggbb
	Crest     []byte // SVG; empty means the neutral leaf
	Contact   string // e-mail address shown on help and error pages; may be empty
	Links     []FooterLink
	Digits    string // numbering system of Arabic pages, "latn" (default) or "arab"
	Demo      bool   // shows the banner that nothing here is real
}

// Names are the words of one language in the header and footer.
type Names struct {
	Service   string // "Wildlife trade permits (CITES)"
	Authority string // "CITES Management Authority"
	Country   string // "Republic of Example"
}

// FooterLink is an address of the Party's own site shown in each footer.
type FooterLink struct {
	Href  string
	Label map[cites.Lang]string
}

// IdentityOf takes from a profile what is shown of a Party.
func IdentityOf(p *profile.Profile) Identity {
	id := Identity{Party: string(p.Party), Languages: p.Languages, Names: map[cites.Lang]Names{}, Brand: p.Colours.Brand,
		Accent: p.Colours.Accent, Crest: []byte(p.Crest), Contact: p.Contact.Email, Demo: p.Sample}
	if p.ArabicDigits {
		id.Digits = "arab"
	}
	for _, lang := range p.Languages {
		id.Names[lang] = Names{Service: p.Service.In(lang), Authority: p.Authority.In(lang), Country: p.Country.In(lang)}
	}
	return id
}

// Validate tells what of an identity cannot be shown: a missing name, an
// unknown language, a colour that is not #rrggbb or has too little contrast, a
// crest with anything but shapes in it.
func (id Identity) Validate() error {
	if len(id.Languages) == 0 {
		return fmt.Errorf("identity: no language")
	}
	for _, lang := range id.Languages {
		if !slices.Contains(knownLanguages(), lang) {
			return fmt.Errorf("identity: language %q has no catalogue", lang)
		}
		n := id.Names[lang]
		if n.Service == "" || n.Authority == "" || n.Country == "" {
			return fmt.Errorf("identity: names in %q are not complete", lang)
		}
	}
	if err := checkColours(id.Brand, id.Accent); err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	if _, err := sanitiseSVG(id.Crest); len(id.Crest) > 0 && err != nil {
		return fmt.Errorf("identity: crest: %w", err)
	}
	return nil
}

// knownLanguages are those with complete catalogues, in the order of the
// language switch.
func knownLanguages() []cites.Lang {
	return []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}
}
