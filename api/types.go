// Package api is the HTTP contract in Go: models and client generated from openapi.yaml, and the domain records that are
// served as they are kept. It links no server.
package api

import (
	"encoding/json"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/reporting"
	"htxregistry/internal/succession"
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
	NameComplaintID      = naming.ComplaintID
	AuthorityID          = jurisdiction.AuthorityID
	SuccessionID         = succession.ID
	SuccessionCaseID     = succession.CaseID
	AllianceMembershipID = alliance.MembershipID
	ChallengeID          = alliance.ChallengeID
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

	CertificateID      = coop.CertificateID
	CertificateState   = coop.CertificateState
	CertificateReason  = coop.CertificateReason
	CertificateSubject = coop.Subject
	CertificatePerson  = coop.Representative
	CertificateToday   = coop.CertificateToday
	CertificateStep    = coop.CertificateStep
	PaperGround        = coop.PaperGround
	Certificate        = coop.CertificateProfile
	KeySet             = coop.KeySet
	UnkeptCertificate  = coop.UnkeptCertificate
	Publication        = coop.Publication
	PublishedUnit      = coop.PublishedUnit
	SuccessionPlan     = succession.Plan
	SuccessionResult   = succession.Result
	Succession         = succession.Applied
	SuccessionCase     = succession.Case

	SuccessionSettlement = succession.Settlement

	KindProcedure       = coop.KnownProcedure
	KindEntry           = coop.KindEntry
	Jurisdiction        = jurisdiction.Answer
	JurisdictionPlace   = jurisdiction.AnswerPlace
	NameAnswer          = naming.Answer
	NameHit             = naming.Hit
	NameRule            = naming.Applied
	NameComplaint       = naming.Complaint
	Act                 = coop.Act
	Change              = coop.Change
	Action              = coop.Action
	Link                = coop.LinkEntry
	LinkedOrganization  = coop.LinkedOrganization
	BirthCount          = coop.BirthCount
	BirthStatistics     = coop.BirthStatistics
	LogHash             = history.Hash
	LogEntry            = history.LoggedLeaf
	LogKey              = history.LoggedKey
	InclusionProof      = history.Inclusion
	Lineage             = coop.Lineage
	Enterprise          = coop.Enterprise
	Notice              = coop.Notice
	NoticeID            = coop.NoticeID
	NoticeKind          = coop.NoticeKind
	StopGround          = coop.StopGround
	StopOrder           = coop.StopOrder
	StopLine            = coop.StopLine
	StopInput           = coop.StopDemand
	StopDemand          = coop.StopDemand
	BusinessStop        = coop.BusinessStop
	Governance          = coop.Governance
	AllianceKind        = alliance.Kind
	AllianceMembership  = alliance.Membership
	Challenge           = alliance.Challenge
	HoiQuanFacts        = hoiquan.Facts
	HoiQuanFounding     = hoiquan.Founding
	HoiQuanLabel        = hoiquan.Label
	HoiQuanSheet        = hoiquan.Sheet
	HoiQuanReadiness    = hoiquan.Readiness
	HoiQuanEntry        = hoiquan.Entry
	HoiQuanGrowth       = hoiquan.Growth
	HoiQuanStatistics   = hoiquan.GrowthTable
	ChallengeFact       = alliance.Fact
	ChallengeOutcome    = alliance.Outcome
	Paper               = coop.Instrument
	AuthorityCount      = coop.AuthorityFigure
	AuthorityStatistics = coop.AuthorityStatistics
	Points              = rating.Points
	Figures             = rating.Figures
	Managers            = rating.Managers
	Investment          = rating.Investment
	SupportReceived     = rating.Support
	Report              = rating.Report
	Score               = rating.Score
	RatingAgreement     = rating.Agreement
	ExternalGrade       = rating.Grade
	RatingGroup         = rating.GroupTotal
	Rating              = rating.Rating
	RatingEntry         = rating.Entry
	RatingFigure        = rating.Figure
	Programme           = replication.Programme
	ProgrammeCondition  = replication.Condition
	ConditionTerms      = replication.Terms
	ProgrammePriority   = replication.Priority
	ProgrammePhase      = replication.Phase
	ProgrammeDue        = replication.Due
	ProgrammeQuota      = replication.Quota
	ProgrammeModel      = replication.Model
	ProgrammeStage      = replication.Stage
	Eligibility         = replication.Eligibility
	Candidate           = replication.Candidate
	CandidateSubject    = replication.Subject
	CandidateFact       = replication.Fact
	CandidateMissing    = replication.Missing
	CandidateCondition  = replication.Finding
	CandidatePriority   = replication.Preference
	NominationID        = replication.NominationID
	Nomination          = replication.Nomination
	NominationStep      = replication.Step
	NominationDecision  = replication.Decision
	NominationDeadline  = replication.Deadline
	NominationEntry     = replication.Entry
	ConditionChange     = replication.Change
	Simulation          = replication.Simulation
	EligibilityCounts   = replication.Counts
	ImportRow           = coop.BookRowResult
	ImportResult        = coop.BookResult
)

// How the reports of a year stand, and the roll-ups.
type (
	RollUpID         = reporting.RollUpID
	ReportingStep    = reporting.Step
	RollUpStep       = reporting.Step
	ReportingState   = reporting.State
	ReportingWindow  = reporting.Window
	ReportingDuty    = reporting.DutyOfYear
	ReportObligation = reporting.Obligation
	ReportCount      = reporting.Count
	ReportingFigure  = reporting.Figure
	OfficeReporting  = reporting.OfficeDuty
	RollUpColumn     = reporting.Column
	RollUpCell       = reporting.Cell
	RollUpLine       = reporting.Line
	RollUpTable      = reporting.Table
	RollUpFigures    = reporting.Figures
	RollUp           = reporting.RollUp
	RollUpEntry      = reporting.Entry
	RollUpClocks     = reporting.Clocks
	SheetsSince      = reporting.Since
	RollUpChange     = reporting.CellChange
	RollUpChanges    = reporting.Changes
	Statistics       = reporting.Statistics
	ReportingBody    = reporting.Unit
	ReportingUnitRef = reporting.UnitRef
	UnitReporting    = reporting.UnitDuty
	UnitFigure       = reporting.UnitFigure
	UnitReportDraft  = reporting.UnitContent
	UnitReport       = reporting.UnitReport
	StatisticsBy     = reporting.By
)
