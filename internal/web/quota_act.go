package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
)

// askQuota shows the form of an act on a quota: quota.ACT.title and .intro are
// its words.
func (s *Server) askQuota(act string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.quotaForm(w, r, act, r.URL.Query(), nil)
	}
}

// actQuota does an act; what is wrong is shown in the form again.
func (s *Server) actQuota(act string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := readForm(r, 0); err != nil {
			return err
		}
		id, in := quotaOf(r), r.PostForm
		err := s.doQuota(r, act, id, in)
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Conflict:
			if err != nil {
				return s.quotaForm(w, r, act, in, err)
			}
		}
		if err != nil {
			return err
		}
		s.notice(r.Context(), LocaleFrom(r.Context()).T("quota."+act+".done"))
		return s.seeOther(w, r, quotaPath(id))
	}
}

func (s *Server) doQuota(r *http.Request, act, id string, in url.Values) error {
	ctx, desk, who := r.Context(), s.cfg.Quotas, ActorFrom(r.Context())
	switch act {
	case "set":
		return desk.Set(ctx, who, id, westernDigits(in.Get("quantity")), in.Get("reason"))
	case "split":
		_, err := desk.Split(ctx, who, id, quota.Splitting{Parent: in.Get("parent"), Kind: quota.Kind(in.Get("kind")), Name: in.Get("name"),
			Holder: in.Get("holder"), Amount: westernDigits(in.Get("amount"))})
		return err
	case "move":
		return desk.Move(ctx, who, id, quota.Moving{From: in.Get("from"), To: in.Get("to"), Amount: westernDigits(in.Get("amount")), Reason: in.Get("reason")})
	case "transfer":
		return desk.Transfer(ctx, who, id, quota.Transferring{Application: in.Get("application"), Letter: in.Get("letter"), To: in.Get("to"), Reason: in.Get("reason")})
	}
	return desk.Close(ctx, who, id, in.Get("share"), in.Get("reason"))
}

// quotaForm shows the form of an act with what was typed and what is wrong.
func (s *Server) quotaForm(w http.ResponseWriter, r *http.Request, act string, in url.Values, wrong error) error {
	l, id := LocaleFrom(r.Context()), quotaOf(r)
	p, err := s.cfg.Quotas.Read(r.Context(), ActorFrom(r.Context()), id)
	if err != nil {
		return err
	}
	here := quotaPath(id)
	name, _ := s.quotaTaxon(l, p.Quota)
	form := Form{Title: l.T("quota." + act + ".title"), Intro: []string{l.T("quota." + act + ".intro")}, Action: l.Href(here + "/" + act), Cancel: l.Href(here),
		Button: l.T("quota." + act + ".button"), Fields: quotaFields(l, act, p, in), Hidden: map[string]string{},
		Facts: []SummaryRow{{Key: l.T("quota.taxon"), Value: name}, {Key: l.T("quota.year"), Value: Bdi(quotaYear(l, p.Quota))}}}
	for _, name := range []string{"share", "application", "letter"} {
		if v := in.Get(name); v != "" {
			form.Hidden[name] = v
		}
	}
	if p.Quota.Quantity >= 0 {
		form.Facts = append(form.Facts, SummaryRow{Key: l.T("quota.limit"), Value: Bdi(withUnit(l, p.Quota.Quantity, p.Quota.Unit))},
			SummaryRow{Key: l.T("quota.undivided"), Value: Bdi(withUnit(l, p.Quota.Undivided(), p.Quota.Unit))})
	}
	if i := slices.IndexFunc(p.Shares, func(x quota.Share) bool { return x.ID == in.Get("share") }); i >= 0 {
		form.Facts = append(form.Facts, SummaryRow{Key: l.T("quota.share"), Value: Bdi(p.Shares[i].Name)},
			SummaryRow{Key: l.T("quota.left"), Value: Bdi(withUnit(l, p.Shares[i].Left(), p.Quota.Unit))})
	}
	page, status := Page{Title: form.Title, Back: here}, http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		fields := make([]*Field, len(form.Fields))
		for i := range form.Fields {
			fields[i] = &form.Fields[i]
		}
		if page.Errors = formErrors(l, wrong, fields...); fault.KindOf(wrong) == fault.Conflict {
			status, page.Errors = http.StatusConflict, []ErrorLink{{Text: s.faultText(l, wrong)}}
		}
	}
	page.Data = form
	return s.render(w, r, status, "form", page)
}

// quotaFields are the questions of an act.
func quotaFields(l *Locale, act string, p quota.Page, in url.Values) []Field {
	unit := quotaUnit(l, p.Quota.Unit)
	amount := Field{Name: "amount", Label: l.T("quota.amount.label"), Hint: unit, Value: in.Get("amount"), Width: 10, Mode: "decimal", Dir: "ltr", Complete: "off"}
	reason := Field{Kind: "area", Name: "reason", Label: l.T("quota.reason.label"), Hint: l.T("quota.reason.hint"), Value: in.Get("reason"), Rows: 3, Max: 1000, Dir: "auto"}
	part := func(name string, regions bool) Field {
		f := Field{Kind: "select", Name: name, Label: l.T("quota." + name + ".label"), Value: in.Get(name), Options: shareOptions(l, p, regions)}
		return f
	}
	switch act {
	case "set":
		value := in.Get("quantity")
		if value == "" && p.Quota.Quantity > 0 {
			value = p.Quota.Quantity.String()
		}
		return []Field{{Name: "quantity", Label: l.T("quota.set.quantity"), Hint: unit, Value: value, Width: 10, Mode: "decimal", Dir: "ltr", Complete: "off"}, reason}
	case "split":
		kind := in.Get("kind")
		if kind == "" {
			kind = string(quota.Region)
		}
		return []Field{{Kind: "radios", Name: "kind", Label: l.T("quota.split.to"), Value: kind, Options: []Option{
			{Value: string(quota.Region), Label: l.T("quota.share.region")}, {Value: string(quota.Holder), Label: l.T("quota.share.holder")}}},
			{Name: "name", Label: l.T("quota.split.region"), Hint: l.T("quota.split.region.hint"), Value: in.Get("name"), Dir: "auto", Width: 20, Complete: "off"},
			{Name: "holder", Label: l.T("quota.split.login"), Hint: l.T("quota.split.login.hint"), Value: in.Get("holder"), Type: "email", Dir: "ltr", Width: 20, Complete: "off"},
			part("parent", true), amount}
	case "move":
		return []Field{part("from", false), part("to", false), amount, reason}
	case "transfer":
		return []Field{part("to", false), reason}
	}
	return []Field{reason}
}

// shareOptions lists the part that was not given to shares and the open shares
// with what is left; only regions where holders are meant to be under them.
func shareOptions(l *Locale, p quota.Page, regions bool) []Option {
	left := func(name string, q cites.Quantity) string {
		return l.T("quota.option", "name", name, "left", withUnit(l, q, p.Quota.Unit))
	}
	out := []Option{{Value: "", Label: left(l.T("quota.national"), p.Quota.Undivided())}}
	for _, x := range p.Shares {
		if !x.Closed && (!regions || x.Kind == quota.Region) {
			out = append(out, Option{Value: x.ID, Label: left(x.Name, x.Left())})
		}
	}
	return out
}
