package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// issuePapers gives what the law gives for an approved file: a certificate, a confirmation, both or nothing. All that is on
// the paper is frozen in the transaction of the decision, with its signature and the digests of its two renditions.
func (r *Registry) issuePapers(ctx context.Context, tx Tx, j *judged, acts []string) error {
	if len(acts) == 0 || j.file.OrganizationID == nil || j.abroad { // of a unit abroad the register is only told
		return nil
	}
	w, occasion := writing{j: j, acts: acts, today: vn.DateIn(tx.Now())}, j.occasion()
	if err := r.issueAll(ctx, tx, w, r.book.PapersGiven(occasion, j.subject.Law.On)); err != nil {
		return err
	}
	if !occasion.Exchanged || occasion.Kind == string(founded(j.file)) {
		return nil
	}
	// With a file about a unit the organisation's own certificate is exchanged (Điều 65 khoản 2 điểm b, 92/2024/NĐ-CP).
	occasion.Kind, w.parent = string(founded(j.file)), true
	given := slices.DeleteFunc(r.book.PapersGiven(occasion, j.subject.Law.On), func(p rulebook.GivenPaper) bool { return !p.Exchange })
	return r.issueAll(ctx, tx, w, given)
}

// occasion is what decides which papers a file gives.
func (j *judged) occasion() rulebook.Occasion {
	kind := string(founded(j.file))
	if j.unit != nil {
		kind = string(j.unit.Kind)
	} else if j.file.Payload.Unit != nil {
		kind = string(j.file.Payload.Unit.Kind)
	}
	return rulebook.Occasion{
		Procedure: j.file.Procedure, Kind: kind, Changed: j.file.Payload.Changes(), Wished: j.file.Payload.ConfirmationWanted,
		Exchanged: j.file.Payload.Exchange,
	}
}

// issueAll issues papers about one organisation or unit. The act of an exchange is the first, that of the file the last.
func (r *Registry) issueAll(ctx context.Context, tx Tx, w writing, given []rulebook.GivenPaper) error {
	if len(given) == 0 {
		return nil
	}
	if err := r.gather(ctx, tx, &w); err != nil {
		return err
	}
	for _, paper := range given {
		w.act = w.acts[len(w.acts)-1]
		if paper.Exchange {
			w.act = w.acts[0]
		}
		if err := r.issue(ctx, tx, w, paper); err != nil {
			return err
		}
	}
	return nil
}

// writing is everything a paper about an organisation or unit is written from.
type writing struct {
	j            *judged
	acts         []string // what the file did
	act          string   // the one the paper goes with
	parent       bool     // about the organisation, with a file about its unit
	today        vn.Date
	organization coop.Organization
	unit         *coop.Unit
	branch       *coop.Unit            // that the unit, a business location, belongs to
	units        []coop.Unit           // of the organisation, on forms that list them
	people       []coop.Representative // with personal data
	standing     *coop.Sealed          // the certificate that stands, nil where none does or none is kept
	issued       []coop.Sealed         // certificates before this one, newest first
	issue        coop.Issue            // empty: as the procedure has it
}

// gather reads what a paper says: the record as the decision left it, and who is named on it. Of what the file enters nothing
// is read: it waits to be written, and writing it before the pages are printed would make others wait.
func (r *Registry) gather(ctx context.Context, tx Tx, w *writing) (err error) {
	file := w.j.file
	if w.founds() {
		if w.j.opened != nil {
			w.organization, w.unit = *w.j.parent, w.j.opened
		} else {
			w.organization = *w.j.made
		}
		w.people = slices.Concat(file.Payload.Representatives, headsOf(file.Payload.Unit))
		return w.gatherBranch(ctx, tx)
	}
	if w.organization, err = tx.Organization(ctx, *file.OrganizationID); err != nil {
		return err
	}
	if w.j.unit != nil && !w.parent {
		u, err := tx.Unit(ctx, w.j.unit.ID)
		if err != nil {
			return err
		}
		w.unit = &u
		if err := w.gatherBranch(ctx, tx); err != nil {
			return err
		}
	} else if w.units, err = r.openUnits(ctx, tx, w.organization.ID); err != nil {
		return err
	}
	if w.issued, err = tx.Certificates(ctx, w.query()); err != nil {
		return err
	}
	if i := slices.IndexFunc(w.issued, func(c coop.Sealed) bool { return c.Standing.State == coop.CertificateValid }); i >= 0 {
		w.standing = &w.issued[i]
	}
	return r.gatherPeople(ctx, tx, w)
}

// gatherBranch reads the branch that a business location belongs to.
func (w *writing) gatherBranch(ctx context.Context, tx Tx) error {
	if w.unit == nil || w.unit.ParentID == nil {
		return nil
	}
	branch, err := tx.Unit(ctx, *w.unit.ParentID)
	w.branch = &branch
	return err
}

// founds tells whether the file entered what the paper is about: then nothing was issued before.
func (w *writing) founds() bool { return !w.parent && (w.j.made != nil || w.j.opened != nil) }

// query asks for the certificates of what is written about.
func (w *writing) query() CertificateQuery {
	const most = 500
	q := CertificateQuery{OrganizationID: &w.organization.ID, Type: coop.TypeCertificate, Limit: most}
	if w.unit == nil {
		q.Own = true
	} else {
		q.UnitID = &w.unit.ID
	}
	return q
}

// gatherPeople finds the personal data of who is on the paper: as the file declares it, else as it is kept. That it goes onto
// a paper is a reading of it, which is logged.
func (r *Registry) gatherPeople(ctx context.Context, tx Tx, w *writing) (err error) {
	p := w.j.file.Payload
	declared := p.Representatives
	if w.unit != nil {
		declared = headsOf(p.Unit)
	}
	if len(declared) > 0 {
		w.people = declared
		return nil
	}
	if err := tx.LogPersonalRead(ctx, w.organization.ID.String(), "", msgReadForCertificate(w.j.file.Number)); err != nil {
		return err
	}
	if w.unit == nil {
		w.people, err = tx.People(ctx, w.organization.ID)
		return err
	}
	w.people = w.unit.Heads
	last := lastNaming(w.issued, w.unit.Heads)
	if last == nil {
		return nil
	}
	kept, _, err := tx.CertificatePeople(ctx, last.ID)
	if len(kept) > 0 {
		w.people = kept
	}
	return err
}

// issue freezes one paper and lets it take the place of the one that stands.
func (r *Registry) issue(ctx context.Context, tx Tx, w writing, paper rulebook.GivenPaper) error {
	c := r.write(w, paper)
	var people []coop.Representative
	if len(c.Subject.Representatives) > 0 {
		people = printed(w.people)
	}
	sealed, err := r.seal(c, people)
	if err != nil {
		return err
	}
	sealed.DossierID, sealed.RecordedAt = w.j.file.ID.String(), tx.Now()
	sealed.Standing = coop.CertificateEvent{
		State: coop.CertificateValid, Reason: coop.CertificateIssued, On: c.IssuedOn, RecordedAt: tx.Now(), ActID: c.ActID,
	}
	if err := tx.IssueCertificate(ctx, sealed, people); err != nil {
		return err
	}
	if paper.Gives != coop.TypeCertificate || w.standing == nil {
		return nil
	}
	return r.become(ctx, tx, *w.standing, coop.CertificateEvent{
		State: coop.CertificateReplaced, Reason: coop.CertificateNewer, On: c.IssuedOn, By: &c.ID, ActID: c.ActID,
	})
}

// become adds what became of a certificate, never before what is known of it already.
func (r *Registry) become(ctx context.Context, tx Tx, c coop.Sealed, e coop.CertificateEvent) error {
	if e.On.Before(c.Standing.On) {
		e.On = c.Standing.On
	}
	e.RecordedAt = tx.Now()
	return tx.SettleCertificate(ctx, c.ID, e)
}

// seal signs a certificate and keeps the digests of its renditions; one without people is the same in both.
func (r *Registry) seal(c coop.Certificate, people []coop.Representative) (coop.Sealed, error) {
	seal, err := r.press.Seal(c, people)
	if err != nil {
		return coop.Sealed{}, fmt.Errorf("seal certificate: %w", err)
	}
	sealed := coop.Sealed{Certificate: c, Seal: seal}
	if sealed.PublicSHA256, err = r.digest(c, nil, seal.Credential(false)); err != nil {
		return sealed, err
	}
	if len(people) == 0 {
		sealed.SHA256 = sealed.PublicSHA256
		return sealed, nil
	}
	sealed.SHA256, err = r.digest(c, people, seal.Credential(true))
	return sealed, err
}

func (r *Registry) digest(c coop.Certificate, people []coop.Representative, credential string) (string, error) {
	pdf, err := r.press.Print(c, people, credential)
	if err != nil {
		return "", fmt.Errorf("print certificate: %w", err)
	}
	sum := sha256.Sum256(pdf)
	return hex.EncodeToString(sum[:]), nil
}

// printed keeps of people what a certificate shows: no more personal data is copied than is printed (Điều 45 khoản 5,
// 17/2023/QH15; Điều 15 khoản 2 điểm đ, 193/2013/NĐ-CP).
func printed(people []coop.Representative) []coop.Representative {
	shown := coop.PublicPeople(people)
	for i, p := range people {
		shown[i].IDDocument, shown[i].ContactAddress = p.IDDocument, p.ContactAddress
	}
	return shown
}

// write puts a paper into words.
func (r *Registry) write(w writing, paper rulebook.GivenPaper) coop.Certificate {
	ref, file := r.Reference(), w.j.file
	registration := w.organization.Registration
	number := registration.CertificateNumber
	if w.unit != nil {
		registration, number = w.unit.Registration, w.unit.Registration.CertificateNumber
	}
	if paper.Gives == coop.TypeConfirmation || number == "" {
		number = file.Number // what has no number of its own is numbered as its file
	}
	office, _ := ref.authority(file.Authority.ID)
	heading := r.heading(office, w.today)
	c := coop.Certificate{
		ID: id.New[coop.Certificate](), OrganizationID: w.organization.ID, ActID: w.act, Type: paper.Gives, Form: paper.Form,
		Layout: paper.Layout, Title: paper.Title, Contents: paper.Contents, Number: number, Issue: w.issueOf(paper),
		FirstOn: registration.IssuedOn, IssuedOn: w.today, Superior: heading.Superior, Office: heading.Office, Authority: refOf(office, w.today),
		Signatory: r.book.Signatory(office.Office, w.today), Regime: w.j.subject.Law.Regime, Cite: paper.Cite,
		Subject: r.subject(w, paper),
	}
	if w.unit != nil {
		c.UnitID = &w.unit.ID
	}
	if c.Issue == coop.IssueChange && (w.unit != nil || w.organization.Origin == coop.OriginDossier) {
		c.Ordinal = 1 // of the changes before a book was taken over nothing is known
		for _, before := range w.issued {
			if before.Issue == coop.IssueChange {
				c.Ordinal++
			}
		}
	}
	c.VerifyURL = fmt.Sprintf("%s/v1/certificates/%s?id=%s", r.publicURL, url.PathEscape(number), c.ID)
	return c
}

// issueOf tells why a paper is given.
func (w *writing) issueOf(paper rulebook.GivenPaper) coop.Issue {
	switch {
	case w.issue != "":
		return w.issue
	case paper.Gives == coop.TypeConfirmation:
		return coop.IssueConfirmation
	case paper.Exchange || w.j.file.Procedure == coop.ProcedureExchange:
		return coop.IssueExchange
	case w.founds() || w.j.file.Procedure == coop.ProcedureFormation || w.j.file.Procedure == coop.ProcedureUnitRegistration:
		return coop.IssueFirst
	case w.j.file.Procedure == coop.ProcedureReissue:
		return coop.IssueReissue
	case w.j.file.Procedure == coop.ProcedureCorrection:
		return coop.IssueCorrection
	}
	return coop.IssueChange
}

// heading is how the head of a page names an office on a day.
func (r *Registry) heading(office jurisdiction.Authority, on vn.Date) rulebook.Heading {
	place, _ := r.Reference().Places.At(office.PlaceCode, on)
	return r.book.Heading(office.Office, on).Of(office.NameOn(on), inSentence(place.Name))
}
