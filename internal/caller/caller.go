// Package caller is who is asking: the only values kept in a context besides cancellation.
package caller

import (
	"context"
	"time"
)

// Role is what a key may do; registry/permissions.go says what that is.
type Role string

// The roles. Anonymous has no key and reads the public tier.
const (
	DeskOfficer       Role = "desk_officer"       // takes dossiers in
	DeskLead          Role = "desk_lead"          // decides; also takes in
	ProvincialOfficer Role = "provincial_officer" // supervises the offices of a province
	SectorOfficer     Role = "sector_officer"
	AllianceOfficer   Role = "alliance_officer"
	Auditor           Role = "auditor"
	Administrator     Role = "administrator"
	App               Role = "app"
	Anonymous         Role = "anonymous"
)

// Roles lists the roles a key may have.
func Roles() []Role {
	return []Role{DeskOfficer, DeskLead, ProvincialOfficer, SectorOfficer, AllianceOfficer, Auditor, Administrator, App}
}

// Attempt is a request that may be sent again: the client's retry key and what it was sent with. The use case that gives
// back a kept answer sets Replayed.
type Attempt struct {
	Key         string
	Fingerprint string
	Replayed    bool
}

// Caller is who is asking.
type Caller struct {
	Key       string // id of the key; empty for anonymous and for operator commands
	Name      string
	Role      Role
	Authority string // id of the office; empty: none
	// Scope is whose dossiers the database shows: "all", the id of an authority, "province:82", joined by commas; empty
	// shows none.
	Scope     string
	RequestID string
	// ArrivedAt is when the request reached the register, before any of its body was read; zero for operator commands.
	ArrivedAt time.Time
	Attempt   *Attempt
}

// Operator is a command run on the server itself.
func Operator(command string) Caller {
	return Caller{Name: "registryd " + command, Role: Administrator, Scope: "all"}
}

type key struct{}

// With gives a context that carries the caller.
func With(ctx context.Context, c Caller) context.Context { return context.WithValue(ctx, key{}, c) }

// From gives the caller of the context, anonymous when there is none.
func From(ctx context.Context) Caller {
	if c, ok := ctx.Value(key{}).(Caller); ok {
		return c
	}
	return Caller{Role: Anonymous}
}
