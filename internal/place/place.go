// Package place is the map of the country through time: provinces, communes, the districts that were until 2025-06-30,
// what became of each, and the classification of industries. A code means a place only together with a day: 2,181 codes
// were given anew with another meaning on 2025-07-01.
package place

import "htxregistry/internal/vn"

// Level is the tier of a place.
type Level string

// The tiers. Districts ended on 2025-06-30.
const (
	LevelProvince Level = "province"
	LevelDistrict Level = "district"
	LevelCommune  Level = "commune"
)

// Known tells whether l is one of the three tiers.
func (l Level) Known() bool { return l == LevelProvince || l == LevelDistrict || l == LevelCommune }

// Place is one version of a province, district or commune: name, kind and parent during a period. The list begins on
// 2004-08-31; what was in force then may be older.
type Place struct {
	Code       string
	Name       string // full official name with its kind, "Phường 1"
	Level      Level
	Kind       string // tỉnh, huyện, phường …
	ParentCode string // empty for a province
	vn.Period
}

// Share tells whether a unit went whole into another.
type Share string

// The shares; unknown before 2025.
const (
	ShareWhole   Share = "whole"
	SharePart    Share = "part"
	ShareUnknown Share = ""
)

// Succession says that on a day the new unit took over the old one, whole or in part.
type Succession struct {
	OldCode, NewCode   string
	OldLevel, NewLevel Level
	Share              Share
	On                 vn.Date
	Remark             string // the official table's own words
	Source             string // conversion-table, alias-list or derived
}

// AltName is another official spelling of a unit.
type AltName struct {
	Code, Name string
}

// reform is the day on which the second list began: no districts, 34 provinces, 3,321 communes.
func reform() vn.Date { return vn.NewDate(2025, 7, 1) }
