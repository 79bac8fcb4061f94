package species

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// ID names a taxon for good: the kingdom and the accepted name in lower case,
// "animalia.loxodonta-africana". It is made from the name, so the starter
// catalogue and every import agree on it.
type ID string

// MakeID returns the id of an accepted name in a kingdom.
func MakeID(k cites.Kingdom, name string) ID {
	return ID(strings.ToLower(string(k)) + "." + strings.Join(words(name), "-"))
}

// Rank is the level of a taxon.
type Rank string

// The ranks, from the top.
const (
	KingdomRank Rank = "kingdom"
	Phylum      Rank = "phylum"
	Class       Rank = "class"
	Order       Rank = "order"
	Family      Rank = "family"
	Subfamily   Rank = "subfamily"
	Genus       Rank = "genus"
	Species     Rank = "species"
	Subspecies  Rank = "subspecies"
	Variety     Rank = "variety"
)

// Precise reports whether a permit may name the taxon without an exception:
// species or lower (50 CFR 23.23(c)(13)).
func (r Rank) Precise() bool { return r == Species || r == Subspecies || r == Variety }

// Taxon is one accepted taxon. Phylum to Genus are the names above it, empty
// where it stands higher itself. Popularity orders suggestions: the higher, the
// more often the taxon is traded; 0 means not ranked.
type Taxon struct {
	ID         ID
	Kingdom    cites.Kingdom
	Rank       Rank
	Name       string
	Author     string
	Phylum     string
	Class      string
	Order      string
	Family     string
	Genus      string
	Parent     ID // nearest higher taxon of the catalogue, "" at the top
	Names      []Name
	Range      []Occurrence
	Popularity int
	// Status says whether the name is accepted.
	Status Status
	// SpeciesPlus is the number of the taxon in Species+, 0 when unknown.
	SpeciesPlus int64
	// Source says where the record is from, AsOf the day it was true.
	Source string
	AsOf   cites.Date
}

// Status says how the name of a taxon stands in the nomenclature that the
// Convention uses.
type Status string

// The states of a name, reporting.md 3.2: A, H and N of Species+.
const (
	Accepted   Status = ""
	Hybrid     Status = "hybrid"     // a cross of two taxa
	Unaccepted Status = "unaccepted" // in use, in no standard reference
)

// NameKind says what a name is.
type NameKind string

// The kinds of names beside the accepted one.
const (
	Synonym   NameKind = "synonym"
	TradeName NameKind = "trade" // used in commerce for an accepted taxon, T of Species+
	Common    NameKind = "common"
)

// Name is another name of a taxon: a synonym with its author, or a common name
// in a language.
type Name struct {
	Kind   NameKind
	Lang   cites.Lang // of common names
	Text   string
	Author string // of synonyms and trade names
}

// Presence says how a taxon occurs in a country.
type Presence string

// The ways of occurring, as Species+ tags them.
const (
	Native       Presence = "native"
	Introduced   Presence = "introduced"
	Reintroduced Presence = "reintroduced"
	Extinct      Presence = "extinct"
	Uncertain    Presence = "uncertain"
)

// Occurrence is the presence of a taxon in one country.
type Occurrence struct {
	Country  cites.Country
	Presence Presence
}

// Occurs returns how the taxon occurs in a country; "" when it does not.
func (t *Taxon) Occurs(c cites.Country) Presence {
	for _, o := range t.Range {
		if o.Country == c {
			return o.Presence
		}
	}
	return ""
}

// CommonName returns the first common name in a language, else in English,
// else "".
func (t *Taxon) CommonName(l cites.Lang) string {
	english := ""
	for _, n := range t.Names {
		switch {
		case n.Kind != Common:
		case n.Lang == l:
			return n.Text
		case n.Lang == cites.English && english == "":
			english = n.Text
		}
	}
	return english
}
