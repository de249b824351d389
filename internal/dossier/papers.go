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
	listed := make([]Document, 0, len(l.Papers.Value))
	for _, p := range l.Papers.Value {
		if slices.ContainsFunc(strings.Fields(p.When), func(word string) bool { return !d.asks(word, l) }) {
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

// asks tells whether the file is of the kind for which a paper is asked for: it changes a member of that name, or the word
// is one of those below.
func (d Dossier) asks(when string, l Law) bool {
	if plain, no := strings.CutPrefix(when, "not_"); no {
		return !d.asks(plain, l)
	}
	p := d.Payload
	switch when {
	case "whole":
		return d.UnitID == nil
	case "home":
		return !d.abroad(l)
	case "abroad":
		return d.abroad(l)
	case "resolved":
		return d.resolved(l.Rule.Value)
	case "judgment":
		return p.Judgment != nil
	case "exchange":
		return p.Exchange
	case "founding_meeting":
		return p.Reorganization == nil
	case "reorganized":
		return p.Reorganization != nil
	case "consolidated":
		return p.Reorganization != nil && p.Reorganization.Procedure == coop.ProcedureConsolidation
	case "new_representatives":
		return p.changes("legal_representatives") && !p.DataOnly
	case "foreign_members":
		return p.Members != nil
	case "found_by_filer":
		return p.FoundBy == FoundByFiler
	case "found_by_office":
		return p.FoundBy == FoundByOffice
	case "register_by_filer":
		return p.FoundBy == FoundByFiler && p.MistakeIn == MistakeInRegister
	case "state_whole":
		return p.State == StateSupportWhole || p.State == StateSupportBoth
	case "state_part":
		return p.State == StateSupportPart || p.State == StateSupportBoth
	case StandsNoticed, StandsNoticedOld, StandsDissolving, StandsFull, StandsReduced:
		return slices.Contains(l.Stands, when)
	}
	return p.changes(when)
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
			name = "personal_data"
		case name == "members" && !slices.Contains(r.Fields, "members"):
			name = "foreign_members"
		}
		if !slices.Contains(r.Unresolved, name) {
			return true
		}
	}
	return len(changes) == 0
}
