package rulebook

import (
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// StopRule is on what ground the business of some kinds is stopped on demand: what may be demanded, whether lines must be named
// and another body's paper stands behind it, and the working days the office has from its receipt; 0 where no text sets a time.
type StopRule struct {
	Ground    coop.StopGround  `json:"ground"             yaml:"ground"`
	Kinds     []coop.Kind      `json:"kinds"              yaml:"kinds"`
	Orders    []coop.StopOrder `json:"orders"             yaml:"orders"`
	Lines     bool             `json:"lines,omitempty"    yaml:"lines,omitempty"`
	Paper     bool             `json:"paper,omitempty"    yaml:"paper,omitempty"`
	Workdays  int              `json:"workdays,omitempty" yaml:"workdays,omitempty"`
	vn.Period `json:"-"        yaml:",inline"`
	Cite      []law.Cite `json:"-" yaml:"cite"`
	Basis     law.Basis  `json:"-" yaml:"basis"`
}

// StopRule is what the law of a day says of a ground for a kind; false where it does not know it.
func (b *Book) StopRule(ground coop.StopGround, kind coop.Kind, on vn.Date) (StopRule, bool) {
	i := slices.IndexFunc(b.stops, func(s StopRule) bool { return s.Ground == ground && slices.Contains(s.Kinds, kind) && s.Contains(on) })
	if i < 0 {
		return StopRule{}, false
	}
	return b.stops[i], true
}

// StopGrounds lists the grounds the law of a day knows for a kind.
func (b *Book) StopGrounds(kind coop.Kind, on vn.Date) []coop.StopGround {
	grounds := []coop.StopGround{}
	for _, s := range b.stops {
		if slices.Contains(s.Kinds, kind) && s.Contains(on) {
			grounds = append(grounds, s.Ground)
		}
	}
	return grounds
}

func (b *Book) stopRules() []Rule {
	rules := make([]Rule, len(b.stops))
	for i, s := range b.stops {
		rules[i] = Rule{
			Code: "BUSINESS-STOP-" + upper(string(s.Ground)) + "-" + upper(string(s.Kinds[0])), Topic: "stops", Title: titleBusinessStop,
			Period: s.Period, Cite: s.Cite, Basis: s.Basis, Value: s,
		}
	}
	return rules
}

// checkStops refuses a stop without kinds or orders, and two of one ground and kind on one day.
func (b *Book) checkStops(cite func(string, []law.Cite)) error {
	for i, s := range b.stops {
		cite("stops", s.Cite)
		if err := s.Check(); err != nil {
			return err
		}
		if len(s.Kinds) == 0 || len(s.Orders) == 0 || !s.Basis.Known() {
			return fmt.Errorf("stops[%d]: no kinds, orders or basis", i)
		}
		for _, other := range b.stops[:i] {
			twice := slices.ContainsFunc(s.Kinds, func(k coop.Kind) bool { return slices.Contains(other.Kinds, k) })
			if twice && other.Ground == s.Ground && other.Overlaps(s.Period) {
				return fmt.Errorf("stops[%d]: %s twice on one day", i, s.Ground)
			}
		}
	}
	return nil
}
