package account

import (
	"context"
	"io"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
)

// Office is the desk at which accounts are opened, changed and proved. Its
// fields are set once; it is safe for concurrent use.
type Office struct {
	Store  Store
	Hasher *Hasher
	Now    func() time.Time
	Rand   io.Reader // secrets of links
	NewID  func() string
}

// What people do with accounts, beside actor.ManageAccounts. Everybody may do
// these with the own account, so no role is tied to them.
const (
	Registered     actor.Verb = "account.register"
	SignedIn       actor.Verb = "account.sign_in"
	SignedOut      actor.Verb = "account.sign_out"
	SignedOutAll   actor.Verb = "account.sign_out_everywhere"
	LockedOut      actor.Verb = "account.lock_out"
	LinkAsked      actor.Verb = "account.ask_link"
	LinkMade       actor.Verb = "account.make_link"
	PasswordReset  actor.Verb = "account.reset_password"
	PasswordChange actor.Verb = "account.change_password"
	OwnEdited      actor.Verb = "account.edit_own"
)

// MailKind names the job that writes to the owner of an account.
const MailKind = "mail.account"

// Mail is the argument of such a job: ids only. The link is made when the mail
// is sent, so that no secret waits in the queue.
type Mail struct {
	Account string `json:"account"`
	What    Letter `json:"what"`
}

// Letter says what is written.
type Letter string

// The letters.
const (
	LetterConfirm Letter = "confirm" // choose a password: you registered
	LetterInvite  Letter = "invite"  // choose a password: an account was made for you
	LetterReset   Letter = "reset"   // choose a new password
	LetterExists  Letter = "exists"  // you registered again: you have an account
	LetterChanged Letter = "changed" // your password was changed
)

// HasLink reports whether the letter carries a link for choosing a password.
func (l Letter) HasLink() bool {
	return l == LetterConfirm || l == LetterInvite || l == LetterReset
}

// lifetime of the link in the letter.
func (l Letter) lifetime() time.Duration {
	if l == LetterReset {
		return 30 * time.Minute
	}
	return 48 * time.Hour
}

// Console is who acts at the command line of the server, before and beside any
// account.
func Console() actor.Actor {
	return actor.Actor{ID: "console", Name: "Console", Roles: []actor.Role{actor.Administrator}}
}

func (o *Office) mail(ctx context.Context, tx Tx, a *Account, what Letter) error {
	return tx.Enqueue(ctx, job.Job{Kind: MailKind, Args: Mail{Account: a.ID, What: what}, UniqueKey: a.ID + "/" + string(what)})
}

// event describes an act on an account for the log.
func event(who actor.Actor, verb actor.Verb, a *Account, detail map[string]any) audit.Event {
	role := ""
	if len(who.Roles) > 0 {
		role = string(who.Roles[0])
	}
	return audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: role}, Verb: string(verb),
		SubjectKind: "account", SubjectID: a.ID, Detail: detail}
}

// public is the actor of acts by people who have not proved who they are.
func public() actor.Actor { return actor.Actor{ID: "public", Name: "Public"} }
