package facility

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Announce notes that the Secretariat was told of an operation; from that day
// Parties have 90 days to object.
func (d *Desk) Announce(ctx context.Context, who actor.Actor, id string, version int64, on cites.Date) error {
	return d.change(ctx, who, id, version, "announce", func(_ Tx, f *Facility) ([]any, error) {
		switch {
		case !f.SEC:
			return nil, fault.New(fault.Conflict, "facility.not_sec", "number", f.Number)
		case on.IsZero():
			return nil, fault.Invalidf("facility.invalid").Add("on", "facility.date_missing")
		case on.After(d.Today()):
			return nil, fault.Invalidf("facility.invalid").Add("on", "facility.date_future")
		}
		f.SECDate = on
		return []any{"on", on.String(), "until", f.ObjectionsUntil().String()}, f.to(Objection, d.Now())
	})
}

// Register enters a facility, or renews its registration, for five years from a
// day. An operation for the Secretariat's register waits for the objections.
func (d *Desk) Register(ctx context.Context, who actor.Actor, id string, version int64, from cites.Date) error {
	return d.change(ctx, who, id, version, "register", func(_ Tx, f *Facility) ([]any, error) {
		if from.IsZero() {
			return nil, fault.Invalidf("facility.invalid").Add("on", "facility.date_missing")
		}
		if f.SEC && f.State == Proposed {
			return nil, fault.New(fault.Conflict, "facility.announce_first", "number", f.Number)
		}
		if f.State == Objection && !f.ObjectionsUntil().Before(from) {
			return nil, fault.Invalidf("facility.invalid").Add("on", "facility.objections_run", "date", f.ObjectionsUntil())
		}
		if f.Kind != Institution && len(f.Species) == 0 {
			return nil, fault.New(fault.Conflict, "facility.species_first", "number", f.Number)
		}
		f.From, f.Until, f.Reason = from, from.AddMonths(registeredMonths).AddDays(-1), ""
		if f.Kind == Institution {
			f.Until = cites.Date{}
		}
		return []any{"from", f.From.String(), "until", f.Until.String()}, f.to(Registered, d.Now())
	})
}

// Suspend stops permits from a facility until it is resumed.
func (d *Desk) Suspend(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	return d.end(ctx, who, id, version, "suspend", Suspended, why)
}

// Resume lifts a suspension; the registration ends when it would have.
func (d *Desk) Resume(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return d.change(ctx, who, id, version, "resume", func(_ Tx, f *Facility) ([]any, error) {
		if f.State != Suspended {
			return nil, fault.New(fault.Conflict, "fault.state", "from", string(f.State), "to", string(Registered))
		}
		f.Reason = ""
		return []any{"reason", why}, f.to(Registered, d.Now())
	})
}

// Withdraw ends a registration for good.
func (d *Desk) Withdraw(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	return d.end(ctx, who, id, version, "withdraw", Withdrawn, why)
}

func (d *Desk) end(ctx context.Context, who actor.Actor, id string, version int64, act string, to State, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return d.change(ctx, who, id, version, act, func(_ Tx, f *Facility) ([]any, error) {
		f.Reason = why
		return []any{"reason", why}, f.to(to, d.Now())
	})
}

// reason cleans a free reason and requires one.
func reason(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", fault.Invalidf("facility.invalid").Add("reason", "facility.reason_missing")
	case long(s, maxNote):
		return "", fault.Invalidf("facility.invalid").Add("reason", "facility.long", "max", maxNote)
	}
	return s, nil
}
