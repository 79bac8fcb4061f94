package app

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/web"
	"github.com/opencites/opencites/seal"
)

// annexMissing is the verdict on a file that lacks a page its seals speak of.
const annexMissing seal.Code = "annex_missing"

// verifyMoment writes moments in UTC: the seal does not tell the zone in which its
// last day ends.
const verifyMoment = "2006-01-02 15:04 UTC"

// verifyAnswer is what the command prints: the worst verdict of all pages first.
type verifyAnswer struct {
	Verdict seal.Code    `json:"verdict"`
	Colour  seal.Colour  `json:"colour"`
	Title   string       `json:"title"`
	Text    string       `json:"text"`
	Pages   []verifyPage `json:"pages"`
}

// verifyPage is the verdict on one seal and what it says when it is genuine.
type verifyPage struct {
	Verdict    seal.Code     `json:"verdict"`
	Colour     seal.Colour   `json:"colour"`
	Detail     string        `json:"detail,omitempty"`
	Newer      bool          `json:"newer,omitempty"`
	StatusAsOf *time.Time    `json:"status_as_of,omitempty"`
	Key        string        `json:"key,omitempty"`
	Permit     *verifyPermit `json:"permit,omitempty"`
}

type verifyPermit struct {
	Number    cites.PermitNumber `json:"number"`
	Type      cites.DocumentType `json:"type,omitempty"`
	Issuer    cites.Country      `json:"issuer"`
	Issued    time.Time          `json:"issued"`
	Expires   time.Time          `json:"expires"`
	Exporter  verifyParty        `json:"exporter"`
	Importer  verifyParty        `json:"importer"`
	Purpose   cites.Purpose      `json:"purpose"`
	Items     []verifyItem       `json:"items"`
	AnnexPage uint64             `json:"annex_page,omitempty"`
	Sample    bool               `json:"sample,omitempty"` // for demonstration or training
	LogIndex  uint64             `json:"log_index"`
	Linked    string             `json:"linked,omitempty"`
}

type verifyParty struct {
	Name    string        `json:"name"`
	Country cites.Country `json:"country"`
}

type verifyItem struct {
	Name     string         `json:"name"`
	Term     cites.Term     `json:"term"`
	Quantity string         `json:"quantity"`
	Unit     cites.Unit     `json:"unit"`
	Appendix cites.Appendix `json:"appendix"`
	Source   cites.Source   `json:"source"`
	Origin   cites.Country  `json:"origin"`
	Marks    string         `json:"marks,omitempty"`
}

func newVerifyAnswer(verdicts []seal.Verdict, isFile bool) verifyAnswer {
	a := verifyAnswer{Verdict: seal.Valid, Pages: []verifyPage{}}
	for _, v := range verdicts {
		a.Pages = append(a.Pages, newVerifyPage(v))
		if badness(v.Code) > badness(a.Verdict) {
			a.Verdict = v.Code
		}
	}
	if a.Verdict.Colour() != seal.Red && isFile && !complete(verdicts) {
		a.Verdict = annexMissing
	}
	a.Colour = a.Verdict.Colour()
	a.Title = web.Sentence(cites.English, "verify.is."+string(a.Verdict), nil)
	a.Text = web.Sentence(cites.English, "verify.why."+string(a.Verdict), nil)
	return a
}

func badness(c seal.Code) int {
	return map[seal.Colour]int{seal.Green: 0, seal.Amber: 1, seal.Red: 2}[c.Colour()]
}

// complete reports whether the pages of a file are all there and of one permit.
// The first page tells that annex pages exist, each of them how many.
func complete(verdicts []seal.Verdict) bool {
	first := verdicts[0].Permit
	if first == nil {
		return true // its verdict says enough
	}
	if first.Flags.Has(seal.AnnexExists) != (len(verdicts) > 1) {
		return false
	}
	for i, v := range verdicts {
		if v.Permit == nil || v.Permit.Number != first.Number || v.Permit.Annex.Page != uint64(i) || i > 0 && v.Permit.Annex.Pages != uint64(len(verdicts)-1) {
			return false
		}
	}
	return true
}

func newVerifyPage(v seal.Verdict) verifyPage {
	p := verifyPage{Verdict: v.Code, Colour: v.Code.Colour(), Detail: v.Detail, Newer: v.Newer}
	if !v.StatusAsOf.IsZero() {
		p.StatusAsOf = &v.StatusAsOf
	}
	if v.Key != nil {
		p.Key = v.Key.KID.String()
	}
	if v.Permit == nil {
		return p
	}
	m := v.Permit
	p.Permit = &verifyPermit{Number: m.Number, Type: m.Type.Document(), Issuer: m.Issuer, Issued: m.Issued, Expires: m.Expires,
		Exporter: verifyParty(m.Consignor), Importer: verifyParty(m.Consignee), Purpose: m.Purpose, Sample: m.Flags.Has(seal.Sample), AnnexPage: m.Annex.Page, LogIndex: m.LogIndex, Linked: m.Linked}
	for _, it := range m.Items {
		p.Permit.Items = append(p.Permit.Items, verifyItem{Name: it.Name, Term: it.Term, Quantity: it.Quantity.String(), Unit: it.Unit,
			Appendix: it.Appendix, Source: it.Source, Origin: it.Origin, Marks: it.Marks})
	}
	return p
}

// write prints the answer for people: verdict, then what to compare.
func (a verifyAnswer) write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", strings.ToUpper(a.Title), a.Text)
	for i, p := range a.Pages {
		if len(a.Pages) > 1 {
			fmt.Fprintf(&b, "\nPage %d of %d: %s\n", i+1, len(a.Pages), p.Verdict)
		}
		if p.Detail != "" {
			fmt.Fprintf(&b, "  (%s)\n", p.Detail)
		}
		if m := p.Permit; m != nil {
			fmt.Fprintf(&b, "\n  Permit    %s  %s\n  Issued by %s on %s, valid until %s\n  Exporter  %s, %s\n  Importer  %s, %s\n  Purpose   %s\n",
				m.Number, m.Type.Name(cites.English), m.Issuer, m.Issued.Format(verifyMoment), m.Expires.Format(verifyMoment),
				m.Exporter.Name, m.Exporter.Country, m.Importer.Name, m.Importer.Country, m.Purpose.Name(cites.English))
			if m.Sample {
				fmt.Fprintf(&b, "  %s\n", web.Sentence(cites.English, "verify.note.sample", nil))
			}
			for _, it := range m.Items {
				fmt.Fprintf(&b, "  %12s %s  %s, %s  Appendix %s, source %s, origin %s\n", it.Quantity, it.Unit, it.Name, it.Term.Name(cites.English), it.Appendix, it.Source, it.Origin)
			}
		}
		if p.StatusAsOf != nil {
			fmt.Fprintf(&b, "  Status of %s\n", p.StatusAsOf.Format(time.RFC3339))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
