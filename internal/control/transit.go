package control

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// Shown says what of a document an officer was shown.
type Shown string

// What may be shown of the document that lets goods travel.
const (
	Original Shown = "original"
	Copy     Shown = "copy" // one that can be verified
	Nothing  Shown = "nothing"
)

// Entry says what is known of the import permit for specimens of Appendix I.
type Entry string

// What may be known of it. EntryNotNeeded is for Appendices II and III and for
// exemption documents.
const (
	EntryShown     Entry = "shown"
	EntryMissing   Entry = "missing"
	EntryNotNeeded Entry = "not_needed"
)

// Passing is a consignment in transit as customs found it: goods on their way
// between two other countries, for which this one issues nothing (permit-rules 4.6).
type Passing struct {
	Number   string        // of the document with which the goods left
	Country  cites.Country // that issued it
	Shown    Shown
	Importer string // final importer, as the document names it; "" when it names none
	Entry    Entry
	// Stored: more than the immediate transfer under customs control, in a
	// warehouse or free zone, or the goods are sold, split or handled.
	Stored  bool
	Port    string
	Remarks string
}

// TransitRules are the rules about goods that only pass.
func TransitRules() []rule.Rule[*Passing] {
	return []rule.Rule[*Passing]{rule.Bind("R09", checkTransit)}
}

func checkTransit(p *Passing) []rule.Hit {
	var hits []rule.Hit
	lacks := func(is bool, field, variant string) {
		if is {
			hits = append(hits, whole(field, variant)...)
		}
	}
	lacks(p.Shown == Nothing, "shown", "document")
	lacks(p.Importer == "", "importer", "importer")
	lacks(p.Entry == EntryMissing, "entry", "permit")
	lacks(p.Stored, "stored", "stored")
	return hits
}

// Transit records a consignment in transit and tells whether it may pass on. Each
// is written to the log, those that may not with what they lack: they count as an
// import, for which all documents are needed.
func (o *Office) Transit(ctx context.Context, who actor.Actor, in Passing) (found []rule.Finding, err error) {
	if err := who.Must(actor.RecordTransit); err != nil {
		return nil, err
	}
	in.Number, in.Importer, in.Remarks = strings.TrimSpace(in.Number), strings.TrimSpace(in.Importer), strings.TrimSpace(in.Remarks)
	if err := o.checkPassing(in); err != nil {
		return nil, err
	}
	err = o.Store.Update(ctx, func(tx Tx) error {
		switches, err := tx.Switches(ctx)
		if err != nil {
			return err
		}
		found = rule.Run(TransitRules(), switches, rule.Import, o.Profile.Today(o.Now()), &in)
		lacks := make([]string, len(found))
		for i, f := range found {
			lacks[i] = f.Key
		}
		_, err = tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.Customs)}, Verb: string(actor.RecordTransit),
			SubjectKind: "transit", SubjectID: o.NewID(), Detail: map[string]any{"number": in.Number, "country": string(in.Country), "shown": string(in.Shown),
				"importer": in.Importer, "entry": string(in.Entry), "stored": in.Stored, "port": in.Port, "remarks": in.Remarks,
				"passed": len(found) == 0, "lacks": strings.Join(lacks, " ")}})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("transit of %s %s: %w", in.Country, in.Number, err)
	}
	return found, nil
}

// checkPassing wants each question answered; an answer may be that there is none.
func (o *Office) checkPassing(in Passing) error {
	f := fault.Invalidf("control.transit")
	if in.Shown != Nothing && in.Number == "" {
		f.Add("number", "control.transit.number")
	}
	if !in.Country.Place() {
		f.Add("country", "control.transit.choose")
	}
	if in.Shown != Original && in.Shown != Copy && in.Shown != Nothing {
		f.Add("shown", "control.transit.choose")
	}
	if in.Entry != EntryShown && in.Entry != EntryMissing && in.Entry != EntryNotNeeded {
		f.Add("entry", "control.transit.choose")
	}
	if o.port(in.Port) == "" {
		f.Add("port", "control.port_missing")
	}
	for name, text := range map[string]string{"number": in.Number, "importer": in.Importer, "remarks": in.Remarks} {
		if most := map[string]int{"number": 70, "importer": 200, "remarks": 1000}[name]; len([]rune(text)) > most {
			f.Add(name, "control.too_long", "max", most)
		}
	}
	return f.OrNil()
}
