package facility

import "context"

// Facts is what a rule about facilities needs to read.
type Facts interface {
	// FacilityByKey finds a facility by the key of its number.
	FacilityByKey(ctx context.Context, key string) (*Facility, error)
	// FacilityIssued adds up what was issued from a facility of a taxon in a
	// calendar year, one amount for each unit.
	FacilityIssued(ctx context.Context, number, taxon string, year int) ([]Amount, error)
	// FacilitiesFor lists the facilities of a country that may give any of the
	// taxa; taxa are identifiers.
	FacilitiesFor(ctx context.Context, country string, taxa []string) ([]Facility, error)
}
