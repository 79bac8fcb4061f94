package web

import (
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Field is one question of a form, shown by the partial "field" after its Kind,
// or by "field-text", "field-area", "field-select", "field-radios",
// "field-checks", "field-date", "field-file" and "field-password" themselves.
// Texts are in the reader's language.
type Field struct {
	Kind     string // "text" (default), "area", "select", "radios", "checks", "date", "file", "password"
	ID, Name string // Name is also the field name in faults; ID defaults to it
	Label    string
	Hint     string
	Error    string
	Value    string
	Values   []string // chosen values of checkboxes
	Options  []Option // of select, radios, checkboxes

	Heading  bool   // the label is the heading of the page
	Bold     bool   // the label stands out (several questions on a page)
	Optional bool   // says so after the label
	Inline   bool   // radios beside each other
	Small    bool   // small radios and checkboxes
	Type     string // "text" (default), "email", "tel", "search", "url"
	Mode     string // inputmode: "numeric", "decimal"
	Complete string // autocomplete token
	Width    int    // characters: 2, 3, 4, 5, 10, 20; 0 is full width
	Prefix   string // shown before the input
	Suffix   string // shown after it: the unit
	Dir      string // "ltr" for codes and Latin names, "auto" for people's text
	Rows     int    // of a text area
	Max      int    // characters allowed; a text area counts them
	Source   string // address of suggestions: makes the input a combobox
	IDField  string // id of the hidden input that takes the id of the suggestion
	Accept   string // media types of an upload
	Multiple bool
	Date     DateParts // of a date question
}

// Option is one choice.
type Option struct {
	Value, Label, Hint string
	Latin              bool   // the label is a scientific name
	Group              string // heading before the choice
}

// DateParts is a date as typed, part by part, so that nothing is lost on error.
type DateParts struct{ Day, Month, Year string }

// FieldID gives the id in the page; dots of names are not friendly to CSS.
func (f Field) FieldID() string {
	if f.ID != "" {
		return f.ID
	}
	return strings.ReplaceAll(f.Name, ".", "-")
}

// DescribedBy lists the ids of hint and error for aria-describedby.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.FieldID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.FieldID()+"-error")
	}
	return strings.Join(ids, " ")
}

// Chosen reports whether an option is the value or among the values.
func (f Field) Chosen(value string) bool {
	if f.Value == value && len(f.Values) == 0 {
		return true
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// OptionID gives the id of the i-th choice: the first has the id of the field,
// so that the error summary can lead there.
func (f Field) OptionID(i int) string {
	if i == 0 {
		return f.FieldID()
	}
	return f.FieldID() + "-" + strconv.Itoa(i+1)
}

// dateParts splits a date for its three inputs.
func dateParts(d cites.Date) DateParts {
	if d.IsZero() {
		return DateParts{}
	}
	return DateParts{Day: strconv.Itoa(d.Day), Month: strconv.Itoa(int(d.Month)), Year: strconv.Itoa(d.Year)}
}

// Parse reads the three parts; ok is false when they are no day. All empty is
// the zero date and fine.
func (p DateParts) Parse() (d cites.Date, ok bool) {
	if p == (DateParts{}) {
		return cites.Date{}, true
	}
	pad := func(s string, n int) string {
		s = westernDigits(strings.TrimSpace(s))
		for len(s) < n {
			s = "0" + s
		}
		return s
	}
	if len(strings.TrimSpace(p.Year)) < 4 {
		return cites.Date{}, false
	}
	d, err := cites.ParseDate(pad(p.Year, 4) + "-" + pad(p.Month, 2) + "-" + pad(p.Day, 2))
	return d, err == nil
}

// formErrors puts the texts of a fault onto the fields of a form and returns
// the lines of the error summary, in the order of the form. Faults of fields
// the form does not show come last, so that none is lost.
func formErrors(l *Locale, err error, fields ...*Field) []ErrorLink {
	f := fault.Of(err)
	if f == nil {
		return nil
	}
	var links []ErrorLink
	shown := map[string]bool{}
	for _, field := range fields {
		for _, wrong := range f.Fields {
			if wrong.Name != field.Name || field.Error != "" {
				continue
			}
			field.Error = l.Fault(wrong.Key, wrong.Args)
			links = append(links, ErrorLink{Text: field.Error, Href: "#" + field.FieldID()})
		}
		shown[field.Name] = true
	}
	for _, wrong := range f.Fields {
		if !shown[wrong.Name] {
			links = append(links, ErrorLink{Text: l.Fault(wrong.Key, wrong.Args)})
		}
	}
	if len(links) == 0 && l.Has(f.Key) {
		links = append(links, ErrorLink{Text: l.Fault(f.Key, f.Args)})
	}
	return links
}
