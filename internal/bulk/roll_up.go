package bulk

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/reporting"
)

// WriteRollUp writes a roll-up as a workbook: a sheet that says what it is, then one for each table. Values are numbers; what
// is not known stays empty, and beside each value stands how many organisations it rests on.
func WriteRollUp(w io.Writer, r reporting.RollUp) error {
	return writeTables(w, about(r), r.Tables)
}

// WriteStatistics writes a table of the collective economy like a roll-up.
func WriteStatistics(w io.Writer, s reporting.Statistics) error {
	return writeTables(w, aboutStatistics(s), []reporting.Table{s.Table})
}

func writeTables(w io.Writer, about [][]any, tables []reporting.Table) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // removes its temporary files
	if err := f.SetSheetName("Sheet1", sheetAbout); err != nil {
		return err
	}
	if err := fill(f, sheetAbout, about); err != nil {
		return err
	}
	for _, t := range tables {
		name := sheetTitle(t.Code)
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		if err := fill(f, name, rowsOf(t)); err != nil {
			return err
		}
	}
	_, err := f.WriteTo(w)
	return err
}

func fill(f *excelize.File, sheet string, rows [][]any) error {
	stream, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := stream.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func about(r reporting.RollUp) [][]any {
	state := msgFinal
	if r.Provisional {
		state = msgProvisional
	}
	rows := [][]any{
		{msgRollUp, r.Year},
		{msgRollUpOffice, r.Authority.Name},
		{msgRollUpForm, r.Form},
		{msgRollUpState, state},
		{msgRollUpDue, r.DueOn.String()},
		{msgRollUpAsOf, r.AsOf.String()},
		{msgRollUpKnown, instant(r.KnownAt)},
		{msgRollUpOwed, r.Organizations.Owed},
		{msgRollUpOnTime, r.Organizations.OnTime},
		{msgRollUpLate, r.Organizations.Late},
		{msgRollUpOut, r.Organizations.Out()},
		{msgRollUpDigest, r.Digest},
		{msgRollUpRulebook, r.Rulebook},
	}
	for _, c := range r.Cite {
		rows = append(rows, []any{msgRollUpCite, fmt.Sprintf("%s, %s (%s)", c.At, c.Doc, r.Basis)})
	}
	return rows
}

func aboutStatistics(s reporting.Statistics) [][]any {
	place := s.Place
	if s.Authority != nil {
		place = s.Authority.Name
	}
	return [][]any{
		{msgStatistics, s.Year},
		{msgStatisticsPlace, place},
		{msgStatisticsPeriod, s.DataFrom.String() + " – " + s.DataUntil.String()},
		{msgRollUpAsOf, s.AsOf.String()},
		{msgRollUpKnown, instant(s.KnownAt)},
		{msgRollUpDigest, s.Digest},
		{msgRollUpRulebook, s.Rulebook},
		{msgNote, s.Note},
	}
}

func instant(at time.Time) string { return at.Format("2006-01-02T15:04:05.000000Z07:00") }

func rowsOf(t reporting.Table) [][]any {
	head := []any{msgCode, t.Title, msgUnit, msgBasis}
	for _, c := range t.Columns {
		head = append(head, c.Title, msgKnown)
	}
	rows := [][]any{append(head, msgNote)}
	for _, l := range t.Lines {
		row := []any{l.Code, l.Title, unitTitle(l.Unit), string(l.Basis)}
		for _, c := range l.Cells {
			if c.Value == nil {
				row = append(row, nil, c.Known)
				continue
			}
			row = append(row, *c.Value, c.Known)
		}
		rows = append(rows, append(row, l.Note))
	}
	return rows
}
