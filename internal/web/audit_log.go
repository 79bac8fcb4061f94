package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// PublicLog is what everybody may read of the log: it tells the number and order
// of events, not their meaning. Witnesses and other Parties poll it.
type PublicLog interface {
	// LatestNote gives the newest signed checkpoint; empty while there is none.
	LatestNote(ctx context.Context) (string, error)
	// Tile gives a tile by its path below "tile/" (C2SP tlog-tiles).
	Tile(ctx context.Context, path string) ([]byte, error)
	// Inclusion proves a leaf in the log of a size; size 0 is the newest checkpoint.
	Inclusion(ctx context.Context, size, index int64) (audit.Proof, error)
	// Consistency proves that the log of size begins with that of old.
	Consistency(ctx context.Context, size, old int64) ([][]byte, error)
}

func (s *Server) logRoutes() []Route {
	return []Route{
		{Pattern: "GET /log/checkpoint", Policy: Public(), Handler: s.page(s.serveCheckpoint)},
		{Pattern: "GET /log/tile/{path...}", Policy: Public(), Handler: s.page(s.serveTile)},
		{Pattern: "GET /log/proof/inclusion", Policy: Public(), Handler: s.page(s.serveInclusion)},
		{Pattern: "GET /log/proof/consistency", Policy: Public(), Handler: s.page(s.serveConsistency)},
	}
}

func noSuch(noun string) error {
	return fault.New(fault.NotFound, "fault.not_found", "noun", noun, "id", "")
}

func (s *Server) serveCheckpoint(w http.ResponseWriter, r *http.Request) error {
	note, err := s.cfg.PublicLog.LatestNote(r.Context())
	if err != nil {
		return err
	}
	if note == "" {
		return noSuch("checkpoint")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	writeBody(w, r, http.StatusOK, []byte(note))
	return nil
}

// serveTile serves a tile. Full tiles never change and partial ones are named by
// their width, so both may be kept for ever.
func (s *Server) serveTile(w http.ResponseWriter, r *http.Request) error {
	path := r.PathValue("path")
	data, err := s.cfg.PublicLog.Tile(r.Context(), path)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	writeBody(w, r, http.StatusOK, data)
	return nil
}

// queryNumber reads a whole number of the query; a missing one is 0, any other text
// leads nowhere.
func queryNumber(r *http.Request, name string) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, noSuch("log")
	}
	return n, nil
}

// inclusionJSON is a proof that a leaf is in the log; hashes are base64.
type inclusionJSON struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Leaf  []byte   `json:"leaf"`
	Root  []byte   `json:"root"`
	Proof [][]byte `json:"proof"`
}

func (s *Server) serveInclusion(w http.ResponseWriter, r *http.Request) error {
	index, err := queryNumber(r, "index")
	if err != nil {
		return err
	}
	size, err := queryNumber(r, "size")
	if err != nil {
		return err
	}
	p, err := s.cfg.PublicLog.Inclusion(r.Context(), size, index)
	if err != nil {
		return err
	}
	out := inclusionJSON{Index: p.Index, Size: p.Size, Leaf: p.Leaf, Root: p.Root[:], Proof: [][]byte{}}
	for _, h := range p.Path {
		out.Proof = append(out.Proof, h[:])
	}
	return sendJSON(w, r, out, size > 0)
}

// consistencyJSON is a proof that the log only grew; hashes are base64.
type consistencyJSON struct {
	Old   int64    `json:"old"`
	Size  int64    `json:"size"`
	Proof [][]byte `json:"proof"`
}

func (s *Server) serveConsistency(w http.ResponseWriter, r *http.Request) error {
	old, err := queryNumber(r, "old")
	if err != nil {
		return err
	}
	size, err := queryNumber(r, "size")
	if err != nil {
		return err
	}
	path, err := s.cfg.PublicLog.Consistency(r.Context(), size, old)
	if err != nil {
		return err
	}
	if path == nil {
		path = [][]byte{}
	}
	return sendJSON(w, r, consistencyJSON{old, size, path}, true)
}

// sendJSON answers with JSON; fixed says that the answer never changes.
func sendJSON(w http.ResponseWriter, r *http.Request, v any, fixed bool) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	if fixed {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	writeBody(w, r, http.StatusOK, append(data, '\n'))
	return nil
}
