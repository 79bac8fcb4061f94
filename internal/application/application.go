package application

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// State is where an application stands.
type State string

// The states, in the order of the life of an application.
const (
	Draft         State = "draft"
	Submitted     State = "submitted"
	InReview      State = "in_review"
	InfoRequested State = "info_requested"
	Proposed      State = "proposed"
	Approved      State = "approved"
	Issued        State = "issued"
	Refused       State = "refused"
	Withdrawn     State = "withdrawn"
)

// States lists all states in order, for filters and tests.
func States() []State {
	return []State{Draft, Submitted, InReview, InfoRequested, Proposed, Approved, Issued, Refused, Withdrawn}
}

// next is the whole state machine: what may follow what.
var next = map[State][]State{
	Draft:         {Submitted},
	Submitted:     {InReview, Withdrawn},
	InReview:      {InfoRequested, Proposed, Withdrawn},
	InfoRequested: {InReview, Withdrawn},
	Proposed:      {InReview, Approved, Refused, Withdrawn},
	Approved:      {Issued, Withdrawn},
}

// Open reports whether somebody still has something to do.
func (s State) Open() bool { return len(next[s]) > 0 }

// Editable reports whether the applicant may change the content.
func (s State) Editable() bool { return s == Draft || s == InfoRequested }

// Address is a person or firm as it will stand on the permit, boxes 3 and 4.
type Address struct {
	Name    string        `json:"name"`
	Lines   []string      `json:"lines"` // street, town, region, postcode
	Country cites.Country `json:"country"`
	Email   string        `json:"email,omitempty"`
	Phone   string        `json:"phone,omitempty"`
}

// Reference is an earlier document: the permit of the country of origin, the
// certificate of the last re-export, the import permit (boxes 12 and 12a).
// Unknown says that the applicant does not know it, Reason why.
type Reference struct {
	Country cites.Country `json:"country,omitempty"`
	Number  string        `json:"number,omitempty"`
	Date    cites.Date    `json:"date,omitzero"`
	Unknown bool          `json:"unknown,omitempty"`
	Reason  string        `json:"reason,omitempty"`
}

// Empty reports whether nothing was said.
func (r Reference) Empty() bool { return r == Reference{} }

// Mark identifies a specimen: a ring, tag, microchip or serial number. Kind is
// a code of permit-rules 3.7 (MC, CR, SR, OT, CB, HU, LB, SI, SN, TG, PH, TU).
type Mark struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Line is one kind of specimen: one row A, B, C ... of the form, boxes 7-12.
type Line struct {
	ID             string         `json:"id"`
	TaxonID        string         `json:"taxon_id"`
	ScientificName string         `json:"scientific_name"` // accepted name as chosen
	CommonName     string         `json:"common_name,omitempty"`
	Kingdom        cites.Kingdom  `json:"kingdom,omitempty"`
	Appendix       cites.Appendix `json:"appendix,omitempty"` // deduced, never typed (rule T03)
	Annotation     string         `json:"annotation,omitempty"`
	Population     cites.Country  `json:"population,omitempty"`
	Source         cites.Source   `json:"source"`
	SecondSource   cites.Source   `json:"second_source,omitempty"` // for I and O
	SourceReason   string         `json:"source_reason,omitempty"` // for U
	Term           cites.Term     `json:"term"`
	Description    string         `json:"description,omitempty"`
	Quantity       cites.Quantity `json:"quantity"`                // thousandths of Unit
	QuantityText   string         `json:"quantity_text,omitempty"` // as typed, while it cannot be read
	Unit           cites.Unit     `json:"unit"`
	Sex            string         `json:"sex,omitempty"` // M, F, U
	Age            string         `json:"age,omitempty"`
	Marks          []Mark         `json:"marks,omitempty"`
	Origin         Reference      `json:"origin,omitzero"`        // box 12
	LastReexport   Reference      `json:"last_reexport,omitzero"` // box 12a
	ImportProof    Reference      `json:"import_proof,omitzero"`  // how re-exported goods came in
	Lots           []LotUse       `json:"lots,omitempty"`         // of the stock account, for a re-export
	Operation      string         `json:"operation,omitempty"`    // facility of sources C, D, A, R; box 12b for D
	Acquired       cites.Date     `json:"acquired,omitzero"`      // box 12b of pre-Convention specimens
	SeizureRef     string         `json:"seizure_ref,omitempty"`  // source I
	// Split tells that the taxon's Appendix depends on the population; deduced.
	Split bool `json:"split,omitempty"`
	// Answers are those to the questions about a line, by id (questions.tsv).
	Answers map[string]string `json:"answers,omitempty"`
	Chain   string            `json:"chain,omitempty"` // evidence of acquisition that the line draws on
	// Shares are those of split quotas that the line names.
	Shares []string `json:"shares,omitempty"`
}

// Live reports whether the specimens are alive.
func (l Line) Live() bool { return l.Term.Live() }

// Letter names the row of a line as the form does: A to Z, then AA, AB and so on.
func Letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return Letter(i/26-1) + Letter(i%26)
}

// Transport is how the consignment is to travel.
type Transport struct {
	Port     string     `json:"port,omitempty"` // port code of the profile
	Date     cites.Date `json:"date,omitzero"`
	Mode     string     `json:"mode,omitempty"` // air, sea, road, rail, post
	Document string     `json:"document,omitempty"`
	Crates   string     `json:"crates,omitempty"` // preparation of live animals (rule G05)
}

// Content is what the applicant fills in; it is saved as a whole at each step.
type Content struct {
	Type         cites.DocumentType `json:"type"`
	Exporter     Address            `json:"exporter,omitzero"`
	Importer     Address            `json:"importer,omitzero"`
	Purpose      cites.Purpose      `json:"purpose,omitempty"`
	Lines        []Line             `json:"lines,omitempty"`
	Transport    Transport          `json:"transport,omitzero"`
	ImportPermit Reference          `json:"import_permit,omitzero"` // rule L01
	ExportPermit Reference          `json:"export_permit,omitzero"` // for import permits
	Facilities   string             `json:"facilities,omitempty"`   // housing of live Appendix I specimens
	Comments     string             `json:"comments,omitempty"`
	OwnReference string             `json:"own_reference,omitempty"`
	// Answers are those to the document's own questions, by id (questions.tsv).
	Answers map[string]string `json:"answers,omitempty"`
	// Retrospective: the goods left before this was asked for (50 CFR 23.53).
	Retrospective bool `json:"retrospective,omitempty"`
	// Partial: documents that the holder completes (50 CFR 23.51).
	Partial bool `json:"partial,omitempty"`
	// Done are the steps that were answered once, for the task list.
	Done []string `json:"done,omitempty"`
	// Typed is what stands in pages that could not be read, by step or line.
	Typed       map[string]Form `json:"typed,omitempty"`
	Declaration Declaration     `json:"declaration,omitzero"`
}

// Declaration is the statement with which an application is submitted (F11).
type Declaration struct {
	Accepted     bool      `json:"accepted"`
	NotRefused   bool      `json:"not_refused"` // never refused for these specimens (R11)
	Name         string    `json:"name"`
	At           time.Time `json:"at,omitzero"`
	AgentMandate string    `json:"agent_mandate,omitempty"`
}

// Application is one case, from the first saved page to the decision.
type Application struct {
	ID        string
	Reference string // shown to people, given at submission: "EX-2026-004517"
	State     State
	Version   int64  // rises with each change; a stale page is told so
	Owner     string // account of the trader for whom it is made
	OwnerName string
	Org       string // organisation of the owner
	Agent     string // account of the agent who made it, or ""
	AgentName string
	CopyOf    string // application it was copied from, or ""
	Content   Content
	// Filed is the content as submitted; later answers change only Content.
	Filed          Content
	Assigned       string // case officer
	AssignedTo     string // name of the case officer
	WithSA         bool   // a finding of the Scientific Authority is open
	Fee            Fee
	ProposedBy     string
	ProposedByName string
	ProposedAt     time.Time
	Proposal       string // ProposeApproval or ProposeRefusal
	DecidedBy      string
	DecidedByName  string
	DecidedAt      time.Time
	Reasons        string // of a refusal
	Conditions     string // of an approval, into box 5
	// CosignedBy is the other signatory of a retrospective document; who decides
	// last is the second (50 CFR 23.53).
	CosignedBy     string
	CosignedByName string
	CosignedAt     time.Time
	ValidUntil     cites.Date
	PermitID       string
	Created        time.Time
	Changed        time.Time
	ChangedBy      string // name of who changed it last
	SubmittedAt    time.Time
	Due            cites.Date
	// Lifted are rule hits that a senior officer set aside, with reasons.
	Lifted []Lift
}

// What a case officer can propose.
const (
	ProposeApproval = "approve"
	ProposeRefusal  = "refuse"
)

// Fee is what the profile's fee rule asks and what the finance officer saw.
type Fee struct {
	Amount     int64     `json:"amount"` // minor units
	Currency   string    `json:"currency"`
	Receipt    string    `json:"receipt,omitempty"`
	Waived     string    `json:"waived,omitempty"` // reason
	RecordedBy string    `json:"recorded_by,omitempty"`
	RecordedAt time.Time `json:"recorded_at,omitzero"`
}

// Settled reports whether nothing is left to pay.
func (f Fee) Settled() bool { return f.Amount == 0 || f.Receipt != "" || f.Waived != "" }

// Lift is one set-aside rule hit.
type Lift struct {
	Rule   string    `json:"rule"`
	Line   int       `json:"line"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// To moves the application to another state: the only place where it changes.
func (a *Application) To(s State, at time.Time) error {
	if !slices.Contains(next[a.State], s) {
		return fault.New(fault.Conflict, "fault.state", "from", string(a.State), "to", string(s))
	}
	a.State, a.Changed = s, at
	return nil
}

// IsLifted reports whether a senior officer set a finding aside.
func (a *Application) IsLifted(f rule.Finding) bool {
	return slices.ContainsFunc(a.Lifted, func(l Lift) bool { return l.Rule == f.Rule && l.Line == f.Line })
}
