//! Stations: the name the policy prescribes (R10) and the code (township code of nine digits + two).

/// `{county}{township}{prefix}社会工作服务站`; `part` is the village or number that tells a second station of a township.
pub fn name(county: &str, township: &str, part: &str, prefix: &str) -> String {
    format!("{}{}{}{}社会工作服务站", county.trim(), township.trim(), part.trim(), prefix.trim())
}

/// Whether a sign says the station's name, letter by letter, in words (R10: 标牌格式 ××（市、区）××乡镇（街道）社会工作服务站).
pub fn sign_checked(sign: &str, station: &str) -> String {
    match sign.trim() == station.trim() {
        true => format!("与社工站名称一致，共 {} 个字", station.trim().chars().count()),
        false => format!("与社工站名称不一致，应为“{}”，请更正后再制作", station.trim()),
    }
}

/// The name for a new station of a township: never that of another. `village` is preferred to a number.
pub fn new_name(county: &str, township: &str, village: &str, prefix: &str, taken: &[String]) -> String {
    let plain = name(county, township, "", prefix);
    if !taken.contains(&plain) {
        return plain;
    }
    let numbers = ["第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九"].map(str::to_owned);
    let village = Some(village.trim().to_owned()).filter(|village| !village.is_empty());
    let more = (10..100).map(|number| format!("第{number}"));
    let mut names = village.into_iter().chain(numbers).chain(more).map(|part| name(county, township, &part, prefix));
    names.find(|name| !taken.contains(name)).unwrap_or(plain)
}

/// What people say for a station inside its county: `浏阳市大瑶镇社会工作服务站` is 大瑶镇.
pub fn short_name<'a>(name: &'a str, county: &str) -> &'a str {
    let name = name.trim();
    let short = name.strip_prefix(county.trim()).unwrap_or(name);
    let short = short.strip_suffix("社会工作服务站").unwrap_or(short);
    if short.is_empty() { name } else { short }
}

/// A station code from a township's nine digits and the station's number in it.
pub fn code(township: &str, number: u32) -> Option<String> {
    let code = format!("{township}{number:02}");
    (is_code(&code) && number > 0).then_some(code)
}

/// Eleven digits.
pub fn is_code(code: &str) -> bool {
    code.len() == 11 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The next free code of a township.
pub fn next_code(township: &str, taken: &[String]) -> Option<String> {
    (1..100).filter_map(|number| code(township, number)).find(|code| !taken.contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r10_the_name_is_composed_as_the_policy_says() {
        assert_eq!(name("浏阳市", "大瑶镇", "", ""), "浏阳市大瑶镇社会工作服务站");
        assert_eq!(name("花垣县", " 双龙镇 ", "", ""), "花垣县双龙镇社会工作服务站");
        assert_eq!(name("岳塘区", "荷塘街道", "", ""), "岳塘区荷塘街道社会工作服务站");
    }

    #[test]
    fn r10_a_sign_says_the_name_letter_by_letter() {
        let station = "浏阳市大瑶镇社会工作服务站";
        assert_eq!(sign_checked(station, station), "与社工站名称一致，共 13 个字");
        let said = sign_checked("浏阳市大瑶镇社工站", station);
        assert_eq!(said, "与社工站名称不一致，应为“浏阳市大瑶镇社会工作服务站”，请更正后再制作");
    }

    #[test]
    fn r10_a_county_may_set_a_prefix() {
        assert_eq!(name("浏阳市", "大瑶镇", "", "民政"), "浏阳市大瑶镇民政社会工作服务站");
    }

    #[test]
    fn r10_no_two_stations_share_a_name() {
        let mut taken = vec!["宜章县白石渡镇社会工作服务站".to_owned()];
        let village = new_name("宜章县", "白石渡镇", "南街社区", "", &taken);
        assert_eq!(village, "宜章县白石渡镇南街社区社会工作服务站");
        let second = new_name("宜章县", "白石渡镇", "", "", &taken);
        assert_eq!(second, "宜章县白石渡镇第二社会工作服务站");
        taken.push(second);
        assert_eq!(new_name("宜章县", "白石渡镇", "", "", &taken), "宜章县白石渡镇第三社会工作服务站");
        assert_eq!(new_name("宜章县", "玉溪镇", "", "", &taken), "宜章县玉溪镇社会工作服务站");
    }

    #[test]
    fn a_short_name_still_tells_two_stations_of_a_township_apart() {
        for (name, short) in [
            ("浏阳市大瑶镇社会工作服务站", "大瑶镇"),
            ("浏阳市大瑶镇南街社区社会工作服务站", "大瑶镇南街社区"),
            ("大瑶社工站", "大瑶社工站"),
            ("浏阳市", "浏阳市"),
        ] {
            assert_eq!(short_name(name, "浏阳市"), short);
        }
    }

    #[test]
    fn a_code_is_the_township_and_two_digits() {
        assert_eq!(code("430181110", 1).as_deref(), Some("43018111001"));
        for (township, number) in
            [("43018111", 1), ("430181110", 0), ("430181110", 100), ("大瑶镇", 1), ("43018111x", 1)]
        {
            assert_eq!(code(township, number), None, "{township} {number}");
        }
        assert_eq!(next_code("430181110", &["43018111001".into()]).as_deref(), Some("43018111002"));
    }
}
