//! Members who count as 共同生活的家庭成员 (最低生活保障审核确认办法 第7条) and why not. The situation is what the investigator found; whether it
//! counts is said here.

/// Whether someone counts, and the reason when not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// 计入.
    Yes,
    /// 不计入, with the reason.
    No(&'static str),
    /// Not found out yet.
    Unknown,
}

/// Judges a situation, a code of table `member_situation`.
pub fn judge(situation: &str) -> Counted {
    match situation {
        "spouse" | "minor_child" | "dependent_child" | "student" | "living_together" | "released_home"
        | "applicant" => Counted::Yes,
        "clergy" => Counted::No("连续三年以上（含三年）脱离家庭的宗教教职人员"),
        "imprisoned" => Counted::No("在监狱内服刑"),
        "rehab" => Counted::No("强制隔离戒毒"),
        "missing" => Counted::No("宣告失踪"),
        "conscript" => Counted::No("现役义务兵"),
        "independent_child" => Counted::No("已成年且能独立生活的子女（含在读研究生）"),
        "apart" => Counted::No("没有长期共同居住"),
        _ => Counted::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_the_rule() {
        for counted in
            ["applicant", "spouse", "minor_child", "dependent_child", "student", "living_together", "released_home"]
        {
            assert_eq!(judge(counted), Counted::Yes, "{counted}");
        }
        for not in ["clergy", "imprisoned", "rehab", "missing", "conscript", "independent_child", "apart"] {
            assert!(matches!(judge(not), Counted::No(_)), "{not}");
        }
        assert_eq!(judge(""), Counted::Unknown);
    }

    #[test]
    fn every_code_of_the_table_is_judged() {
        let table = crate::dictionary::dictionary().code_table("member_situation").expect("table");
        assert!(table.entries.iter().all(|entry| judge(&entry.code) != Counted::Unknown));
    }
}
