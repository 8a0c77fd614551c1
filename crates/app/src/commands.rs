//! The one list of what a user interface can ask for. Each entry names a command once: doc line, name, use case, request, answer,
//! who may. From it come the dispatcher (`call.rs`) and the TypeScript types (`bindings.rs`). No logic here.

use crate::command::Command;
use crate::kernel::pc::Pc;

/// Finds a command by name.
pub(crate) fn find(name: &str) -> Option<&'static Command<Pc>> {
    COMMANDS.iter().find(|command| command.name == name)
}

// One entry per line. A request without content is `Nothing`. Answers may be named types, Vec or Option of them.
// Access: Anyone (nothing need be unlocked), SignedIn (anyone unlocked), Worker (a person of a station),
// Supervisor (of a station), Lead (a supervisor or a county officer), County.
#[rustfmt::skip]
mod list {
    use crate::boards::*;
    use crate::features::*;
    use crate::kernel::request::{IdRequest, Nothing, RecordRef};
    use crate::kernel::{events, files, news, passphrase, pc_identity, role};
    use crate::people::{self, duplicates};
    use crate::records::*;
    use crate::{beginning, records, saving};

    crate::commands! { crate::kernel::pc::Pc;
        // --- start, doors, session -------------------------------------------------------------------
        /// Where this PC stands: fresh, locked or open; who may unlock; whether practice is open.
        "start.state" => start::state(Nothing) -> start::StartState, needs: Access::Anyone;
        /// News after a number: what changed, progress of long work, whether the screen has locked.
        "events.since" => news::since(events::EventsRequest) -> events::EventsAnswer, needs: Access::Anyone;
        /// Asks long work to stop.
        "tasks.cancel" => news::cancel(events::CancelTask) -> Nothing, needs: Access::Anyone;
        /// Divisions of Hunan: the counties, or the townships of one.
        "setup.divisions" => setup::divisions(setup::DivisionsRequest) -> Vec<setup::DivisionRow>, needs: Access::Anyone;
        /// 建立县级: founds a county on this PC.
        "setup.county" => setup::founding::county(setup::FoundCounty) -> setup::FoundedCounty, needs: Access::Anyone;
        /// Reads a join file with its one-time code and says what it is for.
        "setup.read_join_file" => setup::read_join_file(setup::JoinFileRequest) -> setup::JoinFileContent, needs: Access::Anyone;
        /// 加入站点: joins with a join file; the PC works at once.
        "setup.join" => setup::founding::join(setup::JoinStation) -> setup::JoinedStation, needs: Access::Anyone;
        /// Writes this PC's join request to a stick, when there is no hub.
        "setup.join_request" => setup::joining::request_file(setup::JoinRequestOut) -> files::FileOut, needs: Access::SignedIn;
        /// Takes in the county's confirmation that came as a file.
        "setup.confirmation" => setup::joining::confirmation_file(setup::ConfirmationIn) -> pc_identity::PcIdentity, needs: Access::SignedIn;
        /// Writes the hub's address into the roster, or takes it out.
        "setup.hub" => setup::hub(setup::SetHub) -> pc_identity::PcIdentity, needs: Access::County;
        /// How the county's hub on this PC does, when one was opened here.
        "hub.here" => setup::own_hub::here(Nothing) -> setup::own_hub::OwnHub, needs: Access::County;
        /// Opens the county's hub on this PC and names it to the stations.
        "hub.open" => setup::own_hub::open(setup::own_hub::OpenHub) -> setup::own_hub::OwnHub, needs: Access::County;
        /// Starts it again.
        "hub.start" => setup::own_hub::start(Nothing) -> setup::own_hub::OwnHub, needs: Access::County;
        /// Stops it; what lies in it stays.
        "hub.stop" => setup::own_hub::stop(Nothing) -> setup::own_hub::OwnHub, needs: Access::County;
        /// Shows the county's public root key and id, which `hezhan-hub init` asks for.
        "setup.root_key" => setup::root_key(Nothing) -> setup::RootKeyView, needs: Access::County;
        /// Copies the sealed root-key file to a stick.
        "setup.copy_root_key" => setup::root_key_copy(setup::RootKeyCopy) -> files::FileOut, needs: Access::County;
        /// Brings the sealed root-key file back to this PC, from the copy on a stick.
        "setup.bring_root_key" => setup::bring_root_key(setup::BringRootKey) -> setup::RootKeyView, needs: Access::County;
        /// Says how hard a new passphrase is to guess, while it is typed.
        "passphrase.judge" => passphrase::judge(passphrase::JudgePassphrase) -> passphrase::Judged, needs: Access::Anyone;
        /// Unlocks this PC with a person's passphrase.
        "session.unlock" => unlocking::unlock(unlocking::Unlock) -> role::Person, needs: Access::Anyone;
        /// Locks the screen; syncing goes on.
        "session.lock" => unlocking::lock(Nothing) -> Nothing, needs: Access::Anyone;
        /// Sets after how many minutes the screen locks by itself.
        "session.set_idle" => unlocking::set_idle(unlocking::SetIdle) -> Nothing, needs: Access::SignedIn;
        /// Someone forgot their passphrase: writes the request for the county.
        "recovery.request" => recovery::request(recovery::RequestRecovery) -> files::FileOut, needs: Access::Anyone;
        /// The county answers a recovery request.
        "recovery.answer" => recovery::answer(recovery::AnswerRecovery) -> recovery::AnsweredRecovery, needs: Access::County;
        /// Sets a new passphrase with the county's answer.
        "recovery.complete" => recovery::complete(recovery::CompleteRecovery) -> role::Person, needs: Access::Anyone;
        /// Makes a backup to a stick and reads it again.
        "backup.make" => backup::make(backup::MakeBackup) -> backup::MadeBackup, needs: Access::SignedIn;
        /// Lists the backups of this PC, the newest first.
        "backup.list" => backup::list(Nothing) -> Vec<backup::BackupRow>, needs: Access::Anyone;
        /// Says who can restore a chosen backup.
        "backup.people" => backup::people(backup::ChosenBackup) -> Vec<role::StaffSlot>, needs: Access::Anyone;
        /// Puts a backup in the place of this PC's database, which is kept aside.
        "backup.restore" => backup::restore(backup::RestoreBackup) -> role::Person, needs: Access::Anyone;
        /// 数据体检: checks the log, the tables and the backups of this PC.
        "health.check" => backup::health(Nothing) -> backup::Health, needs: Access::SignedIn;
        /// How far the check-up that runs by itself is, and what it found last.
        "health.round" => backup::check_up::round(Nothing) -> backup::check_up::HealthRound, needs: Access::SignedIn;
        /// Checks everything and writes the outcome as a file to hand over; it names nobody.
        "health.report" => backup::check_up::report(backup::check_up::HealthReport) -> files::FileOut, needs: Access::SignedIn;

        // --- people, stations, PCs, parameters -------------------------------------------------------
        /// Lists the people of this station, or of the county.
        "staff.list" => staff::list(Nothing) -> Vec<staff::StaffRow>, needs: Access::SignedIn;
        /// Lists a new person and, with their passphrase, lets them unlock this PC.
        "staff.add" => staff::add(staff::AddStaff) -> role::Person, needs: Access::Lead;
        /// Lets a listed person unlock this PC with the passphrase they type.
        "staff.enable" => staff::enable(staff::EnableStaff) -> Nothing, needs: Access::SignedIn;
        /// Takes a person's passphrase off this PC.
        "staff.disable" => staff::disable(staff::StaffRef) -> Nothing, needs: Access::Lead;
        /// Says whether a person still works here.
        "staff.set_active" => staff::set_active(staff::SetActive) -> Nothing, needs: Access::Lead;
        /// Changes the passphrase of the one who asks.
        "staff.change_passphrase" => staff::change_passphrase(staff::ChangePassphrase) -> Nothing, needs: Access::SignedIn;
        /// What is still somebody's work, and who may take it over.
        "handover.open" => handover::open(handover::OpenWorkRequest) -> handover::OpenWorkView, needs: Access::Supervisor;
        /// Hands somebody's work over to colleagues, with a record of it for each receiver.
        "handover.hand_over" => handover::act::hand_over(handover::act::HandOverRequest) -> handover::act::HandOverAnswer, needs: Access::Supervisor;
        /// Takes a handover back, but for what somebody has changed since.
        "handover.undo" => handover::undo::undo(IdRequest) -> handover::undo::UndoneHandover, needs: Access::Supervisor;
        /// Lists the stations of the county.
        "stations.list" => stations::list(Nothing) -> Vec<stations::StationRow>, needs: Access::SignedIn;
        /// Registers a station of a township.
        "stations.register" => stations::register(stations::RegisterStation) -> stations::StationRow, needs: Access::County;
        /// Makes a join file for a new PC, with its one-time code.
        "stations.join_file" => stations::join_file(stations::MakeJoinFile) -> stations::MadeJoinFile, needs: Access::County;
        /// Lists the PCs of the county, at a station its own.
        "devices.list" => devices::list(Nothing) -> Vec<devices::DeviceRow>, needs: Access::SignedIn;
        /// Lists PCs that ask to join; a file adds its own.
        "devices.requests" => devices::requests(devices::JoinRequestsRequest) -> Vec<devices::JoinRequestRow>, needs: Access::County;
        /// Confirms PCs that asked to join.
        "devices.confirm" => devices::confirm(devices::ConfirmDevices) -> devices::ConfirmedDevices, needs: Access::County;
        /// Shuts a PC out.
        "devices.revoke" => devices::revoke(devices::RevokeDevice) -> Nothing, needs: Access::County;
        /// Takes a PC in again that was shut out.
        "devices.reinstate" => devices::reinstate(devices::RevokeDevice) -> Nothing, needs: Access::County;
        /// Believes a PC that is shut out as far as its work has come by now.
        "devices.count_in" => devices::count_in(devices::RevokeDevice) -> Nothing, needs: Access::County;
        /// Gives a station (or the county) another key, and sends it to its PCs.
        "devices.rekey" => devices::keys::rekey(devices::keys::RekeyPlace) -> devices::keys::RekeyedPlace, needs: Access::County;
        /// What is to be done about a lost PC, step by step, and how far each is.
        "devices.lost" => devices::lost::lost(IdRequest) -> devices::lost::LostDevice, needs: Access::County;
        /// Lists the county's parameters and what the program asks for.
        "parameters.list" => parameters::list(Nothing) -> parameters::Parameters, needs: Access::SignedIn;
        /// Sets a parameter from a date on.
        "parameters.save" => parameters::save(parameters::SaveParameter) -> Nothing, needs: Access::County;
        /// The county's list of villages, and what a form offers.
        "villages.list" => villages::list(Nothing) -> villages::VillagesAnswer, needs: Access::SignedIn;
        /// Adds villages of a township to the list.
        "villages.add" => villages::add(villages::AddVillages) -> villages::AddedVillages, needs: Access::County;

        // --- records of every kind --------------------------------------------------------------------
        /// The record dictionary: kinds with fields, and code tables.
        "dictionary.get" => dictionary::get(Nothing) -> dictionary::DictionaryView, needs: Access::Anyone;
        /// Service items that the county added and that are in use.
        "service_items.in_use" => service::in_use(Nothing) -> service::ServiceItems, needs: Access::SignedIn;
        /// Services of a year that were outside the catalogue, with the approval number they name.
        "service_items.outside" => service_items::outside(service_items::OutsideRequest) -> service_items::OutsideServices, needs: Access::SignedIn;
        /// Standard texts and phrases that forms offer, the county's own in place of the program's.
        "phrases.list" => phrases::list(Nothing) -> phrases::Phrases, needs: Access::SignedIn;
        /// One record, masked, with its conflicts.
        "records.get" => records::get(RecordRef) -> view::RecordView, needs: Access::SignedIn;
        /// A page of records of a kind.
        "records.list" => records::list(records::ListRequest) -> records::ListAnswer, needs: Access::SignedIn;
        /// What is wrong with a form as far as it is typed, and what its ID number says.
        "records.check" => records::check(records::CheckRequest) -> records::CheckAnswer, needs: Access::SignedIn;
        /// Saves a form (visits, new cases and closing have commands of their own).
        "records.save" => saving::save(save::SaveRequest) -> save::SaveAnswer, needs: Access::SignedIn;
        /// Deletes a record, saying why.
        "records.delete" => saving::delete(save::DeleteRequest) -> view::RecordView, needs: Access::SignedIn;
        /// Brings a deleted record back.
        "records.undelete" => saving::undelete(RecordRef) -> view::RecordView, needs: Access::SignedIn;
        /// Who changed what and when, from what to what.
        "records.history" => history::history(RecordRef) -> history::HistoryAnswer, needs: Access::SignedIn;
        /// Settles a field that two people changed apart.
        "records.resolve" => saving::resolve(save::ResolveRequest) -> view::RecordView, needs: Access::SignedIn;
        /// Masked values in full; that they were asked for is recorded.
        "records.reveal" => records::reveal(records::RevealRequest) -> records::Revealed, needs: Access::SignedIn;
        /// Keeps what is being typed.
        "drafts.put" => drafts::put(drafts::DraftPut) -> Nothing, needs: Access::SignedIn;
        /// One draft.
        "drafts.get" => drafts::get(drafts::DraftKey) -> drafts::DraftAnswer, needs: Access::SignedIn;
        /// Own drafts, newest first.
        "drafts.list" => drafts::list(Nothing) -> drafts::Drafts, needs: Access::SignedIn;
        /// Throws a draft away.
        "drafts.discard" => drafts::discard(drafts::DraftKey) -> Nothing, needs: Access::SignedIn;
        /// Finds persons, cases and other records by characters, pinyin, initials, last four, village.
        "search.find" => search::find(search::FindRequest) -> search::FindAnswer, needs: Access::SignedIn;
        /// Whom the person at this PC opened last; local to it.
        "search.recent" => search::recent(Nothing) -> search::FindAnswer, needs: Access::SignedIn;

        // --- people, visits, cases, home --------------------------------------------------------------
        /// A page of the recipients' table.
        "recipients.list" => recipients::list(recipients::RecipientsRequest) -> recipients::RecipientsAnswer, needs: Access::SignedIn;
        /// Ids of everybody that the filters show, to choose them all.
        "recipients.ids" => recipients::ids(recipients::RecipientsRequest) -> Vec<String>, needs: Access::SignedIn;
        /// Gives many people a responsible worker, one save each; or takes that back.
        "recipients.assign" => recipients::assigning::assign(recipients::assigning::AssignRequest) -> recipients::assigning::AssignAnswer, needs: Access::Supervisor;
        /// The header of a person's page.
        "recipients.overview" => person::overview(IdRequest) -> person::RecipientOverview, needs: Access::SignedIn;
        /// Everything done for a person, newest first.
        "recipients.timeline" => timeline::timeline(timeline::TimelineRequest) -> timeline::Timeline, needs: Access::SignedIn;
        /// Who may be on file already.
        "recipients.duplicates" => duplicates::duplicates(duplicates::DuplicatesRequest) -> duplicates::DuplicatesAnswer, needs: Access::SignedIn;
        /// Registers a person with categories, household and consent in one save.
        "recipients.register" => recipients::register::register(recipients::register::RegisterRequest) -> recipients::register::RegisterAnswer, needs: Access::Worker;
        /// A household and its members.
        "households.get" => households::get(IdRequest) -> households::HouseholdView, needs: Access::SignedIn;
        /// What a visit form begins with.
        "visits.defaults" => visits::defaults::defaults(visits::defaults::VisitDefaultsRequest) -> visits::defaults::VisitDefaults, needs: Access::Worker;
        /// Saves a visit, and with it the mandatory report where one is due.
        "visits.save" => visits::save(visits::VisitSaveRequest) -> visits::VisitSaveAnswer, needs: Access::Worker;
        /// The month's visits by day, and who has not been visited.
        "visits.month" => visits::month::month(visits::month::MonthRequest) -> visits::month::VisitMonth, needs: Access::SignedIn;
        /// What a mandatory report begins with: from a record in which harm was found, about a child, or by itself.
        "mandatory_reports.begin" => mandatory_reports::begin(mandatory_reports::ReportBeginRequest) -> mandatory_reports::ReportBegun, needs: Access::Worker;
        /// Cases by stage.
        "cases.board" => cases::board(cases::CaseBoardRequest) -> cases::CaseBoard, needs: Access::SignedIn;
        /// The same cases in one row, by a column.
        "cases.list" => cases::list(cases::CaseBoardRequest) -> Vec<cases::CaseCard>, needs: Access::SignedIn;
        /// One case file.
        "cases.get" => cases::file::get(IdRequest) -> cases::file::CaseView, needs: Access::SignedIn;
        /// Opens a lead, or a case in intake.
        "cases.open" => cases::moves::open(cases::moves::CaseOpenRequest) -> cases::moves::CaseOpenAnswer, needs: Access::Worker;
        /// Moves a case to another stage.
        "cases.advance" => cases::moves::advance(cases::moves::CaseAdvanceRequest) -> cases::file::CaseView, needs: Access::Worker;
        /// Closes a case behind its gate.
        "cases.close" => cases::closing::close(cases::closing::CaseCloseRequest) -> cases::file::CaseView, needs: Access::Worker;
        /// 工作台: what wants doing today.
        "home.get" => home::get(home::HomeRequest) -> home::Home, needs: Access::SignedIn;
        /// The last twelve months in figures.
        "home.months" => home::months(Nothing) -> home::HomeMonths, needs: Access::SignedIn;
        /// 合规检查: what every station must have and what of it is missing.
        "compliance.board" => compliance::board(Nothing) -> compliance::Compliance, needs: Access::SignedIn;
        /// The same as xlsx.
        "compliance.workbook" => compliance::workbook(compliance::ComplianceOut) -> files::FileOut, needs: Access::SignedIn;
        /// 期限: what the policy's deadlines make due, the most urgent first.
        "deadlines.list" => deadlines::list(deadlines::DeadlinesRequest) -> deadlines::Deadlines, needs: Access::SignedIn;
        /// The same as xlsx.
        "deadlines.workbook" => deadlines::workbook_file(deadlines::DeadlinesOut) -> files::FileOut, needs: Access::SignedIn;
        /// What is not settled as a calendar file (.ics).
        "deadlines.calendar" => deadlines::calendar_file(deadlines::DeadlinesOut) -> files::FileOut, needs: Access::SignedIn;
        /// 本年度: the spine of a station's agreement year, step by step.
        "year.get" => year::get(year::YearRequest) -> year::AgreementYear, needs: Access::SignedIn;
        // --- plans, filing, evaluation -------------------------------------------------------------------
        /// A station's plan: its things with the records that settle them, and what it rests on.
        "plans.get" => plans::get(IdRequest) -> plans::PlanView, needs: Access::SignedIn;
        /// Records that could settle a thing of the plan.
        "plans.choices" => plans::choices(IdRequest) -> Vec<plans::PlanRecordChoice>, needs: Access::Worker;
        /// Links the record by which a thing of the plan was done.
        "plans.link" => plans::link(plans::LinkPlanRecord) -> plans::PlanView, needs: Access::Worker;
        /// What the plan has for a month (下月计划).
        "plans.month" => plans::month(plans::PlanMonthRequest) -> Vec<plans::PlannedThing>, needs: Access::SignedIn;
        /// 痕迹资料: services of a year that lack their record or a photo.
        "traces.get" => traces::get(traces::TracesRequest) -> traces::Traces, needs: Access::SignedIn;
        /// Evaluation schemes: those that the program brings, and the county's.
        "evaluation.schemes" => evaluation_schemes::list(Nothing) -> evaluation_schemes::Schemes, needs: Access::SignedIn;
        /// Begins a scheme of the county from one that the program brings.
        "evaluation.begin_scheme" => evaluation_schemes::begin(evaluation_schemes::BeginScheme) -> IdRequest, needs: Access::County;
        /// Begins a scheme from a score sheet (xlsx, xls, csv).
        "evaluation.import_scheme" => evaluation_schemes::import(evaluation_schemes::ImportScheme) -> IdRequest, needs: Access::County;
        /// Self-evaluations of stations, and the schemes in use.
        "evaluation.list" => evaluation::list(Nothing) -> evaluation::types::Evaluations, needs: Access::SignedIn;
        /// Begins the self-evaluation of a year.
        "evaluation.start" => evaluation::start(evaluation::types::StartEvaluation) -> IdRequest, needs: Access::Worker;
        /// A self-evaluation as it stands today.
        "evaluation.get" => evaluation::get(IdRequest) -> evaluation::types::SelfEvaluationView, needs: Access::SignedIn;
        /// Gives an item its score.
        "evaluation.score" => evaluation::score(evaluation::types::ScoreItem) -> evaluation::types::SelfEvaluationView, needs: Access::Worker;
        /// Takes the proposed scores for every item without one.
        "evaluation.take_proposals" => evaluation::take_proposals(IdRequest) -> evaluation::types::SelfEvaluationView, needs: Access::Worker;
        /// Records that could be evidence of an item.
        "evaluation.evidence" => evaluation::evidence::choices(evaluation::types::EvidenceRequest) -> Vec<evaluation::types::EvidenceChoice>, needs: Access::SignedIn;
        /// Links records to an item as evidence, each under its number.
        "evaluation.link" => evaluation::evidence::link(evaluation::types::LinkEvidence) -> evaluation::types::SelfEvaluationView, needs: Access::Worker;
        /// A self-evaluation as docx, pdf or xlsx.
        "evaluation.export" => evaluation::files::export(evaluation::files::ExportEvaluation) -> evaluation::files::ExportedEvaluation, needs: Access::SignedIn;
        /// Makes a key for an evaluator: the sealed key, and its public half for the county.
        "packs.make_key" => packs::keys::make(packs::types::MakeEvaluatorKey) -> packs::types::MadeEvaluatorKey, needs: Access::Anyone;
        /// 评估包: a sample drawn by a seed, without names, sealed to an evaluator's key.
        "packs.make" => packs::making::make(packs::types::MakePack) -> packs::types::MadePack, needs: Access::County;
        /// 打开评估包: opens a pack on any PC, finds altered rows and counts every figure anew.
        "packs.open" => packs::opening::open(packs::types::OpenPack) -> packs::types::PackView, needs: Access::Anyone;
        /// Rows of the open pack: behind a figure, or drawn.
        "packs.rows" => packs::opening::rows(packs::types::PackRowsRequest) -> packs::types::PackRows, needs: Access::Anyone;
        /// Closes the open pack; nothing of it stays.
        "packs.close" => packs::opening::close(Nothing) -> Nothing, needs: Access::Anyone;
        /// Writes the evaluator's comments on the open pack, sealed to the county.
        "packs.comments" => packs::comments::write(packs::types::CommentsOut) -> files::FileOut, needs: Access::Anyone;
        /// Takes an evaluator's comments in as tasks of the stations.
        "packs.take_comments" => packs::comments::take_in(packs::types::CommentsIn) -> packs::types::CommentsTaken, needs: Access::County;
        // --- groups, activities ----------------------------------------------------------------------
        /// Groups with their numbers.
        "groups.list" => groups::list(groups::GroupsRequest) -> groups::Groups, needs: Access::SignedIn;
        /// One group with members, sessions, attendance and evaluation.
        "groups.get" => groups::file::get(IdRequest) -> groups::file::GroupView, needs: Access::SignedIn;
        /// Marks a member at a session.
        "groups.attend" => groups::attend(groups::AttendRequest) -> groups::file::GroupView, needs: Access::Worker;
        /// Coming and past activities.
        "activities.list" => activities::community::list(activities::community::ActivitiesRequest) -> activities::community::Activities, needs: Access::SignedIn;
        /// One activity with who signed in.
        "activities.get" => activities::community::get(IdRequest) -> activities::community::ActivityView, needs: Access::SignedIn;
        /// Signs somebody on file in at an activity, or out again.
        "activities.sign_in" => activities::community::sign_in(activities::community::SignInRequest) -> activities::community::ActivityView, needs: Access::Worker;
        /// The draft of an activity's summary from its record.
        "activities.summary" => activities::community::summary(IdRequest) -> activities::community::SummaryDraft, needs: Access::Worker;
        /// What a new record of group work, activities and reception begins with.
        "records.begin" => beginning::begin(records::begin::BeginRequest) -> records::begin::Begun, needs: Access::SignedIn;
        // --- photos and scans ------------------------------------------------------------------------
        /// The photos and scans of a record.
        "attachments.list" => attachments::list(attachments::AttachmentsRequest) -> attachments::Attachments, needs: Access::SignedIn;
        /// Thumbnails that a list did not have yet.
        "attachments.thumbnails" => attachments::thumbnails(attachments::AttachmentIds) -> attachments::Thumbnails, needs: Access::SignedIn;
        /// A photo or scan for the viewer; one that is not here yet is fetched before others.
        "attachments.open" => attachments::open(IdRequest) -> attachments::AttachmentFile, needs: Access::SignedIn;
        /// A page of a scan as a picture.
        "attachments.page" => attachments::page(attachments::ScanPageRequest) -> attachments::ScanPage, needs: Access::SignedIn;
        /// Copies photos and scans out of the program; that it was done is recorded.
        "attachments.copy_out" => attachments::copy_out(attachments::CopyOut) -> attachments::CopiedOut, needs: Access::SignedIn;
        /// Reads chosen files for a record: made fit to be kept, with what the camera noted.
        "attachments.read" => attachments::intake::read(attachments::intake::ReadFiles) -> attachments::intake::FilesRead, needs: Access::Worker;
        /// Lets go of files that were read and are not wanted.
        "attachments.forget" => attachments::intake::forget(attachments::intake::ForgetFiles) -> Nothing, needs: Access::Worker;
        /// Saves the files that were read, with what she says of them.
        "attachments.save" => attachments::intake::save(attachments::intake::SaveAttachments) -> attachments::intake::SavedAttachments, needs: Access::Worker;
        // --- volunteers, resources, targets, calendars ------------------------------------------------
        /// Volunteers with their hours of a year.
        "volunteers.list" => volunteers::list(volunteers::VolunteersRequest) -> volunteers::VolunteersAnswer, needs: Access::SignedIn;
        /// One volunteer with services, trainings, commendations and hours by year.
        "volunteers.get" => volunteers::get(IdRequest) -> volunteers::VolunteerView, needs: Access::SignedIn;
        /// Service records with how they stand against the ten working days.
        "volunteers.services" => volunteers::services::services(volunteers::services::ServicesRequest) -> volunteers::services::ServicesAnswer, needs: Access::SignedIn;
        /// Records one activity for several volunteers at once.
        "volunteers.serve" => volunteers::services::serve(volunteers::services::ServeRequest) -> volunteers::services::ServeAnswer, needs: Access::Worker;
        /// What the certificate of a volunteer's service says (志愿服务记录证明).
        "volunteers.certificate" => volunteers::certificate::certificate(volunteers::certificate::CertificateRequest) -> volunteers::certificate::Certificate, needs: Access::SignedIn;
        /// The certificate as Word or PDF.
        "volunteers.print_certificate" => volunteers::certificate::print(volunteers::certificate::PrintCertificate) -> volunteers::certificate::PrintedCertificate, needs: Access::Worker;
        /// Volunteers and their records as xlsx: for the national system, or for publication.
        "volunteers.export" => volunteers::export::export(volunteers::export::ExportVolunteers) -> files::FileOut, needs: Access::Worker;
        /// Distributions of a year with how many have signed.
        "gifts.list" => gifts::list(gifts::GiftsRequest) -> gifts::GiftsAnswer, needs: Access::SignedIn;
        /// A distribution with its sign-off list.
        "gifts.get" => gifts::get(IdRequest) -> gifts::GiftView, needs: Access::SignedIn;
        /// Puts everybody of a category or village onto a sign-off list.
        "gifts.fill" => gifts::fill(gifts::FillRequest) -> gifts::FillAnswer, needs: Access::Worker;
        /// Marks lines of a sign-off list as signed.
        "gifts.sign" => gifts::sign(gifts::SignRequest) -> gifts::GiftView, needs: Access::Worker;
        /// Money of a year by source: the county's budget, and each agreement's.
        "money.list" => money::list(money::MoneyRequest) -> money::Money, needs: Access::SignedIn;
        /// The same as xlsx.
        "money.workbook" => money::workbook(money::MoneyOut) -> files::FileOut, needs: Access::SignedIn;
        /// Papers of a year by class and kind: written, printed, signed, filed (服务文书档案).
        "archive.get" => archive::get(archive::ArchiveRequest) -> archive::Archive, needs: Access::SignedIn;
        /// The same as xlsx.
        "archive.workbook" => archive::workbook(archive::ArchiveOut) -> files::FileOut, needs: Access::SignedIn;
        /// Documents that the county sent down, with who has read them.
        "rule_documents.readings" => rule_documents::readings(Nothing) -> Vec<rule_documents::DocumentReadings>, needs: Access::SignedIn;
        /// 已阅: the one who asks has read a document.
        "rule_documents.confirm" => rule_documents::confirm(IdRequest) -> Nothing, needs: Access::Worker;
        /// Targets of a year with how far they are (R24).
        "targets.list" => targets::list(targets::TargetsRequest) -> targets::Targets, needs: Access::SignedIn;
        /// A target's numbers by worker and by village, each with where it will end at its pace.
        "targets.shares" => targets::shares::list(targets::shares::SharesRequest) -> targets::shares::Shares, needs: Access::SignedIn;
        /// How far every station is with its targets.
        "targets.board" => targets::board(targets::TargetBoardRequest) -> targets::TargetBoard, needs: Access::County;
        /// Sets a target with its sub-targets, for one station or several.
        "targets.save" => targets::writing::save(targets::writing::SaveTarget) -> Nothing, needs: Access::Lead;
        /// Takes a target away, saying why.
        "targets.remove" => targets::writing::remove(targets::writing::RemoveTarget) -> Nothing, needs: Access::Lead;
        /// Adds by hand what cannot be counted, with its reason.
        "targets.adjust" => targets::writing::adjust(targets::writing::AdjustTarget) -> Nothing, needs: Access::Lead;
        /// Holidays and make-up workdays that the program knows.
        "calendars.list" => calendars::list(Nothing) -> Vec<calendars::CalendarYear>, needs: Access::SignedIn;
        /// Reads a pasted notice of the State Council.
        "calendars.read" => calendars::read(calendars::Notice) -> calendars::CalendarYear, needs: Access::County;
        /// Sends a year's holidays down to all stations.
        "calendars.save" => calendars::save(calendars::Notice) -> Vec<calendars::CalendarYear>, needs: Access::County;
        // --- means surveys and registers ---------------------------------------------------------------
        /// A page of means surveys, newest first, each with its estimate.
        "means.list" => means::list::list(means::list::MeansListRequest) -> means::list::MeansList, needs: Access::SignedIn;
        /// One means survey with its rows and what it comes to.
        "means.get" => means::get(IdRequest) -> means::MeansSurvey, needs: Access::SignedIn;
        /// What a new means survey begins with: the household, or an earlier survey.
        "means.begin" => means::begin::begin(means::begin::MeansBeginRequest) -> means::begin::MeansBegin, needs: Access::Worker;
        /// What a survey comes to as far as it is typed, line by line.
        "means.estimate" => means::estimate::estimate(means::estimate::MeansEstimateRequest) -> means::estimate::MeansEstimate, needs: Access::SignedIn;
        /// Saves a means survey with the rows that changed, in one save.
        "means.save" => means::save(means::MeansSaveRequest) -> means::MeansSaveAnswer, needs: Access::Worker;
        /// A special register of a month: people, columns, what wants attention.
        "registers.get" => registers::get(registers::SpecialRegisterRequest) -> registers::SpecialRegister, needs: Access::SignedIn;
        /// Ends a category that a birthday has ended already.
        "registers.settle_age" => reviews_due::settle_age(IdRequest) -> view::RecordView, needs: Access::Worker;
        // --- syncing, sticks -------------------------------------------------------------------------
        /// Where this PC's work is, and how the line to the county does.
        "sync.status" => syncing::status(Nothing) -> syncing::SyncStatus, needs: Access::SignedIn;
        /// Sends and receives now.
        "sync.now" => syncing::now(syncing::SyncNow) -> syncing::SyncStatus, needs: Access::SignedIn;
        /// The bundles that this PC has sealed, each with where it has gone.
        "sync.bundles" => syncing::bundles::list(Nothing) -> syncing::bundles::Bundles, needs: Access::SignedIn;
        /// What was set aside on arrival: whose, when, of which kind, why.
        "sync.set_aside" => syncing::set_aside::list(Nothing) -> Vec<syncing::set_aside::SetAsideRow>, needs: Access::SignedIn;
        /// Tries what was set aside again.
        "sync.try_again" => syncing::set_aside::try_again(Nothing) -> syncing::set_aside::TriedAgain, needs: Access::SignedIn;
        /// Gives something that was set aside back to its station, as a task.
        "sync.send_back" => syncing::set_aside::send_back(syncing::set_aside::SendBack) -> Vec<syncing::set_aside::SetAsideRow>, needs: Access::County;
        /// Writes to a stick what the county does not have yet, and reads it back.
        "stick.export" => syncing::sticks::export(syncing::sticks::ExportStick) -> syncing::sticks::ExportedStick, needs: Access::SignedIn;
        /// Takes in files from a stick, each judged apart.
        "stick.import" => syncing::sticks::import(syncing::sticks::ImportStick) -> syncing::sticks::ImportedStick, needs: Access::SignedIn;
        // --- the program itself ----------------------------------------------------------------------
        /// Which program this is, and how its newest update went.
        "updates.state" => updates::state(Nothing) -> updates::ProgramState, needs: Access::Anyone;
        /// What update files offer, or why they are not installed.
        "updates.look" => updates::look(updates::LookAtUpdates) -> Vec<updates::UpdateOffer>, needs: Access::Anyone;
        /// Installs a new version from an update file, after a backup of the data.
        "updates.install" => updates::install(updates::InstallUpdate) -> updates::InstalledUpdate, needs: Access::Anyone;
        /// Ends the program and opens it again, in its newest version.
        "updates.restart" => updates::restart(Nothing) -> Nothing, needs: Access::Anyone;
        // --- county ----------------------------------------------------------------------------------
        /// The board of stations for a month.
        "county.board" => county::board(county::CountyBoardRequest) -> county::CountyBoard, needs: Access::County;
        /// The table of a period across stations, as xlsx.
        "county.summary" => summary::write(summary::SummaryRequest) -> files::FileOut, needs: Access::County;
        /// Writes what the county gives back to its stations on a stick.
        "county.reply" => syncing::sticks::reply(syncing::sticks::ReplyRequest) -> syncing::sticks::Reply, needs: Access::County;
        // --- supervision -----------------------------------------------------------------------------
        /// Supervision and training of a year: times, hours and coverage by station and person.
        "supervision.figures" => supervision::figures(supervision::SupervisionRequest) -> supervision::SupervisionFigures, needs: Access::Lead;
        /// The same as xlsx.
        "supervision.workbook" => supervision::workbook(supervision::SupervisionOut) -> files::FileOut, needs: Access::Lead;
        /// Approves a paper of a case, or returns it with a remark.
        "reviews.save" => cases::reviews::save(cases::reviews::ReviewRequest) -> view::RecordView, needs: Access::Supervisor;
        /// Papers that wait for the supervisor, the oldest first.
        "reviews.waiting" => cases::reviews::queue(Nothing) -> Vec<cases::reviews::ReviewItem>, needs: Access::Lead;
        /// Says that a returned record is mended, where that does not show in the record itself.
        "returns.hand_in" => handing_in::hand_in(handing_in::HandInRequest) -> view::RecordView, needs: Access::Worker;
        /// What a supervisor would ask about: plans without a goal, closures without an evaluation, visits alike.
        "quality.hints" => quality::hints(Nothing) -> Vec<quality::QualityHint>, needs: Access::Lead;
        /// Lists who read what of whom, when and on which PC.
        "readings.list" => readings::list(readings::ReadingsRequest) -> readings::Readings, needs: Access::Lead;
        // --- erasing ---------------------------------------------------------------------------------
        /// What erasing a person would take away.
        "erasing.preview" => erasing::preview(IdRequest) -> erasing::ErasurePreview, needs: Access::County;
        /// Erases everything on file about a person, everywhere and for good.
        "erasing.erase" => erasing::erase(erasing::EraseRequest) -> erasing::Erased, needs: Access::County;
        // --- ledgers in, merged files ------------------------------------------------------------------
        /// Reads a ledger (xlsx, xls, csv) and says what a first look comes to.
        "ledgers.open" => ledger_import::open(ledger_import::types::OpenLedger) -> ledger_import::types::OpenedLedger, needs: Access::Worker;
        /// What the import would do as chosen.
        "ledgers.plan" => ledger_import::plan(ledger_import::types::PlanLedger) -> ledger_import::types::LedgerView, needs: Access::Worker;
        /// Runs the import.
        "ledgers.run" => ledger_import::run::run(ledger_import::types::RunLedger) -> ledger_import::types::LedgerResult, needs: Access::Worker;
        /// Writes the rows that are given back, with the reasons.
        "ledgers.bad_rows" => ledger_import::bad_rows(ledger_import::types::WriteBadRows) -> ledger_import::types::BadRowsFile, needs: Access::Worker;
        /// Lets go of the ledger.
        "ledgers.close" => ledger_import::close(Nothing) -> Nothing, needs: Access::Worker;
        /// What undoing an import would do.
        "import_batches.preview" => ledger_import::batches::preview(ledger_import::types::BatchRef) -> ledger_import::types::UndoAnswer, needs: Access::Worker;
        /// Undoes an import: deletes and puts back what nobody has touched since.
        "import_batches.undo" => ledger_import::batches::undo(ledger_import::types::BatchRef) -> ledger_import::types::UndoAnswer, needs: Access::Worker;
        /// 疑似重复: files that may be one person's, and those merged already.
        "merges.suspects" => merging::suspects(Nothing) -> merging::SuspectedFiles, needs: Access::SignedIn;
        /// Two files side by side.
        "merges.compare" => merging::compare(merging::TwoFiles) -> merging::SideBySide, needs: Access::Worker;
        /// Merges two files of one person.
        "merges.merge" => merging::merge(merging::MergeFiles) -> people::PersonBrief, needs: Access::Worker;
        /// Takes a merged file out again.
        "merges.part" => merging::part(IdRequest) -> people::PersonBrief, needs: Access::Worker;
        // --- reports ---------------------------------------------------------------------------------
        /// Reports with their days, how they stand, and their frozen versions.
        "reports.list" => reports::list::list(reports::types::ReportListRequest) -> reports::types::ReportList, needs: Access::SignedIn;
        /// What a report would be if it were frozen now.
        "reports.preview" => reports::draft::preview(reports::types::ReportRequest) -> reports::types::ReportView, needs: Access::SignedIn;
        /// The records behind a figure.
        "reports.rows" => reports::rows::rows(reports::types::ReportRowsRequest) -> reports::types::ReportRows, needs: Access::SignedIn;
        /// Photos of the period that its report may show, with who agreed.
        "reports.photos" => reports::photos::choices(reports::types::ReportRequest) -> reports::types::ReportPhotoChoices, needs: Access::SignedIn;
        /// The pages of a report as it would be frozen, and what is not on them.
        "reports.pages" => reports::pages::preview(reports::types::ReportPagesRequest) -> reports::types::ReportPages, needs: Access::SignedIn;
        /// Freezes a report as a version.
        "reports.freeze" => reports::freezing::freeze(reports::types::FreezeReport) -> reports::types::ReportVersion, needs: Access::Lead;
        /// Hands a frozen version in, by which its deadline is settled.
        "reports.hand_in" => reports::handing_in::hand_in(reports::handing_in::HandInReport) -> reports::types::ReportVersion, needs: Access::Lead;
        /// A frozen version, as it was issued.
        "reports.get" => reports::freezing::get(reports::types::ReportId) -> reports::types::ReportView, needs: Access::SignedIn;
        /// What a version changed against the one before it.
        "reports.compare" => reports::comparing::compare(reports::types::ReportId) -> reports::types::ReportComparison, needs: Access::SignedIn;
        /// A frozen version as docx, pdf, xlsx.
        "reports.export" => reports::files::export(reports::files::ExportReport) -> reports::files::ExportedReport, needs: Access::SignedIn;
        /// Outlines of reports, with what the county has changed.
        "reports.outlines" => reports::outlines::list(Nothing) -> reports::outlines::Outlines, needs: Access::SignedIn;
        /// Changes an outline for every station.
        "reports.change_outline" => reports::outlines::change(reports::outlines::ChangeOutline) -> reports::outlines::OutlineView, needs: Access::County;
        /// Takes the county's change of an outline back.
        "reports.reset_outline" => reports::outlines::reset(reports::outlines::OutlineName) -> reports::outlines::OutlineView, needs: Access::County;
        // --- closing the books -----------------------------------------------------------------------
        /// Figures that moved since a report was frozen, and the records that make the difference.
        "books.moved" => books::moved::of_record(RecordRef) -> Option<books::moved::Moved>, needs: Access::SignedIn;
        /// Opens a closed period again, with a reason.
        "books.reopen" => books::reopen(books::ReopenPeriod) -> Nothing, needs: Access::Lead;
        /// How many days after its day work was written down, by station and worker.
        "books.delays" => books::delays::list(books::delays::DelaysRequest) -> books::delays::Delays, needs: Access::Lead;
        /// The records behind one of these numbers.
        "books.delayed" => books::delays::rows(books::delays::DelayedRequest) -> reports::types::ReportRows, needs: Access::Lead;
        /// The same as xlsx.
        "books.delays_file" => books::delays::file(books::delays::DelaysOut) -> files::FileOut, needs: Access::Lead;
        /// Every report that the stations were to hand in over a year, why it has not come, and how punctual they were.
        "late_reports.list" => late_reports::list(late_reports::LateReportsRequest) -> late_reports::LateReports, needs: Access::SignedIn;
        /// The same as xlsx.
        "late_reports.file" => late_reports::file(late_reports::LateReportsOut) -> files::FileOut, needs: Access::SignedIn;
        /// Reminds a station of something it owes.
        "late_reports.remind" => late_reports::remind(late_reports::Remind) -> Nothing, needs: Access::County;
        /// A county figure as an equation: sum of the stations, counted twice, merged, corrected.
        "sums.explain" => sums::explain(sums::SumRequest) -> sums::CountySum, needs: Access::County;
        // --- forms of superior offices ---------------------------------------------------------------
        /// The forms of superior offices that this side fills.
        "county_forms.list" => county_forms::list(Nothing) -> Vec<county_forms::CountyForm>, needs: Access::SignedIn;
        /// What can go into one: figures, words, ledgers.
        "county_forms.sources" => county_forms::sources(Nothing) -> county_forms::FormSources, needs: Access::SignedIn;
        /// Reads a file that is to be a form: its cells, or its placeholders.
        "county_forms.read" => county_forms::read(files::FileIn) -> county_forms::FormShape, needs: Access::County;
        /// One form with what stands in it and what goes where.
        "county_forms.open" => county_forms::open(IdRequest) -> county_forms::OpenForm, needs: Access::SignedIn;
        /// Keeps a form and what goes where in it.
        "county_forms.save" => county_forms::save(county_forms::SaveForm) -> county_forms::OpenForm, needs: Access::County;
        /// Fills a form for a period.
        "county_forms.fill" => county_forms::fill(county_forms::FillForm) -> files::FileOut, needs: Access::SignedIn;
        // --- paper -----------------------------------------------------------------------------------
        /// The forms that can be printed.
        "papers.list" => papers::list(Nothing) -> Vec<papers::PaperRow>, needs: Access::SignedIn;
        /// Prints forms as docx and pdf, blank or filled, one or many; that records were printed is recorded.
        "papers.print" => papers::printing::print(papers::printing::PrintRequest) -> papers::printing::PrintedPapers, needs: Access::SignedIn;
        /// The printer that forms can go to without another program.
        "papers.printer" => papers::printing::printer(Nothing) -> papers::printing::PrinterState, needs: Access::SignedIn;
        /// Sends forms to that printer and says what became of it.
        "papers.send" => papers::printing::send(papers::printing::SendRequest) -> papers::printing::SentToPrinter, needs: Access::SignedIn;
        /// The pages of forms as pictures, to look at before printing.
        "papers.preview" => papers::preview(papers::PreviewRequest) -> papers::PaperPreview, needs: Access::SignedIn;
        /// The ledgers that can be taken out.
        "ledgers.list" => ledgers::list(Nothing) -> Vec<ledgers::LedgerRow>, needs: Access::SignedIn;
        /// Writes a ledger as xlsx; that it was taken out is recorded.
        "ledgers.write" => ledgers::write(ledgers::LedgerRequest) -> ledgers::LedgerOut, needs: Access::SignedIn;
        /// Writes a list as xlsx as its page shows it; that it was taken out is recorded.
        "lists.export" => exports::write(exports::ExportRequest) -> ledgers::LedgerOut, needs: Access::SignedIn;
        /// The family picture of a person.
        "genogram.get" => genogram::get(IdRequest) -> genogram::Genogram, needs: Access::SignedIn;
    }
}
pub use list::COMMANDS;
