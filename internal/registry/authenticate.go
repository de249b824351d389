package registry

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
)

// keyPrefix begins every API key, so that a leaked one is recognised.
const keyPrefix = "htx_"

// Authenticate tells who holds a token; no token is the anonymous public. It returns ErrUnauthenticated, ErrKeyRevoked or
// ErrKeyExpired. Keys are looked up at every request, so a revoked one ends at once.
func (r *Registry) Authenticate(ctx context.Context, token string) (caller.Caller, error) {
	if token == "" {
		return caller.Caller{Role: caller.Anonymous}, nil
	}
	if !strings.HasPrefix(token, keyPrefix) {
		return caller.Caller{}, ErrUnauthenticated
	}
	hash := sha256.Sum256([]byte(token))
	var k Key
	err := r.store.Read(ctx, func(tx ReadTx) error {
		var err error
		k, err = tx.KeyByHash(ctx, hash[:])
		return err
	})
	switch {
	case errors.Is(err, fault.NotFound):
		return caller.Caller{}, ErrUnauthenticated
	case err != nil:
		return caller.Caller{}, fmt.Errorf("look up key: %w", err)
	case k.RevokedAt != nil:
		return caller.Caller{}, ErrKeyRevoked
	case k.ExpiresAt != nil && !r.Now().Before(*k.ExpiresAt):
		return caller.Caller{}, ErrKeyExpired
	}
	return caller.Caller{
		Key: k.ID, Name: k.Name, Role: caller.Role(k.Role), Authority: k.AuthorityID, Scope: r.scope(k),
	}, nil
}

// scope says in the database's words whose dossiers a key may see; it is the second wall behind permissions.
func (r *Registry) scope(k Key) string {
	switch r.permissions[OpGetDossier][caller.Role(k.Role)] {
	case Everywhere:
		return "all"
	case Own:
		return k.AuthorityID
	case Province:
		a, ok := r.Reference().authority(k.AuthorityID)
		if !ok {
			return k.AuthorityID
		}
		scopes := []string{k.AuthorityID}
		for _, code := range r.supervised(r.Reference(), a) {
			scopes = append(scopes, "province:"+code)
		}
		return strings.Join(scopes, ",")
	case Nowhere:
	}
	return ""
}

// NewKey is what an operator says of a key to be made.
type NewKey struct {
	Role      caller.Role
	Authority string // code or id; required for desks and whoever works for a province
	Name      string
	ExpiresAt *time.Time
}

// CreateKey makes a key and returns its secret, which is shown this once and never kept. It returns ErrInvalid naming every
// fault.
func (r *Registry) CreateKey(ctx context.Context, n NewKey) (secret string, k Key, err error) {
	k = Key{ID: id.New[Key]().String(), Role: string(n.Role), Name: strings.TrimSpace(n.Name), ExpiresAt: n.ExpiresAt}
	var faults []fault.Field
	if k.AuthorityID, faults = r.keyOffice(n); k.Name == "" {
		faults = append(faults, fault.Field{Parameter: "name", Code: "required", Detail: msgKeyName})
	}
	if !slices.Contains(caller.Roles(), n.Role) {
		faults = append(faults, fault.Field{Parameter: "role", Code: "unknown-value", Detail: msgKeyRole})
	}
	if n.ExpiresAt != nil && !r.Now().Before(*n.ExpiresAt) {
		faults = append(faults, fault.Field{Parameter: "expires", Code: "too-early", Detail: msgKeyExpires})
	}
	if len(faults) > 0 {
		return "", Key{}, ErrInvalid.At(faults...)
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails: crypto/rand ends the program instead
	secret = keyPrefix + base64.RawURLEncoding.EncodeToString(random)
	hash := sha256.Sum256([]byte(secret))
	k.Hash = hash[:]
	err = r.inTx(ctx, func(tx Tx) error {
		k.CreatedAt = tx.Now()
		return tx.CreateKey(ctx, k)
	})
	return secret, k, err
}

// ofProvince tells whether a role works for a whole province. An alliance is no office of the register: one of its province
// says which alliance it is.
func ofProvince(role caller.Role) bool {
	return role == caller.ProvincialOfficer || role == caller.AllianceOfficer
}

// keyOffice finds the office a key is for. Whoever works for a province sits at an office of the province: at a desk below
// it the key would reach over all its neighbours.
func (r *Registry) keyOffice(n NewKey) (authorityID string, faults []fault.Field) {
	if n.Authority == "" {
		if n.Role == caller.DeskOfficer || n.Role == caller.DeskLead || ofProvince(n.Role) {
			faults = append(faults, fault.Field{Parameter: "authority", Code: "required", Detail: msgKeyAuthority})
		}
		return "", faults
	}
	a, err := r.Reference().findAuthority(n.Authority, r.Today())
	switch {
	case err != nil:
		faults = append(faults, fault.Field{Parameter: "authority", Code: "unknown", Detail: msgNoAuthority(n.Authority, r.Today())})
	case ofProvince(n.Role) && a.Level != jurisdiction.LevelProvince:
		faults = append(faults, fault.Field{Parameter: "authority", Code: "wrong-level", Detail: msgKeyLevel})
	}
	return a.ID.String(), faults
}

// RevokeKey ends a key at once; an unknown one is fault.NotFound.
func (r *Registry) RevokeKey(ctx context.Context, keyID string) error {
	return r.inTx(ctx, func(tx Tx) error { return tx.RevokeKey(ctx, keyID) })
}

// ListKeys gives every key without its secret, oldest first.
func (r *Registry) ListKeys(ctx context.Context) (keys []Key, err error) {
	err = r.store.Read(ctx, func(tx ReadTx) error {
		keys, err = tx.AllKeys(ctx)
		return err
	})
	return keys, err
}

// AuthorityCode is the public code of an authority, empty for none.
func (r *Registry) AuthorityCode(authorityID string) string {
	a, _ := r.Reference().authority(authorityID)
	return a.Code
}
