// Made by `make bindings` from crates/app/src/commands.rs: every command with its request and answer.
import type { Activities } from './Activities'
import type { ActivityView } from './ActivityView'
import type { AddStaff } from './AddStaff'
import type { AdjustTarget } from './AdjustTarget'
import type { AnswerRecovery } from './AnswerRecovery'
import type { AnsweredRecovery } from './AnsweredRecovery'
import type { AttachmentFile } from './AttachmentFile'
import type { AttachmentIds } from './AttachmentIds'
import type { Attachments } from './Attachments'
import type { AttachmentsRequest } from './AttachmentsRequest'
import type { AttendRequest } from './AttendRequest'
import type { BackupRow } from './BackupRow'
import type { BatchRef } from './BatchRef'
import type { BeginRequest } from './BeginRequest'
import type { Begun } from './Begun'
import type { BriefComparison } from './BriefComparison'
import type { BriefId } from './BriefId'
import type { BriefMonths } from './BriefMonths'
import type { BriefRequest } from './BriefRequest'
import type { BriefRows } from './BriefRows'
import type { BriefRowsRequest } from './BriefRowsRequest'
import type { BriefVersion } from './BriefVersion'
import type { BriefView } from './BriefView'
import type { BringRootKey } from './BringRootKey'
import type { CalendarYear } from './CalendarYear'
import type { CancelTask } from './CancelTask'
import type { CaseAdvanceRequest } from './CaseAdvanceRequest'
import type { CaseBoard } from './CaseBoard'
import type { CaseBoardRequest } from './CaseBoardRequest'
import type { CaseCloseRequest } from './CaseCloseRequest'
import type { CaseOpenAnswer } from './CaseOpenAnswer'
import type { CaseOpenRequest } from './CaseOpenRequest'
import type { CaseView } from './CaseView'
import type { Certificate } from './Certificate'
import type { CertificateRequest } from './CertificateRequest'
import type { ChangePassphrase } from './ChangePassphrase'
import type { CheckAnswer } from './CheckAnswer'
import type { CheckRequest } from './CheckRequest'
import type { ChosenBackup } from './ChosenBackup'
import type { CompleteRecovery } from './CompleteRecovery'
import type { ConfirmDevice } from './ConfirmDevice'
import type { ConfirmationIn } from './ConfirmationIn'
import type { ConfirmedDevice } from './ConfirmedDevice'
import type { CopiedOut } from './CopiedOut'
import type { CopyOut } from './CopyOut'
import type { CountyBoard } from './CountyBoard'
import type { CountyBoardRequest } from './CountyBoardRequest'
import type { DeleteRequest } from './DeleteRequest'
import type { DeviceRow } from './DeviceRow'
import type { DictionaryView } from './DictionaryView'
import type { DivisionRow } from './DivisionRow'
import type { DivisionsRequest } from './DivisionsRequest'
import type { DraftAnswer } from './DraftAnswer'
import type { DraftKey } from './DraftKey'
import type { DraftPut } from './DraftPut'
import type { Drafts } from './Drafts'
import type { DuplicatesAnswer } from './DuplicatesAnswer'
import type { DuplicatesRequest } from './DuplicatesRequest'
import type { EnableStaff } from './EnableStaff'
import type { EraseRequest } from './EraseRequest'
import type { Erased } from './Erased'
import type { ErasurePreview } from './ErasurePreview'
import type { EventsAnswer } from './EventsAnswer'
import type { EventsRequest } from './EventsRequest'
import type { ExportBrief } from './ExportBrief'
import type { ExportStick } from './ExportStick'
import type { ExportVolunteers } from './ExportVolunteers'
import type { ExportedBrief } from './ExportedBrief'
import type { ExportedStick } from './ExportedStick'
import type { FileOut } from './FileOut'
import type { FilesRead } from './FilesRead'
import type { FillAnswer } from './FillAnswer'
import type { FillRequest } from './FillRequest'
import type { FindAnswer } from './FindAnswer'
import type { FindRequest } from './FindRequest'
import type { ForgetFiles } from './ForgetFiles'
import type { FoundCounty } from './FoundCounty'
import type { FoundedCounty } from './FoundedCounty'
import type { FreezeBrief } from './FreezeBrief'
import type { Genogram } from './Genogram'
import type { GiftView } from './GiftView'
import type { GiftsAnswer } from './GiftsAnswer'
import type { GiftsRequest } from './GiftsRequest'
import type { GroupView } from './GroupView'
import type { Groups } from './Groups'
import type { Health } from './Health'
import type { HistoryAnswer } from './HistoryAnswer'
import type { Home } from './Home'
import type { HouseholdView } from './HouseholdView'
import type { IdRequest } from './IdRequest'
import type { ImportStick } from './ImportStick'
import type { ImportedStick } from './ImportedStick'
import type { JoinFileContent } from './JoinFileContent'
import type { JoinFileRequest } from './JoinFileRequest'
import type { JoinRequestOut } from './JoinRequestOut'
import type { JoinRequestRow } from './JoinRequestRow'
import type { JoinRequestsRequest } from './JoinRequestsRequest'
import type { JoinStation } from './JoinStation'
import type { JoinedStation } from './JoinedStation'
import type { LedgerOut } from './LedgerOut'
import type { LedgerRequest } from './LedgerRequest'
import type { LedgerResult } from './LedgerResult'
import type { LedgerRow } from './LedgerRow'
import type { LedgerView } from './LedgerView'
import type { ListAnswer } from './ListAnswer'
import type { ListRequest } from './ListRequest'
import type { MadeBackup } from './MadeBackup'
import type { MadeJoinFile } from './MadeJoinFile'
import type { MakeBackup } from './MakeBackup'
import type { MakeJoinFile } from './MakeJoinFile'
import type { MeansBegin } from './MeansBegin'
import type { MeansBeginRequest } from './MeansBeginRequest'
import type { MeansEstimate } from './MeansEstimate'
import type { MeansEstimateRequest } from './MeansEstimateRequest'
import type { MeansList } from './MeansList'
import type { MeansListRequest } from './MeansListRequest'
import type { MeansSaveAnswer } from './MeansSaveAnswer'
import type { MeansSaveRequest } from './MeansSaveRequest'
import type { MeansSurvey } from './MeansSurvey'
import type { MergeFiles } from './MergeFiles'
import type { MonthRequest } from './MonthRequest'
import type { Nothing } from './Nothing'
import type { Notice } from './Notice'
import type { OpenLedger } from './OpenLedger'
import type { OpenedLedger } from './OpenedLedger'
import type { PaperPreview } from './PaperPreview'
import type { PaperRow } from './PaperRow'
import type { Parameters } from './Parameters'
import type { Person } from './Person'
import type { PersonBrief } from './PersonBrief'
import type { Place } from './Place'
import type { PlanLedger } from './PlanLedger'
import type { PracticeState } from './PracticeState'
import type { PracticeSwitch } from './PracticeSwitch'
import type { PreviewRequest } from './PreviewRequest'
import type { PrintCertificate } from './PrintCertificate'
import type { PrintRequest } from './PrintRequest'
import type { PrintedCertificate } from './PrintedCertificate'
import type { PrintedPapers } from './PrintedPapers'
import type { QualityHint } from './QualityHint'
import type { ReadFiles } from './ReadFiles'
import type { RecipientOverview } from './RecipientOverview'
import type { RecipientsAnswer } from './RecipientsAnswer'
import type { RecipientsRequest } from './RecipientsRequest'
import type { RecordRef } from './RecordRef'
import type { RecordView } from './RecordView'
import type { RegisterAnswer } from './RegisterAnswer'
import type { RegisterRequest } from './RegisterRequest'
import type { RegisterStation } from './RegisterStation'
import type { RemoveTarget } from './RemoveTarget'
import type { Reply } from './Reply'
import type { ReplyRequest } from './ReplyRequest'
import type { RequestRecovery } from './RequestRecovery'
import type { ResolveRequest } from './ResolveRequest'
import type { RestoreBackup } from './RestoreBackup'
import type { RevealRequest } from './RevealRequest'
import type { Revealed } from './Revealed'
import type { ReviewItem } from './ReviewItem'
import type { ReviewRequest } from './ReviewRequest'
import type { RevokeDevice } from './RevokeDevice'
import type { RootKeyCopy } from './RootKeyCopy'
import type { RootKeyView } from './RootKeyView'
import type { RunLedger } from './RunLedger'
import type { SaveAnswer } from './SaveAnswer'
import type { SaveAttachments } from './SaveAttachments'
import type { SaveParameter } from './SaveParameter'
import type { SaveRequest } from './SaveRequest'
import type { SaveTarget } from './SaveTarget'
import type { SavedAttachments } from './SavedAttachments'
import type { ScanPage } from './ScanPage'
import type { ScanPageRequest } from './ScanPageRequest'
import type { ServeAnswer } from './ServeAnswer'
import type { ServeRequest } from './ServeRequest'
import type { ServicesAnswer } from './ServicesAnswer'
import type { ServicesRequest } from './ServicesRequest'
import type { SetActive } from './SetActive'
import type { SetHub } from './SetHub'
import type { SetIdle } from './SetIdle'
import type { SideBySide } from './SideBySide'
import type { SignInRequest } from './SignInRequest'
import type { SignRequest } from './SignRequest'
import type { SpecialRegister } from './SpecialRegister'
import type { SpecialRegisterRequest } from './SpecialRegisterRequest'
import type { StaffRef } from './StaffRef'
import type { StaffRow } from './StaffRow'
import type { StaffSlot } from './StaffSlot'
import type { StartState } from './StartState'
import type { StationRow } from './StationRow'
import type { SummaryDraft } from './SummaryDraft'
import type { SummaryRequest } from './SummaryRequest'
import type { SuspectedFiles } from './SuspectedFiles'
import type { SyncNow } from './SyncNow'
import type { SyncStatus } from './SyncStatus'
import type { TargetBoard } from './TargetBoard'
import type { TargetBoardRequest } from './TargetBoardRequest'
import type { Targets } from './Targets'
import type { TargetsRequest } from './TargetsRequest'
import type { Thumbnails } from './Thumbnails'
import type { Timeline } from './Timeline'
import type { TimelineRequest } from './TimelineRequest'
import type { TwoFiles } from './TwoFiles'
import type { TypicalCases } from './TypicalCases'
import type { UndoAnswer } from './UndoAnswer'
import type { Unlock } from './Unlock'
import type { VisitDefaults } from './VisitDefaults'
import type { VisitDefaultsRequest } from './VisitDefaultsRequest'
import type { VisitMonth } from './VisitMonth'
import type { VisitSaveAnswer } from './VisitSaveAnswer'
import type { VisitSaveRequest } from './VisitSaveRequest'
import type { VolunteerView } from './VolunteerView'
import type { VolunteersAnswer } from './VolunteersAnswer'
import type { VolunteersRequest } from './VolunteersRequest'
import type { WriteBadRows } from './WriteBadRows'

export interface Commands {
  /** Where this PC stands: fresh, locked or open; who may unlock; whether practice is open. */
  'start.state': { request: Nothing; answer: StartState }
  /** News after a number: what changed, progress of long work, whether the screen has locked. */
  'events.since': { request: EventsRequest; answer: EventsAnswer }
  /** Asks long work to stop. */
  'tasks.cancel': { request: CancelTask; answer: Nothing }
  /** Divisions of Hunan: the counties, or the townships of one. */
  'setup.divisions': { request: DivisionsRequest; answer: Array<DivisionRow> }
  /** 建立县级: founds a county on this PC. */
  'setup.county': { request: FoundCounty; answer: FoundedCounty }
  /** Reads a join file with its one-time code and says what it is for. */
  'setup.read_join_file': { request: JoinFileRequest; answer: JoinFileContent }
  /** 加入站点: joins with a join file; the PC works at once. */
  'setup.join': { request: JoinStation; answer: JoinedStation }
  /** Writes this PC's join request to a stick, when there is no hub. */
  'setup.join_request': { request: JoinRequestOut; answer: FileOut }
  /** Takes in the county's confirmation that came as a file. */
  'setup.confirmation': { request: ConfirmationIn; answer: Place }
  /** Writes the hub's address into the roster, or takes it out. */
  'setup.hub': { request: SetHub; answer: Place }
  /** Shows the county's public root key and id, which `hezhan-hub init` asks for. */
  'setup.root_key': { request: Nothing; answer: RootKeyView }
  /** Copies the sealed root-key file to a stick. */
  'setup.copy_root_key': { request: RootKeyCopy; answer: FileOut }
  /** Brings the sealed root-key file back to this PC, from the copy on a stick. */
  'setup.bring_root_key': { request: BringRootKey; answer: RootKeyView }
  /** Unlocks this PC with a person's passphrase. */
  'session.unlock': { request: Unlock; answer: Person }
  /** Locks the screen; syncing goes on. */
  'session.lock': { request: Nothing; answer: Nothing }
  /** Sets after how many minutes the screen locks by itself. */
  'session.set_idle': { request: SetIdle; answer: Nothing }
  /** Someone forgot their passphrase: writes the request for the county. */
  'recovery.request': { request: RequestRecovery; answer: FileOut }
  /** The county answers a recovery request. */
  'recovery.answer': { request: AnswerRecovery; answer: AnsweredRecovery }
  /** Sets a new passphrase with the county's answer. */
  'recovery.complete': { request: CompleteRecovery; answer: Person }
  /** Makes a backup to a stick and reads it again. */
  'backup.make': { request: MakeBackup; answer: MadeBackup }
  /** Lists the backups of this PC, the newest first. */
  'backup.list': { request: Nothing; answer: Array<BackupRow> }
  /** Says who can restore a chosen backup. */
  'backup.people': { request: ChosenBackup; answer: Array<StaffSlot> }
  /** Puts a backup in the place of this PC's database, which is kept aside. */
  'backup.restore': { request: RestoreBackup; answer: Person }
  /** 数据体检: checks the log, the tables and the backups of this PC. */
  'health.check': { request: Nothing; answer: Health }
  /** Lists the people of this station, or of the county. */
  'staff.list': { request: Nothing; answer: Array<StaffRow> }
  /** Lists a new person and, with their passphrase, lets them unlock this PC. */
  'staff.add': { request: AddStaff; answer: Person }
  /** Lets a listed person unlock this PC with the passphrase they type. */
  'staff.enable': { request: EnableStaff; answer: Nothing }
  /** Takes a person's passphrase off this PC. */
  'staff.disable': { request: StaffRef; answer: Nothing }
  /** Says whether a person still works here. */
  'staff.set_active': { request: SetActive; answer: Nothing }
  /** Changes the passphrase of the one who asks. */
  'staff.change_passphrase': { request: ChangePassphrase; answer: Nothing }
  /** Lists the stations of the county. */
  'stations.list': { request: Nothing; answer: Array<StationRow> }
  /** Registers a station of a township. */
  'stations.register': { request: RegisterStation; answer: StationRow }
  /** Makes a join file for a new PC, with its one-time code. */
  'stations.join_file': { request: MakeJoinFile; answer: MadeJoinFile }
  /** Lists the PCs of the county, at a station its own. */
  'devices.list': { request: Nothing; answer: Array<DeviceRow> }
  /** Lists PCs that ask to join; a file adds its own. */
  'devices.requests': { request: JoinRequestsRequest; answer: Array<JoinRequestRow> }
  /** Confirms a PC that asked to join. */
  'devices.confirm': { request: ConfirmDevice; answer: ConfirmedDevice }
  /** Shuts a PC out. */
  'devices.revoke': { request: RevokeDevice; answer: Nothing }
  /** Lists the county's parameters and what the program asks for. */
  'parameters.list': { request: Nothing; answer: Parameters }
  /** Sets a parameter from a date on. */
  'parameters.save': { request: SaveParameter; answer: Nothing }
  /** The record dictionary: kinds with fields, and code tables. */
  'dictionary.get': { request: Nothing; answer: DictionaryView }
  /** One record, masked, with its conflicts. */
  'records.get': { request: RecordRef; answer: RecordView }
  /** A page of records of a kind. */
  'records.list': { request: ListRequest; answer: ListAnswer }
  /** What is wrong with a form as far as it is typed, and what its ID number says. */
  'records.check': { request: CheckRequest; answer: CheckAnswer }
  /** Saves a form (visits, new cases and closing have commands of their own). */
  'records.save': { request: SaveRequest; answer: SaveAnswer }
  /** Deletes a record, saying why. */
  'records.delete': { request: DeleteRequest; answer: RecordView }
  /** Brings a deleted record back. */
  'records.undelete': { request: RecordRef; answer: RecordView }
  /** Who changed what and when, from what to what. */
  'records.history': { request: RecordRef; answer: HistoryAnswer }
  /** Settles a field that two people changed apart. */
  'records.resolve': { request: ResolveRequest; answer: RecordView }
  /** Masked values in full; that they were asked for is recorded. */
  'records.reveal': { request: RevealRequest; answer: Revealed }
  /** Keeps what is being typed. */
  'drafts.put': { request: DraftPut; answer: Nothing }
  /** One draft. */
  'drafts.get': { request: DraftKey; answer: DraftAnswer }
  /** Own drafts, newest first. */
  'drafts.list': { request: Nothing; answer: Drafts }
  /** Throws a draft away. */
  'drafts.discard': { request: DraftKey; answer: Nothing }
  /** Finds persons, cases and other records by characters, pinyin, initials, last four, village. */
  'search.find': { request: FindRequest; answer: FindAnswer }
  /** A page of the recipients' table. */
  'recipients.list': { request: RecipientsRequest; answer: RecipientsAnswer }
  /** The header of a person's page. */
  'recipients.overview': { request: IdRequest; answer: RecipientOverview }
  /** Everything done for a person, newest first. */
  'recipients.timeline': { request: TimelineRequest; answer: Timeline }
  /** Who may be on file already. */
  'recipients.duplicates': { request: DuplicatesRequest; answer: DuplicatesAnswer }
  /** Registers a person with categories, household and consent in one save. */
  'recipients.register': { request: RegisterRequest; answer: RegisterAnswer }
  /** A household and its members. */
  'households.get': { request: IdRequest; answer: HouseholdView }
  /** What a visit form begins with. */
  'visits.defaults': { request: VisitDefaultsRequest; answer: VisitDefaults }
  /** Saves a visit, and with it the mandatory report where one is due. */
  'visits.save': { request: VisitSaveRequest; answer: VisitSaveAnswer }
  /** The month's visits by day, and who has not been visited. */
  'visits.month': { request: MonthRequest; answer: VisitMonth }
  /** Cases by stage. */
  'cases.board': { request: CaseBoardRequest; answer: CaseBoard }
  /** One case file. */
  'cases.get': { request: IdRequest; answer: CaseView }
  /** Opens a lead, or a case in intake. */
  'cases.open': { request: CaseOpenRequest; answer: CaseOpenAnswer }
  /** Moves a case to another stage. */
  'cases.advance': { request: CaseAdvanceRequest; answer: CaseView }
  /** Closes a case behind its gate. */
  'cases.close': { request: CaseCloseRequest; answer: CaseView }
  /** 工作台: what wants doing today. */
  'home.get': { request: Nothing; answer: Home }
  /** Groups with their numbers. */
  'groups.list': { request: Nothing; answer: Groups }
  /** One group with members, sessions, attendance and evaluation. */
  'groups.get': { request: IdRequest; answer: GroupView }
  /** Marks a member at a session. */
  'groups.attend': { request: AttendRequest; answer: GroupView }
  /** Coming and past activities. */
  'activities.list': { request: Nothing; answer: Activities }
  /** One activity with who signed in. */
  'activities.get': { request: IdRequest; answer: ActivityView }
  /** Signs somebody on file in at an activity, or out again. */
  'activities.sign_in': { request: SignInRequest; answer: ActivityView }
  /** The draft of an activity's summary from its record. */
  'activities.summary': { request: IdRequest; answer: SummaryDraft }
  /** What a new record of group work, activities and reception begins with. */
  'records.begin': { request: BeginRequest; answer: Begun }
  /** The photos and scans of a record. */
  'attachments.list': { request: AttachmentsRequest; answer: Attachments }
  /** Thumbnails that a list did not have yet. */
  'attachments.thumbnails': { request: AttachmentIds; answer: Thumbnails }
  /** A photo or scan for the viewer; one that is not here yet is fetched before others. */
  'attachments.open': { request: IdRequest; answer: AttachmentFile }
  /** A page of a scan as a picture. */
  'attachments.page': { request: ScanPageRequest; answer: ScanPage }
  /** Copies photos and scans out of the program; that it was done is recorded. */
  'attachments.copy_out': { request: CopyOut; answer: CopiedOut }
  /** Reads chosen files for a record: made fit to be kept, with what the camera noted. */
  'attachments.read': { request: ReadFiles; answer: FilesRead }
  /** Lets go of files that were read and are not wanted. */
  'attachments.forget': { request: ForgetFiles; answer: Nothing }
  /** Saves the files that were read, with what she says of them. */
  'attachments.save': { request: SaveAttachments; answer: SavedAttachments }
  /** Volunteers with their hours of a year. */
  'volunteers.list': { request: VolunteersRequest; answer: VolunteersAnswer }
  /** One volunteer with services, trainings, commendations and hours by year. */
  'volunteers.get': { request: IdRequest; answer: VolunteerView }
  /** Service records with how they stand against the ten working days. */
  'volunteers.services': { request: ServicesRequest; answer: ServicesAnswer }
  /** Records one activity for several volunteers at once. */
  'volunteers.serve': { request: ServeRequest; answer: ServeAnswer }
  /** What the certificate of a volunteer's service says (志愿服务记录证明). */
  'volunteers.certificate': { request: CertificateRequest; answer: Certificate }
  /** The certificate as Word or PDF. */
  'volunteers.print_certificate': { request: PrintCertificate; answer: PrintedCertificate }
  /** Volunteers and their records as xlsx: for the national system, or for publication. */
  'volunteers.export': { request: ExportVolunteers; answer: FileOut }
  /** Distributions of a year with how many have signed. */
  'gifts.list': { request: GiftsRequest; answer: GiftsAnswer }
  /** A distribution with its sign-off list. */
  'gifts.get': { request: IdRequest; answer: GiftView }
  /** Puts everybody of a category or village onto a sign-off list. */
  'gifts.fill': { request: FillRequest; answer: FillAnswer }
  /** Marks lines of a sign-off list as signed. */
  'gifts.sign': { request: SignRequest; answer: GiftView }
  /** Targets of a year with how far they are (R24). */
  'targets.list': { request: TargetsRequest; answer: Targets }
  /** How far every station is with its targets. */
  'targets.board': { request: TargetBoardRequest; answer: TargetBoard }
  /** Sets a target with its sub-targets, for one station or several. */
  'targets.save': { request: SaveTarget; answer: Nothing }
  /** Takes a target away, saying why. */
  'targets.remove': { request: RemoveTarget; answer: Nothing }
  /** Adds by hand what cannot be counted, with its reason. */
  'targets.adjust': { request: AdjustTarget; answer: Nothing }
  /** Holidays and make-up workdays that the program knows. */
  'calendars.list': { request: Nothing; answer: Array<CalendarYear> }
  /** Reads a pasted notice of the State Council. */
  'calendars.read': { request: Notice; answer: CalendarYear }
  /** Sends a year's holidays down to all stations. */
  'calendars.save': { request: Notice; answer: Array<CalendarYear> }
  /** A page of means surveys, newest first, each with its estimate. */
  'means.list': { request: MeansListRequest; answer: MeansList }
  /** One means survey with its rows and what it comes to. */
  'means.get': { request: IdRequest; answer: MeansSurvey }
  /** What a new means survey begins with: the household, or an earlier survey. */
  'means.begin': { request: MeansBeginRequest; answer: MeansBegin }
  /** What a survey comes to as far as it is typed, line by line. */
  'means.estimate': { request: MeansEstimateRequest; answer: MeansEstimate }
  /** Saves a means survey with the rows that changed, in one save. */
  'means.save': { request: MeansSaveRequest; answer: MeansSaveAnswer }
  /** A special register of a month: people, columns, what wants attention. */
  'registers.get': { request: SpecialRegisterRequest; answer: SpecialRegister }
  /** Ends a category that a birthday has ended already. */
  'registers.settle_age': { request: IdRequest; answer: RecordView }
  /** Where this PC's work is, and how the line to the county does. */
  'sync.status': { request: Nothing; answer: SyncStatus }
  /** Sends and receives now. */
  'sync.now': { request: SyncNow; answer: SyncStatus }
  /** Writes to a stick what the county does not have yet, and reads it back. */
  'stick.export': { request: ExportStick; answer: ExportedStick }
  /** Takes in files from a stick, each judged apart. */
  'stick.import': { request: ImportStick; answer: ImportedStick }
  /** The board of stations for a month. */
  'county.board': { request: CountyBoardRequest; answer: CountyBoard }
  /** The table of a period across stations, as xlsx. */
  'county.summary': { request: SummaryRequest; answer: FileOut }
  /** Writes what the county gives back to its stations on a stick. */
  'county.reply': { request: ReplyRequest; answer: Reply }
  /** Approves a paper of a case, or returns it with a remark. */
  'reviews.save': { request: ReviewRequest; answer: RecordView }
  /** Papers that wait for the supervisor, the oldest first. */
  'reviews.waiting': { request: Nothing; answer: Array<ReviewItem> }
  /** What a supervisor would ask about: plans without a goal, closures without an evaluation, visits alike. */
  'quality.hints': { request: Nothing; answer: Array<QualityHint> }
  /** What erasing a person would take away. */
  'erasing.preview': { request: IdRequest; answer: ErasurePreview }
  /** Erases everything on file about a person, everywhere and for good. */
  'erasing.erase': { request: EraseRequest; answer: Erased }
  /** Reads a ledger (xlsx, xls, csv) and says what a first look comes to. */
  'ledgers.open': { request: OpenLedger; answer: OpenedLedger }
  /** What the import would do as chosen. */
  'ledgers.plan': { request: PlanLedger; answer: LedgerView }
  /** Runs the import. */
  'ledgers.run': { request: RunLedger; answer: LedgerResult }
  /** Writes the rows that are given back, with the reasons. */
  'ledgers.bad_rows': { request: WriteBadRows; answer: FileOut }
  /** Lets go of the ledger. */
  'ledgers.close': { request: Nothing; answer: Nothing }
  /** What undoing an import would do. */
  'import_batches.preview': { request: BatchRef; answer: UndoAnswer }
  /** Undoes an import: deletes and puts back what nobody has touched since. */
  'import_batches.undo': { request: BatchRef; answer: UndoAnswer }
  /** 疑似重复: files that may be one person's, and those merged already. */
  'merges.suspects': { request: Nothing; answer: SuspectedFiles }
  /** Two files side by side. */
  'merges.compare': { request: TwoFiles; answer: SideBySide }
  /** Merges two files of one person. */
  'merges.merge': { request: MergeFiles; answer: PersonBrief }
  /** Takes a merged file out again. */
  'merges.part': { request: IdRequest; answer: PersonBrief }
  /** Months with their figures, due dates and frozen versions. */
  'briefs.list': { request: Nothing; answer: BriefMonths }
  /** What the month's brief would be if it were frozen now. */
  'briefs.preview': { request: BriefRequest; answer: BriefView }
  /** The records behind a figure. */
  'briefs.rows': { request: BriefRowsRequest; answer: BriefRows }
  /** Cases of the month that could be told, de-identified. */
  'briefs.typical': { request: BriefRequest; answer: TypicalCases }
  /** Freezes the month's brief as a version. */
  'briefs.freeze': { request: FreezeBrief; answer: BriefVersion }
  /** A frozen version, as it was issued. */
  'briefs.get': { request: BriefId; answer: BriefView }
  /** What a version changed against the one before it. */
  'briefs.compare': { request: BriefId; answer: BriefComparison }
  /** A frozen version as docx, pdf, xlsx. */
  'briefs.export': { request: ExportBrief; answer: ExportedBrief }
  /** The forms that can be printed. */
  'papers.list': { request: Nothing; answer: Array<PaperRow> }
  /** Prints forms as docx and pdf, blank or filled, one or many; that records were printed is recorded. */
  'papers.print': { request: PrintRequest; answer: PrintedPapers }
  /** The pages of forms as pictures, to look at before printing. */
  'papers.preview': { request: PreviewRequest; answer: PaperPreview }
  /** The ledgers that can be taken out. */
  'ledgers.list': { request: Nothing; answer: Array<LedgerRow> }
  /** Writes a ledger as xlsx; that it was taken out is recorded. */
  'ledgers.write': { request: LedgerRequest; answer: LedgerOut }
  /** The family picture of a person. */
  'genogram.get': { request: IdRequest; answer: Genogram }
  /** 练习模式: opens the made-up county, making it on first use. */
  'practice.open': { request: Nothing; answer: PracticeState }
  /** Becomes another person of the practice county. */
  'practice.switch': { request: PracticeSwitch; answer: PracticeState }
  /** Leaves practice; it is kept for next time. */
  'practice.leave': { request: Nothing; answer: Nothing }
}

export type CommandName = keyof Commands
