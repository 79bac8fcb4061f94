package epermit

import "github.com/opencites/opencites/cites"

// Party is a person, firm or authority on a permit.
type Party struct {
	IDs     []string `json:"ids,omitempty"`
	Name    string   `json:"name"`
	Address Address  `json:"address"`
}

// Address is a postal address. Country is the country of residence.
type Address struct {
	Street       []string `json:"street,omitempty"`
	PostBox      string   `json:"postBox,omitempty"`
	City         string   `json:"city,omitempty"`
	Postcode     string   `json:"postcode,omitempty"`
	Subdivisions []string `json:"subdivisions,omitempty"`
	Country      Country  `json:"country"`
}

// Country is a code with the name that stands beside it in the message; some
// readers print only the name, so both are written.
type Country struct {
	Code cites.Country `json:"code,omitempty"`
	Name string        `json:"name,omitempty"`
}

// IsZero reports whether nothing is known.
func (c Country) IsZero() bool { return c == Country{} }

// Place is a UN/LOCODE or another id, and a name.
type Place struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// IsZero reports whether nothing is known.
func (p Place) IsZero() bool { return p == Place{} }

// Reference points to another document by its number, date and type code (a
// code of UN/EDIFACT list 1001, or one of the Toolkit's letters).
type Reference struct {
	Number   string     `json:"number,omitempty"`
	Type     string     `json:"type,omitempty"`
	Name     string     `json:"name,omitempty"`
	IssuedOn cites.Date `json:"issuedOn"`
}

// IsZero reports whether nothing is known.
func (r Reference) IsZero() bool { return r == Reference{} }

// Attachment is a file that travels beside a permit.
type Attachment struct {
	Name    string
	Content []byte
}

// Signature says who signed a box, when, where, and any words beside it.
type Signature struct {
	Name      string     `json:"name,omitempty"`
	Statement string     `json:"statement,omitempty"`
	On        cites.Date `json:"on"`
	Place     Place      `json:"place"`
}
