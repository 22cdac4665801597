//! `thongsuot serve`: the server over a data folder.

use crate::cli::Serve;
use crate::installation::{self, Place};
use crate::server;

pub(super) fn run(serve: &Serve) -> anyhow::Result<()> {
    let place = Place::at(&serve.place.data, serve.place.database.as_deref(), serve.listen.as_deref())?;
    super::log(&place.config.log)?;
    let app = installation::open(&place)?;
    let address = place.config.server.address();
    server::serve(app, &place.config.server.listen, &place.config.metrics, |listening| {
        tracing::info!(%listening, "serving");
        eprintln!("Thông Suốt: {address}");
    })
}
