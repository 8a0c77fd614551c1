//! Doors of a PC, as its page uses them: calls, files that come out of one PC and go into another. Nothing here goes round them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use app::{App, CommandError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use store::Store;

/// Text of a member of an answer; empty where there is none.
pub(crate) fn said(answer: &Value, pointer: &str) -> String {
    answer.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned()
}

/// A record as it is typed on its page and saved; its id.
pub(crate) fn typed(pc: &App, kind: &str, fields: Value) -> Result<String, CommandError> {
    let saved = pc.call("records.save", json!({"kind": kind, "fields": fields}))?;
    Ok(said(&saved, "/record/id"))
}

/// Where a page has its files written to be fetched.
pub(crate) fn download() -> Value {
    json!({"download": true})
}

/// A file that one PC wrote as a download, as another PC takes it.
pub(crate) fn carried(from: &App, file: &Value) -> Result<Value, CommandError> {
    let written = from.download(&said(file, "/download"));
    let (name, bytes) = written.ok_or_else(|| CommandError::internal("练习数据不完整"))?;
    Ok(json!({"name": name, "base64": STANDARD.encode(bytes)}))
}

/// Files of a stick, as a PC takes them; the stick is empty afterwards.
pub(crate) fn carry_stick(stick: &Path, to: &App) -> Result<(), CommandError> {
    let (mut files, mut folders) = (Vec::new(), vec![stick.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(json!({"name": path.file_name().unwrap_or_default().to_string_lossy(), "path": path}));
            }
        }
    }
    to.call("stick.import", json!({"files": files}))?;
    Ok(fs::remove_dir_all(stick)?)
}

/// The open store of a PC.
pub(crate) fn store_of(pc: &App) -> Result<Arc<Store>, CommandError> {
    pc.open_store().ok_or_else(|| CommandError::internal("练习数据不完整"))
}
