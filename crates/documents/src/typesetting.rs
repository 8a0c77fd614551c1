//! Typst as a library: a world of a few committed templates, one JSON file of data, photos and the fonts of this machine.
//! The data is only ever shown as text; no template evaluates it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::error::{Error, Result};
use crate::fonts;

const TEMPLATES: [(&str, &str); 5] = [
    ("document.typ", include_str!("templates/document.typ")),
    ("chart_page.typ", include_str!("templates/chart_page.typ")),
    ("chart.typ", include_str!("templates/chart.typ")),
    ("picture_page.typ", include_str!("templates/picture_page.typ")),
    ("picture.typ", include_str!("templates/picture.typ")),
];

struct Paper {
    main: FileId,
    data: Bytes,
    photos: Vec<Bytes>,
}

/// How many papers ago something must have been used last to be forgotten while one paper after another is laid out: what they have in
/// common stays.
const PAPERS_KEPT: usize = 2;

/// Lays out a template with data; also tells which characters had no glyph. Whoever asks holds a `Forgetting`.
pub(crate) fn lay_out(template: &str, data: &Value, photos: Vec<Vec<u8>>) -> Result<(PagedDocument, BTreeSet<char>)> {
    let paper = Paper {
        main: file(template)?,
        data: Bytes::from_string(data.to_string()),
        photos: photos.into_iter().map(Bytes::new).collect(),
    };
    let compiled = typst::compile::<PagedDocument>(&paper);
    typst::comemo::evict(PAPERS_KEPT);
    let document = compiled.output.map_err(|errors| {
        Error::Typesetting(errors.first().map(|error| error.message.to_string()).unwrap_or_default())
    })?;
    let mut missing = BTreeSet::new();
    document.pages().iter().for_each(|page| without_glyph(&page.frame, &mut missing));
    Ok((document, missing))
}

/// Held while papers are made. However that ends, it empties the typesetter's cache: personal data must not stay in memory.
#[derive(Default)]
pub(crate) struct Forgetting;

impl Drop for Forgetting {
    fn drop(&mut self) {
        typst::comemo::evict(0);
        #[cfg(test)]
        FORGOTTEN.set(FORGOTTEN.get() + 1);
    }
}

#[cfg(test)]
thread_local! {
    /// How often this thread has forgotten, for `forgotten.rs`.
    pub(crate) static FORGOTTEN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

fn without_glyph(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => without_glyph(&group.frame, missing),
            FrameItem::Text(text) => {
                let empty = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                let chars = empty.filter_map(|glyph| text.text.get(glyph.range())?.chars().next());
                missing.extend(chars.filter(|c| !crate::text::is_inkless(*c)));
            }
            _ => {}
        }
    }
}

fn file(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| Error::Typesetting(name.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The templates, parsed once: a paper asks for each of them several times, and reading them anew took longer than laying it out.
fn templates() -> &'static [Source] {
    static PARSED: OnceLock<Vec<Source>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let parsed = |(name, text): &(&str, &str)| Some(Source::new(file(name).ok()?, (*text).to_owned()));
        TEMPLATES.iter().filter_map(parsed).collect()
    })
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts::store().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let template = templates().iter().find(|template| template.id() == id);
        template.cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "data.json" => Ok(self.data.clone()),
            name => {
                let number = name.strip_prefix("photo-").and_then(|number| number.parse::<usize>().ok());
                let photo = number.and_then(|number| self.photos.get(number));
                photo.cloned().ok_or_else(|| FileError::NotFound(name.into()))
            }
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::store().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
