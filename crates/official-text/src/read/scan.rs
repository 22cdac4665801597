//! Pictures of pages to text, by the programs `tesseract` (with the language `vie`) and, for PDF,
//! `pdftoppm`, where they are installed. Nothing else in this library runs a program.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{CannotRead, Format, MOST_BYTES, MOST_TEXT, Text};

/// Pages of a scan beyond this are left out: recognition takes seconds a page.
const MOST_PAGES: usize = 30;
/// Time after which a file is given up.
const MOST_TIME: Duration = Duration::from_secs(150);
/// Dots an inch: what tesseract asks for.
const RESOLUTION: &str = "300";

/// Recognition of scanned pages, if this machine has it.
///
/// ```
/// use official_text::read::{CannotRead, Recognition};
/// let scan = b"\x89PNG\r\n\x1a\n";
/// // without tesseract the caller tells the user to bring another file
/// let text = Recognition::installed().map_or(Err(CannotRead::NoTextLayer), |recognition| recognition.text_of(scan));
/// assert!(text.is_err());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Recognition {
    reads_pdf: bool,
}

impl Recognition {
    /// Looks for the programs; `None` where tesseract or its Vietnamese is missing.
    pub fn installed() -> Option<Self> {
        let languages = Command::new("tesseract").arg("--list-langs").stdin(Stdio::null()).output().ok()?;
        let listed = [languages.stdout, languages.stderr].concat();
        let has_vietnamese = String::from_utf8_lossy(&listed).lines().any(|line| line.trim() == "vie");
        let reads_pdf = Command::new("pdftoppm").arg("-v").stdin(Stdio::null()).output().is_ok();
        has_vietnamese.then_some(Self { reads_pdf })
    }

    /// The text of a scanned PDF, PNG, JPEG or TIFF. Columns stay apart by wide gaps.
    ///
    /// # Errors
    /// [`CannotRead::UnknownFormat`] for other files, [`CannotRead::NoTextLayer`] where nothing is
    /// recognised or it takes too long.
    pub fn text_of(self, bytes: &[u8]) -> Result<Text, CannotRead> {
        if bytes.len() > MOST_BYTES {
            return Err(CannotRead::TooLarge);
        }
        let kind = kind_of(bytes).ok_or(CannotRead::UnknownFormat)?;
        let folder = tempfile::tempdir().map_err(|_| CannotRead::NoTextLayer)?;
        let until = Instant::now() + MOST_TIME;
        let file = folder.path().join(format!("scan.{kind}"));
        std::fs::write(&file, bytes).map_err(|_| CannotRead::NoTextLayer)?;
        let pages = if kind == "pdf" { self.pages_of(&file, folder.path(), until)? } else { vec![file] };
        let mut body = String::new();
        for page in pages {
            body.push_str(&recognised(&page, until).ok_or(CannotRead::NoTextLayer)?);
            body.push_str("\n\n");
        }
        let letters = body.chars().filter(|letter| letter.is_alphabetic()).count();
        if letters < 20 {
            return Err(CannotRead::NoTextLayer);
        }
        if body.len() > MOST_TEXT {
            return Err(CannotRead::TooLarge);
        }
        Ok(Text { body: vietnamese::nfc(&body), margins: Vec::new(), format: Format::Scan, legacy: None })
    }

    fn pages_of(self, file: &Path, folder: &Path, until: Instant) -> Result<Vec<std::path::PathBuf>, CannotRead> {
        if !self.reads_pdf {
            return Err(CannotRead::NoTextLayer);
        }
        let last = MOST_PAGES.to_string();
        let mut draw = Command::new("pdftoppm");
        draw.args(["-r", RESOLUTION, "-gray", "-png", "-l", &last]).arg(file).arg(folder.join("page"));
        output(&mut draw, until).ok_or(CannotRead::NoTextLayer)?;
        let entries = std::fs::read_dir(folder).map_err(|_| CannotRead::NoTextLayer)?;
        let mut pages: Vec<_> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
            .collect();
        pages.sort();
        if pages.is_empty() { Err(CannotRead::Damaged) } else { Ok(pages) }
    }
}

/// The file name extension of a scan by its first bytes.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] =
        &[(b"%PDF-", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"II*\0", "tif"), (b"MM\0*", "tif")];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

/// Whether the bytes begin like a picture of a page.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    kind_of(bytes).is_some_and(|kind| kind != "pdf")
}

fn recognised(page: &Path, until: Instant) -> Option<String> {
    let mut read = Command::new("tesseract");
    read.arg(page).args(["stdout", "-l", "vie", "--psm", "6", "-c", "preserve_interword_spaces=1"]);
    // one page at a time on one core: the server has other work
    read.env("OMP_THREAD_LIMIT", "1");
    String::from_utf8(output(&mut read, until)?).ok()
}

/// What the program prints, if it ends well and in time.
fn output(command: &mut Command, until: Instant) -> Option<Vec<u8>> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut out = child.stdout.take()?;
    let reader = std::thread::spawn(move || {
        let mut printed = Vec::new();
        out.read_to_end(&mut printed).map(|_| printed)
    });
    let ended = wait(&mut child, until);
    let printed = reader.join().ok()?.ok()?;
    ended.then_some(printed)
}

fn wait(child: &mut Child, until: Instant) -> bool {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}
