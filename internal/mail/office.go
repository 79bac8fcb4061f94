package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/profile"
)

// Accounts tells whom to write to and makes the links; Office of package account
// is one.
type Accounts interface {
	Receiver(ctx context.Context, id string) (*account.Account, error)
	MakeLink(ctx context.Context, who actor.Actor, id string, what account.Letter) (secret string, expires time.Time, err error)
}

// Office writes letters. Build it with New.
type Office struct {
	accounts Accounts
	cases    application.Store
	profile  *profile.Profile
	out      Sender
	newID    func() string
	words    words
}

// New makes the office that writes letters and hands them to out.
func New(accounts Accounts, cases application.Store, p *profile.Profile, out Sender, newID func() string) (*Office, error) {
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	return &Office{accounts, cases, p, out, newID, w}, nil
}

// Handlers are the jobs that the office does.
func (o *Office) Handlers(told *notification.Desk) []job.Handler {
	return []job.Handler{accountLetters{o}, notices{o}, abroad{o, told}}
}

// accountLetters writes to the owners of accounts.
type accountLetters struct{ o *Office }

// Kind is job.Handler.
func (h accountLetters) Kind() string { return account.MailKind }

// Work is job.Handler. The link is made here, so that no secret waits in the queue.
func (h accountLetters) Work(ctx context.Context, args []byte) error {
	var m account.Mail
	if err := json.Unmarshal(args, &m); err != nil {
		return job.Cancel(fmt.Errorf("letter: %w", err))
	}
	a, err := h.o.accounts.Receiver(ctx, m.Account)
	if err != nil {
		return unlessGone(err)
	}
	link := h.o.address(a.Language, "/sign-in")
	if m.What.HasLink() {
		secret, _, err := h.o.accounts.MakeLink(ctx, actor.Machine(), a.ID, m.What)
		if err != nil {
			return unlessGone(err)
		}
		link = h.o.address(a.Language, "/password/"+secret)
	}
	return h.o.send(ctx, a, "account."+string(m.What), m.What.HasLink(), "login", a.Login, "link", link)
}

// notices tells people that an application moved.
type notices struct{ o *Office }

// Kind is job.Handler.
func (h notices) Kind() string { return application.NoticeKind }

// Work is job.Handler.
func (h notices) Work(ctx context.Context, args []byte) error {
	var n application.Notice
	if err := json.Unmarshal(args, &n); err != nil {
		return job.Cancel(fmt.Errorf("notice: %w", err))
	}
	var a *application.Application
	err := h.o.cases.View(ctx, func(tx application.Tx) (err error) {
		a, err = tx.Application(ctx, n.Application)
		return err
	})
	if err != nil {
		return unlessGone(err)
	}
	to, err := h.o.receiver(ctx, n.To)
	if err != nil {
		return unlessGone(err)
	}
	if to.Login == "" || to.State != account.Active {
		return nil // nobody to write to
	}
	key := "notice." + n.What
	if !h.o.words.has(key + ".body") {
		key = "notice.other"
	}
	path := "/cases/" + a.ID
	if to.ID != "" && (to.ID == a.Owner || to.ID == a.Agent) {
		path = "/applications/" + a.ID
	}
	return h.o.send(ctx, to, key, false, append(h.o.refusal(to.Language, a), "reference", a.Reference, "link", h.o.address(to.Language, path))...)
}

// refusal is what a letter about a refusal says besides: the reasons, how to appeal
// and until when (rule G10).
func (o *Office) refusal(lang cites.Lang, a *application.Application) []string {
	until := cites.DateOf(a.DecidedAt, o.profile.Zone()).AddDays(o.profile.AppealDays)
	return []string{"reasons", a.Reasons, "appeal", o.profile.Appeal.In(lang), "until", until.String()}
}

// receiver gives the account, or the mailbox of the authority for the officers
// who look after the queue.
func (o *Office) receiver(ctx context.Context, id string) (*account.Account, error) {
	if id != "" {
		return o.accounts.Receiver(ctx, id)
	}
	return &account.Account{Login: o.profile.Contact.Email, Language: o.first(), State: account.Active}, nil
}

func (o *Office) first() cites.Lang {
	if len(o.profile.Languages) == 0 {
		return cites.English
	}
	return o.profile.Languages[0]
}

// address is a page of the service in a language.
func (o *Office) address(lang cites.Lang, path string) string {
	base := strings.TrimSuffix(o.profile.BaseURL, "/")
	if lang != o.first() && slices.Contains(o.profile.Languages, lang) {
		base += "/" + string(lang)
	}
	return base + path
}

func (o *Office) send(ctx context.Context, to *account.Account, key string, secret bool, args ...string) error {
	lang := to.Language
	if !slices.Contains(languages(), lang) {
		lang = o.first()
	}
	args = append(args, "service", o.profile.Service.In(lang), "authority", o.profile.Authority.In(lang))
	body := o.words.text(lang, key+".body", args...) + "\n\n" + o.words.text(lang, "foot", args...) + "\n"
	return o.out.Send(ctx, Letter{ID: o.newID(), Account: to.ID, To: to.Login, Language: lang, Secret: secret,
		Subject: o.words.text(lang, key+".subject", args...), Body: body})
}

// unlessGone ends the job when what it is about is no longer there.
func unlessGone(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return job.Cancel(err)
	}
	return err
}
