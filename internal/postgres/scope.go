package postgres

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"htxregistry/internal/caller"
)

// scope is for whom a transaction works: whose dossiers exist for it. The zero scope sees none.
type scope struct {
	all         bool
	authorities []string // ids
	provinces   []string // codes
}

const provincePrefix = "province:"

// scopeOf reads the caller's scope. A part that is none of "all", an id and "province:" with a code sees nothing, so no
// text of a request can widen a scope or reach SQL.
func scopeOf(c caller.Caller) scope {
	var s scope
	for part := range strings.SplitSeq(c.Scope, ",") {
		code, isProvince := strings.CutPrefix(part, provincePrefix)
		switch {
		case part == "all":
			s.all = true
		case isProvince:
			if digits(code) {
				s.provinces = append(s.provinces, code)
			}
		default:
			if u, err := uuid.Parse(part); err == nil && len(part) == 36 {
				s.authorities = append(s.authorities, u.String())
			}
		}
	}
	return s
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// text is the form of app.scope, of letters, digits, colons, commas and hyphens only.
func (s scope) text() string {
	if s.all {
		return "all"
	}
	parts := slices.Clone(s.authorities)
	for _, code := range s.provinces {
		parts = append(parts, provincePrefix+code)
	}
	return strings.Join(parts, ",")
}

// where is the first wall in front of dossiers, written into every query; row security is the second.
func (s scope) where() (condition string, args []any) {
	switch {
	case s.all:
		return "true", nil
	case len(s.authorities) > 0 && len(s.provinces) > 0:
		return "(authority_id IN ? OR province_code IN ?)", []any{s.authorities, s.provinces}
	case len(s.authorities) > 0:
		return "authority_id IN ?", []any{s.authorities}
	case len(s.provinces) > 0:
		return "province_code IN ?", []any{s.provinces}
	}
	return "false", nil
}
