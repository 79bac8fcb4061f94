package report

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Office is the desk that reports. Its fields are set once; it is safe for
// concurrent use.
type Office struct {
	Store   Store
	Profile *profile.Profile
	Law     func() *species.Catalogue // the current edition
	Now     func() time.Time
}

// Store reads what reports need; nothing is written.
type Store interface {
	// Actual gives one row for each line that crossed the border in a year, by
	// the date of the endorsement.
	Actual(ctx context.Context, year int, view View) ([]Row, error)
	// Issued gives one row for each line of the permits issued in a year.
	Issued(ctx context.Context, year int, view View) ([]Row, error)
	// Figures gives the numbers of the dashboard.
	Figures(ctx context.Context, from, until cites.Date) (*Figures, error)
	// Paper gives a document of another Party that reached us, nil where none did.
	Paper(ctx context.Context, country cites.Country, n cites.PermitNumber) (*epermit.Document, error)
	// Switches gives the rules that the administrator switched.
	Switches(ctx context.Context) (rule.Switches, error)
}

// View is the side of the trade that is reported.
type View string

// The views: exports and re-exports, or imports and introductions from the sea.
const (
	Exporter View = "exporter"
	Importer View = "importer"
)

// Basis says what is counted: goods that really crossed, or permits issued.
type Basis string

// The bases. The Convention asks for actual trade (permits used).
const (
	Actual Basis = "actual"
	Issued Basis = "issued"
)

// Row is one line of the annual report: one taxon, term, unit, source, purpose,
// partner and permit (reporting guidelines, section 1.1).
type Row struct {
	Appendix     cites.Appendix
	Taxon        string
	Term         cites.Term
	Quantity     cites.Quantity
	Unit         cites.Unit
	Partner      cites.Country
	Origin       cites.Country // empty when the exporter is the origin
	ImportPermit string
	ExportPermit string
	OriginPermit string
	SeaPermit    string // certificate of introduction from the sea
	Purpose      cites.Purpose
	Source       cites.Source
	Year         int
}

// Figures are the numbers of the dashboard over a period.
type Figures struct {
	From, Until cites.Date
	ByMonth     []MonthCount
	ByState     map[string]int
	Days        []int // days from submission to decision, sorted
	Taxa        []TaxonCount
	Routes      []Route
	Issued      int
	Endorsed    int
	Open        int // applications waiting for the authority
	Overdue     int
}

// MonthCount is how many documents of a type were issued in a month.
type MonthCount struct {
	Month string // "2026-11"
	Type  cites.DocumentType
	Count int
}

// TaxonCount is how many permit lines named a taxon.
type TaxonCount struct {
	Name     string
	Appendix cites.Appendix
	Lines    int
}

// Route is how many documents covered trade between two countries.
type Route struct {
	From, To cites.Country
	Count    int
}

// MedianDays is the middle of Days; false when nothing was decided.
func (f *Figures) MedianDays() (int, bool) {
	if len(f.Days) == 0 {
		return 0, false
	}
	return f.Days[len(f.Days)/2], true
}
