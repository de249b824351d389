package registry

import (
	"maps"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
)

// Operation is an operationId of the contract.
type Operation string

// The operations of the contract.
const (
	OpListKinds                    Operation = "listKinds"
	OpListPlaces                   Operation = "listPlaces"
	OpGetPlace                     Operation = "getPlace"
	OpListIndustries               Operation = "listIndustries"
	OpListAuthorities              Operation = "listAuthorities"
	OpGetAuthority                 Operation = "getAuthority"
	OpResolveJurisdiction          Operation = "resolveJurisdiction"
	OpListRules                    Operation = "listRules"
	OpCheckName                    Operation = "checkName"
	OpListOrganizations            Operation = "listOrganizations"
	OpGetOrganization              Operation = "getOrganization"
	OpListActs                     Operation = "listActs"
	OpListUnits                    Operation = "listUnits"
	OpListChanges                  Operation = "listChanges"
	OpListActions                  Operation = "listActions"
	OpListLinks                    Operation = "listLinks"
	OpListCertificates             Operation = "listCertificates"
	OpVerifyCertificate            Operation = "verifyCertificate"
	OpGetCertificatePdf            Operation = "getCertificatePdf" // with X-Read-Reason: readPersonalData
	OpGetCertificateJws            Operation = "getCertificateJws" // likewise
	OpListCertificateKeys          Operation = "listCertificateKeys"
	OpListPublications             Operation = "listPublications"
	OpGetStatisticsByAuthority     Operation = "getStatisticsByAuthority"
	OpReadPersonalData             Operation = "readPersonalData" // getOrganization with X-Read-Reason
	OpCreateDossier                Operation = "createDossier"
	OpListDossiers                 Operation = "listDossiers"
	OpGetDossier                   Operation = "getDossier"
	OpUpdateDossier                Operation = "updateDossier"
	OpAttachDocument               Operation = "attachDocument"
	OpGetDocument                  Operation = "getDocument"
	OpSubmitDossier                Operation = "submitDossier"
	OpReturnDossier                Operation = "returnDossier"
	OpApproveDossier               Operation = "approveDossier"
	OpRefuseDossier                Operation = "refuseDossier"
	OpWithdrawDossier              Operation = "withdrawDossier"
	OpDecideWithdrawal             Operation = "decideWithdrawal"
	OpListNotices                  Operation = "listNotices"
	OpCreateNotice                 Operation = "createNotice"
	OpCloseNotice                  Operation = "closeNotice"
	OpCreateImport                 Operation = "createImport"
	OpGetSandbox                   Operation = "getSandbox"
	OpSetSandboxClock              Operation = "setSandboxClock"
	OpGetStatisticsBornFromHoiQuan Operation = "getStatisticsBornFromHoiQuan"
	OpGetLogKey                    Operation = "getLogKey"
	OpListLogKeys                  Operation = "listLogKeys"
	OpGetLogCheckpoint             Operation = "getLogCheckpoint"
	OpListLogEntries               Operation = "listLogEntries"
	OpProveInclusion               Operation = "proveInclusion"
	OpProveConsistency             Operation = "proveConsistency"
	OpApplySuccession              Operation = "applySuccession"
	OpListSuccessions              Operation = "listSuccessions"
	OpGetSuccession                Operation = "getSuccession"
	OpListSuccessionCases          Operation = "listSuccessionCases"
	OpSettleSuccessionCase         Operation = "settleSuccessionCase"
	OpCreateNameComplaint          Operation = "createNameComplaint"
	OpListNameComplaints           Operation = "listNameComplaints"
	OpDemandNameChange             Operation = "demandNameChange"
	OpReportNameComplaint          Operation = "reportNameComplaint"
	OpPutReport                    Operation = "putReport"
	OpListReports                  Operation = "listReports"
	OpListOrganizationRatings      Operation = "listOrganizationRatings"
	OpGetReport                    Operation = "getReport"
	OpPutRating                    Operation = "putRating"
	OpGetRating                    Operation = "getRating"
	OpVerifyRating                 Operation = "verifyRating"
	OpListRatings                  Operation = "listRatings"
	OpGetRatingStatistics          Operation = "getRatingStatistics"
	OpListAllianceMemberships      Operation = "listAllianceMemberships"
	OpCreateAllianceMembership     Operation = "createAllianceMembership"
	OpEndAllianceMembership        Operation = "endAllianceMembership"
	OpCorrectAllianceMembership    Operation = "correctAllianceMembership"
	OpListAllianceOrganizations    Operation = "listAllianceOrganizations"
	OpListReportingDuties          Operation = "listReportingDuties"
	OpListReportObligations        Operation = "listReportObligations"
	OpListReportingOffices         Operation = "listReportingOffices"
	OpGetReportingStatistics       Operation = "getReportingStatistics"
	OpListReportingUnits           Operation = "listReportingUnits"
	OpPutUnitReport                Operation = "putUnitReport"
	OpGetUnitReport                Operation = "getUnitReport"
	OpGetStatisticsTable           Operation = "getStatisticsTable"
	OpGetStatisticsTableXlsx       Operation = "getStatisticsTableXlsx"
	OpCreateRollUp                 Operation = "createRollUp"
	OpListRollUps                  Operation = "listRollUps"
	OpGetRollUp                    Operation = "getRollUp"
	OpGetRollUpXlsx                Operation = "getRollUpXlsx"
	OpCompareRollUp                Operation = "compareRollUp"
	OpCreateChallenge              Operation = "createChallenge"
	OpListChallenges               Operation = "listChallenges"
	OpAnswerChallenge              Operation = "answerChallenge"
	OpWithdrawChallenge            Operation = "withdrawChallenge"
	OpListProgrammes               Operation = "listProgrammes"
	OpGetProgramme                 Operation = "getProgramme"
	OpListCandidates               Operation = "listCandidates"
	OpGetCandidate                 Operation = "getCandidate"
	OpListNominations              Operation = "listNominations"
	OpCreateNomination             Operation = "createNomination"
	OpAdvanceNomination            Operation = "advanceNomination"
	OpSimulateCandidates           Operation = "simulateCandidates"
	OpPutHoiQuan                   Operation = "putHoiQuan"
	OpGetHoiQuan                   Operation = "getHoiQuan"
	OpListHoiQuan                  Operation = "listHoiQuan"
	OpGetStatisticsHoiQuan         Operation = "getStatisticsHoiQuan"
)

// Reach is how far a role may go with an operation.
type Reach int

// The reaches.
const (
	Nowhere    Reach = iota
	Own              // what belongs to the caller's own office
	Province         // what belongs to offices of the province of the caller's office
	Everywhere       // whatever office it belongs to
)

// Permissions is the one table of who may do what: operation × role × own or other area. What is not in it nobody may do.
// Desk work is done by the office alone; its superior at the province reads; the auditor and the administrator read all.
func Permissions() map[Operation]map[caller.Role]Reach {
	everyone := map[caller.Role]Reach{caller.Anonymous: Everywhere}
	for _, role := range caller.Roles() {
		everyone[role] = Everywhere
	}
	intake := map[caller.Role]Reach{caller.DeskOfficer: Own, caller.DeskLead: Own}
	decide := map[caller.Role]Reach{caller.DeskLead: Own}
	read := map[caller.Role]Reach{
		caller.DeskOfficer: Own, caller.DeskLead: Own, caller.ProvincialOfficer: Province, caller.Auditor: Everywhere,
		caller.Administrator: Everywhere,
	}
	// Figures are not on the public record; those who plan and support read them everywhere.
	figures := maps.Clone(read)
	figures[caller.SectorOfficer], figures[caller.AllianceOfficer] = Everywhere, Everywhere
	// The alliance says who is its member, and nobody else.
	alliance := map[caller.Role]Reach{caller.AllianceOfficer: Province}
	personal := map[caller.Role]Reach{
		caller.DeskOfficer: Own, caller.DeskLead: Own, caller.ProvincialOfficer: Province, caller.Auditor: Everywhere,
	}
	challenges := maps.Clone(read)
	challenges[caller.AllianceOfficer] = Province
	// Who proposes a model looks at the whole province.
	propose := maps.Clone(figures)
	propose[caller.DeskOfficer], propose[caller.DeskLead] = Province, Province
	nominate := map[caller.Role]Reach{caller.ProvincialOfficer: Province}
	administer := map[caller.Role]Reach{caller.Administrator: Everywhere}
	oversee := map[caller.Role]Reach{caller.Auditor: Everywhere, caller.Administrator: Everywhere}
	return map[Operation]map[caller.Role]Reach{
		OpListKinds: everyone, OpListPlaces: everyone, OpGetPlace: everyone, OpListIndustries: everyone,
		OpListAuthorities: everyone, OpGetAuthority: everyone, OpResolveJurisdiction: everyone, OpListRules: everyone,
		OpCheckName: everyone, OpListOrganizations: everyone, OpGetOrganization: everyone, OpListActs: everyone,
		OpListUnits: everyone, OpListChanges: everyone, OpListActions: everyone, OpListLinks: everyone, OpGetStatisticsByAuthority: everyone, OpGetSandbox: everyone,
		OpListCertificates: everyone, OpVerifyCertificate: everyone, OpGetCertificatePdf: everyone, OpGetCertificateJws: everyone,
		OpListCertificateKeys: everyone, OpListPublications: everyone,
		OpGetStatisticsBornFromHoiQuan: everyone,
		OpGetLogKey:                    everyone, OpListLogKeys: everyone, OpGetLogCheckpoint: everyone, OpListLogEntries: everyone, OpProveInclusion: everyone,
		OpProveConsistency: everyone,
		OpReadPersonalData: personal,
		OpCreateDossier:    intake, OpUpdateDossier: intake, OpAttachDocument: intake, OpSubmitDossier: intake,
		OpReturnDossier: intake,
		OpListDossiers:  read, OpGetDossier: read, OpGetDocument: personal,
		OpApproveDossier: decide, OpRefuseDossier: decide, OpWithdrawDossier: intake, OpDecideWithdrawal: decide,
		OpListNotices: read, OpCreateNotice: decide, OpCloseNotice: decide,
		OpCreateNameComplaint: intake, OpListNameComplaints: read, OpDemandNameChange: decide, OpReportNameComplaint: decide,
		OpPutReport: intake, OpPutRating: intake, OpVerifyRating: decide, OpGetReport: figures, OpGetRating: figures,
		OpListReports: figures, OpListRatings: everyone, OpListOrganizationRatings: everyone, OpGetRatingStatistics: everyone,
		OpListAllianceMemberships: everyone, OpCreateAllianceMembership: alliance, OpEndAllianceMembership: alliance,
		OpCorrectAllianceMembership: alliance,
		OpPutHoiQuan:                intake, OpGetHoiQuan: everyone, OpListHoiQuan: everyone, OpGetStatisticsHoiQuan: everyone,
		OpCreateChallenge: alliance, OpWithdrawChallenge: alliance, OpAnswerChallenge: decide, OpListChallenges: challenges,
		OpListAllianceOrganizations: {
			caller.AllianceOfficer: Everywhere, caller.SectorOfficer: Everywhere, caller.Auditor: Everywhere, caller.Administrator: Everywhere,
		},
		OpListReportingDuties: everyone, OpListReportObligations: figures, OpListReportingOffices: figures, OpGetReportingStatistics: figures,
		OpGetStatisticsTable: figures, OpGetStatisticsTableXlsx: figures,
		OpListReportingUnits: figures, OpGetUnitReport: figures,
		// Departments and People's Committees report to an office of the province, which takes their reports in.
		OpPutUnitReport: {caller.DeskOfficer: Own, caller.DeskLead: Own, caller.ProvincialOfficer: Province},
		// A roll-up is what the office answers for.
		OpCreateRollUp: {caller.DeskLead: Own, caller.ProvincialOfficer: Own},
		OpListRollUps:  figures, OpGetRollUp: figures, OpGetRollUpXlsx: figures, OpCompareRollUp: figures,
		OpListProgrammes: everyone, OpGetProgramme: everyone, OpListCandidates: propose, OpGetCandidate: propose,
		OpListNominations: propose, OpSimulateCandidates: propose, OpCreateNomination: nominate, OpAdvanceNomination: nominate,
		OpCreateImport:    {caller.DeskLead: Own, caller.Administrator: Everywhere},
		OpApplySuccession: administer, OpSettleSuccessionCase: administer,
		OpListSuccessions: oversee, OpGetSuccession: oversee, OpListSuccessionCases: oversee,
		OpSetSandboxClock: administer,
	}
}

// permit tells whether the caller's role may do the operation at all.
func (r *Registry) permit(c caller.Caller, op Operation) error {
	if r.permissions[op][c.Role] != Nowhere {
		return nil
	}
	if c.Role == caller.Anonymous {
		return ErrLoginRequired
	}
	return ErrRoleForbidden
}

// permitAt tells whether the caller may do the operation on what belongs to an office.
func (r *Registry) permitAt(c caller.Caller, op Operation, office coop.AuthorityRef) error {
	if err := r.permit(c, op); err != nil {
		return err
	}
	ref := r.Reference()
	switch r.permissions[op][c.Role] {
	case Everywhere:
		return nil
	case Own:
		if c.Authority != "" && c.Authority == office.ID {
			return nil
		}
	case Province:
		if r.sameProvince(ref, c.Authority, office.ID) {
			return nil
		}
	case Nowhere:
	}
	return ErrForeignOffice.Member("competent_authority", office)
}

func (r *Registry) sameProvince(ref *Reference, a, b string) bool {
	first, ok1 := ref.authority(a)
	second, ok2 := ref.authority(b)
	if !ok1 || !ok2 {
		return false
	}
	for _, p := range r.supervised(ref, first) {
		if p == ref.province(second) {
			return true
		}
	}
	return false
}

// supervised lists the codes of the provinces an office supervises: its own, and those merged into it, whose offices'
// dossiers stay on record.
func (r *Registry) supervised(ref *Reference, a jurisdiction.Authority) []string {
	code := ref.province(a)
	if code == "" {
		return nil
	}
	provinces := []string{code}
	for _, p := range ref.Places.Predecessors(code, a.From) {
		provinces = append(provinces, p.OldCode)
	}
	return provinces
}
