package species

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// annotations reads which appendices the row's own annotations speak of, with
// their notes, populations and # annotation. The texts are written
// "Appendix I:... \nAppendix II:...". Markup is dropped.
func (c *checklist) annotations(id ID) []Listing {
	full, short, hash := c.byAppendix("FullAnnotationEnglish"), c.byAppendix("AnnotationEnglish"), c.byAppendix("#Annotation")
	symbol := c.cell("#AnnotationSymbol")
	var out []Listing
	for _, a := range []cites.Appendix{cites.AppendixI, cites.AppendixII, cites.AppendixIII} {
		note, ok := full[a]
		if !ok {
			continue
		}
		l := Listing{Taxon: id, Appendix: a, Note: note}
		if len(l.Note) > maxNote {
			l.Note = strings.ToValidUTF8(l.Note[:maxNote], "") + "…"
		}
		if hash[a] != "" {
			l.Hash = symbol
		}
		populations(&l, short[a])
		out = append(out, l)
	}
	complement(out)
	return out
}

// byAppendix splits a text at its "Appendix X:" marks. The same appendix twice
// (several Parties in Appendix III) joins its texts.
func (c *checklist) byAppendix(column string) map[cites.Appendix]string {
	if known, ok := c.notes[c.raw(column)]; ok { // most rows repeat the note of their family
		return known
	}
	raw := strings.Clone(c.raw(column))
	out := c.split(clean(raw))
	if len(c.notes) < maxMemory {
		c.notes[raw] = out
	}
	return out
}

// maxMemory bounds the notes that are remembered; the index of 2017 has 900.
const maxMemory = 5000

func (c *checklist) split(s string) map[cites.Appendix]string {
	out := map[cites.Appendix]string{}
	marks := c.mark.FindAllStringSubmatchIndex(s, -1)
	for i, m := range marks {
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		a := cites.Appendix(s[m[2]:m[3]])
		text := strings.TrimSpace(plain(s[m[1]:end]))
		if before := out[a]; before != "" && text != "" && before != text {
			text = before + " " + text
		} else if text == "" {
			text = before
		}
		out[a] = text
	}
	return out
}

// plain drops markup.
func plain(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed || len(tag) > 40 {
			b.WriteString("<")
			s = rest
			continue
		}
		if tag == "p" || tag == "br" || tag == "br/" {
			b.WriteString(" ")
		}
		s = after
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// populations reads the usual short notes about populations. A note it does not
// understand leaves the listing whole, so that a split shows and an officer
// decides.
func populations(l *Listing, note string) {
	lower := strings.ToLower(note)
	var codes []cites.Country
	for _, w := range strings.FieldsFunc(note, func(r rune) bool { return !(r >= 'A' && r <= 'Z') && !(r >= 'a' && r <= 'z') }) {
		if isoCode(w) && w != "II" {
			codes = append(codes, cites.Country(w))
		}
	}
	switch {
	case len(codes) == 0:
	case strings.Contains(lower, "population") || strings.Contains(lower, "popn"):
		if strings.HasPrefix(lower, "all population") || strings.HasPrefix(lower, "except") {
			l.Except = codes
		} else {
			l.Populations = codes
		}
		if strings.Contains(lower, "part of") || strings.Contains(lower, "parts of") {
			l.Part = codes
		}
	}
}

// complement fills "all populations except those in the other appendix".
func complement(ls []Listing) {
	if len(ls) != 2 {
		return
	}
	for i := range ls {
		a, b := &ls[i], &ls[1-i]
		if len(a.Populations)+len(a.Except) == 0 && len(b.Populations) > 0 {
			for _, c := range b.Populations {
				if !slices.Contains(b.Part, c) {
					a.Except = append(a.Except, c)
				}
			}
			a.Part = b.Part
		}
	}
}
