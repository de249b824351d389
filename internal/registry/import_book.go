package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strings"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// OpImport is the ledger's operation of a book taken over by an operator's command.
const OpImport Operation = "import"

// ImportOptions say how a book is taken over.
type ImportOptions struct {
	DryRun  bool        // check everything, write nothing
	Partial bool        // take the sound rows although others are faulty; by default it is all or nothing
	Alone   bool        // nobody else reads the register meanwhile, or may wait for each batch, which is then written faster
	Origin  coop.Origin // default opening_book
	Digest  string      // SHA-256 of the file, shown in the result
	Show    int         // how many sound rows to show; faulty ones and warnings always are, up to maxShown
}

const (
	importBatch = 2000
	maxShown    = 1000
)

// ImportBook takes over an opening book row by row. Faults are collected over the whole book; unless Partial, one faulty
// row keeps all out. A row that is on the register already, by its key, adds nothing, so a book that was cut off is simply
// taken over again. A name or code that is held is a fault of the row, but an old certificate keeps a name that clashes:
// it is entered without a claim, with a warning (Điều 22 khoản 3, 03/2014/TT-BKHĐT).
func (r *Registry) ImportBook(ctx context.Context, rows iter.Seq2[coop.BookRow, error], o ImportOptions) (coop.BookResult, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpCreateImport); err != nil {
		return coop.BookResult{}, err
	}
	if o.Origin == "" {
		o.Origin = coop.OriginOpeningBook
	}
	if o.DryRun || !o.Partial || who.Attempt != nil {
		// A first pass over all rows before anything is written would need them twice; rows are few enough to hold.
		return r.importWhole(ctx, rows, o, who)
	}
	in := r.intake(o)
	j := r.bookJudge(o, who)
	for batch := range ahead(j.batches(rows, importBatch)) { // a batch is judged while the one before it is written
		if err := in.receive(ctx, batch); err != nil {
			return in.result, err
		}
		if err := in.flush(ctx, batch.sound); err != nil {
			return in.result, err
		}
	}
	return in.result, nil
}

// importWhole checks every row against the law, the register and all other rows, then writes all in one transaction, once
// for each retry key: whoever lost the answer is told what was added, not that it is all known.
func (r *Registry) importWhole(ctx context.Context, rows iter.Seq2[coop.BookRow, error], o ImportOptions, who caller.Caller) (coop.BookResult, error) {
	in, j := r.intake(o), r.bookJudge(o, who)
	var sound []bookEntry
	for batch := range j.batches(rows, importBatch) {
		if err := in.receive(ctx, batch); err != nil {
			return in.result, err
		}
		sound = append(sound, batch.sound...)
	}
	if in.result.Faulty > 0 && !o.Partial {
		return in.result, nil
	}
	enter := func(tx Tx) (coop.BookResult, error) {
		entering := *in // a transaction that is tried again counts again
		entering.result.Items = slices.Clone(in.result.Items)
		settled, err := entering.enter(ctx, tx, sound)
		entering.count(settled)
		return entering.result, err
	}
	if !o.DryRun {
		return once(ctx, r, enter)
	}
	var result coop.BookResult
	err := r.inTx(ctx, func(tx Tx) (err error) {
		result, err = enter(tx)
		return err
	})
	return result, err
}

// intake is a book being taken over.
type intake struct {
	registry *Registry
	options  ImportOptions
	result   coop.BookResult
	shown    int
}

func (r *Registry) intake(o ImportOptions) *intake {
	return &intake{
		registry: r, options: o, result: coop.BookResult{DryRun: o.DryRun, Digest: o.Digest, Items: []coop.BookRowResult{}},
	}
}

// receive counts a batch and shows what is faulty in it. It fails where the book ended early, or nobody waits for it any more.
func (in *intake) receive(ctx context.Context, batch judgedRows) error {
	in.result.Rows += batch.rows
	for _, f := range batch.faulty {
		in.fault(f.row, f.faults)
	}
	return cmp.Or(batch.err, ctx.Err())
}

func (in *intake) fault(row int, faults []fault.Field) {
	in.result.Faulty++
	in.show(coop.BookRowResult{Row: row, Result: "faulty", Errors: faults, Warnings: []fault.Field{}})
}

func (in *intake) show(row coop.BookRowResult) {
	if len(row.Errors) == 0 && len(row.Warnings) == 0 {
		if in.shown >= in.options.Show {
			return
		}
		in.shown++
	}
	if len(in.result.Items) < maxShown {
		in.result.Items = append(in.result.Items, row)
	}
}

// flush holds the batch against the register and writes what is new.
func (in *intake) flush(ctx context.Context, batch []bookEntry) error {
	if len(batch) == 0 {
		return nil
	}
	var settled []settledRow
	err := in.registry.inTx(ctx, func(tx Tx) (err error) {
		settled, err = in.enter(ctx, tx, batch)
		return err
	})
	if err != nil {
		return err
	}
	in.count(settled)
	return nil
}

// enter settles the batch and writes what is new of it, unless it is only checked or, all or nothing, something is refused.
func (in *intake) enter(ctx context.Context, tx Tx, batch []bookEntry) ([]settledRow, error) {
	settled, err := in.registry.settle(ctx, tx, batch)
	if err != nil || in.options.DryRun {
		return settled, err
	}
	refused := slices.ContainsFunc(settled, func(s settledRow) bool { return len(s.faults) > 0 })
	if refused && !in.options.Partial {
		return settled, nil
	}
	fresh := slices.DeleteFunc(slices.Clone(settled), func(s settledRow) bool { return s.result != "added" || len(s.faults) > 0 })
	if in.options.Alone && len(fresh) > 0 {
		if err := tx.GatherWords(ctx); err != nil {
			return nil, err
		}
	}
	for some := range slices.Chunk(fresh, importBatch) { // what is written of a row is larger than the row
		added := make([]NewOrganization, len(some))
		for i, s := range some {
			added[i] = in.registry.newOrganization(ctx, tx, s)
		}
		if err := tx.AddOrganizations(ctx, added); err != nil {
			return nil, err
		}
	}
	return settled, nil
}

func (in *intake) count(settled []settledRow) {
	refused := 0
	for _, s := range settled {
		if len(s.faults) > 0 {
			refused++
		}
	}
	for _, s := range settled {
		switch {
		case len(s.faults) > 0:
			in.fault(s.entry.row, s.faults)
			continue
		case s.result == "known":
			in.result.Known++
		case refused > 0 && !in.options.Partial && !in.options.DryRun:
			continue // sound, but kept out by the others
		default:
			in.result.Added++
		}
		in.show(coop.BookRowResult{
			Row: s.entry.row, Result: s.result, OrganizationID: s.entry.record.ID.String(), Errors: []fault.Field{},
			Warnings: notNil(s.entry.warnings),
		})
	}
}

// settledRow is a row held against the register.
type settledRow struct {
	entry  bookEntry
	result string // added or known
	faults []fault.Field
}

// settle finds which rows are on the register already, which codes are taken and which names clash.
func (r *Registry) settle(ctx context.Context, tx Tx, batch []bookEntry) ([]settledRow, error) {
	keys, codes := make([]string, len(batch)), []string{}
	var pools, names []string
	for i, e := range batch {
		keys[i] = e.record.ImportKey
		if e.record.Code != "" {
			codes = append(codes, e.record.Code)
		}
		for _, pool := range e.pools {
			pools, names = append(pools, pool), append(names, e.nameKey)
		}
	}
	known, err := tx.KnownImportKeys(ctx, keys)
	if err != nil {
		return nil, err
	}
	heldCodes, err := tx.HeldCodes(ctx, codes)
	if err != nil {
		return nil, err
	}
	heldNames, err := tx.HeldNames(ctx, pools, names)
	if err != nil {
		return nil, err
	}
	settled := make([]settledRow, 0, len(batch))
	for _, e := range batch {
		if recorded, ok := known[e.record.ImportKey]; ok {
			e.record.ID = recorded
			settled = append(settled, settledRow{entry: e, result: "known"})
			continue
		}
		s := settledRow{entry: e, result: "added"}
		if e.record.Code != "" && heldCodes[e.record.Code] {
			s.faults = append(s.faults, fault.Field{Pointer: pointerOf(e.row, coop.ColumnCode), Parameter: coop.ColumnCode, Code: "code-taken", Detail: coop.ErrCodeTaken.Message})
		}
		heldCodes[e.record.Code] = true
		s.claim(heldNames)
		settled = append(settled, s)
	}
	return settled, nil
}

// claim takes the name in its pools, or notes the clash.
func (s *settledRow) claim(held map[string]bool) {
	for _, pool := range s.entry.pools {
		if held[pool+"\x00"+s.entry.nameKey] {
			s.entry.record.NameClash, s.entry.pools = true, nil
			s.entry.warnings = append(s.entry.warnings, fault.Field{Pointer: pointerOf(s.entry.row, coop.ColumnName), Parameter: coop.ColumnName, Code: "name-clash", Detail: msgNameClash})
			return
		}
	}
	for _, pool := range s.entry.pools {
		held[pool+"\x00"+s.entry.nameKey] = true
	}
}

func (r *Registry) newOrganization(ctx context.Context, tx Tx, s settledRow) NewOrganization {
	o := s.entry.record
	o.RecordedAt = tx.Now()
	e := r.entry(ctx, tx, OpImport, "organization.taken_over")
	e.OrganizationID, e.AuthorityID, e.Cite, e.After = o.ID.String(), o.Registration.AuthorityID, notNil(o.Registration.Cite), r.publicRecord(o)
	if !o.Registration.IssuedOn.IsZero() {
		e.EffectiveOn = o.Registration.IssuedOn
	}
	return NewOrganization{Organization: o, Entry: e, Claims: coop.ClaimsIn(s.entry.pools, s.entry.nameKey)}
}

func importKey(row coop.BookRow) string {
	if key := row.Cells[coop.ColumnKey]; key != "" {
		return key
	}
	h := sha256.New()
	for _, column := range coop.BookColumns() {
		h.Write([]byte(vn.NameKey(row.Cells[column])))
		h.Write([]byte{0})
	}
	return "sha256-" + hex.EncodeToString(h.Sum(nil)[:16])
}

func newID() coop.ID { return id.New[coop.Organization]() }

func split(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == ' ' || c == '|' })
}

// MayImport tells whether the caller may take a book over at all, before the book is received.
func (r *Registry) MayImport(ctx context.Context) error {
	return r.permit(caller.From(ctx), OpCreateImport)
}
