//! The county's list of villages: many added at once for a township, and what any form offers. How a village is written says
//! `people/villages.rs`.

use changelog::{Audience, Payload};
use domain::divisions;
use domain::fields::village;
use domain::village::{names_in, same};
use serde::{Deserialize, Serialize};
use store::{Query, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::check::{self, Form};

/// A village of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct VillageRow {
    /// Record id.
    pub id: String,
    /// Nine digits of its township.
    pub township: String,
    /// Name of the township.
    pub township_name: String,
    /// As it is written.
    pub name: String,
    /// What else it is called.
    pub other_names: String,
}

/// The villages known here.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VillagesAnswer {
    /// The county's list, by township and name.
    pub listed: Vec<VillageRow>,
    /// What a form offers: those listed for this station, and those that stand on file.
    pub offered: Vec<String>,
}

/// Lists the villages.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<VillagesAnswer, CommandError> {
    let context = Context::of(pc)?;
    let rows = context.list(&Query::of(village::KIND).by(village::TOWNSHIP, false).by(village::NAME, false))?;
    let row = |row: &store::Row| {
        let of = |field: &str| text(&row.fields, field).to_owned();
        let township = of(village::TOWNSHIP);
        VillageRow {
            id: row.id.clone(),
            township_name: divisions::township(&township)
                .map_or_else(|| township.clone(), |(_, known)| known.name.clone()),
            township,
            name: of(village::NAME),
            other_names: of(village::OTHER_NAMES),
        }
    };
    Ok(VillagesAnswer {
        listed: rows.iter().map(row).collect(),
        offered: context.villages()?.names().into_iter().collect(),
    })
}

/// Villages to add, as they are pasted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AddVillages {
    /// Nine digits of the township.
    pub township: String,
    /// Names, a line each or with 、 between them.
    pub names: String,
}

/// What was added.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AddedVillages {
    /// New ones.
    pub added: u32,
    /// Names that the township's list has already.
    pub known: Vec<String>,
}

/// Adds villages to the list of a township; those it has stay as they are.
pub(crate) fn add(pc: &Pc, request: AddVillages) -> Result<AddedVillages, CommandError> {
    let context = Context::of(pc)?;
    let names = names_in(&request.names);
    if names.is_empty() {
        return Err(CommandError::invalid_field("names", "请填村（居）名称，一行一个。"));
    }
    let of_township = Query::of(village::KIND).and(village::TOWNSHIP, Test::Eq, request.township.clone());
    let rows = context.list(&of_township)?;
    let mut there: Vec<String> = rows.iter().map(|row| text(&row.fields, village::NAME).to_owned()).collect();
    let (mut writes, mut known) = (Vec::new(), Vec::new());
    for name in names {
        // 新河村 and 新河社区 are two; 新河 is neither.
        if there
            .iter()
            .any(|there| *there == name || same(there) == same(&name) && (same(there) == *there || same(&name) == name))
        {
            known.push(name);
            continue;
        }
        let fields = Payload::from_iter([
            (village::TOWNSHIP.to_owned(), request.township.clone().into()),
            (village::NAME.to_owned(), name.clone().into()),
        ]);
        writes.extend(check::ready(&context, kind_named(village::KIND)?, Form { fields, ..Form::default() })?.write);
        there.push(name);
    }
    let added = writes.len() as u32;
    if added > 0 {
        context.save(Audience::All, writes)?;
    }
    Ok(AddedVillages { added, known })
}
