package reporting_test

import (
	"encoding/json"
	"errors"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// village is made up: two HTX, one of which gave no profit, and a credit fund many times their size.
func village() []reporting.Tally {
	htx, fund := reporting.NewTally(coop.KindHTX, "production", "agriculture"), reporting.NewTally(coop.KindQTDND, "", "credit")
	htx.Counts[reporting.MeasureOrganizations], fund.Counts[reporting.MeasureOrganizations] = 2, 1
	htx.Sums[reporting.MeasureMembers], fund.Sums[reporting.MeasureMembers] = reporting.Sum{Total: 60, Known: 2}, reporting.Sum{Total: 1400, Known: 1}
	htx.Sums[reporting.MeasureRevenue] = reporting.Sum{Total: 3_000_000_001, Known: 2}
	htx.Sums[reporting.MeasureRevenueMembers], htx.Sums[reporting.MeasureRevenueOfThose] = reporting.Sum{Total: 1_000_000_000, Known: 1}, reporting.Sum{Total: 3_000_000_000, Known: 1}
	htx.Sums[reporting.MeasurePretaxProfit] = reporting.Sum{}
	return []reporting.Tally{htx, fund}
}

func cell(t *testing.T, tables []reporting.Table, table, line, column string) reporting.Cell {
	t.Helper()
	for _, found := range tables {
		for _, l := range found.Lines {
			for i, c := range l.Cells {
				if found.Code == table && l.Code == line && found.Columns[i].Code == column {
					return c
				}
			}
		}
	}
	t.Fatalf("no cell %s %s %s", table, line, column)
	return reporting.Cell{}
}

func TestTheTableAddsUpWithAndWithoutCreditFunds(t *testing.T) {
	t.Parallel()
	tables := regime(t).Table.Tables([]coop.Kind{coop.KindHTX, coop.KindQTDND}, village(), nil, nil)
	for _, c := range []struct {
		line, column string
		value, known int64
	}{
		{"A01", "all", 3, 3},
		{"A01", "without_qtdnd", 2, 2},
		{"B01", "all", 1460, 3},
		{"B01", "without_qtdnd", 60, 2},
		{"B01", "qtdnd", 1400, 1},
		{"D01", "htx", 3_000_000_001, 2},
		{"D03", "htx", 3333, 1},          // only of those that gave both
		{"D04", "htx", 1_500_000_000, 2}, // rounded down
	} {
		got := cell(t, tables, reporting.TableIndicators, c.line, c.column)
		if got.Value == nil || *got.Value != c.value || int64(got.Known) != c.known {
			text, _ := json.Marshal(got)
			t.Errorf("%s %s: %s, want %d of %d", c.line, c.column, text, c.value, c.known)
		}
	}
	for line, column := range map[string]string{"D05": "htx", "D06": "all", "D01": "qtdnd", "B02": "all"} {
		if got := cell(t, tables, reporting.TableIndicators, line, column); got.Value != nil {
			t.Errorf("%s %s is %d, but nobody gave it", line, column, *got.Value)
		}
	}
	if got := cell(t, tables, reporting.TableSectors, "credit", "members"); *got.Value != 1400 {
		t.Errorf("the sector has %d members", *got.Value)
	}
}

func TestASharesOfGreatSumsIsExact(t *testing.T) {
	t.Parallel()
	v := village()
	v[0].Sums[reporting.MeasureRevenueMembers] = reporting.Sum{Total: 4_500_000_000_000_000_000, Known: 1}
	v[0].Sums[reporting.MeasureRevenueOfThose] = reporting.Sum{Total: 9_000_000_000_000_000_000, Known: 1}
	tables := regime(t).Table.Tables([]coop.Kind{coop.KindHTX}, v, nil, nil)
	if got := cell(t, tables, reporting.TableIndicators, "D03", "htx"); got.Value == nil || *got.Value != 5000 {
		t.Errorf("half is %v", got.Value)
	}
}

func TestTheDigestTellsEveryChange(t *testing.T) {
	t.Parallel()
	r := reporting.RollUp{Year: 2021, Figures: reporting.Figures{Tables: regime(t).Table.Tables([]coop.Kind{coop.KindHTX}, village(), nil, nil)}}
	digest, err := r.Sum()
	if err != nil {
		t.Fatal(err)
	}
	r.Digest = digest
	if err := r.Sealed(); err != nil {
		t.Errorf("as it was frozen: %v", err)
	}
	text, err := json.Marshal(r)
	var again reporting.RollUp
	if err != nil || json.Unmarshal(text, &again) != nil || again.Sealed() != nil {
		t.Error("read back it is another one")
	}
	*again.Tables[0].Lines[0].Cells[0].Value++
	if err := again.Sealed(); !errors.Is(err, reporting.ErrDiffers) {
		t.Errorf("a figure was changed: %v", err)
	}
	changes := reporting.Compare(r.Tables, again.Tables)
	if len(changes) != 1 || changes[0].Line != "A01" || *changes[0].After-*changes[0].Before != 1 {
		t.Errorf("changes: %+v", changes)
	}
	if gone := reporting.Compare(r.Tables, r.Tables[:1]); len(gone) == 0 || gone[0].After != nil || gone[0].Table != reporting.TableSectors {
		t.Errorf("a table that is gone: %+v", gone)
	}
}

func TestAProvisionalRollUpCountsOnlyWhereNoFinalOneCouldBeInTime(t *testing.T) {
	t.Parallel()
	inputs := vn.MustDate("2021-12-15")
	for due, want := range map[string]bool{"2021-12-10": true, "2021-12-15": false, "2021-12-18": false} {
		if reporting.Counts(true, vn.MustDate(due), inputs) != want || !reporting.Counts(false, vn.MustDate(due), inputs) {
			t.Errorf("due on %s", due)
		}
	}
}
