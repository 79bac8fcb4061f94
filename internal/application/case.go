package application

import (
	"time"

	"github.com/opencites/opencites/cites"
)

// FindingKind is which finding an authority makes (permit-rules 1.3).
type FindingKind string

// The findings.
const (
	NDF               FindingKind = "ndf"                // Scientific Authority: not detrimental to survival
	PurposeNotHarmful FindingKind = "purpose"            // SA of import: purpose not detrimental
	Equipped          FindingKind = "equipped"           // SA of import: recipient suitably equipped
	LAF               FindingKind = "laf"                // MA: legally acquired
	NotCommercial     FindingKind = "not_commercial"     // MA of import: not primarily commercial
	TransportSafe     FindingKind = "transport"          // MA: live specimens prepared and shipped safely
	BredOrPropagated  FindingKind = "bred_or_propagated" // MA on SA advice: captive-bred, propagated

	OriginConfirmed    FindingKind = "origin"         // MA: specimens originate here (certificate of origin)
	PreConventionFound FindingKind = "pre_convention" // MA: acquired before the species was listed
	ImportAgreed       FindingKind = "import_agreed"  // MA of the country visited agreed (ownership)
	TreatyMet          FindingKind = "treaty_met"     // MA of the flag State: taken under the older treaty
	RetroOwn           FindingKind = "retro_own"      // MA: investigated, irregularity not the applicant's fault
	RetroAgreed        FindingKind = "retro_agreed"   // MA of the other country agreed to retrospective issue
)

// BySA reports whether the Scientific Authority makes the finding.
func (k FindingKind) BySA() bool {
	return k == NDF || k == PurposeNotHarmful || k == Equipped
}

// Outcome of a finding.
type Outcome string

// The outcomes. Open means asked and not yet answered.
const (
	Open        Outcome = "open"
	Positive    Outcome = "positive"
	Conditional Outcome = "conditional"
	Negative    Outcome = "negative"
)

// Finding is one finding asked for or made about an application. Limit, when
// not zero, caps the quantity of the line; Line is an index or rule.Whole.
// Register names what it rests on beyond the case: for a non-detriment finding
// the record of the register that allows the line, for a legal acquisition
// finding the chain of evidence.
type Finding struct {
	ID          string
	Application string
	Kind        FindingKind
	Line        int
	Outcome     Outcome
	Question    string
	Conditions  string
	Grounds     string
	Evidence    []string // ids of documents relied on
	Limit       cites.Quantity
	Unit        cites.Unit
	ValidUntil  cites.Date
	AskedBy     string
	AskedAt     time.Time
	Due         cites.Date
	MadeBy      string
	MadeByName  string
	MadeAt      time.Time
	Register    string
}

// Message is one note between the applicant and the authority, or, when
// Internal, a note for the file that the applicant never sees.
type Message struct {
	ID          string
	Application string
	From        string
	FromName    string
	FromStaff   bool
	Internal    bool
	Body        string
	At          time.Time
	ReadAt      time.Time
}

// Document is one piece of evidence. The bytes are stored by their hash.
type Document struct {
	ID          string
	Application string
	Name        string // as uploaded, for display only
	Kind        string // identity, permit, invoice, breeding, mandate, photo, other
	Media       string // by content: application/pdf, image/jpeg, image/png
	Size        int64
	SHA256      string // hex
	By          string
	At          time.Time
}

// Mandate lets an agent act for a trader (trust sheet, section 6).
type Mandate struct {
	ID         string
	Trader     string
	TraderName string
	TraderOrg  string // organisation of the trader
	Agent      string
	AgentName  string
	Types      []cites.DocumentType // empty: all
	From       cites.Date
	Until      cites.Date
	Revoked    time.Time
}

// Covers reports whether the mandate allows a document type on a day.
func (m Mandate) Covers(t cites.DocumentType, on cites.Date) bool {
	if !m.Revoked.IsZero() || on.Before(m.From) || (!m.Until.IsZero() && on.After(m.Until)) {
		return false
	}
	for _, x := range m.Types {
		if x == t {
			return true
		}
	}
	return len(m.Types) == 0
}

// Row is one line of a list of applications, for queues and dashboards.
type Row struct {
	ID, Reference string
	Type          cites.DocumentType
	State         State
	Version       int64
	OwnerName     string
	Exporter      string
	Importer      string
	Taxa          string // first taxa, comma separated
	Lines         int
	From, To      cites.Country // of exporter and importer
	First         Line          // the first line, zero where there is none
	Proposal      string        // what is proposed
	Assigned      string
	AssignedTo    string
	WithSA        bool
	FeeOpen       bool
	Submitted     time.Time
	Changed       time.Time
	Due           cites.Date
	Unread        int
}

// Filter selects rows. Zero fields do not filter.
type Filter struct {
	Text       string // reference, names, taxa
	States     []State
	Type       cites.DocumentType
	Assigned   string // account id
	Unassigned bool
	WithSA     bool
	FeeOpen    bool
	Overdue    cites.Date // due before this day
	Owner      string     // owner scope: account id ...
	Org        string     // ... or organisation, enforced in SQL
	Agent      string     // ... or made by this agent under a mandate in force ...
	On         cites.Date // ... on this day
	Sort       string     // "due", "submitted", "changed", "reference"
	Limit      int
	Offset     int
}
