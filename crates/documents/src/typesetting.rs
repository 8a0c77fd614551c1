//! Typst as a library: a world of a few committed templates, one JSON file of data and the fonts of this machine.
//! The data is only ever shown as text; no template evaluates it.

use std::collections::BTreeSet;

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
    library: LazyHash<Library>,
    main: FileId,
    data: Bytes,
}

/// Lays out a template with data; also tells which characters had no glyph.
pub(crate) fn lay_out(template: &str, data: &Value) -> Result<(PagedDocument, BTreeSet<char>)> {
    let paper = Paper {
        library: LazyHash::new(Library::default()),
        main: file(template)?,
        data: Bytes::from_string(data.to_string()),
    };
    let compiled = typst::compile::<PagedDocument>(&paper);
    // Personal data must not stay in the memory of the typesetter's cache.
    typst::comemo::evict(0);
    let document = compiled.output.map_err(|errors| {
        Error::Typesetting(errors.first().map(|error| error.message.to_string()).unwrap_or_default())
    })?;
    let mut missing = BTreeSet::new();
    document.pages().iter().for_each(|page| without_glyph(&page.frame, &mut missing));
    Ok((document, missing))
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

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts::store().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = id.vpath().get_without_slash();
        let template = TEMPLATES.iter().find(|(known, _)| *known == name);
        let (_, text) = template.ok_or_else(|| FileError::NotFound(name.into()))?;
        Ok(Source::new(id, (*text).to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "data.json" => Ok(self.data.clone()),
            name => Err(FileError::NotFound(name.into())),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::store().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
