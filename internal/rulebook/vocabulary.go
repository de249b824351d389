package rulebook

import (
	"reflect"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/reporting"
)

// vocabulary gives for each type of word those that Go knows.
func vocabulary() map[reflect.Type][]string {
	known := map[reflect.Type][]string{}
	add(known, law.BasisStated, law.BasisDerived, law.BasisAssumed, law.BasisMissing)
	add(known, coop.Kinds()...)
	add(known, coop.UnitKinds()...)
	add(known, coop.Procedures()...)
	add(known, coop.Statuses()...)
	add(known, "", coop.ReasonDissolution, coop.ReasonRevocation, coop.ReasonDivision, coop.ReasonConsolidation, coop.ReasonMerger,
		coop.ReasonBankruptcy, coop.ReasonTermination, coop.ReasonConversion)
	add(known, coop.TrackRegistration, coop.TrackNotice, coop.TrackRecord, coop.TrackLicence)
	add(known, coop.TypeCertificate, coop.TypeConfirmation)
	add(known, coop.ContentName, coop.ContentSeat, coop.ContentContact, coop.ContentUnits, coop.ContentIndustries, coop.ContentActivities, coop.ContentCapital,
		coop.ContentRepresentatives, coop.ContentParent, coop.ContentChanges, coop.ContentSpan, coop.ContentResumption, coop.ContentClosure)
	add(known, coop.StopConditional, coop.StopForeignAccess, coop.StopBody, coop.StopCourt)
	add(known, coop.StopSuspend, coop.StopHalt, coop.StopEnd)
	add(known, coop.NoticeViolation, coop.NoticeDemand, coop.NoticeNotAtAddress, coop.NoticeObjection, coop.NoticeReview, coop.NoticeReport,
		coop.NoticeNewDossier, coop.NoticeStop)
	add(known, jurisdiction.OfficeSKHDT, jurisdiction.OfficeSTC, jurisdiction.OfficeTCKH, jurisdiction.OfficeUBND, jurisdiction.OfficeKT,
		jurisdiction.OfficeNHNN, jurisdiction.OfficeNone)
	add(known, dossier.EffectFound, dossier.EffectConvert, dossier.EffectOpenUnit, dossier.EffectChange, dossier.EffectCorrect,
		dossier.EffectEnterprise, dossier.EffectSuspend, dossier.EffectResume, dossier.EffectDissolve, dossier.EffectRestore, dossier.EffectEnd,
		dossier.EffectOpenBankruptcy, dossier.EffectRevoke, dossier.EffectInvalidate, dossier.EffectCertify, dossier.EffectDivide,
		dossier.EffectSeparate, dossier.EffectConsolidate, dossier.EffectMerge)
	add(known, dossier.NeedChanges, dossier.NeedResolution, dossier.NeedInstrument, dossier.NeedSpan, dossier.NeedResumesOn, dossier.NeedGround,
		dossier.NeedReason, dossier.NeedEnterprise, dossier.NeedAllAgreed, dossier.NeedParties, dossier.NeedTax, dossier.NeedTaxSettled,
		dossier.NeedTaxNotAgainst, dossier.NeedDebtsPaid, dossier.NeedStateSupport, dossier.NeedNoDispute, dossier.NeedUnitsClosed, dossier.NeedUnit, dossier.NeedAct,
		dossier.NeedFoundBy, dossier.NeedMistakeIn)
	add(known, dossier.EventChange, dossier.EventResolution, dossier.EventContract, dossier.EventUnit, dossier.EventEnterprise,
		dossier.EventEnd, dossier.EventPaid, dossier.EventEstablished, dossier.EventForeign, dossier.EventInstrument)
	add(known, dossier.CapacityFounder, dossier.CapacityRepresentative, dossier.CapacityChair, dossier.CapacityGroupRepresentative,
		dossier.CapacityBranchHead, dossier.CapacityCourtParty, dossier.CapacityOffice)
	add(known, naming.LettersLatin, naming.LettersVietnamese)
	add(known, naming.TestDuplicate, naming.TestAlike, naming.TestSign, naming.TestDirection, naming.TestShort, naming.TestForeign,
		naming.TestSuffix, naming.TestAround, naming.TestFinding)
	add(known, naming.PoolHTX, naming.PoolLHHTX, naming.PoolQTDND, naming.PoolTHT, naming.PoolTHTOfPlaces, naming.PoolOwnKind)
	add(known, hoiquan.NeedMembers, hoiquan.NeedFounders, hoiquan.NeedEligible, hoiquan.NeedPlan, hoiquan.NeedCharter)
	add(known, rating.Ranks()...)
	add(known, rating.MeasureRevenue, rating.MeasureIncomePerMember, rating.MeasureDevelopmentShare, rating.MeasureReserveShare)
	add(known, replication.CheckKind, replication.CheckSector, replication.CheckStatus, replication.CheckRegime, replication.CheckModel,
		replication.CheckConsent, replication.CheckDossier, replication.CheckProfit, replication.CheckOutsideShare, replication.CheckRank,
		replication.CheckMembers, replication.CheckMissing)
	add(known, replication.ByMembers, replication.ByTotalCapital, replication.ByRevenue, replication.ByPoints, replication.BySector)
	add(known, replication.Stages()...)
	add(known, reporting.StepOrganization, reporting.StepDecree, reporting.StepAgriculture, reporting.StepUnit, reporting.StepUnitReport, reporting.StepRegistrationOffice,
		reporting.StepProvincialOffice, reporting.StepDepartment, reporting.StepGroupsCommune, reporting.StepGroupsDistrict, reporting.StepGroupsProvince)
	add(known, slices.Concat(reporting.Counted(), reporting.Summed(), reporting.Derived())...)
	return known
}

func add[T ~string](known map[reflect.Type][]string, words ...T) {
	known[reflect.TypeFor[T]()] = texts(words...)
}

func texts[T ~string](words ...T) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}

// place is a member of a struct whose words have no type of their own.
type place struct {
	of     reflect.Type
	member string
}

// places gives for each such member the words that Go knows there; of a map, its keys.
func places() map[place][]string {
	kinds := texts(coop.Kinds()...)
	subjects := slices.Concat(kinds, texts(coop.UnitKinds()...))
	fields := dossier.Fields()
	sectors := []string{"agriculture", "industry", "environment", "construction", "trade", "transport", "services", "credit", "other"}
	regimes := []string{"law-2003", "law-2012", "law-2023"}
	var times []string // a kind of organisation or unit, units abroad and what is untrue may have a time of their own
	for _, p := range texts(coop.Procedures()...) {
		times = append(times, p)
		for _, kind := range append(subjects, Abroad, Untrue) {
			times = append(times, p+"_"+kind)
		}
	}
	return map[place][]string{
		{reflect.TypeFor[procedureRule](), "Kinds"}:               subjects,
		{reflect.TypeFor[paperRule](), "Kinds"}:                   subjects,
		{reflect.TypeFor[publicationRule](), "Kinds"}:             subjects,
		{reflect.TypeFor[jurisdiction.Rule](), "Kinds"}:           subjects,
		{reflect.TypeFor[jurisdiction.Rule](), "Procedures"}:      texts(append(coop.Procedures(), jurisdiction.Life)...),
		{reflect.TypeFor[jurisdiction.Rule](), "Titles"}:          subjects,
		{reflect.TypeFor[coop.Paper](), "Fields"}:                 fields,
		{reflect.TypeFor[dossier.Rule](), "Fields"}:               slices.Concat(fields, []string{dossier.PartForeignMembers}),
		{reflect.TypeFor[dossier.Rule](), "Unresolved"}:           slices.Concat(fields, []string{dossier.PartForeignMembers, dossier.PartPersonalData}),
		{reflect.TypeFor[dossier.Rule](), "SilenceFrom"}:          {dossier.SilenceFromReceipt, dossier.SilenceFromAnnouncement},
		{reflect.TypeFor[dossier.Rule](), "Cancel"}:               {"silence"},
		{reflect.TypeFor[dossier.GovernanceRule](), "MicroBelow"}: sectors,
		{reflect.TypeFor[deadlines](), "OfficeWorkdays"}:          times,
		{reflect.TypeFor[deadlines](), "MendDays"}:                {"paper", "online"},
		{reflect.TypeFor[deadlines](), "Fee"}:                     {"htx", "tht"},
		{reflect.TypeFor[rating.Scheme](), "Sectors"}:             sectors,
		{reflect.TypeFor[replication.Terms](), "Sectors"}:         sectors,
		{reflect.TypeFor[replication.Terms](), "Regimes"}:         regimes,
		{reflect.TypeFor[replication.Priority](), "Sectors"}:      sectors,
	}
}
