//! The pages of an import, the same for every list: template, upload, progress, what is wrong. A feature gives an
//! [`ImportFace`] and registers its routes.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Argument, Event, Permission};
use sheets::{Column, Heading, Reader};

use super::{Actor, Answer, Cx, Failure, Upload, While, download, go_to, page, page_with, spreadsheet};
use crate::imports::{self, Fault, FaultKind, Import, ImportId, ImportState};
use crate::jobs;
use crate::texts::Language;

/// How an import looks to its user.
pub struct ImportFace {
    /// `<feature>.import`: kind of the import and of its job.
    pub kind: &'static str,
    /// Where its pages are: `/people/import`.
    pub address: &'static str,
    /// Text key of the title.
    pub title: &'static str,
    /// Where the rows are seen afterwards.
    pub list: &'static str,
    /// Who may import.
    pub permission: Permission,
    /// The columns of the file.
    pub columns: &'static [Column],
    /// The name of the template, without its ending.
    pub template: &'static str,
    /// Text keys of the rules by which lines are known again, shown beside the upload.
    pub rules: &'static [&'static str],
    /// Sentences of the template's second sheet, in Vietnamese.
    pub notes: &'static [&'static str],
}

#[derive(Template)]
#[template(path = "imports/upload.html")]
struct UploadPage {
    cx: Cx,
    address: &'static str,
    columns: Vec<(String, &'static str, bool)>,
    rules: &'static [&'static str],
    error: String,
    latest: Vec<Import>,
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct ShowPage {
    cx: Cx,
    part: ProgressPart,
}

/// The part of the page that renews itself.
#[derive(Template)]
#[template(path = "imports/_progress.html")]
struct ProgressPart {
    cx: Cx,
    address: &'static str,
    list: &'static str,
    import: Import,
    faults: Vec<ShownFault>,
}

struct ShownFault {
    line: i64,
    column: String,
    cell: String,
    text: String,
    is_doubt: bool,
}

impl ImportFace {
    /// The page with the upload and the latest imports.
    ///
    /// # Errors
    /// [`Failure`] of the database.
    pub async fn begin(&'static self, who: Actor) -> Answer {
        self.upload_page(&who, String::new(), StatusCode::OK).await
    }

    async fn upload_page(&'static self, who: &Actor, error: String, status: StatusCode) -> Answer {
        let (kind, account) = (self.kind, who.account().ok_or(Failure::SignInFirst)?);
        who.note_asked();
        let latest = who.read(move |tx| imports::list_latest(tx, kind, account)).await.map_err(Failure::from)?;
        let english = who.language() == Language::English;
        let title = |c: &Column| if english { c.en.to_owned() } else { c.vi.to_owned() };
        let columns = self.columns.iter().map(|c| (title(c), c.note, c.required)).collect();
        let (cx, address, rules) = (who.cx(self.title), self.address, self.rules);
        page_with(status, &UploadPage { cx, address, columns, rules, error, latest })
    }

    /// The template to fill in.
    ///
    /// # Errors
    /// [`Failure::Broken`] when it cannot be written.
    pub async fn template(&'static self, who: Actor) -> Answer {
        who.note_asked();
        let content =
            sheets::template_xlsx(self.columns, "Danh sách", self.notes).while_doing("writing the template")?;
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        download(&format!("{}.xlsx", self.template), kind, content)
    }

    /// Takes the file, looks at its header and asks for the job.
    ///
    /// # Errors
    /// [`Failure`] of the database or the disk; a file that is no list is told on the page.
    pub async fn upload(&'static self, who: Actor, upload: Upload) -> Answer {
        let roots = who.scope(self.permission);
        let Some(file) = upload.file("file").cloned() else {
            let error = who.cx(self.title).t("import-choose-file");
            return self.upload_page(&who, error, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let (files, columns, english) = (who.app().files.clone(), self.columns, who.language() == Language::English);
        let name = file.name.clone();
        let looked_at =
            tokio::task::spawn_blocking(move || match Reader::from_bytes(&file.name, file.content.to_vec(), columns) {
                Ok(_) => files.keep(&file.content).map(|kept| Ok((kept, imports::expected_lines(&file.content)))),
                Err(why) => Ok(Err(if english { why.en() } else { why.vi() })),
            })
            .await
            .while_doing("looking at the file")?
            .while_doing("keeping the file")?;
        let (kept, expected) = match looked_at {
            Ok(kept) => kept,
            Err(why) => return self.upload_page(&who, why, StatusCode::UNPROCESSABLE_ENTITY).await,
        };
        let kind = self.kind;
        let id = who
            .write(move |tx| {
                let id = imports::create(tx, kind, &name, &kept, &roots, expected)?;
                jobs::enqueue(tx, kind, &serde_json::json!({ "import": id.to_string() }))?;
                Ok::<_, Failure>(id)
            })
            .await?;
        go_to(format!("{}/{id}", self.address))
    }

    async fn part(&'static self, who: &Actor, id: ImportId, limit: i64) -> Result<ProgressPart, Failure> {
        who.note_asked();
        let (kind, account) = (self.kind, who.account());
        let (import, faults) = who
            .read(move |tx| {
                let import = imports::find(tx, id)?;
                // the faults hold what stood in the file: only who sent it sees them
                if import.kind != kind || import.owner != account {
                    return Err(Failure::NotFound);
                }
                Ok((import, imports::list_faults(tx, id, limit)?))
            })
            .await?;
        let cx = who.cx(self.title);
        let faults = faults.into_iter().map(|fault| self.shown(&cx, fault)).collect();
        Ok(ProgressPart { cx, address: self.address, list: self.list, import, faults })
    }

    fn shown(&self, cx: &Cx, fault: Fault) -> ShownFault {
        let column = self.columns.iter().find(|c| c.key == fault.column);
        let title = |c: &Column| if cx.language() == Language::English { c.en } else { c.vi }.to_owned();
        let detail: Argument = fault.detail.into();
        let arguments = [("cell", fault.cell.as_str().into()), ("detail", detail.clone()), ("name", detail)];
        ShownFault {
            line: fault.line,
            column: column.map_or_else(|| cx.t("import-whole-line"), title),
            text: cx.say(&fault.problem, &arguments),
            cell: fault.cell,
            is_doubt: fault.kind == FaultKind::Doubt,
        }
    }

    /// The page of an import: progress, then the outcome.
    ///
    /// # Errors
    /// [`Failure::NotFound`] unless it is the actor's own.
    pub async fn show(&'static self, who: Actor, id: ImportId) -> Answer {
        let part = self.part(&who, id, 100).await?;
        page(&ShowPage { cx: who.cx(self.title), part })
    }

    /// The part of the page that renews itself.
    ///
    /// # Errors
    /// [`Failure::NotFound`] unless it is the actor's own.
    pub async fn progress(&'static self, who: Actor, id: ImportId) -> Answer {
        page(&self.part(&who, id, 100).await?)
    }

    /// Everything that is wrong, as a workbook. Cells of faulty lines may name people: that it left is kept in the log.
    ///
    /// # Errors
    /// [`Failure::NotFound`] unless it is the actor's own.
    pub async fn faults(&'static self, who: Actor, id: ImportId) -> Answer {
        let part = self.part(&who, id, imports::FAULTS_KEPT).await?;
        let headings = [("line", 8.0), ("column", 22.0), ("cell", 30.0), ("problem", 80.0)]
            .map(|(key, width)| Heading::new(part.cx.t(format!("import-{key}")), width));
        let (kind, fields) = (self.kind, ["line", "column", "cell", "problem"]);
        let detail = serde_json::json!({ "rows": part.faults.len(), "fields": fields, "format": "xlsx" });
        who.write(move |tx| tx.record(Event::noted("exports.made", kind, None).with(detail)))
            .await
            .map_err(Failure::from)?;
        let rows = part
            .faults
            .iter()
            .map(|f| vec![f.line.into(), f.column.as_str().into(), f.cell.as_str().into(), f.text.as_str().into()])
            .collect();
        spreadsheet(&format!("loi-{}", self.template), "xlsx", &headings, rows)
    }
}

impl ProgressPart {
    fn is_failed(&self) -> bool {
        self.import.state == ImportState::Failed
    }
}
