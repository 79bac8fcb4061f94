package app

import (
	"fmt"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

// QuotaCmd reads the quota ledger.
type QuotaCmd struct {
	List QuotaListCmd `cmd:"" help:"List quotas with what is used, reserved and left."`
	Show QuotaShowCmd `cmd:"" help:"Show one quota with its shares and entries."`
}

// QuotaListCmd lists quotas.
type QuotaListCmd struct {
	Where
	Year    int    `help:"Only of this year." placeholder:"YEAR"`
	Country string `help:"Only of this exporting country, two letters." placeholder:"ISO"`
	State   string `default:"" enum:",open,spent,zero,preparing,split,closed" help:"Only in this state: open, spent, zero, preparing, split or closed."`
	JSON    bool   `help:"Print as JSON."`
}

// ledgerLine is one quota as the commands print it; quantities are decimal
// texts in the unit of the quota.
type ledgerLine struct {
	ID       string        `json:"id"`
	Taxon    string        `json:"taxon"`
	Country  cites.Country `json:"country"`
	Year     int           `json:"year"`
	Unit     cites.Unit    `json:"unit"`
	Quota    string        `json:"quota"`
	Used     string        `json:"used"`
	Reserved string        `json:"reserved"`
	Left     string        `json:"left"`
	State    quota.State   `json:"state"`
}

func lineOfLedger(q species.Quota) ledgerLine {
	l := ledgerLine{ID: q.ID, Taxon: string(q.Taxon), Country: q.Country, Year: q.Year, Unit: q.Unit, Quota: q.Quantity.String(),
		Used: q.Used.String(), Reserved: q.Reserved.String(), Left: q.Left().String(), State: quota.StateOf(q)}
	if q.Quantity == species.Preparing {
		l.Quota = ""
	}
	return l
}

// Run prints the quotas that match.
func (c *QuotaListCmd) Run(env *Env) error {
	desk, end, err := c.ledger(env)
	if err != nil {
		return err
	}
	defer end()
	found, _, err := desk.List(env.Ctx, account.Console(), quota.Filter{Year: c.Year, Country: cites.Country(c.Country), State: quota.State(c.State), Limit: mostRows})
	if err != nil {
		return err
	}
	lines := make([]ledgerLine, len(found))
	for i, q := range found {
		lines[i] = lineOfLedger(q)
	}
	if c.JSON {
		return env.Print(lines)
	}
	for _, l := range lines {
		fmt.Fprintf(env.Out, "%s  %s %s %d  %s/%s %s, %s reserved, %s left  %s\n", l.ID, l.Country, l.Taxon, l.Year, l.Used, l.Quota, l.Unit, l.Reserved, l.Left, l.State)
	}
	return nil
}

// QuotaShowCmd shows one quota.
type QuotaShowCmd struct {
	Where
	ID   string `arg:"" help:"Id of the quota, as list prints it."`
	JSON bool   `help:"Print as JSON."`
}

// shownQuota is a quota with its shares and entries.
type shownQuota struct {
	ledgerLine
	Shares  []shownShare `json:"shares"`
	Entries []shownEntry `json:"entries"`
}

type shownShare struct {
	ID       string     `json:"id"`
	Parent   string     `json:"parent,omitempty"`
	Kind     quota.Kind `json:"kind"`
	Name     string     `json:"name"`
	Limit    string     `json:"limit"`
	Given    string     `json:"given"`
	Reserved string     `json:"reserved"`
	Used     string     `json:"used"`
	Left     string     `json:"left"`
	Closed   bool       `json:"closed"`
}

type shownEntry struct {
	Entry       int64     `json:"entry"`
	Act         quota.Act `json:"act"`
	Share       string    `json:"share,omitempty"`
	Limit       string    `json:"limit_by"`
	Reserved    string    `json:"reserved_by"`
	Used        string    `json:"used_by"`
	After       string    `json:"used_after"`
	Application string    `json:"application,omitempty"`
	Permit      string    `json:"permit,omitempty"`
	By          string    `json:"by"`
	Reason      string    `json:"reason,omitempty"`
}

// Run prints the quota; one that is not there is a failure.
func (c *QuotaShowCmd) Run(env *Env) error {
	desk, end, err := c.ledger(env)
	if err != nil {
		return err
	}
	defer end()
	p, err := desk.Read(env.Ctx, account.Console(), c.ID)
	if err != nil {
		return err
	}
	entries, _, err := desk.Entries(env.Ctx, account.Console(), quota.EntryFilter{Quota: c.ID, Share: quota.AnyShare, Limit: mostRows})
	if err != nil {
		return err
	}
	out := shownQuota{ledgerLine: lineOfLedger(p.Quota), Shares: []shownShare{}, Entries: []shownEntry{}}
	for _, s := range p.Shares {
		out.Shares = append(out.Shares, shownShare{s.ID, s.Parent, s.Kind, s.Name, s.Limit.String(), s.Shared.String(), s.Reserved.String(), s.Used.String(), s.Left().String(), s.Closed})
	}
	for _, e := range entries {
		out.Entries = append(out.Entries, shownEntry{e.Seq, e.Act, e.ShareName, e.Limit.String(), e.Reserved.String(), e.Used.String(), e.UsedAfter.String(), e.Reference, string(e.Number), e.ByName, e.Reason})
	}
	if c.JSON {
		return env.Print(out)
	}
	printQuota(env, out)
	return nil
}

func printQuota(env *Env, q shownQuota) {
	fmt.Fprintf(env.Out, "%s  %s %d: %s used, %s reserved, %s left of %s %s  %s\n", q.Taxon, q.Country, q.Year, q.Used, q.Reserved, q.Left, q.Quota, q.Unit, q.State)
	for _, s := range q.Shares {
		fmt.Fprintf(env.Out, "  %s %s: %s used, %s reserved, %s given on, %s left of %s\n", s.Kind, strconv.Quote(s.Name), s.Used, s.Reserved, s.Given, s.Left, s.Limit)
	}
	for _, e := range q.Entries {
		fmt.Fprintf(env.Out, "  %4d %-9s limit %s reserved %s used %s (used after it %s) %s %s %s %s\n", e.Entry, e.Act, e.Limit, e.Reserved, e.Used, e.After, e.Share, e.Application, e.Permit, e.Reason)
	}
}

// ledger opens the ledger of a data folder.
func (w Where) ledger(env *Env) (*quota.Office, func() error, error) {
	d, err := w.openStore(env)
	if err != nil {
		return nil, nil, err
	}
	return &quota.Office{Store: store.Quotas{DB: d}, Now: env.Now, NewID: newID}, d.Close, nil
}
