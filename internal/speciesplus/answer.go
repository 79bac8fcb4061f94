package speciesplus

// The answers of the service, as far as they are used (reporting.md 5).

type page struct {
	Pagination struct {
		CurrentPage  int `json:"current_page"`
		PerPage      int `json:"per_page"`
		TotalEntries int `json:"total_entries"`
	} `json:"pagination"`
	TaxonConcepts []concept `json:"taxon_concepts"`
}

type concept struct {
	ID           int64         `json:"id"`
	FullName     string        `json:"full_name"`
	AuthorYear   string        `json:"author_year"`
	Rank         string        `json:"rank"`
	NameStatus   string        `json:"name_status"`
	Active       *bool         `json:"active"`
	CitesListing *string       `json:"cites_listing"`
	HigherTaxa   higher        `json:"higher_taxa"`
	Synonyms     []synonym     `json:"synonyms"`
	CommonNames  []commonName  `json:"common_names"`
	Listings     []listing     `json:"cites_listings"`
	Accepted     []acceptedFor `json:"accepted_names"`
}

type higher struct {
	Kingdom string `json:"kingdom"`
	Phylum  string `json:"phylum"`
	Class   string `json:"class"`
	Order   string `json:"order"`
	Family  string `json:"family"`
}

type synonym struct {
	FullName   string `json:"full_name"`
	AuthorYear string `json:"author_year"`
	Rank       string `json:"rank"`
}

type acceptedFor struct {
	ID       int64  `json:"id"`
	FullName string `json:"full_name"`
	Rank     string `json:"rank"`
}

type commonName struct {
	Name     string `json:"name"`
	Language string `json:"language"`
}

type place struct {
	Code string `json:"iso_code2"`
	Name string `json:"name"`
	Type string `json:"type"`
}

type listing struct {
	Concept    int64  `json:"taxon_concept_id"`
	Current    bool   `json:"is_current"`
	Appendix   string `json:"appendix"`
	ChangeType string `json:"change_type"`
	On         string `json:"effective_at"`
	Party      *place `json:"party"`
	Annotation string `json:"annotation"`
	Hash       *struct {
		Symbol string `json:"symbol"`
		Note   string `json:"note"`
	} `json:"hash_annotation"`
}

type legislation struct {
	Listings    []listing    `json:"cites_listings"`
	Quotas      []quota      `json:"cites_quotas"`
	Suspensions []suspension `json:"cites_suspensions"`
}

type quota struct {
	Concept   int64    `json:"taxon_concept_id"`
	Quota     *jsonNum `json:"quota"`
	Published string   `json:"publication_date"`
	Notes     string   `json:"notes"`
	URL       string   `json:"url"`
	Public    bool     `json:"public_display"`
	Current   bool     `json:"is_current"`
	Unit      *struct {
		Code string `json:"code"`
	} `json:"unit"`
	Place *place `json:"geo_entity"`
}

// jsonNum keeps a number as it is written: quantities are no floats.
type jsonNum string

// UnmarshalJSON takes the text of the number.
func (n *jsonNum) UnmarshalJSON(b []byte) error {
	*n = jsonNum(b)
	return nil
}

type suspension struct {
	ID      int64  `json:"id"`
	Concept *int64 `json:"taxon_concept_id"`
	Notes   string `json:"notes"`
	Start   string `json:"start_date"`
	Current bool   `json:"is_current"`
	Imports bool   `json:"applies_to_import"`
	Place   *place `json:"geo_entity"`
	Notice  *struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"start_notification"`
}

type occurrence struct {
	Code string   `json:"iso_code2"`
	Name string   `json:"name"`
	Tags []string `json:"tags"`
	Type string   `json:"type"`
}
