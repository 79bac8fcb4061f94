package notification

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed text.json
var textJSON []byte

// Languages are the working languages of the Convention, in which notifications
// are written.
func Languages() []cites.Lang { return []cites.Lang{cites.English, cites.French, cites.Spanish} }

// Text is a notification in a language.
type Text struct{ Subject, Body string }

// In writes a notification in one of Languages; any other gives English.
func (n *Notification) In(lang cites.Lang) (Text, error) {
	var words map[cites.Lang]map[string]string
	if err := json.Unmarshal(textJSON, &words); err != nil {
		return Text{}, fmt.Errorf("texts of notifications: %w", err)
	}
	w := words[lang]
	if w == nil {
		lang, w = cites.English, words[cites.English]
	}
	f := n.Facts
	reason := f.Reason
	if r, ok := w["reason."+reason]; ok {
		reason = r
	}
	to := w["to.authority"]
	if n.To == Secretariat {
		to = w["to.secretariat"]
	}
	fill := strings.NewReplacer("{number}", string(n.Number), "{type}", f.Type.Name(lang), "{issued}", f.Issued.String(), "{until}", f.ValidUntil.String(),
		"{exporter}", f.Exporter, "{importer}", f.Importer, "{goods}", strings.Join(f.Goods, "\n"), "{reason}", reason, "{successor}", f.Successor,
		"{day}", f.Day.String(), "{authority}", strings.Join(f.Authority, "\n"), "{country}", n.To.Name(lang))
	return Text{Subject: fill.Replace(w["subject."+string(n.Cause)]),
		Body: fill.Replace(to + "\n\n" + w["body."+string(n.Cause)] + "\n\n" + w["facts"] + "\n\n" + w["close"] + "\n")}, nil
}
