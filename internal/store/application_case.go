package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/store/db"
)

// ListApplications gives one page of rows and how many there are in all. The
// scope of an applicant is part of the query.
func (t applicationTx) ListApplications(ctx context.Context, f application.Filter) ([]application.Row, int, error) {
	p := listParams(f)
	total, err := t.Q.CountApplications(ctx, db.CountApplicationsParams{Scoped: p.Scoped, Owner: p.Owner, Org: p.Org, Agent: p.Agent,
		OnDay: p.OnDay, Pattern: p.Pattern, States: p.States, Type: p.Type, Assigned: p.Assigned, Unassigned: p.Unassigned,
		WithSa: p.WithSa, FeeOpen: p.FeeOpen, Overdue: p.Overdue})
	if err != nil {
		return nil, 0, fmt.Errorf("count applications: %w", err)
	}
	rows, err := t.Q.ListApplications(ctx, p)
	if err != nil {
		return nil, 0, fmt.Errorf("list applications: %w", err)
	}
	out := make([]application.Row, len(rows))
	for i, r := range rows {
		due, err := day(r.Due)
		if err != nil {
			return nil, 0, fmt.Errorf("application %s: %w", r.ID, err)
		}
		var c application.Content
		if err := readAll(column{"content", r.Content, &c}); err != nil {
			return nil, 0, fmt.Errorf("application %s: %w", r.ID, err)
		}
		out[i] = application.Row{ID: r.ID, Reference: r.Reference, Type: cites.DocumentType(r.Type), State: application.State(r.State),
			OwnerName: r.OwnerName, Exporter: r.Exporter, Importer: r.Importer, Taxa: r.Taxa, Lines: int(r.LineCount),
			Assigned: r.Assigned, AssignedTo: r.AssignedTo, WithSA: r.WithSa == 1,
			FeeOpen:   r.FeeAmount > 0 && r.FeeReceipt == "" && r.FeeWaived == "",
			Submitted: moment(r.SubmittedAt), Changed: moment(r.Changed), Due: due, Unread: int(r.Unread),
			Version: r.Version, From: c.Exporter.Country, To: c.Importer.Country, Proposal: r.Proposal}
		if len(c.Lines) > 0 {
			out[i].First = c.Lines[0]
		}
	}
	return out, int(total), nil
}

// SubmittedLast gives the applications submitted last, newest first.
func (t applicationTx) SubmittedLast(ctx context.Context, n int) ([]application.Application, error) {
	rows, err := t.Q.ApplicationsSubmittedLast(ctx, int64(n))
	if err != nil {
		return nil, fmt.Errorf("applications submitted last: %w", err)
	}
	out := make([]application.Application, len(rows))
	for i, r := range rows {
		out[i] = application.Application{ID: r.ID, Reference: r.Reference, State: application.State(r.State), SubmittedAt: moment(r.SubmittedAt)}
		if err := readAll(column{"content", r.Content, &out[i].Content}); err != nil {
			return nil, fmt.Errorf("application %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// pageMost bounds one page of a list.
const pageMost = 500

func listParams(f application.Filter) db.ListApplicationsParams {
	states, pattern := "", ""
	if f.Text != "" {
		pattern = like(f.Text)
	}
	if len(f.States) > 0 {
		parts := make([]string, len(f.States))
		for i, s := range f.States {
			parts[i] = string(s)
		}
		states = "," + strings.Join(parts, ",") + ","
	}
	n := int64(f.Limit)
	if n <= 0 || n > pageMost {
		n = pageMost
	}
	return db.ListApplicationsParams{Scoped: bit(f.Owner != "" || f.Org != "" || f.Agent != ""), Owner: f.Owner, Org: f.Org, Agent: f.Agent,
		OnDay: f.On.String(), Pattern: pattern, States: states, Type: string(f.Type), Assigned: f.Assigned,
		Unassigned: bit(f.Unassigned), WithSa: bit(f.WithSA), FeeOpen: bit(f.FeeOpen), Overdue: f.Overdue.String(), Sort: f.Sort,
		N: n, Skip: int64(max(0, f.Offset))}
}

// Findings lists the findings of an application in the order asked.
func (t applicationTx) Findings(ctx context.Context, id string) ([]application.Finding, error) {
	rows, err := t.Q.ApplicationFindings(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("findings of %s: %w", id, err)
	}
	out := make([]application.Finding, len(rows))
	for i, r := range rows {
		out[i] = application.Finding{ID: r.ID, Application: r.Application, Kind: application.FindingKind(r.Kind), Line: int(r.Line),
			Outcome: application.Outcome(r.Outcome), Question: r.Question, Conditions: r.Conditions, Grounds: r.Grounds,
			Limit: cites.Quantity(r.LimitQuantity), Unit: cites.Unit(r.Unit), AskedBy: r.AskedBy, AskedAt: moment(r.AskedAt),
			MadeBy: r.MadeBy, MadeByName: r.MadeByName, MadeAt: moment(r.MadeAt), Register: r.RegisterID}
		err := readAll(column{"evidence", r.Evidence, &out[i].Evidence}, column{"valid_until", quoted(r.ValidUntil), &out[i].ValidUntil},
			column{"due", quoted(r.Due), &out[i].Due})
		if err != nil {
			return nil, fmt.Errorf("finding %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// SaveFinding inserts a finding, or makes one that is open.
func (t applicationTx) SaveFinding(ctx context.Context, f *application.Finding) error {
	evidence, err := json.Marshal(f.Evidence)
	if err != nil {
		return fmt.Errorf("finding %s: %w", f.ID, err)
	}
	n, err := t.Q.SaveApplicationFinding(ctx, db.SaveApplicationFindingParams{ID: f.ID, Application: f.Application, Kind: string(f.Kind),
		Line: int64(f.Line), Outcome: string(f.Outcome), Question: f.Question, Conditions: f.Conditions, Grounds: f.Grounds,
		Evidence: string(evidence), LimitQuantity: int64(f.Limit), Unit: string(f.Unit), ValidUntil: f.ValidUntil.String(),
		AskedBy: f.AskedBy, AskedAt: micros(f.AskedAt), Due: f.Due.String(), MadeBy: f.MadeBy, MadeByName: f.MadeByName, MadeAt: micros(f.MadeAt), RegisterID: f.Register})
	return Saved(n, err, "finding", f.ID)
}

// DeletePointer takes back that a line relies on a finding of the register.
func (t applicationTx) DeletePointer(ctx context.Context, id string, line int) error {
	_, err := t.Q.DeletePointers(ctx, db.DeletePointersParams{Application: id, Line: int64(line)})
	return err
}

// OpenCasesOn lists the open cases that rely on a finding of the register.
func (t applicationTx) OpenCasesOn(ctx context.Context, finding string) ([]string, error) {
	ids, err := t.Q.OpenCasesOn(ctx, finding)
	if err != nil {
		return nil, fmt.Errorf("cases on finding %s: %w", finding, err)
	}
	return ids, nil
}

// Messages lists the messages of an application, oldest first.
func (t applicationTx) Messages(ctx context.Context, id string) ([]application.Message, error) {
	rows, err := t.Q.ApplicationMessages(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("messages of %s: %w", id, err)
	}
	out := make([]application.Message, len(rows))
	for i, r := range rows {
		out[i] = application.Message{ID: r.ID, Application: r.Application, From: r.Sender, FromName: r.SenderName, FromStaff: r.FromStaff == 1,
			Internal: r.Internal == 1, Body: r.Body, At: moment(r.At), ReadAt: moment(r.ReadAt)}
	}
	return out, nil
}

// InsertMessage adds a message.
func (t applicationTx) InsertMessage(ctx context.Context, m *application.Message) error {
	return t.Q.InsertApplicationMessage(ctx, db.InsertApplicationMessageParams{ID: m.ID, Application: m.Application, Sender: m.From,
		SenderName: m.FromName, FromStaff: bit(m.FromStaff), Internal: bit(m.Internal), Body: m.Body, At: micros(m.At), ReadAt: micros(m.ReadAt)})
}

// MarkRead marks the messages of one side as read and says how many were new.
func (t applicationTx) MarkRead(ctx context.Context, id string, fromStaff bool, at time.Time) (int64, error) {
	return t.Q.MarkApplicationMessagesRead(ctx, db.MarkApplicationMessagesReadParams{Application: id, FromStaff: bit(fromStaff), At: micros(at)})
}

// Documents lists the evidence of an application.
func (t applicationTx) Documents(ctx context.Context, id string) ([]application.Document, error) {
	rows, err := t.Q.ApplicationDocuments(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("documents of %s: %w", id, err)
	}
	out := make([]application.Document, len(rows))
	for i, r := range rows {
		out[i] = document(r)
	}
	return out, nil
}

func document(r db.ApplicationDocument) application.Document {
	return application.Document{ID: r.ID, Application: r.Application, Name: r.Name, Kind: r.Kind, Media: r.Media, Size: r.Size,
		SHA256: r.Sha256, By: r.UploadedBy, At: moment(r.At)}
}

// InsertDocument keeps the bytes by their hash, once, and the document.
func (t applicationTx) InsertDocument(ctx context.Context, d *application.Document, data []byte) error {
	err := t.Q.SaveBlob(ctx, db.SaveBlobParams{Sha256: d.SHA256, Media: d.Media, Size: d.Size, Data: data, Created: micros(d.At)})
	if err != nil {
		return fmt.Errorf("blob of document %s: %w", d.ID, err)
	}
	return t.Q.InsertApplicationDocument(ctx, db.InsertApplicationDocumentParams{ID: d.ID, Application: d.Application, Name: d.Name,
		Kind: d.Kind, Media: d.Media, Size: d.Size, Sha256: d.SHA256, UploadedBy: d.By, At: micros(d.At)})
}

// DocumentData loads a document with its bytes.
func (t applicationTx) DocumentData(ctx context.Context, of, id string) (*application.Document, []byte, error) {
	r, err := t.Q.ApplicationDocument(ctx, db.ApplicationDocumentParams{Application: of, ID: id})
	if err != nil {
		return nil, nil, Found(err, "document", id)
	}
	b, err := t.Q.Blob(ctx, r.Sha256)
	if err != nil {
		return nil, nil, fmt.Errorf("blob of document %s: %w", id, err)
	}
	d := document(r)
	return &d, b.Data, nil
}

// DeleteDocument removes a document. Its bytes stay: others may rest on them.
func (t applicationTx) DeleteDocument(ctx context.Context, of, id string) error {
	n, err := t.Q.DeleteApplicationDocument(ctx, db.DeleteApplicationDocumentParams{Application: of, ID: id})
	return Saved(n, err, "document", id)
}

// Mandates lists mandates of a trader, an agent, or between both.
func (t applicationTx) Mandates(ctx context.Context, trader, agent string) ([]application.Mandate, error) {
	rows, err := t.Q.Mandates(ctx, db.MandatesParams{Trader: trader, Agent: agent})
	if err != nil {
		return nil, fmt.Errorf("mandates: %w", err)
	}
	out := make([]application.Mandate, len(rows))
	for i, r := range rows {
		out[i] = application.Mandate{ID: r.ID, Trader: r.Trader, TraderName: r.TraderName, TraderOrg: r.TraderOrg, Agent: r.Agent,
			AgentName: r.AgentName, Revoked: moment(r.Revoked)}
		err := readAll(column{"types", r.Types, &out[i].Types}, column{"from_day", quoted(r.FromDay), &out[i].From},
			column{"until_day", quoted(r.UntilDay), &out[i].Until})
		if err != nil {
			return nil, fmt.Errorf("mandate %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// SaveMandate inserts a mandate or changes one that was not revoked.
func (t applicationTx) SaveMandate(ctx context.Context, m *application.Mandate) error {
	types, err := json.Marshal(m.Types)
	if err != nil {
		return fmt.Errorf("mandate %s: %w", m.ID, err)
	}
	n, err := t.Q.SaveMandate(ctx, db.SaveMandateParams{ID: m.ID, Trader: m.Trader, TraderName: m.TraderName, TraderOrg: m.TraderOrg,
		Agent: m.Agent, AgentName: m.AgentName, Types: string(types), FromDay: m.From.String(), UntilDay: m.Until.String(), Revoked: micros(m.Revoked)})
	return Saved(n, err, "mandate", m.ID)
}
