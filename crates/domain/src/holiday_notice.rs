//! Reads the State Council's yearly notice as it is published (元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。),
//! so that a county can paste it. Weekdays and numbers of days in the text are compared with the dates: a notice of another year or
//! a slip is named, never guessed at.

use chrono::{Datelike, NaiveDate};

use crate::working_days::{Holiday, YearPlan};

const WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// The plan of a pasted notice, or what is wrong with it.
pub fn read(text: &str) -> Result<YearPlan, String> {
    let text: String = crate::identity::half_width(text).chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect();
    let year = year_of(&text).ok_or("没有找到“××××年部分节假日安排”，请把通知连同标题一起粘贴。")?;
    let mut plan = YearPlan { year, notice: notice_of(&text), off: Vec::new(), work: Vec::new() };
    for sentence in text.split(['。', ';', '\n']) {
        let (name, said) = match sentence.split_once(':') {
            Some((name, said)) => (unnumbered(name), said),
            None => ("", sentence),
        };
        if said.ends_with("上班") {
            for part in said.trim_end_matches("上班").split('、').filter(|part| part.contains('月')) {
                plan.work.push(Reader { rest: part, year, month: 0 }.date(part)?);
            }
        } else if !name.is_empty() && said.starts_with(|c: char| c.is_ascii_digit()) && said.contains("放假") {
            plan.off.push(holiday(name, said, year)?);
        }
    }
    match plan.off.is_empty() {
        true => Err("没有读到放假日期。请粘贴国务院办公厅通知的原文，如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。”".into()),
        false => Ok(plan),
    }
}

fn year_of(text: &str) -> Option<i32> {
    let before = &text[..text.find("年部分节假日安排").or_else(|| text.find("年元旦"))?];
    let digits = before.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit()).last()?;
    before[digits.0..].parse().ok().filter(|year| (2000..2100).contains(year))
}

/// 国办发明电〔2025〕7号, wherever it stands.
fn notice_of(text: &str) -> String {
    let Some(at) = text.find("国办发") else {
        return String::new();
    };
    let line = text[at..].split(['\n', '。']).next().unwrap_or_default();
    line.find('号').map(|end| line[..end + '号'.len_utf8()].to_owned()).unwrap_or_default()
}

fn unnumbered(name: &str) -> &str {
    name.split_once('、')
        .filter(|(number, _)| number.chars().all(|c| "一二三四五六七八九十".contains(c)))
        .map_or(name, |(_, rest)| rest)
}

/// 1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天
fn holiday(name: &str, said: &str, year: i32) -> Result<Holiday, String> {
    let mut reader = Reader { rest: said, year, month: 0 };
    let from = reader.date(said)?;
    let to = match reader.rest.strip_prefix('至') {
        Some(rest) => {
            reader.rest = rest;
            reader.date(said)?
        }
        None => from,
    };
    let days = (to - from).num_days() + 1;
    let told = said.split(['共', '假']).filter_map(|part| part.split_once('天')?.0.parse::<i64>().ok()).next_back();
    if days < 1 || told.is_some_and(|told| told != days) {
        return Err(format!("“{said}”写的天数和日期对不上，请核对原文。"));
    }
    Ok(Holiday { name: name.to_owned(), from, to })
}

struct Reader<'a> {
    rest: &'a str,
    year: i32,
    /// The month named last; 至3日 means the same month.
    month: u32,
}

impl Reader<'_> {
    /// `1月28日(农历除夕、周二)` or, in the month named before, `3日(周六)`.
    fn date(&mut self, whole: &str) -> Result<NaiveDate, String> {
        let wrong = |why: &str| format!("“{whole}”{why}，请核对原文。");
        let unreadable = || wrong("里的日期看不懂");
        let (number, mut rest) = leading_number(self.rest).ok_or_else(unreadable)?;
        let mut of_month = number;
        if let Some(after) = rest.strip_prefix('月') {
            self.month = number;
            (of_month, rest) = leading_number(after).ok_or_else(unreadable)?;
        }
        rest = rest.strip_prefix('日').ok_or_else(unreadable)?;
        let day = NaiveDate::from_ymd_opt(self.year, self.month, of_month).ok_or_else(|| wrong("里有不存在的日期"))?;
        if let Some((remark, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            rest = after;
            let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
            if WEEKDAYS.iter().any(|name| remark.contains(name)) && !remark.contains(weekday) {
                return Err(wrong(&format!("：{day} 是{weekday}，与原文的星期不同")));
            }
        }
        self.rest = rest;
        Ok(day)
    }
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::working_days::Calendar;

    const OF_2025: &str = "国务院办公厅关于2025年\n部分节假日安排的通知\n国办发明电〔2024〕12号\n各省、自治区、直辖市人民政府：\n\
        除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日起放假调休7天。\n现将2025年元旦、春节放假调休日期的具体安排通知如下。\n\
        一、元旦：1月1日（周三）放假1天，不调休。\n二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。\n\
        三、清明节：4月4日（周五）至6日（周日）放假，共3天。\n四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。\n\
        五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。\n六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。\n\
        节假日期间，各地区、各部门要妥善安排好值班。\n国务院办公厅\n2024年11月12日";
    const OF_2026: &str = "国务院办公厅关于2026年部分节假日安排的通知 国办发明电〔2025〕7号 经国务院批准，现将2026年放假安排通知如下。\
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。\
        2月14日（周六）、2月28日（周六）上班。三、清明节：4月4日（周六）至6日（周一）放假，共3天。四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\
        五、端午节：6月19日（周五）至21日（周日）放假，共3天。六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。";

    #[test]
    fn the_notices_of_2025_and_2026_read_as_what_came_with_the_program() {
        let built_in = Calendar::built_in();
        let known: Vec<_> = built_in.years().cloned().collect();
        assert_eq!(read(&OF_2025.replace("2025年\n部分", "2025年部分")), Ok(known[0].clone()));
        assert_eq!(read(OF_2026), Ok(known[1].clone()), "in one line, too");
    }

    #[test]
    fn a_notice_of_another_year_is_found_out_by_its_weekdays() {
        let wrong = read(&OF_2026.replace("2026年部分", "2027年部分")).expect_err("weekdays differ");
        assert!(wrong.contains("2027-01-01 是周五"), "{wrong}");
    }

    #[test]
    fn slips_are_named() {
        for (from, to, said) in [
            ("至3日（周六）放假", "至4日（周日）放假", "天数"),
            ("4月4日（周六）", "4月31日", "不存在"),
            ("6月19日（周五）", "6月十九日", "看不懂"),
        ] {
            let wrong = read(&OF_2026.replace(from, to)).expect_err(to);
            assert!(wrong.contains(said), "{wrong}");
        }
        assert!(read("今年怎么放假").expect_err("no notice").contains("部分节假日安排"));
        assert!(read("国务院办公厅关于2027年部分节假日安排的通知").expect_err("empty").contains("放假日期"));
    }
}
