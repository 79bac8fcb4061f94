package app

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/mail"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// letterJobs are the jobs that write letters: through the mail server of the
// profile, or into the outbox where there is none. demo keeps letters with links
// as they are.
func (s *System) letterJobs(demo bool) ([]job.Handler, error) {
	out, err := s.sender(demo)
	if err != nil {
		return nil, err
	}
	office, err := mail.New(s.Accounts, s.Applications.Store, s.Profile, out, newID)
	if err != nil {
		return nil, err
	}
	return office.Handlers(s.Notifications), nil
}

func (s *System) sender(demo bool) (mail.Sender, error) {
	if s.Profile.Mail.Host != "" {
		return mail.NewSMTP(s.Profile.Mail, s.Profile.Authority.In(s.Profile.Languages[0]), nil)
	}
	return mail.Outbox{Open: demo, Keep: func(ctx context.Context, l mail.Letter) error {
		return s.DB.KeepLetter(ctx, store.Letter{ID: l.ID, At: s.Now(), Account: l.To, Language: l.Language, Subject: l.Subject, Body: l.Body})
	}}, nil
}

// outbox lets administrators see the letters that no mail server took.
type outbox struct{ sys *System }

// shownLetters is how many of the newest letters are shown.
const shownLetters = 50

// Letters lists the newest letters.
func (o outbox) Letters(ctx context.Context, who actor.Actor) ([]web.Letter, error) {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return nil, err
	}
	kept, err := o.sys.DB.Letters(ctx, shownLetters)
	out := make([]web.Letter, len(kept))
	for i, l := range kept {
		out[i] = web.Letter{At: l.At.In(time.UTC), To: l.Account, Language: l.Language, Subject: l.Subject, Body: l.Body}
	}
	return out, err
}
