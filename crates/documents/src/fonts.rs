//! The fonts of this machine: scanned once, chosen by role, asked whether they can draw a character.
//! Names the fonts of Windows first and the open Noto fonts last; ships none.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Serialize;
use typst_kit::fonts::{self, FontStore};

/// For each role, families in order of preference, as far as this machine has them.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Roles {
    /// 仿宋: body.
    pub body: Vec<&'static str>,
    /// 黑体: first headings, table headers.
    pub hei: Vec<&'static str>,
    /// 楷体: second headings.
    pub kai: Vec<&'static str>,
    /// 宋体: page numbers.
    pub song: Vec<&'static str>,
    /// 小标宋: titles.
    pub title: Vec<&'static str>,
}

const SERIF: [&str; 4] = ["Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "NSimSun"];
const SANS: [&str; 3] = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei"];

/// The fonts of this machine.
pub(crate) fn store() -> &'static FontStore {
    static STORE: OnceLock<FontStore> = OnceLock::new();
    STORE.get_or_init(|| {
        let mut store = FontStore::new();
        store.extend(fonts::system());
        store
    })
}

/// The families for each role.
pub(crate) fn roles() -> &'static Roles {
    static ROLES: OnceLock<Roles> = OnceLock::new();
    ROLES.get_or_init(|| Roles {
        body: present(&["FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong"], &SERIF),
        hei: present(&["SimHei", "黑体", "STHeiti"], &SANS),
        kai: present(&["KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312", "STKaiti"], &SERIF),
        song: present(&["SimSun", "宋体"], &SERIF),
        title: present(&["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体"], &SERIF),
    })
}

fn present(wanted: &[&'static str], fallback: &[&'static str]) -> Vec<&'static str> {
    let book = store().book();
    let all = wanted.iter().chain(fallback).copied();
    let mut found: Vec<_> = all.filter(|name| book.contains_family(&name.to_lowercase())).collect();
    if found.is_empty() {
        found.push(SERIF[0]);
    }
    found
}

/// Those characters of a text that no font of this machine can draw.
pub(crate) fn missing(text: &str, into: &mut BTreeSet<char>) {
    for c in text.chars() {
        if !crate::text::is_inkless(c) && !covered(c) {
            into.insert(c);
        }
    }
}

/// Whether any font of this machine draws the character.
pub(crate) fn covered(c: char) -> bool {
    let c = c as usize;
    drawn().get(c / 64).is_some_and(|bits| (bits >> (c % 64)) & 1 == 1)
}

/// A bit for every character that some font draws: asked for each character of each paper.
fn drawn() -> &'static [u64] {
    static DRAWN: OnceLock<Vec<u64>> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let mut bits = vec![0; 0x11_0000 / 64];
        let book = store().book();
        for c in (0..).map_while(|index| book.info(index)).flat_map(|info| info.coverage.iter()) {
            if let Some(word) = bits.get_mut(c as usize / 64) {
                *word |= 1 << (c % 64);
            }
        }
        bits
    })
}
