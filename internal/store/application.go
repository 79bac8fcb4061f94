package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// Applications is the store of package application.
type Applications struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Applications) Update(ctx context.Context, fn func(application.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(applicationTx{t}) })
}

// View runs fn on one snapshot.
func (s Applications) View(ctx context.Context, fn func(application.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(applicationTx{t}) })
}

type applicationTx struct{ *Tx }

// Application loads one application.
func (t applicationTx) Application(ctx context.Context, id string) (*application.Application, error) {
	r, err := t.Q.Application(ctx, id)
	if err != nil {
		return nil, Found(err, "application", id)
	}
	a := &application.Application{
		ID: r.ID, Reference: r.Reference, State: application.State(r.State), Version: r.Version,
		Owner: r.Owner, OwnerName: r.OwnerName, Org: r.Org, Agent: r.Agent, AgentName: r.AgentName, CopyOf: r.CopyOf,
		Assigned: r.Assigned, AssignedTo: r.AssignedTo, WithSA: r.WithSa == 1,
		Fee: application.Fee{Amount: r.FeeAmount, Currency: r.FeeCurrency, Receipt: r.FeeReceipt, Waived: r.FeeWaived,
			RecordedBy: r.FeeBy, RecordedAt: moment(r.FeeAt)},
		ProposedBy: r.ProposedBy, ProposedByName: r.ProposedByName, ProposedAt: moment(r.ProposedAt), Proposal: r.Proposal,
		DecidedBy: r.DecidedBy, DecidedByName: r.DecidedByName, DecidedAt: moment(r.DecidedAt),
		Reasons: r.Reasons, Conditions: r.Conditions, PermitID: r.PermitID,
		Created: moment(r.Created), Changed: moment(r.Changed), ChangedBy: r.ChangedBy, SubmittedAt: moment(r.SubmittedAt),
		CosignedBy: r.CosignedBy, CosignedByName: r.CosignedName, CosignedAt: moment(r.CosignedAt),
	}
	err = readAll(
		column{"content", r.Content, &a.Content}, column{"filed", r.Filed, &a.Filed}, column{"lifted", r.Lifted, &a.Lifted},
		column{"valid_until", quoted(r.ValidUntil), &a.ValidUntil}, column{"due", quoted(r.Due), &a.Due})
	if err != nil {
		return nil, fmt.Errorf("application %s: %w", id, err)
	}
	return a, nil
}

// LatestApplicationOf loads the owner's application that was changed last.
func (t applicationTx) LatestApplicationOf(ctx context.Context, owner string) (*application.Application, error) {
	id, err := t.Q.LatestApplicationOf(ctx, owner)
	if err != nil {
		return nil, Found(err, "application", owner)
	}
	return t.Application(ctx, id)
}

// ApplicationByReference loads a submitted application by its reference.
func (t applicationTx) ApplicationByReference(ctx context.Context, reference string) (*application.Application, error) {
	id, err := t.Q.ApplicationIDByReference(ctx, reference)
	if err != nil || reference == "" {
		return nil, Found(err, "application", reference)
	}
	return t.Application(ctx, id)
}

// InsertApplication writes a new application as version 1.
func (t applicationTx) InsertApplication(ctx context.Context, a *application.Application) error {
	j, err := writeApplication(a)
	if err != nil {
		return err
	}
	a.Version = 1
	return t.Q.InsertApplication(ctx, db.InsertApplicationParams{
		ID: a.ID, Reference: a.Reference, State: string(a.State), Version: a.Version, Type: string(a.Content.Type),
		Owner: a.Owner, OwnerName: a.OwnerName, Org: a.Org, Agent: a.Agent, AgentName: a.AgentName, CopyOf: a.CopyOf,
		Content: j.content, Filed: j.filed, Exporter: a.Content.Exporter.Name, Importer: a.Content.Importer.Name,
		Taxa: taxa(a), LineCount: int64(len(a.Content.Lines)), Search: searchText(a),
		Assigned: a.Assigned, AssignedTo: a.AssignedTo, WithSa: bit(a.WithSA),
		FeeAmount: a.Fee.Amount, FeeCurrency: a.Fee.Currency, FeeReceipt: a.Fee.Receipt, FeeWaived: a.Fee.Waived,
		FeeBy: a.Fee.RecordedBy, FeeAt: micros(a.Fee.RecordedAt),
		ProposedBy: a.ProposedBy, ProposedByName: a.ProposedByName, ProposedAt: micros(a.ProposedAt), Proposal: a.Proposal,
		DecidedBy: a.DecidedBy, DecidedByName: a.DecidedByName, DecidedAt: micros(a.DecidedAt),
		Reasons: a.Reasons, Conditions: a.Conditions, ValidUntil: a.ValidUntil.String(), PermitID: a.PermitID, Lifted: j.lifted,
		Created: micros(a.Created), Changed: micros(a.Changed), ChangedBy: a.ChangedBy, SubmittedAt: micros(a.SubmittedAt), Due: a.Due.String(),
		Retrospective: bit(a.Content.Retrospective), CosignedBy: a.CosignedBy, CosignedName: a.CosignedByName, CosignedAt: micros(a.CosignedAt),
	})
}

// SaveApplication writes the application where the stored version is a.Version.
func (t applicationTx) SaveApplication(ctx context.Context, a *application.Application) error {
	j, err := writeApplication(a)
	if err != nil {
		return err
	}
	n, err := t.Q.UpdateApplication(ctx, db.UpdateApplicationParams{
		ID: a.ID, Version: a.Version, Reference: a.Reference, State: string(a.State), Type: string(a.Content.Type),
		Content: j.content, Filed: j.filed, Exporter: a.Content.Exporter.Name, Importer: a.Content.Importer.Name,
		Taxa: taxa(a), LineCount: int64(len(a.Content.Lines)), Search: searchText(a),
		Assigned: a.Assigned, AssignedTo: a.AssignedTo, WithSa: bit(a.WithSA),
		FeeAmount: a.Fee.Amount, FeeCurrency: a.Fee.Currency, FeeReceipt: a.Fee.Receipt, FeeWaived: a.Fee.Waived,
		FeeBy: a.Fee.RecordedBy, FeeAt: micros(a.Fee.RecordedAt),
		ProposedBy: a.ProposedBy, ProposedByName: a.ProposedByName, ProposedAt: micros(a.ProposedAt), Proposal: a.Proposal,
		DecidedBy: a.DecidedBy, DecidedByName: a.DecidedByName, DecidedAt: micros(a.DecidedAt),
		Reasons: a.Reasons, Conditions: a.Conditions, ValidUntil: a.ValidUntil.String(), PermitID: a.PermitID, Lifted: j.lifted,
		Changed: micros(a.Changed), ChangedBy: a.ChangedBy, SubmittedAt: micros(a.SubmittedAt), Due: a.Due.String(),
		Retrospective: bit(a.Content.Retrospective), CosignedBy: a.CosignedBy, CosignedName: a.CosignedByName, CosignedAt: micros(a.CosignedAt),
	})
	if err := Saved(n, t.people(err, a), "application", a.ID); err != nil {
		return err
	}
	a.Version++
	return nil
}

// people turns a violated separation of duties into a fault that says so.
func (t applicationTx) people(err error, a *application.Application) error {
	switch name := t.Broken(err); name {
	case "proposer_is_not_applicant", "decider_is_not_applicant", "decider_is_not_proposer", "fee_officer_is_not_applicant",
		"fee_officer_is_not_proposer", "fee_officer_is_not_decider", "two_people_decide", "cosigner_is_another", "retrospective_needs_two":
		return &fault.Error{Kind: fault.Denied, Key: "apply.separation", Args: fault.Args{"reference": a.Reference}, Cause: err}
	}
	return err
}

// DeleteDraft removes a draft with its messages and documents.
func (t applicationTx) DeleteDraft(ctx context.Context, id string) error {
	if err := t.Q.DeleteDraftMessages(ctx, id); err != nil {
		return err
	}
	if err := t.Q.DeleteDraftDocuments(ctx, id); err != nil {
		return err
	}
	n, err := t.Q.DeleteDraft(ctx, id)
	return Saved(n, err, "application", id)
}

// NextReference counts up within a prefix and a year.
func (t applicationTx) NextReference(ctx context.Context, prefix string, year int) (int64, error) {
	return t.Q.NextReference(ctx, db.NextReferenceParams{Prefix: prefix, Year: int64(year)})
}

type applicationJSON struct{ content, filed, lifted string }

func writeApplication(a *application.Application) (applicationJSON, error) {
	var out applicationJSON
	for _, x := range []struct {
		to *string
		v  any
	}{{&out.content, a.Content}, {&out.filed, a.Filed}, {&out.lifted, a.Lifted}} {
		b, err := json.Marshal(x.v)
		if err != nil {
			return out, fmt.Errorf("application %s: %w", a.ID, err)
		}
		*x.to = string(b)
	}
	return out, nil
}

// shownTaxa is how many names a list shows.
const shownTaxa = 3

// taxa gives the first different names of the lines.
func taxa(a *application.Application) string {
	seen := map[string]bool{}
	var out []string
	for _, l := range a.Content.Lines {
		if l.ScientificName != "" && !seen[l.ScientificName] && len(out) < shownTaxa {
			seen[l.ScientificName] = true
			out = append(out, l.ScientificName)
		}
	}
	return strings.Join(out, ", ")
}

// searchText is what a search looks through: reference, people, taxa, marks and
// the applicant's own reference, folded as names are.
func searchText(a *application.Application) string {
	parts := []string{a.Reference, a.OwnerName, a.AgentName, a.Content.Exporter.Name, a.Content.Importer.Name, a.Content.OwnReference}
	seen := map[string]bool{}
	for _, l := range a.Content.Lines {
		for _, s := range []string{l.ScientificName, l.CommonName} {
			if s != "" && !seen[s] {
				seen[s] = true
				parts = append(parts, s)
			}
		}
		for _, m := range l.Marks {
			parts = append(parts, m.Value)
		}
	}
	return folded(parts...)
}

type column struct {
	name string
	text string
	to   any
}

// readAll reads JSON columns.
func readAll(cs ...column) error {
	for _, c := range cs {
		if err := json.Unmarshal([]byte(c.text), c.to); err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
	}
	return nil
}

// quoted is a stored date as JSON.
func quoted(s string) string { return `"` + s + `"` }

// day reads a stored date; what this program wrote is always one.
func day(s string) (cites.Date, error) {
	var d cites.Date
	err := d.UnmarshalText([]byte(s))
	return d, err
}
