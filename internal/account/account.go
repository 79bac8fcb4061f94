package account

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// State says whether an account can be used.
type State string

// The states.
const (
	Unconfirmed State = "unconfirmed" // nobody has chosen a password yet
	Active      State = "active"
	Disabled    State = "disabled"
)

// States lists all states in order, for filters.
func States() []State { return []State{Unconfirmed, Active, Disabled} }

// next is the whole state machine.
var next = map[State][]State{
	Unconfirmed: {Active, Disabled},
	Active:      {Disabled},
	Disabled:    {Active, Unconfirmed},
}

// Account is one person.
type Account struct {
	ID       string
	Version  int64  // rises with each change
	Login    string // e-mail address, folded by FoldLogin
	Name     string
	Roles    []actor.Role
	Office   string // office code of the profile, for staff
	Org      string // organisation: traders of one firm share it
	OrgName  string
	Language cites.Lang // of notices, and of the pages after signing in
	State    State
	// PasswordHash is a PHC string; empty until a password was chosen.
	PasswordHash string
	// Epoch counts what ends all sessions: a session of an older epoch is over.
	Epoch      int64
	Created    time.Time
	Changed    time.Time
	LastSignIn time.Time
	Why        string // reason of the last disabling
}

// Actor is the account as one who acts.
func (a *Account) Actor() actor.Actor {
	return actor.Actor{ID: a.ID, Name: a.Name, Roles: slices.Clone(a.Roles), Office: a.Office, Org: a.Org}
}

// to moves the account to another state: the only place where it changes.
func (a *Account) to(s State) error {
	if !slices.Contains(next[a.State], s) {
		return fault.New(fault.Conflict, "fault.state", "from", string(a.State), "to", string(s))
	}
	a.State = s
	return nil
}

// endSessions makes every session of the account worthless at its next request.
func (a *Account) endSessions() { a.Epoch++ }

// FoldLogin is the form in which logins are kept and compared.
func FoldLogin(s string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(s))) }

// The longest texts an account takes, in characters.
const (
	maxLogin = 254 // RFC 5321
	maxName  = 120
)

func checkLogin(f *fault.Error, login string) {
	a, err := mail.ParseAddress(login)
	if err != nil || a.Address != login || len(login) > maxLogin || !strings.Contains(login[strings.LastIndex(login, "@"):], ".") {
		f.Add("login", "account.login.form")
	}
}

func checkName(f *fault.Error, field, name string, needed bool) {
	switch {
	case name == "" && needed:
		f.Add(field, "account."+field+".missing")
	case len([]rune(name)) > maxName:
		f.Add(field, "account.text.long", "max", maxName)
	case strings.ContainsFunc(name, unicode.IsControl):
		f.Add(field, "account.text.control")
	}
}

func checkLanguage(f *fault.Error, l cites.Lang) {
	if !slices.Contains([]cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}, l) {
		f.Add("language", "account.language.unknown")
	}
}
