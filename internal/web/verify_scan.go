package web

import (
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/seal"
)

// scanView is the page behind the QR code. The seal is in the fragment of its
// address, which browsers do not send: script checks it on the device with the
// keys in the page and the status list of the whole Party. Every text the
// answer may need is in the page.
type scanView struct {
	Boxes   []scanBox
	Rows    []SummaryRow
	Item    verdictItem
	Data    scanData
	Contact string
}

type scanBox struct {
	Code string
	Box  Verdict
}

// scanData is what the script reads; it holds no text of people.
type scanData struct {
	Lang    string                       `json:"lang"` // for numbers and dates
	Zone    string                       `json:"zone"`
	Party   string                       `json:"party"`
	Issuer  string                       `json:"issuer"` // name of our authority
	Country string                       `json:"country"`
	Status  string                       `json:"status"` // address below which the status lists are
	Trust   *seal.TrustList              `json:"trust"`
	Names   map[string]map[string]string `json:"names"`
	Words   map[string]string            `json:"words"`
}

func (s *Server) scanSeal(w http.ResponseWriter, r *http.Request) error {
	l, id := LocaleFrom(r.Context()), s.cfg.Identity()
	view := scanView{Contact: id.Contact}
	for _, code := range verdictCodes() {
		if code != "replaced" && code != "not_found" && code != "endorsed" {
			view.Boxes = append(view.Boxes, scanBox{code, verdictBox(l, code)})
		}
	}
	view.Rows = blankRows(l)
	view.Item = blankItem(l)
	names := id.Names[l.Lang]
	view.Data = scanData{Lang: l.tag.String(), Zone: s.cfg.Zone.String(), Party: id.Party, Issuer: names.Authority + " · " + names.Country, Country: names.Country,
		Status: "/status/", Trust: s.cfg.Verify.Keys.TrustList(s.cfg.Now()), Names: codeNames(l), Words: map[string]string{}}
	for _, word := range []string{"checked", "as_of", "note.sample", "note.newer", "note.has_annex", "note.retrospective", "note.partial", "note.annex", "note.linked"} {
		view.Data.Words[word] = l.T("verify." + word)
	}
	return s.render(w, r, http.StatusOK, "verify_scan", Page{Title: l.T("verify.title"), Data: view})
}

// sealSlot is where script puts a value.
func sealSlot(name string) template.HTML {
	return template.HTML(`<bdi data-fact="` + name + `"></bdi>`)
}

func blankRows(l *Locale) []SummaryRow {
	rows := verdictRows(l, verdictFacts{})
	for i, name := range []string{"number", "type", "issuer", "issued", "until", "exporter", "importer", "purpose"} {
		rows[i].Value = sealSlot(name)
		if name == "exporter" || name == "importer" {
			rows[i].Value += "<br>" + sealSlot(name+"Country")
		}
	}
	return rows
}

func blankItem(l *Locale) verdictItem {
	item := newVerdictItem(l, verdictLine{Term: "LIV", Appendix: cites.AppendixI, Source: "W", Origin: "XX", OriginPermit: "-", Marks: "-"})
	item.Name = `<i lang="la" dir="ltr" data-fact="name"></i>`
	item.Quantity = quantityWithUnit(sealSlot("quantity"), sealSlot("unit"))
	for i, name := range []string{"term", "appendix", "source", "origin", "originPermit", "marks"} {
		item.Facts[i].Value = sealSlot(name)
	}
	return item
}

// codeNames are the names of the codes a seal can hold, in the page's language.
func codeNames(l *Locale) map[string]map[string]string {
	out := map[string]map[string]string{"purpose": {}, "term": {}, "unit": {}, "source": {}, "type": {}}
	for _, p := range cites.Purposes() {
		out["purpose"][string(p.Code)] = p.Code.Name(l.Lang)
	}
	out["purpose"][string(seal.NoPurpose)] = l.T("verify.purpose.none")
	for _, t := range cites.Terms() {
		out["term"][string(t.Code)] = t.Code.Name(l.Lang)
	}
	for _, u := range cites.Units() {
		out["unit"][string(u.Code)] = u.Code.Name(l.Lang)
	}
	for _, c := range cites.Sources() {
		out["source"][string(c.Code)] = c.Code.Name(l.Lang)
	}
	for n := seal.Type(1); n <= seal.TypeOther; n++ {
		if d := n.Document(); d != "" || n == seal.TypeOther {
			key, err := json.Marshal(n)
			if err == nil { // a number always marshals
				out["type"][string(key)] = typeName(l, d)
			}
		}
	}
	return out
}
