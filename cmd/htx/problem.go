package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
)

// problem is an answer that refuses.
type problem struct {
	Status    int                `json:"status"`
	Code      string             `json:"code"`
	Title     string             `json:"title"`
	Detail    string             `json:"detail"`
	RequestID string             `json:"request_id"`
	Errors    []fault.Field      `json:"errors"`
	Cite      []law.Cite         `json:"cite"`
	Competent *coop.AuthorityRef `json:"competent_authority"`
	Revision  int64              `json:"revision"`
}

func problemOf(status int, body []byte) *problem {
	p := &problem{Status: status}
	if json.Unmarshal(body, p) != nil || p.Code == "" {
		p.Code, p.Detail = "unknown", fmt.Sprintf("Máy chủ trả lời %d.", status)
	}
	return p
}

// Error is the problem in one line.
func (p *problem) Error() string { return p.Code + ": " + p.Detail }

// print tells people what is wrong, by which clause, and what to do.
func (p *problem) print(w io.Writer) {
	fmt.Fprintf(w, "%s (%s)\n", p.Detail, p.Code)
	for _, f := range p.Errors {
		fmt.Fprintf(w, "  - %s: %s\n", strings.TrimSpace(f.Parameter+" "+f.Pointer), f.Detail)
	}
	if p.Competent != nil && p.Competent.Code != "" {
		fmt.Fprintf(w, "  Cơ quan có thẩm quyền: %s (%s)\n", p.Competent.Name, p.Competent.Code)
	}
	for _, c := range p.Cite {
		fmt.Fprintf(w, "  Căn cứ: %s, %s\n", c.At, c.Doc)
	}
	if p.Revision > 0 {
		fmt.Fprintf(w, "  Bản hiện tại: %d\n", p.Revision)
	}
	if p.Status >= http.StatusInternalServerError {
		fmt.Fprintf(w, "  Mã yêu cầu: %s\n", p.RequestID)
	}
}

func (p *problem) exit() int {
	switch {
	case p.Status == http.StatusUnauthorized, p.Status == http.StatusForbidden:
		return exitForbidden
	case p.Status == http.StatusNotFound:
		return exitNotFound
	case p.Status == http.StatusPreconditionFailed:
		return exitStale
	case p.Status == http.StatusConflict, p.Status == http.StatusUnprocessableEntity:
		return exitRefused
	case p.Status >= http.StatusInternalServerError, p.Status == http.StatusTooManyRequests:
		return exitUnreachable
	}
	return exitUsage
}
