//! Signing in with an OpenID Connect provider: its settings, and the two steps of the authorization code flow with PKCE.
//! Calls to the provider block; handlers make them on a thread of their own. Nothing here knows accounts.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::Instant;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, TokenResponse,
};
use platform::App;
use serde::Deserialize;

/// Where the provider sends the browser back to.
pub(crate) const BACK: &str = "/sign-in/oidc/back";
/// What the provider says of itself is asked for again after so many seconds.
const KNOWN_FOR: i64 = 600;
const PATIENCE: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: u64 = 1024 * 1024;

/// `[oidc]`: the provider of sign-ins. Without an issuer there is none.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The provider's address as its discovery document names it: `https://id.example.vn/realms/office`.
    pub issuer: String,
    /// The name under which the provider knows this installation.
    pub client_id: String,
    /// The secret shared with the provider; empty for a public client.
    pub client_secret: String,
    /// What the button of the sign-in page calls the provider.
    pub name: String,
    /// PEM file with the certificates to trust in the place of the public ones; empty for those.
    pub ca_file: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Why a sign-in with the provider failed, for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    /// The provider did not answer, or not in the protocol.
    #[error("the provider: {0}")]
    Provider(String),
    /// What it answered does not prove who signed in.
    #[error("the proof: {0}")]
    Proof(String),
}

fn provider(error: impl fmt::Display) -> OidcError {
    OidcError::Provider(error.to_string())
}

fn proof(error: impl fmt::Display) -> OidcError {
    OidcError::Proof(error.to_string())
}

/// A request of the provider failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct CannotAsk(String);

/// Whom the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// The provider.
    pub issuer: String,
    /// The provider's lasting name of the person.
    pub subject: String,
}

/// A sign-in that goes to the provider.
pub(crate) struct Begun {
    pub address: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider as this node knows it.
pub(crate) struct Provider {
    settings: Settings,
    redirect: RedirectUrl,
    issuer: IssuerUrl,
    agent: ureq::Agent,
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

struct Kept(Option<Arc<Provider>>);

/// Tells the app of its provider. To be called once, before the first request; later calls change nothing.
///
/// # Errors
/// A sentence when the settings make no provider.
pub fn configure(app: &App, settings: &Settings) -> Result<(), String> {
    if settings.issuer.is_empty() {
        return Ok(());
    }
    let provider = Arc::new(Provider::new(settings.clone(), &app.public_address)?);
    app.kept(move |_| Kept(Some(provider)));
    Ok(())
}

/// The provider, if the installation has one.
pub(crate) fn of(app: &App) -> Option<Arc<Provider>> {
    app.kept(|_| Kept(None)).0.clone()
}

impl Provider {
    fn new(settings: Settings, public_address: &str) -> Result<Self, String> {
        if settings.client_id.is_empty() {
            return Err("[oidc] client_id is missing".into());
        }
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| format!("[oidc] issuer: {e}"))?;
        let is_here = matches!(issuer.url().host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if issuer.url().scheme() != "https" && !is_here {
            return Err("[oidc] issuer must begin with https://".into());
        }
        let redirect =
            RedirectUrl::new(format!("{public_address}{BACK}")).map_err(|e| format!("public_address: {e}"))?;
        let agent = agent(&settings.ca_file)?;
        Ok(Provider { settings, redirect, issuer, agent, known: Mutex::default() })
    }

    /// What the button calls it.
    pub fn name(&self) -> &str {
        if self.settings.name.is_empty() {
            self.issuer.url().host_str().unwrap_or_default()
        } else {
            &self.settings.name
        }
    }

    /// The address to send the browser to, and what must be remembered until it comes back. Blocks.
    pub fn begin(&self, now: Instant) -> Result<Begun, OidcError> {
        let client = self.client(self.metadata(now, KNOWN_FOR)?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .url();
        Ok(Begun {
            address: address.to_string(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Whom the provider vouches for with this code. Blocks.
    pub fn finish(&self, code: String, verifier: String, nonce: &str, now: Instant) -> Result<External, OidcError> {
        let client = self.client(self.metadata(now, KNOWN_FOR)?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(provider)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request(&|request| self.ask(request))
            .map_err(provider)?;
        let token = answer.id_token().ok_or_else(|| proof("no ID token"))?;
        let nonce = Nonce::new(nonce.to_owned());
        let at = chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default();
        let first = token.claims(&client.id_token_verifier().set_time_fn(move || at), &nonce);
        // a provider that changed its keys is asked for the new ones
        let renewed = if first.is_err() { Some(self.client(self.metadata(now, 0)?)) } else { None };
        let client = renewed.unwrap_or(client);
        let verifier = client.id_token_verifier().set_time_fn(move || at);
        let claims = token.claims(&verifier, &nonce).map_err(proof)?;
        if let Some(expected) = claims.access_token_hash() {
            let (algorithm, key) = (token.signing_alg().map_err(proof)?, token.signing_key(&verifier).map_err(proof)?);
            let given = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(proof)?;
            if given != *expected {
                return Err(proof("the access token is another one"));
            }
        }
        Ok(External { issuer: claims.issuer().to_string(), subject: claims.subject().to_string() })
    }

    fn client(&self, metadata: CoreProviderMetadata) -> Client {
        let methods = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let wants_body = methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let secret =
            (!self.settings.client_secret.is_empty()).then(|| ClientSecret::new(self.settings.client_secret.clone()));
        CoreClient::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), secret)
            .set_auth_type(if wants_body { AuthType::RequestBody } else { AuthType::BasicAuth })
            .set_redirect_uri(self.redirect.clone())
    }

    /// What the provider says of itself, with its keys, no older than so many seconds.
    fn metadata(&self, now: Instant, known_for: i64) -> Result<CoreProviderMetadata, OidcError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, metadata)) = known
            && now < at.plus_seconds(known_for)
        {
            return Ok(metadata);
        }
        let found = CoreProviderMetadata::discover(&self.issuer, &|request| self.ask(request)).map_err(provider)?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, found.clone()));
        Ok(found)
    }

    fn ask(&self, request: HttpRequest) -> Result<HttpResponse, CannotAsk> {
        let cannot = |error: ureq::Error| CannotAsk(error.to_string());
        let is_get = request.method() == openidconnect::http::Method::GET;
        let answer = if is_get { self.agent.run(request.map(|_| ())) } else { self.agent.run(request) };
        let (parts, mut body) = answer.map_err(cannot)?.into_parts();
        let content = body.with_config().limit(LARGEST_ANSWER).read_to_vec().map_err(cannot)?;
        Ok(HttpResponse::from_parts(parts, content))
    }
}

/// Follows no redirection: a provider must not send the server around its own network.
fn agent(ca_file: &str) -> Result<ureq::Agent, String> {
    let mut tls = ureq::tls::TlsConfig::builder();
    if !ca_file.is_empty() {
        let pem = std::fs::read(ca_file).map_err(|e| format!("[oidc] ca_file {ca_file}: {e}"))?;
        let mut certificates = Vec::new();
        for item in ureq::tls::parse_pem(&pem) {
            if let ureq::tls::PemItem::Certificate(one) = item.map_err(|e| format!("[oidc] ca_file {ca_file}: {e}"))? {
                certificates.push(one);
            }
        }
        tls = tls.root_certs(ureq::tls::RootCerts::new_with_certs(&certificates));
    }
    let config = ureq::Agent::config_builder()
        .tls_config(tls.build())
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build();
    Ok(config.new_agent())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        let issuer = "https://id.example.vn/realms/office".into();
        Settings { issuer, client_id: "thongsuot".into(), client_secret: "giữ kín".into(), ..Settings::default() }
    }

    #[test]
    fn a_provider_is_asked_over_https_except_on_this_machine() {
        let make =
            |issuer: &str| Provider::new(Settings { issuer: issuer.into(), ..settings() }, "https://a.example.vn");
        assert_eq!(make("https://id.example.vn").map(|p| p.name().to_owned()), Ok("id.example.vn".to_owned()));
        assert!(make("http://127.0.0.1:8080").is_ok());
        assert!(make("http://id.example.vn").is_err() && make("id.example.vn").is_err());
        assert!(Provider::new(Settings { client_id: String::new(), ..settings() }, "https://a.example.vn").is_err());
        let absent = Settings { ca_file: "/no/such/file.pem".into(), ..settings() };
        assert!(Provider::new(absent, "https://a.example.vn").is_err());
    }

    #[test]
    fn the_secret_stands_in_no_log_line() {
        assert!(!format!("{:?}", settings()).contains("giữ kín"));
    }
}
