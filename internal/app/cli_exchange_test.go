package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestExchangeCommands lets the command line fetch a permit over a socket from
// another Party's service.
func TestExchangeCommands(t *testing.T) {
	data := t.TempDir()
	storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)})
	other := exporterService(t)
	if code, out, errs := command(t, "exchange", "partners", "add", "--data", data, "--party", "qz", "--endpoint", other+gateway.Path, "Aurelia"); code != exitDone || !strings.Contains(out, "shown only now") {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	if code, _, errs := command(t, "exchange", "partners", "add", "--data", data, "--party", "q", "--endpoint", "ftp://x", "Aurelia"); code != exitFailure || !strings.Contains(errs, "https://") || !strings.Contains(errs, "two letters") {
		t.Errorf("wrong partner: %d %s", code, errs)
	}
	code, out, errs := command(t, "exchange", "partners", "list", "--data", data, "--json")
	if code != exitDone || !strings.Contains(out, `"party": "QZ"`) || strings.Contains(out, "token") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	code, out, errs = command(t, "exchange", "get", "--data", data, "--partner", "aurelia", "--token", "permit-token", "--json", "26QZ000017/01")
	var got struct {
		Permit struct {
			Number string `json:"number"`
			Lines  []struct {
				ScientificName string `json:"scientificName"`
			} `json:"lines"`
		} `json:"permit"`
	}
	if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || got.Permit.Number != "26QZ000017/01" || got.Permit.Lines[0].ScientificName != "Panthera leo" {
		t.Errorf("get: %d %v %s%s", code, err, out, errs)
	}
	for args, want := range map[string]int{"--token permit-token 26QZ000017/01": exitDone, "--token wrong 26QZ000017/01": exitNegative, "--final --token permit-token 26QZ000017/01": exitNegative} {
		code, out, errs := command(t, append([]string{"exchange", "get", "--data", data, "--partner", "Aurelia"}, strings.Fields(args)...)...)
		if code != want || (code == exitDone) != strings.Contains(out, "Panthera leo") || (code != exitDone) == (errs == "") {
			t.Errorf("%s: %d %s%s", args, code, out, errs)
		}
	}
	if code, _, errs := command(t, "exchange", "get", "--data", data, "--partner", "Nobody", "1"); code != exitFailure || !strings.Contains(errs, "Nobody") {
		t.Errorf("unknown partner: %d %s", code, errs)
	}
}

// exporterService serves one permit of the example Party on a socket.
func exporterService(t *testing.T) string {
	t.Helper()
	own := profile.Example()
	own.Party = "QZ"
	p := &permit.Permit{Number: "26QZ000017/01", State: permit.Valid, Token: "permit-token", Record: permit.Record{Number: "26QZ000017/01", Type: "EXP", Party: "QZ",
		Issued: own.Today(time.Now()), ValidUntil: own.Today(time.Now()).AddMonths(6), Consignee: permit.Party{Name: "Zoo", Country: "CH"},
		Consignor: permit.Party{Name: "Trader", Country: "QZ"}, Purpose: "Z", Signatory: "S",
		Lines: []permit.Line{{Letter: "A", ScientificName: "Panthera leo", Appendix: "II", Source: "W", Term: "LIV", Quantity: 1000, Unit: "NAR"}}}}
	ids := 0
	desk := &exchange.Desk{Store: store.Exchange{DB: storetest.Open(t)}, Profile: own, Misses: &exchange.Misses{Now: time.Now}, Now: time.Now, Rand: rand.Reader,
		Source: held{p.Number: {Document: exchange.Document(p, nil, own), State: p.State, Token: p.Token}},
		NewID:  func() string { ids++; return "m" + string(rune('0'+ids)) }}
	service := &gateway.Server{Desk: desk, Log: slog.New(slog.DiscardHandler)}
	server := httptest.NewServer(service)
	service.Address = server.URL
	t.Cleanup(server.Close)
	return server.URL
}

// held are permits at hand.
type held map[cites.PermitNumber]*exchange.Held

func (h held) PermitForExchange(_ context.Context, n cites.PermitNumber) (*exchange.Held, error) {
	if p := h[n]; p != nil {
		return p, nil
	}
	return nil, fault.New(fault.NotFound, exchange.NotFound)
}
