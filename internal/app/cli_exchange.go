package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/google/uuid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
)

// ExchangeCmd is what the command line does with other Parties.
type ExchangeCmd struct {
	Get      ExchangeGetCmd      `cmd:"" help:"Fetch a permit of another Party from its exchange service and keep it."`
	Partners ExchangePartnersCmd `cmd:"" help:"The other Parties' systems that are asked and may ask."`
}

// operator is who acts at the command line of the server: whoever may open the
// database may do this.
func operator() actor.Actor {
	return actor.Actor{ID: "operator", Name: "Operator at the command line", Roles: []actor.Role{actor.Administrator, actor.Supervisor}}
}

// openDesk opens the exchange over data that exist; close ends it.
func openDesk(w Where, env *Env) (desk *exchange.Desk, end func() error, err error) {
	db, err := w.openStore(env)
	if err != nil {
		return nil, nil, err
	}
	id := func() string { return uuid.Must(uuid.NewV7()).String() }
	return &exchange.Desk{Store: store.Exchange{DB: db}, Caller: gateway.Client{},
		Receiver: &permit.Office{Store: store.Permits{DB: db}, Now: env.Now, NewID: id},
		Misses:   &exchange.Misses{Now: env.Now}, Now: env.Now, Rand: rand.Reader, NewID: id}, db.Close, nil
}

// ExchangeGetCmd fetches one permit.
type ExchangeGetCmd struct {
	Where
	Partner string `help:"Name of the partner to ask." required:"" placeholder:"NAME"`
	Number  string `arg:"" help:"Number of the permit, as printed in its box 1."`
	Token   string `help:"Exchange token of the permit, where its Party asks for one." placeholder:"TOKEN"`
	Final   bool   `help:"Ask for the permit as endorsed at export, with box 14."`
	JSON    bool   `help:"Print as JSON."`
}

// Run asks, keeps what comes and prints it. A partner that answers with no (no
// such permit, not endorsed yet, revoked, replaced) is exit code 1.
func (c *ExchangeGetCmd) Run(env *Env) (err error) {
	desk, end, err := openDesk(c.Where, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	q := exchange.Ask{Operation: exchange.GetNonFinal, Number: cites.PermitNumber(strings.TrimSpace(c.Number)), Token: c.Token}
	if c.Final {
		q.Operation = exchange.GetFinal
	}
	got, err := desk.Fetch(env.Ctx, operator(), c.Partner, q)
	if answeredNo(err) {
		fmt.Fprintln(env.Err, "opencites:", sentence(err))
		return errNegative
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(struct {
			ID       string            `json:"id"`
			Final    bool              `json:"final"`
			Permit   epermit.Document  `json:"permit"`
			Problems []epermit.Problem `json:"problems"`
		}{got.Foreign.ID, got.Foreign.Final, got.Document, got.Problems})
	}
	printDocument(env.Out, got.Document, got.Problems)
	return nil
}

func answeredNo(err error) bool {
	f := fault.Of(err)
	if f == nil {
		return false
	}
	switch f.Key {
	case exchange.NotFound, exchange.NotFinal, exchange.Cancelled, exchange.Replaced:
		return true
	}
	return false
}

// printDocument shows what people compare with the paper.
func printDocument(out io.Writer, d epermit.Document, problems []epermit.Problem) {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	defer w.Flush()
	row := func(name string, values ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, strings.TrimSpace(fmt.Sprintln(values...)))
	}
	row("Number", d.Number)
	row("Type", d.Type, d.TypeText)
	row("Issued", d.IssuedOn, d.Authority.Name, d.Authority.Address.Country.Code)
	row("Valid until", d.ValidUntil)
	row("Importer", d.Importer.Name+",", d.Destination.Code)
	row("Exporter", d.Exporter.Name+",", d.Exporter.Address.Country.Code)
	row("Purpose", d.Purpose)
	for _, l := range d.Lines {
		row("Line "+l.ID, l.ScientificName+",", l.Term, l.Amount.Quantity, l.Amount.Unit, "Appendix", l.Appendix, "source", l.Source)
		if l.Exported.Set {
			row("  exported", l.Exported.Quantity, l.Exported.Unit)
		}
	}
	if !d.Endorsement.On.IsZero() {
		row("Endorsed", d.Endorsement.On, d.Endorsement.Port.ID, d.Endorsement.Port.Name)
	}
	for _, p := range problems {
		row("Note", p)
	}
}

// ExchangePartnersCmd manages partners.
type ExchangePartnersCmd struct {
	List ExchangePartnersListCmd `cmd:"" help:"List the partners."`
	Add  ExchangePartnersAddCmd  `cmd:"" help:"Add a partner and print, once, the token that it presents to this service."`
}

// ExchangePartnersListCmd lists partners.
type ExchangePartnersListCmd struct {
	Where
	JSON bool `help:"Print as JSON."`
}

// partnerLine is a partner as printed: without secrets.
type partnerLine struct {
	Name     string                `json:"name"`
	Party    cites.Country         `json:"party"`
	Endpoint string                `json:"endpoint"`
	State    exchange.PartnerState `json:"state"`
	Token    string                `json:"token,omitempty"` // only when it was just made
}

// maxPartners bounds the list on the command line; there are fewer Parties.
const maxPartners = 1000

// Run prints the partners.
func (c *ExchangePartnersListCmd) Run(env *Env) (err error) {
	desk, end, err := openDesk(c.Where, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	found, _, err := desk.Partners(env.Ctx, operator(), exchange.PartnerFilter{Limit: maxPartners})
	if err != nil {
		return err
	}
	lines := make([]partnerLine, len(found))
	for i, p := range found {
		lines[i] = partnerLine{Name: p.Name, Party: p.Party, Endpoint: p.Endpoint, State: p.State}
	}
	if c.JSON {
		return env.Print(lines)
	}
	w := tabwriter.NewWriter(env.Out, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Name, l.Party, l.State, l.Endpoint)
	}
	return w.Flush()
}

// ExchangePartnersAddCmd adds a partner.
type ExchangePartnersAddCmd struct {
	Where
	Name       string `arg:"" help:"Short name, used with --partner."`
	Party      string `help:"Country code of two letters." required:"" placeholder:"XX"`
	Endpoint   string `help:"Address of the partner's exchange service, https://..." placeholder:"URL"`
	Credential string `help:"Token that the partner gave us." env:"OPENCITES_PARTNER_CREDENTIAL" placeholder:"TOKEN"`
	JSON       bool   `help:"Print as JSON."`
}

// Run adds the partner and prints its token, the only time it can be seen.
func (c *ExchangePartnersAddCmd) Run(env *Env) (err error) {
	desk, end, err := openDesk(c.Where, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	p, token, err := desk.Add(env.Ctx, operator(), exchange.PartnerForm{Name: c.Name, Party: cites.Country(c.Party), Endpoint: c.Endpoint, Credential: c.Credential})
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(partnerLine{Name: p.Name, Party: p.Party, Endpoint: p.Endpoint, State: p.State, Token: token})
	}
	_, err = fmt.Fprintf(env.Out, "%s (%s) was added. Its token, shown only now:\n%s\n", p.Name, p.Party, token)
	return err
}
