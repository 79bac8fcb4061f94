package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/opencites/opencites/internal/fault"
)

// What verifiers of other Parties fetch is open to every origin: it is public
// and the same for everybody.
func openToAll(h http.Header, contentType, cache string) {
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", cache)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// serveStatus gives a whole status list, so that nobody learns which permit is
// being checked.
func (s *Server) serveStatus(w http.ResponseWriter, r *http.Request) error {
	list, err := strconv.ParseUint(r.PathValue("list"), 10, 53)
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	token, err := s.cfg.Verify.Statuses.StatusToken(r.Context(), list)
	if err != nil {
		return err
	}
	openToAll(w.Header(), "application/statuslist+cwt", "public, max-age=120")
	writeBody(w, r, http.StatusOK, token)
	return nil
}

func (s *Server) serveTrust(w http.ResponseWriter, r *http.Request) error {
	trust := s.cfg.Verify.Keys.TrustList(s.cfg.Now())
	trust.StatusLists = (&url.URL{Scheme: "http", Host: r.Host, Path: "/status/"}).String()
	if s.cfg.Secure {
		trust.StatusLists = "https" + strings.TrimPrefix(trust.StatusLists, "http")
	}
	body, err := json.MarshalIndent(trust, "", "  ")
	if err != nil {
		return err
	}
	openToAll(w.Header(), "application/json", "public, max-age=300")
	writeBody(w, r, http.StatusOK, append(body, '\n'))
	return nil
}

func (s *Server) serveSignedTrust(w http.ResponseWriter, r *http.Request) error {
	body, err := s.cfg.Verify.Keys.SignedTrustList(s.cfg.Now())
	if err != nil {
		return err
	}
	openToAll(w.Header(), `application/cose; cose-type="cose-sign"`, "public, max-age=300")
	writeBody(w, r, http.StatusOK, body)
	return nil
}
