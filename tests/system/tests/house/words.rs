//! Words of the interface that were decided, and those that they replace: one word for one thing, in every text that a person reads.
//! It reads sources as text; CONTRIBUTING.md says the same in prose.

use std::fs;
use std::path::{Path, PathBuf};

/// What is not said, and what is said instead.
const DECIDED: &[(&str, &str)] = &[
    ("口令", "密码"),
    ("密语", "密码"),
    ("根密钥", "管理密码，县级密钥文件"),
    ("一次性码", "验证码"),
    ("一次性验证码", "验证码"),
    ("入站申请", "加入申请"),
    ("同步包", "数据文件"),
    ("数据包", "数据文件"),
    ("已隔离", "没有入库"),
    ("处改动", "条记录"),
    ("条改动", "条记录"),
    ("开个案", "登记个案线索"),
    ("新线索", "登记个案线索"),
    ("直接接案", "同时接案"),
    ("做过的事", "服务记录"),
    ("不放了", "取消"),
    ("不要了", "删除"),
    ("去掉", "删除"),
    ("删去", "删除"),
    ("清掉", "清除"),
    ("以后再说", "暂不登记"),
    ("一键", "（不说）"),
    ("半分钟", "（不说）"),
    ("可手绘", "（家系图自动画出）"),
];
/// Texts in which one of these stands by chance, or rightly.
const FINE: &[&str] = &["打开个案", "约需半分钟"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Files below a folder with these ends, but for tests and what is generated.
fn texts(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            texts(&path, ends, found);
        } else if ends.iter().any(|end| name.ends_with(end)) && !name.ends_with(".test.ts") && name != "bindings.ts" {
            found.push(path);
        }
    }
}

#[test]
fn one_word_is_said_for_one_thing() {
    let (root, mut files) = (root(), Vec::new());
    texts(&root.join("ui/src"), &[".vue", ".ts", ".md"], &mut files);
    texts(&root.join("schema"), &[".toml"], &mut files);
    texts(&root.join("src-tauri/src"), &[".rs"], &mut files);
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        texts(&entry.unwrap().path().join("src"), &[".rs"], &mut files);
    }
    assert!(files.len() > 500, "{} files", files.len());
    let mut wrong = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let said = FINE.iter().fold(line.to_owned(), |line, fine| line.replace(fine, ""));
            let comment = ["//", "#", "<!--", "*"].iter().any(|start| said.trim_start().starts_with(start));
            let is_comment = comment && path.extension().is_none_or(|end| end != "md");
            let not_said = DECIDED.iter().filter(|(word, _)| !is_comment && said.contains(word));
            for (word, instead) in not_said {
                let place = path.strip_prefix(&root).unwrap().display();
                wrong.push(format!("{place}:{}: {word} → {instead}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
