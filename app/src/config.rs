//! The configuration: `thongsuot.toml` in the data folder, overridden by the environment
//! (`THONGSUOT_<SECTION>_<KEY>`), overridden by the command line. An absent or empty file is a working installation on
//! SQLite. What administrators change while the server runs is data, not configuration.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

/// The name of the file in the data folder.
pub const FILE: &str = "thongsuot.toml";

/// Everything that can be configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How the server is reached.
    pub server: ServerSettings,
    /// Where rows are kept.
    pub database: DatabaseSettings,
    /// Who else vouches for people at the sign-in.
    pub oidc: accounts::oidc::Settings,
    /// What is logged.
    pub log: LogSettings,
    /// Who may read the measurements.
    pub metrics: MetricsSettings,
}

/// `[server]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerSettings {
    /// The address and port listened on.
    pub listen: String,
    /// How people reach the server, for QR codes and calendar files: `https://thongsuot.example.vn`. Empty: the address
    /// listened on.
    pub public_address: String,
}

impl Default for ServerSettings {
    fn default() -> Self {
        ServerSettings { listen: "127.0.0.1:7070".into(), public_address: String::new() }
    }
}

impl ServerSettings {
    /// How people reach the server, without a last slash.
    #[must_use]
    pub fn address(&self) -> String {
        match self.public_address.trim_end_matches('/') {
            "" => format!("http://{}", self.listen),
            address => address.to_owned(),
        }
    }

    /// Session cookies travel over HTTPS only when the public address is HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_address.starts_with("https://")
    }
}

/// `[database]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseSettings {
    /// `postgres://user@host/name`; empty for the SQLite file in the data folder.
    pub url: String,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSettings {
    /// `error`, `warn`, `info`, `debug`, or directives such as `info,platform=debug`.
    pub level: String,
}

impl Default for LogSettings {
    fn default() -> Self {
        LogSettings { level: "info".into() }
    }
}

/// `[metrics]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsSettings {
    /// The bearer token that `/metrics` asks for; empty: only programs on this machine may read it.
    pub token: String,
}

const SECTIONS: [&str; 5] = ["server", "database", "oidc", "log", "metrics"];

/// Reads the configuration of a data folder under an environment.
///
/// # Errors
/// When the file cannot be read, is no TOML, or names a key that does not exist.
pub fn read(folder: &Path, environment: impl Iterator<Item = (String, String)>) -> anyhow::Result<Config> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("{}", path.display())),
    };
    parse(&text, environment).with_context(|| format!("cấu hình sai / wrong configuration: {}", path.display()))
}

fn parse(text: &str, environment: impl Iterator<Item = (String, String)>) -> anyhow::Result<Config> {
    let mut table: toml::Table = text.parse()?;
    for (name, value) in environment {
        let Some((section, key)) = section_and_key(&name) else { continue };
        let entry = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        let Some(section) = entry.as_table_mut() else { bail!("{name}: [{section}] không phải là một mục") };
        section.insert(key, toml::Value::String(value));
    }
    Ok(table.try_into()?)
}

fn section_and_key(name: &str) -> Option<(&'static str, String)> {
    let (section, key) = name.strip_prefix("THONGSUOT_")?.split_once('_')?;
    let section = SECTIONS.into_iter().find(|known| known.eq_ignore_ascii_case(section))?;
    Some((section, key.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn an_empty_file_is_a_working_installation_on_sqlite() {
        let config = parse("", environment(&[])).unwrap();
        assert_eq!(config, Config::default());
        assert_eq!(config.database.url, "");
        assert_eq!(config.server.address(), "http://127.0.0.1:7070");
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let text = "[server]\nlisten = \"127.0.0.1:80\"\npublic_address = \"https://a.example/\"\n";
        let set = environment(&[("THONGSUOT_SERVER_LISTEN", "[::]:8080"), ("THONGSUOT_TEST_POSTGRES", "other")]);
        let config = parse(text, set).unwrap();
        assert_eq!(config.server.listen, "[::]:8080");
        assert_eq!(config.server.address(), "https://a.example");
        assert!(config.server.is_secure());
    }

    #[test]
    fn the_secret_of_the_sign_in_provider_may_come_from_the_environment() {
        let text = "[oidc]\nissuer = \"https://id.example.vn\"\nclient_id = \"thongsuot\"\n";
        let config = parse(text, environment(&[("THONGSUOT_OIDC_CLIENT_SECRET", "giữ kín")])).unwrap();
        assert_eq!(config.oidc.client_secret, "giữ kín");
        assert_eq!(config.oidc.client_id, "thongsuot");
    }

    #[test]
    fn unknown_keys_are_errors_wherever_they_stand() {
        assert!(parse("[server]\nport = \"80\"\n", environment(&[])).is_err());
        assert!(parse("[sever]\n", environment(&[])).is_err());
        assert!(parse("", environment(&[("THONGSUOT_SERVER_PORT", "80")])).is_err());
    }
}
