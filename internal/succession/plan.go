// Package succession is what becomes of offices when a decision ends them: a dated plan, and for each file, key and
// organisation of such an office the one that takes over, or the question a person must answer.
package succession

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Plan is a decision by which offices take over from others on a day.
type Plan struct {
	Name     string   `json:"name" yaml:"name"` // permanent; a plan is applied once under its name
	Title    string   `json:"title,omitempty" yaml:"title"`
	On       vn.Date  `json:"on,omitzero" yaml:"on"`
	Document Document `json:"document,omitzero" yaml:"document"`
	// By "places": every office that ended on the day goes to those that took over its places.
	By string `json:"by,omitempty" yaml:"by"`
	// Successions names offices one by one, besides By or instead of it.
	Successions []Pair `json:"successions,omitempty" yaml:"successions"`
	// HandOver moves what the law gives to other offices on the day although the old ones live on.
	HandOver []HandOver `json:"hand_over,omitempty" yaml:"hand_over"`
	Accounts Accounts   `json:"accounts,omitzero" yaml:"accounts"`
	// Places are changes of the map that are not in force: for what-if only.
	Places []PlaceChange `json:"places,omitempty" yaml:"places"`
}

// Document is the decision itself.
type Document struct {
	Number   string  `json:"number" yaml:"number"`
	Issuer   string  `json:"issuer" yaml:"issuer"`
	IssuedOn vn.Date `json:"issued_on" yaml:"issued_on"`
	At       string  `json:"at" yaml:"at"` // điều, khoản, điểm
}

// Pair is one office taking over from another; codes as borne on the day before and on the day.
type Pair struct {
	Old   string      `json:"old" yaml:"old"`
	New   string      `json:"new" yaml:"new"`
	Share place.Share `json:"share,omitempty" yaml:"share"`
}

// HandOver gives organisations of some kinds, and files about them, from one kind of office to another, by place.
type HandOver struct {
	From  jurisdiction.Office `json:"from" yaml:"from"`
	To    jurisdiction.Office `json:"to" yaml:"to"`
	Kinds []coop.Kind         `json:"kinds" yaml:"kinds"`
}

// Accounts says what becomes of the keys of offices that ended and have more than one successor; one successor gets them.
type Accounts struct {
	Moves  []Account `json:"moves,omitempty" yaml:"moves"`
	Others string    `json:"others,omitempty" yaml:"others"` // work_list (default) or end
}

// Account sends one key, or every key of an office, to an office, or ends it.
type Account struct {
	Key    string `json:"key,omitempty" yaml:"key"`
	Office string `json:"office,omitempty" yaml:"office"`
	To     string `json:"to,omitempty" yaml:"to"`
	End    bool   `json:"end,omitempty" yaml:"end"`
}

// PlaceChange lets a place become another, or a part of it. Name is given where the new one is not on the map yet.
type PlaceChange struct {
	Old   string      `json:"old" yaml:"old"`
	New   string      `json:"new" yaml:"new"`
	Share place.Share `json:"share,omitempty" yaml:"share"`
	Name  string      `json:"name,omitempty" yaml:"name"`
}

// The values of By and Others.
const (
	ByPlaces       = "places"
	OthersWorkList = "work_list"
	OthersEnd      = "end"
)

// Cite is the decision as a citation.
func (p Plan) Cite() []law.Cite {
	if p.Document.Number == "" {
		return []law.Cite{}
	}
	return []law.Cite{{Doc: p.Document.Number, At: p.Document.At}}
}

// Digest is the SHA-256 of the plan, however it was written down.
func (p Plan) Digest() string {
	text, _ := json.Marshal(p) // plain values
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// ErrUnreadable is a plan that is no YAML of the right shape.
var ErrUnreadable = fault.New(fault.Invalid, "succession-plan-unreadable",
	"Không đọc được phương án kế thừa. Hãy đối chiếu với mẫu tại docs/succession.md.",
	"The succession plan cannot be read. Compare it with docs/succession.md.")

// Read reads a plan from YAML strictly. It returns ErrUnreadable.
func Read(text []byte) (Plan, error) {
	var p Plan
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		return p, ErrUnreadable.At(fault.Field{Pointer: "/", Code: "yaml", Detail: err.Error()}).Because(err)
	}
	return p, nil
}

//go:embed data/*.yaml
var shipped embed.FS

// Shipped gives the plan of a name that comes with the program; false when there is none.
func Shipped(name string) (Plan, bool) {
	text, err := shipped.ReadFile("data/" + name + ".yaml")
	if err != nil {
		return Plan{}, false
	}
	p, err := Read(text)
	return p, err == nil
}

// ShippedNames lists the plans that come with the program.
func ShippedNames() []string {
	files, _ := fs.Glob(shipped, "data/*.yaml") // the pattern is sound
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(f, "data/"), ".yaml")
	}
	return names
}

// Completed is a plan that names no day filled up from the shipped one of its name; document and accounts given stay.
func (p Plan) Completed() (Plan, error) {
	if !p.On.IsZero() {
		return p, nil
	}
	full, ok := Shipped(p.Name)
	if !ok {
		return p, errNoSuchPlan(p.Name)
	}
	if p.Document.Number != "" {
		full.Document = p.Document
	}
	if len(p.Accounts.Moves) > 0 || p.Accounts.Others != "" {
		full.Accounts = p.Accounts
	}
	if p.By != "" || len(p.Successions)+len(p.HandOver)+len(p.Places) > 0 {
		return p, ErrInvalid.At(fault.Field{Pointer: "/on", Code: "required", Detail: msgShippedAsItIs})
	}
	return full, nil
}
