package permit

import (
	"context"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Completion is what the holder wrote into a document that was issued partially
// completed (50 CFR 23.51). It stands beside the frozen record, which never changes.
type Completion struct {
	PermitID  string
	Number    cites.PermitNumber
	Consignee Party // boxes 3 and 3a
	Day       cites.Date
	Lines     []CompletedLine
	By        string
	ByName    string
	At        time.Time
	LogIndex  int64
	// ReturnedOn is the day on which the copy came back to the authority; zero
	// while it is out. ReturnedTo is who took it.
	ReturnedOn cites.Date
	ReturnedTo string
}

// CompletedLine is one line as used: not more than was printed, with its marks.
type CompletedLine struct {
	Letter   string         `json:"letter"`
	Quantity cites.Quantity `json:"quantity"`
	Marks    string         `json:"marks,omitempty"`
}

// Complete records what the holder fills in, once; the holder's name is the
// signature that certifies it. Species, appendices and sources stay as printed.
func (o *Office) Complete(ctx context.Context, who actor.Actor, id string, in Completion) (*Completion, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, err
	}
	err := o.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.PermitOfOwner(ctx, id, Scope{Account: who.ID, Org: who.Org})
		if err != nil {
			return err
		}
		if len(p.Record.Complete) == 0 || p.State != Valid {
			return fault.New(fault.Conflict, "permit.not_for_completion", "number", p.Number)
		}
		if err := o.completable(p, &in); err != nil {
			return err
		}
		in.PermitID, in.Number, in.By, in.ByName, in.At = p.ID, p.Number, who.ID, who.Name, o.Now()
		lines := map[string]any{}
		for _, l := range in.Lines {
			lines[l.Letter] = int64(l.Quantity)
		}
		in.LogIndex, err = tx.Record(ctx, event(who, actor.WriteApplication, p, map[string]any{"act": "complete", "number": string(p.Number),
			"country": string(in.Consignee.Country), "day": in.Day.String(), "lines": lines}))
		if err != nil {
			return err
		}
		return tx.InsertCompletion(ctx, &in)
	})
	return &in, err
}

// completable looks at what was filled in.
func (o *Office) completable(p *Permit, in *Completion) error {
	f := fault.Invalidf("permit.complete")
	in.Consignee.Name = strings.TrimSpace(in.Consignee.Name)
	if in.Consignee.Name == "" {
		f.Add("name", "apply.name.needed")
	}
	if len(in.Consignee.Lines) == 0 {
		f.Add("address", "apply.address.needed")
	}
	if c := in.Consignee.Country; !c.Place() || c == o.Profile.Party {
		f.Add("country", "apply.country.needed")
	}
	if in.Day.IsZero() || in.Day.Before(p.Record.Issued) || in.Day.After(p.Record.ValidUntil) {
		f.Add("day", "permit.complete.day", "from", p.Record.Issued.String(), "until", p.Record.ValidUntil.String())
	}
	some := false
	for _, l := range in.Lines {
		most := cites.Quantity(0)
		for _, x := range p.Record.Lines {
			if x.Letter == l.Letter {
				most = x.Quantity
			}
		}
		if l.Quantity < 0 || l.Quantity > most {
			f.Add("lines."+l.Letter, "permit.complete.quantity", "most", most.String())
		}
		some = some || l.Quantity > 0
	}
	if !some {
		f.Add("lines", "control.nothing_crossed")
	}
	return f.OrNil()
}

// TakeCopy records that the copy of a completed document came back to the authority.
func (o *Office) TakeCopy(ctx context.Context, who actor.Actor, id string) error {
	if err := who.Must(actor.ReplacePermit); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.Permit(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.ReturnCompletion(ctx, id, o.today(), who.Name); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.ReplacePermit, p, map[string]any{"act": "copy_returned", "number": string(p.Number)}))
		return err
	})
}

// CompletionOf gives what the holder wrote into a document that the caller was
// allowed to read; nil while it is blank.
func (o *Office) CompletionOf(ctx context.Context, p *Permit) (c *Completion, err error) {
	if len(p.Record.Complete) == 0 {
		return nil, nil
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		c, err = tx.Completion(ctx, p.ID)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return c, err
}

// OfApplication lists the documents of one application, the first first.
func (o *Office) OfApplication(ctx context.Context, application string) (out []*Permit, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		ids, err := tx.PermitsOfApplication(ctx, application)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p, err := tx.Permit(ctx, id)
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}
