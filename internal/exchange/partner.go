package exchange

import (
	"context"
	"net"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// PartnerForm is what a person says about a partner.
type PartnerForm struct {
	Name     string
	Party    cites.Country
	Endpoint string
	// Credential is the token that the partner gave us; empty leaves the one
	// that is kept.
	Credential string
}

// clean trims the form and says what is wrong with it.
func (f *PartnerForm) clean() error {
	f.Name, f.Endpoint, f.Credential = strings.TrimSpace(f.Name), strings.TrimSpace(f.Endpoint), strings.TrimSpace(f.Credential)
	f.Party = cites.Country(strings.ToUpper(strings.TrimSpace(string(f.Party))))
	bad := fault.Invalidf("partner.invalid")
	switch {
	case f.Name == "":
		bad.Add("name", "partner.name_missing")
	case utf8.RuneCountInString(f.Name) > 60 || strings.ContainsFunc(f.Name, func(r rune) bool { return r < ' ' }):
		bad.Add("name", "partner.name_wrong")
	}
	if len(f.Party) != 2 || strings.Trim(string(f.Party), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		bad.Add("party", "partner.party_wrong")
	}
	if f.Endpoint != "" && !safeEndpoint(f.Endpoint) {
		bad.Add("endpoint", "partner.endpoint_wrong")
	}
	if len(f.Credential) > 200 || strings.ContainsFunc(f.Credential, func(r rune) bool { return r <= ' ' || r > '~' }) {
		bad.Add("credential", "partner.credential_wrong")
	}
	return bad.OrNil()
}

// safeEndpoint allows https, and http on this machine only, for trying out.
func safeEndpoint(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(s) > 300 {
		return false
	}
	if u.Scheme == "http" {
		ip := net.ParseIP(u.Hostname())
		return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	}
	return u.Scheme == "https"
}

// noted records an act on a partner.
func noted(ctx context.Context, tx Tx, who actor.Actor, p *Partner, act string) error {
	_, err := tx.Record(ctx, audit.Event{Actor: person(who, actor.ManagePartners), Verb: string(actor.ManagePartners),
		SubjectKind: "partner", SubjectID: p.ID,
		Detail: map[string]any{"act": act, "name": p.Name, "party": string(p.Party), "endpoint": p.Endpoint, "state": string(p.State)}})
	return err
}
