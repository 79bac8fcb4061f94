package permit

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// State is where a permit stands.
type State string

// The states of a permit of ours.
const (
	Prepared  State = "prepared" // numbered, frozen and logged; not yet sealed
	Valid     State = "valid"
	Endorsed  State = "endorsed" // exported; box 14 is filled
	Used      State = "used"     // import confirmed
	Replaced  State = "replaced"
	Revoked   State = "revoked"
	Expired   State = "expired"
	Cancelled State = "cancelled" // could not be sealed, or came back unused; number is not used again
)

// States lists all states in order.
func States() []State {
	return []State{Prepared, Valid, Endorsed, Used, Replaced, Revoked, Expired, Cancelled}
}

var next = map[State][]State{
	Prepared: {Valid, Cancelled},
	Valid:    {Endorsed, Used, Replaced, Revoked, Expired, Cancelled},
	Endorsed: {Used, Replaced, Revoked},
}

// Party is a person or firm as printed in box 3 or 4.
type Party struct {
	Name    string        `json:"name"`
	Lines   []string      `json:"lines,omitempty"`
	Country cites.Country `json:"country"`
}

// Earlier is an earlier document named in box 12 or 12a.
type Earlier struct {
	Country cites.Country `json:"country,omitempty"`
	Number  string        `json:"number,omitempty"`
	Date    cites.Date    `json:"date,omitzero"`
}

// Line is one frozen line of the permit, boxes 7 to 12.
type Line struct {
	Letter         string         `json:"letter"` // A, B, C ...
	TaxonID        string         `json:"taxon_id"`
	ScientificName string         `json:"scientific_name"`
	CommonName     string         `json:"common_name,omitempty"`
	Kingdom        cites.Kingdom  `json:"kingdom,omitempty"`
	Appendix       cites.Appendix `json:"appendix"`
	Source         cites.Source   `json:"source"`
	SecondSource   cites.Source   `json:"second_source,omitempty"`
	Term           cites.Term     `json:"term"`
	Description    string         `json:"description,omitempty"`
	Marks          string         `json:"marks,omitempty"`
	Quantity       cites.Quantity `json:"quantity"`
	Unit           cites.Unit     `json:"unit"`
	QuotaUsed      cites.Quantity `json:"quota_used,omitempty"`  // box 11a, includes this permit
	QuotaTotal     cites.Quantity `json:"quota_total,omitempty"` // box 11a
	Origin         Earlier        `json:"origin,omitzero"`
	LastReexport   Earlier        `json:"last_reexport,omitzero"`
	Operation      string         `json:"operation,omitempty"` // box 12b, source D
	// Facility is where the specimens were bred, propagated or ranched; it counts
	// against the facility's output.
	Facility string     `json:"facility,omitempty"`
	Acquired cites.Date `json:"acquired,omitzero"`
}

// Record is everything that is on the permit, frozen before it is signed. Its
// canonical form is its JSON with the fields in this order; the seal carries
// SHA-256(salt || canonical).
type Record struct {
	Version     int                `json:"v"`
	Number      cites.PermitNumber `json:"number"`
	Type        cites.DocumentType `json:"type"`
	Party       cites.Country      `json:"party"`
	Authority   []string           `json:"authority"` // box 6
	Issued      cites.Date         `json:"issued"`
	IssuedAt    time.Time          `json:"issued_at"`
	Place       string             `json:"place"`
	ValidUntil  cites.Date         `json:"valid_until"`
	Consignee   Party              `json:"consignee"` // box 3
	Consignor   Party              `json:"consignor"` // box 4
	Purpose     cites.Purpose      `json:"purpose,omitempty"`
	Conditions  []string           `json:"conditions,omitempty"` // box 5
	StampNumber string             `json:"stamp,omitempty"`
	Signatory   string             `json:"signatory"` // name in box 13
	Title       string             `json:"title,omitempty"`
	Lines       []Line             `json:"lines"`
	Transport   string             `json:"transport,omitempty"` // box 15
	// Related is the import permit of an export, or the export document of an
	// import: the other half of a pair.
	Related     Earlier `json:"related,omitzero"`
	Replaces    string  `json:"replaces,omitempty"`
	ReplaceWhy  string  `json:"replace_why,omitempty"`
	StatusList  int64   `json:"status_list"`
	StatusIndex int64   `json:"status_index"`
	Live        bool    `json:"live"`
	Partial     bool    `json:"partial"` // may be used in several shipments
	Sample      bool    `json:"sample"`  // a demo or training permit
	// ReplacesDate is the day of issue of the document replaced; TrueCopy marks a
	// replacement that is a copy of it.
	ReplacesDate cites.Date `json:"replaces_date,omitzero"`
	TrueCopy     bool       `json:"true_copy,omitempty"`
	// Language is that of the form; "" is English.
	Language cites.Lang `json:"language,omitempty"`
	// Retrospective is the reason for issue after the goods left.
	Retrospective string `json:"retrospective,omitempty"`
	// Continuation tells that a sheet for the stamps of each crossing belongs to it.
	Continuation bool `json:"continuation,omitempty"`
	// Complete lists the boxes that the holder may fill.
	Complete []string `json:"complete,omitempty"`
	// Shipped tells that it replaces an original that was lost after the goods had
	// left: the endorsement at export is on that one (permit-rules 4.3).
	Shipped bool `json:"shipped,omitempty"`
	// Part numbers the certificates of one application, from 1 to Parts.
	Part  int `json:"part,omitempty"`
	Parts int `json:"parts,omitempty"`
}

// Departed reports whether the goods had left when it was issued: retrospectively, or
// in the place of an original lost on the way. It is not endorsed at export, and what
// it drew does not come back (50 CFR 23.52, 23.53).
func (r *Record) Departed() bool { return r.Retrospective != "" || r.Shipped }

// Permit is a permit of ours with its state and its proofs.
type Permit struct {
	ID            string
	Number        cites.PermitNumber
	Type          cites.DocumentType
	State         State
	Version       int64
	ApplicationID string
	Owner         string // trader account
	Org           string
	Agent         string
	Record        Record
	Salt          []byte   // 32 bytes; with the canonical record it opens the digest
	Digest        []byte   // SHA-256(salt || canonical record)
	LeafIndex     int64    // of the issuing event in the log
	Code          string   // short code printed under the number, for look-up by hand
	Token         string   // TokenId for exchange, 128 random bits
	Seals         [][]byte // one per page: the first, then annex pages
	PreparedBy    string
	SealedAt      time.Time
	Reason        string // of revocation, replacement or cancellation
	ReplacedBy    cites.PermitNumber
	Lost          ReplaceReason // what its holder reported and nobody settled yet
	Offered       cites.Date    // the day on which its holder said that the paper comes back
	Returned      cites.Date    // the day on which the paper came back
	Settled       bool          // what did not cross went back to its registers
	Created       time.Time
	Changed       time.Time
}

// To moves the permit to another state: the only place where it changes.
func (p *Permit) To(s State, at time.Time) error {
	if !slices.Contains(next[p.State], s) {
		return fault.New(fault.Conflict, "fault.state", "from", string(p.State), "to", string(s))
	}
	p.State, p.Changed = s, at
	return nil
}

// Status is the two-bit value of the public status list for a state (IETF Token
// Status List; trust sheet 2.7). A permit that was endorsed on leaving is not
// "used" yet: the officer at its destination has to find it good (trust sheet 1.1).
func (s State) Status() byte {
	switch s {
	case Replaced, Revoked, Cancelled:
		return 1
	case Used:
		return 3
	}
	return 0
}

// Status is the public status of a permit: that of its state, and suspended while
// it is reported lost or stolen (permit-rules 4.3).
func (p *Permit) Status() byte {
	if p.State == Valid && p.Lost != "" {
		return 2
	}
	return p.State.Status()
}

// Row is one line of a list of permits.
type Row struct {
	ID         string
	Number     cites.PermitNumber
	Type       cites.DocumentType
	State      State
	Exporter   string
	Importer   string
	From       cites.Country // of the exporter
	To         cites.Country // of the importer
	Taxa       string
	Lines      int
	Issued     cites.Date
	ValidUntil cites.Date
	Lost       ReplaceReason
	Offered    cites.Date
}

// The words of Filter.Waiting: permits that wait for the authority.
const (
	WaitsLost    = "lost"    // reported lost, stolen, damaged or destroyed
	WaitsOffered = "offered" // its paper is on the way back
)

// Filter selects rows. Zero fields do not filter; Owner and Org are the scope of
// a trader or agent and are enforced in SQL.
type Filter struct {
	Text    string
	Types   []cites.DocumentType
	States  []State
	Waiting []string // words above
	Country cites.Country
	From    cites.Date
	Until   cites.Date
	Owner   string
	Org     string
	Limit   int
	Offset  int
}

// seconds cuts a moment to what the seal can carry.
func seconds(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
