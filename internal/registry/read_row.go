package registry

import (
	"fmt"
	"strconv"
	"strings"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/naming"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// rowReader turns the cells of a row into facts and notes every fault. An empty cell stays not known: nothing is invented.
type rowReader struct {
	row    coop.BookRow
	today  vn.Date
	faults []fault.Field
}

func (w *rowReader) fault(column, code, detail string) {
	w.faults = append(w.faults, fault.Field{Pointer: pointerOf(w.row.Row, column), Parameter: column, Code: code, Detail: detail})
}

func (w *rowReader) text(column string, longest int) string {
	s, err := vn.Clean(w.row.Cells[column])
	if err != nil {
		w.fault(column, "invalid-text", err.Error())
	}
	if len([]rune(s)) > longest {
		w.fault(column, "too-long", msgTooLong(longest))
	}
	return s
}

// day reads a day. A book tells what has happened, so each of its days has come.
func (w *rowReader) day(column string) vn.Date {
	var d vn.Date
	if err := d.UnmarshalText([]byte(w.row.Cells[column])); err != nil {
		w.fault(column, "invalid-day", err.Error())
	}
	if d.After(w.today) {
		w.fault(column, "in-future", msgInFuture)
	}
	return d
}

func (w *rowReader) count(column string) (int, bool) {
	s := w.row.Cells[column]
	if s == "" {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(".", "", ",", "", " ", "").Replace(s))
	if err != nil || n < 0 {
		w.fault(column, "invalid-number", msgNotANumber)
	}
	return n, true
}

func pointerOf(row int, column string) string { return fmt.Sprintf("/rows/%d/%s", row, column) }

// readRow judges one row by itself.
func (r *Registry) readRow(row coop.BookRow, o ImportOptions, who caller.Caller) (bookEntry, []fault.Field) {
	w := &rowReader{row: row, today: r.Today()}
	record := coop.Organization{
		ID: newID(), Kind: coop.Kind(w.text(coop.ColumnKind, 20)), Status: coop.Status(w.text(coop.ColumnStatus, 20)),
		StatusReason: coop.StatusReason(w.text(coop.ColumnStatusReason, 20)), StatusSince: w.day(coop.ColumnStatusSince),
		Origin: o.Origin, ImportKey: importKey(row), Revision: 1,
	}
	if !record.Kind.Known() {
		w.fault(coop.ColumnKind, "unknown-kind", msgUnknownKind)
	}
	record.Registration = coop.Registration{
		IssuedOn: w.day(coop.ColumnRegisteredOn), CertificateNumber: w.text(coop.ColumnCertificateNumber, 30), Track: coop.Track(w.text(coop.ColumnTrack, 20)),
	}
	record.Facts = w.facts(record.Kind)
	record.Code, record.LegacyNumbers = w.code(), w.legacy()
	r.placeRow(w, &record)
	record.Registration.Regime = r.book.Regime(record.Registration.IssuedOn)
	r.settleStatus(w, &record)
	r.checkIndustries(w, record.Industries)
	r.authorityRow(w, &record, who)
	if len(w.faults) > 0 {
		return bookEntry{row: row.Row, record: record}, w.faults
	}
	day := record.Registration.IssuedOn
	r.classify(&record, day)
	scheme := r.book.Scheme(record.Kind, record.Registration.Track, day)
	entry := bookEntry{row: row.Row, record: record, pools: scheme.Keys(record.Seat.Place, record.SeatOn), nameKey: scheme.Key(record.Name.Vi)}
	if r.book.Scheme(record.Kind, record.Registration.Track, r.Today()).Free(record.Status, record.StatusReason, r.Today()) {
		entry.pools = nil // its name is free again
	}
	planned := naming.Question{Kind: record.Kind, Name: record.Name.Vi, ShortName: record.Name.Short, ForeignName: record.Name.Foreign, On: day}
	for _, hit := range scheme.Judge(planned, nil).Hits {
		if hit.Verdict == naming.Warning { // for an officer to weigh, of a name that is registered long since
			continue
		}
		entry.warnings = append(entry.warnings, fault.Field{Pointer: pointerOf(row.Row, coop.ColumnName), Parameter: coop.ColumnName, Code: ruleCode(hit.Rule), Detail: hit.Detail, Cite: hit.Cite})
	}
	return entry, nil
}

func (w *rowReader) facts(kind coop.Kind) coop.Facts {
	f := coop.Facts{
		Name: coop.Name{Vi: w.text(coop.ColumnName, 300), Foreign: w.text(coop.ColumnForeignName, 300), Short: w.text(coop.ColumnShortName, 100)},
		Seat: coop.Seat{Line: w.text(coop.ColumnSeatLine, 300), Place: w.text(coop.ColumnPlace, 5)}, Area: split(w.text(coop.ColumnArea, 300)),
		Purpose: w.text(coop.ColumnPurpose, 20), Phone: w.text(coop.ColumnPhone, 30), Email: w.text(coop.ColumnEmail, 200), Website: w.text(coop.ColumnWebsite, 200),
	}
	if f.Name.Vi == "" {
		w.fault(coop.ColumnName, "required", msgRequired)
	}
	if len(f.Area) > 0 && !kind.MaySpanCommunes() {
		w.fault(coop.ColumnArea, "not-allowed", msgNotForKind)
	}
	if amount, ok := w.count(coop.ColumnCharterCapital); ok {
		money := vn.VND(amount)
		if f.CharterCapital = &money; !kind.HasCapital() {
			w.fault(coop.ColumnCharterCapital, "not-allowed", msgNotForKind)
		}
	}
	if official, ok := w.count(coop.ColumnMembersOfficial); ok {
		f.Members = &coop.MemberCounts{Official: official}
		f.Members.CapitalAssociates, _ = w.count(coop.ColumnMembersCapital)
		f.Members.ServiceAssociates, _ = w.count(coop.ColumnMembersService)
		f.Members.Foreign, _ = w.count(coop.ColumnMembersForeign)
	}
	for i, line := range split(w.text(coop.ColumnIndustries, 2000)) {
		edition, code, ok := strings.Cut(line, ":")
		if !ok {
			w.fault(coop.ColumnIndustries, "invalid-industry", msgIndustryForm)
			continue
		}
		f.Industries = append(f.Industries, coop.Industry{Edition: edition, Code: code, Main: i == 0})
	}
	if name := w.text(coop.ColumnRepresentative, 120); name != "" {
		f.Representatives = []coop.Representative{{
			FullName: name, Title: w.text(coop.ColumnTitle, 120), Nationality: w.text(coop.ColumnNationality, 2), IDDocument: w.text(coop.ColumnIDDocument, 40),
			BirthDate: w.day(coop.ColumnBirthDate), ContactAddress: w.text(coop.ColumnContactAddress, 300), Phone: w.text(coop.ColumnPersonPhone, 30),
		}}
	}
	return f
}

func (w *rowReader) code() string {
	given := w.text(coop.ColumnCode, 14)
	if given == "" {
		return ""
	}
	code, err := vn.ParseTaxCode(given)
	if err != nil || code != code.Parent() {
		w.fault(coop.ColumnCode, "invalid-code", msgBadCode(err))
	}
	return string(code)
}

func (w *rowReader) legacy() []coop.LegacyNumber {
	number := w.text(coop.ColumnLegacyNumber, 30)
	if number == "" {
		return nil
	}
	return []coop.LegacyNumber{{Number: number, IssuedOn: w.day(coop.ColumnLegacyIssuedOn), Issuer: w.text(coop.ColumnLegacyIssuer, 120)}}
}

// placeRow finds the seat on the list of its day: place_on, else the day of registration, else today.
func (r *Registry) placeRow(w *rowReader, o *coop.Organization) {
	on := w.day(coop.ColumnPlaceOn)
	if on.IsZero() {
		on = o.Registration.IssuedOn
	}
	if on.IsZero() {
		on = r.Today()
	}
	o.SeatOn = on
	places := r.Reference().Places
	for _, code := range append([]string{o.Seat.Place}, o.Area...) {
		if _, ok := places.At(code, on); !ok {
			w.fault(coop.ColumnPlace, "place-not-in-force", msgPlaceNotInForce(code, on))
		}
	}
}

// settleStatus fills in what follows from kind and track: a record without registration has no official status.
func (r *Registry) settleStatus(w *rowReader, o *coop.Organization) {
	if o.Registration.Track == "" {
		switch o.Kind {
		case coop.KindHoiQuan:
			o.Registration.Track = coop.TrackRecord
		case coop.KindTHT:
			o.Registration.Track = coop.TrackNotice
		case coop.KindHTX, coop.KindLHHTX, coop.KindQTDND:
			o.Registration.Track = coop.TrackRegistration
		}
	}
	official := o.Registration.Track == coop.TrackRegistration || o.Registration.Track == coop.TrackLicence
	switch o.Status {
	case "":
		o.Status = coop.StatusRecorded
		if official {
			o.Status = coop.StatusActive
		}
	case coop.StatusEnded:
	case coop.StatusRecorded:
		if official {
			w.fault(coop.ColumnStatus, "invalid-status", msgStatusTrack)
		}
	case coop.StatusActive, coop.StatusSuspended, coop.StatusNotAtAddress, coop.StatusRevoked, coop.StatusDissolving, coop.StatusInBankruptcy:
		if !official {
			w.fault(coop.ColumnStatus, "invalid-status", msgStatusTrack)
		}
	default:
		w.fault(coop.ColumnStatus, "unknown-status", msgStatusUnknown)
	}
	if o.StatusSince.IsZero() && o.Status != coop.StatusEnded {
		o.StatusSince = o.Registration.IssuedOn
	}
}

func (r *Registry) checkIndustries(w *rowReader, lines []coop.Industry) {
	for _, line := range lines {
		if _, ok := r.Reference().Industries.Get(line.Edition, line.Code); !ok {
			w.fault(coop.ColumnIndustries, "unknown-industry", msgNoIndustry(line.Edition, line.Code))
		}
	}
}

// authorityRow finds the office that registered and holds it against the rule of the day. A desk takes over its own book
// only.
func (r *Registry) authorityRow(w *rowReader, o *coop.Organization, who caller.Caller) {
	code, day, ref := w.text(coop.ColumnAuthority, 40), o.Registration.IssuedOn, r.Reference()
	if code == "" {
		if r.permissions[OpCreateImport][who.Role] == Own {
			w.fault(coop.ColumnAuthority, "required", msgRequired)
		}
		return
	}
	on := day
	if on.IsZero() {
		on = o.SeatOn
	}
	by, err := ref.findAuthority(code, on)
	if err != nil || !by.Contains(on) {
		w.fault(coop.ColumnAuthority, "unknown-authority", msgNoAuthority(code, on))
		return
	}
	if r.permitAt(who, OpCreateImport, refOf(by, on)) != nil {
		w.fault(coop.ColumnAuthority, "foreign-office", ErrForeignOffice.Message)
	}
	o.Registration.AuthorityID, o.Registration.Level = by.ID.String(), string(by.Level)
	if day.IsZero() {
		o.Registration.MisroutedReason = msgNoDay
		return
	}
	if _, ok := ref.Places.At(o.Seat.Place, o.SeatOn); !ok {
		return
	}
	routing := jurisdiction.Route(r.book.Jurisdiction, ref.Places, jurisdiction.Question{
		Kind: string(o.Kind), Procedure: FoundingProcedure(o.Registration.Track), Place: placeOn(ref.Places, o.Seat.Place, o.SeatOn, day), On: day,
	}, by)
	o.Registration.Misrouted, o.Registration.MisroutedReason, o.Registration.Cite = routing.Misrouted, routing.Reason, routing.Cite
}

// placeOn is the code of the seat on another day, the same code where that is not one place.
func placeOn(places *place.Directory, code string, on, day vn.Date) string {
	if then := places.Follow(code, on, day); len(then) == 1 {
		return then[0].Code
	}
	return code
}

// FoundingProcedure is the procedure by which an organisation comes onto the register on a track.
func FoundingProcedure(track coop.Track) coop.Procedure {
	switch track {
	case coop.TrackNotice:
		return coop.ProcedureNoticeOfFormation
	case coop.TrackRecord:
		return coop.ProcedureRecognition
	case coop.TrackLicence:
		return coop.ProcedureMirrorLicence
	case coop.TrackRegistration:
	}
	return coop.ProcedureFormation
}
