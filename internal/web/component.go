package web

import "html/template"

// The structs below drive the partials of templates/parts_*.html; the name of
// the partial is in each comment. Texts are in the reader's language.

// SummaryRow is one line of a summary list; partial "summary" takes []SummaryRow.
type SummaryRow struct {
	Key    string
	Value  template.HTML // built with Bdi, Latin, Reference or template.HTMLEscapeString
	Action string        // address of the change page; empty shows no link
	Change string        // word of the link, "Change"; the key is added for screen readers
}

// Tag is a coloured word of state; partial "tag".
type Tag struct {
	Text   string
	Colour string // grey, green, teal, blue, purple, magenta, red, orange, yellow
}

// TaskGroup is a part of a task list with its heading; partial "tasks" takes []TaskGroup.
type TaskGroup struct {
	Title string
	Tasks []Task
}

// Task is one step; without Href it cannot be started yet.
type Task struct {
	ID    string
	Title string
	Hint  string
	Href  string
	State Tag // without colour it is plain text ("Completed")
}

// Tab is one entry of the partial "tabs", which takes dict "Label" and "Tabs".
type Tab struct {
	Title   string
	Href    string
	Current bool
}

// Fact is one entry of the facts bar; partial "facts" takes []Fact.
type Fact struct {
	Key   string
	Value template.HTML
	Late  bool
	Link  string // address, with LinkText
	Text  string // of the link
}

// Event is one entry of a timeline, newest first; partial "timeline" takes []Event.
type Event struct {
	Title string
	When  string // in words
	ISO   string // machine form
	Who   string
	Text  string
}

// Verdict is the box that answers "is it valid"; partial "verdict".
type Verdict struct {
	Title string
	Text  string
	Kind  string // "good", "warn" or "bad"
	Level int    // heading level, 1 when zero
}

// KPI is one figure; partial "kpis" takes []KPI.
type KPI struct{ Value, Label string }

// Confirm is the page before an act that cannot be undone; template "confirm".
type Confirm struct {
	Title   string
	Warning string
	Facts   []SummaryRow
	Fields  []Field // asked for, such as a reason (shown as text areas)
	Action  string  // address of the POST
	Button  string
	Cancel  string // address of the way back
	Hidden  map[string]string
}

// Form is a question page: one heading, what belongs together, one button. Page
// template "form".
type Form struct {
	Title   string // empty where the label of the only field is the heading
	Caption string // above the title: the reference
	Intro   []string
	Facts   []SummaryRow
	Fields  []Field
	Hidden  map[string]string
	Action  string // address of the POST; empty is the page itself
	Files   bool   // the form sends files
	Button  string
	Second  *FormButton // beside it: "Save and come back later"
	Cancel  string      // address of the way back; empty shows no link
	Help    []HelpText  // folded, below
}

// FormButton is a second button that sends the same form with Name=Value.
type FormButton struct{ Name, Value, Label string }

// HelpText is a folded answer below a form.
type HelpText struct{ Title, Text string }

// Filter is the panel beside a list; partial "filter". Live is the id of the
// element around the list, which is refreshed when a choice changes.
type Filter struct {
	Action string
	Live   string
	Fields []Field
	Clear  string // address without filters; empty when none is set
}

// Empty is what a list without rows says; partial "empty".
type Empty struct {
	Title  string
	Text   string
	Action string // address of what to do instead; may be empty
	Button string
}

// Banner is a message over a page; partial "banner".
type Banner struct {
	Title string
	Text  string
	Good  bool
}
