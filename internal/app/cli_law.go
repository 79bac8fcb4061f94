package app

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

// LawCmd is about the law on a date.
type LawCmd struct {
	On       LawOnCmd       `cmd:"" help:"Tell which appendix, annotation, reservations, suspensions and quotas hold for a taxon on a day."`
	Load     LawLoadCmd     `cmd:"" help:"Load amendments ahead: they take effect on their days by themselves."`
	Rehearse LawRehearseCmd `cmd:"" help:"Play amendments over open applications, permits and quotas: what would come out differently on a day. Nothing is written."`
	List     LawListCmd     `cmd:"" help:"Show the amendments that were loaded."`
	Withdraw LawWithdrawCmd `cmd:"" help:"Take amendments back before their first day."`
}

// LawOnCmd asks for one taxon and day.
type LawOnCmd struct {
	Where
	Taxon      string `required:"" help:"Accepted name, synonym, or a cross: \"Falco cherrug x Falco rusticolus\"." placeholder:"NAME"`
	Population string `help:"Country whose population is meant, two letters." placeholder:"ISO"`
	Date       string `help:"The day, past or to come: 2026-01-31; else today."`
	JSON       bool   `help:"Print as JSON."`
}

// Run answers from the data folder, or from the starter catalogue where there is
// none. A name that is not known, or that several taxa have, is a negative
// answer.
func (c *LawOnCmd) Run(env *Env) error {
	on, country, err := c.question(env)
	if err != nil {
		return err
	}
	law, limits, end, err := openLaw(env, c.Where)
	if err != nil {
		return err
	}
	defer end()
	taxa, unknown := law.Parents(c.Taxon)
	if len(taxa) == 0 && len(unknown) == 0 {
		taxa = law.Named(c.Taxon)
		if len(taxa) > 1 {
			return c.several(env, taxa)
		}
	}
	if len(taxa) == 0 {
		return c.nobody(env, law)
	}
	l, err := limits(law.Reach(taxa))
	if err != nil {
		return err
	}
	answer := law.Ask(taxa, country, on, l)
	if answer.Unknown = unknown; len(unknown) > 0 {
		answer.Lineage = taxa
	}
	if c.JSON {
		return env.Print(lawJSON(law, c.Taxon, answer))
	}
	printLaw(env, law, c.Taxon, answer)
	return nil
}

func (c *LawOnCmd) question(env *Env) (cites.Date, cites.Country, error) {
	on := cites.DateOf(env.Now(), c.zone())
	if c.Date != "" {
		var err error
		if on, err = cites.ParseDate(c.Date); err != nil {
			return on, "", fmt.Errorf("--date %s: not a day; write it as 2026-01-31", c.Date)
		}
	}
	if c.Population == "" {
		return on, "", nil
	}
	country, err := cites.ParseCountry(c.Population)
	if err != nil {
		return on, "", fmt.Errorf("--population %s: not the two-letter code of a country", c.Population)
	}
	return on, country, nil
}

func (c *LawOnCmd) several(env *Env, taxa []*species.Taxon) error {
	fmt.Fprintf(env.Err, "%s is the name of several taxa; ask for one of them:\n", c.Taxon)
	for _, t := range taxa {
		fmt.Fprintf(env.Err, "  %s\t%s %s (%s)\n", t.ID, t.Name, t.Author, t.Kingdom)
	}
	return errNegative
}

func (c *LawOnCmd) nobody(env *Env, law *species.Catalogue) error {
	fmt.Fprintf(env.Err, "The catalogue does not know %q: that says nothing about whether it is listed.\n", c.Taxon)
	for _, s := range law.Suggest(c.Taxon, cites.English, 3) {
		fmt.Fprintf(env.Err, "  Do you mean %s?\n", s.Name)
	}
	return errNegative
}

// openLaw gives the catalogue and the limits of a data folder, or the starter
// catalogue without limits where there is no store; it creates none.
func openLaw(env *Env, w Where) (law *species.Catalogue, limits func([]species.ID) (species.Limits, error), end func() error, err error) {
	today := cites.DateOf(env.Now(), w.zone())
	if w.exists() != nil {
		taxa, listings, err := species.Starter()
		none := func([]species.ID) (species.Limits, error) { return species.Limits{}, nil }
		return species.NewCatalogue(taxa, listings, today), none, func() error { return nil }, err
	}
	d, err := w.openStore(env)
	if err != nil {
		return nil, nil, nil, err
	}
	i := speciesImporter(env, d)
	if err := i.Library.Refresh(env.Ctx); err != nil {
		return nil, nil, nil, fmt.Errorf("%w, %w", err, d.Close())
	}
	k := &species.Keeper{Store: store.Species{DB: d}, Now: env.Now}
	return i.Library.Current(), func(ids []species.ID) (species.Limits, error) { return k.LimitsOf(env.Ctx, ids) }, d.Close, nil
}

// printLaw writes the answer for people.
func printLaw(env *Env, law *species.Catalogue, asked string, a species.LawOn) {
	fmt.Fprintf(env.Out, "%s on %s: %s\n", asked, a.On, appendixWords(a))
	if a.Lineage == nil && !strings.EqualFold(asked, a.Taxon.Name) {
		fmt.Fprintf(env.Out, "  accepted name: %s\n", a.Taxon.Name)
	}
	for _, n := range a.Unknown {
		fmt.Fprintf(env.Out, "  the parent %s is not in the catalogue: the answer may be too mild\n", n)
	}
	if a.Split {
		fmt.Fprintln(env.Out, "  it depends on the population: name it with --population, or let an officer decide")
	}
	for _, l := range a.Listings {
		fmt.Fprintf(env.Out, "  %s from %s%s%s %s\n", l.Appendix.Name(cites.English), l.From, until(l.Until), party(l.Party), strings.TrimSpace(l.Hash+" "+l.Note))
	}
	if !a.First.IsZero() {
		fmt.Fprintf(env.Out, "  first listed %s\n", a.First)
	}
	for _, r := range a.Reservations {
		fmt.Fprintf(env.Out, "  reservation of %s against %s since %s%s\n", r.Party, r.Appendix.Name(cites.English), r.From, until(r.Until))
	}
	for _, s := range a.Suspensions {
		fmt.Fprintf(env.Out, "  suspension: %s since %s%s (%s) %s\n", s.Country, s.From, cmp.Or(until(s.Until), ", still open on "+s.AsOf.String()), s.Kind, s.Reason)
	}
	for _, q := range a.Quotas {
		fmt.Fprintf(env.Out, "  quota: %s %d, %s %s\n", q.Country, q.Year, quotaWords(q), q.Note)
	}
	for _, id := range a.Inside {
		if t, ok := law.Taxon(id); ok {
			fmt.Fprintf(env.Out, "  another listing applies to %s\n", t.Name)
		}
	}
}

func appendixWords(a species.LawOn) string {
	if !a.Listed() {
		return "not listed"
	}
	return "Appendix " + a.Label()
}

func until(d cites.Date) string {
	if d.IsZero() {
		return ""
	}
	return " to " + d.String()
}

func party(c cites.Country) string {
	if c == "" {
		return ""
	}
	return " by " + string(c)
}

func quotaWords(q species.Quota) string {
	if q.Quantity == species.Preparing {
		return "in preparation"
	}
	return strings.TrimSpace(q.Quantity.String() + " " + string(q.Unit))
}
