package dossier

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// renamed checks the forms of the name that the file gives anew, each by its own rules: one that stays is not judged again. A form
// that is removed must be on the record, and is not given anew by the same file.
func (d Dossier) renamed(s Subject) []law.Verdict {
	var verdicts []law.Verdict
	name := d.Payload.Name
	given := map[string]bool{"/payload/name/vi": name.Vi != "", "/payload/name/foreign": name.Foreign != "", "/payload/name/short": name.Short != ""}
	for _, v := range s.Name {
		if given[v.Pointer] {
			verdicts = append(verdicts, v)
		}
	}
	if len(d.Payload.NameRemoved) == 0 || s.Target == nil {
		return verdicts
	}
	fits := s.Target.Unit == nil
	var record coop.Name
	if fits {
		record = s.Target.Organization.Name
	}
	for _, part := range d.Payload.NameRemoved {
		fits = fits && *part.of(&record) != "" && *part.of(&name) == ""
	}
	return append(verdicts, d.lifeVerdict(s.Law, "NAME-REMOVED", fits, "/payload/name_removed", msgNameRemoved))
}
