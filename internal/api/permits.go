package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

type permitInput struct {
	Number        string `path:"number" maxLength:"70" doc:"The permit number, box 1."`
	Code          string `query:"code" maxLength:"40" doc:"The code printed under the number."`
	Authorization string `header:"Authorization" doc:"Bearer and the permit's exchange token, instead of the code." maxLength:"200"`
}

type permitOutput struct {
	Body struct {
		Number     string           `json:"number"`
		State      string           `json:"state" enum:"valid,endorsed,used,replaced,revoked,expired" doc:"Where the permit stands now."`
		ReplacedBy string           `json:"replacedBy,omitempty" doc:"The number of the permit that replaces it."`
		Document   epermit.Document `json:"document" doc:"All boxes of the permit."`
	}
}

func (h *Handler) permits() {
	huma.Register(h.api, huma.Operation{OperationID: "look-up-permit", Method: http.MethodGet, Path: permitsPath + "{number}",
		Summary: "Look up a permit by its number and code or token", Tags: []string{"Permits"},
		Errors: []int{http.StatusNotFound, http.StatusTooManyRequests}}, h.lookUp)
}

func (h *Handler) lookUp(ctx context.Context, in *permitInput) (*permitOutput, error) {
	p, err := h.find(ctx, in)
	if err == nil && (p.State == permit.Prepared || p.State == permit.Cancelled) {
		err = fault.New(fault.NotFound, "permit.not_found")
	}
	if err != nil {
		return nil, h.fail(ctx, "look-up-permit", err)
	}
	d, err := h.cfg.Documents.Document(ctx, p)
	if err != nil {
		return nil, h.fail(ctx, "look-up-permit", err)
	}
	out := &permitOutput{}
	out.Body.Number, out.Body.State, out.Body.ReplacedBy, out.Body.Document = string(p.Number), string(p.State), string(p.ReplacedBy), d
	return out, nil
}

func (h *Handler) find(ctx context.Context, in *permitInput) (*permit.Permit, error) {
	number := cites.PermitNumber(in.Number)
	scheme, token, _ := strings.Cut(in.Authorization, " ")
	switch {
	case strings.EqualFold(scheme, "Bearer") && token != "":
		return h.cfg.Permits.ByToken(ctx, number, strings.TrimSpace(token))
	case in.Code != "":
		return h.cfg.Permits.ByCode(ctx, number, in.Code)
	}
	return nil, fault.Invalidf("api.secret_missing").Add("query.code", "a code or a token is needed")
}
