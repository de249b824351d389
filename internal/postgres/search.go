package postgres

import (
	"context"
	"strings"

	"htxregistry/internal/coop"
)

// match is how the words of a question are looked for. Exact asks for every word, the last one as a beginning. When that
// found nothing, parts asks for pieces of words, and similar for words with typing errors.
type match struct {
	how   manner
	words []string
}

type manner int

const (
	matchAnything manner = iota
	matchExact
	matchParts
	matchSimilar
)

// trigram is the shortest piece the index can find.
const trigram = 3

// match chooses how q is looked for: an approximate question is answered with parts of words if anything has them, else
// by similarity, on every page alike.
func (t *session) match(ctx context.Context, q coop.Query) (match, error) {
	words := searchable(q.Words)
	switch {
	case len(words) == 0:
		return match{}, nil
	case !q.Approximate:
		return match{matchExact, words}, nil
	}
	inParts := match{matchParts, words}
	if longest(words) < trigram {
		return match{matchSimilar, words}, nil
	}
	c, err := filtered(q, inParts)
	if err != nil {
		return match{}, err
	}
	var found bool
	// The limit keeps the database from reading the table in the hope that one comes soon.
	query := "WITH hits AS MATERIALIZED (SELECT FROM " + source(q) + c.text.String() + c.bind(" LIMIT ?", mostHits) +
		") SELECT EXISTS (SELECT FROM hits)"
	if err := t.row(ctx, []any{&found}, query, append([]any{listMode}, c.args...)...); err != nil {
		return match{}, err
	}
	if found {
		return inParts, nil
	}
	return match{matchSimilar, words}, nil
}

// narrow adds the condition to a list.
func (m match) narrow(c *conditions) {
	switch m.how {
	case matchAnything:
	case matchExact:
		// & and :* are ours; a word is letters and digits only, so nothing a user types is an operator.
		c.and("o.search @@ to_tsquery('simple'::regconfig, ?)", strings.Join(m.words, " & ")+":*")
	case matchParts:
		for _, w := range m.words {
			c.and("o.search_text LIKE ?", "%"+w+"%")
		}
	case matchSimilar:
		c.and("o.search_text %> ?", strings.Join(m.words, " "))
	}
}

// searchable keeps of each word what the folded text of a record is made of.
func searchable(words []string) []string {
	kept := make([]string, 0, len(words))
	for _, w := range words {
		w = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, w)
		if w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

func longest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, len(w))
	}
	return n
}
