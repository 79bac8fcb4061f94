package main

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/opencites/opencites/cites"
)

func (d *demo) get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: get STATUS PATH [TYPE]")
	}
	request, err := http.NewRequest(http.MethodGet, d.Address+args[1], nil)
	ts.Check(err)
	want := ""
	if len(args) == 3 {
		want = args[2]
	}
	d.ask(ts, request, args[0], want)
}

func (d *demo) post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args) > 5 {
		ts.Fatalf("usage: post STATUS PATH FILE TYPE [HEADER:VALUE]")
	}
	body := os.Expand(ts.ReadFile(args[2]), ts.Getenv)
	request, err := http.NewRequest(http.MethodPost, d.Address+args[1], strings.NewReader(body))
	ts.Check(err)
	request.Header.Set("Content-Type", args[3])
	if len(args) == 5 {
		name, value, _ := strings.Cut(args[4], ":")
		request.Header.Set(name, strings.TrimSpace(value))
	}
	d.ask(ts, request, args[0], "")
}

// ask sends a request, expects its status and type, and gives the body to the script.
func (d *demo) ask(ts *testscript.TestScript, request *http.Request, status, kind string) {
	answer, err := http.DefaultClient.Do(request)
	ts.Check(err)
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Check(answer.Body.Close())
	_, err = ts.Stdout().Write(body)
	ts.Check(err)
	if strconv.Itoa(answer.StatusCode) != status {
		ts.Fatalf("%s %s: %s, want %s\n%s", request.Method, request.URL, answer.Status, status, body)
	}
	if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
		ts.Fatalf("%s is %s, want %s", request.URL, got, kind)
	}
}

// published checks the list of keys of stdout against the documented form.
func (d *demo) published(ts *testscript.TestScript, _ bool, args []string) {
	var list struct {
		Party string
		Keys  []struct {
			KID, Alg, Use, Public, From, State string
			SignUntil                          string `json:"sign_until"`
			VerifyUntil                        string `json:"verify_until"`
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &list))
	if !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(list.Party) || len(list.Keys) == 0 {
		ts.Fatalf("party %q with %d keys", list.Party, len(list.Keys))
	}
	live := 0
	for _, k := range list.Keys {
		public, err := hex.DecodeString(k.Public)
		ts.Check(err)
		if k.Alg == "ES256" && (len(public) != 33 || public[0]&^1 != 2) {
			ts.Fatalf("key %s: %s is no compressed point", k.KID, k.Public)
		}
		for _, moment := range []string{k.From, k.SignUntil, k.VerifyUntil} {
			_, err := time.Parse(time.RFC3339, moment)
			ts.Check(err)
		}
		if k.KID == "" || k.Use == "" || k.State == "" {
			ts.Fatalf("key %+v lacks kid, use or state", k)
		}
		if k.State == "active" {
			live++
		}
	}
	if live == 0 {
		ts.Fatalf("no key is active")
	}
}

// agrees compares the quantities of the sample permits in a report with the
// permits themselves, asked one by one at the public look-up.
func (d *demo) agrees(ts *testscript.TestScript, _ bool, args []string) {
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	reported := map[string]cites.Quantity{}
	for _, row := range rows[1:] {
		q, err := cites.ParseQuantity(row[column["Quantity"]])
		ts.Check(err)
		if q <= 0 {
			ts.Fatalf("a row without quantity: %v", row)
		}
		reported[row[column["ExportPermit"]]+" "+row[column["SpeciesName"]]] += q
	}
	compared := 0
	for _, p := range d.Permits {
		for name, exported := range d.exported(ts, p) {
			if got := reported[p.Number+" "+name]; got != exported {
				ts.Fatalf("%s of %s: %s reported, %s exported", name, p.Number, got, exported)
			}
			compared++
		}
	}
	if compared == 0 {
		ts.Fatalf("no sample permit was exported under in this year")
	}
}

// exported gives what left the country for good under a permit, by taxon. What
// came in from the sea left no country; what crosses many times returns.
func (d *demo) exported(ts *testscript.TestScript, p permit) map[string]cites.Quantity {
	answer, err := http.Get(d.Address + "/api/v1/permits/" + url.PathEscape(p.Number) + "?code=" + p.Code)
	ts.Check(err)
	var found struct {
		Document struct {
			Type     string
			TypeText string
			Lines    []struct {
				ScientificName string
				Exported       struct {
					Set      bool
					Quantity cites.Quantity
				}
			}
		}
	}
	ts.Check(json.NewDecoder(answer.Body).Decode(&found))
	ts.Check(answer.Body.Close())
	sums := map[string]cites.Quantity{}
	inward := found.Document.Type == "I" || found.Document.TypeText == cites.FromTheSea.Name(cites.English)
	returns := slices.ContainsFunc(cites.DocumentTypes(), func(t cites.DocumentTypeInfo) bool {
		return t.ManyCrossings && t.Names.EN == found.Document.TypeText
	})
	for _, l := range found.Document.Lines {
		if !inward && !returns && l.Exported.Set && l.Exported.Quantity > 0 {
			sums[l.ScientificName] += l.Exported.Quantity
		}
	}
	return sums
}
