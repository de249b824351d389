// Package id names things for ever: a UUIDv7 typed by what it names, so that an id of one thing cannot stand for another.
package id

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Of is the id of a T. The zero value names nothing.
type Of[T any] uuid.UUID

const textLen = 36

// noIDError is a text that is no id. Codes are taken for ids first, so saying so must cost little.
type noIDError string

func (e noIDError) Error() string { return strconv.Quote(string(e)) + " is no id" }

// New gives a new id. It panics only when the system has no randomness left.
func New[T any]() Of[T] { return Of[T](uuid.Must(uuid.NewV7())) }

// Parse reads the lower-case text form.
func Parse[T any](s string) (Of[T], error) {
	if len(s) == textLen {
		if u, err := uuid.Parse(s); err == nil {
			return Of[T](u), nil
		}
	}
	return Of[T]{}, noIDError(s)
}

// Must is Parse for tests and constants; it panics.
func Must[T any](s string) Of[T] {
	x, err := Parse[T](s)
	if err != nil {
		panic(err)
	}
	return x
}

// Fixed gives the same well-formed UUIDv7 for the same instant and seed on every machine: ids of reference data.
func Fixed[T any](at time.Time, seed string) Of[T] {
	var u uuid.UUID
	sum := sha256.Sum256([]byte(seed))
	copy(u[:], sum[:16])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(max(at.UnixMilli(), 0)))
	copy(u[0:6], ms[2:8])
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return Of[T](u)
}

// String is the lower-case text form.
func (x Of[T]) String() string { return uuid.UUID(x).String() }

// IsZero tells whether x names nothing.
func (x Of[T]) IsZero() bool { return x == Of[T]{} }

// Time is the instant within the id, to the millisecond.
func (x Of[T]) Time() time.Time {
	var ms [8]byte
	copy(ms[2:8], x[0:6])
	return time.UnixMilli(int64(binary.BigEndian.Uint64(ms[:]))).UTC() //nolint:gosec // 48 bits fit
}

// MarshalText writes the text form.
func (x Of[T]) MarshalText() ([]byte, error) { return uuid.UUID(x).MarshalText() }

// UnmarshalText reads the text form.
func (x *Of[T]) UnmarshalText(b []byte) error {
	got, err := Parse[T](string(b))
	if err != nil {
		return err
	}
	*x = got
	return nil
}

// Bind reads a query or path parameter.
func (x *Of[T]) Bind(s string) error { return x.UnmarshalText([]byte(s)) }

// Value is the SQL form; the zero id is NULL.
func (x Of[T]) Value() (driver.Value, error) {
	if x.IsZero() {
		return nil, nil //nolint:nilnil // NULL
	}
	return x.String(), nil
}

// Scan reads the SQL form.
func (x *Of[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*x = Of[T]{}
		return nil
	case string:
		return x.UnmarshalText([]byte(v))
	case []byte:
		if len(v) == 16 {
			copy(x[:], v)
			return nil
		}
		return x.UnmarshalText(v)
	case [16]byte:
		*x = Of[T](v)
		return nil
	}
	return fmt.Errorf("%T is no id", src)
}
