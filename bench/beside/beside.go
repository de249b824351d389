// Package beside hands the bench the figures of what is measured by a program of its own.
package beside

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Figure is a time with the longest it may be.
type Figure struct {
	What  string        `json:"what"`
	Size  int           `json:"size"` // organisations of the register, else how often it was done
	Took  time.Duration `json:"took"`
	Most  time.Duration `json:"most"`
	Shown string        `json:"shown"` // the figure with what stands beside it, as people read it
}

// Write puts the figures into a file, in place of what is there; an empty path is no file.
func Write(path string, figures ...Figure) error {
	if path == "" {
		return nil
	}
	text, err := json.Marshal(figures)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // for everyone to read
		return err
	}
	return os.WriteFile(path, text, 0o644) //nolint:gosec // likewise
}

// Read gives the figures of a file.
func Read(path string) ([]Figure, error) {
	text, err := os.ReadFile(path) //nolint:gosec // named by whoever runs the bench
	if err != nil {
		return nil, err
	}
	var figures []Figure
	if err := json.Unmarshal(text, &figures); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return figures, nil
}
