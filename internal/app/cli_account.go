package app

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/store"
)

// AccountCmd manages accounts from the machine that the program runs on: the
// first administrator, and help when nobody can sign in.
type AccountCmd struct {
	Add   AccountAddCmd   `cmd:"" help:"Make an account, such as the first administrator."`
	List  AccountListCmd  `cmd:"" help:"List accounts."`
	Reset AccountResetCmd `cmd:"" help:"Print a link with which the owner of an account chooses a new password."`
}

// newAccounts makes the desk for accounts on a database.
func newAccounts(d *store.DB, now func() time.Time) (*account.Office, error) {
	hasher, err := account.NewHasher(rand.Reader, account.DefaultCost)
	if err != nil {
		return nil, err
	}
	return &account.Office{Store: store.Accounts{DB: d}, Hasher: hasher, Now: now, Rand: rand.Reader, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}, nil
}

// AccountAddCmd makes an account.
type AccountAddCmd struct {
	Where
	Role          []string `help:"Role: trader, agent, case_officer, signatory, supervisor, scientist, customs_officer, finance_officer, auditor, administrator. May be repeated." required:""`
	Login         string   `help:"E-mail address to sign in with." required:""`
	Name          string   `help:"Name of the person." required:""`
	Office        string   `help:"Code of the office in the profile, for staff."`
	Org           string   `help:"Business or institution, for traders and agents."`
	Language      string   `help:"Language of notices: en, fr, es or ar." default:"en" enum:"en,fr,es,ar"`
	PasswordStdin bool     `help:"Read the password from standard input. Without it a link is printed with which the owner chooses one."`
	JSON          bool     `help:"Print as JSON."`
}

// Run makes the account and prints its id, and the link where one is needed. It
// makes the database if there is none: the first account comes before the first
// start.
func (c *AccountAddCmd) Run(env *Env) error {
	password := ""
	if c.PasswordStdin {
		line, err := bufio.NewReader(env.In).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read password: %w", err)
		}
		if password = strings.TrimRight(line, "\r\n"); password == "" {
			return errors.New("no password on standard input")
		}
	}
	if c.Database == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return err
		}
	}
	d, err := store.Open(env.Ctx, c.storeConfig(env))
	if err != nil {
		return err
	}
	defer d.Close()
	office, err := newAccounts(d, env.Now)
	if err != nil {
		return err
	}
	in := account.New{Login: c.Login, Name: c.Name, Office: c.Office, OrgName: c.Org, Language: cites.Lang(c.Language), Password: password}
	for _, r := range c.Role {
		in.Roles = append(in.Roles, actor.Role(strings.ReplaceAll(r, "-", "_")))
	}
	a, err := office.Add(env.Ctx, account.Console(), in)
	if err != nil {
		return err
	}
	link := ""
	if password == "" {
		if link, err = c.link(env, office, a, account.LetterInvite); err != nil {
			return err
		}
	}
	if c.JSON {
		return env.Print(addedJSON{a.ID, a.Login, string(a.State), link})
	}
	fmt.Fprintf(env.Out, "%s has an account.\n", a.Login)
	if link != "" {
		fmt.Fprintf(env.Out, "The password is chosen here, once, within two days:\n%s\n", link)
	}
	return nil
}

type addedJSON struct {
	ID    string `json:"id"`
	Login string `json:"login"`
	State string `json:"state"`
	Link  string `json:"link,omitempty"`
}

// link makes a link for choosing a password, at the address of the profile.
func (w Where) link(env *Env, office *account.Office, a *account.Account, what account.Letter) (string, error) {
	secret, _, err := office.MakeLink(env.Ctx, account.Console(), a.ID, what)
	if err != nil {
		return "", err
	}
	base := ""
	if _, err := os.Stat(w.path(profileFile)); err == nil {
		p, err := profile.Load(w.path(profileFile))
		if err != nil {
			return "", err
		}
		base = strings.TrimSuffix(p.BaseURL, "/")
	}
	return base + "/password/" + secret, nil
}

// AccountListCmd lists accounts.
type AccountListCmd struct {
	Where
	Text string `arg:"" optional:"" help:"Part of a name, an address or a business."`
	JSON bool   `help:"Print as JSON."`
}

// accountJSON is an account as printed.
type accountJSON struct {
	ID         string       `json:"id"`
	Login      string       `json:"login"`
	Name       string       `json:"name"`
	Roles      []actor.Role `json:"roles"`
	Office     string       `json:"office,omitempty"`
	Org        string       `json:"organisation,omitempty"`
	State      string       `json:"state"`
	LastSignIn string       `json:"last_sign_in,omitempty"`
}

// Run prints the accounts, by name.
func (c *AccountListCmd) Run(env *Env) error {
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	office, err := newAccounts(d, env.Now)
	if err != nil {
		return err
	}
	out := []accountJSON{}
	for {
		page, total, err := office.List(env.Ctx, account.Console(), account.Filter{Text: c.Text, Limit: 500, Offset: len(out)})
		if err != nil {
			return err
		}
		for _, a := range page {
			row := accountJSON{ID: a.ID, Login: a.Login, Name: a.Name, Roles: a.Roles, Office: a.Office, Org: a.OrgName, State: string(a.State)}
			if !a.LastSignIn.IsZero() {
				row.LastSignIn = a.LastSignIn.Format(time.RFC3339)
			}
			out = append(out, row)
		}
		if len(page) == 0 || len(out) >= total {
			break
		}
	}
	if c.JSON {
		return env.Print(out)
	}
	w := tabwriter.NewWriter(env.Out, 0, 0, 2, ' ', 0)
	for _, a := range out {
		fmt.Fprintf(w, "%s\t%s\t%v\t%s\n", a.Login, a.Name, a.Roles, a.State)
	}
	return w.Flush()
}

// AccountResetCmd prints a link for a new password.
type AccountResetCmd struct {
	Where
	Login string `arg:"" help:"E-mail address of the account."`
	JSON  bool   `help:"Print as JSON."`
}

// Run prints the link, which works once within 30 minutes.
func (c *AccountResetCmd) Run(env *Env) error {
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	office, err := newAccounts(d, env.Now)
	if err != nil {
		return err
	}
	a, err := office.FindByLogin(env.Ctx, account.Console(), c.Login)
	if err != nil {
		return err
	}
	link, err := c.link(env, office, a, account.LetterReset)
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(addedJSON{a.ID, a.Login, string(a.State), link})
	}
	_, err = fmt.Fprintln(env.Out, link)
	return err
}
