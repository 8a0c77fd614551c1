//! Comments of the evaluator: a file sealed to the county, which makes tasks of stations out of it. Taken in twice it is taken in once.

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Audience, seal};
use domain::dates;
use domain::fields::rectification;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Write;

use crate::boards::packs::opening;
use crate::boards::packs::types::{CommentsIn, CommentsOut, CommentsTaken, PackComment};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::FileOut;
use crate::kernel::pc::Pc;
use crate::records::check::{self, Form};

/// What such a file begins with.
const FIRST_LINE: &[u8] = b"hezhan-comments 1\n";
/// Above any such file.
const LIMIT: u64 = 8 << 20;

#[derive(Serialize, Deserialize)]
struct Comments {
    county_id: String,
    pack: String,
    day: String,
    comments: Vec<Comment>,
}

#[derive(Serialize, Deserialize)]
struct Comment {
    /// The id that its task will have.
    id: String,
    #[serde(flatten)]
    said: PackComment,
}

/// Writes what the evaluator said of the open pack.
pub(crate) fn write(pc: &Pc, request: CommentsOut) -> Result<FileOut, CommandError> {
    let (manifest, pack) = opening::open_manifest(pc)?;
    if request.comments.is_empty() {
        return Err(CommandError::invalid_field("comments", "还没有写意见。"));
    }
    for one in &request.comments {
        let known = manifest.stations.iter().any(|station| station.code == one.station);
        if !known || one.content.trim().is_empty() || dates::stored(&one.due_date).is_none() {
            return Err(CommandError::invalid_field("comments", "每条意见要写明站点、内容和整改期限。"));
        }
    }
    let comment = |said: PackComment| Comment { id: check::new_id(), said };
    let comments = Comments {
        county_id: manifest.county_id.clone(),
        pack,
        day: pc.today().to_string(),
        comments: request.comments.into_iter().map(comment).collect(),
    };
    let plain = serde_json::to_vec(&comments).map_err(|_| CommandError::internal("意见不能写成 JSON"))?;
    let sealed = seal::to_recipients(std::slice::from_ref(&manifest.county_recipient), &plain)?;
    let name = format!("评估意见-{}-{}.hzc", manifest.county_name, manifest.year);
    request.place.write(pc, &name, [FIRST_LINE, &sealed].concat())
}

/// Takes comments in: each is a task of its station.
pub(crate) fn take_in(pc: &Pc, request: CommentsIn) -> Result<CommentsTaken, CommandError> {
    let context = Context::of(pc)?;
    let comments = read(&context, &request.file.read(LIMIT)?)?;
    let kind = kind_named(rectification::KIND)?;
    let (mut writes, mut known) = (BTreeMap::<String, Vec<Write>>::new(), 0);
    for one in comments.comments {
        if context.store.row(rectification::KIND, &one.id)?.is_some() {
            known += 1;
            continue;
        }
        let said = one.said;
        if !context.stations().iter().any(|station| station.code == said.station) {
            return Err(CommandError::new(ErrorCode::ForeignFile, "意见里有本县没有的站点，没有收进来。"));
        }
        let fields = [
            (rectification::FOUND_DATE, json!(comments.day)),
            (rectification::FOUND_BY, json!("third_party")),
            (rectification::CONTENT, json!(said.content.trim())),
            (rectification::DUE_DATE, json!(said.due_date)),
            (rectification::TARGET_KIND, json!(said.kind)),
            (rectification::TARGET, json!(said.record)),
        ];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let ready = check::ready_as(&context, kind, Form { fields, ..Form::default() }, Some(&one.id))?;
        check::refuse_errors(&ready.findings)?;
        writes.entry(said.station).or_default().extend(ready.write);
    }
    let stations: BTreeSet<String> = writes.keys().map(|code| context.station_name(code)).collect();
    let tasks = writes.values().map(Vec::len).sum::<usize>() as u32;
    for (station, writes) in writes {
        context.save(Audience::Station(station), writes)?;
    }
    Ok(CommentsTaken { tasks, known, stations: stations.into_iter().collect() })
}

fn read(context: &Context, bytes: &[u8]) -> Result<Comments, CommandError> {
    let Some(body) = bytes.strip_prefix(FIRST_LINE) else {
        return Err(CommandError::new(ErrorCode::WrongFile, "这不是评估意见文件，请选评估方发来的 .hzc 文件。"));
    };
    let identity = context.store.station_identity(None)?;
    let identity = identity.ok_or_else(|| {
        CommandError::new(ErrorCode::NotConfirmed, "这台电脑还没有县级的密钥，请先让建县的电脑确认这台电脑。")
    })?;
    let plain = seal::open(&[identity], body, LIMIT as usize).map_err(|error| match error {
        changelog::Error::NotForUs => CommandError::new(ErrorCode::ForeignFile, "这份意见是写给别的县的。"),
        _ => CommandError::new(ErrorCode::DamagedFile, "评估意见文件已损坏，请评估方重新发一次。"),
    })?;
    let comments: Comments = serde_json::from_slice(&plain)
        .map_err(|_| CommandError::new(ErrorCode::DamagedFile, "评估意见文件读不出来，请评估方重新发一次。"))?;
    if comments.county_id != context.store.roster().county_id {
        return Err(CommandError::new(ErrorCode::ForeignFile, "这份意见是写给别的县的。"));
    }
    Ok(comments)
}
