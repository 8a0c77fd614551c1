//! Plain facts of volunteers, resources, gifts, news, trainings, organisations and office work, from which the brief counts. Only
//! final records that are not deleted; whoever gathers them sees to that.

use chrono::NaiveDate;

use crate::gift;

/// Something dated.
#[derive(Debug, Clone, Default)]
pub struct Dated {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
}

/// All of them, of one station or of several.
#[derive(Debug, Clone, Default)]
pub struct ResourceFacts {
    /// Volunteers.
    pub volunteers: Vec<VolunteerFact>,
    /// Their services.
    pub services: Vec<ServiceHours>,
    /// Resources linked.
    pub resources: Vec<ResourceFact>,
    /// Lines of sign-off lists with the day of the occasion.
    pub gifts: Vec<(NaiveDate, gift::Line)>,
    /// Published pieces.
    pub news: Vec<NewsFact>,
    /// Trainings.
    pub trainings: Vec<HoursFact>,
    /// Community organisations being fostered.
    pub organisations: Vec<OrganisationFact>,
    /// Research reports, cases and other pieces, with their type.
    pub publications: Vec<(String, Dated)>,
    /// Office work.
    pub office: Vec<HoursFact>,
}

/// A volunteer.
#[derive(Debug, Clone, Default)]
pub struct VolunteerFact {
    /// Record id.
    pub id: String,
    /// Who this is: the valid ID number, or the id again. The same key is counted once.
    pub person: String,
    /// 注册日期
    pub registered: Option<NaiveDate>,
    /// 退出日期: from this day on no volunteer.
    pub left: Option<NaiveDate>,
}

/// What one volunteer did.
#[derive(Debug, Clone, Default)]
pub struct ServiceHours {
    /// Record id.
    pub id: String,
    /// Volunteer.
    pub volunteer: String,
    /// Day.
    pub date: NaiveDate,
    /// Minutes really given.
    pub minutes: u64,
}

/// A resource.
#[derive(Debug, Clone, Default)]
pub struct ResourceFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// Its worth, in 分.
    pub amount: u64,
}

/// A published piece.
#[derive(Debug, Clone, Default)]
pub struct NewsFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// Code of `media_level`.
    pub level: String,
}

/// Something that took time.
#[derive(Debug, Clone, Default)]
pub struct HoursFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// Minutes (学时 in sixtieths).
    pub minutes: u64,
}

/// A community organisation.
#[derive(Debug, Clone, Default)]
pub struct OrganisationFact {
    /// Record id.
    pub id: String,
    /// Fostered from this day on.
    pub start: Option<NaiveDate>,
    /// And no longer from this day on.
    pub end: Option<NaiveDate>,
}
