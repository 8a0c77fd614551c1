//! New passphrases: whose names must not be in one, and the refusal at its field. How hard one is to guess is `domain::passphrase`.

pub(crate) use domain::passphrase::Judged;
use domain::passphrase::judge as judge_guesses;
use domain::station::short_name;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity;
use crate::kernel::secret::Secret;

/// Asks what is to be said of a passphrase while it is typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JudgePassphrase {
    /// What is typed.
    #[ts(as = "String")]
    pub passphrase: Secret,
    /// Names that the form knows of: the person's, a station's, a county's. Those of this PC are known anyway.
    pub names: Vec<String>,
}

/// Says how hard a new passphrase is to guess.
pub(crate) fn judge(pc: &Pc, request: JudgePassphrase) -> Result<Judged, CommandError> {
    let names: Vec<&str> = request.names.iter().map(String::as_str).collect();
    Ok(judged(pc, &request.passphrase, &names))
}

/// Refuses one that is easy to guess. `names`: the person's, and of the place where this PC does not know it yet.
pub(crate) fn check(pc: &Pc, field: &str, passphrase: &str, names: &[&str]) -> Result<(), CommandError> {
    match judged(pc, passphrase, names).trouble {
        None => Ok(()),
        Some(trouble) => Err(CommandError::invalid_field(field, trouble)),
    }
}

fn judged(pc: &Pc, passphrase: &str, names: &[&str]) -> Judged {
    let place = pc_identity::read(pc.data_dir());
    let (county, station) = place.map_or((String::new(), None), |place| (place.county_name, place.station_name));
    let person = pc.session().ok().map(|session| session.person.name);
    let mut own: Vec<&str> = names.to_vec();
    own.extend([Some(county.as_str()), station.as_deref(), person.as_deref()].into_iter().flatten());
    // A place by its short names too: 浏阳市大瑶镇社会工作服务站, 大瑶镇, 大瑶, 浏阳.
    let counties: Vec<&str> = own.iter().copied().filter(|name| name.ends_with(['市', '县', '区'])).collect();
    let short: Vec<&str> = own
        .iter()
        .copied()
        .flat_map(|name| {
            let name =
                counties.iter().map(|county| short_name(name, county)).min_by_key(|name| name.len()).unwrap_or(name);
            [
                name,
                name.strip_suffix(['市', '县', '区', '镇', '乡'])
                    .filter(|name| name.chars().count() > 1)
                    .unwrap_or(name),
            ]
        })
        .collect();
    own.extend(short);
    judge_guesses(passphrase, &own)
}
