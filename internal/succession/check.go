package succession

import (
	"fmt"
	"regexp"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

var named = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,79}$`)

// checker collects every fault of a plan.
type checker struct {
	plan    Plan
	offices *jurisdiction.Directory
	faults  []fault.Field
}

func (c *checker) check(ok bool, pointer, code, detail string) {
	if !ok {
		c.faults = append(c.faults, fault.Field{Pointer: pointer, Code: code, Detail: detail})
	}
}

// Demand says how much a plan must keep to: a thought (what-if) may invent offices and places, a written one names its
// document too, and none goes to an office that has ended where a later plan was applied before.
type Demand struct {
	WhatIf  bool
	Written bool
	Late    bool    // a later plan is applied already
	Today   vn.Date // of the writing
}

// Check holds a plan against the offices there are. It returns ErrInvalid naming every fault.
func (p Plan) Check(places *place.Directory, offices *jurisdiction.Directory, d Demand) error {
	c := checker{plan: p, offices: offices}
	c.check(named.MatchString(p.Name), "/name", "invalid", msgName)
	c.check(p.By == "" || p.By == ByPlaces, "/by", "unknown-value", msgBy)
	c.check(p.By != "" || len(p.Successions)+len(p.HandOver) > 0, "/by", "required", msgNothing)
	c.check(slices.Contains([]string{"", OthersWorkList, OthersEnd}, p.Accounts.Others), "/accounts/others", "unknown-value", msgOthers)
	if c.check(!p.On.IsZero(), "/on", "required", msgDay); p.On.IsZero() {
		return ErrInvalid.At(c.faults...)
	}
	doc := p.Document
	c.check(!d.Written || doc.Number != "" && doc.Issuer != "" && !doc.IssuedOn.IsZero(), "/document", "required", msgDocument)
	c.check(d.WhatIf || len(p.Places) == 0, "/places", "what-if-only", msgWhatIfOnly)
	if p.By == ByPlaces {
		c.check(len(offices.EndedOn(p.On)) > 0, "/on", "nothing-ends", msgNoneEnded(p.On))
	}
	for i, pair := range p.Successions {
		c.pair(fmt.Sprintf("/successions/%d", i), i, pair, !d.WhatIf)
	}
	for i, h := range p.HandOver {
		known := h.From.Level() != jurisdiction.LevelNone && h.To.Level() != jurisdiction.LevelNone && len(h.Kinds) > 0
		c.check(known && !slices.ContainsFunc(h.Kinds, unknownKind), fmt.Sprintf("/hand_over/%d", i), "invalid", msgHandOver)
	}
	for i, m := range p.Accounts.Moves {
		c.account(fmt.Sprintf("/accounts/moves/%d", i), m)
	}
	for i, change := range p.Places {
		_, ok := places.At(change.Old, p.On.AddDays(-1))
		c.check(ok, fmt.Sprintf("/places/%d/old", i), "unknown", msgNoPlace(change.Old, p.On.AddDays(-1)))
	}
	if d.Late && len(c.faults) == 0 {
		c.heirsLive(places, d.Today)
	}
	if len(c.faults) > 0 {
		return ErrInvalid.At(c.faults...)
	}
	return nil
}

// pair checks one line; unless it is a thought it must be among the successions the lists know.
func (c *checker) pair(pointer string, i int, pair Pair, known bool) {
	before := c.plan.On.AddDays(-1)
	old, ok1 := c.offices.ByCode(pair.Old, before)
	heir, ok2 := c.offices.ByCode(pair.New, c.plan.On)
	c.check(ok1, pointer+"/old", "unknown", msgNoOffice(pair.Old, before))
	c.check(ok2, pointer+"/new", "unknown", msgNoOffice(pair.New, c.plan.On))
	c.check(slices.Contains([]place.Share{place.ShareWhole, place.SharePart, place.ShareUnknown}, pair.Share), pointer+"/share", "unknown-value", msgShare)
	c.check(!slices.ContainsFunc(c.plan.Successions[:i], func(o Pair) bool { return o.Old == pair.Old && o.New == pair.New }), pointer, "twice", msgTwice)
	if !ok1 || !ok2 || !known {
		return
	}
	if c.check(old.To == c.plan.On, pointer+"/old", "not-ending", msgNotEnding(pair.Old, c.plan.On)); old.To != c.plan.On {
		return
	}
	heirs := Known(c.offices, old)
	codes := make([]string, len(heirs))
	for i, a := range heirs {
		codes[i] = a.Code
	}
	c.check(slices.ContainsFunc(heirs, func(a jurisdiction.Authority) bool { return a.ID == heir.ID }), pointer, "contradicts", msgContradicts(pair.Old, pair.New, codes))
}

func (c *checker) account(pointer string, m Account) {
	c.check((m.Key == "") != (m.Office == "") && (m.To != "") != m.End, pointer, "invalid", msgOneOf)
	if m.To != "" {
		_, ok := c.offices.ByCode(m.To, c.plan.On)
		c.check(ok, pointer+"/to", "unknown", msgNoOffice(m.To, c.plan.On))
	}
	if m.Office != "" {
		_, ok := c.offices.ByCode(m.Office, c.plan.On.AddDays(-1))
		c.check(ok, pointer+"/office", "unknown", msgNoOffice(m.Office, c.plan.On.AddDays(-1)))
	}
}

// heirsLive refuses to move anything to an office that has ended meanwhile: its own succession comes after, or never.
func (c *checker) heirsLive(places *place.Directory, today vn.Date) {
	told := map[jurisdiction.AuthorityID]bool{}
	s := NewScheme(c.plan, places, c.offices)
	for _, old := range s.Offices() {
		for _, heir := range s.Heirs(old) {
			if told[heir.ID] || heir.To.IsZero() || heir.To.After(today) {
				continue
			}
			if told[heir.ID] = true; len(told) <= maxTold {
				c.check(false, "/on", "successor-ended", msgEndedSince(heir.Code, heir.To))
			}
		}
	}
}

// maxTold is how many ended successors are named: with more the order of the plans is wrong as a whole.
const maxTold = 20

func unknownKind(k coop.Kind) bool { return !k.Known() }
