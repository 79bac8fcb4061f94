package web

import (
	"context"
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/go-playground/locales"
	locar "github.com/go-playground/locales/ar"
	locen "github.com/go-playground/locales/en_GB"
	loces "github.com/go-playground/locales/es"
	locfr "github.com/go-playground/locales/fr"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Locale is one language of the interface: its words, its numbers, its dates,
// its addresses. It is safe for use by many requests at once.
type Locale struct {
	Lang   cites.Lang
	Dir    string // "ltr" or "rtl"
	Name   string // the language in itself: "français"
	prefix string // "" or "/fr"
	zone   *time.Location
	words  catalogue
	tag    language.Tag
	dates  locales.Translator
	home   func() (cites.Country, string) // the Party and its name here; nil names it as its code does
}

// Country is the name of a country; a Party with a code of its own choice has
// the name of its profile.
func (l *Locale) Country(c cites.Country) string {
	if l.home != nil {
		if code, name := l.home(); code == c {
			return name
		}
	}
	return c.Name(l.Lang)
}

func newLocale(lang cites.Lang, words catalogue, zone *time.Location, digits string) *Locale {
	l := &Locale{Lang: lang, Dir: "ltr", words: words, zone: zone}
	switch lang {
	case cites.French:
		l.Name, l.tag, l.dates = "Français", language.French, locfr.New()
	case cites.Spanish:
		l.Name, l.tag, l.dates = "Español", language.Spanish, loces.New()
	case cites.Arabic:
		l.Name, l.Dir, l.dates = "العربية", "rtl", locar.New()
		if digits == "" {
			digits = "latn" // permits and partners use Western digits
		}
		l.tag = language.MustParse("ar-u-nu-" + digits)
	default:
		l.Name, l.tag, l.dates = "English", language.BritishEnglish, locen.New()
	}
	return l
}

// Has reports whether the catalogue knows the key.
func (l *Locale) Has(key string) bool { _, ok := l.words[key]; return ok }

// T gives the text of a key with its placeholders filled; args are name, value
// pairs. A key that is missing shows itself, and the tests find it.
func (l *Locale) T(key string, args ...any) string {
	text, ok := l.words[key]
	if !ok {
		return "[" + key + "]"
	}
	return fill(text, args)
}

// Plural gives KEY.one, KEY.few, ... KEY.other as the language wants for n;
// {n} is the number in the language's form.
func (l *Locale) Plural(key string, n int, args ...any) string {
	form := pluralForm(l.tag, n)
	if !l.Has(key + "." + form) {
		form = "other"
	}
	return l.T(key+"."+form, append(args, "n", l.Int(int64(n)))...)
}

func pluralForm(tag language.Tag, n int) string {
	switch plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

// Fault gives the text of an error's key, or the general one. An argument that
// people wrote in several languages, text.en and text.fr, fills {text}.
func (l *Locale) Fault(key string, args fault.Args) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		name, lang, several := strings.Cut(name, ".")
		if several && lang != string(l.Lang) {
			continue
		}
		pairs = append(pairs, name, l.argument(name, value))
	}
	return l.T(key, pairs...)
}

// Int writes a whole number with the language's grouping.
func (l *Locale) Int(n int64) string {
	return message.NewPrinter(l.tag).Sprint(number.Decimal(n))
}

// Quantity writes thousandths exactly: 1500 is "1.5" or "1,5".
func (l *Locale) Quantity(q cites.Quantity) string {
	whole, rest := int64(q)/1000, int64(q)%1000
	if rest == 0 {
		return l.Int(whole)
	}
	mark := strings.TrimFunc(message.NewPrinter(l.tag).Sprint(number.Decimal(1.5)), isDigit)
	frac := strings.TrimRight(fmt.Sprintf("%03d", rest), "0")
	return l.Int(whole) + mark + l.digits(frac)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '٠' && r <= '٩' }

// digits writes ASCII digits in the numbering system of the locale.
func (l *Locale) digits(s string) string {
	if l.Int(1) == "1" {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '٠'
		}
		return r
	}, s)
}

// Date writes a day in words: "8 November 2026".
func (l *Locale) Date(d cites.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.digits(westernDigits(l.dates.FmtDateLong(d.Start(time.UTC))))
}

// ShortDate writes a day for narrow columns: "8 Nov 2026". Arabic has no short
// form without hidden direction marks and keeps the long one.
func (l *Locale) ShortDate(d cites.Date) string {
	if d.IsZero() || l.Lang == cites.Arabic {
		return l.Date(d)
	}
	return l.dates.FmtDateMedium(d.Start(time.UTC))
}

// DateTime writes a moment in the zone of the Management Authority.
func (l *Locale) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(l.zone)
	return l.T("common.datetime", "date", l.Date(cites.DateOf(t, l.zone)), "time", l.digits(t.Format("15:04")))
}

// DayOf writes the day of a moment in the zone of the Management Authority.
func (l *Locale) DayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(cites.DateOf(t, l.zone))
}

// Month writes the short name of a month, for charts.
func (l *Locale) Month(m time.Month) string { return l.dates.MonthAbbreviated(m) }

func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '٠' && r <= '٩' {
			return r - '٠' + '0'
		}
		return r
	}, s)
}

// Href puts the language's prefix before a path of this site.
func (l *Locale) Href(path string) string {
	if l.prefix != "" && path == "/" {
		return l.prefix + "/"
	}
	return l.prefix + path
}

// THTML is T for texts with marked-up values: the text and plain values are
// escaped, values of type template.HTML are not.
func (l *Locale) THTML(key string, args ...any) template.HTML {
	safe := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case template.HTML:
			safe[i] = string(v)
		default:
			safe[i] = template.HTMLEscapeString(fmt.Sprint(v))
		}
	}
	text, ok := l.words[key]
	if !ok {
		text = "[" + key + "]"
	}
	return template.HTML(fill(template.HTMLEscapeString(text), safe))
}

type localeKey struct{}

// LocaleFrom gives the language of the request.
func LocaleFrom(ctx context.Context) *Locale {
	l, _ := ctx.Value(localeKey{}).(*Locale)
	return l
}

func withLocale(ctx context.Context, l *Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}
