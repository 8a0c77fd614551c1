//! Households of an import: those of the ledger (`domain::ledger_households`), each found on file or to be made. Reads only.

use changelog::Payload;
use domain::fields::{household, household_member, recipient};
use domain::ledger_households::{self, Belonging, Home, Household};
use serde_json::Value;
use store::Row;

use crate::features::ledger_import::persons::{Group, OnFile};
use crate::features::ledger_import::plan::NotPlanned;
use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::records::check;

/// The households of a ledger's people.
pub(crate) struct Homes {
    /// Per person of the ledger.
    belongs: Vec<Home>,
    found: Vec<Household>,
    /// The record of each household: on file, or as soon as one of its people is taken in.
    records: Vec<Option<String>>,
}

/// The household that a person is given.
pub(crate) enum HomeOf {
    /// On file, or made by somebody above.
    Known(String),
    /// To be made, with these fields.
    New(String, Payload),
}

impl HomeOf {
    pub(crate) fn id(&self) -> &str {
        match self {
            HomeOf::Known(id) | HomeOf::New(id, _) => id,
        }
    }
}

impl Homes {
    /// Tells the households of the people apart and finds them on file: through their people, through the head, or by name and place.
    pub(crate) fn load(
        context: &Context,
        groups: &[Group],
        stored: impl Fn(&str) -> Option<String>,
        on_file: &OnFile,
    ) -> Result<Homes, CommandError> {
        let rows: Vec<Belonging> = groups.iter().map(belonging).collect();
        let (belongs, found) = ledger_households::households(&rows);
        let mut records: Vec<Option<String>> = vec![None; found.len()];
        for (group, home) in groups.iter().zip(&belongs) {
            let own = group.on_file.as_deref().and_then(&stored);
            if let (Home::Of(place), Some(household)) = (home, own) {
                records[*place].get_or_insert(household);
            }
        }
        let mut homes = Homes { belongs, found, records };
        homes.through_heads(context, on_file)?;
        homes.by_name_and_place(context)?;
        Ok(homes)
    }

    /// Heads who are on file, by their number.
    fn through_heads(&mut self, context: &Context, on_file: &OnFile) -> Result<(), CommandError> {
        for (household, record) in self.found.iter().zip(&mut self.records).filter(|(_, record)| record.is_none()) {
            let head = domain::persons::Person {
                name: household.head_name.clone(),
                id_number: household.head_number.clone(),
                ..Default::default()
            };
            if let domain::known_people::Standing::Same(id) = on_file.find(context, &head) {
                let person = context.store.row(recipient::KIND, &id)?;
                *record = person.and_then(|row| some_text(&row.fields, recipient::HOUSEHOLD));
            }
        }
        Ok(())
    }

    /// Where no number is known, the only household on file of that head, village and group.
    fn by_name_and_place(&mut self, context: &Context) -> Result<(), CommandError> {
        let open = self.found.iter().zip(&self.records);
        if !open.clone().any(|(household, record)| record.is_none() && household.head_number.is_empty()) {
            return Ok(());
        }
        let query = context.of_station(household::KIND, context.station.as_deref());
        let filed =
            context.store.columns(&query, &["id", household::HEAD_NAME, household::VILLAGE, household::GROUP_NO])?;
        let of = |value: &Value| value.as_str().unwrap_or("").to_owned();
        for (household, record) in self.found.iter().zip(&mut self.records) {
            if record.is_some() || !household.head_number.is_empty() {
                continue;
            }
            let mut fitting = filed.iter().filter_map(|row| match row.as_slice() {
                [id, head_name, village, group_no] => {
                    let filed = Belonging {
                        head_name: of(head_name),
                        village: of(village),
                        group_no: of(group_no),
                        ..Belonging::default()
                    };
                    household.fits(&filed).then(|| of(id))
                }
                _ => None,
            });
            // Of several on file nobody can tell: a new one, which a person can merge.
            *record = fitting.next().filter(|_| fitting.next().is_none());
        }
        Ok(())
    }

    /// The household of a person by place in the ledger; none where the ledger names none.
    pub(crate) fn of(
        &self,
        context: &Context,
        place: usize,
        group: &Group,
        stored: Option<&Row>,
        person: &Payload,
    ) -> Result<Option<HomeOf>, NotPlanned> {
        let home = match &self.belongs[place] {
            Home::None => return Ok(None),
            Home::Uncertain => {
                let head = text(group.read.part("household"), household::HEAD_NAME);
                let why = format!("同村同组不止一户户主叫“{head}”，分不清这一行是哪一户。请在表里补上户主身份证号");
                return Err(NotPlanned::GivenBack(vec![why]));
            }
            Home::Of(home) => *home,
        };
        let known =
            stored.and_then(|row| some_text(&row.fields, recipient::HOUSEHOLD)).or_else(|| self.records[home].clone());
        if let Some(id) = known {
            return Ok(Some(HomeOf::Known(id)));
        }
        let mut fields = group.read.part("household").clone();
        for (to, from) in [
            (household::VILLAGE, recipient::VILLAGE),
            (household::GROUP_NO, recipient::GROUP_NO),
            (household::ADDRESS, recipient::RESIDENCE),
            (household::HUKOU_TYPE, recipient::HUKOU_TYPE),
        ] {
            if let Some(value) = person.get(from) {
                fields.entry(to).or_insert_with(|| value.clone());
            }
        }
        fields.entry(household::FILE_CREATED).or_insert_with(|| context.today_text().into());
        Ok(Some(HomeOf::New(check::new_id(), fields)))
    }

    /// That the household of a person is this record from now on.
    pub(crate) fn remember(&mut self, place: usize, home: &HomeOf) {
        if let Home::Of(household) = &self.belongs[place] {
            self.records[*household].get_or_insert_with(|| home.id().to_owned());
        }
    }
}

fn belonging(group: &Group) -> Belonging {
    let of = |part: &str, field: &str| text(group.read.part(part), field).to_owned();
    Belonging {
        head_name: of("household", household::HEAD_NAME),
        head_number: of("head", recipient::ID_NUMBER),
        name: of("recipient", recipient::NAME),
        number: of("recipient", recipient::ID_NUMBER),
        relation: of("member", household_member::RELATION_TO_HEAD),
        village: of("recipient", recipient::VILLAGE),
        group_no: of("recipient", recipient::GROUP_NO),
    }
}
