package finding

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
)

// Upload is a file as it arrived.
type Upload struct {
	Name string
	Data []byte
}

// Attach keeps an evidence file with a finding that is a draft or in force.
func (d *Desk) Attach(ctx context.Context, who actor.Actor, id string, u Upload) (*File, error) {
	if err := who.Must(actor.MakeFinding); err != nil {
		return nil, err
	}
	f, err := d.examine(who, u, NDFs, id, "")
	if err != nil {
		return nil, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		n, err := tx.NonDetriment(ctx, id)
		if err != nil {
			return err
		}
		if n.State != Draft && n.State != InForce {
			return fault.New(fault.Conflict, "finding.state_change", "number", n.Number, "state", string(n.State))
		}
		if err := d.room(ctx, tx, f); err != nil {
			return err
		}
		if err := tx.InsertFile(ctx, f, u.Data); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.MakeFinding, "non_detriment", id, map[string]any{"act": "attach", "file": f.ID, "sha256": f.SHA256, "media": f.Media})
	})
	return f, err
}

// WithdrawFile says that an evidence file is wrong, for a reason: it stays with
// the finding and counts no longer.
func (d *Desk) WithdrawFile(ctx context.Context, who actor.Actor, id, file, reason string) error {
	if err := who.Must(actor.MakeFinding); err != nil {
		return err
	}
	reason = intake.Note(reason)
	wrong := fault.Invalidf("finding.invalid")
	if reason == "" {
		wrong.Add("reason", "finding.reason_needed")
	}
	tooLong(wrong, "reason", reason, maxNote)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	return d.Store.Update(ctx, func(tx Tx) error {
		f, _, err := tx.FileData(ctx, NDFs, id, file)
		if err != nil {
			return err
		}
		f.Withdrawn, f.WithdrawnBy, f.WithdrawnAt = reason, who.Name, d.Now()
		if err := tx.WithdrawFile(ctx, f); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.MakeFinding, "non_detriment", id, map[string]any{"act": "withdraw_file", "file": f.ID, "sha256": f.SHA256, "reason": reason})
	})
}

// examine looks at a file before anything is stored.
func (d *Desk) examine(who actor.Actor, u Upload, of Register, id, link string) (*File, error) {
	x, err := intake.Examine(u.Name, u.Data, d.Profile.Evidence.MaxBytes)
	if err != nil {
		return nil, err
	}
	return &File{ID: d.NewID(), Register: of, Of: id, Link: link, Name: x.Name, Media: x.Media, Size: x.Size, SHA256: x.SHA256, By: who.ID, At: d.Now()}, nil
}

// room refuses a file too many, or the same again.
func (d *Desk) room(ctx context.Context, tx Tx, f *File) error {
	have, err := tx.Files(ctx, f.Register, f.Of)
	if err != nil {
		return err
	}
	if most := d.Profile.Evidence.MaxFiles; most > 0 && len(have) >= most {
		return fault.Invalidf("finding.invalid").Add("file", "apply.upload.many", "max", most)
	}
	for _, h := range have {
		if h.SHA256 == f.SHA256 && h.Link == f.Link && h.Withdrawn == "" {
			return fault.Invalidf("finding.invalid").Add("file", "apply.upload.twice", "name", h.Name)
		}
	}
	return nil
}

// Open gives a file of a finding to those who may read findings.
func (d *Desk) Open(ctx context.Context, who actor.Actor, id, file string) (f *File, data []byte, err error) {
	if err := who.Must(actor.ReadFindings); err != nil {
		return nil, nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		f, data, err = tx.FileData(ctx, NDFs, id, file)
		return err
	})
	return f, data, err
}
