package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// CheckName holds a planned name against the law of the day and the names on this register, as they were on that day. A
// union or HTX it is said to be a member of that is not on the register is coop.ErrNotFound.
func (r *Registry) CheckName(ctx context.Context, q naming.Question) (naming.Answer, error) {
	if q.On.IsZero() {
		q.On = r.Today()
	}
	procedure := coop.ProcedureFormation
	if q.Kind == coop.KindQTDND && !q.On.Before(vn.NewDate(2024, 7, 1)) {
		procedure = coop.ProcedureMirrorLicence
	}
	if q.Track == coop.TrackNotice {
		procedure = coop.ProcedureNoticeOfFormation
	}
	scheme := r.book.Scheme(q.Kind, trackOf(procedure, q.Kind, q.On), q.On)
	asOf := vn.Date{}
	if q.On.Before(r.Today()) {
		asOf = q.On
	}
	var registered []naming.Registered
	err := r.store.Read(ctx, func(tx ReadTx) error {
		if parsed, err := id.Parse[coop.Organization](q.MemberOf); err == nil {
			if _, err := tx.Organization(ctx, parsed); err != nil {
				return err
			}
		}
		var err error
		registered, err = r.candidates(ctx, tx, scheme, q, asOf)
		return err
	})
	if err != nil {
		return naming.Answer{}, err
	}
	return scheme.Judge(q, registered), nil
}

// candidates are the records that a planned name may collide with, as they were on a day; zero is now.
func (r *Registry) candidates(ctx context.Context, tx ReadTx, s naming.Scheme, q naming.Question, asOf vn.Date) ([]naming.Registered, error) {
	if len(s.Rules) == 0 {
		return nil, nil
	}
	found, err := tx.NameCandidates(ctx, coop.NameQuery{
		Keys: s.Lookups(q.Name), Short: vn.NameKey(q.ShortName), Foreign: vn.NameKey(q.ForeignName), On: asOf,
	})
	if err != nil {
		return nil, err
	}
	places := r.Reference().Places
	registered := make([]naming.Registered, 0, len(found))
	for _, o := range found {
		w := naming.Registered{
			Holder:  naming.Holder{ID: o.ID, Code: optional(o.Code), Name: o.Name.Vi, Kind: o.Kind, Status: o.Status},
			Foreign: o.Name.Foreign, Short: o.Name.Short, Track: o.Registration.Track, Reason: o.StatusReason,
			SameCommune: inCommune(places, o, q.SeatPlace, q.On),
		}
		if p, ok := coop.RefPlace(places, o.Seat.Place, o.SeatOn); ok {
			w.Place = p.Name
		}
		registered = append(registered, w)
	}
	slices.SortFunc(registered, func(a, b naming.Registered) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return registered, nil
}

// inCommune tells whether the seat of a record lies in a commune of the day. One whose commune was split may lie there.
func inCommune(places *place.Directory, o coop.Organization, commune string, on vn.Date) bool {
	return commune != "" && slices.ContainsFunc(places.Follow(o.Seat.Place, o.SeatOn, on), func(p place.Place) bool { return p.Code == commune })
}

// judgeName holds the planned name of a file against the law of its day and the register as it is now.
func (r *Registry) judgeName(ctx context.Context, tx ReadTx, j *judged, day vn.Date) ([]law.Verdict, error) {
	d := j.file
	name := d.Payload.Name
	switch {
	case name == (coop.Name{}):
		return nil, nil
	case d.Procedure == coop.ProcedureUnitRegistration || j.unit != nil:
		return r.judgeUnitName(j, day), nil
	}
	track := trackOf(d.Procedure, d.OrganizationKind, day)
	if j.target != nil && d.Procedure != coop.ProcedureFormation && d.Procedure != coop.ProcedureConversion {
		track = j.target.Registration.Track
		if name.Vi == "" { // only another form of it changes
			name.Vi = j.target.Name.Vi
		}
	}
	if name.Vi == "" {
		return nil, nil
	}
	j.scheme = r.book.Scheme(founded(d), track, day)
	q := naming.Question{
		Kind: founded(d), Name: name.Vi, ForeignName: name.Foreign, ShortName: name.Short, SeatPlace: j.place(r.Reference(), day), On: day,
		Consent: slices.ContainsFunc(d.Documents, func(x dossier.Document) bool { return x.Type == consentPaper && x.Provided }),
	}
	if d.Payload.MemberOf != nil {
		q.MemberOf = d.Payload.MemberOf.String()
	}
	registered, err := r.candidates(ctx, tx, j.scheme, q, vn.Date{})
	if err != nil {
		return nil, err
	}
	if j.target != nil { // its own name stands in nobody's way
		registered = slices.DeleteFunc(registered, func(w naming.Registered) bool { return w.ID == j.target.ID })
	}
	return j.scheme.Judge(q, registered).Verdicts(j.scheme, (*naming.Finding)(d.Payload.NameFinding)), nil
}

// judgeUnitName holds the planned name of a unit against the law of its day. One in another country is named by the law there.
func (r *Registry) judgeUnitName(j *judged, day vn.Date) []law.Verdict {
	var kind coop.UnitKind
	switch {
	case j.unit != nil:
		kind = j.unit.Kind
	case j.file.Payload.Unit != nil:
		kind = j.file.Payload.Unit.Kind
	}
	if j.abroad || j.target == nil || kind == "" || j.file.Payload.Name.Vi == "" {
		return nil
	}
	s, ok := r.book.UnitScheme(j.target.Kind, day)
	if !ok {
		return nil
	}
	return s.Judge(kind, j.file.Payload.Name, j.target.Name.Vi)
}

// consentPaper is the paper by which a body lets its name be used (Điều 50 khoản 5 điểm c, 17/2023/QH15).
const consentPaper = "name_consent"

// CheckNameIndex compares the index of names with the names and returns at most limit records in which they disagree: none,
// ever, for the index is written with the record.
func (r *Registry) CheckNameIndex(ctx context.Context, limit int) (wrong []coop.ID, err error) {
	err = r.store.View(ctx, func(tx ReadTx) error {
		wrong, err = tx.WrongNameKeys(ctx, limit)
		return err
	})
	return wrong, err
}
