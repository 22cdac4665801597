//! An installation: a data folder with its configuration, database and files. Every command that touches data opens it
//! here and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use kernel::Clock;
use platform::App;
use platform::app::{Organisation, Setup, hooks, migrations};
use platform::db::Db;
use platform::files::Files;

use crate::clock::SystemClock;
use crate::config::{self, Config};
use crate::features::features;

/// The SQLite database in the data folder.
pub const DATABASE: &str = "thongsuot.db";
/// The folder of kept files in the data folder.
pub const FILES: &str = "files";
/// The folder of what is made anew from the database when it is lost.
pub const CACHES: &str = "cache";

/// Where an installation lies and how it is configured.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder.
    pub folder: PathBuf,
    /// Its configuration, with what the command line overrode.
    pub config: Config,
}

impl Place {
    /// The place in this folder. The database URL and the address to listen on override the configuration.
    ///
    /// # Errors
    /// When the configuration is wrong.
    pub fn at(folder: &Path, database: Option<&str>, listen: Option<&str>) -> anyhow::Result<Self> {
        let mut config = config::read(folder, std::env::vars())?;
        if let Some(url) = database {
            config.database.url = url.to_owned();
        }
        if let Some(listen) = listen {
            config.server.listen = listen.to_owned();
        }
        Ok(Place { folder: folder.to_owned(), config })
    }

    /// The path of the SQLite database; none when the installation stands on PostgreSQL.
    #[must_use]
    pub fn sqlite(&self) -> Option<PathBuf> {
        self.config.database.url.is_empty().then(|| self.folder.join(DATABASE))
    }

    /// The folder of kept files.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.folder.join(FILES)
    }
}

/// Opens the installation, making what is absent and bringing the schema up to date.
///
/// # Errors
/// When the folder cannot be made or the database not opened.
pub fn open(place: &Place) -> anyhow::Result<App> {
    open_with(place, Arc::new(SystemClock))
}

/// Opens the installation only if it is there already: for commands that read or restore.
///
/// # Errors
/// When there is none, or it cannot be opened.
pub fn open_existing(place: &Place) -> anyhow::Result<App> {
    if let Some(path) = place.sqlite() {
        anyhow::ensure!(
            path.exists(),
            "không có dữ liệu Thông Suốt tại {} / no installation there",
            place.folder.display()
        );
    }
    open(place)
}

/// Opens the installation under another clock: for building the past of the demo.
///
/// # Errors
/// As [`open`].
pub fn open_with(place: &Place, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    std::fs::create_dir_all(&place.folder)
        .with_context(|| format!("không tạo được thư mục / cannot make the folder {}", place.folder.display()))?;
    let features = features();
    let (migrations, hooks) = (migrations(&features), hooks(&features, Some(figures::store::post)));
    let db = match place.sqlite() {
        Some(path) => Db::open_sqlite(&path, &migrations, hooks, Arc::clone(&clock)),
        None => Db::open_postgres(&place.config.database.url, &migrations, hooks, Arc::clone(&clock)),
    }
    .context("không mở được cơ sở dữ liệu / cannot open the database")?;
    let setup = Setup {
        features,
        organisation: organisation(),
        clock,
        files: Files::in_folder(&place.files()).context("thư mục tệp / files")?,
        caches: Some(place.folder.join(CACHES)),
        secure_cookies: place.config.server.is_secure(),
        public_address: place.config.server.address(),
    };
    let app = App::new(db, setup).map_err(anyhow::Error::msg)?;
    accounts::oidc::configure(&app, &place.config.oidc).map_err(anyhow::Error::msg)?;
    Ok(app)
}

/// Who asks, and where units stand: from the features that own these rows.
#[must_use]
pub fn organisation() -> Organisation {
    Organisation {
        identify_session: accounts::identify_session,
        identify_token: people::store::identify_token,
        is_within: units::store::is_within,
    }
}
