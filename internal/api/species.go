package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Taxon is one suggestion.
type Taxon struct {
	species.Suggestion
	Note string `json:"note" doc:"The appendix in words of the language."`
}

type speciesInput struct {
	Q        string `query:"q" required:"true" minLength:"1" maxLength:"100" doc:"Beginning of a scientific name, synonym or common name; accents do not matter."`
	Lang     string `query:"lang" enum:"en,fr,es,ar" doc:"Language of the common names; else Accept-Language decides."`
	N        int    `query:"n" minimum:"1" maximum:"50" default:"10" doc:"How many at most."`
	Accepted string `header:"Accept-Language"`
}

type speciesOutput struct {
	Body struct {
		Results []Taxon `json:"results"`
	}
}

func (h *Handler) species() {
	huma.Register(h.api, huma.Operation{OperationID: "suggest-species", Method: http.MethodGet, Path: Prefix + "v1/species",
		Summary: "Suggest taxa for what someone typed", Tags: []string{"Species"}}, h.suggest)
}

func (h *Handler) suggest(_ context.Context, in *speciesInput) (*speciesOutput, error) {
	lang := cites.Lang(in.Lang)
	if lang == "" {
		lang = preferred(in.Accepted)
	}
	out := &speciesOutput{}
	out.Body.Results = []Taxon{}
	for _, s := range h.cfg.Species().Suggest(in.Q, lang, in.N) {
		out.Body.Results = append(out.Body.Results, Taxon{Suggestion: s, Note: note(s.Appendix, lang)})
	}
	return out, nil
}

// note writes the appendix the way permits of a language abbreviate it.
func note(appendix string, lang cites.Lang) string {
	if appendix == "" {
		return ""
	}
	switch lang {
	case cites.French:
		return "Annexe " + appendix
	case cites.Spanish:
		return "Apéndice " + appendix
	case cites.Arabic:
		return "الملحق " + appendix
	}
	return "Appendix " + appendix
}

// preferred picks one of our languages for a browser's list.
func preferred(header string) cites.Lang {
	known := []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return cites.English
	}
	m := language.NewMatcher([]language.Tag{language.English, language.French, language.Spanish, language.Arabic})
	_, i, _ := m.Match(tags...)
	return known[i]
}
