package audit

import (
	"bytes"
	"encoding/hex"
	"testing"
	"time"
)

func sample() Event {
	return Event{
		ID: "01890000-0000-7000-8000-000000000001", At: time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC),
		Actor: Actor{ID: "a1", Name: "Amina <Q>", Role: "signatory"}, Verb: "permit.prepare",
		SubjectKind: "permit", SubjectID: "26XX000001/AB",
		Detail: map[string]any{"z": 1, "a": "x", "lines": []any{"1", true}}, Salt: bytes.Repeat([]byte{7}, SaltSize),
	}
}

func TestCanonicalIsFixed(t *testing.T) {
	got, err := sample().Canonical()
	if err != nil {
		t.Fatal(err)
	}
	want := "opencites audit event v1\n" + `{"id":"01890000-0000-7000-8000-000000000001","at":1772600767000008,"actor":{"id":"a1","name":"Amina <Q>","role":"signatory"},"on_behalf":"","verb":"permit.prepare","subject_kind":"permit","subject_id":"26XX000001/AB","detail":{"a":"x","lines":["1",true],"z":1}}`
	if string(got) != want {
		t.Errorf("canonical\n got %s\nwant %s", got, want)
	}
	leaf := Leaf(sample().Salt, got)
	if len(hex.EncodeToString(leaf[:])) != 64 || !sample().Opens(leaf[:]) {
		t.Error("leaf does not open")
	}
}

func TestLeafDependsOnEveryField(t *testing.T) {
	c, _ := sample().Canonical()
	leaf := Leaf(sample().Salt, c)
	changes := map[string]func(*Event){
		"id": func(e *Event) { e.ID += "x" }, "at": func(e *Event) { e.At = e.At.Add(time.Microsecond) },
		"actor": func(e *Event) { e.Actor.ID = "a2" }, "name": func(e *Event) { e.Actor.Name = "B" },
		"role": func(e *Event) { e.Actor.Role = "auditor" }, "on behalf": func(e *Event) { e.OnBehalf = "o" },
		"verb": func(e *Event) { e.Verb = "permit.seal" }, "kind": func(e *Event) { e.SubjectKind = "p" },
		"subject": func(e *Event) { e.SubjectID = "y" }, "detail": func(e *Event) { e.Detail["z"] = 2 },
		"salt": func(e *Event) { e.Salt = bytes.Repeat([]byte{8}, SaltSize) }, "no salt": func(e *Event) { e.Salt = nil },
	}
	for name, change := range changes {
		e := sample()
		change(&e)
		if e.Opens(leaf[:]) {
			t.Errorf("changed %s still opens", name)
		}
	}
}

func TestFloatRefused(t *testing.T) {
	e := sample()
	e.Detail = map[string]any{"lines": []any{map[string]any{"quantity": 0.5}}}
	if _, err := e.Canonical(); err == nil {
		t.Error("float accepted")
	}
}

func TestClean(t *testing.T) {
	e := sample()
	e.Actor.Name = "a\x00b\xff"
	e.At = time.Date(2026, 1, 1, 0, 0, 0, 1999, time.FixedZone("x", 3600))
	c := e.Clean()
	if c.Actor.Name != "ab\uFFFD" || c.At.Nanosecond() != 1000 || c.At.Location() != time.UTC {
		t.Errorf("clean: %q %v", c.Actor.Name, c.At)
	}
}
