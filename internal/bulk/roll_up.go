package bulk

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/reporting"
)

// WriteRollUp writes a roll-up as a workbook: a sheet that says what it is, then one for each table. Values are numbers; what
// is not known stays empty, and beside each value stands how many organisations it rests on.
func WriteRollUp(w io.Writer, r reporting.RollUp) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // removes its temporary files
	if err := f.SetSheetName("Sheet1", sheetAbout); err != nil {
		return err
	}
	if err := fill(f, sheetAbout, about(r)); err != nil {
		return err
	}
	for _, t := range r.Tables {
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
		{msgRollUpKnown, r.KnownAt.Format("2006-01-02T15:04:05.000000Z07:00")},
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

func rowsOf(t reporting.Table) [][]any {
	head := []any{msgCode, t.Title, msgUnit, msgBasis}
	for _, c := range t.Columns {
		head = append(head, c.Title, msgKnown)
	}
	rows := [][]any{head}
	for _, l := range t.Lines {
		row := []any{l.Code, l.Title, unitTitle(l.Unit), string(l.Basis)}
		for _, c := range l.Cells {
			if c.Value == nil {
				row = append(row, nil, c.Known)
				continue
			}
			row = append(row, *c.Value, c.Known)
		}
		rows = append(rows, row)
	}
	return rows
}
