//! The import of people: the platform's import pages, with this feature's columns.

use platform::imports::ImportId;
use platform::web::{Actor, Answer, ImportFace, Path, Upload};

use crate::domain::merge::RULES;
use crate::{import, permissions};

static FACE: ImportFace = ImportFace {
    kind: import::KIND,
    address: "/people/import",
    title: "people-import-title",
    list: "/people",
    permission: permissions::IMPORT,
    columns: import::COLUMNS,
    template: "mau-danh-sach-dang-vien",
    rules: RULES,
    notes: import::NOTES,
};

pub(crate) async fn new(who: Actor) -> Answer {
    FACE.begin(who).await
}

pub(crate) async fn upload(who: Actor, upload: Upload) -> Answer {
    FACE.upload(who, upload).await
}

pub(crate) async fn template(who: Actor) -> Answer {
    FACE.template(who).await
}

pub(crate) async fn show(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.show(who, id).await
}

pub(crate) async fn progress(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.progress(who, id).await
}

pub(crate) async fn faults(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.faults(who, id).await
}
