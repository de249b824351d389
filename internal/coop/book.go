package coop

// BookRow is one row of an office's opening book: the text of each cell by column, as it stands in the file. Row is its
// number in the file, the header being row 1. An empty or absent cell is a fact that is not known.
type BookRow struct {
	Row   int
	Cells map[string]string
}

// The columns of an opening book. Only kind, name and place are required; key names the row within its book, so that the
// same row taken over again adds nothing (default: the digest of its cells).
const (
	ColumnKey               = "key"
	ColumnKind              = "kind"
	ColumnName              = "name"
	ColumnForeignName       = "foreign_name"
	ColumnShortName         = "short_name"
	ColumnCode              = "code"
	ColumnCertificateNumber = "certificate_number"
	ColumnRegisteredOn      = "registered_on"
	ColumnAuthority         = "authority" // public code of the office that registered, as of registered_on
	ColumnTrack             = "track"
	ColumnSeatLine          = "seat_line"
	ColumnPlace             = "place"    // code; a commune, or a district or province where no more is known
	ColumnPlaceOn           = "place_on" // day whose list the code belongs to; default registered_on, else the day of the import
	ColumnArea              = "area"     // further commune codes of a Hội quán, separated by ;
	ColumnIndustries        = "industries"
	ColumnPurpose           = "purpose"
	ColumnCharterCapital    = "charter_capital_vnd"
	ColumnMembersOfficial   = "members_official"
	ColumnMembersCapital    = "members_capital_associates"
	ColumnMembersService    = "members_service_associates"
	ColumnMembersForeign    = "members_foreign"
	ColumnRepresentative    = "representative_name"
	ColumnTitle             = "representative_title"
	ColumnNationality       = "representative_nationality"
	ColumnIDDocument        = "representative_id_document"
	ColumnBirthDate         = "representative_birth_date"
	ColumnContactAddress    = "representative_contact_address"
	ColumnPersonPhone       = "representative_phone"
	ColumnPhone             = "phone"
	ColumnEmail             = "email"
	ColumnWebsite           = "website"
	ColumnStatus            = "status"
	ColumnStatusReason      = "status_reason"
	ColumnStatusSince       = "status_since"
	ColumnLegacyNumber      = "legacy_number" // free text, at most 30 characters
	ColumnLegacyIssuer      = "legacy_issuer"
	ColumnLegacyIssuedOn    = "legacy_issued_on"
)

// BookColumns lists the columns in the order in which a book is written.
func BookColumns() []string {
	return []string{
		ColumnKey, ColumnKind, ColumnName, ColumnForeignName, ColumnShortName, ColumnCode, ColumnCertificateNumber,
		ColumnRegisteredOn, ColumnAuthority, ColumnTrack, ColumnSeatLine, ColumnPlace, ColumnPlaceOn, ColumnArea,
		ColumnIndustries, ColumnPurpose, ColumnCharterCapital, ColumnMembersOfficial, ColumnMembersCapital,
		ColumnMembersService, ColumnMembersForeign, ColumnRepresentative, ColumnTitle, ColumnNationality, ColumnIDDocument,
		ColumnBirthDate, ColumnContactAddress, ColumnPersonPhone, ColumnPhone, ColumnEmail, ColumnWebsite, ColumnStatus,
		ColumnStatusReason, ColumnStatusSince, ColumnLegacyNumber, ColumnLegacyIssuer, ColumnLegacyIssuedOn,
	}
}
