package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The statements are those the server sends for the same questions. The first argument is today.
const (
	byCode = "SELECT " + columns + " FROM organizations o WHERE o.code = $2 AND o.status_reason <> 'conversion'"
	byTwo  = "SELECT " + columns + " FROM organizations o WHERE o.kind = $2 AND o.new_province = $3 ORDER BY o.id DESC LIMIT 21"
	// Words that many names have are looked for among the newest records first.
	byNewest = "SELECT " + columns + `, (SELECT reltuples::bigint FROM pg_class WHERE oid = 'organizations'::regclass)
 FROM (SELECT * FROM organizations o ORDER BY o.id DESC LIMIT $3) o WHERE o.search @@ to_tsquery('simple'::regconfig, $2)
 ORDER BY o.id DESC LIMIT 21`
	// Too many hits are not sorted: the list is walked in its order instead.
	byWords = `WITH hits AS MATERIALIZED (SELECT o.id, o.name_vi, o.registered_on FROM organizations o
 WHERE o.search @@ to_tsquery('simple'::regconfig, $2) LIMIT 5000), page AS (SELECT o.id FROM hits o ORDER BY o.id DESC LIMIT 21)
 SELECT ` + columns + `, (SELECT count(*) FROM hits) FROM page JOIN organizations o ON o.id = page.id ORDER BY o.id DESC`
	byManyWords = "SELECT " + columns + ` FROM organizations o WHERE o.search @@ to_tsquery('simple'::regconfig, $2)
 ORDER BY o.id DESC LIMIT 21`
)

// planned has a list planned for its values, as the server has: a plan for any value would walk the whole register for a rare
// kind, and the yardstick would be none.
const planned = pgx.QueryExecModeCacheDescribe

// yardstick is the bare handler: net/http, pgx, encoding/json, and nothing of what a public server needs.
type yardstick struct {
	pool  *pgxpool.Pool
	names *names
	size  atomic.Int64 // of the register, once known
}

func serveYardstick(ctx context.Context, address, database string) error {
	config, err := pgxpool.ParseConfig(database)
	if err != nil {
		return err
	}
	config.MaxConns = 16 // as the server
	config.ConnConfig.RuntimeParams["jit"] = "off"
	config.ConnConfig.RuntimeParams["random_page_cost"] = "1.1"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	y := &yardstick{pool: pool}
	if y.names, err = readNames(ctx, pool); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /v1/organizations/{code}", y.organization)
	mux.HandleFunc("GET /v1/organizations", y.list)
	server := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.ListenAndServe() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

func (y *yardstick) organization(w http.ResponseWriter, req *http.Request) {
	found, err := y.read(req.Context(), byCode, req.PathValue("code"))
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case len(found) == 0:
		http.NotFound(w, req)
	default:
		answer(w, found[0])
	}
}

func (y *yardstick) list(w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query()
	found, err := y.find(req.Context(), query)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	page := struct {
		Items []*organization `json:"items"`
		Next  *string         `json:"next_cursor"`
	}{Items: found}
	if len(found) > 20 {
		page.Items, page.Next = found[:20], &found[19].ID
	}
	answer(w, page)
}

func (y *yardstick) find(ctx context.Context, query url.Values) ([]*organization, error) {
	if !query.Has("q") {
		return y.read(ctx, byTwo, planned, query.Get("kind"), query.Get("place"))
	}
	words := strings.ReplaceAll(query.Get("q"), " ", " & ") + ":*"
	found, err := y.newest(ctx, words)
	if err != nil || len(found) == 21 {
		return found, err
	}
	var hits int
	found, err = y.read(ctx, byWords, planned, words, &hits)
	if err == nil && hits == 5000 {
		return y.read(ctx, byManyWords, planned, words)
	}
	return found, err
}

// newest looks among a few of the newest records, and further when enough of them have the words.
func (y *yardstick) newest(ctx context.Context, words string) ([]*organization, error) {
	size := int(y.size.Load())
	few := min(max(size/300, 300), 3000)
	found, err := y.read(ctx, byNewest, planned, words, few, &size)
	y.size.Store(int64(size))
	if reach := min(size/25, 40_000); err == nil && len(found) < 21 && reach > few && len(found)*reach >= 21*few {
		return y.read(ctx, byNewest, planned, words, reach, &size)
	}
	return found, err
}

// read runs a statement; a mode may come first of the arguments, and a pointer at their end takes its last column.
func (y *yardstick) read(ctx context.Context, sql string, args ...any) ([]*organization, error) {
	var extra []any
	if hits, ok := args[len(args)-1].(*int); ok {
		args, extra = args[:len(args)-1], []any{hits}
	}
	today := 0
	if args[0] == planned {
		today = 1
	}
	args = slices.Insert(args, today, any(time.Now()))
	rows, err := y.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (*organization, error) { return y.names.scan(row, extra) })
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil && !errors.Is(err, context.Canceled) {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
