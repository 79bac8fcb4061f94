package measure

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// Desk is where administrators keep the stricter measures.
type Desk struct {
	Store   Store
	Checker *Checker
	Past    Past
	Party   cites.Country // ours, which need not be in the list of countries
	Now     func() time.Time
	Today   func() cites.Date // in the Party's zone
	NewID   func() string
}

// Form is what a person says about a measure.
type Form struct {
	Name       string
	Country    cites.Country
	Expression string
	Citation   string
	From       string // days as typed, 2026-01-31
	Until      string
	Severity   rule.Severity
	Text       map[cites.Lang]string
}

// Bounds of texts, in characters.
const (
	maxName = 120
	maxText = 600
)

// read trims the form, says what is wrong with it, and fills m.
func (d *Desk) read(f Form, m *Measure) error {
	bad := fault.Invalidf("measure.invalid")
	short := func(field, missing, value string, max int) string {
		value = strings.TrimSpace(value)
		switch {
		case value == "":
			bad.Add(field, missing)
		case utf8.RuneCountInString(value) > max:
			bad.Add(field, "measure.too_long", "max", max)
		}
		return value
	}
	m.Name, m.Citation = short("name", "measure.name_missing", f.Name, maxName), short("citation", "measure.citation_missing", f.Citation, maxText)
	m.Country = cites.Country(strings.ToUpper(strings.TrimSpace(string(f.Country))))
	if _, err := cites.ParseCountry(string(m.Country)); err != nil && m.Country != d.Party {
		bad.Add("country", "measure.country_wrong")
	}
	if err := m.From.UnmarshalText([]byte(strings.TrimSpace(f.From))); err != nil || m.From.IsZero() {
		bad.Add("from", "measure.from_wrong")
	}
	m.Until = cites.Date{}
	if err := m.Until.UnmarshalText([]byte(strings.TrimSpace(f.Until))); err != nil {
		bad.Add("until", "measure.until_wrong")
	} else if !m.Until.IsZero() && m.Until.Before(m.From) {
		bad.Add("until", "measure.until_before_from")
	}
	if m.Severity = f.Severity; m.Severity != rule.Block && m.Severity != rule.Warn && m.Severity != rule.Note {
		bad.Add("severity", "measure.severity_missing")
	}
	m.Text = map[cites.Lang]string{}
	for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
		text := strings.TrimSpace(f.Text[lang])
		switch {
		case text == "":
			bad.Add("text_"+string(lang), "measure.text_missing")
		case utf8.RuneCountInString(text) > maxText:
			bad.Add("text_"+string(lang), "measure.too_long", "max", maxText)
		}
		m.Text[lang] = text
	}
	m.Expression = strings.TrimSpace(strings.ReplaceAll(f.Expression, "\r\n", "\n"))
	if _, err := d.Checker.Compile(m.Expression); err != nil {
		bad.Fields = append(bad.Fields, fault.Of(err).Fields...)
	}
	return bad.OrNil()
}

// noted records an act on a measure with all that it says, so that the law of
// any past day can be read from the log.
func noted(ctx context.Context, tx Tx, who actor.Actor, m *Measure, act string) error {
	text := map[string]any{}
	for lang, t := range m.Text {
		text[string(lang)] = t
	}
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.ManageMeasures))}, Verb: string(actor.ManageMeasures), SubjectKind: "measure", SubjectID: m.ID,
		Detail: map[string]any{"act": act, "rule": m.RuleID(), "name": m.Name, "country": string(m.Country), "expression": m.Expression, "citation": m.Citation,
			"from": m.From.String(), "until": m.Until.String(), "severity": string(m.Severity), "text": text, "state": string(m.State), "reason": m.Reason}})
	return err
}

// change loads, changes, saves and notes. Version is what the person saw.
func (d *Desk) change(ctx context.Context, who actor.Actor, id string, version int64, act string, fn func(*Measure) error) (*Measure, error) {
	if err := who.Must(actor.ManageMeasures); err != nil {
		return nil, err
	}
	var out *Measure
	err := d.Store.Update(ctx, func(tx Tx) error {
		m, err := tx.Measure(ctx, id)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Conflict, "measure.stale", "name", m.Name)
		}
		if err := fn(m); err != nil {
			return err
		}
		m.Changed, out = d.Now(), m
		if err := tx.SaveMeasure(ctx, m); err != nil {
			return err
		}
		return noted(ctx, tx, who, m, act)
	})
	if err != nil {
		return nil, fmt.Errorf("%s measure %s: %w", act, id, err)
	}
	return out, nil
}
