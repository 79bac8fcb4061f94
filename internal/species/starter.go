package species

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed data/taxa.tsv data/listings.tsv
var starterFiles embed.FS

// Starter returns the catalogue that the program brings along: the taxa most
// often traded, with the higher taxa that are listed whole. Each row of its
// tables says where it is from and for which day it is right.
func Starter() ([]Taxon, []Listing, error) {
	var taxa []Taxon
	err := eachRow("data/taxa.tsv", func(row map[string]string) error {
		t, err := starterTaxon(row)
		taxa = append(taxa, t)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	Link(taxa)
	var listings []Listing
	err = eachRow("data/listings.tsv", func(row map[string]string) error {
		l, err := starterListing(row)
		listings = append(listings, l)
		return err
	})
	return taxa, listings, err
}

// eachRow reads a table whose first row names the columns.
func eachRow(name string, do func(map[string]string) error) error {
	f, err := starterFiles.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		row := make(map[string]string, len(head))
		for i, h := range head {
			row[h] = cells[i]
		}
		if err := do(row); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("%s line %d: %w", name, line, err)
		}
	}
}

func starterTaxon(row map[string]string) (Taxon, error) {
	t := Taxon{Kingdom: cites.Kingdom(row["kingdom"]), Rank: Rank(row["rank"]), Name: row["name"], Author: row["author"],
		Phylum: row["phylum"], Class: row["class"], Order: row["order"], Family: row["family"], Source: row["source"]}
	t.ID, t.Genus = MakeID(t.Kingdom, t.Name), genusOf(t.Rank, t.Name)
	if s := row["subfamily"]; s != "" {
		t.Parent = MakeID(t.Kingdom, s)
	}
	var err error
	if t.Popularity, err = strconv.Atoi(row["popularity"]); err != nil {
		return t, err
	}
	for _, l := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
		for _, n := range split(row[string(l)]) {
			t.Names = append(t.Names, Name{Kind: Common, Lang: l, Text: n})
		}
	}
	for _, s := range split(row["synonyms"]) {
		n, a := splitAuthor(s)
		t.Names = append(t.Names, Name{Kind: Synonym, Text: n, Author: a})
	}
	for _, c := range countries(row["range"]) {
		t.Range = append(t.Range, Occurrence{c, Native})
	}
	t.AsOf, err = cites.ParseDate(row["as_of"])
	return t, err
}

func starterListing(row map[string]string) (Listing, error) {
	k := cites.Kingdom(row["kingdom"])
	l := Listing{Taxon: MakeID(k, row["taxon"]), Appendix: cites.Appendix(row["appendix"]), Party: cites.Country(row["party"]),
		Populations: countries(row["populations"]), Except: countries(row["except"]), Part: countries(row["part"]),
		Hash: row["annotation"], Note: row["note"], Citation: row["citation"], Source: row["source"]}
	for _, id := range strings.Fields(row["except_taxa"]) {
		l.ExceptTaxa = append(l.ExceptTaxa, ID(id))
	}
	var err error
	for _, d := range []struct {
		to   *cites.Date
		text string
	}{{&l.From, row["from"]}, {&l.Until, row["until"]}, {&l.AsOf, row["as_of"]}} {
		if e := d.to.UnmarshalText([]byte(d.text)); e != nil {
			err = e
		}
	}
	l.ID = listingID(l)
	return l, err
}

// listingID names an interval by what it is, so that a second import of the
// same file finds it again.
func listingID(l Listing) string {
	id := string(l.Taxon) + "/" + string(l.Appendix) + "/" + l.From.String()
	if l.Party != "" {
		id += "/" + string(l.Party)
	}
	return id
}

func split(s string) []string {
	var out []string
	for _, p := range strings.Split(s, ";") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// splitAuthor parts a synonym from its author: the name is the leading words
// of which all but the first are in lower case.
func splitAuthor(s string) (name, author string) {
	fields := strings.Fields(s)
	n := min(1, len(fields))
	for n < len(fields) {
		first := rune(fields[n][0])
		if first < 'a' || first > 'z' || fields[n] == "de" || fields[n] == "von" || fields[n] == "van" || fields[n] == "in" || fields[n] == "ex" {
			break
		}
		n++
	}
	return strings.Join(fields[:n], " "), strings.Join(fields[n:], " ")
}
