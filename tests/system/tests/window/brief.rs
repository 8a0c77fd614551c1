//! The month's brief: frozen and exported by its pages, and its files read back as a reader sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

use system::window::Window;

/// Freezes this month's brief, exports it into `folder`, and looks at what the files say: one person, one visit, one case.
pub async fn is_issued_with_the_right_counts(pc: &Window, folder: &Path) {
    pc.click("rail-reports").await;
    pc.wait_for_words("reports-monthly_brief", "年").await;
    pc.screenshot("briefs").await;
    pc.click(&format!("report-make-monthly_brief-{}", first_month(&pc.read("reports-monthly_brief").await))).await;
    pc.wait_for_words("figure-visit.effective", "1").await;
    pc.screenshot("brief").await;
    pc.click("report-preview").await;
    pc.find("report-page").await;
    pc.screenshot("brief-preview").await;
    pc.click("report-freeze").await;
    pc.next_dialog_gives(folder).await;
    pc.click("report-export").await;
    pc.find("report-exported").await;
    pc.screenshot("brief-exported").await;
    the_papers_say_the_right_counts(&pc.has_written(folder, &[], 3).await);
}

/// `2026-11` from the first month that a text names.
fn first_month(text: &str) -> String {
    let (year, rest) = text.split_once('年').expect("a year");
    let month: u32 = rest.split('月').next().and_then(|month| month.trim().parse().ok()).expect("a month");
    format!("{}-{month:02}", &year[year.len() - 4..])
}

/// The text of a file as a reader sees it.
pub fn read_paper(file: &Path) -> String {
    let pdf = if file.extension().is_some_and(|end| end == "docx") {
        let folder = tempfile::tempdir().unwrap();
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
        let made = Command::new("soffice")
            .args(["--headless", &profile, "--convert-to", "pdf", "--outdir"])
            .arg(folder.path())
            .arg(file)
            .output()
            .expect("LibreOffice is installed (Debian package libreoffice-writer)");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let beside = file.with_extension("from-docx.pdf");
        std::fs::copy(folder.path().join(file.with_extension("pdf").file_name().unwrap()), &beside).unwrap();
        beside
    } else {
        file.to_path_buf()
    };
    let output =
        Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().expect("poppler-utils is installed");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a line of the figures table says `label` … `value`.
pub fn says(paper: &str, label: &str, value: &str) -> bool {
    let lines = paper.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.into_iter().any(|words| words.first() == Some(&label) && words.get(1) == Some(&value))
}

fn the_papers_say_the_right_counts(files: &[PathBuf]) {
    for end in ["docx", "pdf"] {
        let file = files
            .iter()
            .find(|file| file.extension().is_some_and(|has| has == end))
            .unwrap_or_else(|| panic!("no {end} in {files:?}"));
        let paper = read_paper(file);
        assert!(paper.contains("社会工作服务站工作简报"), "no masthead in the {end}:\n{paper}");
        for (label, value) in [("服务人数", "1"), ("有效走访", "1"), ("上门次数", "1"), ("新建档", "1")]
        {
            assert!(says(&paper, label, value), "the {end} does not say {label} {value}:\n{paper}");
        }
    }
    assert!(files.iter().any(|file| file.extension().is_some_and(|end| end == "xlsx")));
}
