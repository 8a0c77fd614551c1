//! The family picture: who is kin to whom, who stands where, what is drawn.

use super::kinship::{Bond, Family, family};
use super::layout::{STEP, places};
use super::*;
use crate::picture::Mark;

fn person(name: &str, relation: &str, age: u32) -> Person {
    Person { name: name.into(), relation: relation.into(), age: Some(age), lives_here: true, ..Person::default() }
}

/// Names of the parents of a person, `?` for someone unnamed; empty when there are none.
fn parents(people: &[Person], family: &Family, name: &str) -> Vec<String> {
    let node = people.iter().position(|person| person.name == name).expect(name);
    let union = family.unions.iter().find(|union| union.children.iter().any(|child| child.node == node));
    let said = |node: &usize| match family.nodes[*node].person {
        Some(at) => people[at].name.clone(),
        None => "?".to_owned(),
    };
    let mut names: Vec<String> = union.map(|union| union.partners.iter().map(said).collect()).unwrap_or_default();
    names.sort();
    names
}

fn three_generations() -> Vec<Person> {
    vec![
        person("祖父", "02", 72),
        person("祖母", "12", 70),
        person("小儿", "20", 40),
        person("大儿", "20", 48),
        Person { index: true, ..person("孙儿", "41", 9) },
        person("儿媳", "38", 38),
    ]
}

#[test]
fn three_generations_hang_together_and_siblings_stand_by_age() {
    let mut people = three_generations();
    people[2].marital = "20".into();
    let family = family(&people);
    assert_eq!(parents(&people, &family, "大儿"), ["祖母", "祖父"]);
    assert_eq!(parents(&people, &family, "孙儿"), ["儿媳", "小儿"]);
    let places = places(&family);
    assert_eq!(places.rows.len(), 3);
    assert!(places.x[3] < places.x[2], "the elder son stands left: {:?}", places.x);
    assert!(places.x[0] < places.x[1], "the husband stands left");
    assert!(!family.assumed);
}

#[test]
fn a_grandchild_without_a_parent_in_the_book_hangs_from_someone_unnamed() {
    let people = [person("祖母", "02", 70), person("孙女", "42", 8), person("外孙", "43", 5)];
    let family = family(&people);
    assert_eq!(parents(&people, &family, "孙女"), ["?"]);
    let sexes: Vec<Sex> = family.nodes[3..].iter().map(|node| node.sex).collect();
    assert_eq!(sexes, [Sex::Male, Sex::Female]);
}

#[test]
fn siblings_without_parents_in_the_book_have_two_unnamed_ones() {
    let people = [person("兄", "02", 50), person("妹", "77", 45)];
    let family = family(&people);
    assert_eq!(parents(&people, &family, "妹"), ["?", "?"]);
    assert_eq!(parents(&people, &family, "兄"), parents(&people, &family, "妹"));
}

#[test]
fn a_divorced_parent_has_a_parted_partner_and_a_widowed_one_a_deceased() {
    for (marital, bond, deceased) in [("40", Bond::Divorced, false), ("30", Bond::Together, true)] {
        let mut people = vec![person("父", "02", 40), person("女儿", "30", 9)];
        people[0].marital = marital.into();
        people[0].sex = Sex::Male;
        let family = family(&people);
        assert_eq!(family.unions[0].bond, bond);
        assert_eq!((family.nodes[2].sex, family.nodes[2].deceased), (Sex::Female, deceased));
    }
}

#[test]
fn a_stepchild_is_of_the_spouse_and_a_former_partner() {
    let people = [person("夫", "02", 45), person("妻", "12", 40), person("继女", "37", 12), person("幼子", "20", 3)];
    let family = family(&people);
    assert_eq!(parents(&people, &family, "继女"), ["?", "妻"]);
    assert_eq!(parents(&people, &family, "幼子"), ["夫", "妻"]);
    let places = places(&family);
    assert!(places.x[0] < places.x[1] && places.x[1] < places.x[4], "former partner beyond the wife: {:?}", places.x);
}

#[test]
fn both_sides_of_the_family_have_their_forebears() {
    let people = [
        person("本人", "02", 30),
        person("妻", "12", 29),
        person("父", "51", 55),
        person("母", "52", 54),
        person("祖父", "61", 80),
        person("外祖母", "64", 79),
        person("岳父", "55", 58),
        person("叔", "83", 50),
        person("舅", "85", 49),
    ];
    let family = family(&people);
    assert_eq!(parents(&people, &family, "父"), ["祖父"]);
    assert_eq!(parents(&people, &family, "叔"), ["祖父"]);
    assert_eq!(parents(&people, &family, "母"), ["外祖母"]);
    assert_eq!(parents(&people, &family, "舅"), ["外祖母"]);
    assert_eq!(parents(&people, &family, "妻"), ["岳父"]);
    assert_eq!(places(&family).rows.len(), 3);
}

#[test]
fn what_the_data_leave_open_is_said() {
    let people =
        [person("祖父", "02", 70), person("长子", "21", 45), person("次子", "22", 42), person("孙子", "41", 10)];
    assert!(family(&people).assumed);
    let words = texts(&draw(&people));
    assert!(words.iter().any(|text| text.contains("请核对")), "{words:?}");
}

#[test]
fn whoever_is_not_kin_stands_apart_without_lines() {
    let people = [person("户主", "02", 60), person("寄住", "99", 20), person("无关系", "", 30)];
    let family = family(&people);
    assert!(family.nodes[1].apart && family.nodes[2].apart && family.unions.is_empty());
}

fn texts(picture: &Picture) -> Vec<String> {
    let text = |mark: &Mark| match mark {
        Mark::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    picture.marks.iter().filter_map(text).collect()
}

/// Forty people: grandparents, eight children with partners, twenty grandchildren, siblings.
fn forty() -> Vec<Person> {
    let mut people = vec![person("户主", "02", 75), person("老伴", "12", 73)];
    for at in 0..8u32 {
        let (child, partner) = if at % 2 == 0 { ("20", "38") } else { ("30", "28") };
        people.push(person(&format!("子女{at}"), child, 55 - at));
        people.push(person(&format!("配偶{at}"), partner, 53 - at));
    }
    for at in 0..18u32 {
        people.push(person(&format!("孙辈{at}"), ["41", "42", "43", "44"][at as usize % 4], 20 - at % 15));
    }
    people.extend([
        person("兄长", "71", 78),
        person("妹妹", "77", 70),
        person("侄儿", "93", 44),
        person("外甥", "95", 40),
    ]);
    people
}

#[test]
fn forty_people_stand_in_order_and_nobody_on_another() {
    let people = forty();
    assert_eq!(people.len(), 40);
    let family = family(&people);
    let places = places(&family);
    let standing: usize = places.rows.iter().map(Vec::len).sum();
    assert_eq!(standing, family.nodes.len());
    for row in &places.rows {
        for pair in row.windows(2) {
            assert!(places.x[pair[1]] - places.x[pair[0]] >= STEP - 1e-6, "{:?}", places.x);
        }
    }
    let picture = draw(&people);
    let words = texts(&picture);
    assert!(people.iter().all(|person| words.contains(&person.name)));
    for mark in &picture.marks {
        if let Mark::Line { x1, x2, y1, y2, .. } = mark {
            assert!([x1, x2].iter().all(|x| (0.0..=picture.width).contains(*x)), "{mark:?}");
            assert!([y1, y2].iter().all(|y| (0.0..=picture.height).contains(*y)), "{mark:?}");
        }
    }
}

#[test]
fn the_notation_is_drawn() {
    let mut people = three_generations();
    people[0].deceased = true;
    people[3].lives_here = false;
    people[3].sex = Sex::Unknown;
    let picture = draw(&people);
    let count = |what: fn(&Mark) -> bool| picture.marks.iter().filter(|mark| what(mark)).count();
    // 祖父, 小儿, 孙儿 with a double outline; 大儿's sex is told by his relation.
    assert_eq!(count(|mark| matches!(mark, Mark::Rect { .. })), 5);
    assert_eq!(count(|mark| matches!(mark, Mark::Circle { .. })), 2);
    assert!(count(|mark| matches!(mark, Mark::Line { dashed: true, .. })) >= 4, "a line around the home");
    let words = texts(&picture);
    assert!(!words.contains(&"72".to_owned()) && words.contains(&"9".to_owned()), "{words:?}");
}

#[test]
fn nobody_and_one_alone_are_pictures_too() {
    assert!(draw(&[]).width > 0.0);
    let one = draw(&[Person { index: true, ..person("独居老人", "02", 80) }]);
    assert!(texts(&one).contains(&"独居老人".to_owned()));
}
