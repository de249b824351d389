package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/vn"
)

// question is a path with its query, the same for both sides.
type question string

// Numbers of different questions of a kind: enough that neither side lives off one answer.
const (
	codes    = 2000
	searches = 300
)

// ask draws the questions. Registers of one seed begin alike, so those of names and codes are the same at every size. What has a
// day of which nothing was known before cannot be asked for as of that day, and is left out.
func ask(ctx context.Context, database string, seed int64) (map[string][]question, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)                            //nolint:errcheck // only asked
	random := rand.New(rand.NewPCG(uint64(seed), 1)) //nolint:gosec // which questions, no secret
	keys := make([]string, 20_000)
	for i := range keys {
		keys[i] = fmt.Sprintf("sample-%d-%d", seed, i)
	}
	rows, err := conn.Query(ctx, "SELECT coalesce(code, ''), name_vi FROM organizations WHERE import_key = ANY($1) AND valid_from < current_date - 1 ORDER BY id", keys)
	if err != nil {
		return nil, err
	}
	asked := map[string][]question{}
	var code, name string
	_, err = pgx.ForEachRow(rows, []any{&code, &name}, func() error {
		if code != "" && len(asked["code"]) < codes {
			asked["code"] = append(asked["code"], question("/v1/organizations/"+code))
		}
		if words := vn.Words(name); len(words) >= 4 && len(asked["search"]) < searches {
			n := 2 + len(asked["search"])%2
			from := random.IntN(len(words) - n + 1)
			asked["search"] = append(asked["search"], list("q", strings.Join(words[from:from+n], " ")))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	asked["list"], err = filters(ctx, conn)
	return asked, err
}

// filters asks for each kind in each province of today.
func filters(ctx context.Context, conn *pgx.Conn) ([]question, error) {
	rows, err := conn.Query(ctx, "SELECT code FROM places WHERE level = 'province' AND valid_to IS NULL ORDER BY code")
	if err != nil {
		return nil, err
	}
	provinces, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	var asked []question
	for _, kind := range []string{"htx", "tht", "lhhtx", "qtdnd", "hoi_quan"} {
		for _, province := range provinces {
			asked = append(asked, list("kind", kind, "place", province))
		}
	}
	return asked, nil
}

// list asks for 20 organisations with these parameters and values.
func list(pairs ...string) question {
	query := url.Values{"limit": {"20"}}
	for pair := range slices.Chunk(pairs, 2) {
		query.Set(pair[0], pair[1])
	}
	return question("/v1/organizations?" + query.Encode())
}
