//! Masks of personal values, by who looks. On the station's own screen an ID number is masked until asked for (and asking
//! is recorded); at the county phone and address too; on paper that leaves the station everything personal is.

use crate::dictionary::{Field, MaskStyle, Sensitivity};

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Resident social worker of the station.
    Worker,
    /// Supervisor of the station.
    Supervisor,
    /// County officer.
    County,
    /// Anyone outside: what is printed or exported for others.
    Outside,
}

impl Viewer {
    /// From a code of table `role`.
    pub fn from_role(role: &str) -> Option<Viewer> {
        match role {
            "worker" => Some(Viewer::Worker),
            "supervisor" => Some(Viewer::Supervisor),
            "county" => Some(Viewer::County),
            _ => None,
        }
    }

    /// Whether this person may export complete ID numbers (recorded all the same).
    pub fn may_export_full(self) -> bool {
        matches!(self, Viewer::Supervisor | Viewer::County)
    }
}

/// The masked form of a value, or nothing when it is shown as it is.
pub fn masked(field: &Field, value: &str, viewer: Viewer) -> Option<String> {
    let hide = |style| match style {
        MaskStyle::IdNumber => id_number(value),
        MaskStyle::Phone => phone(value),
        MaskStyle::Address => address(value),
    };
    match (field.mask, viewer) {
        _ if value.is_empty() => None,
        (Some(MaskStyle::IdNumber), _) => Some(id_number(value)),
        (Some(_), Viewer::Worker | Viewer::Supervisor) => None,
        (Some(style), Viewer::County | Viewer::Outside) => Some(hide(style)),
        (None, Viewer::Outside) if field.sensitivity != Sensitivity::Plain => Some("（略）".to_owned()),
        (None, _) => None,
    }
}

/// `430121********0031`; shorter numbers keep a third in front and nothing behind but their last digit.
pub fn id_number(number: &str) -> String {
    match number.chars().count() {
        18.. => stars(number, 6, 4),
        15..=17 => stars(number, 6, 3),
        count => stars(number, count / 3, usize::from(count > 4)),
    }
}

/// `138****5678`; of a landline the last four digits go.
pub fn phone(number: &str) -> String {
    let count = number.chars().count();
    if count == 11 && number.starts_with('1') { stars(number, 3, 4) } else { stars(number, count.saturating_sub(4), 0) }
}

/// Down to the village or township: 大瑶镇新河村3组12号 → 大瑶镇新河村***.
pub fn address(text: &str) -> String {
    let cut = ["社区", "村", "居委会", "街道", "镇", "乡"]
        .iter()
        .find_map(|unit| text.find(unit).map(|at| at + unit.len()).filter(|at| *at > unit.len()));
    match cut {
        Some(cut) if cut == text.len() => text.to_owned(),
        Some(cut) => format!("{}***", &text[..cut]),
        None => "***".to_owned(),
    }
}

fn stars(text: &str, front: usize, back: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let back_from = chars.len().saturating_sub(back).max(front);
    let star = |(at, c): (usize, &char)| {
        if (front..back_from).contains(&at) { '*' } else { *c }
    };
    chars.iter().enumerate().map(star).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::dictionary;

    fn field(name: &str) -> &'static Field {
        dictionary().kind("recipient").and_then(|kind| kind.field(name)).expect(name)
    }

    #[test]
    fn numbers_keep_their_ends_only() {
        assert_eq!(id_number("430121199001010031"), "430121********0031");
        assert_eq!(id_number("430121900101003"), "430121******003");
        assert_eq!(id_number("G1234567"), "G1*****7");
        assert_eq!(id_number("123"), "1**");
        assert_eq!(id_number("43012119900101003142"), "430121**********3142");
        assert_eq!(phone("13812345678"), "138****5678");
        assert_eq!(phone("0731-8888666"), "0731-888****");
        assert_eq!(phone("110"), "***");
    }

    #[test]
    fn addresses_stop_at_the_village() {
        for (text, shown) in [
            ("大瑶镇新河村3组12号", "大瑶镇新河村***"),
            ("淮川街道南街社区5栋", "淮川街道南街社区***"),
            ("大瑶镇", "大瑶镇"),
            ("3组12号", "***"),
            ("村", "***"),
        ] {
            assert_eq!(address(text), shown, "{text}");
        }
    }

    #[test]
    fn the_id_number_is_masked_for_everyone() {
        for viewer in [Viewer::Worker, Viewer::Supervisor, Viewer::County, Viewer::Outside] {
            assert_eq!(masked(field("id_number"), "430121199001010031", viewer).as_deref(), Some("430121********0031"));
        }
        assert_eq!(masked(field("id_number"), "", Viewer::Worker), None);
    }

    #[test]
    fn phone_and_health_are_for_those_who_need_them() {
        assert_eq!(masked(field("phone"), "13812345678", Viewer::Worker), None);
        assert_eq!(masked(field("phone"), "13812345678", Viewer::County).as_deref(), Some("138****5678"));
        assert_eq!(masked(field("health"), "3", Viewer::County), None);
        assert_eq!(masked(field("health"), "3", Viewer::Outside).as_deref(), Some("（略）"));
        assert_eq!(masked(field("village"), "新河村", Viewer::Outside), None);
    }

    #[test]
    fn only_supervisor_and_county_export_complete_numbers() {
        let roles =
            ["worker", "supervisor", "county"].map(|role| Viewer::from_role(role).expect(role).may_export_full());
        assert_eq!(roles, [false, true, true]);
        assert!(Viewer::from_role("admin").is_none());
    }
}
