package coop

// Procedure is what a dossier asks the office to do. Which of them exist for which kind on which day is rulebook data.
type Procedure string

// The procedures of the register, in the order of an organisation's life.
const (
	ProcedureFormation             Procedure = "formation"
	ProcedureNoticeOfFormation     Procedure = "notice_of_formation"
	ProcedureNoticeOfChange        Procedure = "notice_of_change"
	ProcedureNoticeOfEnd           Procedure = "notice_of_end"
	ProcedureRecognition           Procedure = "recognition"
	ProcedureMirrorLicence         Procedure = "mirror_licence"
	ProcedureConversion            Procedure = "conversion"
	ProcedureChangeRegistration    Procedure = "change_registration"
	ProcedureChangeNotification    Procedure = "change_notification"
	ProcedureInformationUpdate     Procedure = "information_update"
	ProcedureEnterpriseNotice      Procedure = "enterprise_notice"
	ProcedureCorrection            Procedure = "correction"
	ProcedureUnitRegistration      Procedure = "unit_registration"
	ProcedureUnitChange            Procedure = "unit_change"
	ProcedureUnitClosure           Procedure = "unit_closure"
	ProcedureSuspension            Procedure = "suspension"
	ProcedureResumption            Procedure = "resumption"
	ProcedureDivision              Procedure = "division"
	ProcedureSeparation            Procedure = "separation"
	ProcedureConsolidation         Procedure = "consolidation"
	ProcedureMerger                Procedure = "merger"
	ProcedureExistenceEnd          Procedure = "existence_end"
	ProcedureDissolutionResolution Procedure = "dissolution_resolution"
	ProcedureDissolutionCancel     Procedure = "dissolution_cancellation"
	ProcedureDissolution           Procedure = "dissolution"
	ProcedureCompulsoryDissolution Procedure = "compulsory_dissolution"
	ProcedureBankruptcyOpening     Procedure = "bankruptcy_opening"
	ProcedureBankruptcy            Procedure = "bankruptcy"
	ProcedureTerminationResolution Procedure = "termination_resolution"
	ProcedureTermination           Procedure = "termination"
	ProcedureRevocation            Procedure = "revocation"
	ProcedureRevocationCancel      Procedure = "revocation_cancellation"
	ProcedureInvalidation          Procedure = "invalidation"
	ProcedureReissue               Procedure = "reissue"
	ProcedureExchange              Procedure = "exchange"
	ProcedureOfficeChange          Procedure = "office_change"
)

// Procedures lists every procedure.
func Procedures() []Procedure {
	return []Procedure{
		ProcedureFormation, ProcedureNoticeOfFormation, ProcedureNoticeOfChange, ProcedureNoticeOfEnd,
		ProcedureRecognition, ProcedureMirrorLicence, ProcedureConversion, ProcedureChangeRegistration,
		ProcedureChangeNotification, ProcedureInformationUpdate, ProcedureEnterpriseNotice, ProcedureCorrection,
		ProcedureUnitRegistration, ProcedureUnitChange, ProcedureUnitClosure, ProcedureSuspension, ProcedureResumption,
		ProcedureDivision, ProcedureSeparation, ProcedureConsolidation, ProcedureMerger, ProcedureExistenceEnd,
		ProcedureDissolutionResolution, ProcedureDissolutionCancel, ProcedureDissolution, ProcedureCompulsoryDissolution,
		ProcedureBankruptcyOpening, ProcedureBankruptcy, ProcedureTerminationResolution, ProcedureTermination,
		ProcedureRevocation, ProcedureRevocationCancel, ProcedureInvalidation, ProcedureReissue, ProcedureExchange,
		ProcedureOfficeChange,
	}
}

// NeedsTwoPeople tells whether whoever received a file of this procedure may never decide it: acts against an organisation,
// and those that rewrite what the register says.
func (p Procedure) NeedsTwoPeople() bool {
	switch p { //nolint:exhaustive // the few sensitive ones are named
	case ProcedureRevocation, ProcedureRevocationCancel, ProcedureCorrection, ProcedureInvalidation, ProcedureCompulsoryDissolution:
		return true
	}
	return false
}
