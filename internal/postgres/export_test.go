package postgres

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// What the tests of this package look at from outside.

func ScopeText(s string) string { return scopeOf(caller.Caller{Scope: s}).text() }

func MappedConstraints() (names []string) {
	for name := range constraintFaults() {
		names = append(names, name)
	}
	names = append(names, constraintRaces()...)
	names = append(names, constraintBugs()...)
	return append(names, constraintRows()...)
}

type Statement struct {
	SQL  string
	Args []any
}

// ListStatements are the statements of a page, however it is matched.
func ListStatements(q coop.Query, how string) ([]Statement, error) {
	m := match{map[string]manner{"": matchAnything, "exact": matchExact, "parts": matchParts, "similar": matchSimilar}[how], q.Words}
	var all []Statement
	for _, p := range parts(q) {
		makers := []func(coop.Query, part, match, int) (string, []any, error){pageOf}
		if selective(q) {
			makers[0] = hitsOf
		}
		if walkable(q, m) {
			makers = append(makers, probe, walk)
		}
		for _, statement := range makers {
			sql, args, err := statement(q, p, m, q.Limit)
			if err != nil {
				return nil, err
			}
			all = append(all, Statement{sql, args})
		}
	}
	return all, nil
}

func probe(q coop.Query, p part, m match, limit int) (string, []any, error) {
	return nearOf(q, p, m, limit, mostProbed)
}

func walk(q coop.Query, p part, m match, limit int) (string, []any, error) {
	return nearOf(q, p, m, limit, mostWalked)
}

// GormRows are a value of every row type that gorm reads.
func GormRows() []any {
	return []any{
		&dossierRow{}, &unitRow{}, &historyRow{}, &keyRow{}, &settingRow{}, &placeRow{}, &altNameRow{},
		&placeSuccessionRow{}, &industryRow{}, &authorityRow{}, &authoritySuccessionRow{}, &referenceListRow{},
	}
}

// WrittenColumns are the columns that statements of this package name, by table.
func WrittenColumns() map[string][]string {
	return map[string][]string{
		"organizations": organizationColumns(),
		"units":         unitColumns(),
		"dossiers":      append(append(dossierFixed(), dossierFree()...), "transferred_from", "succession_id"), // MoveDossiers
		"history":       historyColumns(),
	}
}

// Failed is the error a statement gives that the database ends with a state.
func Failed(state string) error { return failed("test", &pgconn.PgError{Code: state}) }

// ScanWide reads a row as organisations are read.
func ScanWide(row pgx.Row, decode func() error, targets ...any) error {
	return row.Scan(&wideRow{targets, decode})
}

// Day is where a wide row reads a day to.
func Day(d *vn.Date) any { return (*dayTarget)(d) }
