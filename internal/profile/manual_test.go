package profile_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
)

// keysOf lists the paths of a profile's fields as the manual writes them:
// contact.email, fees[].base, notify.CODE.email.
func keysOf(t reflect.Type, path string, out map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer:
		keysOf(t.Elem(), path, out)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			keysOf(t.Elem(), path+"[]", out)
			return
		}
		out[path] = true
	case reflect.Map:
		if t.Elem().Kind() == reflect.Struct {
			keysOf(t.Elem(), path+".CODE", out)
			return
		}
		out[path] = true
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if path != "" {
				name = path + "." + name
			}
			keysOf(t.Field(i).Type, name, out)
		}
	default:
		out[path] = true
	}
}

var (
	manualRow = regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|")
	manualKey = regexp.MustCompile("`([^`]+)`")
)

// TestEveryFieldStandsInTheManual compares the fields of the profile with the
// tables of docs/profile.md, both ways.
func TestEveryFieldStandsInTheManual(t *testing.T) {
	text, err := os.ReadFile("../../docs/profile.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, row := range manualRow.FindAllStringSubmatch(string(text), -1) {
		last := ""
		for _, m := range manualKey.FindAllStringSubmatch(row[1], -1) {
			key := m[1]
			if strings.HasPrefix(key, ".") { // `contact.email`, `.phone`
				key = last[:strings.LastIndex(last, ".")] + key
			}
			last = key
			told[key] = true
		}
	}
	fields := map[string]bool{}
	keysOf(reflect.TypeFor[profile.Profile](), "", fields)
	if len(fields) < 40 {
		t.Fatalf("only %d fields: %v", len(fields), fields)
	}
	for key := range fields {
		if !told[key] {
			t.Errorf("docs/profile.md has no row for %s", key)
		}
	}
	for key := range told {
		if !fields[key] {
			t.Errorf("docs/profile.md has a row for %s, which the profile does not", key)
		}
	}
}

// A profile of an earlier version lacks the time and the note for appeals: what
// national law says there, nobody can guess, so both are asked for by name.
func TestAProfileWithoutAppealsIsAskedForThem(t *testing.T) {
	p := profile.Example()
	p.AppealDays, p.Appeal = 0, nil
	f := fault.Of(p.Validate())
	if f == nil {
		t.Fatal("accepted")
	}
	got := map[string]string{}
	for _, x := range f.Fields {
		got[x.Name] = x.Key
	}
	if got["appeal_days"] != "profile.appeal_days" || got["appeal.en"] != "profile.appeal" || len(got) != 1+len(p.Languages) {
		t.Errorf("named: %v", got)
	}
}
