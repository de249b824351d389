package dossier

import (
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// WithPapers gives the file with its papers of the file as the law of the day lists them, with what was handed in. Papers beyond the list
// stay at the end: the office may not ask for them, but the filer may add them.
func (d Dossier) WithPapers(l Law) Dossier {
	known := occasions()
	listed := make([]Document, 0, len(l.Papers.Value))
	for _, p := range l.Papers.Value {
		if slices.ContainsFunc(strings.Fields(p.When), func(word string) bool { return !d.asks(known, word, l) }) {
			continue
		}
		doc := Document{Type: p.Type, Title: p.Title, Required: p.Required}
		if i := slices.IndexFunc(d.Documents, func(x Document) bool { return x.Type == p.Type }); i >= 0 {
			doc = d.Documents[i]
			doc.Title, doc.Required = p.Title, p.Required
		}
		doc.OnPaper = d.Channel != ChannelOnline && slices.Contains(d.PapersReceived, p.Type)
		doc.Provided = doc.OnPaper || doc.SHA256 != ""
		listed = append(listed, doc)
	}
	for _, doc := range d.Documents {
		known := slices.ContainsFunc(listed, func(x Document) bool { return x.Type == doc.Type })
		if !known && doc.SHA256 != "" {
			doc.Required, doc.Provided = false, true
			listed = append(listed, doc)
		}
	}
	d.Documents = listed
	return d
}

func (d Dossier) papers(l Law) []law.Verdict {
	if !l.Papers.settled() {
		return []law.Verdict{{Rule: "ENTRY-PAPERS", Answer: law.Unknown, Cite: l.Papers.Cite, Basis: law.BasisMissing, Pointer: "/documents", Detail: msgPapersUnset}}
	}
	var verdicts []law.Verdict
	for _, doc := range d.WithPapers(l).Documents {
		if !doc.Required {
			continue
		}
		cite, basis := l.Papers.Cite, l.Papers.Basis
		v := verdict("ENTRY-PAPERS", doc.Provided, cite, "/documents/"+doc.Type, msgPaper(doc.Title, true), msgPaper(doc.Title, false))
		v.Basis = basis
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// occasion tells whether a file is of some kind.
type occasion func(d Dossier, l Law) bool

// occasions are the words by which a paper is asked for only from a file of some kind, beside the names of Fields.
func occasions() map[string]occasion {
	reorganized := func(d Dossier, _ Law) bool { return d.Payload.Reorganization != nil }
	states := func(some ...StateSupport) occasion {
		return func(d Dossier, _ Law) bool { return slices.Contains(some, d.Payload.State) }
	}
	words := map[string]occasion{
		"whole":            func(d Dossier, _ Law) bool { return d.UnitID == nil },
		"home":             func(d Dossier, l Law) bool { return !d.abroad(l) },
		"abroad":           func(d Dossier, l Law) bool { return d.abroad(l) },
		"resolved":         func(d Dossier, l Law) bool { return d.resolved(l.Rule.Value) },
		"judgment":         func(d Dossier, _ Law) bool { return d.Payload.Judgment != nil },
		"exchange":         func(d Dossier, _ Law) bool { return d.Payload.Exchange },
		"founding_meeting": func(d Dossier, l Law) bool { return !reorganized(d, l) },
		"reorganized":      reorganized,
		"consolidated": func(d Dossier, l Law) bool {
			return reorganized(d, l) && d.Payload.Reorganization.Procedure == coop.ProcedureConsolidation
		},
		"new_representatives": func(d Dossier, _ Law) bool { return d.Payload.changes("legal_representatives") && !d.Payload.DataOnly },
		PartForeignMembers:    func(d Dossier, _ Law) bool { return d.Payload.Members != nil },
		"found_by_filer":      func(d Dossier, _ Law) bool { return d.Payload.FoundBy == FoundByFiler },
		"found_by_office":     func(d Dossier, _ Law) bool { return d.Payload.FoundBy == FoundByOffice },
		"register_by_filer": func(d Dossier, _ Law) bool {
			return d.Payload.FoundBy == FoundByFiler && d.Payload.MistakeIn == MistakeInRegister
		},
		// Điều 53 khoản 3, Điều 55 khoản 4, Điều 64 khoản 3, 92/2024/NĐ-CP: what a court decides needs no notice of a violation.
		"by_court":    func(d Dossier, _ Law) bool { return d.Payload.Ground == "court" },
		"state_whole": states(StateSupportWhole, StateSupportBoth),
		"state_part":  states(StateSupportPart, StateSupportBoth),
	}
	for _, stands := range []string{StandsNoticed, StandsNoticedOld, StandsDissolving, StandsForeign, StandsFull, StandsReduced} {
		words[stands] = func(_ Dossier, l Law) bool { return slices.Contains(l.Stands, stands) }
	}
	return words
}

// Asks tells whether when, the words of a paper between blanks, says anything: each is the name of a field a file may change
// or of an occasion, with not_ before it or without. The first that says nothing comes with false.
func Asks(when string) (unknown string, ok bool) {
	known := occasions()
	for word := range strings.FieldsSeq(when) {
		plain := strings.TrimPrefix(word, "not_")
		if _, occasion := known[plain]; !occasion && !slices.Contains(Fields(), plain) {
			return word, false
		}
	}
	return "", true
}

// asks tells whether the file is of the kind for which a paper is asked for: it is of an occasion, or changes a member of that
// name.
func (d Dossier) asks(known map[string]occasion, when string, l Law) bool {
	if plain, no := strings.CutPrefix(when, "not_"); no {
		return !d.asks(known, plain, l)
	}
	if holds, ok := known[when]; ok {
		return holds(d, l)
	}
	return d.Payload.changes(when)
}

// resolved tells whether a meeting has to resolve what the file changes: not what a judgment orders, nor what the rule says
// changes without one.
func (d Dossier) resolved(r Rule) bool {
	if d.Payload.Judgment != nil {
		return false
	}
	changes := d.Payload.Changes()
	for _, name := range changes {
		switch {
		case name == "legal_representatives" && d.Payload.DataOnly:
			name = PartPersonalData
		case name == "members" && !slices.Contains(r.Fields, "members"):
			name = PartForeignMembers
		}
		if !slices.Contains(r.Unresolved, name) {
			return true
		}
	}
	return len(changes) == 0
}
