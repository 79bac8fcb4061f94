package cites_test

import (
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"pgregory.net/rapid"
)

func date(t *testing.T, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-08-31", 6, "2027-02-28"}, {"2027-08-31", 6, "2028-02-29"}, {"2026-01-15", 6, "2026-07-15"},
		{"2026-12-31", 2, "2027-02-28"}, {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 36, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-01-31", -2, "2025-11-30"}, {"2026-05-31", 0, "2026-05-31"},
	} {
		if got := date(t, c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s plus %d months: got %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestDateInZones(t *testing.T) {
	east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600)
	moment := time.Date(2026, 11, 23, 11, 30, 0, 0, time.UTC)
	if got := cites.DateOf(moment, east).String(); got != "2026-11-24" {
		t.Errorf("east: %s", got)
	}
	if got := cites.DateOf(moment, west).String(); got != "2026-11-23" {
		t.Errorf("west: %s", got)
	}
	d := date(t, "2026-11-23")
	if end := d.End(east); cites.DateOf(end, east) != d || cites.DateOf(end.Add(time.Second), east) == d {
		t.Errorf("the last second of the day is %v", end)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "01/02/2026", "2026-01-01T00:00:00Z", "٢٠٢٦-٠١-٠١"} {
		if d, err := cites.ParseDate(s); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
}

func TestDateOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := cites.Date{Year: rapid.IntRange(1753, 2200).Draw(t, "year"), Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 365).Draw(t, "day"))
		n := rapid.IntRange(1, 4000).Draw(t, "n")
		later := d.AddDays(n)
		if !d.Before(later) || !later.After(d) || later.AddDays(-n) != d || d.Compare(d) != 0 {
			t.Fatalf("%s and %s are out of order", d, later)
		}
		months := d.AddMonths(n % 60)
		if months.Day > d.Day || months.AddDays(1).Before(d) {
			t.Fatalf("%s plus %d months is %s", d, n%60, months)
		}
	})
}

func TestDateStorage(t *testing.T) {
	var d cites.Date
	for _, v := range []any{nil, "", []byte{}} {
		if err := d.Scan(v); err != nil || !d.IsZero() {
			t.Errorf("scan %v: %v, %v", v, d, err)
		}
	}
	if err := d.Scan([]byte("2026-11-23")); err != nil || d.String() != "2026-11-23" {
		t.Errorf("scan: %v, %v", d, err)
	}
	if err := d.Scan(5); err == nil {
		t.Error("a number was scanned as a date")
	}
	if v, err := d.Value(); err != nil || v != "2026-11-23" {
		t.Errorf("value: %v, %v", v, err)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-23", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "", "2026-1-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := cites.ParseDate(s)
		if err == nil && d.String() != s {
			t.Errorf("%q reads as %s", s, d)
		}
	})
}
