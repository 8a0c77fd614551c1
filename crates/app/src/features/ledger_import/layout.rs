//! The layout of a sheet: sheet, header, kind of ledger and columns, as guessed by `domain::ledger_header` or as chosen by hand.
//! It reads no row.

use domain::ledger_columns;
use domain::ledger_header;
use domain::ledger_headings::{Header, Heading, headings};
use domain::ledger_import::{self, Ledger};
use domain::ledger_sheet::{Book, Cell, Sheet};

use crate::features::ledger_import::types::LedgerChoices;

/// A table of somebody's that was read.
pub(crate) struct TableFile {
    pub(crate) name: String,
    pub(crate) book: Book,
}

/// A sheet with its header found and its columns matched.
pub(crate) struct Layout {
    /// Which sheet of the book.
    pub(crate) place: usize,
    pub(crate) header: Option<Header>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) ledger: &'static Ledger,
    /// Per column; None: nobody knows the header.
    pub(crate) targets: Vec<Option<String>>,
    /// Heads of households stand for themselves: a head's name is the person's.
    pub(crate) heads_alone: bool,
}

impl Layout {
    /// Sheet, header, ledger and columns as chosen, or else as guessed.
    pub(crate) fn of(file: &TableFile, choices: &LedgerChoices) -> Layout {
        let place = choices.sheet.map_or_else(|| likeliest_sheet(&file.book), |sheet| sheet as usize);
        let place = place.min(file.book.sheets.len().saturating_sub(1));
        let sheet = &file.book.sheets[place];
        let chosen = choices
            .header_row
            .filter(|row| *row > 0)
            .map(|row| Header { row: row as usize - 1, rows: choices.header_rows.unwrap_or(1).clamp(1, 3) as usize });
        let header = chosen.or_else(|| ledger_header::find(sheet));
        let headings = header.map(|header| headings(sheet, header)).unwrap_or_default();
        let above = header.map_or(0, |header| header.row);
        let titles: String = sheet.rows.iter().take(above).flatten().map(Cell::text).collect::<Vec<_>>().join(" ");
        let words = format!("{} {} {titles}", file.name, sheet.name);
        let ledger = choices.ledger.as_deref().and_then(ledger_import::ledger);
        let ledger = ledger.unwrap_or_else(|| ledger_columns::likeliest(&words, &headings));
        let mut targets = ledger_columns::matched(ledger, &headings);
        for (column, target) in &choices.columns {
            if let Some(place) = targets.get_mut(*column as usize) {
                *place = Some(target.clone());
            }
        }
        let heads_alone = header.is_some_and(|header| ledger_columns::lists_heads_alone(sheet, header, &targets));
        Layout { place, header, headings, ledger, targets, heads_alone }
    }

    /// The first row below the header.
    pub(crate) fn begins(&self) -> Option<usize> {
        self.header.map(|header| header.row + header.rows)
    }

    /// The header of a column as people read it.
    pub(crate) fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", |heading| heading.text.as_str())
    }

    /// Whether some column fills a target.
    pub(crate) fn has(&self, target: &str) -> bool {
        self.targets.iter().flatten().any(|known| known == target)
    }
}

/// The sheet with the most known columns; of those the longest. Hidden ones only when nothing else is there.
fn likeliest_sheet(book: &Book) -> usize {
    let weight = |(place, sheet): &(usize, &Sheet)| {
        (known_columns(sheet) > 0, !sheet.hidden, known_columns(sheet), sheet.rows.len(), usize::MAX - place)
    };
    book.sheets.iter().enumerate().max_by_key(weight).map_or(0, |(place, _)| place)
}

/// How many columns of a sheet are known, with the ledger that fits it best.
pub(crate) fn known_columns(sheet: &Sheet) -> usize {
    let Some(header) = ledger_header::find(sheet) else { return 0 };
    let headings = headings(sheet, header);
    let ledger = ledger_columns::likeliest(&sheet.name, &headings);
    ledger_columns::matched(ledger, &headings).iter().flatten().count()
}
