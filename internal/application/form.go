package application

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
)

// Form is what somebody typed into one page, by field name. A draft keeps the
// form of a page that could not be read, so that nothing typed is lost.
type Form map[string]string

// Longest texts, in characters. Letters and digits of every script are allowed.
const (
	maxName    = 150
	maxAddress = 400
	maxText    = 500
	maxNote    = 4000
	maxOwnRef  = 30
	maxMarks   = 20_000
	maxMark    = 150
	maxTyped   = 20_000
)

// firstDate is the earliest day a date field takes (rule D10).
var firstDate = cites.Date{Year: 1753, Month: 1, Day: 1}

// reader takes fields out of a form and notes what is wrong with them. It
// remembers which fields were asked for: only those are kept with a draft.
type reader struct {
	form  Form
	today cites.Date
	wrong *fault.Error
	kept  Form
}

func newReader(f Form, today cites.Date) *reader {
	return &reader{form: f, today: today, wrong: fault.Invalidf("apply.invalid"), kept: Form{}}
}

// fail notes a wrong field.
func (r *reader) fail(name, key string, args ...any) { r.wrong.Add(name, key, args...) }

// failed reports whether something is wrong with a field already.
func (r *reader) failed(name string) bool {
	return slices.ContainsFunc(r.wrong.Fields, func(f fault.Field) bool { return f.Name == name })
}

// raw gives a field as typed, bounded.
func (r *reader) raw(name string) string {
	s := r.form[name]
	if len(s) > maxTyped {
		s = strings.ToValidUTF8(s[:maxTyped], "")
	}
	if s != "" {
		r.kept[name] = s
	}
	return s
}

// text gives one cleaned line of at most most characters.
func (r *reader) text(name string, most int) string {
	s := strings.Join(strings.Fields(clean(r.raw(name))), " ")
	if n := utf8.RuneCountInString(s); n > most {
		r.fail(name, "apply.too_long", "max", most, "n", n)
	}
	return s
}

// need is text that must not be empty; key is the sentence that asks for it.
func (r *reader) need(name string, most int, key string) string {
	s := r.text(name, most)
	if s == "" {
		r.fail(name, key)
	}
	return s
}

// lines gives the cleaned, non-empty lines of a field with several.
func (r *reader) lines(name string, most int) []string {
	var out []string
	n := 0
	for l := range strings.Lines(clean(r.raw(name))) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
			n += utf8.RuneCountInString(l)
		}
	}
	if n > most {
		r.fail(name, "apply.too_long", "max", most, "n", n)
	}
	return out
}

// note gives cleaned text that keeps its lines.
func (r *reader) note(name string, most int) string {
	return strings.Join(r.lines(name, most), "\n")
}

// tick reports whether a box was ticked.
func (r *reader) tick(name string) bool { return r.raw(name) != "" }

// date reads the three fields NAME.day, NAME.month, NAME.year; what is wrong is
// noted for NAME. All empty is "not set".
func (r *reader) date(name string) cites.Date {
	var n [3]int
	var missing []string
	for i, part := range []string{"day", "month", "year"} {
		s := westernDigits(r.text(name+"."+part, 10))
		if s == "" {
			missing = append(missing, part)
			continue
		}
		if _, err := fmt.Sscanf(s, "%d", &n[i]); err != nil || strings.Trim(s, "0123456789") != "" {
			r.fail(name, "apply.date.number")
			return cites.Date{}
		}
	}
	switch len(missing) {
	case 0:
	case 3:
		return cites.Date{}
	default:
		r.fail(name, "apply.date."+missing[0])
		return cites.Date{}
	}
	d, err := cites.ParseDate(fmt.Sprintf("%04d-%02d-%02d", n[2], n[1], n[0]))
	if err != nil || d.Before(firstDate) {
		r.fail(name, "apply.date.unreal")
		return cites.Date{}
	}
	return d
}

// dated reports whether any part of a date was typed.
func (r *reader) dated(name string) bool {
	return r.form[name+".day"]+r.form[name+".month"]+r.form[name+".year"] != ""
}

// past is a date that must not lie after today.
func (r *reader) past(name string) cites.Date {
	d := r.date(name)
	if d.After(r.today) {
		r.fail(name, "apply.date.future")
	}
	return d
}

// country reads a country code; "" where none was chosen.
func (r *reader) country(name string) cites.Country {
	s := r.text(name, 10)
	if s == "" {
		return ""
	}
	c, err := cites.ParseCountry(s)
	if err != nil {
		r.fail(name, "apply.country.unknown")
	}
	return c
}

// number reads the number of a document; "" where none was given.
func (r *reader) number(name string) string {
	s := strings.Join(strings.Fields(clean(r.raw(name))), " ")
	if s == "" {
		return ""
	}
	n, err := cites.ParsePermitNumber(s)
	if err != nil {
		r.fail(name, "apply.number."+string(reason(err)))
	}
	return string(n)
}

// reference reads the fields of an earlier document: PREFIX_number, _date,
// _unknown, _reason, and _country unless it is given.
func (r *reader) reference(prefix string, country cites.Country) Reference {
	ref := Reference{Country: country, Number: r.number(prefix + "_number"), Date: r.past(prefix + "_date"),
		Unknown: r.tick(prefix + "_unknown"), Reason: r.note(prefix+"_reason", maxText)}
	if ref.Unknown {
		ref.Number, ref.Date = "", cites.Date{}
		if ref.Reason == "" {
			r.fail(prefix+"_reason", "apply.reference.reason")
		}
		return ref
	}
	ref.Reason = ""
	return ref
}

// known asks for number and date unless the applicant says they are unknown.
func (r *reader) known(prefix string, ref Reference) {
	if ref.Unknown {
		return
	}
	if ref.Number == "" {
		r.fail(prefix+"_number", "apply.reference.number")
	}
	if ref.Date.IsZero() && !r.dated(prefix+"_date") {
		r.fail(prefix+"_date", "apply.reference.date")
	}
}

// reason is why a code was refused.
func reason(err error) cites.Reason {
	if err == nil {
		return ""
	}
	var c *cites.CodeError
	if errors.As(err, &c) {
		return c.Reason
	}
	return cites.Malformed
}

// clean takes out of text what has no place in it.
func clean(s string) string { return intake.Text(s) }

// westernDigits turns Arabic-Indic and Persian digits into ASCII ones.
func westernDigits(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '٠' && c <= '٩':
			return '0' + c - '٠'
		case c >= '۰' && c <= '۹':
			return '0' + c - '۰'
		}
		return c
	}, s)
}

// date writes the fields of a date into a form.
func (f Form) date(name string, d cites.Date) {
	if d.IsZero() {
		return
	}
	f[name+".day"], f[name+".month"], f[name+".year"] = fmt.Sprint(d.Day), fmt.Sprint(int(d.Month)), fmt.Sprint(d.Year)
}

// reference writes the fields of an earlier document into a form.
func (f Form) reference(prefix string, ref Reference) {
	f[prefix+"_country"], f[prefix+"_number"], f[prefix+"_reason"] = string(ref.Country), ref.Number, ref.Reason
	f.date(prefix+"_date", ref.Date)
	if ref.Unknown {
		f[prefix+"_unknown"] = "1"
	}
}

// stamp is how moments are shown in messages between two people at one case.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
