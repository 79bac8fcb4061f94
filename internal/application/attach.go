package application

import (
	"context"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
)

// Upload is one file as it arrived.
type Upload struct {
	Name string
	Kind string
	Data []byte
}

// DocumentKinds lists what evidence can be, in the order shown.
func DocumentKinds() []string {
	return []string{"identity", "permit", "invoice", "breeding", "mandate", "photo", "other"}
}

// AttachDocument keeps a file as evidence. Its type is what its content is, not
// what its name says; only PDF, JPEG and PNG are taken. The version of the
// application does not rise: evidence is beside the form.
func (o *Office) AttachDocument(ctx context.Context, who actor.Actor, id string, u Upload) (*Document, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, err
	}
	d, err := o.examine(u)
	if err != nil {
		return nil, err
	}
	d.Application, d.By = id, who.ID
	err = o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !a.State.Editable() {
			return closed(a)
		}
		have, err := tx.Documents(ctx, id)
		if err != nil {
			return err
		}
		if most := o.Profile.Evidence.MaxFiles; most > 0 && len(have) >= most {
			return upload("apply.upload.many", "max", most)
		}
		if i := slices.IndexFunc(have, func(h Document) bool { return h.SHA256 == d.SHA256 }); i >= 0 {
			return upload("apply.upload.twice", "name", have[i].Name)
		}
		if err := tx.InsertDocument(ctx, d, u.Data); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "attach", "document": d.ID, "sha256": d.SHA256,
			"media": d.Media, "bytes": d.Size}))
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func upload(key string, args ...any) error {
	return fault.Invalidf("apply.invalid").Add("file", key, args...)
}

// examine looks at a file before anything is stored.
func (o *Office) examine(u Upload) (*Document, error) {
	if !slices.Contains(DocumentKinds(), u.Kind) {
		return nil, fault.Invalidf("apply.invalid").Add("kind", "apply.upload.kind")
	}
	f, err := intake.Examine(u.Name, u.Data, o.Profile.Evidence.MaxBytes)
	if err != nil {
		return nil, err
	}
	return &Document{ID: o.NewID(), Name: f.Name, Kind: u.Kind, Media: f.Media, Size: f.Size, SHA256: f.SHA256, At: o.Now()}, nil
}

// RemoveDocument takes evidence out while the application can be changed.
func (o *Office) RemoveDocument(ctx context.Context, who actor.Actor, id, document string) error {
	if err := who.Must(actor.WriteApplication); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !a.State.Editable() {
			return closed(a)
		}
		if err := tx.DeleteDocument(ctx, id, document); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "detach", "document": document}))
		return err
	})
}
