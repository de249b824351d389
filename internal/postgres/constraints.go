package postgres

import (
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
)

// constraintFaults says what a broken constraint means to a client. The use cases refuse first, with a citation; these are
// met when two requests race, or not at all.
func constraintFaults() map[string]*fault.Error {
	return map[string]*fault.Error{
		"organizations_code_key": coop.ErrCodeTaken,
		"name_claims_pkey":       coop.ErrNameTaken,
		"dossiers_decided_final": dossier.ErrWrongState,
		"dossiers_state_order":   dossier.ErrWrongState,
		"notices_address_key":    registry.ErrNoticeOpen,
		"dossiers_office_lives":  registry.ErrOfficeEnded,
		"successions_name_key":   registry.ErrSuccessionOther,

		"succession_cases_settled_once":    registry.ErrCaseSettled,
		"alliance_challenges_settled_once": alliance.ErrSettled,

		"nominations_one_stands": replication.ErrNominated,
		"nominations_quota":      replication.ErrQuota,
	}
}

// constraintRaces are those that only a transaction working on an old snapshot can break: it is run again and sees more.
func constraintRaces() []string {
	return []string{
		"organizations_import_key", "units_code_key",
		"organization_versions_no_overlap", "unit_versions_no_overlap", "links_no_overlap", "organizations_present_alone",
		"organization_versions_present_alone", "units_present_alone", "unit_versions_present_alone",
		"candidacies_present_key", "candidacies_known_check", "nominations_pkey", "nominations_present_key",
		"nominations_known_check", "nominations_stage_order", "programme_places_pkey",
		"reports_pkey", "reports_present_key", "reports_known_check", "ratings_pkey", "ratings_present_key", "ratings_known_check",
		"hoi_quan_sheets_no_overlap", "hoi_quan_sheets_present_key", "hoi_quan_sheets_known_check",
		"alliance_memberships_no_overlap", "alliance_memberships_present_key", "alliance_memberships_known_check",
		"roll_ups_number_key", "roll_ups_known_before",
		"unit_reports_pkey", "unit_reports_present_key", "unit_reports_known_check",
		// The instant of this transaction lies before that of one it waited for: run again, it is later.
		"organization_versions_known_check", "unit_versions_known_check",
	}
}

// constraintBugs are the nets below the use cases: whoever falls into one has found a mistake of the program.
func constraintBugs() []string {
	return []string{
		"alliance_challenges_answered_by_fkey", "alliance_challenges_answered_check", "alliance_challenges_by_alliance",
		"alliance_challenges_claim_check", "alliance_challenges_due_check", "alliance_challenges_organization_fkey",
		"alliance_challenges_office_fkey", "alliance_challenges_outcome_check", "alliance_challenges_pkey", "alliance_challenges_recorded_by_fkey",
		"alliance_challenges_revision_check",
		"alliance_memberships_append_only", "alliance_memberships_by_alliance", "alliance_memberships_kind_check",
		"alliance_memberships_organization_fkey", "alliance_memberships_pkey", "alliance_memberships_recorded_by_fkey",
		"alliance_memberships_valid_check",
		"candidacies_append_only", "candidacies_organization_fkey", "candidacies_pkey", "candidacies_stage_check",
		"candidacies_valid_check", "candidacies_verdict_check",
		"nominations_append_only", "nominations_organization_fkey", "nominations_province_check", "nominations_quota_check",
		"nominations_revision_check", "nominations_stage_check", "programme_places_taken_check",
		"hoi_quan_sheets_append_only", "hoi_quan_sheets_authority_fkey", "hoi_quan_sheets_kind", "hoi_quan_sheets_organization_fkey",
		"hoi_quan_sheets_pkey", "hoi_quan_sheets_revision_check", "hoi_quan_sheets_valid_check",
		"api_keys_authority_fkey", "api_keys_desk_check", "api_keys_hash_check", "api_keys_hash_key", "api_keys_pkey",
		"api_keys_role_check",
		"unit_reports_append_only", "unit_reports_authority_fkey", "unit_reports_digest_check",
		"unit_reports_received_check", "unit_reports_revision_check", "unit_reports_unit_check", "unit_reports_year_check",
		"roll_ups_append_only", "roll_ups_authority_fkey", "roll_ups_digest_check", "roll_ups_number_check",
		"roll_ups_pkey", "roll_ups_received_check", "roll_ups_step_check", "roll_ups_year_check",
		"dossiers_append_only", "dossiers_approved_check", "dossiers_authority_fkey", "dossiers_channel_check",
		"dossiers_created_by_fkey", "dossiers_decided_by_fkey", "dossiers_decided_check", "dossiers_kind_check",
		"dossiers_number_check", "dossiers_number_key", "dossiers_organization_fkey", "dossiers_pkey",
		"dossiers_received_by_fkey", "dossiers_received_check", "dossiers_revision_check", "dossiers_revision_order",
		"dossiers_state_check", "dossiers_unit_fkey",
		"history_append_only", "history_id_key", "history_pkey",
		"idempotency_keys_pkey",
		"name_claims_organization_fkey",
		"name_complaints_authority_fkey", "name_complaints_demand_check", "name_complaints_office_fkey", "name_complaints_organization_fkey",
		"name_complaints_owner_check", "name_complaints_pkey", "name_complaints_report_check", "name_complaints_revision_check",
		"name_complaints_right_check", "name_complaints_unit_fkey",
		"organization_people_organization_fkey", "organization_people_pkey",
		"organizations_area_check", "organizations_authority_fkey", "organizations_capital_check",
		"organizations_code_check", "organizations_foreign_key_check", "organizations_governance_check", "organizations_hoi_quan_check", "organizations_kind_check",
		"organizations_name_check", "organizations_name_key_check", "organizations_short_key_check",
		"organizations_notice_check", "organizations_origin_check", "organizations_pkey", "organizations_revision_check",
		"organizations_status_check", "organizations_track_check",
		"personal_reads_append_only", "personal_reads_key_fkey", "personal_reads_pkey", "personal_reads_subject_check",
		"ratings_append_only", "ratings_authority_fkey", "ratings_organization_fkey", "ratings_rank_check",
		"ratings_rank_total_check", "ratings_revision_check", "ratings_total_check", "ratings_year_check",
		"reference_lists_pkey", "settings_pkey",
		"reports_append_only", "reports_authority_fkey", "reports_organization_fkey", "reports_revision_check",
		"reports_year_check",
		"units_authority_fkey", "units_code_check", "units_kind_check", "units_name_check", "units_organization_fkey",
		"units_pkey", "units_revoked_check", "units_status_check",
		"dossiers_two_people", "dossiers_receipt_kept",
		"notices_append_only", "notices_authority_fkey", "notices_closed_check", "notices_due_check", "notices_kind_check", "notices_organization_fkey", "notices_stop_check",
		"notices_pkey", "notices_recorded_by_fkey", "notices_unit_fkey",
		"api_keys_office_ended", "dossiers_moved_by_succession", "dossiers_succession_fkey",
		"succession_cases_append_only", "succession_cases_dossier_fkey", "succession_cases_dossier_key",
		"succession_cases_from_fkey", "succession_cases_unit_fkey", "succession_cases_unit_key", "units_country_check", "units_parent_unit_check", "units_parent_unit_fkey", "units_organization_key", "units_activities_check", "succession_cases_key_fkey", "succession_cases_key_key",
		"succession_cases_one_subject", "succession_cases_organization_fkey", "succession_cases_organization_key",
		"succession_cases_pkey", "succession_cases_settled_check", "succession_cases_settled_fkey",
		"succession_cases_subject_check", "succession_cases_succession_fkey",
		"successions_append_only", "successions_name_check", "successions_pkey",
		"links_from_fkey", "links_kind_check", "links_append_only", "links_pkey", "links_self_check", "links_to_fkey",
		"links_valid_check",
		"organization_versions_append_only", "organization_versions_known_once",
		"organization_versions_organization_fkey", "organization_versions_valid_check",
		"certificates_append_only", "certificates_dossier_fkey", "certificates_layout_check",
		"certificates_number_check", "certificates_one_stands", "certificates_organization_fkey", "certificates_pkey",
		"certificates_public_sha256_check", "certificates_sha256_check", "certificates_type_check", "certificates_unit_fkey",
		"certificate_events_append_only", "certificate_events_certificate_fkey",
		"certificate_events_pkey", "certificate_events_reason_check", "certificate_events_replaced_by_fkey",
		"certificate_events_replaced_check", "certificate_events_state_check",
		"certificate_people_append_only", "certificate_people_certificate_fkey", "certificate_people_pkey",
		"signing_keys_append_only", "signing_keys_pkey", "signing_keys_public_check",
		"links_capital_check",
		"log_checkpoints_append_only", "log_checkpoints_pkey", "log_checkpoints_size_check", "log_hashes_append_only",
		"log_keys_append_only", "log_keys_handover_check", "log_keys_pkey", "log_keys_size_check", "log_keys_verifier_key",
		"log_hashes_hash_check", "log_hashes_pkey", "log_leaves_append_only", "log_leaves_entry_fkey", "log_leaves_entry_key",
		"log_leaves_index_check", "log_leaves_no_gap", "log_leaves_pkey",
		"timers_dossier_fkey", "timers_organization_fkey", "timers_outcome_check", "timers_pkey", "timers_settled_check",
		"timers_unit_fkey", "timers_what_check",
		"unit_versions_append_only", "unit_versions_known_once",
		"unit_versions_unit_fkey", "unit_versions_valid_check",
	}
}

// constraintRows are those of the reference lists: the loader refuses the row with ErrReferenceRow.
func constraintRows() []string {
	return []string{
		"authorities_level_check", "authorities_no_overlap", "authorities_office_check", "authorities_period_check",
		"authorities_pkey",
		"authority_successions_new_fkey", "authority_successions_old_fkey", "authority_successions_pkey",
		"authority_successions_share_check",
		"industries_edition_check", "industries_level_check", "industries_parent_check", "industries_parent_fkey",
		"industries_pkey",
		"place_alt_names_pkey", "place_successions_pkey", "place_successions_share_check",
		"places_code_check", "places_level_check", "places_no_overlap", "places_parent_check", "places_period_check",
		"places_pkey",
	}
}

// SQLSTATE codes that say something other than "this statement is wrong".
const (
	stateSerialization  = "40001"
	stateDeadlock       = "40P01"
	stateUnique         = "23505"
	stateExclusion      = "23P01"
	stateCheck          = "23514"
	stateTooMany        = "53300"
	stateAdminShutdown  = "57P01"
	stateCrashShutdown  = "57P02"
	stateCannotConnect  = "57P03"
	stateQueryCancelled = "57014"
	stateIdleTimeout    = "25P03"
	stateReadOnly       = "25006"
	stateDiskFull       = "53100"
)

// retryable tells whether the transaction may succeed when it is run again.
func retryable(err error) bool {
	var p *pgconn.PgError
	if !errors.As(err, &p) {
		return false
	}
	switch p.Code {
	case stateSerialization, stateDeadlock:
		return true
	case stateUnique, stateExclusion, stateCheck:
		if slices.Contains(constraintRaces(), p.ConstraintName) {
			return true
		}
	}
	return false
}

// translate turns an error of the database into the fault it means; others stay as they are.
func translate(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		if f, ok := constraintFaults()[p.ConstraintName]; ok {
			return f.Because(err)
		}
		switch p.Code {
		case stateDiskFull:
			return registry.ErrNoRoom.Because(err)
		case stateReadOnly:
			return ErrReadOnly.Because(err)
		}
	}
	if unavailable(err) {
		return ErrUnavailable.Because(err)
	}
	return err
}

// unavailable tells whether the database, not the request, is at fault.
func unavailable(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	var p *pgconn.PgError
	if !errors.As(err, &p) {
		return false
	}
	switch p.Code {
	case stateTooMany, stateAdminShutdown, stateCrashShutdown, stateCannotConnect, stateQueryCancelled, stateIdleTimeout:
		return true
	}
	// Connection exceptions, no room, and failures of the system below.
	return slices.Contains([]string{"08", "53", "58"}, p.Code[:min(2, len(p.Code))])
}

// failed is translate with what was being done; nil stays nil.
func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, translate(err))
}
