package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// gathering lists the indexes of words: every one of an organisation's some fifty words and pieces of words goes into them by
// itself, two thirds of the work of adding it.
func gathering() []string {
	return []string{"organizations_search_idx", "organizations_trigram_idx", "organizations_industry_idx", "candidacies_conditions_idx"}
}

// GatherWords implements registry.OrganizationWriter. Only an owner may do so: for a login role that is none, nothing is
// gathered, which is slower and comes to the same.
func (t *session) GatherWords(ctx context.Context) error {
	var owner bool
	var role string
	err := t.row(ctx, []any{&owner, &role}, `SELECT coalesce(bool_and(pg_has_role(session_user, relowner, 'USAGE')), false), current_user
 FROM pg_class WHERE oid = ANY($1::regclass[])`, gathering())
	if err != nil || !owner {
		return failed("look for owner of indexes", err)
	}
	if err := t.asLogin(ctx, role, settingOf("on")); err != nil {
		return failed("gather words", err)
	}
	t.beforeCommit = func() error {
		return failed("put gathered words into their indexes", t.asLogin(ctx, role,
			"SELECT gin_clean_pending_list(i) FROM unnest("+quoted(gathering())+"::regclass[]) i; "+settingOf("off")))
	}
	return nil
}

// settingOf is the change of every gathering index. Nobody else sees it: it is undone before the commit.
func settingOf(fastUpdate string) string {
	var b strings.Builder
	for _, index := range gathering() {
		b.WriteString("ALTER INDEX " + index + " SET (fastupdate = " + fastUpdate + "); ")
	}
	return b.String()
}

func quoted(names []string) string { return "'{" + strings.Join(names, ",") + "}'" }

// asLogin runs statements with the rights of the login role within the transaction, which goes on as the role.
func (t *session) asLogin(ctx context.Context, role, statements string) error {
	_, err := t.conn.Exec(ctx, "SET LOCAL ROLE NONE; "+statements+"; SET LOCAL ROLE "+pgx.Identifier{role}.Sanitize(), pgx.QueryExecModeSimpleProtocol)
	return err
}
