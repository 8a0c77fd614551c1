-- Indices of record tables that were chosen by hand, one a line; besides these a kind has one on its owner, on its date where
-- it is leafed through by year, and on what is 暂存 (record_tables.rs). Opening brings a database to exactly these: what changes here changes there.

CREATE INDEX activity_participants_by_recipient ON activity_participants (recipient);
CREATE INDEX annotations_by_target ON annotations (target);
CREATE INDEX annotations_by_target_kind ON annotations (target_kind, verdict);
CREATE INDEX annotations_open ON annotations (verdict) WHERE settled_date IS NULL;
CREATE INDEX attachments_by_target ON attachments (target);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);
CREATE INDEX attachments_by_source ON attachments (source);
CREATE INDEX attachments_by_blob ON attachments (blob);
-- Of those past the work only the ones that ended in a period.
CREATE INDEX cases_by_stage ON cases (stage, stage_date);
CREATE INDEX cases_by_lead_date ON cases (lead_date, station);
CREATE INDEX cases_by_case_no ON cases (case_no);
CREATE INDEX cases_by_open_date ON cases (open_date);
CREATE INDEX cases_by_assigned_worker ON cases (assigned_worker);
CREATE INDEX closures_by_date ON closures (date);
CREATE INDEX community_activities_by_plan_date ON community_activities (plan_date);
CREATE INDEX community_activities_by_date ON community_activities (date);
-- The first day of a station: of this kind as of cases, visits and group sessions.
CREATE INDEX community_activities_by_state ON community_activities (state, date, station);
CREATE INDEX community_org_activities_by_date ON community_org_activities (date);
CREATE INDEX community_orgs_by_start_date ON community_orgs (start_date);
CREATE INDEX consultations_by_date ON consultations (date);
CREATE INDEX consultations_by_recipient ON consultations (recipient);
CREATE INDEX county_parameters_by_name ON county_parameters (name);
CREATE INDEX errands_by_date ON errands (date);
CREATE INDEX errands_by_recipient ON errands (recipient);
CREATE INDEX follow_ups_by_date ON follow_ups (date);
CREATE INDEX follow_ups_by_next_date ON follow_ups (next_date);
CREATE INDEX gift_distributions_by_date ON gift_distributions (date);
CREATE INDEX gift_receipts_by_recipient ON gift_receipts (recipient);
CREATE INDEX group_members_by_recipient ON group_members (recipient);
CREATE INDEX group_sessions_by_date ON group_sessions (date);
CREATE INDEX group_sessions_by_state ON group_sessions (state, date, station);
CREATE INDEX groups_by_start_date ON groups (start_date);
CREATE INDEX handover_items_by_target ON handover_items (target);
CREATE INDEX household_members_by_recipient ON household_members (recipient);
CREATE INDEX households_by_village ON households (village);
CREATE INDEX import_batches_by_date ON import_batches (date);
CREATE INDEX inspections_by_due_date ON inspections (due_date) WHERE rectified_date IS NULL;
CREATE INDEX kpi_targets_by_year ON kpi_targets (year);
CREATE INDEX mandatory_reports_by_visit ON mandatory_reports (visit);
CREATE INDEX mandatory_reports_by_found_date ON mandatory_reports (found_date);
CREATE INDEX mandatory_reports_by_provisional ON mandatory_reports (provisional, station) WHERE provisional = 1;
-- The list, newest first, and how many there are.
CREATE INDEX means_surveys_by_date ON means_surveys (date DESC, created_ms DESC, id, station, deleted_reason);
CREATE INDEX means_surveys_by_recognised_type ON means_surveys (recognised_type);
CREATE INDEX monthly_briefs_by_month ON monthly_briefs (month);
CREATE INDEX pay_confirmations_by_month ON pay_confirmations (month);
CREATE INDEX plan_goals_by_case ON plan_goals ("case");
CREATE INDEX plan_goals_open ON plan_goals (due_date) WHERE attainment IS NULL;
CREATE INDEX progress_notes_by_date ON progress_notes (date);
CREATE INDEX publicities_by_date ON publicities (date);
CREATE INDEX recipient_categories_by_category ON recipient_categories (category);
CREATE INDEX recipient_categories_by_station ON recipient_categories (station);
-- The register last changed first, by village and by worker. What says whether somebody is on file stands behind, never in front: each of
-- these counts and pages out of itself, and none is the better way to a village because most people are on file.
CREATE INDEX recipients_by_updated ON recipients (updated_ms, id, deleted_reason, death_date, left_date);
CREATE INDEX recipients_by_village ON recipients (village, name_order, id, deleted_reason, death_date, left_date);
CREATE INDEX recipients_by_assigned_worker ON recipients (assigned_worker, updated_ms, id, deleted_reason, death_date, left_date);
-- Who is due for a visit, and the order of last and next visits, out of this index alone.
CREATE INDEX recipients_visited ON recipients (newest_visit_next, last_effective_visit, newest_visit_date, newest_visit_result, newest_visit, assigned_worker, risk_level, id, deleted_reason, death_date, left_date);
-- The few who died or left: those whose day lies ahead are still on file.
CREATE INDEX recipients_by_death_date ON recipients (death_date) WHERE death_date IS NOT NULL;
CREATE INDEX recipients_by_left_date ON recipients (left_date) WHERE left_date IS NOT NULL;
CREATE INDEX recipients_by_household ON recipients (household);
CREATE INDEX recipients_by_id_number ON recipients (id_number);
CREATE INDEX recipients_by_birth_date ON recipients (birth_date);
CREATE INDEX recipients_by_name ON recipients (name);
-- Who is new, and who is one person among all on file, for the figures of 工作台: out of this index alone.
CREATE INDEX recipients_by_file_created ON recipients (file_created, id, id_number, station, provisional, deleted_reason);
CREATE INDEX recipients_merged_into ON recipients (merged_into) WHERE merged_into IS NOT NULL;
-- Who came in on one day, when a ledger was taken in.
CREATE INDEX recipients_by_station ON recipients (station, created_ms);
CREATE INDEX recipients_by_name_order ON recipients (name_order);
CREATE INDEX referrals_by_case ON referrals ("case");
CREATE INDEX referrals_by_referral_date ON referrals (referral_date);
CREATE INDEX referrals_by_due_date ON referrals (due_date) WHERE receipt_date IS NULL;
CREATE INDEX resource_beneficiaries_by_recipient ON resource_beneficiaries (recipient);
CREATE INDEX reviews_by_target ON reviews (target);
CREATE INDEX reviews_by_verdict ON reviews (verdict, created_ms);
CREATE INDEX service_items_by_area ON service_items (area);
CREATE INDEX session_attendances_by_member ON session_attendances (member);
CREATE INDEX supervision_records_by_date ON supervision_records (date);
CREATE INDEX survey_members_by_recipient ON survey_members (recipient);
CREATE INDEX training_attendees_by_staff ON training_attendees (staff);
-- What of somebody's visits stands in her own row is told out of this index alone, from its end.
CREATE INDEX visits_by_recipient ON visits (recipient, date, created_ms, id, station, next_date, result, provisional, deleted_reason);
-- Most visits belong to no case and many to no household: these need no entry.
CREATE INDEX visits_by_case ON visits ("case") WHERE "case" IS NOT NULL;
CREATE INDEX visits_by_household ON visits (household) WHERE household IS NOT NULL;
-- A month of one station without looking at the visits of all; whatever is counted of a visit is read out of this index alone, a tenth of the
-- pages that the rows would be.
CREATE INDEX visits_by_date ON visits (date, station, provisional, deleted_reason, id, recipient, household, contact_mode, result, area, service_item, service_method, approval_no);
CREATE INDEX volunteer_services_by_date ON volunteer_services (date);
CREATE INDEX volunteer_services_by_recorded_date ON volunteer_services (recorded_date);
CREATE INDEX volunteers_by_name ON volunteers (name);
CREATE INDEX volunteers_by_registered_date ON volunteers (registered_date);
CREATE INDEX volunteers_by_id_number ON volunteers (id_number);
