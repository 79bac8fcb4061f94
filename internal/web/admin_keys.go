package web

import (
	"context"
	"net/http"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

// Keys shows and rotates the keys of the Party, for administrators.
type Keys interface {
	Keys(ctx context.Context, who actor.Actor) ([]seal.Key, error)
	Rotate(ctx context.Context, who actor.Actor, use seal.Use) error
}

// Outbox shows the letters that no mail server was there to take.
type Outbox interface {
	Letters(ctx context.Context, who actor.Actor) ([]Letter, error)
}

// Letter is one of them. Body is empty when it had a link that opens an account.
type Letter struct {
	At       time.Time
	To       string
	Language cites.Lang
	Subject  string
	Body     string
}

// keyList is the page with all keys.
type keyList struct {
	Tabs   []Tab
	Groups []keyGroup
}

type keyGroup struct {
	Title, Text, Rotate string
	Keys                []keyRow // that sign, or will
	Old                 []keyRow // that only verify, or not even that
}

type keyRow struct {
	KID, Alg, From, SignUntil, VerifyUntil string
	State                                  Tag
}

// uses lists the usages of keys in the order of the page.
func uses() []seal.Use {
	return []seal.Use{seal.UsePermit, seal.UseCertificate, seal.UseEndorsement, seal.UseStatus, seal.UseLog, seal.UseExchange, seal.UseRoot}
}

func keyState(l *Locale, s seal.KeyState) Tag {
	colour := map[seal.KeyState]string{seal.StateActive: "green", seal.StateNext: "blue", seal.StateRetired: "grey", seal.StateRevoked: "red", seal.StateTest: "yellow"}[s]
	return Tag{l.T("admin.key." + s.String()), colour}
}

func (s *Server) listKeys(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	keys, err := s.cfg.Keys.Keys(r.Context(), ActorFrom(r.Context()))
	if err != nil {
		return err
	}
	view := keyList{Tabs: s.adminTabs(l, "/admin/keys")}
	for _, use := range uses() {
		g := keyGroup{Title: l.T("admin.use." + use.String()), Text: l.T("admin.use." + use.String() + ".text"), Rotate: l.Href("/admin/keys/" + use.String() + "/rotate")}
		for _, k := range keys {
			if k.Use == use {
				row := keyRow{KID: k.KID.String(), Alg: k.Alg.String(), From: l.DayOf(k.From), SignUntil: l.DayOf(k.SignUntil), VerifyUntil: l.DayOf(k.VerifyUntil), State: keyState(l, k.State)}
				if k.State == seal.StateRetired || k.State == seal.StateRevoked {
					g.Old = append(g.Old, row)
				} else {
					g.Keys = append(g.Keys, row)
				}
			}
		}
		if len(g.Keys)+len(g.Old) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	return s.render(w, r, http.StatusOK, "admin_keys", Page{Title: l.T("admin.keys"), Data: view})
}

// useOf reads the usage of the address.
func useOf(r *http.Request) (seal.Use, error) {
	for _, use := range uses() {
		if use.String() == r.PathValue("use") {
			return use, nil
		}
	}
	return 0, fault.New(fault.NotFound, "fault.not_found", "noun", "key", "id", "")
}

func (s *Server) askRotate(w http.ResponseWriter, r *http.Request) error {
	use, err := useOf(r)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	name := l.T("admin.use." + use.String())
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: l.T("admin.rotate"), Back: "/admin/keys", Data: Confirm{
		Title: l.T("admin.rotate.title", "use", name), Warning: l.T("admin.rotate.warning"),
		Action: l.Href("/admin/keys/" + use.String() + "/rotate"), Button: l.T("admin.rotate"), Cancel: l.Href("/admin/keys")}})
}

func (s *Server) rotateKey(w http.ResponseWriter, r *http.Request) error {
	use, err := useOf(r)
	if err != nil {
		return err
	}
	if err := s.cfg.Keys.Rotate(r.Context(), ActorFrom(r.Context()), use); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("admin.rotated"))
	return s.seeOther(w, r, "/admin/keys")
}

// letterList is the outbox.
type letterList struct {
	Tabs  []Tab
	Rows  []letterRow
	Empty Empty
}

type letterRow struct {
	When, To, Subject, Body, Lang, Dir string
}

func (s *Server) listLetters(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	letters, err := s.cfg.Outbox.Letters(r.Context(), ActorFrom(r.Context()))
	if err != nil {
		return err
	}
	view := letterList{Tabs: s.adminTabs(l, "/admin/letters"), Empty: Empty{Title: l.T("admin.letters.none"), Text: l.T("admin.letters.none.text")}}
	for _, x := range letters {
		row := letterRow{When: l.DateTime(x.At), To: x.To, Subject: x.Subject, Body: x.Body, Lang: string(x.Language), Dir: "auto"}
		view.Rows = append(view.Rows, row)
	}
	return s.render(w, r, http.StatusOK, "admin_letters", Page{Title: l.T("admin.letters"), Data: view})
}
