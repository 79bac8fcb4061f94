package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/seal"
)

// Verification is what the public pages that check permits need.
type Verification struct {
	Permits  PermitLookup
	Keys     TrustKeys
	Statuses StatusLists
}

// PermitLookup finds a permit of ours for someone who names its number and the
// code printed under it. A wrong code is NotFound like an unknown number.
type PermitLookup interface {
	ByCode(ctx context.Context, n cites.PermitNumber, code string) (*permit.Permit, error)
}

// TrustKeys gives our public keys, plain and signed.
type TrustKeys interface {
	TrustList(now time.Time) *seal.TrustList
	SignedTrustList(now time.Time) ([]byte, error)
}

// StatusLists gives our status lists as signed tokens (NotFound for a list that
// does not exist), and judges the bytes of a seal with the lists and keys of now.
type StatusLists interface {
	StatusToken(ctx context.Context, list uint64) ([]byte, error)
	Judge(ctx context.Context, b []byte) (seal.Verdict, error)
}

// Guesses of number and code: a post of customs behind one address may check a
// shipment of many permits; a code of one permit cannot be tried for long.
var (
	guessesOfClient = Rate{PerSecond: 0.2, Burst: 40}
	guessesOfPermit = Rate{PerSecond: 1.0 / 60, Burst: 10}
)

func (s *Server) verifyRoutes() []Route {
	v := s.cfg.Verify
	if v.Permits == nil || v.Keys == nil || v.Statuses == nil {
		return nil
	}
	client, number := newLimiter(guessesOfClient, s.cfg.Now), newLimiter(guessesOfPermit, s.cfg.Now)
	guess := func(key string, n cites.PermitNumber) bool {
		return client.allow(key) && number.allow(cites.NumberKey(n))
	}
	k := &keeper{pages: map[keptKey]keptPage{}}
	return []Route{
		{Pattern: "GET /v", Policy: Public(), Handler: s.page(s.kept(k, s.scanSeal))},
		{Pattern: "GET /verify", Policy: Public(), Handler: s.page(s.kept(k, s.askPermit))},
		{Pattern: "POST /verify", Policy: Public(), Handler: s.page(s.verifyPermit(guess)), MaxBody: 64 << 10},
		{Pattern: "GET /status/{list}", Policy: Public(), Handler: s.page(s.serveStatus)},
		{Pattern: "GET /trust", Policy: Public(), Handler: s.page(s.serveTrust)},
		{Pattern: "GET /trust.cose", Policy: Public(), Handler: s.page(s.serveSignedTrust)},
	}
}

// verifyForm is the page with the two ways to ask the server.
type verifyForm struct {
	Number, Code Field
	Text         Field
}

func newVerifyForm(l *Locale) verifyForm {
	return verifyForm{
		Number: Field{Name: "number", Label: l.T("verify.number"), Hint: l.T("verify.number.hint"), Width: 20, Dir: "ltr", Complete: "off"},
		Code:   Field{Name: "code", Label: l.T("verify.code"), Hint: l.T("verify.code.hint"), Width: 10, Dir: "ltr", Complete: "off"},
		Text:   Field{Name: "seal", Label: l.T("verify.text"), Hint: l.T("verify.text.hint"), Dir: "ltr", Rows: 4},
	}
}

func (s *Server) askPermit(w http.ResponseWriter, r *http.Request) error {
	form := newVerifyForm(LocaleFrom(r.Context()))
	form.Number.Value = r.URL.Query().Get("number")
	return s.showVerifyForm(w, r, http.StatusOK, form, nil)
}

func (s *Server) showVerifyForm(w http.ResponseWriter, r *http.Request, status int, form verifyForm, wrong []ErrorLink) error {
	return s.render(w, r, status, "verify_ask", Page{Title: LocaleFrom(r.Context()).T("verify.title"), Data: form, Errors: wrong})
}

// verifyPermit answers either form: number and code, or the text of a seal.
func (s *Server) verifyPermit(guess func(string, cites.PermitNumber) bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		form := newVerifyForm(LocaleFrom(r.Context()))
		form.Number.Value = strings.TrimSpace(r.PostForm.Get("number"))
		form.Code.Value = strings.TrimSpace(r.PostForm.Get("code"))
		form.Text.Value = strings.TrimSpace(r.PostForm.Get("seal"))
		if wrong := form.missing(LocaleFrom(r.Context())); wrong != nil {
			return s.showVerifyForm(w, r, http.StatusUnprocessableEntity, form, wrong)
		}
		if form.Text.Value != "" {
			return s.verifyText(w, r, form.Text.Value)
		}
		number := cites.PermitNumber(form.Number.Value)
		if !guess(s.clientIP(r), number) {
			w.Header().Set("Retry-After", "60")
			s.showError(w, r, http.StatusTooManyRequests, "verify.too_many")
			return nil
		}
		p, err := s.cfg.Verify.Permits.ByCode(r.Context(), number, form.Code.Value)
		if fault.KindOf(err) == fault.NotFound || err == nil && p.State == permit.Prepared {
			return s.showVerdict(w, r, http.StatusNotFound, s.plainVerdict(r, "not_found"))
		}
		if err != nil {
			return err
		}
		return s.showVerdict(w, r, http.StatusOK, s.verdictOfPermit(r, p))
	}
}

// missing names what was left empty; the text of a seal needs nothing else.
func (f *verifyForm) missing(l *Locale) []ErrorLink {
	if f.Text.Value != "" {
		return nil
	}
	var wrong []ErrorLink
	for _, field := range []*Field{&f.Number, &f.Code} {
		if field.Value == "" {
			field.Error = l.T("verify." + field.Name + ".empty")
			wrong = append(wrong, ErrorLink{Text: field.Error, Href: "#" + field.FieldID()})
		}
	}
	return wrong
}

// verifyText judges a seal that was pasted, with the lists of today.
func (s *Server) verifyText(w http.ResponseWriter, r *http.Request, text string) error {
	b, err := seal.FromText(text)
	if err != nil {
		return s.showVerdict(w, r, http.StatusOK, s.plainVerdict(r, string(seal.Malformed)))
	}
	v, err := s.cfg.Verify.Statuses.Judge(r.Context(), b)
	if err != nil {
		return err
	}
	return s.showVerdict(w, r, http.StatusOK, s.verdictOfSeal(r, v))
}
