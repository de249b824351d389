// Package api is the HTTP contract in Go: models and client generated from openapi.yaml, and the domain records that are
// served as they are kept. It links no server.
package api

import (
	"encoding/json"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// Scalars and closed lists of the contract that are types of the core.
type (
	Day                  = vn.Date
	NullableDay          = vn.Date
	Money                = vn.VND
	OrganizationID       = coop.ID
	UnitID               = coop.UnitID
	DossierID            = dossier.ID
	AuthorityID          = jurisdiction.AuthorityID
	OrganizationKind     = coop.Kind
	UnitKind             = coop.UnitKind
	OrganizationStatus   = coop.Status
	Procedure            = coop.Procedure
	DossierState         = dossier.State
	Cite                 = law.Cite
	Verdict              = law.Verdict
	AuthorityRef         = coop.AuthorityRef
	NullableAuthorityRef = *coop.AuthorityRef
)

// DossierPatch is a merge patch (RFC 7396). It stays JSON: absent, null and a value are three things, which no struct tells
// apart.
type DossierPatch = json.RawMessage

// Records of the contract that are served as they are kept.
type (
	NameQuestion = naming.Question
	Organization = coop.Profile
	Unit         = coop.UnitProfile
	Dossier      = dossier.Dossier
	Defect       = dossier.Defect
	Reason       = dossier.Reason
	FieldError   = fault.Field

	KindProcedure       = coop.KnownProcedure
	KindEntry           = coop.KindEntry
	Jurisdiction        = jurisdiction.Answer
	JurisdictionPlace   = jurisdiction.AnswerPlace
	NameAnswer          = naming.Answer
	NameHit             = naming.Hit
	Act                 = coop.Act
	Action              = coop.Action
	Link                = coop.LinkEntry
	LinkedOrganization  = coop.LinkedOrganization
	Lineage             = coop.Lineage
	Enterprise          = coop.Enterprise
	AuthorityCount      = coop.AuthorityFigure
	AuthorityStatistics = coop.AuthorityStatistics
	Points              = rating.Points
	Figures             = rating.Figures
	Managers            = rating.Managers
	SupportReceived     = rating.Support
	Report              = rating.Report
	Score               = rating.Score
	RatingAgreement     = rating.Agreement
	ExternalGrade       = rating.Grade
	RatingGroup         = rating.GroupTotal
	Rating              = rating.Rating
	RatingEntry         = rating.Entry
	RatingFigure        = rating.Figure
	ImportRow           = coop.BookRowResult
	ImportResult        = coop.BookResult
)
