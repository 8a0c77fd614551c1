//! Renders papers with the programs that people use and measures them: words with their boxes, and ink.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use documents::{Block, Document};
use domain::paper::Paper;

/// A word and its box in millimetres from the top left corner of its page.
#[derive(Debug, Clone)]
pub struct Word {
    pub page: usize,
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A PDF on disk, in a directory that goes when this goes.
pub struct Rendered {
    pub dir: tempfile::TempDir,
    pub path: PathBuf,
}

/// Fails with what is missing where papers cannot be rendered and measured: LibreOffice, poppler, a Chinese font. A test that
/// measured nothing must not pass; `make test` installs them.
fn must_measure() {
    static LOOKED: OnceLock<()> = OnceLock::new();
    LOOKED.get_or_init(|| {
        let absent = |program: &&str| Command::new(program).arg("--version").output().is_err();
        let mut wanting: Vec<&str> =
            ["soffice", "pdftotext", "pdftoppm", "pdfinfo"].into_iter().filter(|p| absent(p)).collect();
        let probe = Document { blocks: vec![Block::paragraph("永")], ..Document::default() };
        if !documents::pdf(&probe).unwrap().missing_glyphs.is_empty() {
            wanting.push("fonts-noto-cjk");
        }
        assert!(wanting.is_empty(), "missing on this machine: {wanting:?}");
    });
}

/// A PDF to measure.
pub fn keep(pdf: &[u8]) -> Rendered {
    must_measure();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    Rendered { dir, path }
}

/// docx → LibreOffice → pdf, one at a time.
pub fn office(docx: &[u8]) -> Rendered {
    office_all(&[docx.to_vec()]).pop().unwrap()
}

/// Many at once, which is quick; one run at a time, each with a profile of its own.
pub fn office_all(all: &[Vec<u8>]) -> Vec<Rendered> {
    must_measure();
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(|held| held.into_inner());
    let dir = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("profile").display());
    let mut soffice = Command::new("timeout");
    soffice.args(["240", "soffice", "--headless", "--convert-to", "pdf", "--outdir"]).arg(dir.path()).arg(profile);
    for (number, docx) in all.iter().enumerate() {
        let source = dir.path().join(format!("paper-{number}.docx"));
        std::fs::write(&source, docx).unwrap();
        soffice.arg(source);
    }
    run(&mut soffice);
    (0..all.len())
        .map(|number| {
            let path = dir.path().join(format!("paper-{number}.pdf"));
            keep(&std::fs::read(path).expect("LibreOffice did not open the docx"))
        })
        .collect()
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Rendered {
    pub fn pages(&self) -> usize {
        let info = run(Command::new("pdfinfo").arg(&self.path));
        let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        line.trim().parse().unwrap()
    }

    pub fn text(&self) -> String {
        run(Command::new("pdftotext").args(["-raw"]).arg(&self.path).arg("-"))
    }

    pub fn words(&self) -> Vec<Word> {
        let xml = run(Command::new("pdftotext").arg("-bbox").arg(&self.path).arg("-"));
        let mut page = 0;
        let mut words = Vec::new();
        for line in xml.lines() {
            if line.contains("<page ") {
                page += 1;
            } else if line.contains("<word ") {
                let number = |name: &str| {
                    let at = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
                    let value: f64 = line[at..].split('"').next().unwrap().parse().unwrap();
                    value * 25.4 / 72.0
                };
                let text = line.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
                let [left, top, right, bottom] = ["xMin", "yMin", "xMax", "yMax"].map(number);
                words.push(Word { page, text, left, top, right, bottom });
            }
        }
        words
    }

    /// Where the ink of a page begins and ends, in millimetres: left, top, right, bottom, of what lies above `until`.
    pub fn ink(&self, page: usize, until: f64) -> [f64; 4] {
        let (width, rows) = self.grey(page);
        let mm = |dots: usize| dots as f64 * 25.4 / DOTS;
        let dark = |row: &&(usize, &[u8])| row.1.iter().any(|dot| *dot < 160);
        let rows: Vec<(usize, &[u8])> = rows.chunks(width).enumerate().filter(|(y, _)| mm(*y) < until).collect();
        let top = rows.iter().find(dark).unwrap().0;
        let bottom = rows.iter().rfind(dark).unwrap().0 + 1;
        let column = |x: &usize| rows.iter().any(|(_, row)| row[*x] < 160);
        let left = (0..width).find(column).unwrap();
        let right = (0..width).rfind(column).unwrap() + 1;
        [mm(left), mm(top), mm(right), mm(bottom)]
    }

    /// Heights at which lines of ink begin on a page, in millimetres, above `until`.
    pub fn ink_lines(&self, page: usize, until: f64) -> Vec<f64> {
        let (width, rows) = self.grey(page);
        let mut lines = Vec::new();
        let mut inked = false;
        for (y, row) in rows.chunks(width).enumerate() {
            let now = row.iter().any(|dot| *dot < 160);
            let height = y as f64 * 25.4 / DOTS;
            if now && !inked && height < until {
                lines.push(height);
            }
            inked = now;
        }
        lines
    }

    /// Left, top, right and bottom of the cell around a place of a page, in millimetres: the nearest straight rules longer than
    /// `long`.
    pub fn cell(&self, page: usize, [x, y]: [f64; 2], long: f64) -> [f64; 4] {
        let (width, dots) = self.grey(page);
        let height = dots.len() / width;
        let dot = |mm: f64| (mm * DOTS / 25.4) as usize;
        let (x, y, least) = (dot(x), dot(y), dot(long));
        let run = |dark: &dyn Fn(usize) -> bool, at: usize, count: usize| {
            let after = (at..count).take_while(|at| dark(*at)).count();
            after + (0..at).rev().take_while(|at| dark(*at)).count()
        };
        let dark = |x: usize, y: usize| dots[y * width + x] < 160;
        let upright = |x: &usize| run(&|y| dark(*x, y), y, height) >= least;
        let lying = |y: &usize| run(&|x| dark(x, *y), x, width) >= least;
        let found = |at: Option<usize>| at.expect("no cell is there") as f64 * 25.4 / DOTS;
        [
            found((0..x).rev().find(upright)),
            found((0..y).rev().find(lying)),
            found((x..width).find(upright)),
            found((y..height).find(lying)),
        ]
    }

    fn grey(&self, page: usize) -> (usize, Vec<u8>) {
        let number = page.to_string();
        let root = self.dir.path().join(format!("page-{page}"));
        run(Command::new("pdftoppm")
            .args(["-r", "150", "-gray", "-f", &number, "-l", &number, "-singlefile"])
            .arg(&self.path)
            .arg(&root));
        read_pgm(&root.with_extension("pgm"))
    }
}

const DOTS: f64 = 150.0;

fn read_pgm(path: &Path) -> (usize, Vec<u8>) {
    let bytes = std::fs::read(path).unwrap();
    let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(fields.next().unwrap(), b"P5");
    let width: usize = std::str::from_utf8(fields.next().unwrap()).unwrap().parse().unwrap();
    let _height = fields.next();
    let rest = fields.next().unwrap();
    let dots = rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap() + 1;
    (width, rest[dots..].to_vec())
}

/// Leaves a paper where someone can look at it, when PAPERS names a directory.
pub fn show(name: &str, bytes: &[u8]) {
    if let Ok(dir) = std::env::var("PAPERS") {
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(Path::new(&dir).join(name), bytes).unwrap();
    }
}

/// Left, top, right and bottom of the type area of a paper, in millimetres; a letter has its sender above.
pub fn type_area(paper: &Paper) -> [f64; 4] {
    match (&paper.official, paper.landscape) {
        (Some(text), _) if text.letter.is_some() => [20.0, 30.0, 190.0, 262.0],
        (Some(_), _) => [28.0, 37.0, 184.0, 262.0],
        (None, true) => [20.0, 25.0, 277.0, 190.0],
        (None, false) if paper.half => [16.0, 10.0, 138.0, 196.0],
        (None, false) if paper.compact => [25.0, 14.0, 190.0, 282.0],
        (None, false) => [25.0, 20.0, 190.0, 277.0],
    }
}

/// What the foot of a page says, without spaces; nothing on the first page of a letter.
pub fn page_number(paper: &Paper, page: usize, pages: usize) -> String {
    match &paper.official {
        Some(text) if text.letter.is_some() && page == 1 => String::new(),
        Some(_) => format!("—{page}—"),
        None => format!("第{page}页共{pages}页"),
    }
}

/// A text without its spaces, which readers of PDF guess from gaps.
pub fn close(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{2060}')).collect()
}
