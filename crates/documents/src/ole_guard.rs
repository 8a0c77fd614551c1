//! Old workbooks before anybody reads them: chains of sectors that end, sizes that the file can hold, cells that lie no farther apart than a PC
//! has memory for. The reader behind trusts what a file says of itself; here nothing is taken up that the file only claims.

use crate::table_error::{MOST_CELLS, TableError};

/// Sector numbers from here on mean something else; this one ends a chain.
const END: u32 = 0xffff_fffe;
const RESERVED: u32 = 0xffff_fff8;
/// Streams shorter than this lie in small sectors inside the root's stream.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// The same workbook with nothing in it that claims more memory than it needs, or why it is not read.
pub(crate) fn guarded(bytes: &[u8]) -> Result<Vec<u8>, TableError> {
    let container = Container::open(bytes).ok_or(TableError::Damaged)?;
    let mut safe = bytes.to_vec();
    for name in ["workbook", "book"] {
        if let Some(stream) = container.stream(name)? {
            stream.guard(&mut safe)?;
        }
    }
    Ok(safe)
}

struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    small_fat: Vec<u32>,
    /// Name in small letters, first sector, length.
    entries: Vec<(String, u32, usize)>,
    /// Sectors of the root's stream.
    root: Vec<u32>,
}

/// A stream: where in the file each of its pieces of one size begins.
struct Stream {
    bytes: Vec<u8>,
    pieces: Vec<usize>,
    piece: usize,
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

impl<'a> Container<'a> {
    /// None when it is damaged.
    fn open(bytes: &'a [u8]) -> Option<Container<'a>> {
        let sector = match half(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut container =
            Container { bytes, sector, fat: Vec::new(), small_fat: Vec::new(), entries: Vec::new(), root: Vec::new() };
        container.fat = container.read_fat()?;
        let directory = container.chain(word(bytes, 48)?)?;
        let small_sectors = word(bytes, 64)? as usize;
        if small_sectors.checked_mul(sector)? > bytes.len() {
            return None;
        }
        for (place, entry) in container.joined(&directory).chunks_exact(128).enumerate() {
            let kind = entry[66];
            let name: Vec<u16> =
                entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let name = String::from_utf16_lossy(&name).split('\0').next().unwrap_or_default().to_lowercase();
            let (start, length) = (word(entry, 116)?, word(entry, 120)? as usize);
            // Streams and the root: no longer than the file they lie in.
            if matches!(kind, 2 | 5) && length > bytes.len() {
                return None;
            }
            if place == 0 && small_sectors > 0 {
                container.root = container.chain(start)?;
            }
            container.entries.push((name, start, length));
        }
        if small_sectors > 0 {
            let chain = container.chain(word(bytes, 60)?)?;
            container.small_fat = words(&container.joined(&chain));
        }
        Some(container)
    }

    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = (0..109).filter_map(|place| word(self.bytes, 76 + 4 * place)).collect();
        let (mut next, mut seen) = (word(self.bytes, 68)?, 0);
        while next < RESERVED {
            seen += 1;
            if seen > self.most() {
                return None;
            }
            let mut more = words(self.sector_at(next)?);
            next = more.pop()?;
            sectors.extend(more);
        }
        let mut fat = Vec::new();
        for sector in sectors.into_iter().filter(|sector| *sector < RESERVED) {
            fat.extend(words(self.sector_at(sector)?));
        }
        Some(fat)
    }

    /// No chain of this file is longer.
    fn most(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, sector: u32) -> Option<&'a [u8]> {
        let at = (sector as usize + 1).checked_mul(self.sector)?;
        self.bytes.get(at..self.bytes.len().min(at + self.sector)).filter(|bytes| !bytes.is_empty())
    }

    /// The sectors from one on, to an end that comes.
    fn chain(&self, start: u32) -> Option<Vec<u32>> {
        follow(start, &self.fat, self.most())
    }

    fn joined(&self, chain: &[u32]) -> Vec<u8> {
        chain.iter().filter_map(|sector| self.sector_at(*sector)).flatten().copied().collect()
    }

    fn stream(&self, name: &str) -> Result<Option<Stream>, TableError> {
        let Some((_, start, length)) = self.entries.iter().find(|(known, _, _)| known == name) else {
            return Ok(None);
        };
        let (pieces, piece): (Option<Vec<usize>>, usize) = if *length < SMALL {
            let small = follow(*start, &self.small_fat, self.bytes.len() / SMALL_SECTOR + 1);
            let place = |small: &u32| {
                let at = *small as usize * SMALL_SECTOR;
                Some((*self.root.get(at / self.sector)? as usize + 1) * self.sector + at % self.sector)
            };
            (small.and_then(|chain| chain.iter().map(place).collect()), SMALL_SECTOR)
        } else {
            let chain = self.chain(*start);
            (chain.map(|chain| chain.iter().map(|sector| (*sector as usize + 1) * self.sector).collect()), self.sector)
        };
        let pieces = pieces.ok_or(TableError::Damaged)?;
        let end = self.bytes.len();
        let mut bytes: Vec<u8> =
            pieces.iter().flat_map(|at| &self.bytes[(*at).min(end)..(at + piece).min(end)]).copied().collect();
        bytes.truncate(*length);
        Ok(Some(Stream { bytes, pieces, piece }))
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| word(four, 0)).collect()
}

fn follow(start: u32, fat: &[u32], most: usize) -> Option<Vec<u32>> {
    let (mut chain, mut next) = (Vec::new(), start);
    while next != END {
        if chain.len() >= most {
            return None;
        }
        chain.push(next);
        next = *fat.get(next as usize)?;
    }
    Some(chain)
}

impl Stream {
    /// Looks where the cells of each sheet lie, and takes out what the sheets claim of their size.
    fn guard(&self, file: &mut [u8]) -> Result<(), TableError> {
        let (mut at, mut area) = (0, Area::default());
        while let (Some(kind), Some(length)) = (half(&self.bytes, at), half(&self.bytes, at + 2)) {
            let data = at + 4..at + 4 + usize::from(length);
            let Some(record) = self.bytes.get(data.clone()) else { break };
            match kind {
                0x0809 => area.next_sheet(),
                // DIMENSIONS: memory is reserved for as much as it says.
                0x0200 => data.for_each(|place| self.clear(file, place)),
                // NUMBER, LABEL, RSTRING, BOOLERR, RK, LABELSST, FORMULA: row and column stand first.
                0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006 => {
                    area.cell(half(record, 0), half(record, 2))
                }
                // MULRK: a run, its last column at the end.
                0x00bd => {
                    area.cell(half(record, 0), half(record, 2));
                    area.cell(half(record, 0), half(record, record.len().saturating_sub(2)));
                }
                _ => {}
            }
            if area.all() > MOST_CELLS {
                return Err(TableError::SheetTooLarge("其中一张".into()));
            }
            at += 4 + usize::from(length);
        }
        Ok(())
    }

    fn clear(&self, file: &mut [u8], place: usize) {
        if let Some(byte) = self.pieces.get(place / self.piece).and_then(|at| file.get_mut(at + place % self.piece)) {
            *byte = 0;
        }
    }
}

/// The room that the cells of the sheets so far take, each from its first to its last row and column.
#[derive(Default)]
struct Area {
    before: usize,
    rows: Option<(usize, usize)>,
    columns: Option<(usize, usize)>,
}

impl Area {
    fn cell(&mut self, row: Option<u16>, column: Option<u16>) {
        let (Some(row), Some(column)) = (row, column) else { return };
        let wider = |known: Option<(usize, usize)>, at: usize| {
            Some(known.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
        };
        self.rows = wider(self.rows, row.into());
        self.columns = wider(self.columns, column.into());
    }

    fn all(&self) -> usize {
        let span = |known: Option<(usize, usize)>| known.map_or(0, |(first, last)| last - first + 1);
        self.before + span(self.rows) * span(self.columns)
    }

    fn next_sheet(&mut self) {
        *self = Area { before: self.all(), ..Area::default() };
    }
}
