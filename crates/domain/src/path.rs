//! Paths to the values on papers and in ledgers: a path of fields from a record through what it refers to
//! (`case.recipient.name`) or to the newest record that belongs to it (`recipient.child_guardianship.father_name`), ending in a field
//! or in a value worked out from several records (`recipient.@age`).
//! It names things of the dictionary only; looking the values up is the caller's business.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dictionary::{Field, FieldType, Kind, dictionary};

/// A path, as written in `schema/papers` and `schema/ledgers`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// Reference fields to follow, from the record itself; or kinds whose records belong to it, of which the newest is meant.
    pub through: Vec<String>,
    /// What stands at the end.
    pub end: End,
}

/// The end of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A field of the dictionary.
    Field(String),
    /// A value worked out, written with `@`.
    Computed(Computed),
}

/// Defines the values that are worked out, each with the kind it belongs to and its name after `@`.
macro_rules! computed {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal of $kind:literal;)*) => {
        /// A value worked out from several fields or records of a kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Computed { $($(#[doc = $doc])+ $name),* }

        impl Computed {
            /// Name as written after `@`.
            pub fn name(self) -> &'static str {
                match self { $(Computed::$name => $word),* }
            }
            /// The kind of record it belongs to; `*` is any.
            pub fn kind(self) -> &'static str {
                match self { $(Computed::$name => $kind),* }
            }
            fn named(name: &str) -> Option<Computed> {
                match name { $($word => Some(Computed::$name),)* _ => None }
            }
        }
    };
}

computed! {
    /// Running number of the row.
    RowNumber = "row_number" of "*";
    /// Name of the station that the record belongs to.
    Station = "station" of "*";
    /// Name of the county.
    County = "county" of "*";
    /// The county's bureau of civil affairs: 浏阳市民政局.
    CivilAffairs = "civil_affairs" of "*";
    /// Name of the township of the record's station.
    Township = "township" of "*";
    /// How many photos belong to the record; empty where none can.
    Photos = "photos" of "*";
    /// Full years today.
    Age = "age" of "*";
    /// Year and month of birth, `1952-03`.
    BirthMonth = "birth_month" of "recipient";
    /// Categories in force, all of them.
    Categories = "categories" of "recipient";
    /// Kind and grade of the disability in force.
    Disability = "disability" of "recipient";
    /// Guardian of a minor, otherwise the emergency contact.
    Contact = "contact" of "recipient";
    /// Relation of that contact.
    ContactRelation = "contact_relation" of "recipient";
    /// Telephone of that contact.
    ContactPhone = "contact_phone" of "recipient";
    /// Date of the last effective visit.
    LastVisit = "last_visit" of "recipient";
    /// How the last effective visit was made.
    LastVisitMode = "last_visit_mode" of "recipient";
    /// What it found.
    LastVisitText = "last_visit_text" of "recipient";
    /// What was done then.
    LastVisitAction = "last_visit_action" of "recipient";
    /// When the next visit is due.
    NextVisit = "next_visit" of "recipient";
    /// Relation to the head of the household.
    RelationToHead = "relation_to_head" of "recipient";
    /// ID number of the head of the household.
    HeadId = "head_id" of "recipient";
    /// How many of the household are in the category of the ledger.
    CoveredMembers = "covered_members" of "recipient";
    /// Categories of the ledger's list that the person holds.
    CategoryKinds = "category_kinds" of "recipient";
    /// When a household on minimum living is reviewed next (R22).
    NextReview = "next_review" of "recipient_category";
    /// What the six items of self-care come to (R17).
    CareGrade = "care_grade" of "self_care_assessment";
    /// Whether both parents are away (R18).
    BothAway = "both_away" of "child_guardianship";
    /// Whether one parent is away and the other cannot look after the child (R18).
    OneAwayOtherUnfit = "one_away_other_unfit" of "child_guardianship";
    /// Number of progress notes.
    Sessions = "sessions" of "case";
    /// Date of the last progress note.
    LastSession = "last_session" of "case";
    /// Day of closure.
    ClosureDate = "closure_date" of "case";
    /// Reason of closure.
    ClosureReason = "closure_reason" of "case";
    /// Goals attained of all goals.
    Attainment = "attainment" of "case";
    /// From the first to the last day of a group.
    GroupSpan = "group_span" of "group";
    /// Sessions held.
    GroupSessions = "group_sessions" of "group";
    /// Members who came at least once.
    GroupMembers = "group_members" of "group";
    /// Times that members came (人次).
    GroupTimes = "group_times" of "group";
    /// Attended of expected times.
    GroupRate = "group_rate" of "group";
    /// Mean satisfaction.
    GroupSatisfaction = "group_satisfaction" of "group";
    /// Who was to come to a held session and who came: 应到 8 人，实到 7 人.
    SessionAttendance = "session_attendance" of "group_session";
    /// Whether it has been evaluated.
    GroupEvaluated = "group_evaluated" of "group";
    /// Action items and how far they are.
    Actions = "actions" of "supervision_record";
    /// The visitor and who came along.
    Visitors = "visitors" of "visit";
    /// What kind of work was handed over.
    HandedKind = "handed_kind" of "handover_item";
    /// Which one.
    HandedTitle = "handed_title" of "handover_item";
    /// Whether a sign says what the policy prescribes (R10).
    SignCheck = "sign_check" of "sign_plate";
}

impl Path {
    /// Reads a path; nothing when it is not written as one.
    pub fn parse(text: &str) -> Option<Path> {
        let mut through: Vec<String> = text.split('.').map(str::to_owned).collect();
        let last = through.pop()?;
        let plain = |name: &String| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        let end = match last.strip_prefix('@') {
            Some(name) => End::Computed(Computed::named(name)?),
            None => Some(End::Field(last.clone())).filter(|_| plain(&last))?,
        };
        through.iter().all(plain).then_some(Path { through, end })
    }

    /// The field at the end, seen from a kind; nothing for a computed end or a path that leads nowhere.
    pub fn field(&self, from: &'static Kind) -> Option<&'static Field> {
        match &self.end {
            End::Field(name) => self.owner(from)?.field(name),
            End::Computed(_) => None,
        }
    }

    /// The kind of record that the end belongs to, seen from a kind.
    pub fn owner(&self, from: &'static Kind) -> Option<&'static Kind> {
        self.through.iter().try_fold(from, |kind, step| match kind.field(step) {
            Some(field) if field.kind == FieldType::Reference => dictionary().kind(field.refers.as_deref()?),
            Some(_) => None,
            None => belonging(kind, step),
        })
    }

    /// Whether the path leads somewhere from a kind.
    pub fn holds(&self, from: &'static Kind) -> bool {
        let Some(owner) = self.owner(from) else {
            return false;
        };
        match &self.end {
            End::Field(name) => owner.field(name).is_some(),
            End::Computed(computed) => computed.kind() == "*" || computed.kind() == owner.name,
        }
    }
}

/// The kind that a step names which is no field, when its records belong to this kind's.
pub fn belonging(owner: &Kind, step: &str) -> Option<&'static Kind> {
    let kind = dictionary().kind(step)?;
    let parent = kind.field(kind.parent.as_deref()?)?;
    (parent.refers.as_deref() == Some(owner.name.as_str())).then_some(kind)
}

impl std::fmt::Display for Path {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.through.iter().try_for_each(|step| write!(to, "{step}."))?;
        match &self.end {
            End::Field(name) => to.write_str(name),
            End::Computed(computed) => write!(to, "@{}", computed.name()),
        }
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Path, D::Error> {
        let text = String::deserialize(from)?;
        Path::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a path of fields: {text}")))
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> &'static Kind {
        dictionary().kind(name).expect(name)
    }

    #[test]
    fn a_path_leads_through_references_to_a_field() {
        let path = Path::parse("case.recipient.name").expect("a path");
        assert_eq!(path.field(kind("intake")).map(|field| field.label.as_str()), Some("姓名"));
        assert_eq!(path.to_string(), "case.recipient.name");
        assert!(!path.holds(kind("staff")));
    }

    #[test]
    fn a_path_leads_to_the_newest_record_that_belongs_to_one() {
        let path = Path::parse("recipient.child_guardianship.father_name").expect("a path");
        assert_eq!(path.owner(kind("visit")).map(|kind| kind.name.as_str()), Some("child_guardianship"));
        assert!(!Path::parse("plan_goal.goal").expect("a path").holds(kind("recipient")), "goals belong to plans");
        assert!(!Path::parse("name.goal").expect("a path").holds(kind("recipient")), "a name leads nowhere");
    }

    #[test]
    fn what_is_worked_out_belongs_to_its_kind() {
        let path = Path::parse("recipient.@age").expect("a path");
        assert!(path.holds(kind("visit")) && !path.holds(kind("intake")));
        assert!(Path::parse("@row_number").expect("a path").holds(kind("visit")));
    }

    #[test]
    fn what_is_not_a_path_is_refused() {
        for text in ["", ".", "name.", "@nobody", "Name", "a b", "recipient.@age.name"] {
            assert!(Path::parse(text).is_none(), "{text}");
        }
    }
}
