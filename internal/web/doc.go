// Package web is the edge that speaks HTML: routes, pages, forms, languages,
// sessions and the shell around them. It owns no rule of the Convention and no
// SQL: handlers read a form, call one verb of a noun and show the answer.
// Package app builds it with New and mounts it; nobody else imports it.
//
// # How to add a page
//
//  1. Handler, in a file per noun (web/permit.go):
//
//     type permitView struct { Number string; Lines []lineView }
//
//     func (s *Server) showPermit(w http.ResponseWriter, r *http.Request) error {
//     p, err := s.cfg.Permits.Find(r.Context(), ActorFrom(r.Context()), r.PathValue("number"))
//     if err != nil { return err }            // a fault becomes the right error page
//     l := LocaleFrom(r.Context())
//     return s.render(w, r, http.StatusOK, "permit_show",
//     Page{Title: l.T("permit.title", "number", p.Number), Data: permitView{...}})
//     }
//
//     What the handler needs is a field of Config, an interface with the verbs used.
//
//  2. Route, in the same file, and one line in routes() of routes.go:
//
//     func (s *Server) permitRoutes() []Route {
//     return []Route{{"GET /permits/{number}", Can(actor.ReadPermits), s.page(s.showPermit)}}
//     }
//
//     Patterns carry no language: /fr/permits/1 arrives as /permits/1 with the
//     locale in the context. A route without a policy panics in New. Owner("...")
//     says that the query itself is limited to the actor's rows.
//
//  3. Template templates/permit_show.html: {{define "main"}} ... {{end}}; its dot
//     is Page.Data. Optional {{define "head"}} (full width, above the page body).
//     Functions and partials: see funcs.go and templates/parts_*.html.
//     No literal text: every word is {{t "permit.number"}}; links are
//     {{href "/permits"}}; people's text in <bdi>, numbers in {{ref .Number}}.
//
//  4. Words in locales/{en,fr,es,ar}/permit.json, flat keys starting with the area.
//     Plural: "permit.count.one", "permit.count.other", ... used as
//     {{plural "permit.count" .N}}; {n} is the number.
//
//  5. Sample in a test file of the area (permit_test.go), so that each page is
//     rendered in each language:
//
//     func permitSamples() []sample { return []sample{{"permit_show", Page{Title: "x", Data: permitView{...}}}} }
//
//     and one line in samples() of pages_test.go. A template without a sample fails.
//
// Most question pages need no template of their own: render "form" with Data:
// Form{...}. Page.Script names a further script built from assets/js/NAME.mjs.
//
// Forms: build []Field-s, show them with the field partials; on a fault.Invalid
// call formErrors(l, err, fields...) and render again with status 422, so that
// what was typed stays. After a POST that worked: s.notice(...) and s.seeOther(...).
//
// A POST handler begins with readForm(r, memory). Confirm and the template
// "confirm" are the page before an act that cannot be undone.
//
// Charts: ColumnFigure, LineFigure, RankFigure and Server.RouteFigure give a
// Figure for the partial "figure"; writeCSV sends its Table as a file.
//
// Lists: ListQuery reads q, filters, page, per and sort; the partial "pages"
// shows the rest. Errors: return faults; anything else is an internal error
// with a reference number.
package web
