package jurisdiction

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Answer says who is competent.
type Answer struct {
	Authority        *coop.AuthorityRef `json:"authority"`
	Keeper           *coop.AuthorityRef `json:"keeper"`
	Level            Level              `json:"level"`
	Rule             AnswerRule         `json:"rule"`
	CertificateTitle string             `json:"certificate_title"`
	Procedure        coop.Procedure     `json:"procedure"`
	Kind             string             `json:"kind"`
	Place            string             `json:"place"`
	On               vn.Date            `json:"on"`
	Explanation      string             `json:"explanation"`
	Became           []AnswerPlace      `json:"became"`
}

// AnswerRule is the rule that decides.
type AnswerRule struct {
	Code  string     `json:"code"`
	Cite  []law.Cite `json:"cite"`
	Basis law.Basis  `json:"basis"`
}

// AnswerPlace is what became of a place, and who is competent there.
type AnswerPlace struct {
	Code      string             `json:"code"`
	Name      string             `json:"name"`
	Authority *coop.AuthorityRef `json:"authority"`
}
