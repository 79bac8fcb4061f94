package species

import (
	"io"

	"github.com/opencites/opencites/internal/fault"
)

// Shape is a kind of file, recognised by its header.
type Shape string

// The shapes.
const (
	ChecklistShape       Shape = "checklist"        // Checklist of CITES Species, "Index of CITES Species"
	ListingsShape        Shape = "listings"         // Species+ listings download
	QuotasShape          Shape = "quotas"           // Species+ quotas download
	SuspensionsShape     Shape = "suspensions"      // Species+ suspensions download
	TaxaShape            Shape = "taxa"             // backbone with legacy ids
	ChangesShape         Shape = "listing_changes"  // history of listings and reservations
	SynonymsShape        Shape = "synonyms"         // with legacy ids
	CommonNamesShape     Shape = "common_names"     // with legacy ids
	DistributionShape    Shape = "distribution"     // with legacy ids
	ExportQuotasShape    Shape = "export_quotas"    // with legacy ids
	SuspensionTableShape Shape = "suspension_table" // with legacy ids
	EUListingsShape      Shape = "eu_listings"      // recognised, not kept
	EUDecisionsShape     Shape = "eu_decisions"     // recognised, not kept
	QuotaUseShape        Shape = "quota_use"        // quotas against trade; recognised, not kept
	NewNamesShape        Shape = "new_names"        // update by number in Species+
	NewSynonymsShape     Shape = "new_synonyms"     // update by number in Species+
	NewRangeShape        Shape = "new_distribution" // update by number in Species+
)

// format is how a shape is recognised and read.
type format struct {
	shape Shape
	needs []string // columns, in any order and case
	limit int      // rows
	// open gives what takes each row and what is done after the last one; nil
	// when the catalogue does not keep what the shape tells.
	open func(*desk) (row func(*table), end func())
	// dated is the column whose latest day dates the file.
	dated string
}

// formats lists the shapes in the order in which their files are taken: taxa
// before what refers to them.
func formats() []format {
	legacy := []string{"kingdom", "rank", "legacy_rec_id", "full_name"}
	with := func(more ...string) []string { return append(legacy[:4:4], more...) }
	return []format{
		{TaxaShape, with("name_status", "parent_rank", "parent_legacy_rec_id"), MaxTaxa, readTaxa, ""},
		{ChecklistShape, needed(), MaxTaxa, readChecklist, ""},
		{ListingsShape, []string{"Id", "Kingdom", "Scientific Name", "Rank", "Listing", "Party", "Listed under", "Full note", "# Full note"}, MaxTaxa, readListings, ""},
		{NewNamesShape, []string{"Scientific name", "ID", "Parent name", "ParentID", "Status"}, MaxTaxa, readNewNames, ""},
		{NewSynonymsShape, []string{"Scientific name", "Rank", "ParentRank", "ParentID", "Status", "AcceptedID"}, MaxRows, readNewSynonyms, ""},
		{SynonymsShape, with("status", "accepted_rank", "accepted_legacy_rec_id"), MaxRows, readSynonyms, ""},
		{CommonNamesShape, with("lang_iso3", "name"), MaxRows, readCommonNames, ""},
		{DistributionShape, with("geo_type", "iso2", "tags"), MaxRows, readDistribution, ""},
		{NewRangeShape, []string{"taxon_concept_id", "Rank", "GEO_entity", "ISO Code 2"}, MaxRows, readNewRange, ""},
		{ChangesShape, with("appendix", "change_type", "effective_at"), MaxLaw, readChanges, "effective_at"},
		{ExportQuotasShape, with("iso2", "year", "quota", "unit", "terms", "sources"), MaxLaw, readExportQuotas, "published"},
		{QuotasShape, []string{"Kingdom", "Rank", "Year", "Party", "Quota", "Unit", "Notes"}, MaxLaw, readQuotas, ""},
		{SuspensionTableShape, with("iso2", "start_notification", "start_date", "basis"), MaxLaw, readSuspensionTable, "start_date"},
		{SuspensionsShape, []string{"Kingdom", "Rank", "Start date", "Start notification", "End date", "Party", "Notes"}, MaxLaw, readSuspensions, ""},
		{EUListingsShape, with("annex", "change_type", "effective_at"), MaxRows, nil, ""},
		{QuotaUseShape, []string{"Quota_ID", "Exporter", "Year", "Taxon", "Quota", "Volume"}, MaxRows, nil, ""},
		{EUDecisionsShape, with("iso2", "decision", "date"), MaxRows, nil, ""},
	}
}

// recognise opens a file and finds its shape; the closest one names the column
// that is missing.
func recognise(name string, body io.Reader) (*table, format, error) {
	t, err := openTable(name, body)
	if err != nil {
		return nil, format{}, err
	}
	best, most := "TaxonId", 0.0
	for _, f := range formats() {
		found, missing := 0, ""
		for _, n := range f.needs {
			if t.has(n) {
				found++
			} else if missing == "" {
				missing = n
			}
		}
		if missing == "" {
			t.limit = f.limit
			return t, f, nil
		}
		if share := float64(found) / float64(len(f.needs)); share > most && share >= 0.5 {
			best, most = missing, share
		}
	}
	return nil, format{}, fault.New(fault.Invalid, "species.import.header", "column", best)
}
