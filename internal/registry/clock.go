package registry

import (
	"context"
	"sync"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// Clock is where all time of the register comes from.
type Clock interface {
	Now() time.Time
}

// SystemClock is the clock of the machine, given by cmd.
type SystemClock func() time.Time

// Now is the machine's instant in UTC, to the microsecond that the database keeps.
func (c SystemClock) Now() time.Time { return c().UTC().Truncate(time.Microsecond) }

// SandboxClock runs from a chosen instant at the machine's pace and is moved forward by an administrator, never back: the
// ledger knows no way back.
type SandboxClock struct {
	mu     sync.Mutex
	system func() time.Time
	ahead  time.Duration // may be negative
}

// SandboxEnd is the first instant no sandbox reaches: deadlines counted from any earlier one are days of four digits.
func SandboxEnd() time.Time { return vn.MustDate("2100-01-01").Start() }

// NewSandboxClock starts a clock at an instant before SandboxEnd.
func NewSandboxClock(start time.Time, system func() time.Time) *SandboxClock {
	return &SandboxClock{system: system, ahead: start.Sub(system())}
}

// Now is the sandbox's instant.
func (c *SandboxClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.system().Add(c.ahead).UTC().Truncate(time.Microsecond)
}

// advance moves the clock; it is false for an instant that has passed.
func (c *SandboxClock) advance(to time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.Before(c.system().Add(c.ahead)) {
		return false
	}
	c.ahead = to.Sub(c.system())
	return true
}

// settingClock keeps where a sandbox's clock was last set, so that a restart goes on from there, or from the newest entry of
// the ledger.
const settingClock = "sandbox_clock"

// Sandbox tells whether this register runs on a sandbox clock.
func (r *Registry) Sandbox() bool {
	_, ok := r.clock.(*SandboxClock)
	return ok
}

// SandboxState is the clock of a sandbox.
type SandboxState struct {
	Now   time.Time `json:"now"`
	Today vn.Date   `json:"today"`
}

// GetSandbox tells where the clock stands; without a sandbox it is ErrNotSandbox.
func (r *Registry) GetSandbox() (SandboxState, error) {
	if !r.Sandbox() {
		return SandboxState{}, ErrNotSandbox
	}
	now := r.Now()
	return SandboxState{Now: now, Today: vn.DateIn(now)}, nil
}

// SetSandboxClock moves the clock forward. It is ErrNotSandbox without a sandbox and ErrInvalid for an instant that has
// passed.
func (r *Registry) SetSandboxClock(ctx context.Context, to time.Time) (SandboxState, error) {
	clock, ok := r.clock.(*SandboxClock)
	if !ok {
		return SandboxState{}, ErrNotSandbox
	}
	if err := r.permit(caller.From(ctx), OpSetSandboxClock); err != nil {
		return SandboxState{}, err
	}
	if !to.Before(SandboxEnd()) {
		return SandboxState{}, ErrInvalid.At(fault.Field{Pointer: "/now", Code: "clock-too-late", Detail: msgClockTooLate})
	}
	if !clock.advance(to) {
		return SandboxState{}, ErrInvalid.At(fault.Field{Pointer: "/now", Code: "clock-backwards", Detail: msgClockBackwards})
	}
	err := r.inTx(ctx, func(tx Tx) error {
		return tx.SetSetting(ctx, settingClock, to.UTC().Format(time.RFC3339Nano))
	})
	if err != nil {
		return SandboxState{}, err
	}
	if _, err := r.RunTimers(ctx); err != nil {
		return SandboxState{}, err
	}
	return r.GetSandbox()
}

// Mode tells what kind of register a database holds.
type Mode string

// The modes; a new database has none.
const (
	ModeNone    Mode = ""
	ModeReal    Mode = "real"
	ModeSandbox Mode = "sandbox"
)

const settingMode = "mode"

// ClockSettings tells what kind of register a database holds and, of a sandbox, from where its clock goes on: where it was last
// set, or later, where the ledger has come to since. Behind its own ledger a register would not see what it did last.
func ClockSettings(ctx context.Context, store Store) (mode Mode, set time.Time, err error) {
	err = store.Read(ctx, func(tx ReadTx) error {
		kept, err := tx.Setting(ctx, settingMode)
		if err != nil {
			return err
		}
		mode = Mode(kept)
		at, err := tx.Setting(ctx, settingClock)
		if err != nil || at == "" {
			return err
		}
		if set, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return err
		}
		last, err := tx.LastRecorded(ctx)
		if last.After(set) {
			set = last
		}
		return err
	})
	return mode, set, err
}

// KeepMode marks the database as a sandbox or a real register, for ever, and keeps where a sandbox's clock stands.
func (r *Registry) KeepMode(ctx context.Context) error {
	mode, _, err := ClockSettings(ctx, r.store)
	if err != nil {
		return err
	}
	wanted := ModeReal
	if r.Sandbox() {
		wanted = ModeSandbox
	}
	return r.inTx(ctx, func(tx Tx) error {
		if r.Sandbox() {
			if err := tx.SetSetting(ctx, settingClock, tx.Now().Format(time.RFC3339Nano)); err != nil {
				return err
			}
		}
		if mode == wanted {
			return nil
		}
		return tx.SetSetting(ctx, settingMode, string(wanted))
	})
}
