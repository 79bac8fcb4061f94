package app

import (
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/print"
)

// Labels draws the sheet of labels of a registered scientific exchange.
func (f formPrinter) Labels(a *application.Application) ([]byte, error) {
	c, lang := &a.Content, permit.FormLanguage(f.profile.Languages)
	l := print.Label{Lang: lang, State: f.profile.Country.In(lang), CrestSVG: []byte(f.profile.Crest), Code: application.InstitutionCode(c.Answer("sender_code")),
		ToCode: application.InstitutionCode(c.Answer("recipient_code")), Officer: c.Answer("label_officer"), Reference: a.Reference,
		On: f.profile.Today(a.DecidedAt), Sample: f.profile.Sample, Sender: f.address(c.Exporter, lang), Recipient: f.address(c.Importer, lang)}
	l.Kind = permit.FaceWords(c.Answer("exchange_kind"), lang)
	for _, x := range c.Lines {
		l.Contents = append(l.Contents, strings.TrimSpace(x.ScientificName+", "+x.Quantity.String()+" "+string(x.Unit)+" "+string(x.Term)+", "+x.Description))
	}
	p, err := f.printer()
	if err != nil {
		return nil, err
	}
	return p.PrintLabels(l)
}

func (f formPrinter) address(a application.Address, lang cites.Lang) print.Party {
	return print.Party{Name: a.Name, Address: strings.Join(a.Lines, "\n"), Country: f.country(a.Country, lang)}
}
