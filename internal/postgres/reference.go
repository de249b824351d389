package postgres

import (
	"context"

	"gorm.io/gorm"

	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// placeRow is a version of a place as a row.
type placeRow struct {
	Code       string
	Name       string
	Level      place.Level
	Kind       string
	ParentCode *string
	ValidFrom  vn.Date
	ValidTo    vn.Date
}

// TableName implements gorm's Tabler.
func (placeRow) TableName() string { return "places" }

type altNameRow struct {
	Code    string
	AltName string
}

// TableName implements gorm's Tabler.
func (altNameRow) TableName() string { return "place_alt_names" }

type placeSuccessionRow struct {
	OldCode, NewCode   string
	OldLevel, NewLevel place.Level
	Share              place.Share
	EffectiveOn        vn.Date
	Remark, Source     string
}

// TableName implements gorm's Tabler.
func (placeSuccessionRow) TableName() string { return "place_successions" }

type industryRow struct {
	Edition    string
	Code       string
	Level      int
	ParentCode *string
	Name       string
}

// TableName implements gorm's Tabler.
func (industryRow) TableName() string { return "industries" }

type authorityRow struct {
	ID          jurisdiction.AuthorityID
	Code        string
	Name        string
	Level       jurisdiction.Level
	Office      jurisdiction.Office
	PlaceCode   *string
	ValidFrom   vn.Date
	ValidTo     vn.Date
	FormerNames []jurisdiction.FormerName `gorm:"serializer:json"`
	Contact     string
}

// TableName implements gorm's Tabler.
func (authorityRow) TableName() string { return "authorities" }

type authoritySuccessionRow struct {
	OldID, NewID jurisdiction.AuthorityID
	Share        place.Share
	EffectiveOn  vn.Date
}

// TableName implements gorm's Tabler.
func (authoritySuccessionRow) TableName() string { return "authority_successions" }

type referenceListRow struct {
	List     string
	Digest   string
	Revision int64
}

// TableName implements gorm's Tabler.
func (referenceListRow) TableName() string { return "reference_lists" }

// ReferenceRevision implements registry.References.
func (t *session) ReferenceRevision(ctx context.Context) (n int64, err error) {
	err = t.row(ctx, []any{&n}, "SELECT coalesce(max(revision), 0) FROM reference_lists")
	return n, failed("read reference revision", err)
}

// Reference implements registry.References.
func (t *session) Reference(ctx context.Context) (registry.ReferenceData, error) {
	if err := t.flush(ctx); err != nil {
		return registry.ReferenceData{}, err
	}
	db := t.gorm(ctx)
	data := registry.ReferenceData{Digests: map[string]string{}}
	var err error
	read(ctx, db, &err, "list", func(r referenceListRow) {
		data.Digests[r.List] = r.Digest
		data.Revision = max(data.Revision, r.Revision)
	})
	read(ctx, db, &err, "code, valid_from", func(r placeRow) {
		data.Places = append(data.Places, place.Place{
			Code: r.Code, Name: r.Name, Level: r.Level, Kind: r.Kind, ParentCode: value(r.ParentCode),
			Period: vn.Period{From: r.ValidFrom, To: r.ValidTo},
		})
	})
	read(ctx, db, &err, "code, alt_name", func(r altNameRow) {
		data.AltNames = append(data.AltNames, place.AltName{Code: r.Code, Name: r.AltName})
	})
	read(ctx, db, &err, "effective_on, old_code, new_code", func(r placeSuccessionRow) {
		data.Successions = append(data.Successions, place.Succession{
			OldCode: r.OldCode, NewCode: r.NewCode, OldLevel: r.OldLevel, NewLevel: r.NewLevel, Share: r.Share,
			On: r.EffectiveOn, Remark: r.Remark, Source: r.Source,
		})
	})
	read(ctx, db, &err, "edition, code", func(r industryRow) {
		data.Industries = append(data.Industries, place.Industry{
			Edition: r.Edition, Code: r.Code, Level: r.Level, ParentCode: value(r.ParentCode), Name: r.Name,
		})
	})
	read(ctx, db, &err, "code, valid_from", func(r authorityRow) {
		data.Authorities = append(data.Authorities, jurisdiction.Authority{
			ID: r.ID, Code: r.Code, Name: r.Name, Level: r.Level, Office: r.Office, PlaceCode: value(r.PlaceCode),
			FormerNames: r.FormerNames, Contact: r.Contact, Period: vn.Period{From: r.ValidFrom, To: r.ValidTo},
		})
	})
	read(ctx, db, &err, "old_id, new_id", func(r authoritySuccessionRow) {
		data.AuthoritySuccessions = append(data.AuthoritySuccessions, jurisdiction.AuthoritySuccession{
			Old: r.OldID, New: r.NewID, Share: r.Share, On: r.EffectiveOn,
		})
	})
	return data, failed("read reference data", err)
}

// read gives every row of a table in an order, unless an earlier table failed.
func read[T any](ctx context.Context, db *gorm.DB, err *error, order string, each func(T)) {
	if *err != nil {
		return
	}
	rows, e := gorm.G[T](db).Order(order).Find(ctx)
	*err = e
	for _, r := range rows {
		each(r)
	}
}
