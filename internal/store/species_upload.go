package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

func (t speciesTx) InsertUpload(ctx context.Context, u species.Upload, content []byte) error {
	who, err := json.Marshal(u.Actor)
	if err != nil {
		return fmt.Errorf("upload %s: %w", u.ID, err)
	}
	return t.Q.InsertUpload(ctx, db.InsertUploadParams{ID: u.ID, Name: u.Name, AsOf: u.AsOf.String(), Actor: string(who), Created: micros(u.Created), Content: content})
}

func (t speciesTx) Upload(ctx context.Context, id string) (species.Upload, error) {
	r, err := t.Q.Upload(ctx, id)
	if err != nil {
		return species.Upload{}, Found(err, "upload", id)
	}
	return upload(r)
}

func (t speciesTx) UploadContent(ctx context.Context, id string) ([]byte, error) {
	b, err := t.Q.UploadContent(ctx, id)
	return b, Found(err, "upload", id)
}

func (t speciesTx) LastUploads(ctx context.Context, n int) ([]species.Upload, error) {
	rows, err := t.Q.LastUploads(ctx, int32(n))
	if err != nil {
		return nil, fmt.Errorf("last uploads: %w", err)
	}
	out := make([]species.Upload, len(rows))
	for i, r := range rows {
		if out[i], err = upload(db.UploadRow(r)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// outcome is what is kept of a report and a fault.
type outcome struct {
	Kind  fault.Kind
	Key   string
	Args  fault.Args
	Phase species.Phase
}

func (t speciesTx) SaveUpload(ctx context.Context, u species.Upload) error {
	report, why := "", outcome{Phase: u.Phase}
	if u.Report != nil {
		b, err := json.Marshal(u.Report)
		if err != nil {
			return fmt.Errorf("upload %s: %w", u.ID, err)
		}
		report = string(b)
	}
	if u.Fault != nil {
		why.Kind, why.Key, why.Args = u.Fault.Kind, u.Fault.Key, u.Fault.Args
	}
	b, err := json.Marshal(why)
	if err != nil {
		return fmt.Errorf("upload %s: %w", u.ID, err)
	}
	n, err := t.Q.SetUpload(ctx, db.SetUploadParams{ID: u.ID, State: string(u.State), RowsDone: int64(u.Rows), Report: report, Fault: string(b), Changed: micros(u.Changed)})
	return Saved(n, err, "upload", u.ID)
}

func (t speciesTx) DropUploadContent(ctx context.Context, id string) error {
	return t.Q.DropUploadContent(ctx, db.DropUploadContentParams{ID: id, Content: []byte{}})
}

func upload(r db.UploadRow) (species.Upload, error) {
	u := species.Upload{ID: r.ID, Name: r.Name, State: species.UploadState(r.State), Rows: int(r.RowsDone), Created: moment(r.Created), Changed: moment(r.Changed)}
	if err := u.AsOf.UnmarshalText([]byte(r.AsOf)); err != nil {
		return u, fmt.Errorf("upload %s: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Actor), &u.Actor); err != nil {
		return u, fmt.Errorf("upload %s: %w", r.ID, err)
	}
	if r.Report != "" {
		u.Report = &species.Report{}
		if err := json.Unmarshal([]byte(r.Report), u.Report); err != nil {
			return u, fmt.Errorf("upload %s: %w", r.ID, err)
		}
	}
	if r.Fault != "" {
		var why outcome
		if err := json.Unmarshal([]byte(r.Fault), &why); err != nil {
			return u, fmt.Errorf("upload %s: %w", r.ID, err)
		}
		u.Phase = why.Phase
		if why.Key != "" {
			u.Fault = &fault.Error{Kind: why.Kind, Key: why.Key, Args: why.Args}
		}
	}
	return u, nil
}
