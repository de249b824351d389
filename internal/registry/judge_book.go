package registry

import (
	"iter"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
)

// bookJudge judges the rows of a book by themselves, before they are held against the register.
type bookJudge struct {
	registry *Registry
	options  ImportOptions
	who      caller.Caller
	keys     map[string]int // row by key, within this book
}

// bookEntry is a sound row on its way in.
type bookEntry struct {
	row      int
	record   coop.Organization
	pools    []string
	nameKey  string
	warnings []fault.Field
}

// faultyRow is a row that stays out, and why.
type faultyRow struct {
	row    int
	faults []fault.Field
}

// judgedRows are some rows of a book, one after the other, or the error that ended it.
type judgedRows struct {
	rows   int
	sound  []bookEntry
	faulty []faultyRow
	err    error
}

func (r *Registry) bookJudge(o ImportOptions, who caller.Caller) *bookJudge {
	return &bookJudge{registry: r, options: o, who: who, keys: map[string]int{}}
}

// batches judges the rows and yields them so many at a time, the last time fewer. After an error comes nothing more.
func (j *bookJudge) batches(rows iter.Seq2[coop.BookRow, error], size int) iter.Seq[judgedRows] {
	return func(yield func(judgedRows) bool) {
		var batch judgedRows
		for row, err := range rows {
			if err != nil {
				batch.err = err
				break
			}
			j.add(&batch, row)
			if batch.rows < size {
				continue
			}
			if !yield(batch) {
				return
			}
			batch = judgedRows{}
		}
		if batch.rows > 0 || batch.err != nil {
			yield(batch)
		}
	}
}

// add judges a row by itself and puts it into the batch.
func (j *bookJudge) add(batch *judgedRows, row coop.BookRow) {
	batch.rows++
	entry, faults := j.registry.readRow(row, j.options, j.who)
	if first, twice := j.keys[entry.record.ImportKey]; twice {
		faults = append(faults, fault.Field{Pointer: pointerOf(row.Row, coop.ColumnKey), Parameter: coop.ColumnKey, Code: "twice", Detail: msgRowTwice(first)})
	}
	j.keys[entry.record.ImportKey] = row.Row
	if len(faults) > 0 {
		batch.faulty = append(batch.faulty, faultyRow{row.Row, faults})
		return
	}
	batch.sound = append(batch.sound, entry)
}
