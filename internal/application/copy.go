package application

import (
	"context"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// CopyAsNew starts a draft with the answers of another application. What
// belongs to one consignment is left out: marks, the import permit, the day and
// papers of transport, the declaration.
func (o *Office) CopyAsNew(ctx context.Context, who actor.Actor, id string) (*Application, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, err
	}
	var out *Application
	err := o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		now := o.Now()
		b := &Application{ID: o.NewID(), State: Draft, Owner: a.Owner, OwnerName: a.OwnerName, Org: a.Org, CopyOf: a.ID,
			Content: o.reusable(a.Content), Created: now, Changed: now, ChangedBy: who.Name}
		if a.Owner != who.ID && who.ID == a.Agent {
			b.Agent, b.AgentName = who.ID, who.Name
		}
		if err := tx.InsertApplication(ctx, b); err != nil {
			return err
		}
		out = b
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, b, map[string]any{"act": "copy", "of": a.ID}))
		return err
	})
	return out, err
}

// reusable is the content without what belongs to one consignment.
func (o *Office) reusable(c Content) Content {
	c.Lines = slices.Clone(c.Lines)
	renamed := map[string]string{}
	for i := range c.Lines {
		old := c.Lines[i].ID
		c.Lines[i].ID, c.Lines[i].Marks, c.Lines[i].Lots = o.NewID(), nil, nil
		renamed[old] = c.Lines[i].ID
	}
	c.ImportPermit, c.ExportPermit, c.Declaration, c.Typed = Reference{}, Reference{}, Declaration{}, nil
	c.Transport.Date, c.Transport.Document = cites.Date{}, ""
	var done []string
	for _, s := range c.Done {
		switch Step(s) {
		case StepDocuments, StepImportPermit, StepExportPermit:
			continue
		}
		if rest, ok := strings.CutPrefix(s, "line."); ok {
			line, part, _ := strings.Cut(rest, ".")
			s = typedKey(renamed[line], Part(part))
		}
		done = append(done, s)
	}
	c.Done = done
	return c
}
