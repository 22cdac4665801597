//! The bundled front end (`web/dist`, made by `cargo x assets`), served under names that change with the content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Bundled;

/// The address of a bundled file: `/assets/<8 digits of its hash>/app.css`.
pub(super) fn address(name: &str) -> String {
    let hash = Bundled::get(name).map(|file| {
        let hash = file.metadata.sha256_hash();
        format!("{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3])
    });
    format!("/assets/{}/{name}", hash.unwrap_or_else(|| "absent".into()))
}

pub(super) async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    let Some(file) = Bundled::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let headers = [
        (header::CONTENT_TYPE, kind.essence_str().to_owned()),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, file.data).into_response()
}

/// The script that keeps opened pages on the reader's machine. It has one address for ever and is asked for anew each
/// time, since it decides over the whole site.
pub(super) async fn serve_worker() -> Response {
    let Some(file) = Bundled::get("sw.js") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, file.data).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_bundled_is_embedded() {
        let bundle = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
        for file in bundle.read_dir().unwrap().flatten() {
            let name = file.file_name().into_string().unwrap();
            assert_eq!(Bundled::get(&name).unwrap().data, std::fs::read(file.path()).unwrap(), "{name}");
        }
    }
}
