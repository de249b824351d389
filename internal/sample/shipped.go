// Package sample holds made-up and borrowed organisations to try the register out: the opening books that come with the
// program, and a generator of lifelike registers of any size.
package sample

import (
	"bytes"
	"embed"
	"io"
)

//go:embed data/*.csv
var data embed.FS

// Book is an opening book that comes with the program.
type Book struct {
	Name string
	path string
}

// Shipped lists the books, in the order in which they are taken over.
func Shipped() []Book {
	return []Book{{"dong-thap", "data/dong-thap.csv"}, {"credit-funds", "data/credit-funds.csv"}}
}

// Open gives the book as CSV.
func (b Book) Open() (io.ReadSeeker, error) {
	content, err := data.ReadFile(b.path)
	return bytes.NewReader(content), err
}
