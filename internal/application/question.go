package application

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

//go:embed questions.tsv
var questionTable string

// Question is one thing that only some documents ask. The table questions.tsv
// says where; adding a document type adds rows there and nothing here.
type Question struct {
	ID      string
	OfLine  bool
	Kind    string // text, area, day, future, country, countries, tick, count, choice
	Choices []string
	Need    bool
	Most    int // characters of a text, highest count
	types   []cites.DocumentType
	when    []string
}

// questions reads the table once; it is part of the program, so a row that
// cannot be read is a fault of the build and panics. A test reads it.
var questions = sync.OnceValue(func() []Question {
	var out []Question
	for _, r := range table.Read("questions", questionTable, "id", "of", "kind", "need", "most", "types", "when") {
		kind, choices, _ := strings.Cut(r["kind"], ":")
		q := Question{ID: r["id"], OfLine: r["of"] == "line", Kind: kind, Need: r["need"] == "y", Most: int(r.Number("most")),
			types: table.Codes[cites.DocumentType](r, "types"), when: strings.Fields(r["when"])}
		if choices != "" {
			q.Choices = strings.Split(choices, "|")
		}
		out = append(out, q)
	}
	return out
})

// AllQuestions lists every row of the table, for catalogues and tests.
func AllQuestions() []Question { return slices.Clone(questions()) }

// Asked lists the questions about the document that this application has to
// answer, in the order of the table.
func Asked(c *Content) []Question {
	return asked(false, c, func(word string) bool {
		return slices.ContainsFunc(c.Lines, func(l Line) bool { return lineFits(word, l) })
	})
}

// AskedOf lists the questions about one line.
func AskedOf(c *Content, l Line) []Question {
	return asked(true, c, func(word string) bool { return lineFits(word, l) })
}

func asked(ofLine bool, c *Content, fits func(string) bool) []Question {
	var out []Question
	for _, q := range questions() {
		if q.OfLine != ofLine || !q.fits(c, fits) || slices.ContainsFunc(out, func(x Question) bool { return x.ID == q.ID }) {
			continue
		}
		out = append(out, q)
	}
	return out
}

func (q Question) fits(c *Content, fits func(string) bool) bool {
	if !slices.Contains(q.types, "*") && !slices.Contains(q.types, c.Type) {
		return false
	}
	for _, word := range q.when {
		switch word {
		case "retro":
			if !c.Retrospective {
				return false
			}
		case "partial":
			if !c.Partial {
				return false
			}
		case "nonparty", "nonparty:export", "nonparty:import":
			if !c.leans(word) {
				return false
			}
		default:
			if !fits(word) {
				return false
			}
		}
	}
	return true
}

// lineFits reports whether a condition of the table holds for a line.
func lineFits(word string, l Line) bool {
	name, value, _ := strings.Cut(word, ":")
	switch name {
	case "live":
		return l.Live()
	case "animal":
		return l.Kingdom == cites.Animalia
	case "plant":
		return l.Kingdom == cites.Plantae
	case "source":
		return l.Source == cites.Source(value)
	case "appendix":
		return l.Appendix == cites.Appendix(value)
	case "split":
		return l.Split
	}
	return false
}

// Answer is what was answered to a question that is asked here; an answer from
// before, to a question that no longer matters, counts for nothing.
func (c *Content) Answer(id string) string {
	if slices.ContainsFunc(Asked(c), func(q Question) bool { return q.ID == id }) {
		return c.Answers[id]
	}
	return ""
}

// AnswerDate is Answer for a date.
func (c *Content) AnswerDate(id string) cites.Date { return answerDate(c.Answer(id)) }

// AnswerCountries is Answer for a list of countries.
func (c *Content) AnswerCountries(id string) []cites.Country { return countriesOf(c.Answer(id)) }

// LineAnswer is Answer for a question about a line.
func (c *Content) LineAnswer(l Line, id string) string {
	if slices.ContainsFunc(AskedOf(c, l), func(q Question) bool { return q.ID == id }) {
		return l.Answers[id]
	}
	return ""
}

func answerDate(s string) cites.Date {
	d, err := cites.ParseDate(s)
	if err != nil {
		return cites.Date{}
	}
	return d
}

func countriesOf(s string) []cites.Country {
	var out []cites.Country
	for _, w := range strings.Fields(s) {
		out = append(out, cites.Country(w))
	}
	return out
}

// read takes the answer to a question out of a form; the words for what is
// wrong are common to all questions.
func (q Question) read(r *reader) string {
	out := ""
	switch q.Kind {
	case "text":
		out = r.text(q.ID, q.Most)
	case "area":
		out = r.note(q.ID, q.Most)
	case "tick":
		if r.tick(q.ID) {
			out = "1"
		}
	case "country":
		out = string(r.country(q.ID))
		if out != "" && !cites.Country(out).Place() {
			r.fail(q.ID, "apply.country.place")
			return out
		}
	case "countries":
		out = readCountries(r, q.ID)
	case "day":
		out = r.past(q.ID).String()
	case "future":
		d := r.date(q.ID)
		if out = d.String(); !d.IsZero() && !d.After(r.today) {
			r.fail(q.ID, "apply.date.past")
		}
	case "count":
		out = westernDigits(r.text(q.ID, 10))
		if n, err := strconv.Atoi(out); out != "" && (err != nil || n < 1 || n > q.Most) {
			r.fail(q.ID, "apply.answer.count", "max", q.Most)
		}
	case "choice":
		if out = r.text(q.ID, 40); out != "" && !slices.Contains(q.Choices, out) {
			out = ""
		}
	}
	if out == "" && q.Need && !r.failed(q.ID) {
		r.fail(q.ID, q.needKey())
	}
	return out
}

// needKey is the sentence that asks for an answer.
func (q Question) needKey() string {
	switch q.Kind {
	case "tick":
		return "apply.answer.tick"
	case "choice", "country":
		return "apply.answer.choose"
	}
	return "apply.answer.needed"
}

// readCountries takes countries by code or by name in any of our languages.
func readCountries(r *reader, name string) string {
	var out []string
	for _, line := range r.lines(name, maxNote) {
		for part := range strings.SplitSeq(line, ",") {
			part = strings.TrimSpace(part)
			if part == "" {
				continue
			}
			c, ok := countryNamed(part)
			if !ok {
				r.fail(name, "apply.answer.country", "name", part)
				return ""
			}
			if !slices.Contains(out, string(c)) {
				out = append(out, string(c))
			}
		}
	}
	return strings.Join(out, " ")
}

func countryNamed(s string) (cites.Country, bool) {
	if c, err := cites.ParseCountry(s); err == nil && c.Place() {
		return c, true
	}
	for _, i := range cites.Countries() {
		for _, n := range []string{i.Names.EN, i.Names.FR, i.Names.ES, i.Names.AR} {
			if i.Code.Place() && strings.EqualFold(n, s) {
				return i.Code, true
			}
		}
	}
	return "", false
}

// write puts an answer into a form as its page shows it.
func (q Question) write(answer string, f Form) {
	switch q.Kind {
	case "day", "future":
		f.date(q.ID, answerDate(answer))
	case "countries":
		var names []string
		for _, c := range countriesOf(answer) {
			names = append(names, c.Name(cites.English))
		}
		f[q.ID] = strings.Join(names, "\n")
	default:
		f[q.ID] = answer
	}
}

// answer notes what was said; an empty answer is forgotten.
func answer(all map[string]string, id, said string) map[string]string {
	if said == "" {
		delete(all, id)
		return all
	}
	if all == nil {
		all = map[string]string{}
	}
	all[id] = said
	return all
}

func readCertificate(_ *Office, r *reader, c *Content) {
	had := c.Answers
	c.Answers = map[string]string{}
	for k, v := range had {
		c.Answers[k] = v
	}
	for _, q := range Asked(c) {
		c.Answers = answer(c.Answers, q.ID, q.read(r))
	}
}

func writeCertificate(c *Content, f Form) {
	for _, q := range Asked(c) {
		q.write(c.Answers[q.ID], f)
	}
}

// splitListing reports whether the Appendix of a line depends on the population
// and the countries named so far do not settle it (rule T04).
func (o *Office) splitListing(c *Content, l Line, on cites.Date) bool {
	l.Population = ""
	return o.Law().Listings(species.ID(l.TaxonID), Population(*c, l), on).Split
}
