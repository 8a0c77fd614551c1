// The commands of the program and what they take and give. Made by `make bindings`.

/**
 * What a change did.
 */
export type Act = "created" | "changed" | "deleted" | "restored" | "read" | "erased";

/**
 * Coming and past activities.
 */
export type Activities = { 
/**
 * Planned ones, the next first; those past their date stand on top.
 */
coming: Array<ActivityRow>, 
/**
 * Held and cancelled ones, the newest first.
 */
past: Array<ActivityRow>, };

/**
 * Which activities.
 */
export type ActivitiesRequest = { 
/**
 * Its name, number or place, the name, pinyin or initials of somebody who signed in.
 */
text?: string, 
/**
 * Column of the list; without it by date.
 */
sort?: SortBy | null, };

/**
 * An activity in the list, as the ledger has it.
 */
export type ActivityRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name of the station, at the county.
 */
station: string, 
/**
 * Number.
 */
plan_no: string, 
/**
 * Name.
 */
name: string, 
/**
 * Readable type.
 */
activity_type: string, 
/**
 * Code of `event_state`.
 */
state: string, 
/**
 * Its label.
 */
state_label: string, 
/**
 * The day it was held, else planned for.
 */
date: string, 
/**
 * Place.
 */
place: string, 
/**
 * Responsible worker.
 */
worker: string, 
/**
 * Head-count of a held one, else the expected number.
 */
people: number, 
/**
 * Volunteers.
 */
volunteers: number, 
/**
 * Planned for a day that is over.
 */
late: boolean, 
/**
 * 暂存
 */
provisional: boolean, };

/**
 * One activity with who signed in.
 */
export type ActivityView = { 
/**
 * Plan, record and satisfaction.
 */
record: RecordView, 
/**
 * Its line.
 */
line: ActivityRow, 
/**
 * Those on file who signed in, in the order they did.
 */
participants: Array<PersonBrief>, 
/**
 * Person-times as they count.
 */
person_times: number, 
/**
 * Why it does not count, when it does not.
 */
does_not_count: string | null, 
/**
 * What the county wrote about it.
 */
annotations: Array<RecordView>, };

/**
 * A new person.
 */
export type AddStaff = { 
/**
 * Name.
 */
name: string, 
/**
 * Role: `worker` or `supervisor` at a station, `county` at the county.
 */
role: Role, 
/**
 * Telephone.
 */
phone?: string, 
/**
 * Their passphrase, typed by them, when they shall unlock this PC.
 */
passphrase?: string, };

/**
 * Villages to add, as they are pasted.
 */
export type AddVillages = { 
/**
 * Nine digits of the township.
 */
township: string, 
/**
 * Names, a line each or with 、 between them.
 */
names: string, };

/**
 * What was added.
 */
export type AddedVillages = { 
/**
 * New ones.
 */
added: number, 
/**
 * Names that the township's list has already.
 */
known: Array<string>, };

/**
 * Something added by hand.
 */
export type AdjustRow = { 
/**
 * Record kind: of a number of an agreement another than of a target that was set.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * For which day.
 */
date: string, 
/**
 * How many, as shown.
 */
amount: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who added it.
 */
who: string, };

/**
 * Adds by hand what cannot be counted.
 */
export type AdjustTarget = { 
/**
 * The sub-target, or the number of an agreement.
 */
sub_target: string, 
/**
 * For which station, of a number of an agreement (for the county).
 */
station?: string, 
/**
 * For which day; today when empty.
 */
date?: string, 
/**
 * How many, as kept.
 */
amount: number | string | null, 
/**
 * Why, with what it rests on.
 */
reason: string, };

/**
 * An age that the law names (R04).
 */
export type AgeGroup = "minor" | "elderly";

/**
 * An agreement to choose.
 */
export type AgreementChoice = { 
/**
 * Record id.
 */
id: string, 
/**
 * Number and provider.
 */
title: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day, earlier where it was ended.
 */
to: string, };

/**
 * The money of an agreement.
 */
export type AgreementMoney = { 
/**
 * The agreement.
 */
id: string, 
/**
 * Number and provider.
 */
title: string, 
/**
 * From when to when.
 */
term: string, 
/**
 * Its amount.
 */
amount: string, 
/**
 * Its stations.
 */
stations: string, 
/**
 * By source, with the sum of all last.
 */
rows: Array<MoneyRow>, 
/**
 * What is over, in words.
 */
over: Array<string>, };

/**
 * An agreement year.
 */
export type AgreementYear = { 
/**
 * Today.
 */
today: string, 
/**
 * Station; empty at a county without stations.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * The station's agreements, the newest first.
 */
agreements: Array<AgreementChoice>, 
/**
 * The one that is shown; none while the station has none.
 */
agreement: string | null, 
/**
 * The steps, in their order.
 */
steps: Array<YearStep>, };

/**
 * A row that is not as the county wrote it.
 */
export type AlteredRow = { 
/**
 * What kind it is.
 */
label: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its station's name.
 */
station_name: string, 
/**
 * Its day; empty where it has none.
 */
date: string, 
/**
 * What is wrong: 内容被改过, 清单里没有, 缺这一行.
 */
what: string, };

/**
 * The county answers a request.
 */
export type AnswerRecovery = { 
/**
 * The request (.hzk).
 */
file: FileIn, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, 
/**
 * Where the answer goes.
 */
destination: Destination, };

/**
 * The county's answer.
 */
export type AnsweredRecovery = { 
/**
 * The answer file.
 */
file: FileOut, 
/**
 * Code of the station that asked.
 */
station: string, 
/**
 * Name of the station that asked.
 */
station_name: string, 
/**
 * Letter of the PC that asked.
 */
letter: string, };

/**
 * The papers of a year.
 */
export type Archive = { 
/**
 * Year.
 */
year: number, 
/**
 * Code of the station.
 */
station: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Classes, in the order of a shelf.
 */
classes: Array<ArchiveClass>, 
/**
 * All of them.
 */
total: PapersView, };

/**
 * Papers that are filed together.
 */
export type ArchiveClass = { 
/**
 * Its code.
 */
code: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * How many papers the registered volumes hold; none without a volume.
 */
in_volumes: number | null, 
/**
 * Of all its kinds.
 */
papers: PapersView, 
/**
 * Kind by kind, those that there is anything of.
 */
kinds: Array<ArchiveKind>, };

/**
 * Papers of a kind.
 */
export type ArchiveKind = { 
/**
 * The kind.
 */
kind: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * How many.
 */
papers: PapersView, };

/**
 * Takes the catalogue out.
 */
export type ArchiveOut = { 
/**
 * Which papers.
 */
asked: ArchiveRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks for the papers of a year.
 */
export type ArchiveRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, 
/**
 * Station, at the county; its first when absent.
 */
station?: string | null, };

/**
 * What became of it.
 */
export type AssignAnswer = { 
/**
 * Those given, each with what takes it back.
 */
assigned: Array<Assignment>, 
/**
 * How many had that worker already.
 */
same: number, 
/**
 * Those left as they were, with the reason.
 */
left: Array<LeftOut>, 
/**
 * It was stopped before the end.
 */
cancelled: boolean, };

/**
 * Gives people a responsible worker.
 */
export type AssignRequest = { 
/**
 * Who is given to whom.
 */
people: Array<Assignment>, 
/**
 * Id of the long work.
 */
task?: string | null, };

/**
 * One person given to a worker.
 */
export type Assignment = { 
/**
 * Recipient id.
 */
recipient: string, 
/**
 * Staff id; empty: to nobody.
 */
worker: string, 
/**
 * Only if this worker still has her (empty: nobody): taking back what somebody has changed since is not taking back.
 */
still?: string, };

/**
 * A photo or scan in full.
 */
export type AttachmentFile = { 
/**
 * Type of the kept file (`photos::Taken`).
 */
mime: string, 
/**
 * Its bytes, base64; null when it has not been sent here yet: it is then fetched before others.
 */
base64: string | null, };

/**
 * Names photos.
 */
export type AttachmentIds = { 
/**
 * Record ids.
 */
ids: Array<string>, };

/**
 * One photo or scan.
 */
export type AttachmentView = { 
/**
 * Its record.
 */
record: RecordView, 
/**
 * The file lies on this PC; if not, it has not been sent here yet.
 */
here: boolean, 
/**
 * How far the file itself has travelled from here.
 */
file_state: Delivery, 
/**
 * A small JPEG, base64; null when it is to be asked for.
 */
thumbnail: string | null, 
/**
 * Kind of the record it belongs to.
 */
of_kind: string, 
/**
 * Its id.
 */
of_id: string, 
/**
 * Its readable name, when that is another record than the one asked about.
 */
of_title: string | null, };

/**
 * The photos and scans of a record, by when they were taken.
 */
export type Attachments = { 
/**
 * Oldest first.
 */
items: Array<AttachmentView>, 
/**
 * Whether the person at this PC may add some.
 */
may_add: boolean, 
/**
 * The record's readable name.
 */
title: string, 
/**
 * A child is concerned: faces must be made unrecognisable before anything is made public.
 */
minor: boolean, };

/**
 * Asks for the photos and scans of a record.
 */
export type AttachmentsRequest = { 
/**
 * Kind of the record they belong to.
 */
kind: string, 
/**
 * Its id.
 */
id: string, 
/**
 * For a person: also those of everything done for them.
 */
all?: boolean, };

/**
 * Marks one member at one session.
 */
export type AttendRequest = { 
/**
 * The session.
 */
session: string, 
/**
 * The member.
 */
member: string, 
/**
 * Code of `attendance`; none takes the mark away.
 */
status?: string | null, };

/**
 * A backup of this PC.
 */
export type BackupRow = { 
/**
 * File name; give it back to restore.
 */
name: string, 
/**
 * When it was made.
 */
time_ms: number, 
/**
 * Bytes.
 */
size: number, };

/**
 * Names a batch.
 */
export type BatchRef = { 
/**
 * Id of the `import_batch`.
 */
id: string, 
/**
 * Reports progress and can be cancelled under this id.
 */
task?: string, };

/**
 * For which form.
 */
export type BeginRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * The person it is about.
 */
recipient?: string | null, 
/**
 * The group it belongs to.
 */
group?: string | null, };

/**
 * Begins a scheme from one that the program brings.
 */
export type BeginScheme = { 
/**
 * Its name.
 */
name: string, };

/**
 * What a form begins with.
 */
export type Begun = { 
/**
 * Fields to fill in.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Readable text of codes and references among them.
 */
labels: { [key in string]: string }, };

/**
 * A new record of a step.
 */
export type BegunStep = { 
/**
 * Kind.
 */
kind: string, 
/**
 * Its label.
 */
label: string, 
/**
 * What it begins with.
 */
fields: { [key in string]: JsonValue }, };

/**
 * A brief that is due.
 */
export type BriefDue = { 
/**
 * Its month.
 */
month: string, 
/**
 * To be handed in by.
 */
due: string, 
/**
 * Days left; negative when late.
 */
days_left: number, 
/**
 * Frozen already.
 */
frozen: boolean, };

/**
 * Whether a month's brief has come in.
 */
export type BriefHandedIn = "not_yet" | "handed_in" | "returned" | "overdue" | "not_owed";

/**
 * The sealed root-key file from a stick.
 */
export type BringRootKey = { 
/**
 * The copy (.age).
 */
file: FileIn, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * A scheme that the program brings.
 */
export type BuiltInScheme = { 
/**
 * Name.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * All its points.
 */
points: string, 
/**
 * 依据
 */
source: string, };

/**
 * A bundle and where it has gone.
 */
export type BundleRow = { 
/**
 * First characters of its hash, as its file is called.
 */
name: string, 
/**
 * What is in it.
 */
what: string, 
/**
 * Who can read it.
 */
readers: string, 
/**
 * When the first of it was written, in milliseconds.
 */
from_ms: number, 
/**
 * When the last of it was written, in milliseconds.
 */
to_ms: number, 
/**
 * How far all of it has come.
 */
state: Delivery, 
/**
 * When it was written to a stick last, in milliseconds.
 */
carried_ms: number | null, 
/**
 * Number of the hub's receipt.
 */
receipt: number | null, 
/**
 * Its time, in milliseconds.
 */
receipt_ms: number | null, 
/**
 * Who holds it for certain.
 */
held_by: string, };

/**
 * The bundles of this PC.
 */
export type Bundles = { 
/**
 * The newest first.
 */
bundles: Array<BundleRow>, 
/**
 * Changes that stand in none yet: they are sealed with the next sending or export.
 */
unsealed: number, };

/**
 * Holidays of a year, as they are known here.
 */
export type CalendarYear = { 
/**
 * Year.
 */
year: number, 
/**
 * Number of the notice.
 */
notice: string, 
/**
 * Days off.
 */
off: Array<DaysOff>, 
/**
 * Weekend days on which one works.
 */
work: Array<string>, 
/**
 * Sent down by the county; else the program came with it.
 */
by_county: boolean, };

/**
 * Names long work to be stopped.
 */
export type CancelTask = { 
/**
 * The id the interface gave when it asked.
 */
task: string, };

/**
 * To another stage.
 */
export type CaseAdvanceRequest = { 
/**
 * Case id.
 */
id: string, 
/**
 * The stage to go to.
 */
to: string, 
/**
 * When; today when absent.
 */
date?: string | null, 
/**
 * Why, where the move asks for it (not taken on, reopened, crisis).
 */
note?: string | null, 
/**
 * The `refs` of the case.
 */
seen?: { [key in string]: Array<[string, number, string]> }, };

/**
 * Cases by stage.
 */
export type CaseBoard = { 
/**
 * One column per stage, in order.
 */
columns: Array<CaseBoardColumn>, };

/**
 * One stage.
 */
export type CaseBoardColumn = { 
/**
 * Stage code.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Its cases, longest in the stage first.
 */
cases: Array<CaseCard>, };

/**
 * Which cases.
 */
export type CaseBoardRequest = { 
/**
 * Only those of this worker (staff id).
 */
worker?: string | null, 
/**
 * Only this station (for the county).
 */
station?: string | null, 
/**
 * Closed, rejected and archived ones too.
 */
with_closed?: boolean, 
/**
 * The person's name, pinyin or initials, the number, words of the reason.
 */
text?: string, 
/**
 * Column of the list; without it the longest in their stage first.
 */
sort?: SortBy | null, };

/**
 * A case on the board.
 */
export type CaseCard = { 
/**
 * Case id.
 */
id: string, 
/**
 * Case number; empty for a lead.
 */
case_no: string, 
/**
 * Recipient id.
 */
recipient: string, 
/**
 * Name of the person.
 */
name: string, 
/**
 * Stage code.
 */
stage: string, 
/**
 * Its label.
 */
stage_label: string, 
/**
 * Why, in a line.
 */
reason: string, 
/**
 * Risk level.
 */
risk: string | null, 
/**
 * Name of the responsible worker.
 */
worker: string, 
/**
 * Since when in this stage.
 */
stage_date: string, 
/**
 * Days in this stage.
 */
days_in_stage: number, 
/**
 * How many progress notes.
 */
sessions: number, 
/**
 * Crisis case.
 */
crisis: boolean, 
/**
 * 重号: the number was given twice before a clone was found.
 */
number_twice: boolean, 
/**
 * 暂存.
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * Closing.
 */
export type CaseCloseRequest = { 
/**
 * Case id.
 */
id: string, 
/**
 * The closure record, when it was begun before.
 */
closure?: string | null, 
/**
 * Its fields: date, reason, signatures …
 */
fields: { [key in string]: JsonValue }, 
/**
 * The `refs` of the closure record.
 */
seen?: { [key in string]: Array<[string, number, string]> }, 
/**
 * Close although something is missing: supervisors, crisis cases, with `forced_note`.
 */
force?: boolean, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * A move that the stage allows.
 */
export type CaseMove = { 
/**
 * Stage to go to.
 */
to: string, 
/**
 * What the button says.
 */
label: string, 
/**
 * The usual next step.
 */
main: boolean, 
/**
 * What is missing before; empty when it can be done now.
 */
missing: Array<string>, 
/**
 * A note is asked for.
 */
needs_note: boolean, };

/**
 * A new case.
 */
export type CaseOpenAnswer = { 
/**
 * Its file.
 */
case: CaseView, 
/**
 * Warnings that did not hinder.
 */
findings: Array<FieldFinding>, };

/**
 * A new lead.
 */
export type CaseOpenRequest = { 
/**
 * The person.
 */
recipient: string, 
/**
 * Fields of the lead (source, reason, urgency …).
 */
fields: { [key in string]: JsonValue }, 
/**
 * Open it at once as a case with a number, in the intake stage (接案), instead of leaving it a lead.
 */
intake?: boolean, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * A case file.
 */
export type CaseView = { 
/**
 * The case record.
 */
record: RecordView, 
/**
 * As on the board.
 */
card: CaseCard, 
/**
 * The person, always in sight.
 */
person: PersonBrief, 
/**
 * The stepper.
 */
stages: Array<StageStep>, 
/**
 * Where it may go now.
 */
moves: Array<CaseMove>, 
/**
 * Its papers.
 */
documents: Array<DocumentSlot>, 
/**
 * Goals of the plan, in order.
 */
goals: Array<RecordView>, 
/**
 * What closing still lacks (R21), in sentences; empty when it can be closed.
 */
closure_missing: Array<string>, 
/**
 * Papers that the supervisor has not approved as they stand; where the county blocks, they stand among what lacks.
 */
unreviewed: Array<string>, 
/**
 * A supervisor may close it regardless, with a note.
 */
may_force: boolean, 
/**
 * Progress notes.
 */
sessions: number, 
/**
 * Minutes of service.
 */
minutes: number, 
/**
 * Follow-ups after closure: planned and done.
 */
follow_ups: Array<FollowUpDue>, 
/**
 * Comments and returns of the county, and the supervisor's verdicts.
 */
annotations: Array<RecordView>, };

/**
 * What a certificate says. It is free of charge and true to the record.
 */
export type Certificate = { 
/**
 * Name.
 */
name: string, 
/**
 * 男, 女 or empty.
 */
sex: string, 
/**
 * ID number, masked; the printed paper carries it in full.
 */
id_number: string, 
/**
 * The sentence that certifies; empty when there is nothing to certify.
 */
text: string, 
/**
 * The services, oldest first.
 */
services: Array<CertifiedService>, 
/**
 * Hours in all.
 */
hours: string, 
/**
 * 记录单位
 */
issuer: string, 
/**
 * 出具日期
 */
date: string, };

/**
 * Asks for a certificate.
 */
export type CertificateRequest = { 
/**
 * Volunteer id.
 */
volunteer: string, 
/**
 * From this day on; from the first service when empty.
 */
from?: string, 
/**
 * Up to this day; today when empty.
 */
to?: string, };

/**
 * One line of a certificate.
 */
export type CertifiedService = { 
/**
 * Day.
 */
date: string, 
/**
 * 活动名称
 */
activity: string, 
/**
 * 服务内容
 */
content: string, 
/**
 * Hours.
 */
hours: string, 
/**
 * 组织单位
 */
organizer: string, };

/**
 * Changes an outline.
 */
export type ChangeOutline = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it becomes.
 */
content: OutlineChange, };

/**
 * A new passphrase for the one who asks.
 */
export type ChangePassphrase = { 
/**
 * The old one.
 */
old: string, 
/**
 * The new one.
 */
new: string, };

/**
 * What is wrong with a form and what follows from it.
 */
export type CheckAnswer = { 
/**
 * Findings at their fields.
 */
findings: Array<FieldFinding>, 
/**
 * The fields as they would be saved (full-width digits, spaces and date spellings cleaned).
 */
fields: { [key in string]: JsonValue }, 
/**
 * What the ID number says: `sex`, `birth_date`; to be filled in where empty.
 */
derived: { [key in string]: JsonValue }, 
/**
 * Full years today.
 */
age: number | null, 
/**
 * Younger than 18.
 */
minor: boolean, 
/**
 * Younger than 14: a guardian consents.
 */
guardian_consents: boolean, 
/**
 * 周岁 and the division's name or a remark on it, readable.
 */
note: string | null, };

/**
 * A form to be checked while it is being typed.
 */
export type CheckRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * The record, when it exists already.
 */
id?: string | null, 
/**
 * What has been typed.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Checked as 暂存: nothing is required.
 */
provisional?: boolean, };

/**
 * One thing checked.
 */
export type CheckView = { 
/**
 * The clause that asks for it.
 */
clause: string, 
/**
 * The kind whose register shows it.
 */
kind: string, 
/**
 * How much is there.
 */
have: number, 
/**
 * Of how much; none where nothing says how much it must be.
 */
of: number | null, 
/**
 * `5/6`; `2` where nothing says how much it must be.
 */
text: string, 
/**
 * Nothing is missing.
 */
whole: boolean, 
/**
 * What is missing.
 */
lacks: Array<string>, };

/**
 * A backup that was chosen: one of this PC by name, or a file.
 */
export type ChosenBackup = { 
/**
 * Name of one of this PC's backups.
 */
name?: string, 
/**
 * A backup from elsewhere (.hzbackup).
 */
file?: FileIn, };

/**
 * A code with its label.
 */
export type CodeLabel = { 
/**
 * The code.
 */
code: string, 
/**
 * Its Chinese label.
 */
label: string, };

/**
 * A code table.
 */
export type CodeTableView = { 
/**
 * Identifier.
 */
name: string, 
/**
 * Chinese name.
 */
label: string, 
/**
 * Grows with every change.
 */
version: number, 
/**
 * Values outside the table are allowed.
 */
open: boolean, 
/**
 * Codes in the order in which they are offered.
 */
entries: Array<CodeView>, };

/**
 * A code.
 */
export type CodeView = { 
/**
 * The stored value.
 */
code: string, 
/**
 * What is shown.
 */
label: string, 
/**
 * First day it may be chosen.
 */
since: string | null, 
/**
 * Last day it may be chosen.
 */
until: string | null, 
/**
 * What it stands under.
 */
group: string | null, 
/**
 * Offered first; the others stand behind 更多.
 */
common: boolean, };

/**
 * A column of the sheet.
 */
export type ColumnView = { 
/**
 * From 0.
 */
index: number, 
/**
 * As Excel calls it: A, B … AA.
 */
letter: string, 
/**
 * Its header.
 */
heading: string, 
/**
 * The first few values.
 */
samples: Array<string>, 
/**
 * Where it goes; empty: left out. None: nobody knows the header.
 */
to: string | null, 
/**
 * Hidden in the workbook.
 */
hidden: boolean, };

/**
 * A command's refusal.
 */
export type CommandError = { 
/**
 * What the interface decides by.
 */
code: ErrorCode, 
/**
 * What happened, in Chinese, without personal data.
 */
detail: string, 
/**
 * Findings at fields, for `invalid`.
 */
fields: Array<FieldFinding>, };

/**
 * The county takes comments in.
 */
export type CommentsIn = { 
/**
 * The file (.hzc).
 */
file: FileIn, };

/**
 * Writes the evaluator's comments.
 */
export type CommentsOut = { 
/**
 * Them.
 */
comments: Array<PackComment>, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * What became of them.
 */
export type CommentsTaken = { 
/**
 * New tasks of stations.
 */
tasks: number, 
/**
 * Taken in before.
 */
known: number, 
/**
 * Names of the stations that got some.
 */
stations: Array<string>, };

/**
 * Sets a new passphrase with the county's answer.
 */
export type CompleteRecovery = { 
/**
 * Staff id, from `start.state`.
 */
staff: string, 
/**
 * The county's answer (.hzk).
 */
file: FileIn, 
/**
 * The new passphrase.
 */
passphrase: string, };

/**
 * The check of every station that this PC shows.
 */
export type Compliance = { 
/**
 * Titles of the checks, in order.
 */
labels: Array<string>, 
/**
 * A line for each station.
 */
stations: Array<StationCompliance>, };

/**
 * Takes the table out.
 */
export type ComplianceOut = { 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Confirms PCs, all of them or none.
 */
export type ConfirmDevices = { 
/**
 * Their ids.
 */
devices: Array<string>, 
/**
 * Passphrase of the root key, once for all.
 */
root_passphrase: string, 
/**
 * Where the confirmation files go, when they do not (only) go by hub.
 */
destination?: Destination, };

/**
 * The county's confirmation as a file.
 */
export type ConfirmationIn = { 
/**
 * The file (.hzc).
 */
file: FileIn, };

/**
 * The confirmed PCs.
 */
export type ConfirmedDevices = { 
/**
 * A confirmation file (.hzc) for each, when a place for them was given.
 */
files: Array<FileOut>, 
/**
 * They also go by hub, with the next contact.
 */
by_hub: boolean, };

/**
 * One of the live values of a field in conflict.
 */
export type ConflictChoice = { 
/**
 * The change that holds this value.
 */
reference: [string, number, string], 
/**
 * The value, masked where the field is.
 */
value: JsonValue, 
/**
 * Readable text of the value.
 */
text: string, 
/**
 * Whether it is masked.
 */
masked: boolean, 
/**
 * What its author had seen there before; none where there was nothing, or where it must not be shown.
 */
saw: string | null, 
/**
 * Name of who wrote it.
 */
author: string, 
/**
 * Name of the device it was written on.
 */
device: string, 
/**
 * When, in milliseconds.
 */
at_ms: number, 
/**
 * Whether it is the one shown.
 */
winner: boolean, };

/**
 * A field that holds more than one live value.
 */
export type ConflictView = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
record: string, 
/**
 * Readable name of the record.
 */
title: string, 
/**
 * Field name.
 */
field: string, 
/**
 * Chinese label of the field.
 */
label: string, 
/**
 * All live values, the one shown first.
 */
values: Array<ConflictChoice>, 
/**
 * Whether all of them can stand together, as one text or one choice of several.
 */
joinable: boolean, };

/**
 * Copies outside the program.
 */
export type CopiedOut = { 
/**
 * The files.
 */
files: Array<FileOut>, 
/**
 * What to tell the person.
 */
message: string, };

/**
 * Asks for copies outside the program.
 */
export type CopyOut = { 
/**
 * Record ids.
 */
ids: Array<string>, 
/**
 * A folder, or a download.
 */
to: Destination, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * A record that was written or changed since.
 */
export type CorrectedRecord = { 
/**
 * Its station.
 */
station: string, 
/**
 * The record.
 */
record: MovedRecord, };

/**
 * A value with how many have it.
 */
export type CountOf = { 
/**
 * The value.
 */
value: string, 
/**
 * Its label.
 */
label: string, 
/**
 * How many.
 */
count: number, };

/**
 * Somebody whom more than one station counted.
 */
export type CountedTwice = { 
/**
 * The first of her files: by it the choke point sees whom the answer names.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * The stations.
 */
stations: Array<string>, 
/**
 * Why it is one person.
 */
why: string, 
/**
 * Her files.
 */
files: Array<string>, };

/**
 * The board.
 */
export type CountyBoard = { 
/**
 * The month.
 */
month: string, 
/**
 * When that month's briefs are due.
 */
brief_due: string, 
/**
 * One line per station, in the order of their codes.
 */
stations: Array<StationLine>, 
/**
 * Stations that owe the month's brief and have frozen none.
 */
not_reported: Array<OwingStation>, 
/**
 * Persons served, one who was served by two stations counted once (R25).
 */
persons: number, 
/**
 * Harm to minors not yet reported to the police, in all stations.
 */
unreported: number, 
/**
 * People who may be the same one: never united by themselves.
 */
suspects: Array<Suspects>, };

/**
 * Asks for the board of a month.
 */
export type CountyBoardRequest = { 
/**
 * `2026-11`.
 */
month: string, };

/**
 * A form.
 */
export type CountyForm = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Name of its file.
 */
file_name: string, 
/**
 * How often it is filled: `month`, `quarter`, `half_year`, `year`.
 */
each: string, 
/**
 * Stations fill it.
 */
for_stations: boolean, 
/**
 * It is in use.
 */
active: boolean, 
/**
 * How many places are pointed out.
 */
places: number, 
/**
 * What is wrong with them now.
 */
problems: Array<string>, 
/**
 * The period that is due for filling: the last that is over.
 */
period: string, };

/**
 * A county figure as an equation.
 */
export type CountySum = { 
/**
 * Its label.
 */
label: string, 
/**
 * The period: `2026年10月`.
 */
period: string, 
/**
 * The equation in words; empty for a rate, which is no sum.
 */
words: string, 
/**
 * The county's figure, as printed.
 */
county: string, 
/**
 * What each station adds.
 */
stations: Array<StationSum>, 
/**
 * People whom more than one station counted.
 */
twice: Array<CountedTwice>, 
/**
 * Files that were merged after a station had reported.
 */
merged: Array<MergedFile>, 
/**
 * Records that were written or changed after a station had reported.
 */
corrected: Array<CorrectedRecord>, 
/**
 * What has to be known besides.
 */
note: string, };

/**
 * A run of days off.
 */
export type DaysOff = { 
/**
 * 春节…
 */
name: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * How many days.
 */
days: number, };

/**
 * A deadline.
 */
export type DeadlineRow = { 
/**
 * Its rule.
 */
rule: string, 
/**
 * What is to be done.
 */
label: string, 
/**
 * The clause it comes from.
 */
clause: string, 
/**
 * Code of the station that owes it; empty: the county.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * What it is about: an agreement, a person, a period.
 */
subject: string, 
/**
 * The record that makes it due; none for a period.
 */
record: RecordRef | null, 
/**
 * By when; none while a year's holidays are not known.
 */
due: string | null, 
/**
 * Which is said then: 缺 2027 年节假日安排.
 */
missing: string | null, 
/**
 * How it stands.
 */
state: DeadlineState, 
/**
 * Days late, or days left.
 */
days: number, 
/**
 * The same in words.
 */
words: string, 
/**
 * Where it stands on the page.
 */
when: DeadlineWhen, 
/**
 * The kind whose record settles it, for the button.
 */
settle_kind: string | null, 
/**
 * The agreement that it comes from.
 */
agreement: string | null, 
/**
 * Where whoever owes it writes the report that settles it.
 */
draft: string | null, 
/**
 * The record that settled it.
 */
settled_by: RecordRef | null, 
/**
 * It is a report that is handed in.
 */
report: boolean, 
/**
 * The county's newest reminder of it, until it is settled.
 */
reminded?: Reminded, };

/**
 * How a deadline stands.
 */
export type DeadlineState = "overdue" | "near" | "later" | "settled" | "unknown";

/**
 * The heading it stands under.
 */
export type DeadlineWhen = "overdue" | "week" | "month" | "later" | "settled";

/**
 * The deadlines, the most urgent first.
 */
export type Deadlines = { 
/**
 * Today.
 */
today: string, 
/**
 * The deadlines.
 */
rows: Array<DeadlineRow>, 
/**
 * How many there are in all, where only some are asked for.
 */
total: number, 
/**
 * The rules, in their order, to choose from.
 */
rules: Array<RuleRow>, };

/**
 * Takes the deadlines out as a file.
 */
export type DeadlinesOut = { 
/**
 * Which.
 */
asked: DeadlinesRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks for deadlines.
 */
export type DeadlinesRequest = { 
/**
 * Only what this station owes, for the county.
 */
station?: string, 
/**
 * Only of this rule.
 */
rule?: string, 
/**
 * What was settled within the last year, too.
 */
settled?: boolean, 
/**
 * Only what is overdue or near, and at most so many.
 */
near?: number, };

/**
 * Points that an item lost.
 */
export type Deduction = { 
/**
 * Number of the item.
 */
no: string, 
/**
 * Dimension.
 */
dimension: string, 
/**
 * 评分内容
 */
content: string, 
/**
 * 分值
 */
points: string, 
/**
 * 得分
 */
score: string, 
/**
 * 扣分
 */
lost: string, 
/**
 * Why.
 */
reason: string, };

/**
 * A station or a worker of it.
 */
export type DelayRow = { 
/**
 * Station code.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * Staff id; none: the station's sum.
 */
worker: string | null, 
/**
 * Her name.
 */
worker_name: string, 
/**
 * Records.
 */
total: number, 
/**
 * Of these in each class.
 */
buckets: Array<number>, 
/**
 * Late ones.
 */
late: number, 
/**
 * Their share.
 */
late_rate: string, 
/**
 * Written into a closed period (补录).
 */
closed: number, 
/**
 * The most days.
 */
longest: number, };

/**
 * Asks for the records behind a number.
 */
export type DelayedRequest = { 
/**
 * The table.
 */
asked: DelaysRequest, 
/**
 * Station of the row.
 */
station: string, 
/**
 * Worker of the row; none: all of the station.
 */
worker?: string, 
/**
 * Place of the class; none: those written into a closed period.
 */
bucket?: number, };

/**
 * How late it was.
 */
export type Delays = { 
/**
 * The classes, shortest first.
 */
buckets: Array<string>, 
/**
 * More days than these are late (a parameter of the county).
 */
late_after: number, 
/**
 * By station and worker; a station's sum stands before its workers.
 */
rows: Array<DelayRow>, };

/**
 * Takes the table out.
 */
export type DelaysOut = { 
/**
 * Which.
 */
asked: DelaysRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks how late work was written down.
 */
export type DelaysRequest = { 
/**
 * First day of the work.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * At the county: only this station.
 */
station?: string, };

/**
 * Deletes a record; it can be brought back.
 */
export type DeleteRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Why, in the user's words.
 */
reason: string, 
/**
 * The `refs` of the view.
 */
seen?: { [key in string]: Array<[string, number, string]> }, };

/**
 * How far something has travelled: a change, a record, a photo or scan, a segment.
 */
export type Delivery = "saved" | "delivered" | "taken_in";

/**
 * Where a file is to go: a folder in the window, a download in a browser.
 */
export type Destination = { 
/**
 * Folder (window).
 */
folder?: string, 
/**
 * To be fetched by the browser.
 */
download?: boolean, };

/**
 * A PC of the roster.
 */
export type DeviceRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Name it gave itself.
 */
name: string, 
/**
 * Code of its station; none for a PC of the county.
 */
station: string | null, 
/**
 * Name of its station, or of the county.
 */
place: string, 
/**
 * Its letter.
 */
letter: string, 
/**
 * It is shut out.
 */
revoked: boolean, 
/**
 * When it was shut out, in milliseconds, if that is known.
 */
revoked_ms: number | null, 
/**
 * When it was at the hub last, as far as the county knows.
 */
seen_ms: number | null, 
/**
 * The time of the newest thing it wrote that is here.
 */
written_ms: number | null, 
/**
 * Version of its program, as its newest bundle told; none from one that did not say so yet.
 */
version: string | null, 
/**
 * The PC one sits at.
 */
this_one: boolean, };

/**
 * The whole dictionary.
 */
export type DictionaryView = { 
/**
 * Record kinds, owners before what they own.
 */
kinds: Array<KindView>, 
/**
 * Code tables.
 */
codes: Array<CodeTableView>, };

/**
 * A field in which a row says something else.
 */
export type DifferingField = { 
/**
 * Field of the recipient.
 */
field: string, 
/**
 * Its label.
 */
label: string, 
/**
 * What the row says; masked where the field is.
 */
row_says: string, 
/**
 * What stands there; masked where the field is.
 */
stands: string, 
/**
 * The row's value is taken.
 */
taken: boolean, };

/**
 * A dimension summed up.
 */
export type DimensionView = { 
/**
 * Name.
 */
name: string, 
/**
 * All its points.
 */
points: string, 
/**
 * Given.
 */
score: string, 
/**
 * Given, of all of them, in thousandths: for the radar chart.
 */
thousandths: number, };

/**
 * A division of the bundled list.
 */
export type DivisionRow = { 
/**
 * Six digits for a county, nine for a township.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * The city a county belongs to; empty for townships.
 */
city: string, };

/**
 * Asks for divisions below a code: empty for the counties of Hunan, six digits for a county's townships.
 */
export type DivisionsRequest = { 
/**
 * Empty, or the six-digit code of a county.
 */
under?: string, };

/**
 * One record of a paper.
 */
export type DocumentEntry = { 
/**
 * Record id.
 */
id: string, 
/**
 * One line.
 */
title: string, 
/**
 * Its date.
 */
date: string, 
/**
 * State.
 */
state: DocumentState, 
/**
 * How it stands with the supervisor, where that is asked for.
 */
review: ReviewState | null, 
/**
 * How far it has travelled.
 */
travelled: Delivery, };

/**
 * A document and who has read it.
 */
export type DocumentReadings = { 
/**
 * The document.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * 文号
 */
document_no: string, 
/**
 * The version in hand.
 */
version: string, 
/**
 * In force from that day on.
 */
in_force: string, 
/**
 * The person at this PC has not read it.
 */
unread: boolean, 
/**
 * Station by station; at a station its own alone.
 */
stations: Array<StationReadings>, };

/**
 * A paper of the file: none, one or many records of a kind.
 */
export type DocumentSlot = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * 接案登记表 …
 */
label: string, 
/**
 * Stage it belongs to.
 */
stage: string, 
/**
 * Closing asks for it.
 */
required: boolean, 
/**
 * More than one is usual.
 */
many: boolean, 
/**
 * Blank, draft, done or returned.
 */
state: DocumentState, 
/**
 * The records, oldest first.
 */
entries: Array<DocumentEntry>, 
/**
 * Unsubmitted drafts of new records of this kind: their keys.
 */
drafts: Array<string>, };

/**
 * State of a paper.
 */
export type DocumentState = "blank" | "draft" | "done" | "returned";

/**
 * A draft as kept.
 */
export type Draft = { 
/**
 * The form's key.
 */
key: string, 
/**
 * Record kind of the form.
 */
kind: string, 
/**
 * The record, when it exists already.
 */
record: string | null, 
/**
 * A title for the list of drafts.
 */
title: string, 
/**
 * Whatever the form gave; null in lists.
 */
content: JsonValue, 
/**
 * When it was kept, in milliseconds.
 */
saved_ms: number, };

/**
 * The draft asked for, when there is one.
 */
export type DraftAnswer = { 
/**
 * With its content.
 */
draft: Draft | null, };

/**
 * Names a draft.
 */
export type DraftKey = { 
/**
 * The form's key.
 */
key: string, };

/**
 * Keeps what is being typed.
 */
export type DraftPut = { 
/**
 * One key per form, for example `visit:new` or `recipient:<id>`.
 */
key: string, 
/**
 * Record kind of the form.
 */
kind: string, 
/**
 * The record, when it exists already.
 */
record?: string | null, 
/**
 * A title for the list of drafts.
 */
title: string, 
/**
 * Whatever the form wants back.
 */
content: JsonValue, };

/**
 * All own drafts, newest first.
 */
export type Drafts = { 
/**
 * Without their content.
 */
drafts: Array<Draft>, };

/**
 * Records of a kind that were drawn.
 */
export type DrawnKind = { 
/**
 * Kind.
 */
kind: string, 
/**
 * Its label.
 */
label: string, 
/**
 * How many.
 */
count: number, };

/**
 * Something due.
 */
export type DueItem = { 
/**
 * What.
 */
what: DueWhat, 
/**
 * One line.
 */
text: string, 
/**
 * Due on.
 */
date: string, 
/**
 * Days overdue; 0 is today.
 */
days: number, 
/**
 * Where it comes from.
 */
record: RecordRef, };

/**
 * A person for whom something is due.
 */
export type DuePerson = { 
/**
 * The person.
 */
person: PersonBrief, 
/**
 * Responsible worker.
 */
worker: string, 
/**
 * What is due, the oldest first.
 */
items: Array<DueItem>, };

/**
 * What is due.
 */
export type DueWhat = "visit" | "follow_up" | "referral_receipt" | "goal" | "assessment" | "group_session" | "group_evaluation" | "activity" | "supervision_action" | "rectification" | "review" | "aged_out";

/**
 * Possible duplicates.
 */
export type DuplicatesAnswer = { 
/**
 * The surest first.
 */
duplicates: Array<PossibleDuplicate>, };

/**
 * Asks who may be the same person, while typing.
 */
export type DuplicatesRequest = { 
/**
 * Not this one.
 */
except?: string | null, 
/**
 * Name.
 */
name?: string, 
/**
 * ID number, as typed.
 */
id_number?: string, 
/**
 * Birth date.
 */
birth_date?: string, 
/**
 * Village.
 */
village?: string, };

/**
 * A survey that can be begun from.
 */
export type EarlierSurvey = { 
/**
 * Its id.
 */
id: string, 
/**
 * Number and date.
 */
title: string, };

/**
 * Lets a listed person unlock this PC.
 */
export type EnableStaff = { 
/**
 * Staff record id.
 */
staff: string, 
/**
 * Their passphrase, typed by them.
 */
passphrase: string, };

/**
 * Erases a person.
 */
export type EraseRequest = { 
/**
 * Recipient id.
 */
recipient: string, 
/**
 * Her name, typed once more.
 */
name: string, 
/**
 * Who asked for it and on what ground; kept for good, so it must not say whose data it was.
 */
reason: string, 
/**
 * The officer's passphrase, once more.
 */
passphrase: string, };

/**
 * What was erased.
 */
export type Erased = { 
/**
 * How many records.
 */
records: number, };

/**
 * What erasing a person would take away.
 */
export type ErasurePreview = { 
/**
 * Her name, to be typed once more.
 */
name: string, 
/**
 * The station that keeps her file.
 */
station: string, 
/**
 * Her records by kind, deleted ones too.
 */
records: Array<CountOf>, 
/**
 * Why it cannot be done yet; none when it can.
 */
hindrance: string | null, };

/**
 * Why a command was refused. The interface decides by it what to show and what to offer.
 */
export type ErrorCode = "locked" | "wrong_passphrase" | "too_many_attempts" | "wrong_code" | "damaged_file" | "wrong_file" | "foreign_file" | "not_allowed" | "not_confirmed" | "not_found" | "invalid" | "not_set_up" | "already_set_up" | "newer_database" | "database_damaged" | "disk_full" | "file_access" | "offline" | "busy" | "changed" | "cancelled" | "bad_request" | "internal";

/**
 * A file format.
 */
export type EvaluationFormat = "docx" | "pdf" | "xlsx";

/**
 * A self-evaluation in a list.
 */
export type EvaluationRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Station code.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * Year.
 */
year: number, 
/**
 * Title of the scheme.
 */
scheme: string, 
/**
 * All its points.
 */
points: string, 
/**
 * Given.
 */
score: string, 
/**
 * Grade; empty below the lowest.
 */
grade: string, 
/**
 * Items without a score.
 */
unscored: number, };

/**
 * Self-evaluations.
 */
export type Evaluations = { 
/**
 * This year.
 */
year: number, 
/**
 * The newest year first.
 */
evaluations: Array<EvaluationRow>, 
/**
 * Schemes in use.
 */
schemes: Array<SchemeChoice>, 
/**
 * Whether the person at this PC may begin one.
 */
may_write: boolean, };

/**
 * News with its number.
 */
export type Event = { 
/**
 * Grows by one.
 */
number: number, 
/**
 * What happened.
 */
news: News, };

/**
 * News.
 */
export type EventsAnswer = { 
/**
 * Ask again after this number.
 */
last: number, 
/**
 * What happened since.
 */
events: Array<Event>, 
/**
 * Some news was dropped: reload what is shown.
 */
missed: boolean, 
/**
 * Long work that is running.
 */
tasks: Array<TaskView>, 
/**
 * Nobody is unlocked.
 */
locked: boolean, };

/**
 * Asks for news.
 */
export type EventsRequest = { 
/**
 * The last number seen; 0 at first.
 */
after?: number, };

/**
 * A record that could be evidence.
 */
export type EvidenceChoice = { 
/**
 * The record.
 */
record: RecordRef, 
/**
 * What kind it is.
 */
label: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Its day.
 */
date: string, 
/**
 * It is linked to the item already.
 */
linked: boolean, };

/**
 * Asks for records that could be evidence of an item.
 */
export type EvidenceRequest = { 
/**
 * The evaluation.
 */
id: string, 
/**
 * The item.
 */
item: string, };

/**
 * A piece of evidence.
 */
export type EvidenceView = { 
/**
 * Id of the link.
 */
id: string, 
/**
 * 佐证编号
 */
no: string, 
/**
 * The record.
 */
record: RecordRef, 
/**
 * What kind it is.
 */
label: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Its day.
 */
date: string, };

/**
 * Makes a file of a self-evaluation.
 */
export type ExportEvaluation = { 
/**
 * Its record.
 */
id: string, 
/**
 * Which file.
 */
format: EvaluationFormat, 
/**
 * Where to.
 */
place: Destination, };

/**
 * What an export is for.
 */
export type ExportPurpose = "national_system" | "public";

/**
 * Makes files of a frozen version.
 */
export type ExportReport = { 
/**
 * Record id of the version.
 */
id: string, 
/**
 * Which files.
 */
formats: Array<ReportFormat>, 
/**
 * Where to.
 */
to: Destination, };

/**
 * Takes a list out as it is shown.
 */
export type ExportRequest = { 
/**
 * The list, by the request of its page. Its page and size do not matter.
 */
shown: Listed, 
/**
 * For whom; by default the station's own at a station, masked at the county.
 */
privacy?: Privacy, 
/**
 * Why people who have not consented, or have withdrawn it, stand in a list for outside; a supervisor's, and kept.
 */
override_reason?: string, 
/**
 * Where to.
 */
to_place: Destination, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * Writes to a stick.
 */
export type ExportStick = { 
/**
 * The stick's folder, or a download.
 */
to: Destination, 
/**
 * 连同照片: photos and scans that the county does not have yet go along.
 */
photos?: boolean, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * Asks for volunteers as xlsx.
 */
export type ExportVolunteers = { 
/**
 * What for.
 */
purpose: ExportPurpose, 
/**
 * Year of the services.
 */
year: number, 
/**
 * Where to.
 */
to: Destination, };

/**
 * The file.
 */
export type ExportedEvaluation = { 
/**
 * The file.
 */
file: FileOut, 
/**
 * Characters that no font of this machine can draw.
 */
missing_glyphs: string, };

/**
 * The files.
 */
export type ExportedReport = { 
/**
 * In the order asked for.
 */
files: Array<FileOut>, 
/**
 * Characters that no font of this machine can draw; named, never printed as boxes unsaid.
 */
missing_glyphs: string, 
/**
 * Photos that are not on this PC and therefore not in the files.
 */
missing_photos: number, };

/**
 * What was written.
 */
export type ExportedStick = { 
/**
 * The files.
 */
files: Array<FileOut>, 
/**
 * Changes in them.
 */
changes: number, 
/**
 * What to tell the person: how much it was, and that the stick may be unplugged.
 */
message: string, };

/**
 * From what to what, in one field.
 */
export type FieldChange = { 
/**
 * Field name.
 */
field: string, 
/**
 * Its Chinese label.
 */
label: string, 
/**
 * Readable text before; empty when there was nothing.
 */
from: string, 
/**
 * Readable text after; empty when cleared.
 */
to: string, 
/**
 * Both are masked.
 */
masked: boolean, };

/**
 * One remark on one field of a form; the interface knows it as `FieldFinding`.
 */
export type FieldFinding = { 
/**
 * Field of the kind; empty when it concerns the whole form.
 */
field: string, 
/**
 * What is wrong and what to do, in Chinese.
 */
message: string, 
/**
 * Error or warning.
 */
level: FindingLevel, };

/**
 * A field.
 */
export type FieldView = { 
/**
 * Identifier.
 */
name: string, 
/**
 * Chinese label.
 */
label: string, 
/**
 * Type.
 */
kind: 'text' | 'long_text' | 'integer' | 'money' | 'date' | 'time' | 'code' | 'codes' | 'reference' | 'attachment', 
/**
 * Code table of a code.
 */
codes: string | null, 
/**
 * Kind that a reference points to.
 */
refers: string | null, 
/**
 * Must be filled before the record is final.
 */
required: boolean, 
/**
 * How closely its value is kept.
 */
sensitivity: 'plain' | 'personal' | 'sensitive', 
/**
 * How its value is masked.
 */
mask: 'id_number' | 'phone' | 'address' | null, 
/**
 * Section of the form.
 */
section: string, 
/**
 * Dictionary version it came with.
 */
since: number, 
/**
 * What to type.
 */
hint: string | null, 
/**
 * Greatest length in characters.
 */
max: number | null, 
/**
 * The unit an integer is typed and shown in, where it is kept in another: hours are kept in minutes.
 */
unit: 'hours' | null, 
/**
 * What of the supervisor's review it says; nobody types it.
 */
by_review: 'approval' | 'opinion' | 'date' | null, 
/**
 * Asked only where another field says one of these.
 */
only_if: OnlyIfView | null, };

/**
 * A figure as it is said and as it is counted here.
 */
export type FigureCheck = { 
/**
 * Station code.
 */
station: string, 
/**
 * `2026`, `2026-11`, `2026-Q3`, or first and last day.
 */
period: string, 
/**
 * Who says it: 县级取数, or the title of a frozen report.
 */
source: string, 
/**
 * Its code.
 */
code: string, 
/**
 * Its label.
 */
label: string, 
/**
 * 人次, 个…
 */
unit: string, 
/**
 * As it is said.
 */
said: string, 
/**
 * As it is counted here from the rows.
 */
counted: string, 
/**
 * Both are the same.
 */
equal: boolean, };

/**
 * A figure that a target can count.
 */
export type FigureChoice = { 
/**
 * Code.
 */
code: string, 
/**
 * Label.
 */
label: string, 
/**
 * 人次, 元, 小时…
 */
unit: string, 
/**
 * How many of what is kept make one of the unit: 100 for 元, 60 for hours, else 1.
 */
per: number, };

/**
 * A file that the person chose: a path in the window, the bytes in a browser.
 */
export type FileIn = { 
/**
 * Name as the person knows it.
 */
name: string, 
/**
 * Where it lies (window).
 */
path?: string, 
/**
 * What it holds (browser).
 */
base64?: string, };

/**
 * A file that was written.
 */
export type FileOut = { 
/**
 * Its name.
 */
name: string, 
/**
 * Where it lies (window).
 */
path: string | null, 
/**
 * Id to fetch it by: `GET /download/<id>` (browser).
 */
download: string | null, 
/**
 * Bytes.
 */
size: number, };

/**
 * What became of a file.
 */
export type FileOutcome = "taken_in" | "already" | "waiting" | "refused";

/**
 * One file as it would be kept, or why not.
 */
export type FileRead = { 
/**
 * Its name.
 */
name: string, 
/**
 * To save it by; null when it is not taken.
 */
token: string | null, 
/**
 * Why it is not taken and what to do.
 */
error: string | null, 
/**
 * Type of the kept file (`photos::Taken`).
 */
mime: string, 
/**
 * Bytes that would be kept.
 */
size: number, 
/**
 * Bytes of the chosen file.
 */
was: number, 
/**
 * Pages of a scan, where they can be counted.
 */
pages: number | null, 
/**
 * A small JPEG, base64.
 */
thumbnail: string | null, 
/**
 * The day the camera noted.
 */
taken_date: string | null, 
/**
 * The time.
 */
taken_time: string | null, 
/**
 * The place.
 */
place: string | null, 
/**
 * Readable names of the records that have this very file already.
 */
twins: Array<string>, 
/**
 * One of them is this record: it is not added again.
 */
here_already: boolean, };

/**
 * The files as they would be kept.
 */
export type FilesRead = { 
/**
 * One per file, in order; those of a folder by name.
 */
items: Array<FileRead>, };

/**
 * What was put onto the list.
 */
export type FillAnswer = { 
/**
 * Lines added.
 */
added: number, 
/**
 * People who stood there already.
 */
known: number, };

/**
 * Fills a form.
 */
export type FillForm = { 
/**
 * The form.
 */
id: string, 
/**
 * `2026-11`, `2026-Q4`…
 */
period: string, 
/**
 * At the county: for this station; none: for the county.
 */
station?: string, 
/**
 * For whom ledgers are written; by default as they are taken out here.
 */
privacy?: Privacy, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Puts people onto a list.
 */
export type FillRequest = { 
/**
 * The distribution.
 */
id: string, 
/**
 * Everybody of this category.
 */
category?: string, 
/**
 * Everybody of this village.
 */
village?: string, 
/**
 * One line per household instead of one per person.
 */
by_household?: boolean, };

/**
 * A condition on one field.
 */
export type Filter = { 
/**
 * Field name, or `id`, `station`, `created_ms`, `updated_ms`.
 */
field: string, 
/**
 * How to compare.
 */
test: FilterTest, 
/**
 * What to compare with; unused for `is_null` and `not_null`.
 */
value?: JsonValue, };

/**
 * How a filter compares.
 */
export type FilterTest = "eq" | "ne" | "in" | "at_least" | "at_most" | "less" | "contains" | "is_null" | "not_null";

/**
 * What was found.
 */
export type FindAnswer = { 
/**
 * Best first.
 */
found: Array<Found>, };

/**
 * What to look for.
 */
export type FindRequest = { 
/**
 * What was typed.
 */
text: string, 
/**
 * Only these kinds; all searchable ones when empty.
 */
kinds?: Array<string>, 
/**
 * At most this many (default 20).
 */
limit?: number | null, };

/**
 * How much a finding matters.
 */
export type FindingLevel = "error" | "warning";

/**
 * A follow-up after closing.
 */
export type FollowUpDue = { 
/**
 * Due on.
 */
due: string, 
/**
 * The follow-up done for it.
 */
done: string | null, 
/**
 * Before today and not done.
 */
overdue: boolean, };

/**
 * Names files that are not wanted after all.
 */
export type ForgetFiles = { 
/**
 * Tokens of `attachments.read`.
 */
tokens: Array<string>, };

/**
 * A cell.
 */
export type FormCell = { 
/**
 * Row, from 1.
 */
row: number, 
/**
 * Column, from 1.
 */
column: number, 
/**
 * Rows it covers.
 */
row_span: number, 
/**
 * Columns it covers.
 */
column_span: number, 
/**
 * What it says.
 */
text: string, 
/**
 * It is a formula and cannot be filled.
 */
formula: boolean, };

/**
 * Something to choose.
 */
export type FormChoice = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its label.
 */
label: string, };

/**
 * A ledger to choose.
 */
export type FormLedger = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its title.
 */
label: string, 
/**
 * Its columns.
 */
columns: Array<FormChoice>, };

/**
 * A placeholder.
 */
export type FormPlaceholder = { 
/**
 * What stands between the brackets.
 */
name: string, 
/**
 * What it most likely means.
 */
guess: Source | null, };

/**
 * What stands in a form.
 */
export type FormShape = { 
/**
 * It is a Word document; else a workbook.
 */
word: boolean, 
/**
 * The sheets of a workbook.
 */
sheets: Array<FormSheet>, 
/**
 * The placeholders of a Word document.
 */
placeholders: Array<FormPlaceholder>, };

/**
 * A sheet.
 */
export type FormSheet = { 
/**
 * Name on its tab.
 */
name: string, 
/**
 * Rows shown.
 */
rows: number, 
/**
 * Columns shown.
 */
columns: number, 
/**
 * It is protected, and stays so.
 */
protected: boolean, 
/**
 * Cells that say something or are merged.
 */
cells: Array<FormCell>, };

/**
 * What can go into a form.
 */
export type FormSources = { 
/**
 * Figures.
 */
figures: Array<FormChoice>, 
/**
 * Words of a filling.
 */
words: Array<FormChoice>, 
/**
 * Ledgers, each with the titles of its columns; the stations of the county first.
 */
ledgers: Array<FormLedger>, };

/**
 * Words of a filling.
 */
export type FormWord = "unit" | "county" | "period" | "from" | "to" | "today" | "person";

/**
 * Something found.
 */
export type Found = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * 服务对象, 个案 …
 */
kind_label: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * A line to tell namesakes apart, masked.
 */
detail: string, };

/**
 * 建立县级.
 */
export type FoundCounty = { 
/**
 * Name of the county, for example 浏阳市.
 */
name: string, 
/**
 * Six-digit division code.
 */
division: string, 
/**
 * The hub's connection line as `hezhan-hub init` printed it; none or empty for "USB only".
 */
hub?: string, 
/**
 * Name of the officer at this PC.
 */
officer: string, 
/**
 * The officer's passphrase.
 */
passphrase: string, 
/**
 * Passphrase of the county's root key, kept apart from the officer's.
 */
root_passphrase: string, 
/**
 * Where a copy of the sealed root-key file goes at once (a stick); it can be copied again later.
 */
copy_to?: Destination, };

/**
 * The founded county.
 */
export type FoundedCounty = { 
/**
 * This PC.
 */
place: PcIdentity, 
/**
 * The officer, unlocked.
 */
person: Person, 
/**
 * The public root key; `hezhan-hub init` asks for it.
 */
root_key: string, 
/**
 * The county id; `hezhan-hub init` asks for it.
 */
county_id: string, 
/**
 * The copy of the sealed root-key file, when a place for it was given.
 */
copy: FileOut | null, };

/**
 * Freezes a report as a new version.
 */
export type FreezeReport = { 
/**
 * Its outline; the monthly brief when absent.
 */
outline?: string, 
/**
 * Its period.
 */
period?: string, 
/**
 * The record it rests on.
 */
subject?: string, 
/**
 * The text as edited.
 */
sections: Array<WrittenSection>, 
/**
 * 期号, when another than the proposed one.
 */
issue_no?: number, 
/**
 * 报送单位.
 */
sent_to?: string, 
/**
 * 印发份数.
 */
copies?: number, 
/**
 * Why a section tells of somebody who has not consented; it is kept with the person.
 */
override_reason?: string, 
/**
 * Why a period that is closed is reported once more; it is kept as a record of its own.
 */
reopen_reason?: string, 
/**
 * Whether rows in which everything is 0 are left out; as proposed when absent.
 */
leave_out_zeros?: boolean, 
/**
 * Photos, in this order.
 */
photos?: Array<ReportPhoto>, };

/**
 * Something that lacks.
 */
export type Gap = { 
/**
 * Item.
 */
item: string, 
/**
 * Its number.
 */
no: string, 
/**
 * 评分内容
 */
content: string, 
/**
 * What lacks, in words.
 */
what: string, };

/**
 * A family picture, in millimetres.
 */
export type Genogram = { 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, 
/**
 * How many people of the household stand in it.
 */
people: number, 
/**
 * What is drawn, from back to front; see `domain::picture::Mark`.
 */
marks: Array<{ shape: 'line', x1: number, y1: number, x2: number, y2: number, dashed: boolean } | { shape: 'rect', x: number, y: number, width: number, height: number, dashed: boolean } | { shape: 'circle', x: number, y: number, r: number, dashed: boolean } | { shape: 'polygon', points: Array<[number, number]>, dashed: boolean } | { shape: 'text', x: number, y: number, size: number, text: string }>, };

/**
 * A line of a sign-off list.
 */
export type GiftLine = { 
/**
 * The record.
 */
record: RecordView, 
/**
 * Who.
 */
name: string, 
/**
 * Where.
 */
village: string, 
/**
 * Signed for.
 */
signed: boolean, };

/**
 * A distribution in a list.
 */
export type GiftRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * 名称
 */
name: string, 
/**
 * Day.
 */
date: string, 
/**
 * 类别, readable.
 */
occasion: string, 
/**
 * 物资
 */
goods: string, 
/**
 * Lines of the list.
 */
lines: number, 
/**
 * Of these signed.
 */
signed: number, 
/**
 * 户次
 */
household_times: number, 
/**
 * 暂存
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * A distribution with its list.
 */
export type GiftView = { 
/**
 * The distribution.
 */
record: RecordView, 
/**
 * The list, by village and name.
 */
lines: Array<GiftLine>, 
/**
 * Lines signed.
 */
signed: number, 
/**
 * Pieces signed for.
 */
quantity: number, 
/**
 * 户次
 */
household_times: number, 
/**
 * Worth of what was signed for, in 分; none when no worth is known.
 */
amount: number | null, };

/**
 * A page of distributions.
 */
export type GiftsAnswer = { 
/**
 * Newest first.
 */
rows: Array<GiftRow>, 
/**
 * How many match.
 */
total: number, };

/**
 * Asks for distributions.
 */
export type GiftsRequest = { 
/**
 * Words of the name, goods or place; the name of somebody on the list.
 */
text?: string, 
/**
 * Only of this year.
 */
year?: number | null, 
/**
 * Column of the list; without it the newest first.
 */
sort?: SortBy | null, 
/**
 * Skip so many.
 */
offset?: number, 
/**
 * At most so many (default 100).
 */
limit?: number | null, };

/**
 * A group in the list, as the ledger has it.
 */
export type GroupRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name of the station, at the county.
 */
station: string, 
/**
 * Number.
 */
plan_no: string, 
/**
 * Name.
 */
name: string, 
/**
 * Readable type.
 */
group_type: string, 
/**
 * Responsible worker.
 */
worker: string, 
/**
 * Code of `group_stage`.
 */
stage: string, 
/**
 * Its label; 已结束 when nothing more will come.
 */
stage_label: string, 
/**
 * First held session, or the planned first day.
 */
first: string, 
/**
 * Last session held, or planned.
 */
last: string, 
/**
 * The next planned session.
 */
next: string | null, 
/**
 * Sessions held.
 */
sessions: number, 
/**
 * Sessions planned.
 */
planned_sessions: number, 
/**
 * Members.
 */
members: number, 
/**
 * Person-times.
 */
person_times: number, 
/**
 * Members who came at least once.
 */
persons: number, 
/**
 * Attendance rate, as printed.
 */
attendance: string, 
/**
 * Nothing more will come.
 */
finished: boolean, 
/**
 * Has a final evaluation.
 */
evaluated: boolean, 
/**
 * 暂存
 */
provisional: boolean, };

/**
 * A group with everything in it.
 */
export type GroupView = { 
/**
 * The plan.
 */
record: RecordView, 
/**
 * Its numbers.
 */
line: GroupRow, 
/**
 * Members, in the order they came in.
 */
members: Array<MemberLine>, 
/**
 * Sessions by date.
 */
sessions: Array<SessionLine>, 
/**
 * Evaluations, newest first.
 */
evaluations: Array<RecordView>, 
/**
 * The comparison of tests, when there are members with both scores.
 */
tests: TestsView | null, 
/**
 * Why it does not count, when it does not.
 */
does_not_count: string | null, 
/**
 * What a finished group lacks to count as completed.
 */
lacks: Array<string>, 
/**
 * What the county wrote about it.
 */
annotations: Array<RecordView>, };

/**
 * The groups, those that go on first.
 */
export type Groups = { 
/**
 * One row per group.
 */
rows: Array<GroupRow>, };

/**
 * Which groups.
 */
export type GroupsRequest = { 
/**
 * Its name or number, the name, pinyin or initials of a member.
 */
text?: string, 
/**
 * Column of the list; without it those that go on first.
 */
sort?: SortBy | null, };

/**
 * Hands a frozen version in.
 */
export type HandInReport = { 
/**
 * Record id of the version.
 */
id: string, 
/**
 * When; today when absent.
 */
submitted_date?: string, 
/**
 * To whom; whom the version names when absent.
 */
receivers?: string, };

/**
 * The station's word that a returned record is mended.
 */
export type HandInRequest = { 
/**
 * The record.
 */
target: RecordRef, 
/**
 * What was done, where that does not show in the record itself.
 */
text?: string, };

/**
 * What became of it.
 */
export type HandOverAnswer = { 
/**
 * The handovers written, one for each receiver.
 */
handovers: Array<MadeHandover>, 
/**
 * What was left, with the reason.
 */
left: Array<string>, 
/**
 * What should be known of what was handed over.
 */
warnings: Array<string>, 
/**
 * It was stopped before the end.
 */
cancelled: boolean, };

/**
 * One piece given to somebody.
 */
export type HandOverLine = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Who takes it (staff id).
 */
to: string, };

/**
 * Hands work over.
 */
export type HandOverRequest = { 
/**
 * Whose it is (staff id).
 */
from: string, 
/**
 * What, and who takes it.
 */
lines: Array<HandOverLine>, 
/**
 * Why.
 */
reason: string, 
/**
 * Id of the long work.
 */
task?: string, };

/**
 * Harm to a minor without a complete police report.
 */
export type HarmItem = { 
/**
 * The report record.
 */
report: string, 
/**
 * The person; empty as long as nobody was chosen.
 */
recipient: string, 
/**
 * Name; empty as long as nobody was chosen.
 */
name: string, 
/**
 * Full years.
 */
age: number | null, 
/**
 * Station.
 */
station: string, 
/**
 * Name of the station (for the county).
 */
station_name: string, 
/**
 * What was seen, readable.
 */
situation: string, 
/**
 * Found on.
 */
found_date: string, 
/**
 * Days since.
 */
days: number, 
/**
 * What the report still lacks, by the labels of its form.
 */
missing: Array<string>, 
/**
 * Who found it.
 */
who: string, };

/**
 * The check-up of this PC's data.
 */
export type Health = { 
/**
 * Nothing is wrong.
 */
sound: boolean, 
/**
 * What was looked at, each with its outcome.
 */
points: Array<HealthPoint>, };

/**
 * Something that it found.
 */
export type HealthFinding = { 
/**
 * When, in milliseconds.
 */
at_ms: number, 
/**
 * What, and what was done about it.
 */
text: string, };

/**
 * One thing that was looked at.
 */
export type HealthPoint = { 
/**
 * What, in Chinese.
 */
name: string, 
/**
 * It is in order.
 */
sound: boolean, 
/**
 * What was found and what to do.
 */
detail: string, };

/**
 * Writes the report of a check-up.
 */
export type HealthReport = { 
/**
 * A folder or a download.
 */
to: Destination, };

/**
 * How far the check-up is that runs by itself.
 */
export type HealthRound = { 
/**
 * When everything had been looked at, the last time, in milliseconds.
 */
done_ms: number | null, 
/**
 * Changes looked at in that round.
 */
changes: number, 
/**
 * Records looked at in that round.
 */
records: number, 
/**
 * What was found last, the newest first.
 */
found: Array<HealthFinding>, };

/**
 * The history of a record, newest first.
 */
export type HistoryAnswer = { 
/**
 * Each change.
 */
steps: Array<HistoryStep>, };

/**
 * One change of a record.
 */
export type HistoryStep = { 
/**
 * When, in milliseconds.
 */
at_ms: number, 
/**
 * The PC's clock was doubtful.
 */
doubtful: boolean, 
/**
 * Name of who did it.
 */
author: string, 
/**
 * Name of the device.
 */
device: string, 
/**
 * What was done.
 */
act: Act, 
/**
 * For reading: which page or which fields.
 */
note: string | null, 
/**
 * Field by field.
 */
changes: Array<FieldChange>, 
/**
 * The change itself.
 */
reference: [string, number, string], };

/**
 * The home page.
 */
export type Home = { 
/**
 * Today.
 */
today: string, 
/**
 * Harm to minors that stands unreported, on top.
 */
harm: Array<HarmItem>, 
/**
 * Due today and overdue, by person, longest overdue first.
 */
due: Array<DuePerson>, 
/**
 * How many people that are in all.
 */
due_total: number, 
/**
 * The same by responsible worker, whoever was asked for.
 */
workers: Array<WorkerDue>, 
/**
 * Due today and overdue things that belong to no recipient, the oldest first.
 */
due_without_person: Array<DueItem>, 
/**
 * Papers that wait for the supervisor who asks; empty for others.
 */
to_review: Array<ReviewItem>, 
/**
 * Volunteers' service records that want completing within ten working days.
 */
volunteer_records: Array<OpenActivity>, 
/**
 * Records that the county or the supervisor sent back.
 */
returned: Array<ReturnedItem>, 
/**
 * Fields that two people changed apart.
 */
conflicts: Array<ConflictView>, 
/**
 * Own drafts.
 */
drafts: Array<Draft>, 
/**
 * 暂存 records, by kind.
 */
provisional: Array<CountOf>, 
/**
 * How far the saved changes have travelled.
 */
sending: Sending, 
/**
 * This month.
 */
month: MonthFigures, 
/**
 * The month before.
 */
last_month: MonthFigures, 
/**
 * The brief that is due next.
 */
brief: BriefDue | null, };

/**
 * Twelve months up to this one, oldest first.
 */
export type HomeMonths = { 
/**
 * The months.
 */
months: Array<MonthFigures>, };

/**
 * Whose work the page shows.
 */
export type HomeRequest = { 
/**
 * Only people of this responsible worker (staff id; `none`: of nobody).
 */
worker?: string | null, };

/**
 * Hours of a year.
 */
export type HoursOfYear = { 
/**
 * Year.
 */
year: number, 
/**
 * Hours.
 */
hours: string, 
/**
 * Services.
 */
times: number, };

/**
 * A household beside a person.
 */
export type HouseholdBrief = { 
/**
 * Household id.
 */
id: string, 
/**
 * Number of the household.
 */
household_no: string, 
/**
 * Head of the household.
 */
head_name: string, 
/**
 * Address.
 */
address: string, 
/**
 * Relation of this person to the head, readable.
 */
relation: string, 
/**
 * How many live there.
 */
members: number, 
/**
 * What is to be said of the head: that the one entered has died.
 */
head_note: string | null, };

/**
 * Where the person lives.
 */
export type HouseholdChoice = { "choice": "none" } | { "choice": "existing", 
/**
 * Household id.
 */
id: string, 
/**
 * Relation to the head (GB/T 4761).
 */
relation?: string | null, 
/**
 * The member row of that household that is this person, when already listed there.
 */
member?: string | null, } | { "choice": "new", 
/**
 * Its fields; the head's name defaults to the person's.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Relation to the head (default: head).
 */
relation?: string | null, };

/**
 * A household's page.
 */
export type HouseholdView = { 
/**
 * The record.
 */
record: RecordView, 
/**
 * Its members, the head first; those who died or left too, until their entry is taken out.
 */
members: Array<MemberView>, 
/**
 * What is to be said of the head: that the one entered has died.
 */
head_note: string | null, };

/**
 * The line to the hub.
 */
export type HubLine = { 
/**
 * Its address.
 */
url: string, 
/**
 * Something is moving right now.
 */
running: boolean, 
/**
 * Bytes or items done of the present step.
 */
done: number, 
/**
 * Bytes or items in all; 0 when unknown.
 */
total: number, 
/**
 * The present step, in Chinese.
 */
step: string, 
/**
 * When it last went through, in milliseconds.
 */
last_success_ms: number | null, 
/**
 * Why it does not go through, in plain Chinese.
 */
problem: string | null, 
/**
 * That this PC's clock or the hub's is wrong, and what to do.
 */
clock: string | null, };

/**
 * Names a record whose kind is known.
 */
export type IdRequest = { 
/**
 * Record id.
 */
id: string, };

/**
 * Begins a scheme from a workbook.
 */
export type ImportScheme = { 
/**
 * The workbook.
 */
file: FileIn, };

/**
 * Reads files from a stick.
 */
export type ImportStick = { 
/**
 * Files of any of our kinds.
 */
files: Array<FileIn>, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * What became of one file.
 */
export type ImportedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * What became of it.
 */
outcome: FileOutcome, 
/**
 * Name of the station it came from, where known.
 */
station: string, 
/**
 * Changes that were new here.
 */
changes: number, 
/**
 * What happened and, where it did not work, what to do.
 */
message: string, };

/**
 * What became of each file.
 */
export type ImportedStick = { 
/**
 * One line per file, in the order they were read: requests, rosters and confirmations before bundles.
 */
files: Array<ImportedFile>, 
/**
 * Stations whose work came in; for the county, to write their receipt files.
 */
stations: Array<string>, 
/**
 * New versions of the program among them, to be offered: by their path, or by the name under which they were given.
 */
updates: Array<FileIn>, };

/**
 * Installs a new version.
 */
export type InstallUpdate = { 
/**
 * The update file.
 */
file: FileIn, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * A new version that was installed.
 */
export type InstalledUpdate = { 
/**
 * Its version.
 */
version: string, 
/**
 * What was done, and what comes now.
 */
message: string, };

/**
 * An item.
 */
export type ItemView = { 
/**
 * Record id.
 */
id: string, 
/**
 * 编号
 */
no: string, 
/**
 * Dimension.
 */
dimension: string, 
/**
 * 评分内容
 */
content: string, 
/**
 * 分值
 */
points: string, 
/**
 * 评分办法
 */
method: string, 
/**
 * Kinds of records that are evidence, in words; and what the sheet says is to be shown.
 */
evidence_words: string, 
/**
 * What is counted, in words; empty for nothing.
 */
figure: string, 
/**
 * What was counted: `4/6`, `12`.
 */
counted: string, 
/**
 * What is missing of it.
 */
lacks: Array<string>, 
/**
 * The points that follow from the count.
 */
proposed: string | null, 
/**
 * Given.
 */
score: string | null, 
/**
 * 扣分说明
 */
reason: string, 
/**
 * Evidence, by number.
 */
evidence: Array<EvidenceView>, };

/**
 * What a join file says.
 */
export type JoinFileContent = { 
/**
 * Name of the county.
 */
county_name: string, 
/**
 * Code of the station; none for another PC of the county.
 */
station_code: string | null, 
/**
 * Name of the station, or of the county.
 */
station_name: string, 
/**
 * Letter that this PC will have.
 */
letter: string, 
/**
 * Address of the hub; none when everything goes by stick.
 */
hub: string | null, };

/**
 * A join file with its code.
 */
export type JoinFileRequest = { 
/**
 * The file (.hzj).
 */
file: FileIn, 
/**
 * The one-time code, spaces and case do not matter.
 */
code: string, };

/**
 * Where the join request goes.
 */
export type JoinRequestOut = { 
/**
 * A stick or a download.
 */
destination: Destination, };

/**
 * A PC that asks to join.
 */
export type JoinRequestRow = { 
/**
 * Its id; compare the first characters with what its screen shows.
 */
device: string, 
/**
 * Code of the station it asks for; none for a PC of the county.
 */
station: string | null, 
/**
 * Name of that station.
 */
station_name: string, 
/**
 * Letter from its join file.
 */
letter: string, 
/**
 * Name it gave itself.
 */
name: string, 
/**
 * Who joined with it; none from a program that did not say so yet.
 */
person: string | null, 
/**
 * In which role.
 */
role: Role | null, 
/**
 * When it was made.
 */
time_ms: number, 
/**
 * Its join file was given out here and has not been used.
 */
known: boolean, };

/**
 * Asks for join requests; a file adds its own.
 */
export type JoinRequestsRequest = { 
/**
 * A request that came as a file (.hzq).
 */
file?: FileIn, };

/**
 * 加入站点.
 */
export type JoinStation = { 
/**
 * The file (.hzj).
 */
file: FileIn, 
/**
 * The one-time code.
 */
code: string, 
/**
 * Name of the person at this PC.
 */
name: string, 
/**
 * `worker` or `supervisor`; ignored for a PC of the county.
 */
role: Role, 
/**
 * Their passphrase.
 */
passphrase: string, };

/**
 * A joined PC.
 */
export type JoinedStation = { 
/**
 * This PC.
 */
place: PcIdentity, 
/**
 * The person, unlocked.
 */
person: Person, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * Asks what is to be said of a passphrase while it is typed.
 */
export type JudgePassphrase = { 
/**
 * What is typed.
 */
passphrase: string, 
/**
 * Names that the form knows of: the person's, a station's, a county's. Those of this PC are known anyway.
 */
names: Array<string>, };

/**
 * What is said of a new passphrase.
 */
export type Judged = { 
/**
 * How hard it is to guess.
 */
strength: Strength, 
/**
 * Why it is not taken and what to do; none when it is.
 */
trouble: string | null, };

/**
 * A record that stays when an import is undone.
 */
export type KeptRecord = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Readable name.
 */
title: string, 
/**
 * Why.
 */
why: string, };

/**
 * A record kind.
 */
export type KindView = { 
/**
 * Identifier.
 */
name: string, 
/**
 * Chinese name of the form.
 */
label: string, 
/**
 * Which side writes it.
 */
writer: 'station' | 'county' | 'both', 
/**
 * For whom it is written.
 */
audience: 'station' | 'all' | 'county', 
/**
 * Fields that make a record's title.
 */
title: Array<string>, 
/**
 * Sections of the form, in order.
 */
sections: Array<SectionView>, 
/**
 * Fields, in order.
 */
fields: Array<FieldView>, 
/**
 * The field that refers to the owner.
 */
parent: string | null, 
/**
 * Where it stands wherever kinds stand in a row.
 */
order: number, 
/**
 * The field that dates a record.
 */
date: string | null, 
/**
 * Where a record opens.
 */
opens: OpensView | null, 
/**
 * The page of its own that a plain register has.
 */
page: PageView | null, };

/**
 * A parameter the program asks for.
 */
export type KnownParameter = { 
/**
 * Name as the program knows it.
 */
name: string, 
/**
 * Chinese label.
 */
label: string, 
/**
 * What to type.
 */
hint: string, 
/**
 * Used where the county has set nothing.
 */
default: string, 
/**
 * Where the parameter and its default come from.
 */
source: string, 
/**
 * Values to choose from; none: it is typed.
 */
options: Array<ParameterChoice>, };

/**
 * A service that lacks something.
 */
export type LackingService = { 
/**
 * The record.
 */
record: RecordRef, 
/**
 * Station code.
 */
station: string, 
/**
 * What it is.
 */
title: string, 
/**
 * Its day.
 */
date: string, 
/**
 * What lacks: 没有记录, 没有照片.
 */
lacks: string, };

/**
 * A report that was to be handed in.
 */
export type LateReport = { 
/**
 * Its deadline.
 */
deadline: DeadlineRow, 
/**
 * Why it has most likely not come; empty where it has, or is not due yet.
 */
reason: string, 
/**
 * Whom to call.
 */
telephone: string, };

/**
 * The reports that the stations were to hand in.
 */
export type LateReports = { 
/**
 * The year.
 */
year: number, 
/**
 * How punctual each station was, the least punctual first.
 */
stations: Array<StationReports>, 
/**
 * The reports: what has not come first, the longest overdue on top.
 */
rows: Array<LateReport>, };

/**
 * Takes the reports out.
 */
export type LateReportsOut = { 
/**
 * Which.
 */
asked: LateReportsRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks for the reports of a year.
 */
export type LateReportsRequest = { 
/**
 * Year in which they are due; this year when absent.
 */
year?: number | null, 
/**
 * Only this station.
 */
station?: string | null, 
/**
 * Only what has not come.
 */
owing?: boolean, };

/**
 * Everything that a person has chosen; what is absent is guessed.
 */
export type LedgerChoices = { 
/**
 * Which sheet, from 0.
 */
sheet: number | null, 
/**
 * First row of the header.
 */
header_row: number | null, 
/**
 * How many rows the header has.
 */
header_rows: number | null, 
/**
 * Which kind of ledger.
 */
ledger: string | null, 
/**
 * Target of a column; an empty one leaves it out.
 */
columns: { [key in number]: string }, 
/**
 * What stands in every row that says nothing, by target.
 */
defaults: { [key in string]: string }, 
/**
 * What values become that could not be read.
 */
values: Array<ValueChoice>, 
/**
 * What becomes of rows that need a decision.
 */
rows: { [key in number]: RowChoice }, };

/**
 * A ledger taken out.
 */
export type LedgerOut = { 
/**
 * The file.
 */
file: FileOut, 
/**
 * How many rows.
 */
rows: number, 
/**
 * How many were left out because the people have not consented.
 */
left_out: number, };

/**
 * Takes a ledger out.
 */
export type LedgerRequest = { 
/**
 * Which.
 */
name: string, 
/**
 * First day; for ledgers of a period. Empty: from the beginning.
 */
from?: string, 
/**
 * Last day. Empty: until today.
 */
to?: string, 
/**
 * Only this village or community.
 */
village?: string, 
/**
 * Only this station, for the county.
 */
station?: string, 
/**
 * For whom; by default the station's own at a station, masked at the county.
 */
privacy?: Privacy, 
/**
 * Why people who have not consented, or have withdrawn it, stand in a ledger for outside; a supervisor's, and kept.
 */
override_reason?: string, 
/**
 * Where to.
 */
to_place: Destination, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * What an import came to.
 */
export type LedgerResult = { 
/**
 * The batch record; None when there was nothing to store.
 */
batch: string | null, 
/**
 * Where the rows went; after cancelling, what was not reached is left out of `stored`.
 */
counts: RowCounts, 
/**
 * Records made.
 */
created: number, 
/**
 * Records changed.
 */
updated: number, 
/**
 * Stopped before the end: the first rows are in, in whole batches.
 */
cancelled: boolean, };

/**
 * A ledger that can be taken out.
 */
export type LedgerRow = { 
/**
 * Identifier.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * Record kind of its rows.
 */
kind: string, 
/**
 * It is of a period; otherwise as of today.
 */
dated: boolean, 
/**
 * Titles of its columns.
 */
columns: Array<string>, };

/**
 * What the import would do, step by step.
 */
export type LedgerView = { 
/**
 * Sheets to choose from.
 */
sheets: Array<SheetView>, 
/**
 * Which one, from 0.
 */
sheet: number, 
/**
 * First row of the header; 0 when none was found.
 */
header_row: number, 
/**
 * How many rows it has.
 */
header_rows: number, 
/**
 * The first rows of the sheet.
 */
top: Array<Array<string>>, 
/**
 * What was noticed while reading: hidden parts, merged cells, encoding.
 */
notes: Array<string>, 
/**
 * Which kind of ledger.
 */
ledger: string, 
/**
 * Kinds to choose from.
 */
ledgers: Array<CodeLabel>, 
/**
 * The columns.
 */
columns: Array<ColumnView>, 
/**
 * Targets a column may have.
 */
targets: Array<CodeLabel>, 
/**
 * Targets worth a value for all rows: required, and not in the file.
 */
wanted: Array<CodeLabel>, 
/**
 * Values and what they become; those that cannot be read first.
 */
values: Array<ValueView>, 
/**
 * Rows to decide about.
 */
questions: Array<QuestionView>, 
/**
 * Rows that are not stored by themselves, and why.
 */
notes_on_rows: Array<RowNote>, 
/**
 * Remarks that do not hinder.
 */
warnings: Array<RowNote>, 
/**
 * Where the rows go.
 */
counts: RowCounts, 
/**
 * People (visits) that would be new.
 */
new_records: number, 
/**
 * People whose files would be added to.
 */
changed_records: number, 
/**
 * Records saved as 暂存 because something required is missing.
 */
provisional: number, };

/**
 * Somebody left as she was.
 */
export type LeftOut = { 
/**
 * Recipient id.
 */
recipient: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Why.
 */
why: string, };

/**
 * Links records to an item.
 */
export type LinkEvidence = { 
/**
 * The evaluation.
 */
id: string, 
/**
 * The item.
 */
item: string, 
/**
 * The records.
 */
records: Array<RecordRef>, };

/**
 * Links a record to a thing.
 */
export type LinkPlanRecord = { 
/**
 * The thing.
 */
item: string, 
/**
 * The record.
 */
record: RecordRef, };

/**
 * A page of records.
 */
export type ListAnswer = { 
/**
 * The rows of this page.
 */
rows: Array<RecordView>, 
/**
 * How many match in all.
 */
total: number, };

/**
 * Asks for one page of records of a kind.
 */
export type ListRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * What was typed into the search box.
 */
text?: string, 
/**
 * All must hold.
 */
filters?: Array<Filter>, 
/**
 * Sort order, the first weighing most.
 */
order?: Array<OrderBy>, 
/**
 * At most this many rows (default 50, at most 500).
 */
limit?: number | null, 
/**
 * Skip this many rows.
 */
offset?: number | null, 
/**
 * Deleted records instead of living ones.
 */
deleted?: boolean, 
/**
 * Only 暂存 (true) or only final ones (false); both when absent.
 */
provisional?: boolean | null, };

/**
 * A list as its page shows it: filters, words, order.
 */
export type Listed = { "list": "recipients" } & RecipientsRequest | { "list": "visits" } & MonthRequest | { "list": "not_visited" } & MonthRequest | { "list": "cases" } & CaseBoardRequest | { "list": "groups" } & GroupsRequest | { "list": "activities" } & ActivitiesRequest | { "list": "records" } & ListRequest | { "list": "volunteers" } & VolunteersRequest | { "list": "services" } & ServicesRequest | { "list": "gifts" } & GiftsRequest | { "list": "means" } & MeansListRequest | { "list": "register" } & SpecialRegisterRequest | { "list": "outside_services" } & OutsideRequest | { "list": "readings" } & ReadingsRequest;

/**
 * Asks what update files offer.
 */
export type LookAtUpdates = { 
/**
 * The files.
 */
files: Array<FileIn>, };

/**
 * A lost PC and what is to be done.
 */
export type LostDevice = { 
/**
 * The PC.
 */
device: DeviceRow, 
/**
 * The steps, in their order.
 */
steps: Array<LostStep>, 
/**
 * Changes of it that came after it was shut out and do not count.
 */
beyond: number, };

/**
 * A step.
 */
export type LostStep = { 
/**
 * Which.
 */
what: LostWhat, 
/**
 * How far it is.
 */
state: StepState, 
/**
 * What it is about, what was found, and what to do.
 */
detail: string, 
/**
 * When it was done, in milliseconds.
 */
at_ms: number | null, };

/**
 * What is to be done.
 */
export type LostWhat = "revoke" | "rekey" | "other_pcs" | "unsent" | "replacement";

/**
 * A backup that was made.
 */
export type MadeBackup = { 
/**
 * The file.
 */
file: FileOut, 
/**
 * It was read again from the place and found whole.
 */
verified: boolean, 
/**
 * What is to be known of photos, which are not in it; null when there are none.
 */
photos: string | null, };

/**
 * The key that was made.
 */
export type MadeEvaluatorKey = { 
/**
 * The sealed key, which stays with the evaluator.
 */
key: FileOut, 
/**
 * The public key as a file, for the county.
 */
public: FileOut, 
/**
 * The same as text.
 */
recipient: string, };

/**
 * A handover that was written.
 */
export type MadeHandover = { 
/**
 * Its record.
 */
id: string, 
/**
 * Name of who took it.
 */
to: string, 
/**
 * How many pieces.
 */
count: number, };

/**
 * A join file and its code, which is shown once and told apart from the file.
 */
export type MadeJoinFile = { 
/**
 * The file (.hzj).
 */
file: FileOut, 
/**
 * The one-time code: four groups of four.
 */
code: string, 
/**
 * Letter that was reserved for the PC.
 */
letter: string, };

/**
 * The pack that was made.
 */
export type MadePack = { 
/**
 * The file.
 */
file: FileOut, 
/**
 * Names of the stations that were drawn.
 */
stations: Array<string>, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Records drawn to be looked at.
 */
drawn: number, 
/**
 * Names the pack, to be told the evaluator by telephone.
 */
fingerprint: string, };

/**
 * Makes a backup.
 */
export type MakeBackup = { 
/**
 * A stick or a download.
 */
destination: Destination, };

/**
 * Makes an evaluator's key.
 */
export type MakeEvaluatorKey = { 
/**
 * Who evaluates: stands in the names of the files.
 */
name: string, 
/**
 * Opens the key.
 */
passphrase: string, 
/**
 * Where the files go.
 */
place: Destination, };

/**
 * Asks for a join file.
 */
export type MakeJoinFile = { 
/**
 * Code of the station; none for another PC of the county.
 */
station?: string, 
/**
 * A stick or a download.
 */
destination: Destination, };

/**
 * Makes a pack.
 */
export type MakePack = { 
/**
 * Year.
 */
year: number, 
/**
 * The evaluator's public key.
 */
recipient: string, 
/**
 * Draws the sample: the same seed draws the same.
 */
seed: string, 
/**
 * How many stations are drawn.
 */
stations: number, 
/**
 * How many records of each kind are drawn at each station.
 */
records: number, 
/**
 * Where it goes.
 */
place: Destination, };

/**
 * A cell and what goes there.
 */
export type MappedCell = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * `B7`.
 */
cell: string, 
/**
 * What goes there.
 */
source: Source, };

/**
 * A column of it.
 */
export type MappedColumn = { 
/**
 * Its letter: `C`.
 */
column: string, 
/**
 * Title of the ledger's column; for stations `name`, `number`, or the code of a figure.
 */
of: string, };

/**
 * Rows of a sheet that a ledger fills, or the stations.
 */
export type MappedList = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * The first row, from 1.
 */
first_row: number, 
/**
 * How many rows the form has for them.
 */
reserved: number, 
/**
 * Name of the ledger; `stations`: a row for each station of the county.
 */
ledger: string, 
/**
 * Columns in use.
 */
columns: Array<MappedColumn>, };

/**
 * A placeholder and what goes there.
 */
export type MappedWord = { 
/**
 * What stands between the brackets.
 */
name: string, 
/**
 * What goes there.
 */
source: Source, };

/**
 * What goes where in a form.
 */
export type Mapping = { 
/**
 * Single cells of a workbook.
 */
cells: Array<MappedCell>, 
/**
 * Parts of a sheet that a list fills.
 */
lists: Array<MappedList>, 
/**
 * Placeholders of a Word document.
 */
words: Array<MappedWord>, };

/**
 * What the form begins with.
 */
export type MeansBegin = { 
/**
 * Fields of the header.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Readable text of references.
 */
labels: { [key in string]: string }, 
/**
 * Rows, with names that only the form knows.
 */
rows: Array<MeansBeginRow>, 
/**
 * Earlier surveys of this person or household, newest first.
 */
earlier: Array<EarlierSurvey>, 
/**
 * What is to be said of the household's head: that the one entered has died.
 */
head_note: string | null, };

/**
 * For whom, and from which survey.
 */
export type MeansBeginRequest = { 
/**
 * The applicant.
 */
recipient: string, 
/**
 * An earlier survey to begin from.
 */
copy_from?: string | null, };

/**
 * A row to begin with.
 */
export type MeansBeginRow = { 
/**
 * Kind of the row.
 */
kind: string, 
/**
 * What the form may call it.
 */
id: string, 
/**
 * Its fields.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Where its ID number comes from.
 */
copy_of: RecordRef | null, };

/**
 * What a survey comes to: an estimate, never a decision.
 */
export type MeansEstimate = { 
/**
 * `dibao`, `dibao_margin`, `rigid_expense_difficulty`, `not_met`, `tekun`, `pending`; none without a figure.
 */
outcome: string | null, 
/**
 * The same in words: 低保（估）.
 */
outcome_label: string, 
/**
 * How many count.
 */
heads: number | null, 
/**
 * Income per head and month in 元, `733.33`.
 */
per_capita: string | null, 
/**
 * Gap of the household a month in 元, when it comes to dibao.
 */
gap: string | null, 
/**
 * Every line of the working.
 */
steps: Array<MeansStep>, 
/**
 * What is missing, in sentences.
 */
missing: Array<string>, 
/**
 * What should be known beside the figures.
 */
notes: Array<string>, 
/**
 * The standards it rests on: 2026 年，文号，自 2026-01-01.
 */
standards: string | null, 
/**
 * 估算，不是认定.
 */
disclaimer: string, };

/**
 * A survey as far as it is typed; nothing is saved.
 */
export type MeansEstimateRequest = { 
/**
 * Fields of the header.
 */
fields: { [key in string]: JsonValue }, 
/**
 * All its rows.
 */
rows: Array<MeansRow>, };

/**
 * A page of surveys, newest first.
 */
export type MeansList = { 
/**
 * Rows of this page.
 */
rows: Array<MeansListRow>, 
/**
 * How many match in all.
 */
total: number, 
/**
 * The county has set no standards that hold today: what to say, or none.
 */
lacking: string | null, };

/**
 * Which surveys.
 */
export type MeansListRequest = { 
/**
 * Of this person, or of this person's household.
 */
recipient?: string | null, 
/**
 * Of this station, at the county.
 */
station?: string | null, 
/**
 * Name, pinyin, village of the applicant; name of anybody in the survey; number.
 */
text?: string, 
/**
 * Code of `means_type` that the survey comes to, or `nothing`.
 */
outcome?: string | null, 
/**
 * Column of the list; without it the newest first.
 */
sort?: SortBy | null, 
/**
 * At most this many rows (default 50, at most 500).
 */
limit?: number | null, 
/**
 * Skip this many rows.
 */
offset?: number, };

/**
 * A survey in the list.
 */
export type MeansListRow = { 
/**
 * Survey id.
 */
id: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * The applicant, when her file is here.
 */
person: PersonBrief | null, 
/**
 * Number.
 */
survey_no: string, 
/**
 * Date of the survey.
 */
date: string, 
/**
 * What was applied for, readable.
 */
matter: string, 
/**
 * Who investigated.
 */
investigators: string, 
/**
 * How many count.
 */
heads: number | null, 
/**
 * Income per head and month in 元.
 */
per_capita: string | null, 
/**
 * What it comes to; none without a figure.
 */
outcome: string | null, 
/**
 * The same in words.
 */
outcome_label: string, 
/**
 * The first thing that is missing.
 */
missing: string | null, 
/**
 * Until when it holds.
 */
until: MeansUntil | null, 
/**
 * 暂存.
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * A row of a survey.
 */
export type MeansRow = { 
/**
 * `survey_member`, `survey_income`, `survey_expense`, `survey_asset` or `survey_supporter`.
 */
kind: string, 
/**
 * Its id; of a new one whatever the form calls it.
 */
id: string, 
/**
 * Its fields.
 */
fields: { [key in string]: JsonValue }, };

/**
 * A row to be saved.
 */
export type MeansRowSave = { 
/**
 * Kind of the row.
 */
kind: string, 
/**
 * Its id; of a new row whatever the form calls it, which other rows may refer to as their member.
 */
id: string, 
/**
 * It is new.
 */
new?: boolean, 
/**
 * It is taken out.
 */
removed?: boolean, 
/**
 * Fields to set.
 */
fields: { [key in string]: JsonValue }, 
/**
 * The `refs` of the row's view.
 */
seen?: { [key in string]: Array<[string, number, string]> }, 
/**
 * Where a masked ID number that was not typed is copied from.
 */
copy_of?: RecordRef | null, };

/**
 * A saved survey.
 */
export type MeansSaveAnswer = { 
/**
 * The survey as it now stands.
 */
survey: MeansSurvey, 
/**
 * Warnings that did not hinder; those of rows at `rows.<id>.<field>`.
 */
findings: Array<FieldFinding>, };

/**
 * A survey to be saved with the rows that changed.
 */
export type MeansSaveRequest = { 
/**
 * The survey; none makes a new one.
 */
id?: string | null, 
/**
 * Fields of the header to set.
 */
fields: { [key in string]: JsonValue }, 
/**
 * The `refs` of the header's view.
 */
seen?: { [key in string]: Array<[string, number, string]> }, 
/**
 * New, changed and removed rows.
 */
rows: Array<MeansRowSave>, 
/**
 * Save as 暂存.
 */
provisional?: boolean, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * A line of the working.
 */
export type MeansStep = { 
/**
 * Names the line; a row of the form by its id.
 */
key: string, 
/**
 * `members`, `income`, `deductions`, `per_capita`, `property`, `dibao`, `margin`, `rigid`.
 */
group: string, 
/**
 * The group in words.
 */
group_label: string, 
/**
 * What is worked out.
 */
label: string, 
/**
 * How.
 */
formula: string, 
/**
 * What came out.
 */
value: string, };

/**
 * A survey's page.
 */
export type MeansSurvey = { 
/**
 * The header.
 */
record: RecordView, 
/**
 * The applicant.
 */
person: PersonBrief | null, 
/**
 * Members, as they were entered.
 */
members: Array<RecordView>, 
/**
 * Incomes.
 */
incomes: Array<RecordView>, 
/**
 * Expenses.
 */
expenses: Array<RecordView>, 
/**
 * Assets.
 */
assets: Array<RecordView>, 
/**
 * Supporters.
 */
supporters: Array<RecordView>, 
/**
 * What it comes to.
 */
estimate: MeansEstimate, 
/**
 * Until when the county's recognition holds, or when it is to be reviewed.
 */
until: MeansUntil | null, 
/**
 * What is to be said of the household's head: that the one entered has died.
 */
head_note: string | null, };

/**
 * Until when a recognition holds, or when it is to be reviewed.
 */
export type MeansUntil = { 
/**
 * 有效期至 or 下次核查.
 */
label: string, 
/**
 * The day.
 */
date: string, 
/**
 * Days left; negative when past.
 */
days: number, 
/**
 * It is time to speak of it.
 */
soon: boolean, };

/**
 * One person's.
 */
export type MemberFigures = { 
/**
 * Id of the personnel file.
 */
staff_file: string, 
/**
 * Name.
 */
name: string, 
/**
 * Of the year.
 */
times: TimesView, 
/**
 * 继续教育, hours of trainings on record since the registration.
 */
recorded: string, 
/**
 * Hours that the file says.
 */
declared: string, 
/**
 * Hours that the registration asks for; empty without a certificate.
 */
required: string, 
/**
 * Neither what is on record nor what the file says reaches them.
 */
short: boolean, };

/**
 * A member with what the grid shows.
 */
export type MemberLine = { 
/**
 * The record.
 */
record: RecordView, 
/**
 * How often she came.
 */
times: number, };

/**
 * One member.
 */
export type MemberView = { 
/**
 * The member record; absent for a recipient who is only linked to the household.
 */
record: RecordView | null, 
/**
 * The recipient, when on file.
 */
recipient: PersonBrief | null, 
/**
 * Name.
 */
name: string, 
/**
 * Relation to the head, readable.
 */
relation: string, 
/**
 * Full years today, or at the death.
 */
age: number | null, 
/**
 * Why she lives there no more, readable.
 */
gone: string | null, };

/**
 * Merges two files.
 */
export type MergeFiles = { 
/**
 * The file that stays.
 */
stays: string, 
/**
 * The file that goes into it.
 */
goes: string, 
/**
 * Fields in which the value of the file that goes is taken; empty fields of the one that stays are always filled.
 */
take?: Array<string>, };

/**
 * A file that went into another.
 */
export type MergedFile = { 
/**
 * The file that stands.
 */
id: string, 
/**
 * Its station.
 */
station: string, 
/**
 * Name of the file that went.
 */
name: string, 
/**
 * Name of the file that stands.
 */
into: string, };

/**
 * A merged file.
 */
export type MergedPair = { 
/**
 * The file that went into another.
 */
from: PersonBrief, 
/**
 * The file that stands for both.
 */
into: PersonBrief, };

/**
 * The money of a year.
 */
export type Money = { 
/**
 * Year.
 */
year: number, 
/**
 * The county's budget of the year, by source, with the sum of all last; empty at a station.
 */
budget: Array<MoneyRow>, 
/**
 * Agreements whose term touches the year.
 */
agreements: Array<AgreementMoney>, };

/**
 * Takes the table out.
 */
export type MoneyOut = { 
/**
 * Which year.
 */
asked: MoneyRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks for the money of a year.
 */
export type MoneyRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, };

/**
 * What a source came to. Amounts in 元.
 */
export type MoneyRow = { 
/**
 * Source; 合计 for all of them.
 */
source: string, 
/**
 * Budget.
 */
budget: string, 
/**
 * Of it to be paid by today.
 */
to_date: string, 
/**
 * Paid.
 */
paid: string, 
/**
 * 到位率
 */
arrived: string, 
/**
 * Spent.
 */
spent: string, 
/**
 * 执行率
 */
executed: string, 
/**
 * Spent beyond the budget; empty while it is not.
 */
over: string, };

/**
 * The month as the brief counts it (`domain::month_figures`).
 */
export type MonthFigures = { 
/**
 * `2026-11`.
 */
month: string, 
/**
 * Visits: effective, doors, people.
 */
visits: VisitCounts, 
/**
 * Persons served.
 */
persons: number, 
/**
 * New recipients.
 */
recipients_new: number, 
/**
 * Cases opened.
 */
cases_new: number, 
/**
 * Cases closed, each once.
 */
cases_closed: number, 
/**
 * Cases in hand at the end of the month.
 */
cases_open: number, 
/**
 * Progress notes (节).
 */
sessions: number, 
/**
 * Groups under way (R19).
 */
groups: number, 
/**
 * Group sessions held.
 */
group_sessions: number, 
/**
 * Community activities held.
 */
activities: number, 
/**
 * Consultations, in 人次.
 */
consultations: number, };

/**
 * Which month.
 */
export type MonthRequest = { 
/**
 * `2026-11`; this month when empty.
 */
month?: string, 
/**
 * Only visits of this worker (staff id).
 */
worker?: string | null, 
/**
 * Only this station (for the county).
 */
station?: string | null, 
/**
 * The person's name, pinyin or initials, words of the visit.
 */
text?: string, };

/**
 * What moved since a report was frozen.
 */
export type Moved = { 
/**
 * The period: `2026年10月`.
 */
label: string, 
/**
 * Its name: `2026-10`.
 */
period: string, 
/**
 * When it was frozen, in milliseconds.
 */
frozen_ms: number, 
/**
 * The books of the period are closed now: it was not opened again.
 */
closed: boolean, 
/**
 * The person at this PC may open it again.
 */
may_reopen: boolean, 
/**
 * Figures that are different now.
 */
lines: Array<MovedLine>, 
/**
 * The records that make the difference.
 */
records: Array<MovedRecord>, };

/**
 * A figure that is different now.
 */
export type MovedLine = { 
/**
 * Code of the figure.
 */
code: string, 
/**
 * Label.
 */
label: string, 
/**
 * 原报
 */
reported: string, 
/**
 * 更正
 */
corrected: string, 
/**
 * Places in the list of records of those behind it.
 */
records: Array<number>, };

/**
 * A record that was touched since.
 */
export type MovedRecord = { 
/**
 * The record.
 */
record: RecordRef, 
/**
 * What it is: 走访记录.
 */
kind: string, 
/**
 * Whose or which, readable.
 */
title: string, 
/**
 * The person it is about, where it is about one; of a person's file the file itself.
 */
person: string | null, 
/**
 * Its own day.
 */
day: string, 
/**
 * What was done: 补录, 修改, 删除…
 */
act: string, 
/**
 * When, in milliseconds.
 */
at_ms: number, 
/**
 * Who did it last.
 */
who: string, 
/**
 * From what to what, or why it was deleted.
 */
detail: string, };

/**
 * One file with what is said of it.
 */
export type NewAttachment = { 
/**
 * From `attachments.read`.
 */
token: string, 
/**
 * Code of `attachment_purpose`.
 */
purpose: string, 
/**
 * What it shows.
 */
caption?: string | null, 
/**
 * When it was taken.
 */
taken_date?: string | null, 
/**
 * …
 */
taken_time?: string | null, 
/**
 * Where; only when she wants it kept.
 */
place?: string | null, 
/**
 * Page numbers in the paper file.
 */
pages?: string | null, 
/**
 * Add it although another record has it.
 */
again?: boolean, };

/**
 * Something that happened.
 */
export type News = { "what": "records", 
/**
 * Record kinds.
 */
kinds: Array<string>, } | { "what": "sync" } | { "what": "syncing" } | { "what": "roster" } | { "what": "locked" };

/**
 * Someone due and not visited.
 */
export type NotVisited = { 
/**
 * The person.
 */
person: PersonBrief, 
/**
 * Last effective visit.
 */
last_visit: string | null, 
/**
 * Was due on.
 */
due: string | null, 
/**
 * Attempts this month without meeting anybody.
 */
attempts: number, };

/**
 * A request or an answer that says nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * A notice of the State Council as it was pasted.
 */
export type Notice = { 
/**
 * Its text with the title.
 */
text: string, };

/**
 * What another field must say.
 */
export type OnlyIfView = { 
/**
 * A code field of the same kind.
 */
field: string, 
/**
 * Its codes.
 */
is: Array<string>, };

/**
 * Service records of one activity that want completing.
 */
export type OpenActivity = { 
/**
 * 活动名称
 */
activity: string, 
/**
 * Its day.
 */
date: string, 
/**
 * How many records.
 */
records: number, 
/**
 * To be complete by; none when the holidays are not known.
 */
due: string | null, 
/**
 * Past that day.
 */
overdue: boolean, 
/**
 * In words.
 */
remark: string, };

/**
 * A form with its file and places, to be changed.
 */
export type OpenForm = { 
/**
 * The form.
 */
form: CountyForm, 
/**
 * What stands in its file.
 */
shape: FormShape, 
/**
 * What goes where.
 */
mapping: Mapping, };

/**
 * Opens a hub on this PC, or gives it another address or port.
 */
export type OpenHub = { 
/**
 * Folder for it; one beside the program's own data when none is chosen.
 */
folder?: string, 
/**
 * By what stations reach this PC: an address or a name, with a port where it is another one outside.
 */
address: string, 
/**
 * Port on this PC; the one that it has, or the usual one, when none is chosen.
 */
port?: number, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * A piece of open work.
 */
export type OpenItem = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Its label.
 */
kind_label: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * How it stands: its stage, by when it is due.
 */
state: string, 
/**
 * 暂存, to be finished.
 */
unfinished: boolean, };

/**
 * A file to be taken in.
 */
export type OpenLedger = { 
/**
 * The file.
 */
file: FileIn, };

/**
 * Opens a pack.
 */
export type OpenPack = { 
/**
 * The pack (.hzp).
 */
file: FileIn, 
/**
 * The evaluator's sealed key.
 */
key: FileIn, 
/**
 * Opens the key.
 */
passphrase: string, };

/**
 * Asks what is still somebody's.
 */
export type OpenWorkRequest = { 
/**
 * Staff id.
 */
staff: string, };

/**
 * What is still somebody's.
 */
export type OpenWorkView = { 
/**
 * Her name.
 */
name: string, 
/**
 * How much of each kind, readable.
 */
counts: Array<string>, 
/**
 * Each piece, by kind.
 */
items: Array<OpenItem>, 
/**
 * Who may take it: everybody else who works at the station.
 */
receivers: Array<Receiver>, };

/**
 * A file that was read; it stays in memory until another one is opened or the screen is left.
 */
export type OpenedLedger = { 
/**
 * Names it in what follows.
 */
id: string, 
/**
 * Its name.
 */
file_name: string, 
/**
 * Says the same for the same bytes: what was chosen for them before is found by it.
 */
fingerprint: string, 
/**
 * What a first look comes to.
 */
view: LedgerView, };

/**
 * Addresses of pages: `{id}`, `{owner}` and `{field}` are filled in.
 */
export type OpensView = { 
/**
 * Of a record, and of a new one that has an owner.
 */
record: string, 
/**
 * Of a new record, where that is another.
 */
new: string | null, 
/**
 * Of a new record without an owner, where that is another.
 */
alone: string | null, };

/**
 * A field to sort by.
 */
export type OrderBy = { 
/**
 * Field name.
 */
field: string, 
/**
 * Greatest first.
 */
descending?: boolean, };

/**
 * What a county changed.
 */
export type OutlineChange = { 
/**
 * Title; empty: as it is.
 */
title: string, 
/**
 * The sections, in the county's order.
 */
sections: Array<OutlineSectionChange>, };

/**
 * An outline to choose.
 */
export type OutlineChoice = { 
/**
 * Its name.
 */
name: string, 
/**
 * What the report is called.
 */
label: string, };

/**
 * Names an outline.
 */
export type OutlineName = { 
/**
 * Its name.
 */
name: string, };

/**
 * A section as the county wants it.
 */
export type OutlineSectionChange = { 
/**
 * Of the outline, or a new one: `own-1`.
 */
key: string, 
/**
 * Heading, without its number.
 */
heading: string, 
/**
 * The draft, a paragraph each line.
 */
draft: string, 
/**
 * It is left out.
 */
left_out: boolean, };

/**
 * An outline.
 */
export type OutlineView = { 
/**
 * Its name.
 */
name: string, 
/**
 * What the report is called.
 */
label: string, 
/**
 * Who writes it: 站点, 县级, 县级和站点.
 */
side: string, 
/**
 * As it is now: title and sections in order, with those that are left out.
 */
content: OutlineChange, 
/**
 * As the program brings it.
 */
original: OutlineChange, 
/**
 * The county has changed it.
 */
changed: boolean, 
/**
 * When and by whom: 2026-11-30 张科长; empty where it is as the program brings it.
 */
changed_by: string, 
/**
 * What its sentences may say, with its label.
 */
values: Array<CodeLabel>, };

/**
 * Every outline.
 */
export type Outlines = { 
/**
 * In order.
 */
outlines: Array<OutlineView>, };

/**
 * Asks for the services of a year that were outside the catalogue.
 */
export type OutsideRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, 
/**
 * Only of this station, for the county.
 */
station?: string | null, };

/**
 * A service outside the catalogue.
 */
export type OutsideService = { 
/**
 * The record.
 */
record: RecordRef, 
/**
 * What kind of record it is.
 */
kind_label: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * When.
 */
date: string, 
/**
 * Who did it.
 */
worker: string, 
/**
 * The area.
 */
area: string, 
/**
 * What was done, in the words of the record.
 */
item: string, 
/**
 * The approval number that it names.
 */
approval_no: string, 
/**
 * Why it is outside the catalogue.
 */
why: string, 
/**
 * It counts all the same, by its number.
 */
counts: string, };

/**
 * They, the newest first.
 */
export type OutsideServices = { 
/**
 * Year.
 */
year: number, 
/**
 * The services.
 */
rows: Array<OutsideService>, };

/**
 * The days that a figure is counted over.
 */
export type Over = "period" | "previous" | "year_to_date";

/**
 * A station that has not reported.
 */
export type OwingStation = { 
/**
 * Station code.
 */
code: string, 
/**
 * Name.
 */
name: string, };

/**
 * The hub of this PC.
 */
export type OwnHub = { 
/**
 * This PC can run one.
 */
possible: boolean, 
/**
 * It was opened here.
 */
opened: boolean, 
/**
 * It runs now.
 */
running: boolean, 
/**
 * Where it lies, or would lie.
 */
folder: string, 
/**
 * Its port, or the one it would have.
 */
port: number, 
/**
 * Addresses of this PC to choose from, the likeliest first.
 */
addresses: Array<string>, 
/**
 * The address that the stations know, when it leads here.
 */
named: string | null, 
/**
 * What to do when stations cannot reach it.
 */
hint: string, };

/**
 * What the evaluator says.
 */
export type PackComment = { 
/**
 * The station it is for.
 */
station: string, 
/**
 * Kind of the record it is about; empty for none.
 */
kind?: string, 
/**
 * Its id.
 */
record?: string, 
/**
 * What.
 */
content: string, 
/**
 * To be put right by.
 */
due_date: string, };

/**
 * Rows of a pack.
 */
export type PackRows = { 
/**
 * What they are.
 */
label: string, 
/**
 * The rows, at most 500.
 */
rows: Array<RecordView>, 
/**
 * How many there are.
 */
total: number, };

/**
 * Asks for rows of the open pack: those behind a figure, or those drawn of a kind.
 */
export type PackRowsRequest = { 
/**
 * Station code; all when absent.
 */
station?: string | null, 
/**
 * Period of the figure.
 */
period?: string | null, 
/**
 * Its code.
 */
code?: string | null, 
/**
 * Or a kind of drawn records.
 */
kind?: string | null, };

/**
 * A pack as it was found.
 */
export type PackView = { 
/**
 * Whose.
 */
county_name: string, 
/**
 * Year.
 */
year: number, 
/**
 * Counted up to.
 */
until: string, 
/**
 * The seed it was drawn by.
 */
seed: string, 
/**
 * Made on.
 */
made: string, 
/**
 * Names the pack.
 */
fingerprint: string, 
/**
 * The county's signature fits.
 */
signed: boolean, 
/**
 * Stations in it.
 */
stations: Array<StationInPack>, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Logs whose heads are named.
 */
heads: number, 
/**
 * Rows that are not as the county wrote them.
 */
altered: Array<AlteredRow>, 
/**
 * Every figure, as it is said and as it is counted here.
 */
checks: Array<FigureCheck>, 
/**
 * Figures that the county gave and that come out otherwise.
 */
unequal: number, 
/**
 * Frozen reports.
 */
reports: Array<ReportInPack>, 
/**
 * Kinds of records that were drawn, with their numbers.
 */
drawn: Array<DrawnKind>, };

/**
 * A column of a page's table.
 */
export type PageColumnView = { 
/**
 * Field.
 */
field: string, 
/**
 * Width in pixels.
 */
width: number, 
/**
 * Takes what room is left.
 */
grow: boolean, };

/**
 * A tab on a page, with a table of the kind's records.
 */
export type PageView = { 
/**
 * The page.
 */
on: 'groups' | 'volunteers' | 'agreements' | 'office', 
/**
 * Name of the tab in addresses.
 */
tab: string, 
/**
 * Its title; none: the kind's label.
 */
label: string | null, 
/**
 * Word for one record; none: the kind's label.
 */
noun: string | null, 
/**
 * Columns of the table; without any the page brings its own.
 */
columns: Array<PageColumnView>, 
/**
 * Leafed through by the year of the kind's date.
 */
year: boolean, 
/**
 * The ledger it is exported as.
 */
ledger: string | null, 
/**
 * What is said where there is nothing yet, and first in the page's help.
 */
hint: string, 
/**
 * What the help says besides.
 */
help: string, };

/**
 * A file format of a paper.
 */
export type PaperFormat = "docx" | "pdf";

/**
 * One paper to print.
 */
export type PaperOf = { 
/**
 * Which paper: a record kind's own, `sign_in`, `gift_sign_off`, `staff_roster`, `case_file`, `case_file_index`.
 */
paper: string, 
/**
 * The record that fills it; none prints it blank.
 */
record?: string, 
/**
 * For a blank one: the record it will belong to (a person, a case), whose name it bears already.
 */
owner?: string, 
/**
 * The station that a paper of a whole station is about; none prints it blank.
 */
station?: string, 
/**
 * Rows to write on, for lists.
 */
rows?: number, };

/**
 * Pages as pictures.
 */
export type PaperPreview = { 
/**
 * How many pages there are in all.
 */
pages: number, 
/**
 * PNG of each page asked for, in base64.
 */
pictures: Array<string>, 
/**
 * Characters that no font of this machine can draw.
 */
missing_glyphs: string, 
/**
 * Photos that are not on these papers.
 */
left_out: PhotosLeftOut, };

/**
 * A form that can be printed.
 */
export type PaperRow = { 
/**
 * Identifier.
 */
name: string, 
/**
 * Title on the paper.
 */
title: string, 
/**
 * The record kind it prints; none for a list that is filled by hand.
 */
kind: string | null, 
/**
 * It is about a whole station.
 */
of_station: boolean, 
/**
 * It has rows to write on, whose number may be chosen.
 */
rows: number | null, };

/**
 * How many papers there are, and how far.
 */
export type PapersView = { 
/**
 * Written.
 */
written: number, 
/**
 * 暂存
 */
begun: number, 
/**
 * Missing by the stage of their case.
 */
missing: number, 
/**
 * Printed.
 */
printed: number, 
/**
 * Signed; none where the form does not say.
 */
signed: number | null, 
/**
 * On file in paper.
 */
filed: number, 
/**
 * 建档率
 */
written_rate: string, 
/**
 * 归档率
 */
filed_rate: string, };

/**
 * A value that may be chosen.
 */
export type ParameterChoice = { 
/**
 * As it is kept.
 */
value: string, 
/**
 * As it is read.
 */
label: string, };

/**
 * A parameter.
 */
export type ParameterRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name as the program knows it, for example `brief_due_day`.
 */
name: string, 
/**
 * Its Chinese label.
 */
label: string, 
/**
 * Value.
 */
value: string, 
/**
 * In force from this date on.
 */
effective_from: string, 
/**
 * Document it rests on.
 */
document_no: string, 
/**
 * In force today.
 */
current: boolean, };

/**
 * All parameters.
 */
export type Parameters = { 
/**
 * What has been set, newest first.
 */
rows: Array<ParameterRow>, 
/**
 * What the program asks for.
 */
known: Array<KnownParameter>, };

/**
 * What this PC is; readable before anyone unlocks, so nothing in it is personal.
 */
export type PcIdentity = { 
/**
 * Station or county.
 */
side: Side, 
/**
 * Id of the county.
 */
county_id: string, 
/**
 * Id of this PC; its first characters tell it from others when the county confirms it.
 */
device: string, 
/**
 * Name of the county.
 */
county_name: string, 
/**
 * Six-digit division code of the county.
 */
division: string, 
/**
 * Code of the station; none at the county.
 */
station_code: string | null, 
/**
 * Name of the station; none at the county.
 */
station_name: string | null, 
/**
 * Letter of this PC in numbers such as `A0007`.
 */
letter: string, 
/**
 * Whether the county has confirmed this PC. Until then it works and keeps everything to itself.
 */
confirmed: boolean, 
/**
 * Address of the hub; none when everything goes by USB stick.
 */
hub: string | null, };

/**
 * The person who unlocked.
 */
export type Person = { 
/**
 * Staff record id; the author of what this person saves.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: Role, };

/**
 * The few things about a person that stand beside everything done for them.
 */
export type PersonBrief = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * 男, 女 or empty.
 */
sex: string, 
/**
 * Full years today, when the birth date is known.
 */
age: number | null, 
/**
 * Younger than 18.
 */
minor: boolean, 
/**
 * Village or community.
 */
village: string, 
/**
 * Name of the station whose file it is.
 */
station: string, 
/**
 * Categories in force today.
 */
categories: Array<CodeLabel>, 
/**
 * `red`, `yellow`, `blue`, `green` or none.
 */
risk: string | null, };

/**
 * Whether those on a photo agreed to be shown in public.
 */
export type PhotoConsent = "given" | "missing" | "unknown";

/**
 * Photos and scans by how far their files have travelled.
 */
export type PhotoCounts = { 
/**
 * On this PC, and neither at the hub nor known to be at the county.
 */
waiting: number, 
/**
 * At the hub.
 */
delivered: number, 
/**
 * At the county.
 */
taken_in: number, 
/**
 * Their records are here and they are not yet.
 */
missing: number, };

/**
 * Photos of records that do not stand on their papers.
 */
export type PhotosLeftOut = { 
/**
 * Because who is on them has not agreed to photos being public, and the paper leaves the station.
 */
no_consent: number, 
/**
 * Because their files have not come to this PC.
 */
not_here: number, 
/**
 * Because a paper takes no more.
 */
beyond: number, };

/**
 * What is offered at the fields of forms.
 */
export type Phrases = { 
/**
 * One entry for each field that has any.
 */
places: Array<PhrasesOfField>, };

/**
 * What is offered at one field.
 */
export type PhrasesOfField = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Field.
 */
field: string, 
/**
 * Texts, in order.
 */
texts: Array<string>, };

/**
 * A thing of a plan.
 */
export type PlanItemView = { 
/**
 * Record id.
 */
id: string, 
/**
 * What.
 */
content: string, 
/**
 * The need that it answers.
 */
need: string, 
/**
 * By when; empty where it is not said yet.
 */
due_date: string, 
/**
 * Who.
 */
worker: string, 
/**
 * 暂存: not to be counted on yet.
 */
provisional: boolean, 
/**
 * 已取消
 */
cancelled: boolean, 
/**
 * The kind of record that settles it; none where it is ticked off.
 */
record_kind: string | null, 
/**
 * Its label.
 */
record_label: string, 
/**
 * The records that are linked.
 */
records: Array<PlanRecord>, 
/**
 * Settled on that day; empty while it is not.
 */
done_date: string, 
/**
 * Days late, while it is not settled.
 */
overdue: number, };

/**
 * Asks what the import would do.
 */
export type PlanLedger = { 
/**
 * The opened file.
 */
id: string, 
/**
 * What was chosen.
 */
choices: LedgerChoices, };

/**
 * Asks what the plan has for a month.
 */
export type PlanMonthRequest = { 
/**
 * `2026-12`.
 */
month: string, 
/**
 * Station, for the county.
 */
station?: string | null, };

/**
 * A record that is linked to a thing of a plan.
 */
export type PlanRecord = { 
/**
 * Id of the link.
 */
id: string, 
/**
 * The record.
 */
record: RecordRef, 
/**
 * Its title.
 */
title: string, 
/**
 * Its day.
 */
date: string, };

/**
 * A record that could settle a thing.
 */
export type PlanRecordChoice = { 
/**
 * The record.
 */
record: RecordRef, 
/**
 * Its title.
 */
title: string, 
/**
 * Its day.
 */
date: string, 
/**
 * It is linked already.
 */
linked: boolean, };

/**
 * The survey that a plan rests on.
 */
export type PlanSurvey = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name.
 */
title: string, 
/**
 * How many were asked.
 */
sample: number, 
/**
 * Findings in their order.
 */
findings: Array<string>, };

/**
 * A plan as its page shows it.
 */
export type PlanView = { 
/**
 * Record id.
 */
id: string, 
/**
 * Station code.
 */
station: string, 
/**
 * Name.
 */
title: string, 
/**
 * Year.
 */
year: number, 
/**
 * 目标
 */
goals: string, 
/**
 * The survey it rests on.
 */
survey: PlanSurvey | null, 
/**
 * What is to be said of it: it rests on no survey.
 */
warnings: Array<string>, 
/**
 * Whether the person at this PC may change it.
 */
editable: boolean, 
/**
 * Its things, by their days; those without one first.
 */
items: Array<PlanItemView>, };

/**
 * A thing that a plan has for a month.
 */
export type PlannedThing = { 
/**
 * The thing.
 */
item: string, 
/**
 * Its plan.
 */
plan: string, 
/**
 * What.
 */
content: string, 
/**
 * By when.
 */
due_date: string, 
/**
 * Who.
 */
worker: string, };

/**
 * Someone who may be the same person.
 */
export type PossibleDuplicate = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Village.
 */
village: string, 
/**
 * Birth date.
 */
birth_date: string, 
/**
 * Same valid ID number (else only name, birth and village).
 */
certain: boolean, 
/**
 * Same number, other name: to be checked.
 */
name_differs: boolean, 
/**
 * Why, readable.
 */
why: string, };

/**
 * Someone to be in the practice county.
 */
export type PracticePerson = { 
/**
 * Key to switch by.
 */
key: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: Role, 
/**
 * Where they work.
 */
place: string, };

/**
 * The practice county.
 */
export type PracticeState = { 
/**
 * Whom one can be.
 */
people: Array<PracticePerson>, 
/**
 * Who one is.
 */
current: string, 
/**
 * Everyone's passphrase, for trying out locking and unlocking.
 */
passphrase: string, };

/**
 * Names the person to be.
 */
export type PracticeSwitch = { 
/**
 * Key of the person.
 */
person: string, };

/**
 * Asks to see pages before printing.
 */
export type PreviewRequest = { 
/**
 * Which, in this order.
 */
papers: Array<PaperOf>, 
/**
 * For whom.
 */
privacy?: Privacy, 
/**
 * Two pages to a sheet.
 */
two_up?: boolean, 
/**
 * Leaves the photos of the records away.
 */
without_photos?: boolean, 
/**
 * First page wanted, from 0.
 */
first?: number, 
/**
 * How many pages (at most 20).
 */
count: number, };

/**
 * Prints a certificate.
 */
export type PrintCertificate = { 
/**
 * Which one.
 */
certificate: CertificateRequest, 
/**
 * Word, or PDF.
 */
word: boolean, 
/**
 * Where to.
 */
to: Destination, };

/**
 * Prints papers to files.
 */
export type PrintRequest = { 
/**
 * As which files.
 */
formats: Array<PaperFormat>, 
/**
 * Where to.
 */
to: Destination, 
/**
 * Which, in this order.
 */
papers: Array<PaperOf>, 
/**
 * How many of each in the PDF (1 when absent).
 */
copies?: number, 
/**
 * Two pages of the PDF to a sheet.
 */
two_up?: boolean, 
/**
 * Leaves the photos of the records away.
 */
without_photos?: boolean, 
/**
 * For whom; by default the station's own at a station, masked at the county.
 */
privacy?: Privacy, 
/**
 * Why a paper for outside tells of somebody who has not consented, or has withdrawn it; a supervisor's, and kept.
 */
override_reason?: string, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * The printed certificate.
 */
export type PrintedCertificate = { 
/**
 * The file.
 */
file: FileOut, 
/**
 * Characters that no font of this PC can draw.
 */
missing_glyphs: string, };

/**
 * The files.
 */
export type PrintedPapers = { 
/**
 * Files written.
 */
files: Array<FileOut>, 
/**
 * Characters that no font of this machine can draw; to be written by hand.
 */
missing_glyphs: string, 
/**
 * Photos that are not on these papers.
 */
left_out: PhotosLeftOut, };

/**
 * What this PC can print with.
 */
export type PrinterState = { 
/**
 * The printer that papers go to; none where they are opened in another program and printed from there.
 */
name: string | null, 
/**
 * It prints a file that must lie somewhere.
 */
by_file: boolean, };

/**
 * For whom a paper or a ledger is.
 */
export type Privacy = "inside" | "outside" | "full";

/**
 * The program of this PC.
 */
export type ProgramState = { 
/**
 * Its version.
 */
version: string, 
/**
 * The PC that it is built for, in words.
 */
system: string, 
/**
 * New versions can be installed from a stick.
 */
can_install: boolean, 
/**
 * A version that is installed and is used when the program is opened next.
 */
installed: string | null, 
/**
 * That a newer version did not start, why, and what to do.
 */
failed: string | null, };

/**
 * Where a sub-target will end.
 */
export type ProjectionRow = { 
/**
 * What will be done at the end, as shown.
 */
at_end: string, 
/**
 * Completion then.
 */
rate: string, 
/**
 * It will be reached.
 */
reached: boolean, 
/**
 * In words: months left, and what is needed each month.
 */
words: string, };

/**
 * Something a supervisor would ask about.
 */
export type QualityHint = { 
/**
 * What, in a sentence.
 */
text: string, 
/**
 * Name of the person.
 */
person: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * Who is responsible.
 */
worker: string, 
/**
 * Where to look; of several records the newest first.
 */
records: Array<RecordRef>, };

/**
 * A row that needs a decision, or whose values differ from what is there.
 */
export type QuestionView = { 
/**
 * The row.
 */
row: number, 
/**
 * Name in the row.
 */
name: string, 
/**
 * What was found, readable.
 */
why: string, 
/**
 * The row above that it meets; None: somebody on file.
 */
other_row: number | null, 
/**
 * Somebody on file.
 */
recipient: string | null, 
/**
 * Name of the other.
 */
other_name: string, 
/**
 * Village and birth date of the other, to tell namesakes apart.
 */
other_detail: string, 
/**
 * Whether it must be said who it is; else only the fields differ.
 */
must_decide: boolean, 
/**
 * What has been decided.
 */
action: RowAction | null, 
/**
 * Fields in which both have something else.
 */
fields: Array<DifferingField>, };

/**
 * Files to be read for a record.
 */
export type ReadFiles = { 
/**
 * Kind of the record.
 */
kind: string, 
/**
 * Its id; none for a record that is not saved yet: the photos wait for it.
 */
id?: string | null, 
/**
 * Files, or (window) folders.
 */
files: Array<FileIn>, 
/**
 * Keep photos in their own size instead of making them smaller.
 */
full_size?: boolean, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * Somebody who was read of.
 */
export type ReadPerson = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * Name; says so where her file was erased.
 */
name: string, 
/**
 * Under eighteen today.
 */
minor: boolean, };

/**
 * Somebody who read.
 */
export type Reader = { 
/**
 * Her name.
 */
name: string, 
/**
 * Staff id.
 */
staff: string, };

/**
 * One person's word.
 */
export type Reading = { 
/**
 * Name.
 */
name: string, 
/**
 * When.
 */
date: string, };

/**
 * One reading.
 */
export type ReadingRow = { 
/**
 * The change that says so.
 */
id: string, 
/**
 * When: `2026-11-23 09:41`.
 */
at: string, 
/**
 * The PC's clock was doubtful.
 */
doubtful: boolean, 
/**
 * Name of who read.
 */
reader: string, 
/**
 * Her station, or the county.
 */
place: string, 
/**
 * Name of the PC.
 */
device: string, 
/**
 * What was read.
 */
what: string, 
/**
 * Of whom; on a page the first few.
 */
people: Array<ReadPerson>, 
/**
 * Their names, readable.
 */
names: string, 
/**
 * How many they were.
 */
count: number, 
/**
 * Of these under eighteen today.
 */
minors: number, 
/**
 * Name of the station whose record it is; empty for the county's own.
 */
station: string, };

/**
 * Who read what.
 */
export type Readings = { 
/**
 * The first day that is shown.
 */
from: string, 
/**
 * The last.
 */
to: string, 
/**
 * The rows of this page.
 */
rows: Array<ReadingRow>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Everybody who read something in these days.
 */
readers: Array<Reader>, };

/**
 * Asks who read what.
 */
export type ReadingsRequest = { 
/**
 * First day; thirty days ago when absent.
 */
from?: string | null, 
/**
 * Last day; today when absent.
 */
to?: string | null, 
/**
 * Only what this person read (staff id).
 */
reader?: string | null, 
/**
 * Only what was read of this person (recipient id), under any of her files.
 */
person?: string | null, 
/**
 * Only what was read of people under eighteen.
 */
minors?: boolean, 
/**
 * Only records of this station.
 */
station?: string | null, 
/**
 * Name of who was read of, in Chinese, pinyin or initials.
 */
text?: string, 
/**
 * The column it is sorted by; the newest first when absent.
 */
sort?: SortBy | null, 
/**
 * At most this many rows (default 100, at most 500).
 */
limit?: number | null, 
/**
 * Skip this many rows.
 */
offset?: number, };

/**
 * Somebody who may take work over.
 */
export type Receiver = { 
/**
 * Staff id.
 */
id: string, 
/**
 * Name.
 */
name: string, };

/**
 * How the table is sorted.
 */
export type RecipientOrder = "changed" | "village" | "name" | "age" | "sex" | "worker" | "last_visit" | "next_visit" | "risk";

/**
 * The header of a person's page.
 */
export type RecipientOverview = { 
/**
 * The record, masked, with conflicts.
 */
record: RecordView, 
/**
 * Name, sex, age, categories, risk.
 */
brief: PersonBrief, 
/**
 * Younger than 14: a guardian consents.
 */
guardian_consents: boolean, 
/**
 * All categories, ended ones too.
 */
categories: Array<RecordView>, 
/**
 * The household, when there is one.
 */
household: HouseholdBrief | null, 
/**
 * Name of the responsible worker.
 */
worker: string, 
/**
 * Date of the last effective visit.
 */
last_visit: string | null, 
/**
 * When the next visit is due.
 */
next_visit: string | null, 
/**
 * Next visit is before today.
 */
overdue: boolean, 
/**
 * The consents, newest first; empty means 告知同意 is missing.
 */
consents: Array<RecordView>, 
/**
 * Cases, newest first.
 */
cases: Array<CaseCard>, 
/**
 * Harm to a minor that has not been reported to the police.
 */
unreported: Array<HarmItem>, 
/**
 * Comments and returns of the county.
 */
annotations: Array<RecordView>, 
/**
 * How many visits, case notes and so on there are, by kind.
 */
counts: Array<CountOf>, 
/**
 * The file that this one was merged into.
 */
merged_into: PersonBrief | null, 
/**
 * Files that were merged into this one; what was done under them stands here.
 */
merged_here: Array<PersonBrief>, };

/**
 * A row of the table.
 */
export type RecipientRow = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * Station it belongs to.
 */
station: string, 
/**
 * Name.
 */
name: string, 
/**
 * 男, 女 or empty.
 */
sex: string, 
/**
 * Full years today.
 */
age: number | null, 
/**
 * Village or community.
 */
village: string, 
/**
 * Group (组).
 */
group_no: string, 
/**
 * Categories in force today.
 */
categories: Array<CodeLabel>, 
/**
 * Name of the responsible worker.
 */
worker: string, 
/**
 * Date of the last effective visit.
 */
last_visit: string | null, 
/**
 * When the next visit is due.
 */
next_visit: string | null, 
/**
 * The next visit is before today.
 */
overdue: boolean, 
/**
 * `red`, `yellow`, `blue`, `green` or none.
 */
risk: string | null, 
/**
 * 暂存.
 */
provisional: boolean, 
/**
 * Has a field in conflict.
 */
conflicted: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * A page of the table.
 */
export type RecipientsAnswer = { 
/**
 * Rows of this page.
 */
rows: Array<RecipientRow>, 
/**
 * How many match in all.
 */
total: number, 
/**
 * Villages that occur, for the filter, with counts.
 */
villages: Array<CountOf>, 
/**
 * Responsible workers that occur (`none`: nobody), for the filter, with counts.
 */
workers: Array<CountOf>, };

/**
 * Which recipients.
 */
export type RecipientsRequest = { 
/**
 * Name, pinyin, initials, last four of the ID, village.
 */
text?: string, 
/**
 * In at least one of these categories today.
 */
categories?: Array<string>, 
/**
 * Village, however it is written.
 */
village?: string | null, 
/**
 * Responsible worker (staff id; `none`: people without one).
 */
worker?: string | null, 
/**
 * Only this station (for the county).
 */
station?: string | null, 
/**
 * Any of these risk levels.
 */
risk?: Array<string>, 
/**
 * `1` or `2`.
 */
sex?: string | null, 
/**
 * At least this old.
 */
age_from?: number | null, 
/**
 * At most this old.
 */
age_to?: number | null, 
/**
 * Of an age that the law names, besides.
 */
age_group?: AgeGroup | null, 
/**
 * Whose next visit is due today or overdue.
 */
due?: boolean, 
/**
 * Only 暂存 ones.
 */
provisional?: boolean, 
/**
 * Those who have died or moved away too.
 */
with_left?: boolean, 
/**
 * Sort order.
 */
order?: RecipientOrder, 
/**
 * Greatest first.
 */
descending?: boolean, 
/**
 * At most this many rows (default 100, at most 500).
 */
limit?: number | null, 
/**
 * Skip this many rows.
 */
offset?: number, };

/**
 * Names one record.
 */
export type RecordRef = { 
/**
 * Record kind, for example `visit`.
 */
kind: string, 
/**
 * The record's id.
 */
id: string, };

/**
 * A record as a page shows it.
 */
export type RecordView = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Station that the record belongs to; empty for records of the county or of all.
 */
station: string, 
/**
 * A short readable name of the record, without masked values.
 */
title: string, 
/**
 * Field values; personal and sensitive ones masked.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Names of the fields whose value is masked here; do not send them back unless retyped or revealed.
 */
masked: Array<string>, 
/**
 * Readable text of codes and references, by field.
 */
labels: { [key in string]: string }, 
/**
 * Fields this program version does not know, kept and shown read-only.
 */
extra: { [key in string]: JsonValue }, 
/**
 * Refs of the live values, to be given back as `seen`.
 */
refs: Record<string, Array<[string, number, string]>>, 
/**
 * 暂存: in the log and synced, but not counted.
 */
provisional: boolean, 
/**
 * Why it was deleted, when it is.
 */
deleted_reason: string | null, 
/**
 * When it was first written, in milliseconds.
 */
created_ms: number, 
/**
 * Name of who wrote it first.
 */
created_by: string, 
/**
 * When it was last written.
 */
updated_ms: number, 
/**
 * Name of who wrote it last.
 */
updated_by: string, 
/**
 * Fields that two people changed apart.
 */
conflicted: Array<string>, 
/**
 * The conflicts with all their values; filled by `records.get`, empty in lists.
 */
conflicts: Array<ConflictView>, 
/**
 * How far it has travelled.
 */
state: Delivery, 
/**
 * Whether the person at this PC may change it.
 */
editable: boolean, 
/**
 * How it stands with the supervisor, where she reviews such papers.
 */
review: ReviewState | null, 
/**
 * What it was returned for and is not mended yet; filled where one record is shown, empty in lists.
 */
returned: Array<Returned>, 
/**
 * That it was written long after its day, or into a period that was closed.
 */
late?: WrittenLate, };

/**
 * Something to be put right.
 */
export type RectificationView = { 
/**
 * Record id.
 */
id: string, 
/**
 * Number of the item; empty where it is of none.
 */
no: string, 
/**
 * What.
 */
content: string, 
/**
 * By when.
 */
due_date: string, 
/**
 * Who.
 */
worker: string, 
/**
 * Done on; empty while it is not.
 */
done_date: string, };

/**
 * What registration made.
 */
export type RegisterAnswer = { 
/**
 * The person.
 */
recipient: RecordView, 
/**
 * The household.
 */
household: string | null, 
/**
 * Warnings that did not hinder.
 */
findings: Array<FieldFinding>, 
/**
 * People who may be the same.
 */
duplicates: Array<PossibleDuplicate>, };

/**
 * Everything that registration asks at once.
 */
export type RegisterRequest = { 
/**
 * Fields of the recipient.
 */
recipient: { [key in string]: JsonValue }, 
/**
 * Fields of each category.
 */
categories?: Array<{ [key in string]: JsonValue }>, 
/**
 * Which household.
 */
household?: HouseholdChoice, 
/**
 * Fields of the consent; none when it was not asked for yet (the page reminds of it).
 */
consent?: { [key in string]: JsonValue } | null, 
/**
 * Save as 暂存.
 */
provisional?: boolean, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * Registers a station.
 */
export type RegisterStation = { 
/**
 * Nine-digit code of the township.
 */
township: string, 
/**
 * What tells a second station of the same township apart: the village or community, or a number.
 */
locality?: string, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * Gives a place another key.
 */
export type RekeyPlace = { 
/**
 * Code of the station; none for the county's own key.
 */
station?: string, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * A place has another key.
 */
export type RekeyedPlace = { 
/**
 * PCs to which the new key is on its way.
 */
devices: number, 
/**
 * It goes by hub too, with their next contact.
 */
by_hub: boolean, };

/**
 * Reminds a station of something it owes.
 */
export type Remind = { 
/**
 * Station code.
 */
station: string, 
/**
 * Rule of the deadline.
 */
rule: string, 
/**
 * The record that makes it due, or the period.
 */
subject: string, 
/**
 * What is said besides.
 */
text?: string, };

/**
 * A reminder of the county.
 */
export type Reminded = { 
/**
 * When, in milliseconds.
 */
at_ms: number, 
/**
 * Who.
 */
who: string, 
/**
 * What was said.
 */
text: string, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * Takes a target away.
 */
export type RemoveTarget = { 
/**
 * The target.
 */
id: string, 
/**
 * Why.
 */
reason: string, };

/**
 * Opens a closed period again.
 */
export type ReopenPeriod = { 
/**
 * `2026-10`, `2026-Q4`.
 */
period: string, 
/**
 * Why.
 */
reason: string, };

/**
 * The files for the stations.
 */
export type Reply = { 
/**
 * One file per station.
 */
files: Array<FileOut>, };

/**
 * Writes what the county gives back to its stations: one file each.
 */
export type ReplyRequest = { 
/**
 * Station codes.
 */
stations: Array<string>, 
/**
 * The stick's folder, or a download.
 */
to: Destination, };

/**
 * Where a report begins.
 */
export type ReportBeginRequest = { 
/**
 * The child.
 */
recipient?: string | null, 
/**
 * The record in which harm was found: a visit, a consultation, a session of a group, an intake.
 */
from?: RecordRef | null, };

/**
 * What a report begins with.
 */
export type ReportBegun = { 
/**
 * The report that stands unreported already: to be gone on with.
 */
report: string | null, 
/**
 * Fields to fill in.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Readable text of codes and references among them.
 */
labels: { [key in string]: string }, 
/**
 * Children it may be about: the one asked for, those of the group.
 */
children: Array<PersonBrief>, };

/**
 * A cell.
 */
export type ReportCell = { 
/**
 * What it says.
 */
text: string, 
/**
 * The figure whose records it opens.
 */
figure?: string, 
/**
 * And of which station.
 */
station?: string, };

/**
 * A chart.
 */
export type ReportChart = { 
/**
 * How it is drawn.
 */
kind: ReportChartKind, 
/**
 * Below it.
 */
caption: string, 
/**
 * What it is drawn over.
 */
categories: Array<string>, 
/**
 * Its values.
 */
series: Array<ReportChartSeries>, 
/**
 * 人次.
 */
unit: string, 
/**
 * Of a ring: the share of each part; of a radar: each value as it is read.
 */
shares: Array<string>, };

/**
 * How a chart is drawn.
 */
export type ReportChartKind = "line" | "bar" | "ring" | "radar";

/**
 * Values of a chart.
 */
export type ReportChartSeries = { 
/**
 * Its name.
 */
name: string, 
/**
 * A value for each category.
 */
values: Array<number>, };

/**
 * A column.
 */
export type ReportColumn = { 
/**
 * Its title.
 */
title: string, 
/**
 * Its share of the width.
 */
width: number, 
/**
 * It holds numbers.
 */
number: boolean, };

/**
 * What a re-issue changed against the version before it.
 */
export type ReportComparison = { 
/**
 * The older version; none for a first version.
 */
older: ReportVersion | null, 
/**
 * The newer version.
 */
newer: ReportVersion, 
/**
 * Figures, sections and rows of tables that differ.
 */
differences: Array<ReportDifference>, 
/**
 * Changes in the log between the two.
 */
changes: number, };

/**
 * What moved in an earlier period.
 */
export type ReportCorrection = { 
/**
 * `2026-10`.
 */
period: string, 
/**
 * 2026年10月.
 */
label: string, 
/**
 * 原报 → 更正, line by line.
 */
lines: Array<ReportDifference>, 
/**
 * What was done: `补录 2 条、修改 1 条`. It names nobody.
 */
why: string, };

/**
 * One thing that differs.
 */
export type ReportDifference = { 
/**
 * Figure, section, or table with its row.
 */
label: string, 
/**
 * Before.
 */
from: string, 
/**
 * After.
 */
to: string, };

/**
 * A figure with its neighbours.
 */
export type ReportFigure = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese label.
 */
label: string, 
/**
 * 人, 人次 …
 */
unit: string, 
/**
 * Of the period, as printed; — where it cannot be computed.
 */
value: string, 
/**
 * Of the period before.
 */
previous: string, 
/**
 * Since January.
 */
year_to_date: string, 
/**
 * 年度目标, where one is set on this figure; else empty.
 */
target?: string, 
/**
 * 完成率 of that target (R24); else empty.
 */
completion?: string, 
/**
 * Records behind the period's value.
 */
rows: number, 
/**
 * Nothing in the period, the one before, the year, and no target.
 */
zero?: boolean, };

/**
 * A file format.
 */
export type ReportFormat = "docx" | "pdf" | "xlsx";

/**
 * Names a frozen version.
 */
export type ReportId = { 
/**
 * Record id.
 */
id: string, };

/**
 * A frozen report in a pack.
 */
export type ReportInPack = { 
/**
 * Station code; empty: the county's.
 */
station: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Title with month and version.
 */
title: string, 
/**
 * Frozen on.
 */
frozen: string, 
/**
 * Why its figures are not counted anew; empty where they are.
 */
not_counted: string, 
/**
 * Its text, without names.
 */
sections: Array<SectionInPack>, };

/**
 * A report.
 */
export type ReportLine = { 
/**
 * Its outline.
 */
outline: string, 
/**
 * What it is called.
 */
outline_label: string, 
/**
 * `2026-11`; empty where it rests on a record.
 */
period: string, 
/**
 * The record it rests on; empty for none.
 */
subject: string, 
/**
 * 2026年11月, or the record's title.
 */
label: string, 
/**
 * When it is due; none where nothing says so.
 */
due: string | null, 
/**
 * Days past that date without one that stands; 0 when not overdue.
 */
overdue_days: number, 
/**
 * Whether this side writes it.
 */
own: boolean, 
/**
 * How this side's own stands.
 */
state: ReportState, 
/**
 * Of a monthly brief: effective visits.
 */
visits: number | null, 
/**
 * And persons served.
 */
persons: number | null, 
/**
 * Frozen versions, newest first.
 */
versions: Array<ReportVersion>, 
/**
 * At the county: stations that owe it and have none that stands.
 */
not_reported: Array<OwingStation>, };

/**
 * The reports of this side, and those that reach it, the newest first.
 */
export type ReportList = { 
/**
 * One line a report.
 */
reports: Array<ReportLine>, 
/**
 * The outlines, in order, to choose from.
 */
outlines: Array<OutlineChoice>, };

/**
 * Asks for reports.
 */
export type ReportListRequest = { 
/**
 * Only of this outline.
 */
outline?: string, };

/**
 * How the first page looks.
 */
export type ReportMasthead = "brief" | "official";

/**
 * Its pages.
 */
export type ReportPages = { 
/**
 * How many there are.
 */
pages: number, 
/**
 * PNG of each page asked for, in base64.
 */
pictures: Array<string>, 
/**
 * What is not on them and why: empty sections, rows left out, photos that are not here.
 */
remarks: Array<string>, 
/**
 * Characters that no font of this machine can draw.
 */
missing_glyphs: string, };

/**
 * Asks to see the pages of a report as it would be frozen.
 */
export type ReportPagesRequest = { 
/**
 * The report as edited.
 */
report: FreezeReport, 
/**
 * First page wanted, from 0.
 */
first?: number, 
/**
 * How many pages.
 */
count: number, };

/**
 * The mandatory report within a visit's form.
 */
export type ReportPart = { 
/**
 * The report; none makes a new one, or takes the visit's.
 */
id?: string | null, 
/**
 * Fields to set.
 */
fields?: { [key in string]: JsonValue }, 
/**
 * The `refs` of the view.
 */
seen?: { [key in string]: Array<[string, number, string]> }, };

/**
 * A photo of the report.
 */
export type ReportPhoto = { 
/**
 * Record id of the attachment.
 */
attachment: string, 
/**
 * Below it.
 */
caption: string, 
/**
 * She says that everybody on it agrees, where the program does not know who that is.
 */
agreed: boolean, 
/**
 * Code of the area of service under which it stands; empty: behind all of them.
 */
area?: string, };

/**
 * One of them.
 */
export type ReportPhotoChoice = { 
/**
 * Record id of the attachment.
 */
attachment: string, 
/**
 * Caption that is proposed.
 */
caption: string, 
/**
 * Day.
 */
date: string, 
/**
 * The record it belongs to, readable.
 */
of: string, 
/**
 * Area of service of that record; empty where it has none.
 */
area: string, 
/**
 * Whether whoever is on it agreed to be shown.
 */
consent: PhotoConsent, 
/**
 * A child is concerned.
 */
minor: boolean, };

/**
 * Photos that the report may show.
 */
export type ReportPhotoChoices = { 
/**
 * The newest first.
 */
photos: Array<ReportPhotoChoice>, 
/**
 * How many it takes at most of each area.
 */
most: number, };

/**
 * Asks for the draft of a report.
 */
export type ReportRequest = { 
/**
 * Its outline; the monthly brief when absent.
 */
outline?: string, 
/**
 * `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
 */
period?: string, 
/**
 * The agreement, survey or plan that it rests on.
 */
subject?: string, 
/**
 * The program's own draft, although a returned version has text to go on with.
 */
fresh?: boolean, };

/**
 * The records behind a figure.
 */
export type ReportRows = { 
/**
 * Label of the figure.
 */
label: string, 
/**
 * The records (the first 500).
 */
rows: Array<RecordView>, 
/**
 * How many there are.
 */
total: number, };

/**
 * Asks for the records behind a figure.
 */
export type ReportRowsRequest = { 
/**
 * Outline of the report; the monthly brief when absent.
 */
outline?: string, 
/**
 * Its period.
 */
period?: string, 
/**
 * The record it rests on.
 */
subject?: string, 
/**
 * Code of the figure.
 */
figure: string, 
/**
 * Of the year up to its last day instead of its own period.
 */
year_to_date?: boolean, 
/**
 * Of the period before it.
 */
previous?: boolean, 
/**
 * At the county: of this station.
 */
station?: string, };

/**
 * A section.
 */
export type ReportSection = { 
/**
 * Stable name of the section.
 */
key: string, 
/**
 * Heading with its number.
 */
heading: string, 
/**
 * Text; a generated draft that is edited. Paragraphs are separated by line breaks.
 */
text: string, 
/**
 * It stands behind the report, on pages of its own.
 */
annex: boolean, 
/**
 * What stands below the text.
 */
parts: Array<SectionPart>, };

/**
 * How a report stands.
 */
export type ReportState = "open" | "drafted" | "frozen" | "handed_in" | "returned";

/**
 * A table.
 */
export type ReportTable = { 
/**
 * Above it.
 */
caption: string, 
/**
 * Its columns.
 */
columns: Array<ReportColumn>, 
/**
 * Its rows.
 */
rows: Array<ReportTableRow>, 
/**
 * Below it; empty for none.
 */
note: string, };

/**
 * A row.
 */
export type ReportTableRow = { 
/**
 * Its cells.
 */
cells: Array<ReportCell>, };

/**
 * A frozen version.
 */
export type ReportVersion = { 
/**
 * Record id.
 */
id: string, 
/**
 * Station code; empty: the county.
 */
station: string, 
/**
 * Its outline.
 */
outline: string, 
/**
 * Period.
 */
period: string, 
/**
 * The record it rests on.
 */
subject: string, 
/**
 * 1, 2 …
 */
version: number, 
/**
 * 第 n 期 of the year; 0 for none.
 */
issue_no: number, 
/**
 * Title.
 */
title: string, 
/**
 * 印发日期.
 */
date: string, 
/**
 * Who issued it.
 */
issued_by: string, 
/**
 * How far it has travelled.
 */
state: Delivery, 
/**
 * When it was handed in, where that is a step of its own.
 */
handed_in: string | null, 
/**
 * It was sent back, and no newer version has taken its place.
 */
returned: Returned | null, };

/**
 * A report as it would be, or was, issued; frozen versions keep this very content.
 */
export type ReportView = { 
/**
 * Its outline.
 */
outline: string, 
/**
 * What the report is called.
 */
outline_label: string, 
/**
 * `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
 */
period: string, 
/**
 * 2026年11月.
 */
label: string, 
/**
 * The record it rests on.
 */
subject: string, 
/**
 * How its first page looks.
 */
masthead: ReportMasthead, 
/**
 * Title.
 */
title: string, 
/**
 * 编发单位, or who signs it.
 */
issuer: string, 
/**
 * 第 n 期 of the year; 0 for none.
 */
issue_no: number, 
/**
 * 1, 2 …
 */
version: number, 
/**
 * 印发日期.
 */
date: string, 
/**
 * 报送单位.
 */
sent_to: string, 
/**
 * 印发份数.
 */
copies: number, 
/**
 * Sections in order.
 */
sections: Array<ReportSection>, 
/**
 * Figures in order.
 */
figures: Array<ReportFigure>, 
/**
 * Above the columns of figures: the period's, the one's before, up to date; empty: there is none.
 */
columns: Array<string>, 
/**
 * 暂存 records of the period, which are not counted.
 */
provisional: number, 
/**
 * What could not be computed and why.
 */
notes: Array<string>, 
/**
 * Where the interface keeps what is being written of it.
 */
draft_key: string, 
/**
 * Whether this side writes it; no part of what is issued.
 */
own: boolean, 
/**
 * It is handed in by hand once it is frozen; otherwise its frozen version is the report handed in.
 */
to_hand_in: boolean, 
/**
 * When it was handed in; no part of what is issued.
 */
handed_in?: string, 
/**
 * What it was sent back for; no part of what is issued.
 */
returned?: Returned, 
/**
 * What is to be done elsewhere before it says everything; no part of what is issued.
 */
undone?: Array<string>, 
/**
 * Rows in which everything is 0 are not printed.
 */
leave_out_zeros?: boolean, 
/**
 * Photos, in this order.
 */
photos?: Array<ReportPhoto>, 
/**
 * Figures of earlier closed periods that moved since they were last reported. None: a report that closes no books, or from before
 * there were corrections.
 */
corrections?: Array<ReportCorrection>, };

/**
 * Someone forgot their passphrase.
 */
export type RequestRecovery = { 
/**
 * Staff id, from `start.state`.
 */
staff: string, 
/**
 * Where the request file goes.
 */
destination: Destination, };

/**
 * Settles a conflict: one of the values, or a new one.
 */
export type ResolveRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Field in conflict.
 */
field: string, 
/**
 * The value to keep, by its change.
 */
choose?: [string, number, string] | null, 
/**
 * Or another value, typed.
 */
value?: JsonValue, 
/**
 * Or all of them together.
 */
all?: boolean, 
/**
 * The changes that the user saw in this field; when absent all live ones.
 */
seen?: Array<[string, number, string]>, };

/**
 * Restores from a backup: one of this PC by name, or a file.
 */
export type RestoreBackup = { 
/**
 * Name of one of this PC's backups.
 */
name?: string, 
/**
 * A backup from elsewhere (.hzbackup).
 */
file?: FileIn, 
/**
 * Staff id of the one who restores.
 */
staff: string, 
/**
 * Their passphrase at the time of the backup.
 */
passphrase: string, };

/**
 * A return that still waits for the station.
 */
export type Returned = { 
/**
 * The comment or verdict.
 */
annotation: string, 
/**
 * What it is about.
 */
target: RecordRef, 
/**
 * What is asked.
 */
text: string, 
/**
 * Name of who asks.
 */
who: string, 
/**
 * The county asks; otherwise the supervisor.
 */
by_county: boolean, 
/**
 * When, in milliseconds.
 */
at_ms: number, };

/**
 * A record that the county or the supervisor sent back.
 */
export type ReturnedItem = { 
/**
 * The comment or verdict.
 */
annotation: string, 
/**
 * What it is about.
 */
target: RecordRef, 
/**
 * Readable name of that.
 */
title: string, 
/**
 * What they wrote.
 */
text: string, 
/**
 * Who.
 */
who: string, 
/**
 * When, in milliseconds.
 */
at_ms: number, };

/**
 * Asks for masked values.
 */
export type RevealRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * Record id.
 */
id: string, 
/**
 * Which fields; empty means all masked ones.
 */
fields?: Array<string>, 
/**
 * Why, for the county: of a person who has not consented that it sees them in full.
 */
override_reason?: string, };

/**
 * The values asked for.
 */
export type Revealed = { 
/**
 * Values in full.
 */
fields: { [key in string]: JsonValue }, 
/**
 * For fields in conflict: every value in full, in the order of `ConflictView.values`.
 */
conflicts: { [key in string]: Array<JsonValue> }, };

/**
 * A paper that waits for the supervisor.
 */
export type ReviewItem = { 
/**
 * The paper.
 */
target: RecordRef, 
/**
 * 需求预估表 …
 */
label: string, 
/**
 * Its case.
 */
case: string, 
/**
 * Name of the person.
 */
person: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * Who wrote it last.
 */
who: string, 
/**
 * When, in milliseconds.
 */
at_ms: number, };

/**
 * A supervisor's verdict on a paper.
 */
export type ReviewRequest = { 
/**
 * The paper.
 */
target: RecordRef, 
/**
 * Code of `review_verdict`.
 */
verdict: string, 
/**
 * What is to be changed, or a remark.
 */
text?: string, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * How a paper stands with the supervisor.
 */
export type ReviewState = "waiting" | "approved" | "returned";

/**
 * Shuts a PC out.
 */
export type RevokeDevice = { 
/**
 * Its id.
 */
device: string, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * What a person may do here.
 */
export type Role = "worker" | "supervisor" | "county";

/**
 * Where a copy of the sealed root-key file goes.
 */
export type RootKeyCopy = { 
/**
 * A stick or a download.
 */
destination: Destination, };

/**
 * The county's public root key, and whether this PC holds the sealed private one.
 */
export type RootKeyView = { 
/**
 * The public root key; `hezhan-hub init` asks for it.
 */
root_key: string, 
/**
 * The county id; `hezhan-hub init` asks for it.
 */
county_id: string, 
/**
 * The sealed root-key file lies on this PC.
 */
here: boolean, };

/**
 * Who the person of a row is.
 */
export type RowAction = "same" | "new" | "leave";

/**
 * A decision about one row.
 */
export type RowChoice = { 
/**
 * Who it is.
 */
action: RowAction | null, 
/**
 * Fields in which this row's value stands above that of an earlier row or of the file.
 */
take: Array<string>, };

/**
 * Where the rows go: `rows = stored + merged + reported + skipped`.
 */
export type RowCounts = { 
/**
 * Rows of the sheet.
 */
rows: number, 
/**
 * Stored, or on file already just so.
 */
stored: number, 
/**
 * Taken into another row's record, or recorded already.
 */
merged: number, 
/**
 * Given back.
 */
reported: number, 
/**
 * Titles, headers, totals, signatures, empty rows.
 */
skipped: number, };

/**
 * What becomes of a row.
 */
export type RowFate = "stored" | "merged" | "reported" | "skipped";

/**
 * A row that is not stored by itself, and why.
 */
export type RowNote = { 
/**
 * The row.
 */
row: number, 
/**
 * What becomes of it.
 */
fate: RowFate, 
/**
 * Name in the row, where there is one.
 */
name: string, 
/**
 * Why.
 */
reasons: Array<string>, };

/**
 * A rule to choose.
 */
export type RuleRow = { 
/**
 * Its name.
 */
name: string, 
/**
 * What is to be done.
 */
label: string, 
/**
 * The clause it comes from.
 */
clause: string, };

/**
 * Runs the import.
 */
export type RunLedger = { 
/**
 * The opened file.
 */
id: string, 
/**
 * What was chosen.
 */
choices: LedgerChoices, 
/**
 * Reports progress and can be cancelled under this id.
 */
task?: string, };

/**
 * A saved record.
 */
export type SaveAnswer = { 
/**
 * The record as it now stands.
 */
record: RecordView, 
/**
 * Warnings that did not hinder the save.
 */
findings: Array<FieldFinding>, };

/**
 * What she confirmed, to be saved with a record.
 */
export type SaveAttachments = { 
/**
 * Kind of the record.
 */
kind: string, 
/**
 * Its id.
 */
id: string, 
/**
 * The files.
 */
items: Array<NewAttachment>, };

/**
 * Keeps a form.
 */
export type SaveForm = { 
/**
 * Its id; none: a new one.
 */
id?: string, 
/**
 * Name.
 */
name: string, 
/**
 * How often it is filled.
 */
each: string, 
/**
 * Stations fill it.
 */
for_stations: boolean, 
/**
 * It is in use.
 */
active: boolean, 
/**
 * A new file, where it is one.
 */
file?: FileIn, 
/**
 * What goes where.
 */
mapping: Mapping, };

/**
 * Sets a parameter from a date on.
 */
export type SaveParameter = { 
/**
 * Name as the program knows it.
 */
name: string, 
/**
 * Value.
 */
value: string, 
/**
 * In force from this date on.
 */
effective_from: string, 
/**
 * Document it rests on.
 */
document_no?: string, };

/**
 * A form to be saved.
 */
export type SaveRequest = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * The record; none makes a new one.
 */
id?: string | null, 
/**
 * Fields to set; null clears; fields not sent stay as they are.
 */
fields: { [key in string]: JsonValue }, 
/**
 * The `refs` of the view that the form was opened with.
 */
seen?: { [key in string]: Array<[string, number, string]> }, 
/**
 * Save as 暂存.
 */
provisional?: boolean, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * Sets a target.
 */
export type SaveTarget = { 
/**
 * The target to change; none makes a new one, or changes the one of that name.
 */
id?: string, 
/**
 * Year.
 */
year: number, 
/**
 * Stations it is for (county); a station's own when empty.
 */
stations?: Array<string>, 
/**
 * Name.
 */
name: string, 
/**
 * 依据
 */
document_no?: string, 
/**
 * What it counts, each figure once.
 */
subs: Array<SubTarget>, };

/**
 * What was saved.
 */
export type SavedAttachments = { 
/**
 * The new records.
 */
items: Array<AttachmentView>, 
/**
 * Why others were not added, each a sentence.
 */
skipped: Array<string>, };

/**
 * A page of a scan as a picture.
 */
export type ScanPage = { 
/**
 * PNG, base64; null when this page cannot be shown here.
 */
png: string | null, 
/**
 * Pages of the scan; 0 when they cannot be counted.
 */
pages: number, };

/**
 * Asks for a page of a scan.
 */
export type ScanPageRequest = { 
/**
 * Record id.
 */
id: string, 
/**
 * Page, from 0.
 */
page: number, };

/**
 * A scheme to choose.
 */
export type SchemeChoice = { 
/**
 * Record id.
 */
id: string, 
/**
 * Title.
 */
title: string, };

/**
 * A scheme of the county.
 */
export type SchemeRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * All its points.
 */
points: string, 
/**
 * Items.
 */
items: number, 
/**
 * Stations evaluate themselves by it.
 */
in_use: boolean, 
/**
 * What does not add up yet.
 */
faults: Array<string>, };

/**
 * Schemes: those that the program brings, and the county's.
 */
export type Schemes = { 
/**
 * To begin from.
 */
built_in: Array<BuiltInScheme>, 
/**
 * The county's, the newest first.
 */
own: Array<SchemeRow>, };

/**
 * Gives an item its score.
 */
export type ScoreItem = { 
/**
 * The evaluation.
 */
id: string, 
/**
 * The item.
 */
item: string, 
/**
 * 得分
 */
score: string, 
/**
 * 扣分说明
 */
reason: string, };

/**
 * A section of a frozen report.
 */
export type SectionInPack = { 
/**
 * Heading.
 */
heading: string, 
/**
 * Text.
 */
text: string, };

/**
 * What stands below the text of a section.
 */
export type SectionPart = { "type": "figures", 
/**
 * Above it.
 */
caption: string, 
/**
 * Their codes.
 */
codes: Array<string>, } | { "type": "table" } & ReportTable | { "type": "chart" } & ReportChart | { "type": "photos", };

/**
 * A part of a form under one heading.
 */
export type SectionView = { 
/**
 * Identifier within the kind.
 */
name: string, 
/**
 * Heading.
 */
label: string, };

/**
 * A self-evaluation as it stands today.
 */
export type SelfEvaluationView = { 
/**
 * Record id.
 */
id: string, 
/**
 * Station code.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * Year.
 */
year: number, 
/**
 * Title of the scheme.
 */
scheme: string, 
/**
 * 依据
 */
source: string, 
/**
 * 自评日期
 */
made_date: string, 
/**
 * 自评说明
 */
summary: string, 
/**
 * All points.
 */
points: string, 
/**
 * Given so far.
 */
score: string, 
/**
 * Grade; empty below the lowest.
 */
grade: string, 
/**
 * Grades and where they begin: `五星级 110`.
 */
grades: Array<string>, 
/**
 * Whether the person at this PC may score.
 */
editable: boolean, 
/**
 * Dimensions in order.
 */
dimensions: Array<DimensionView>, 
/**
 * Items in order.
 */
items: Array<ItemView>, 
/**
 * What lacks, item by item.
 */
gaps: Array<Gap>, 
/**
 * Items with less than all their points.
 */
deductions: Array<Deduction>, 
/**
 * What is to be put right.
 */
tasks: Array<RectificationView>, };

/**
 * Gives something back to its station, as a task.
 */
export type SendBack = { 
/**
 * Its place.
 */
place: string, 
/**
 * By when the station is to see to it.
 */
due_date: string, };

/**
 * Sends papers to the printer.
 */
export type SendRequest = { 
/**
 * Where the PDF lies while it is printed, on a system that prints files only.
 */
to?: Destination, 
/**
 * Which, in this order.
 */
papers: Array<PaperOf>, 
/**
 * How many of each in the PDF (1 when absent).
 */
copies?: number, 
/**
 * Two pages of the PDF to a sheet.
 */
two_up?: boolean, 
/**
 * Leaves the photos of the records away.
 */
without_photos?: boolean, 
/**
 * For whom; by default the station's own at a station, masked at the county.
 */
privacy?: Privacy, 
/**
 * Why a paper for outside tells of somebody who has not consented, or has withdrawn it; a supervisor's, and kept.
 */
override_reason?: string, 
/**
 * Id under which progress is told and the work can be cancelled.
 */
task?: string, };

/**
 * How far changes have travelled.
 */
export type Sending = { 
/**
 * 已保存, 待发送
 */
saved: number, 
/**
 * 已送达
 */
delivered: number, 
/**
 * 县里已入库
 */
taken_in: number, };

/**
 * What became of it.
 */
export type SentToPrinter = { 
/**
 * The printer took it.
 */
sent: boolean, 
/**
 * What happened, and what to do now.
 */
message: string, 
/**
 * The file, where one was needed.
 */
file: FileOut | null, 
/**
 * Characters that no font of this machine can draw.
 */
missing_glyphs: string, 
/**
 * Photos that are not on these papers.
 */
left_out: PhotosLeftOut, };

/**
 * What was recorded.
 */
export type ServeAnswer = { 
/**
 * The new records, in the order of the volunteers.
 */
ids: Array<string>, 
/**
 * Warnings that did not hinder.
 */
findings: Array<FieldFinding>, };

/**
 * One activity of several volunteers.
 */
export type ServeRequest = { 
/**
 * What they have in common: activity, date, place…; `minutes` and `quality` for those who have none of their own.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Who took part.
 */
volunteers: Array<Served>, 
/**
 * Save as 暂存.
 */
provisional?: boolean, 
/**
 * The draft that this makes superfluous.
 */
draft?: string | null, };

/**
 * One who took part.
 */
export type Served = { 
/**
 * Volunteer id.
 */
volunteer: string, 
/**
 * Minutes really given, where they differ.
 */
minutes?: number | null, 
/**
 * Evaluation, where it differs.
 */
quality?: string, };

/**
 * One of them.
 */
export type ServiceItemView = { 
/**
 * Code of table `area`.
 */
area: string, 
/**
 * Its code.
 */
code: string, 
/**
 * What it is called.
 */
label: string, };

/**
 * The county's items that are in use.
 */
export type ServiceItems = { 
/**
 * In the order in which they were added.
 */
items: Array<ServiceItemView>, };

/**
 * A service record and how it stands.
 */
export type ServiceRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Volunteer.
 */
volunteer: string, 
/**
 * Name of the volunteer.
 */
name: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * 活动名称
 */
activity: string, 
/**
 * Day.
 */
date: string, 
/**
 * Hours.
 */
hours: string, 
/**
 * 地点
 */
place: string, 
/**
 * 组织单位
 */
organizer: string, 
/**
 * 评价, readable; empty when not evaluated.
 */
quality: string, 
/**
 * How it stands against the ten working days.
 */
standing: ServiceStanding, 
/**
 * The same in words; empty when there is nothing to say.
 */
remark: string, 
/**
 * 暂存
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * How a service record stands.
 */
export type ServiceStanding = "in_time" | "late" | "open" | "overdue" | "unknown";

/**
 * A page of service records.
 */
export type ServicesAnswer = { 
/**
 * Newest first.
 */
rows: Array<ServiceRow>, 
/**
 * How many match.
 */
total: number, };

/**
 * Asks for service records.
 */
export type ServicesRequest = { 
/**
 * Only of this volunteer.
 */
volunteer?: string | null, 
/**
 * Words of the activity, its place or content.
 */
text?: string, 
/**
 * Only of this year.
 */
year?: number | null, 
/**
 * Only those not completed yet.
 */
open?: boolean, 
/**
 * Column of the list; without it the newest first.
 */
sort?: SortBy | null, 
/**
 * Skip so many.
 */
offset?: number, 
/**
 * At most so many (default 100).
 */
limit?: number | null, };

/**
 * A session with who was there.
 */
export type SessionLine = { 
/**
 * The record.
 */
record: RecordView, 
/**
 * Mark by member id: code of `attendance`.
 */
marks: { [key in string]: string }, 
/**
 * Members who were to come (应到).
 */
expected: Array<string>, 
/**
 * Members who came (实到).
 */
present: number, 
/**
 * Attendance may be taken: not cancelled, and its day has come.
 */
open: boolean, };

/**
 * Says whether a person still works here.
 */
export type SetActive = { 
/**
 * Staff record id.
 */
staff: string, 
/**
 * Still works here.
 */
active: boolean, };

/**
 * Something that was set aside.
 */
export type SetAsideRow = { 
/**
 * Its place; give it back to send it back.
 */
place: string, 
/**
 * Station and PC that wrote it.
 */
whose: string, 
/**
 * Code of the station; none of the county, or where it is not known.
 */
station: string | null, 
/**
 * When the first of it was written, in milliseconds.
 */
written_ms: number | null, 
/**
 * What it is: the kind of a single record, else how many changes.
 */
what: string, 
/**
 * Why it was set aside.
 */
why: string, 
/**
 * What can be done.
 */
what_now: string, 
/**
 * The station has been given a task about it.
 */
sent_back: boolean, };

/**
 * Tells the county where its hub is.
 */
export type SetHub = { 
/**
 * The hub's connection line as `hezhan-hub init` printed it; empty for "USB only".
 */
hub: string, 
/**
 * Passphrase of the root key.
 */
root_passphrase: string, };

/**
 * Sets when the screen locks by itself.
 */
export type SetIdle = { 
/**
 * Minutes without activity; 0 never.
 */
minutes: number, };

/**
 * The share of a worker or a village.
 */
export type ShareRow = { 
/**
 * Name.
 */
name: string, 
/**
 * Done.
 */
done: string, 
/**
 * Of what all of them did.
 */
share: string, 
/**
 * At the end, by the pace until now; empty once it is over.
 */
at_end: string, };

/**
 * The shares.
 */
export type Shares = { 
/**
 * What is counted.
 */
label: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * By worker, the most first.
 */
workers: Array<ShareRow>, 
/**
 * By village.
 */
villages: Array<ShareRow>, };

/**
 * Asks for the shares of a sub-target.
 */
export type SharesRequest = { 
/**
 * The sub-target.
 */
sub: string, 
/**
 * Year of the page; this year when absent.
 */
year?: number, 
/**
 * Station (for the county).
 */
station?: string, };

/**
 * A sheet to choose.
 */
export type SheetView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Hidden in the workbook.
 */
hidden: boolean, 
/**
 * Rows that hold something.
 */
rows: number, 
/**
 * Known columns; 0 when no header was found.
 */
known: number, };

/**
 * Which side this PC is on.
 */
export type Side = "station" | "county";

/**
 * Two files side by side.
 */
export type SideBySide = { 
/**
 * One; of two the older is proposed to stay.
 */
one: PersonBrief, 
/**
 * The other.
 */
other: PersonBrief, 
/**
 * Which of them is proposed to stay.
 */
stays: string, 
/**
 * Every field in which at least one says something.
 */
fields: Array<SideField>, 
/**
 * How much has been done under each: visits, cases and so on.
 */
done: Array<SideCount>, 
/**
 * What speaks against it: two different valid numbers.
 */
warnings: Array<string>, };

/**
 * How many records of a kind each has.
 */
export type SideCount = { 
/**
 * Label of the kind.
 */
label: string, 
/**
 * Under one.
 */
one: number, 
/**
 * Under the other.
 */
other: number, };

/**
 * A field of two files.
 */
export type SideField = { 
/**
 * Name of the field.
 */
field: string, 
/**
 * Its label.
 */
label: string, 
/**
 * What one says, masked where the field is.
 */
one: string, 
/**
 * What the other says.
 */
other: string, 
/**
 * They say something else.
 */
differs: boolean, };

/**
 * Signs somebody on file in, or out again.
 */
export type SignInRequest = { 
/**
 * The activity.
 */
activity: string, 
/**
 * The person.
 */
recipient: string, 
/**
 * False takes the name off again.
 */
present: boolean, };

/**
 * Marks lines as signed, or takes the mark away.
 */
export type SignRequest = { 
/**
 * The distribution.
 */
id: string, 
/**
 * Lines; all that are not signed when empty.
 */
lines?: Array<string>, 
/**
 * Signed, or not after all.
 */
signed: boolean, };

/**
 * The column by which a list is sorted: a key of its rows, as `person.name`.
 */
export type SortBy = { 
/**
 * Key of the column.
 */
column: string, 
/**
 * Greatest first.
 */
descending?: boolean, };

/**
 * What a cell or a placeholder says.
 */
export type Source = { "is": "figure", 
/**
 * Its code.
 */
code: string, 
/**
 * Over which days.
 */
over: Over, } | { "is": "word", 
/**
 * Which.
 */
word: FormWord, } | { "is": "text", 
/**
 * What.
 */
text: string, };

/**
 * A column of a register.
 */
export type SpecialColumn = { 
/**
 * Key of the cells.
 */
key: string, 
/**
 * Heading.
 */
label: string, };

/**
 * A figure above a register.
 */
export type SpecialFigure = { 
/**
 * What it is.
 */
label: string, 
/**
 * What it says.
 */
value: string, 
/**
 * Rows marked with this are what it counts; none: all rows.
 */
mark: string | null, };

/**
 * Something that wants attention.
 */
export type SpecialPrompt = { 
/**
 * What.
 */
text: string, 
/**
 * Red, or else only to be known.
 */
urgent: boolean, 
/**
 * The record it is about.
 */
record: RecordRef | null, 
/**
 * A category that one click ends (`registers.settle_age`).
 */
ends_category: string | null, };

/**
 * A register.
 */
export type SpecialRegister = { 
/**
 * All registers with how many are in each today.
 */
registers: Array<CountOf>, 
/**
 * Month shown.
 */
month: string, 
/**
 * The day by which people are registered: the last of the month, or today.
 */
day: string, 
/**
 * What the figures above the table say: 月探访率 90%（45/50）.
 */
figures: Array<SpecialFigure>, 
/**
 * Columns.
 */
columns: Array<SpecialColumn>, 
/**
 * Rows, those that want attention first.
 */
rows: Array<SpecialRow>, 
/**
 * How many rows there are in all, of that mark if one was asked for.
 */
total: number, };

/**
 * Which register.
 */
export type SpecialRegisterRequest = { 
/**
 * `left_behind_child`, `child_in_difficulty`, `elderly_hardship`, `tekun`, `disabled` or `dibao`.
 */
register: string, 
/**
 * `2026-11`; this month when absent.
 */
month?: string | null, 
/**
 * Of this station, at the county.
 */
station?: string | null, 
/**
 * Only the rows that the figure with this mark counts.
 */
mark?: string | null, 
/**
 * Name, pinyin or initials, last four of the ID, village.
 */
text?: string, 
/**
 * Column of the register; without it those that want attention first.
 */
sort?: SortBy | null, };

/**
 * A person in a register.
 */
export type SpecialRow = { 
/**
 * The person.
 */
person: PersonBrief, 
/**
 * Responsible worker.
 */
worker: string, 
/**
 * When the next visit is due.
 */
next_visit: string | null, 
/**
 * That is before today.
 */
overdue: boolean, 
/**
 * Readable text by column.
 */
cells: { [key in string]: string }, 
/**
 * What wants attention, in sentences.
 */
prompts: Array<SpecialPrompt>, 
/**
 * Which figures count this row.
 */
marks: Array<string>, };

/**
 * Names a person.
 */
export type StaffRef = { 
/**
 * Staff record id.
 */
staff: string, };

/**
 * A person in the list.
 */
export type StaffRow = { 
/**
 * Staff record id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: Role, 
/**
 * Telephone.
 */
phone: string, 
/**
 * Still works here.
 */
active: boolean, 
/**
 * Can unlock this PC.
 */
enabled_here: boolean, 
/**
 * The one who asks.
 */
me: boolean, };

/**
 * Someone who may unlock this PC.
 */
export type StaffSlot = { 
/**
 * Staff record id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: Role, };

/**
 * Which page comes first.
 */
export type Stage = "fresh" | "locked" | "open";

/**
 * Where a stage lies seen from now.
 */
export type StagePlace = "passed" | "here" | "ahead";

/**
 * One stage of the stepper.
 */
export type StageStep = { 
/**
 * Stage code.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Passed, here or ahead.
 */
place: StagePlace, };

/**
 * Begins the evaluation of a year.
 */
export type StartEvaluation = { 
/**
 * Year.
 */
year: number, 
/**
 * A scheme that is in use.
 */
scheme: string, };

/**
 * Where this PC stands.
 */
export type StartState = { 
/**
 * Which page comes first.
 */
stage: Stage, 
/**
 * What this PC is, once set up.
 */
place: PcIdentity | null, 
/**
 * Who may unlock here.
 */
staff: Array<StaffSlot>, 
/**
 * Who is unlocked.
 */
person: Person | null, 
/**
 * Minutes without activity until the screen locks; 0 never.
 */
idle_minutes: number, 
/**
 * Practice mode, when it is open.
 */
practice: PracticeState | null, 
/**
 * Something is wrong with this PC's data, to be said before anything else.
 */
warning: string | null, 
/**
 * Version of the program.
 */
version: string, };

/**
 * A station's line.
 */
export type StationCompliance = { 
/**
 * Code.
 */
station: string, 
/**
 * Name.
 */
name: string, 
/**
 * Its checks, in the order of the titles.
 */
checks: Array<CheckView>, };

/**
 * A station's.
 */
export type StationFigures = { 
/**
 * Code.
 */
station: string, 
/**
 * Name.
 */
name: string, 
/**
 * All of it, each session and training once.
 */
times: TimesView, 
/**
 * 督导覆盖率
 */
supervised: string, 
/**
 * 培训覆盖率
 */
trained: string, 
/**
 * 人均学时
 */
trained_each: string, 
/**
 * Person by person.
 */
members: Array<MemberFigures>, };

/**
 * A station in a pack.
 */
export type StationInPack = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, };

/**
 * One station on the board.
 */
export type StationLine = { 
/**
 * 11-digit code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * PCs in use.
 */
devices: number, 
/**
 * The program of each, by letter: version and system, or that it is not known yet.
 */
programs: Array<StationProgram>, 
/**
 * When its newest work arrived, in milliseconds.
 */
last_contact_ms: number | null, 
/**
 * By which route: 网络, U盘 or —.
 */
route: string, 
/**
 * What has not arrived, in a sentence.
 */
missing: string | null, 
/**
 * Living files.
 */
recipients: number, 
/**
 * New files this month.
 */
new_recipients: number, 
/**
 * Effective visits this month.
 */
visits: number, 
/**
 * Persons served this month.
 */
persons: number, 
/**
 * Cases opened this month.
 */
cases_new: number, 
/**
 * Cases open at the month's end.
 */
cases_open: number, 
/**
 * Cases closed this month.
 */
cases_closed: number, 
/**
 * Groups under way this month (R19).
 */
groups: number, 
/**
 * Case sessions this month.
 */
case_sessions: number, 
/**
 * Group sessions this month.
 */
group_sessions: number, 
/**
 * Community activities this month.
 */
activities: number, 
/**
 * Person-times at these.
 */
activity_person_times: number, 
/**
 * Harm to minors not yet reported to the police.
 */
unreported: number, 
/**
 * The month's brief.
 */
brief: BriefHandedIn, 
/**
 * The newest version of it.
 */
brief_id: string | null, };

/**
 * The program of a station's PC.
 */
export type StationProgram = { 
/**
 * The PC's letter.
 */
letter: string, 
/**
 * Version of its program, as its newest bundle told; none from one that did not say so yet.
 */
version: string | null, 
/**
 * The PC that it is built for, in words; to choose the update file by.
 */
system: string | null, };

/**
 * Who of a station has read a document.
 */
export type StationReadings = { 
/**
 * Code.
 */
station: string, 
/**
 * Name.
 */
name: string, 
/**
 * Who has, with the day.
 */
read: Array<Reading>, 
/**
 * Who has not: names.
 */
unread: Array<string>, };

/**
 * How punctual a station was.
 */
export type StationReports = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Whom to call: name and number.
 */
telephone: string, 
/**
 * When its newest work came, in milliseconds.
 */
heard_ms: number | null, 
/**
 * Was due by today.
 */
due: number, 
/**
 * Came in time.
 */
on_time: number, 
/**
 * Came late.
 */
late: number, 
/**
 * Has not come.
 */
owing: number, 
/**
 * 按时率
 */
rate: string, };

/**
 * A station of the county.
 */
export type StationRow = { 
/**
 * Township code and two digits.
 */
code: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Confirmed PCs that are not revoked.
 */
devices: number, 
/**
 * Join files given out whose PC has not been confirmed.
 */
open_join_files: number, };

/**
 * What a station adds to it.
 */
export type StationSum = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * As it reported, printed.
 */
reported: string, 
/**
 * It has reported the whole period; else what stands now.
 */
frozen: boolean, 
/**
 * As it stands now.
 */
now: string, };

/**
 * How far one station is.
 */
export type StationTargets = { 
/**
 * Station code.
 */
code: string, 
/**
 * Targets set.
 */
total: number, 
/**
 * Of these reached.
 */
reached: number, 
/**
 * The least finished one: its name.
 */
lowest: string, 
/**
 * And its completion.
 */
lowest_rate: string, };

/**
 * How far a step is.
 */
export type StepState = "open" | "waiting" | "done";

/**
 * The way by stick.
 */
export type StickLine = { 
/**
 * Changes that a stick would carry: not yet taken in by the county.
 */
waiting: number, 
/**
 * When something was last written to a stick, in milliseconds.
 */
last_export_ms: number | null, 
/**
 * When something was last read from a stick, in milliseconds.
 */
last_import_ms: number | null, };

/**
 * How hard a passphrase is to guess.
 */
export type Strength = "weak" | "enough" | "good";

/**
 * What a target counts.
 */
export type SubTarget = { 
/**
 * Code of the figure.
 */
figure: string, 
/**
 * Wanted in the year, as kept (分, minutes, or the number itself); a text that is no number is refused.
 */
target: number | string | null, };

/**
 * A sub-target and how far it is.
 */
export type SubTargetRow = { 
/**
 * Record id; of a number of an agreement its own.
 */
id: string, 
/**
 * Code of the figure.
 */
figure: string, 
/**
 * Its label; the code when this program version does not know it.
 */
label: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Wanted in the year, as kept (分, minutes, or the number itself).
 */
target: number, 
/**
 * Wanted, as shown.
 */
target_text: string, 
/**
 * Done, with what was added by hand; `—` where the figure is not known here.
 */
done_text: string, 
/**
 * This month; empty for another year.
 */
month_text: string, 
/**
 * Of the year's figure, added by hand.
 */
adjusted_text: string, 
/**
 * What was added by hand.
 */
adjusts: Array<AdjustRow>, 
/**
 * Completion.
 */
rate: string, 
/**
 * Where it will end at the pace until now; none before it begins and once it is over.
 */
projection?: ProjectionRow, };

/**
 * Asks how a county figure comes about.
 */
export type SumRequest = { 
/**
 * `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
 */
period: string, 
/**
 * Code of the figure.
 */
figure: string, };

/**
 * The draft of a summary.
 */
export type SummaryDraft = { 
/**
 * What the record says, in sentences.
 */
text: string, };

/**
 * Asks for the table of a period.
 */
export type SummaryRequest = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * The figures of a year.
 */
export type SupervisionFigures = { 
/**
 * Year.
 */
year: number, 
/**
 * A station each that this PC shows.
 */
stations: Array<StationFigures>, };

/**
 * Takes the figures out.
 */
export type SupervisionOut = { 
/**
 * Which year.
 */
asked: SupervisionRequest, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * Asks for the figures of a year, as far as it has gone.
 */
export type SupervisionRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, };

/**
 * Two or more files that may be one person's.
 */
export type SuspectGroup = { 
/**
 * Why they stand together.
 */
why: string, 
/**
 * The same valid number; else only likeness.
 */
certain: boolean, 
/**
 * The files.
 */
people: Array<PersonBrief>, };

/**
 * One of them.
 */
export type SuspectPerson = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Village.
 */
village: string, 
/**
 * Name of the station.
 */
station: string, };

/**
 * 疑似重复: files that may be one person's.
 */
export type SuspectedFiles = { 
/**
 * The surest first.
 */
groups: Array<SuspectGroup>, 
/**
 * Files that were merged already, and into which.
 */
merged: Array<MergedPair>, };

/**
 * People in two files who may be the same one.
 */
export type Suspects = { 
/**
 * Why they are suspected.
 */
reason: string, 
/**
 * The people.
 */
people: Array<SuspectPerson>, };

/**
 * Sends and receives now.
 */
export type SyncNow = { 
/**
 * Answer only when the run has ended.
 */
wait?: boolean, };

/**
 * Where this PC's changes are, and how the lines to the county do.
 */
export type SyncStatus = { 
/**
 * One sentence: where her work is.
 */
sentence: string, 
/**
 * Changes of this PC by how far they have travelled.
 */
counts: TravelCounts, 
/**
 * Photos and scans, counted apart.
 */
photos: PhotoCounts, 
/**
 * The line to the hub; none when the county works by USB stick only.
 */
hub: HubLine | null, 
/**
 * The way by stick.
 */
stick: StickLine, 
/**
 * The county has confirmed this PC.
 */
confirmed: boolean, 
/**
 * Changes that others wrote and that have not arrived yet, each with a sentence.
 */
missing: Array<string>, 
/**
 * What was set aside on arrival: how much.
 */
set_aside: number, 
/**
 * What the county has and this PC has not, or the other way about, each with a sentence.
 */
differences: Array<string>, };

/**
 * How far the stations are with their targets.
 */
export type TargetBoard = { 
/**
 * Year.
 */
year: number, 
/**
 * Stations that have targets.
 */
stations: Array<StationTargets>, };

/**
 * Asks how far the stations are.
 */
export type TargetBoardRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, };

/**
 * A target and how far it is.
 */
export type TargetRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Set by the county: the station sees it and cannot change it.
 */
by_county: boolean, 
/**
 * 依据
 */
document_no: string, 
/**
 * The agreement that asks for it, and in which it is changed; none for one that was set by itself.
 */
agreement: string | null, 
/**
 * What it is counted over where that is not the calendar year: `2026-10-01 至 2027-09-30`.
 */
term: string, 
/**
 * Its term is over, or its agreement was ended: it is counted no further.
 */
ended: boolean, 
/**
 * Whether the person at this PC may change it.
 */
editable: boolean, 
/**
 * What it counts.
 */
subs: Array<SubTargetRow>, 
/**
 * Completion: `93.3%`, `100%`, `—`.
 */
rate: string, 
/**
 * The same in thousandths, for a bar; none for `—`.
 */
thousandths: number | null, 
/**
 * All of it is done.
 */
reached: boolean, };

/**
 * Targets of a year.
 */
export type Targets = { 
/**
 * Year.
 */
year: number, 
/**
 * Station code; empty at the county before one is chosen.
 */
station: string, 
/**
 * Its name.
 */
station_name: string, 
/**
 * The targets: the agreement's first, then the county's, then the station's own.
 */
targets: Array<TargetRow>, 
/**
 * Whether the person at this PC may set targets.
 */
may_set: boolean, 
/**
 * Figures a target can count.
 */
figures: Array<FigureChoice>, };

/**
 * Asks for the targets of a year.
 */
export type TargetsRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, 
/**
 * Station (for the county).
 */
station?: string | null, };

/**
 * How far long work is.
 */
export type TaskView = { 
/**
 * The id the interface gave when it asked.
 */
task: string, 
/**
 * What is being done, in Chinese.
 */
title: string, 
/**
 * Units done.
 */
done: number, 
/**
 * Units in all; 0 when unknown.
 */
total: number, 
/**
 * The step it is at, in Chinese.
 */
step: string, };

/**
 * Scores before and after.
 */
export type TestsView = { 
/**
 * Members with both scores.
 */
members: number, 
/**
 * Mean before, as printed.
 */
pre: string, 
/**
 * Mean after.
 */
post: string, 
/**
 * Scored higher after.
 */
higher: number, 
/**
 * Scored lower after.
 */
lower: number, };

/**
 * Thumbnails by record id, base64 JPEG.
 */
export type Thumbnails = { 
/**
 * As many as one answer holds; ask again for the rest.
 */
thumbnails: { [key in string]: string }, };

/**
 * Everything done for a person, newest first.
 */
export type Timeline = { 
/**
 * Items of this page.
 */
items: Array<TimelineItem>, 
/**
 * How many there are.
 */
total: number, };

/**
 * One thing done for a person.
 */
export type TimelineItem = { 
/**
 * Record kind.
 */
kind: string, 
/**
 * 走访, 过程记录 …
 */
kind_label: string, 
/**
 * Record id.
 */
id: string, 
/**
 * The case it belongs to.
 */
case: string | null, 
/**
 * Date, as typed.
 */
date: string, 
/**
 * One line: what it was.
 */
title: string, 
/**
 * A little more.
 */
detail: string, 
/**
 * Who did it.
 */
who: string, 
/**
 * 暂存.
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * Asks for a page of a timeline.
 */
export type TimelineRequest = { 
/**
 * Recipient id.
 */
id: string, 
/**
 * At most this many (default 100).
 */
limit?: number | null, 
/**
 * Skip this many.
 */
offset?: number, };

/**
 * Times and hours.
 */
export type TimesView = { 
/**
 * 督导次数
 */
sessions: number, 
/**
 * 督导小时
 */
supervised: string, 
/**
 * How many sessions do not say how long they took.
 */
untimed: number, 
/**
 * 培训次数
 */
courses: number, 
/**
 * 培训学时
 */
trained: string, };

/**
 * Services of a year as they are filed.
 */
export type Traces = { 
/**
 * So many days a service has for its record and photo.
 */
days: number, 
/**
 * Services whose days are over.
 */
services: number, 
/**
 * Of these with record and photo.
 */
whole: number, 
/**
 * The others, the oldest first.
 */
lacking: Array<LackingService>, };

/**
 * Asks for what lacks.
 */
export type TracesRequest = { 
/**
 * Year; this year when absent.
 */
year?: number | null, 
/**
 * Only of this station, for the county.
 */
station?: string | null, };

/**
 * Changes by how far they have travelled.
 */
export type TravelCounts = { 
/**
 * 已保存, not sent yet.
 */
saved: number, 
/**
 * 已送达: the hub's receipt is verified.
 */
delivered: number, 
/**
 * 县里已入库: covered by a county checkpoint.
 */
taken_in: number, };

/**
 * What came in after another try.
 */
export type TriedAgain = { 
/**
 * Changes that came in.
 */
taken: number, 
/**
 * What is still set aside.
 */
left: Array<SetAsideRow>, };

/**
 * Names two files.
 */
export type TwoFiles = { 
/**
 * One.
 */
one: string, 
/**
 * The other.
 */
other: string, };

/**
 * What undoing an import does, or has done.
 */
export type UndoAnswer = { 
/**
 * Records that are deleted.
 */
deleted: number, 
/**
 * Records whose fields are put back.
 */
restored: number, 
/**
 * What stays, because others have worked on it since.
 */
kept: Array<KeptRecord>, };

/**
 * What became of taking it back.
 */
export type UndoneHandover = { 
/**
 * How many pieces went back.
 */
back: number, 
/**
 * How many stayed, because somebody has changed them since.
 */
stayed: number, };

/**
 * Unlocks this PC.
 */
export type Unlock = { 
/**
 * Staff id, from `start.state`.
 */
staff: string, 
/**
 * Their passphrase.
 */
passphrase: string, };

/**
 * An update file.
 */
export type UpdateOffer = { 
/**
 * Its name.
 */
name: string, 
/**
 * The version in it; empty when nothing of it is to be believed.
 */
version: string, 
/**
 * What is new, in a line or two.
 */
notes: string, 
/**
 * Why it is not installed here, and what to do; none: it may be.
 */
refused: string | null, };

/**
 * What a value of a column becomes.
 */
export type ValueChoice = { 
/**
 * Target of the column.
 */
to: string, 
/**
 * As it stands in the file.
 */
raw: string, 
/**
 * A code, or a text that can be read; empty leaves the field empty.
 */
value: string, };

/**
 * A value of a column with codes, dates or names, and what it becomes.
 */
export type ValueView = { 
/**
 * Target of the column.
 */
to: string, 
/**
 * Label of the target.
 */
label: string, 
/**
 * As it stands in the file.
 */
raw: string, 
/**
 * What it becomes, readable; None when it cannot be read.
 */
becomes: string | null, 
/**
 * Why it cannot.
 */
why: string, 
/**
 * How many rows hold it.
 */
count: number, 
/**
 * The first of them.
 */
row: number, 
/**
 * Codes to choose from.
 */
table: string | null, 
/**
 * Chosen by hand.
 */
chosen: string | null, };

/**
 * A village of the list.
 */
export type VillageRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Nine digits of its township.
 */
township: string, 
/**
 * Name of the township.
 */
township_name: string, 
/**
 * As it is written.
 */
name: string, 
/**
 * What else it is called.
 */
other_names: string, };

/**
 * The villages known here.
 */
export type VillagesAnswer = { 
/**
 * The county's list, by township and name.
 */
listed: Array<VillageRow>, 
/**
 * What a form offers: those listed for this station, and those that stand on file.
 */
offered: Array<string>, };

/**
 * Counts of a month.
 */
export type VisitCounts = { 
/**
 * All that count (R11), whatever came of it.
 */
visits: number, 
/**
 * Effective visits (人次).
 */
effective: number, 
/**
 * Times at the door (上门次数).
 */
doors: number, 
/**
 * Different people effectively visited.
 */
people: number, 
/**
 * 暂存 ones, not in the numbers above.
 */
provisional: number, };

/**
 * One day.
 */
export type VisitDay = { 
/**
 * The date.
 */
date: string, 
/**
 * Its visits.
 */
visits: Array<VisitRow>, };

/**
 * What a visit form begins with.
 */
export type VisitDefaults = { 
/**
 * Fields to fill in.
 */
fields: { [key in string]: JsonValue }, 
/**
 * Readable text of codes and references among them.
 */
labels: { [key in string]: string }, 
/**
 * The person.
 */
person: PersonBrief | null, 
/**
 * Date of the last visit.
 */
last_visit: string | null, 
/**
 * What the last visit said was to be done.
 */
last_action: string, 
/**
 * Why the next date is what it is, for example 高龄独居，每周探访.
 */
next_date_reason: string, 
/**
 * Harm that stands unreported for this person.
 */
unreported: Array<HarmItem>, };

/**
 * For whom a visit form is opened.
 */
export type VisitDefaultsRequest = { 
/**
 * The person.
 */
recipient?: string | null, 
/**
 * The case it belongs to.
 */
case?: string | null, 
/**
 * The date typed, else today.
 */
date?: string | null, };

/**
 * A month of visits.
 */
export type VisitMonth = { 
/**
 * `2026-11`.
 */
month: string, 
/**
 * Days with visits, newest first.
 */
days: Array<VisitDay>, 
/**
 * Counts of the month (暂存 excluded).
 */
counts: VisitCounts, 
/**
 * Due this month or expected monthly, without an effective visit; longest wait first.
 */
not_visited: Array<NotVisited>, 
/**
 * How many those are in all.
 */
not_visited_total: number, };

/**
 * A visit in a list.
 */
export type VisitRow = { 
/**
 * Visit id.
 */
id: string, 
/**
 * Recipient id.
 */
recipient: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Village.
 */
village: string, 
/**
 * Start time.
 */
time: string, 
/**
 * How, readable.
 */
mode: string, 
/**
 * Result, readable.
 */
result: string, 
/**
 * Counts as effective.
 */
effective: boolean, 
/**
 * Next date.
 */
next_date: string | null, 
/**
 * Who went.
 */
who: string, 
/**
 * Risk level.
 */
risk: string | null, 
/**
 * 暂存.
 */
provisional: boolean, 
/**
 * That it was written long after its day, or into a closed month.
 */
late?: WrittenLate, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * A saved visit.
 */
export type VisitSaveAnswer = { 
/**
 * The visit as it now stands; `provisional` says whether it is final.
 */
record: RecordView, 
/**
 * The mandatory report, when one is due.
 */
report: RecordView | null, 
/**
 * Why it stays 暂存, in sentences; empty when it is final.
 */
stays_provisional: Array<string>, 
/**
 * Counts as an effective visit (R20).
 */
effective: boolean, 
/**
 * Counts towards the indicators (R11); when not, `findings` says why.
 */
counts: boolean, 
/**
 * Warnings that did not hinder.
 */
findings: Array<FieldFinding>, };

/**
 * A visit to be saved, with the police report where one is due.
 */
export type VisitSaveRequest = { 
/**
 * The visit; none makes a new one.
 */
id?: string | null, 
/**
 * Fields to set.
 */
fields: { [key in string]: JsonValue }, 
/**
 * The `refs` of the view.
 */
seen?: { [key in string]: Array<[string, number, string]> }, 
/**
 * Save as 暂存.
 */
provisional?: boolean, 
/**
 * The mandatory report (强制报告), as far as filled.
 */
report?: ReportPart | null, 
/**
 * The draft that this save makes superfluous.
 */
draft?: string | null, };

/**
 * One volunteer in a list.
 */
export type VolunteerRow = { 
/**
 * Record id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Name of the station.
 */
station: string, 
/**
 * 男, 女 or empty.
 */
sex: string, 
/**
 * Full years.
 */
age: number | null, 
/**
 * 居住区域
 */
village: string, 
/**
 * 服务类别, readable.
 */
service_types: string, 
/**
 * 注册日期
 */
registered_date: string, 
/**
 * Hours of the year.
 */
hours: string, 
/**
 * Services of the year.
 */
times: number, 
/**
 * Newest service ever.
 */
last_service: string | null, 
/**
 * Has left.
 */
left: boolean, 
/**
 * 暂存
 */
provisional: boolean, 
/**
 * How far it has travelled.
 */
state: Delivery, };

/**
 * One volunteer in full.
 */
export type VolunteerView = { 
/**
 * The volunteer.
 */
record: RecordView, 
/**
 * Services, newest first.
 */
services: Array<ServiceRow>, 
/**
 * Trainings, newest first.
 */
trainings: Array<RecordView>, 
/**
 * Commendations, newest first.
 */
commendations: Array<RecordView>, 
/**
 * Hours by year, newest first.
 */
years: Array<HoursOfYear>, 
/**
 * Hours in all.
 */
hours: string, };

/**
 * A page of volunteers.
 */
export type VolunteersAnswer = { 
/**
 * Most hours first.
 */
rows: Array<VolunteerRow>, 
/**
 * How many match.
 */
total: number, 
/**
 * The year of the hours.
 */
year: number, 
/**
 * Hours of all that match.
 */
hours: string, 
/**
 * Of these how many gave time that year.
 */
served: number, };

/**
 * Asks for volunteers.
 */
export type VolunteersRequest = { 
/**
 * Name, pinyin, initials, last four digits, area.
 */
text?: string, 
/**
 * Year of the hours; this year when absent.
 */
year?: number | null, 
/**
 * Those who left, too.
 */
with_left?: boolean, 
/**
 * Column of the list; without it most hours first.
 */
sort?: SortBy | null, 
/**
 * Skip so many.
 */
offset?: number, 
/**
 * At most so many (default 100).
 */
limit?: number | null, };

/**
 * How much a worker has before her.
 */
export type WorkerDue = { 
/**
 * Staff id; `none`: people without a responsible worker.
 */
worker: string, 
/**
 * Name.
 */
name: string, 
/**
 * People for whom something is due.
 */
people: number, 
/**
 * Those for whom it is overdue.
 */
overdue: number, };

/**
 * Writes the rows that were given back.
 */
export type WriteBadRows = { 
/**
 * The opened file.
 */
id: string, 
/**
 * What was chosen.
 */
choices: LedgerChoices, 
/**
 * Where the file goes.
 */
place: Destination, };

/**
 * What is said of a record that was written late.
 */
export type WrittenLate = { 
/**
 * `补录`, or `隔 12 天录入`.
 */
words: string, 
/**
 * The closed period that it was written into: `2026年10月`.
 */
closed?: string, 
/**
 * The day it was written.
 */
written: string, 
/**
 * Days between its own day and that.
 */
days: number, };

/**
 * The text that was written for a section.
 */
export type WrittenSection = { 
/**
 * Stable name of the section.
 */
key: string, 
/**
 * Text; paragraphs are separated by line breaks.
 */
text: string, };

/**
 * A line of a step.
 */
export type YearLine = { 
/**
 * What it is about: a period, a title.
 */
title: string, 
/**
 * Who owes it, or whose it is.
 */
whose: string, 
/**
 * By when; none where nothing says so.
 */
due: string | null, 
/**
 * When it was done, where its record says so.
 */
done: string | null, 
/**
 * How it stands.
 */
state: YearState, 
/**
 * The same in words.
 */
words: string, 
/**
 * The record that settled it, or else makes it due.
 */
record: RecordRef | null, 
/**
 * A new record of it.
 */
begin: BegunStep | null, 
/**
 * Where the draft of the report stands that it asks for, while that is to be done here.
 */
draft: string | null, };

/**
 * Asks for an agreement year.
 */
export type YearRequest = { 
/**
 * Station, for the county; the first that has an agreement when absent.
 */
station?: string | null, 
/**
 * Agreement; the one in force when absent.
 */
agreement?: string | null, };

/**
 * How a step stands, the worst first.
 */
export type YearState = "failed" | "overdue" | "unknown" | "near" | "doing" | "open" | "later" | "waiting" | "elsewhere" | "done";

/**
 * A step.
 */
export type YearStep = { 
/**
 * Its name.
 */
name: string, 
/**
 * What is to be done.
 */
label: string, 
/**
 * The clause it comes from.
 */
clause: string, 
/**
 * Who owes it: 县级, 站点, 县级和站点.
 */
owes: string, 
/**
 * How it stands.
 */
state: YearState, 
/**
 * The same in words.
 */
words: string, 
/**
 * What it consists of; one line where it is one thing.
 */
lines: Array<YearLine>, 
/**
 * A new record of it, where this side owes it and something is still to be done.
 */
begin: BegunStep | null, };

/** Every command with its request and answer. */
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
  'setup.confirmation': { request: ConfirmationIn; answer: PcIdentity }
  /** Writes the hub's address into the roster, or takes it out. */
  'setup.hub': { request: SetHub; answer: PcIdentity }
  /** How the county's hub on this PC does, when one was opened here. */
  'hub.here': { request: Nothing; answer: OwnHub }
  /** Opens the county's hub on this PC and names it to the stations. */
  'hub.open': { request: OpenHub; answer: OwnHub }
  /** Starts it again. */
  'hub.start': { request: Nothing; answer: OwnHub }
  /** Stops it; what lies in it stays. */
  'hub.stop': { request: Nothing; answer: OwnHub }
  /** Shows the county's public root key and id, which `hezhan-hub init` asks for. */
  'setup.root_key': { request: Nothing; answer: RootKeyView }
  /** Copies the sealed root-key file to a stick. */
  'setup.copy_root_key': { request: RootKeyCopy; answer: FileOut }
  /** Brings the sealed root-key file back to this PC, from the copy on a stick. */
  'setup.bring_root_key': { request: BringRootKey; answer: RootKeyView }
  /** Says how hard a new passphrase is to guess, while it is typed. */
  'passphrase.judge': { request: JudgePassphrase; answer: Judged }
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
  /** How far the check-up that runs by itself is, and what it found last. */
  'health.round': { request: Nothing; answer: HealthRound }
  /** Checks everything and writes the outcome as a file to hand over; it names nobody. */
  'health.report': { request: HealthReport; answer: FileOut }
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
  /** What is still somebody's work, and who may take it over. */
  'handover.open': { request: OpenWorkRequest; answer: OpenWorkView }
  /** Hands somebody's work over to colleagues, with a record of it for each receiver. */
  'handover.hand_over': { request: HandOverRequest; answer: HandOverAnswer }
  /** Takes a handover back, but for what somebody has changed since. */
  'handover.undo': { request: IdRequest; answer: UndoneHandover }
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
  /** Confirms PCs that asked to join. */
  'devices.confirm': { request: ConfirmDevices; answer: ConfirmedDevices }
  /** Shuts a PC out. */
  'devices.revoke': { request: RevokeDevice; answer: Nothing }
  /** Takes a PC in again that was shut out. */
  'devices.reinstate': { request: RevokeDevice; answer: Nothing }
  /** Believes a PC that is shut out as far as its work has come by now. */
  'devices.count_in': { request: RevokeDevice; answer: Nothing }
  /** Gives a station (or the county) another key, and sends it to its PCs. */
  'devices.rekey': { request: RekeyPlace; answer: RekeyedPlace }
  /** What is to be done about a lost PC, step by step, and how far each is. */
  'devices.lost': { request: IdRequest; answer: LostDevice }
  /** Lists the county's parameters and what the program asks for. */
  'parameters.list': { request: Nothing; answer: Parameters }
  /** Sets a parameter from a date on. */
  'parameters.save': { request: SaveParameter; answer: Nothing }
  /** The county's list of villages, and what a form offers. */
  'villages.list': { request: Nothing; answer: VillagesAnswer }
  /** Adds villages of a township to the list. */
  'villages.add': { request: AddVillages; answer: AddedVillages }
  /** The record dictionary: kinds with fields, and code tables. */
  'dictionary.get': { request: Nothing; answer: DictionaryView }
  /** Service items that the county added and that are in use. */
  'service_items.in_use': { request: Nothing; answer: ServiceItems }
  /** Services of a year that were outside the catalogue, with the approval number they name. */
  'service_items.outside': { request: OutsideRequest; answer: OutsideServices }
  /** Standard texts and phrases that forms offer, the county's own in place of the program's. */
  'phrases.list': { request: Nothing; answer: Phrases }
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
  /** Whom the person at this PC opened last; local to it. */
  'search.recent': { request: Nothing; answer: FindAnswer }
  /** A page of the recipients' table. */
  'recipients.list': { request: RecipientsRequest; answer: RecipientsAnswer }
  /** Ids of everybody that the filters show, to choose them all. */
  'recipients.ids': { request: RecipientsRequest; answer: Array<string> }
  /** Gives many people a responsible worker, one save each; or takes that back. */
  'recipients.assign': { request: AssignRequest; answer: AssignAnswer }
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
  /** What a mandatory report begins with: from a record in which harm was found, about a child, or by itself. */
  'mandatory_reports.begin': { request: ReportBeginRequest; answer: ReportBegun }
  /** Cases by stage. */
  'cases.board': { request: CaseBoardRequest; answer: CaseBoard }
  /** The same cases in one row, by a column. */
  'cases.list': { request: CaseBoardRequest; answer: Array<CaseCard> }
  /** One case file. */
  'cases.get': { request: IdRequest; answer: CaseView }
  /** Opens a lead, or a case in intake. */
  'cases.open': { request: CaseOpenRequest; answer: CaseOpenAnswer }
  /** Moves a case to another stage. */
  'cases.advance': { request: CaseAdvanceRequest; answer: CaseView }
  /** Closes a case behind its gate. */
  'cases.close': { request: CaseCloseRequest; answer: CaseView }
  /** 工作台: what wants doing today. */
  'home.get': { request: HomeRequest; answer: Home }
  /** The last twelve months in figures. */
  'home.months': { request: Nothing; answer: HomeMonths }
  /** 合规检查: what every station must have and what of it is missing. */
  'compliance.board': { request: Nothing; answer: Compliance }
  /** The same as xlsx. */
  'compliance.workbook': { request: ComplianceOut; answer: FileOut }
  /** 期限: what the policy's deadlines make due, the most urgent first. */
  'deadlines.list': { request: DeadlinesRequest; answer: Deadlines }
  /** The same as xlsx. */
  'deadlines.workbook': { request: DeadlinesOut; answer: FileOut }
  /** What is not settled as a calendar file (.ics). */
  'deadlines.calendar': { request: DeadlinesOut; answer: FileOut }
  /** 本年度: the spine of a station's agreement year, step by step. */
  'year.get': { request: YearRequest; answer: AgreementYear }
  /** A station's plan: its things with the records that settle them, and what it rests on. */
  'plans.get': { request: IdRequest; answer: PlanView }
  /** Records that could settle a thing of the plan. */
  'plans.choices': { request: IdRequest; answer: Array<PlanRecordChoice> }
  /** Links the record by which a thing of the plan was done. */
  'plans.link': { request: LinkPlanRecord; answer: PlanView }
  /** What the plan has for a month (下月计划). */
  'plans.month': { request: PlanMonthRequest; answer: Array<PlannedThing> }
  /** 痕迹资料: services of a year that lack their record or a photo. */
  'traces.get': { request: TracesRequest; answer: Traces }
  /** Evaluation schemes: those that the program brings, and the county's. */
  'evaluation.schemes': { request: Nothing; answer: Schemes }
  /** Begins a scheme of the county from one that the program brings. */
  'evaluation.begin_scheme': { request: BeginScheme; answer: IdRequest }
  /** Begins a scheme from a score sheet (xlsx, xls, csv). */
  'evaluation.import_scheme': { request: ImportScheme; answer: IdRequest }
  /** Self-evaluations of stations, and the schemes in use. */
  'evaluation.list': { request: Nothing; answer: Evaluations }
  /** Begins the self-evaluation of a year. */
  'evaluation.start': { request: StartEvaluation; answer: IdRequest }
  /** A self-evaluation as it stands today. */
  'evaluation.get': { request: IdRequest; answer: SelfEvaluationView }
  /** Gives an item its score. */
  'evaluation.score': { request: ScoreItem; answer: SelfEvaluationView }
  /** Takes the proposed scores for every item without one. */
  'evaluation.take_proposals': { request: IdRequest; answer: SelfEvaluationView }
  /** Records that could be evidence of an item. */
  'evaluation.evidence': { request: EvidenceRequest; answer: Array<EvidenceChoice> }
  /** Links records to an item as evidence, each under its number. */
  'evaluation.link': { request: LinkEvidence; answer: SelfEvaluationView }
  /** A self-evaluation as docx, pdf or xlsx. */
  'evaluation.export': { request: ExportEvaluation; answer: ExportedEvaluation }
  /** Makes a key for an evaluator: the sealed key, and its public half for the county. */
  'packs.make_key': { request: MakeEvaluatorKey; answer: MadeEvaluatorKey }
  /** 评估包: a sample drawn by a seed, without names, sealed to an evaluator's key. */
  'packs.make': { request: MakePack; answer: MadePack }
  /** 打开评估包: opens a pack on any PC, finds altered rows and counts every figure anew. */
  'packs.open': { request: OpenPack; answer: PackView }
  /** Rows of the open pack: behind a figure, or drawn. */
  'packs.rows': { request: PackRowsRequest; answer: PackRows }
  /** Closes the open pack; nothing of it stays. */
  'packs.close': { request: Nothing; answer: Nothing }
  /** Writes the evaluator's comments on the open pack, sealed to the county. */
  'packs.comments': { request: CommentsOut; answer: FileOut }
  /** Takes an evaluator's comments in as tasks of the stations. */
  'packs.take_comments': { request: CommentsIn; answer: CommentsTaken }
  /** Groups with their numbers. */
  'groups.list': { request: GroupsRequest; answer: Groups }
  /** One group with members, sessions, attendance and evaluation. */
  'groups.get': { request: IdRequest; answer: GroupView }
  /** Marks a member at a session. */
  'groups.attend': { request: AttendRequest; answer: GroupView }
  /** Coming and past activities. */
  'activities.list': { request: ActivitiesRequest; answer: Activities }
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
  /** Money of a year by source: the county's budget, and each agreement's. */
  'money.list': { request: MoneyRequest; answer: Money }
  /** The same as xlsx. */
  'money.workbook': { request: MoneyOut; answer: FileOut }
  /** Papers of a year by class and kind: written, printed, signed, filed (服务文书档案). */
  'archive.get': { request: ArchiveRequest; answer: Archive }
  /** The same as xlsx. */
  'archive.workbook': { request: ArchiveOut; answer: FileOut }
  /** Documents that the county sent down, with who has read them. */
  'rule_documents.readings': { request: Nothing; answer: Array<DocumentReadings> }
  /** 已阅: the one who asks has read a document. */
  'rule_documents.confirm': { request: IdRequest; answer: Nothing }
  /** Targets of a year with how far they are (R24). */
  'targets.list': { request: TargetsRequest; answer: Targets }
  /** A target's numbers by worker and by village, each with where it will end at its pace. */
  'targets.shares': { request: SharesRequest; answer: Shares }
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
  /** The bundles that this PC has sealed, each with where it has gone. */
  'sync.bundles': { request: Nothing; answer: Bundles }
  /** What was set aside on arrival: whose, when, of which kind, why. */
  'sync.set_aside': { request: Nothing; answer: Array<SetAsideRow> }
  /** Tries what was set aside again. */
  'sync.try_again': { request: Nothing; answer: TriedAgain }
  /** Gives something that was set aside back to its station, as a task. */
  'sync.send_back': { request: SendBack; answer: Array<SetAsideRow> }
  /** Writes to a stick what the county does not have yet, and reads it back. */
  'stick.export': { request: ExportStick; answer: ExportedStick }
  /** Takes in files from a stick, each judged apart. */
  'stick.import': { request: ImportStick; answer: ImportedStick }
  /** Which program this is, and how its newest update went. */
  'updates.state': { request: Nothing; answer: ProgramState }
  /** What update files offer, or why they are not installed. */
  'updates.look': { request: LookAtUpdates; answer: Array<UpdateOffer> }
  /** Installs a new version from an update file, after a backup of the data. */
  'updates.install': { request: InstallUpdate; answer: InstalledUpdate }
  /** Ends the program and opens it again, in its newest version. */
  'updates.restart': { request: Nothing; answer: Nothing }
  /** The board of stations for a month. */
  'county.board': { request: CountyBoardRequest; answer: CountyBoard }
  /** The table of a period across stations, as xlsx. */
  'county.summary': { request: SummaryRequest; answer: FileOut }
  /** Writes what the county gives back to its stations on a stick. */
  'county.reply': { request: ReplyRequest; answer: Reply }
  /** Supervision and training of a year: times, hours and coverage by station and person. */
  'supervision.figures': { request: SupervisionRequest; answer: SupervisionFigures }
  /** The same as xlsx. */
  'supervision.workbook': { request: SupervisionOut; answer: FileOut }
  /** Approves a paper of a case, or returns it with a remark. */
  'reviews.save': { request: ReviewRequest; answer: RecordView }
  /** Papers that wait for the supervisor, the oldest first. */
  'reviews.waiting': { request: Nothing; answer: Array<ReviewItem> }
  /** Says that a returned record is mended, where that does not show in the record itself. */
  'returns.hand_in': { request: HandInRequest; answer: RecordView }
  /** What a supervisor would ask about: plans without a goal, closures without an evaluation, visits alike. */
  'quality.hints': { request: Nothing; answer: Array<QualityHint> }
  /** Lists who read what of whom, when and on which PC. */
  'readings.list': { request: ReadingsRequest; answer: Readings }
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
  /** Reports with their days, how they stand, and their frozen versions. */
  'reports.list': { request: ReportListRequest; answer: ReportList }
  /** What a report would be if it were frozen now. */
  'reports.preview': { request: ReportRequest; answer: ReportView }
  /** The records behind a figure. */
  'reports.rows': { request: ReportRowsRequest; answer: ReportRows }
  /** Photos of the period that its report may show, with who agreed. */
  'reports.photos': { request: ReportRequest; answer: ReportPhotoChoices }
  /** The pages of a report as it would be frozen, and what is not on them. */
  'reports.pages': { request: ReportPagesRequest; answer: ReportPages }
  /** Freezes a report as a version. */
  'reports.freeze': { request: FreezeReport; answer: ReportVersion }
  /** Hands a frozen version in, by which its deadline is settled. */
  'reports.hand_in': { request: HandInReport; answer: ReportVersion }
  /** A frozen version, as it was issued. */
  'reports.get': { request: ReportId; answer: ReportView }
  /** What a version changed against the one before it. */
  'reports.compare': { request: ReportId; answer: ReportComparison }
  /** A frozen version as docx, pdf, xlsx. */
  'reports.export': { request: ExportReport; answer: ExportedReport }
  /** Outlines of reports, with what the county has changed. */
  'reports.outlines': { request: Nothing; answer: Outlines }
  /** Changes an outline for every station. */
  'reports.change_outline': { request: ChangeOutline; answer: OutlineView }
  /** Takes the county's change of an outline back. */
  'reports.reset_outline': { request: OutlineName; answer: OutlineView }
  /** Figures that moved since a report was frozen, and the records that make the difference. */
  'books.moved': { request: RecordRef; answer: Moved | null }
  /** Opens a closed period again, with a reason. */
  'books.reopen': { request: ReopenPeriod; answer: Nothing }
  /** How many days after its day work was written down, by station and worker. */
  'books.delays': { request: DelaysRequest; answer: Delays }
  /** The records behind one of these numbers. */
  'books.delayed': { request: DelayedRequest; answer: ReportRows }
  /** The same as xlsx. */
  'books.delays_file': { request: DelaysOut; answer: FileOut }
  /** Every report that the stations were to hand in over a year, why it has not come, and how punctual they were. */
  'late_reports.list': { request: LateReportsRequest; answer: LateReports }
  /** The same as xlsx. */
  'late_reports.file': { request: LateReportsOut; answer: FileOut }
  /** Reminds a station of something it owes. */
  'late_reports.remind': { request: Remind; answer: Nothing }
  /** A county figure as an equation: sum of the stations, counted twice, merged, corrected. */
  'sums.explain': { request: SumRequest; answer: CountySum }
  /** The forms of superior offices that this side fills. */
  'county_forms.list': { request: Nothing; answer: Array<CountyForm> }
  /** What can go into one: figures, words, ledgers. */
  'county_forms.sources': { request: Nothing; answer: FormSources }
  /** Reads a file that is to be a form: its cells, or its placeholders. */
  'county_forms.read': { request: FileIn; answer: FormShape }
  /** One form with what stands in it and what goes where. */
  'county_forms.open': { request: IdRequest; answer: OpenForm }
  /** Keeps a form and what goes where in it. */
  'county_forms.save': { request: SaveForm; answer: OpenForm }
  /** Fills a form for a period. */
  'county_forms.fill': { request: FillForm; answer: FileOut }
  /** The forms that can be printed. */
  'papers.list': { request: Nothing; answer: Array<PaperRow> }
  /** Prints forms as docx and pdf, blank or filled, one or many; that records were printed is recorded. */
  'papers.print': { request: PrintRequest; answer: PrintedPapers }
  /** The printer that forms can go to without another program. */
  'papers.printer': { request: Nothing; answer: PrinterState }
  /** Sends forms to that printer and says what became of it. */
  'papers.send': { request: SendRequest; answer: SentToPrinter }
  /** The pages of forms as pictures, to look at before printing. */
  'papers.preview': { request: PreviewRequest; answer: PaperPreview }
  /** The ledgers that can be taken out. */
  'ledgers.list': { request: Nothing; answer: Array<LedgerRow> }
  /** Writes a ledger as xlsx; that it was taken out is recorded. */
  'ledgers.write': { request: LedgerRequest; answer: LedgerOut }
  /** Writes a list as xlsx as its page shows it; that it was taken out is recorded. */
  'lists.export': { request: ExportRequest; answer: LedgerOut }
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
