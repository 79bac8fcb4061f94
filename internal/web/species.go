package web

import (
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Limits says what limits trade in taxa; the keeper of package species is one.
type Limits interface {
	LimitsOf(ctx context.Context, chain []species.ID) (species.Limits, error)
}

func (s *Server) speciesRoutes() []Route {
	if s.cfg.Species == nil {
		return nil
	}
	routes := []Route{
		{Pattern: "GET /species", Policy: Public(), Handler: s.page(s.listSpecies)},
		{Pattern: "GET /species/suggest", Policy: Public(), Handler: s.page(s.suggestSpecies)},
		{Pattern: "GET /species/{id}", Policy: Public(), Handler: s.page(s.showSpecies)},
	}
	if s.cfg.SpeciesImport == nil {
		return routes
	}
	may := Can(actor.ImportSpecies)
	return append(routes,
		Route{Pattern: "GET /species/import", Policy: may, Handler: s.page(s.askSpeciesImport)},
		Route{Pattern: "POST /species/import", Policy: may, Handler: s.page(s.takeSpeciesImport), MaxBody: speciesUpload},
		Route{Pattern: "GET /species/import/{id}", Policy: may, Handler: s.page(s.watchSpeciesImport)},
	)
}

// speciesList is the search page.
type speciesList struct {
	Search Field
	Hidden map[string]string // the filters, kept by the search form
	Filter Filter
	Count  string
	List   List[speciesRow]
	Import string // address of the import page for those who may
}

// speciesRow is one taxon found.
type speciesRow struct {
	Name, Common, Synonym, Rank string
	Latin                       template.HTML
	Href                        string
	Appendices                  []Tag
}

func (s *Server) listSpecies(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"kingdom", "appendix"}, nil)
	f := species.Filter{Text: q.Q, Lang: l.Lang, Kingdom: cites.Kingdom(q.Filters.Get("kingdom")), Appendix: cites.Appendix(q.Filters.Get("appendix"))}
	found, total := s.cfg.Species().Browse(f, q.Offset(), q.Per)
	rows := make([]speciesRow, len(found))
	for i, x := range found {
		rows[i] = s.speciesRow(l, x)
	}
	view := speciesList{Count: l.Plural("species.count", total), List: newList(l, q, rows, total), Filter: speciesFilter(l, q), Hidden: map[string]string{},
		Search: Field{ID: "species-q", Name: "q", Label: l.T("species.search"), Hint: l.T("species.search.hint"), Type: "search", Value: q.Q, Dir: "auto", Source: l.Href("/species/suggest")}}
	for name := range q.Filters {
		view.Hidden[name] = q.Filters.Get(name)
	}
	view.List.Empty = Empty{l.T("species.empty"), l.T("species.empty.text"), l.Href("/species"), l.T("species.empty.all")}
	if s.cfg.SpeciesImport != nil && ActorFrom(r.Context()).Can(actor.ImportSpecies) {
		view.Import = l.Href("/species/import")
	}
	return s.render(w, r, http.StatusOK, "species_list", Page{Title: l.T("species.title"), Data: view})
}

func (s *Server) speciesRow(l *Locale, x species.Suggestion) speciesRow {
	row := speciesRow{Name: x.Name, Common: x.Common, Latin: scientific(x.Rank, x.Name), Href: l.Href("/species/" + string(x.ID)), Appendices: appendixTags(l, x.Appendix)}
	if x.Synonym != "" {
		row.Synonym = l.T("species.synonym_of", "name", x.Synonym)
	}
	if !x.Rank.Precise() {
		row.Rank = l.T("species.rank." + string(x.Rank))
	}
	return row
}

// scientific marks up a name: those above the genus stand upright.
func scientific(r species.Rank, name string) template.HTML {
	if r == species.Genus || r.Precise() {
		return Latin(name)
	}
	return template.HTML(`<span lang="la" dir="ltr">` + template.HTMLEscapeString(name) + `</span>`)
}

// appendixTags shows "I/II" as two tags, and nothing as "not listed".
func appendixTags(l *Locale, label string) []Tag {
	if label == "" {
		return []Tag{{l.T("species.app.n"), "grey"}}
	}
	var out []Tag
	for _, a := range strings.Split(label, "/") {
		out = append(out, appendixTag(l, cites.Appendix(a)))
	}
	return out
}

func appendixTag(l *Locale, a cites.Appendix) Tag {
	colour := map[cites.Appendix]string{cites.AppendixI: "red", cites.AppendixII: "orange", cites.AppendixIII: "blue", cites.NotListed: "grey"}[a]
	return Tag{strings.ReplaceAll(l.T("species.app."+strings.ToLower(string(a))), " ", "\u00a0"), colour}
}

func speciesFilter(l *Locale, q ListQuery) Filter {
	appendix := Field{Kind: "radios", Name: "appendix", Label: l.T("species.appendix"), Bold: true, Small: true, Value: q.Filters.Get("appendix"), Options: []Option{{Label: l.T("species.any")}}}
	for _, a := range []cites.Appendix{cites.AppendixI, cites.AppendixII, cites.AppendixIII, cites.NotListed} {
		appendix.Options = append(appendix.Options, Option{Value: string(a), Label: appendixTag(l, a).Text})
	}
	kingdom := Field{Kind: "radios", Name: "kingdom", Label: l.T("species.kingdom"), Bold: true, Small: true, Value: q.Filters.Get("kingdom"),
		Options: []Option{{Label: l.T("species.any")}, {Value: string(cites.Animalia), Label: l.T("species.kingdom.animalia")}, {Value: string(cites.Plantae), Label: l.T("species.kingdom.plantae")}}}
	f := Filter{Action: l.Href("/species"), Live: "results", Fields: []Field{appendix, kingdom}}
	if q.Filters.Get("appendix")+q.Filters.Get("kingdom") != "" {
		f.Clear = l.Href(q.with(map[string]string{"appendix": "", "kingdom": "", "page": ""}))
	}
	return f
}

// offered is one suggestion as the combobox shows it.
type offered struct {
	ID     species.ID `json:"id"`
	Name   string     `json:"name"`
	Common string     `json:"common,omitempty"`
	Note   string     `json:"note"`
}

// comboboxRows is how many suggestions a list under an input holds.
const comboboxRows = 12

// suggestSpecies answers the combobox with JSON.
func (s *Server) suggestSpecies(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	out := []offered{}
	for _, x := range s.cfg.Species().Suggest(r.URL.Query().Get("q"), l.Lang, comboboxRows) {
		o := offered{ID: x.ID, Name: x.Name, Common: x.Common, Note: l.T("species.app.none")}
		if x.Appendix != "" {
			o.Note = l.T("species.app.short", "appendix", x.Appendix)
		}
		if x.Synonym != "" {
			o.Common = strings.TrimSpace(o.Common + " (" + l.T("species.synonym_of", "name", x.Synonym) + ")")
		}
		out = append(out, o)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=60")
	writeBody(w, r, http.StatusOK, body)
	return nil
}

// speciesOf finds the taxon of the address; a name instead of an id leads there.
func (s *Server) speciesOf(r *http.Request) (*species.Catalogue, *species.Taxon, error) {
	c, id := s.cfg.Species(), r.PathValue("id")
	if t, ok := c.Taxon(species.ID(strings.ToLower(id))); ok {
		return c, t, nil
	}
	if found := c.Find(id); len(found) > 0 {
		return c, found[0], nil
	}
	return nil, nil, fault.New(fault.NotFound, "species.missing")
}
