package print

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/internal/fault"
)

// maxText bounds one text of the form, in characters.
const maxText = 5_000

// maxNumber bounds the number of a document: it stands in full on every page
// (foreign numbers have up to 27 characters, permit-rules 2.2).
const maxNumber = 32

// maxItems bounds the rows of one document: 100 pages.
const maxItems = 400

// entry is one text of the form with the path under which faults name it and
// the number of its box.
type entry struct {
	path, box string
	text      *string
}

// entries lists every text a person may have written. The pointers go into f.
func (f *Form) entries() []entry {
	all := []entry{
		{"number", "1", (*string)(&f.Number)}, {"other_type", "1", &f.OtherType},
		{"state", "header", &f.State}, {"titles", "header", &f.Titles},
		{"importer.name", "3", &f.Importer.Name}, {"importer.address", "3", &f.Importer.Address},
		{"importer.country", "3", &f.Importer.Country}, {"import_to", "3a", &f.ImportTo},
		{"exporter.name", "4", &f.Exporter.Name}, {"exporter.address", "4", &f.Exporter.Address},
		{"exporter.country", "4", &f.Exporter.Country}, {"signature", "4", &f.Signature},
		{"retrospective", "5", &f.Retrospective}, {"purpose", "5a", (*string)(&f.Purpose)},
		{"purpose_text", "5a", &f.PurposeText}, {"stamp", "5b", &f.Stamp}, {"authority", "6", &f.Authority},
		{"issued_by", "13", &f.IssuedBy}, {"issued_place", "13", &f.IssuedPlace}, {"sealed_by", "13", &f.SealedBy},
		{"transport", "15", &f.Transport}, {"verify.address", "seal", &f.Verify.Address}, {"verify.code", "seal", &f.Verify.Code},
	}
	for i := range f.Conditions {
		all = append(all, entry{fmt.Sprintf("conditions.%d", i), "5", &f.Conditions[i]})
	}
	for i := range f.Items {
		all = append(all, f.Items[i].entries(i)...)
	}
	if r := f.Replaces; r != nil {
		all = append(all, entry{"replaces.number", "5", (*string)(&r.Number)}, entry{"replaces.reason", "5", &r.Reason})
	}
	for i := range f.Crossings {
		all = append(all, entry{fmt.Sprintf("crossings.%d.port", i), "continuation", &f.Crossings[i].Port},
			entry{fmt.Sprintf("crossings.%d.official", i), "continuation", &f.Crossings[i].Official})
	}
	if e := f.Endorsement; e != nil {
		for i := range e.Quantities {
			all = append(all, entry{fmt.Sprintf("endorsement.quantities.%d", i), "14", &e.Quantities[i]})
		}
		all = append(all, entry{"endorsement.port", "15", &e.Port}, entry{"endorsement.official", "15", &e.Official},
			entry{"endorsement.reference", "15", &e.Reference})
	}
	return all
}

func (t *Item) entries(i int) []entry {
	all := []entry{
		{"scientific_name", "7", &t.ScientificName}, {"author", "7", &t.Author}, {"common_name", "8", &t.CommonName},
		{"term", "9", (*string)(&t.Term)}, {"description", "9", &t.Description}, {"marks", "9", &t.Marks},
		{"appendix", "10", (*string)(&t.Appendix)}, {"quantity", "11", &t.Quantity}, {"unit", "11", &t.Unit},
		{"quota", "11a", &t.Quota}, {"origin.country", "12", &t.Origin.Country}, {"origin.number", "12", &t.Origin.Number},
		{"last_reexport.country", "12a", &t.LastReexport.Country}, {"last_reexport.number", "12a", &t.LastReexport.Number},
		{"operation", "12b", &t.Operation}, {"document_type", "9", &t.DocumentType},
	}
	for k := range t.Sources {
		all = append(all, entry{"sources." + strconv.Itoa(k), "10", (*string)(&t.Sources[k])})
	}
	for k := range all {
		all[k].path = fmt.Sprintf("items.%d.%s", i, all[k].path)
		all[k].box = letter(i) + " " + all[k].box
	}
	return all
}

// sealed refuses a form whose seals do not match its pages; only a sample may
// have none.
func (f Form) sealed() error {
	refused := fault.Invalidf("print.refused")
	switch {
	case len(f.Seals) == 0 && !f.Sample:
		refused.Add("seals", "print.seal_missing")
	case len(f.Seals) > 0 && len(f.Seals) != ItemPages(len(f.Items)):
		refused.Add("seals", "print.seal_count", "have", len(f.Seals), "want", ItemPages(len(f.Items)))
	}
	return refused.OrNil()
}

// copied is f with its own memory for everything that cleaning changes.
func (f Form) copied() Form {
	f.Conditions = slices.Clone(f.Conditions)
	f.Items = slices.Clone(f.Items)
	f.Crossings = slices.Clone(f.Crossings)
	for i := range f.Items {
		f.Items[i].Sources = slices.Clone(f.Items[i].Sources)
	}
	if f.Replaces != nil {
		r := *f.Replaces
		f.Replaces = &r
	}
	if f.Endorsement != nil {
		e := *f.Endorsement
		e.Quantities = slices.Clone(e.Quantities)
		f.Endorsement = &e
	}
	return f
}

// prepared returns a copy of f with its texts normalised, or a fault that names
// each text that cannot be printed, its box and the character.
func (f Form) prepared(faces typefaces) (Form, error) {
	refused := fault.Invalidf("print.refused")
	if len(f.Items) > maxItems {
		return f, refused.Add("items", "print.too_many_items", "limit", maxItems)
	}
	f = f.copied()
	for _, e := range f.entries() {
		if !utf8.ValidString(*e.text) {
			refused.Add(e.path, "print.not_text", "box", e.box)
			continue
		}
		limit := maxText
		if e.path == "number" {
			limit = maxNumber
		}
		if utf8.RuneCountInString(*e.text) > limit {
			refused.Add(e.path, "print.too_long", "box", e.box, "limit", limit)
			continue
		}
		*e.text = cleaned(*e.text)
		if err := e.check(faces, refused); err != nil {
			return f, err
		}
	}
	return f, refused.OrNil()
}

// cleaned is the text as it is set: composed characters, one kind of line break,
// no soft hyphens or byte order marks, no space at the ends.
func cleaned(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ", "\u00ad", "", "\ufeff", "").Replace(s)
	lines := strings.Split(norm.NFC.String(s), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// check adds the first character of the text that cannot be printed.
func (e entry) check(faces typefaces, refused *fault.Error) error {
	for _, r := range *e.text {
		if r == '\n' || invisible(r) {
			continue
		}
		key := ""
		switch {
		case unicode.IsControl(r), steersDirection(r):
			key = "print.control_character"
		default:
			_, err := faces.find(r)
			if err != nil && !errors.Is(err, errNoGlyph) {
				return err
			}
			if err != nil {
				key = "print.no_glyph"
			}
		}
		if key != "" {
			refused.Add(e.path, key, "char", shown(r), "code", fmt.Sprintf("U+%04X", r), "box", e.box)
			return nil
		}
	}
	return nil
}

// steersDirection reports embeddings, overrides and isolates, which can make a
// text read otherwise than it is stored.
func steersDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// shown is the character for a message; controls have no picture.
func shown(r rune) string {
	if unicode.IsPrint(r) {
		return string(r)
	}
	return "?"
}

// letter names row i: A to Z, then AA, AB and so on.
func letter(i int) string {
	s := string(rune('A' + i%26))
	if i >= 26 {
		s = letter(i/26-1) + s
	}
	return s
}
