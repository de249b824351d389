package postgres

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/registry"
)

// The lists of reference data.
const (
	listPlaces      = "places"
	listIndustries  = "industries"
	listAuthorities = "authorities"
)

// LoadPlaces implements registry.ReferenceLoader.
func (s *Store) LoadPlaces(
	ctx context.Context, digest string, places []place.Place, alt []place.AltName, successions []place.Succession,
) (bool, error) {
	list := registry.ReferenceList{Name: listPlaces, Digest: digest, Rows: len(places)}
	return s.load(ctx, list, func(t *session) error {
		if err := t.clear(ctx, "places", "place_alt_names", "place_successions"); err != nil {
			return err
		}
		err := t.copyList(ctx, "places", []string{"code", "name", "level", "kind", "parent_code", "valid_from", "valid_to"},
			len(places), func(i int) (string, []any) {
				p := places[i]
				return p.Code, []any{
					p.Code, p.Name, string(p.Level), p.Kind, text(p.ParentCode), day(p.From), day(p.To),
				}
			})
		if err != nil {
			return err
		}
		err = t.copyList(ctx, "place_alt_names", []string{"code", "alt_name"}, len(alt), func(i int) (string, []any) {
			return alt[i].Code, []any{alt[i].Code, alt[i].Name}
		})
		if err != nil {
			return err
		}
		columns := []string{"old_code", "new_code", "old_level", "new_level", "share", "effective_on", "remark", "source"}
		return t.copyList(ctx, "place_successions", columns, len(successions), func(i int) (string, []any) {
			c := successions[i]
			return c.OldCode + " → " + c.NewCode, []any{
				c.OldCode, c.NewCode, string(c.OldLevel), string(c.NewLevel), string(c.Share), day(c.On), c.Remark, c.Source,
			}
		})
	})
}

// LoadIndustries implements registry.ReferenceLoader.
func (s *Store) LoadIndustries(ctx context.Context, digest string, industries []place.Industry) (bool, error) {
	list := registry.ReferenceList{Name: listIndustries, Digest: digest, Rows: len(industries)}
	return s.load(ctx, list, func(t *session) error {
		if err := t.clear(ctx, "industries"); err != nil {
			return err
		}
		columns := []string{"edition", "code", "level", "parent_code", "name"}
		return t.copyList(ctx, "industries", columns, len(industries), func(i int) (string, []any) {
			n := industries[i]
			return n.Edition + " " + n.Code, []any{n.Edition, n.Code, n.Level, text(n.ParentCode), n.Name}
		})
	})
}

// LoadAuthorities implements registry.ReferenceLoader.
func (s *Store) LoadAuthorities(
	ctx context.Context, digest string, authorities []jurisdiction.Authority, successions []jurisdiction.AuthoritySuccession,
) (bool, error) {
	list := registry.ReferenceList{Name: listAuthorities, Digest: digest, Rows: len(authorities)}
	return s.load(ctx, list, func(t *session) error {
		if err := t.putAuthorities(ctx, authorities); err != nil {
			return err
		}
		if err := t.clear(ctx, "authority_successions"); err != nil {
			return err
		}
		columns := []string{"old_id", "new_id", "share", "effective_on"}
		return t.copyList(ctx, "authority_successions", columns, len(successions), func(i int) (string, []any) {
			c := successions[i]
			return c.Old.String() + " → " + c.New.String(),
				[]any{[16]byte(c.Old), [16]byte(c.New), string(c.Share), day(c.On)}
		})
	})
}

// putAuthorities adds and updates in the order of time, so that the end of an office is known before its code goes to
// another one.
func (t *session) putAuthorities(ctx context.Context, authorities []jurisdiction.Authority) error {
	ordered := slices.Clone(authorities)
	slices.SortStableFunc(ordered, func(a, b jurisdiction.Authority) int { return a.From.Compare(b.From) })
	const sql = `INSERT INTO authorities (id, code, name, level, office, place_code, valid_from, valid_to, former_names, contact)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
 ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, level = excluded.level, office = excluded.office,
 place_code = excluded.place_code, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
 former_names = excluded.former_names, contact = excluded.contact`
	var e encoder
	var batch pgx.Batch
	for _, a := range ordered {
		batch.Queue(sql, [16]byte(a.ID), a.Code, a.Name, string(a.Level), string(a.Office), text(a.PlaceCode), day(a.From),
			day(a.To), array(&e, a.FormerNames), a.Contact)
	}
	if e.err != nil {
		return e.err
	}
	results := t.conn.SendBatch(ctx, &batch)
	for _, a := range ordered {
		if _, err := results.Exec(); err != nil {
			_ = results.Close() // the same error again
			return rowFault(err, slices.IndexFunc(authorities, func(b jurisdiction.Authority) bool { return a.ID == b.ID }), a.Code)
		}
	}
	return failed("put authorities", results.Close())
}

// load runs fn unless the list is already in, and raises the revision of the reference data. Loaders of one list wait for
// each other.
func (s *Store) load(ctx context.Context, list registry.ReferenceList, fn func(t *session) error) (changed bool, err error) {
	err = s.retry(ctx, func() error {
		changed = false
		return s.transact(ctx, beginWrite, func(t *session) error {
			if err := t.allowLongStatements(ctx); err != nil {
				return err
			}
			var digest string
			err := t.row(ctx, []any{nil, &digest}, `SELECT l.held::text, coalesce(r.digest, '')
 FROM (SELECT pg_advisory_xact_lock(hashtextextended('reference list ' || $1::text, 0)) AS held) l
 LEFT JOIN reference_lists r ON r.list = $1`, list.Name)
			if err != nil {
				return failed("read digest of "+list.Name, err)
			}
			if digest == list.Digest {
				return nil
			}
			if err := fn(t); err != nil {
				return fmt.Errorf("load %s: %w", list.Name, err)
			}
			changed = true
			t.later("note "+list.Name, `INSERT INTO reference_lists (list, digest, rows, revision, loaded_at)
 VALUES ($1, $2, $3, nextval('reference_revision_seq'), $4) ON CONFLICT (list) DO UPDATE
 SET digest = excluded.digest, rows = excluded.rows, revision = excluded.revision, loaded_at = excluded.loaded_at`,
				list.Name, list.Digest, list.Rows, t.now)
			return nil
		})
	})
	return changed && err == nil, err
}

func (t *session) clear(ctx context.Context, tables ...string) error {
	for _, table := range tables {
		if _, err := t.conn.Exec(ctx, "DELETE FROM "+table); err != nil {
			return failed("clear "+table, err)
		}
	}
	return nil
}

// copyList copies the rows of a list; a row the database refuses is named by its place in the list and by what row calls
// it.
func (t *session) copyList(ctx context.Context, table string, columns []string, n int, row func(i int) (string, []any)) error {
	_, err := t.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, func(i int) ([]any, error) {
		_, values := row(i)
		return values, nil
	}))
	if err == nil {
		return nil
	}
	i := copiedRow(err)
	name := ""
	if i >= 0 && i < n {
		name, _ = row(i)
	}
	return rowFault(err, i, name)
}

// copiedRow is the row a COPY stopped at, -1 when the database does not say. The server gives it in the context of the
// error, as "COPY places, line 5".
func copiedRow(err error) int {
	var p *pgconn.PgError
	if !errors.As(err, &p) {
		return -1
	}
	m := regexp.MustCompile(`^COPY \w+, \S+ (\d+)`).FindStringSubmatch(p.Where)
	if m == nil {
		return -1
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return -1
	}
	return n - 1
}

// rowFault is ErrReferenceRow for a row that breaks a constraint of the reference lists; other errors stay as they are.
func rowFault(err error, i int, name string) error {
	var p *pgconn.PgError
	if !errors.As(err, &p) || !slices.Contains(constraintRows(), p.ConstraintName) {
		return failed("load list", err)
	}
	pointer := ""
	if i >= 0 {
		pointer = "/" + strconv.Itoa(i)
	}
	detail := p.ConstraintName
	if name != "" {
		detail = name + ": " + detail
	}
	if p.Detail != "" {
		detail += ": " + p.Detail
	}
	return ErrReferenceRow.At(fault.Field{Pointer: pointer, Code: "refused", Detail: detail}).Because(err)
}
