//! Forms: read, checked for our own token, old input kept with the errors. Files of a multipart form are limited in
//! size before they are read.

use std::collections::{BTreeMap, HashMap};

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use kernel::Argument;
use serde::de::DeserializeOwned;

use super::{Actor, Cx, Failure, While};

/// A form sent by one of our pages: urlencoded, with the token `_csrf` of the session.
pub struct Form<T>(pub T);

#[derive(serde::Deserialize)]
struct Token {
    #[serde(rename = "_csrf", default)]
    csrf: String,
}

fn check(actor: &Actor, header: Option<&str>, field: &str) -> Result<(), Failure> {
    // nobody's session can be abused when there is none, and a token's holder is no browser
    if actor.identity().is_none() || actor.0.by_token {
        return Ok(());
    }
    let given = header.unwrap_or(field);
    let same = given.len() == actor.csrf().len()
        && given.bytes().zip(actor.csrf().bytes()).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0;
    if same { Ok(()) } else { Err(Failure::Forged) }
}

fn actor_of(request: &Request) -> Result<Actor, Failure> {
    request.extensions().get::<Actor>().cloned().ok_or_else(|| Failure::broken("reading the form", "no actor"))
}

fn token_header(request: &Request) -> Option<String> {
    request.headers().get("x-csrf-token").and_then(|v| v.to_str().ok()).map(str::to_owned)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let actor = actor_of(&request)?;
        let header = token_header(&request);
        let body = Bytes::from_request(request, state).await.map_err(|_| Failure::Malformed("form-too-large"))?;
        let token: Token = serde_html_form::from_bytes(&body).map_err(|_| Failure::Malformed("form-unreadable"))?;
        check(&actor, header.as_deref(), &token.csrf)?;
        serde_html_form::from_bytes(&body).map(Form).map_err(|error| {
            tracing::debug!(%error, "form");
            Failure::Malformed("form-unreadable")
        })
    }
}

/// A JSON body of the API. A browser session must send the token in `X-CSRF-Token`.
pub struct ApiBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let actor = actor_of(&request)?;
        let header = token_header(&request);
        check(&actor, header.as_deref(), "")?;
        let body = Bytes::from_request(request, state).await.map_err(|_| Failure::Malformed("form-too-large"))?;
        serde_json::from_slice(&body).map(ApiBody).map_err(|_| Failure::Malformed("json-unreadable"))
    }
}

/// A body that is read as it arrives, by the handler, who limits it. A browser session must send the token in
/// `X-CSRF-Token`.
pub struct Arrival {
    /// What the request says of itself.
    pub headers: HeaderMap,
    /// The content, not read yet.
    pub body: Body,
}

impl<S: Send + Sync> FromRequest<S> for Arrival {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let actor = actor_of(&request)?;
        check(&actor, token_header(&request).as_deref(), "")?;
        let (parts, body) = request.into_parts();
        Ok(Arrival { headers: parts.headers, body })
    }
}

/// A file of a form.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The name it had on the user's machine.
    pub name: String,
    /// Its content.
    pub content: Bytes,
}

/// A multipart form with files, at most 64 MiB in all.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The plain fields; of a repeated one the last.
    pub fields: HashMap<String, String>,
    /// The files that were chosen, in order, with their field.
    pub files: Vec<(String, UploadedFile)>,
}

impl Upload {
    /// A plain field, trimmed; empty when absent.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// The first file of this field.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|(field, _)| field == name).map(|(_, file)| file)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let actor = actor_of(&request)?;
        let header = token_header(&request);
        let is_multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("multipart/"));
        if !is_multipart {
            return Err(Failure::Malformed("form-unreadable"));
        }
        let mut multipart =
            Multipart::from_request(request, state).await.map_err(|_| Failure::Malformed("form-unreadable"))?;
        let mut upload = Upload::default();
        while let Some(field) = multipart.next_field().await.while_doing("reading the upload")? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let content = field.bytes().await.map_err(|_| Failure::Malformed("form-too-large"))?;
            match file_name {
                Some(file_name) if !file_name.is_empty() => {
                    upload.files.push((name, UploadedFile { name: file_name, content }));
                }
                Some(_) => {}
                None => {
                    upload.fields.insert(name, String::from_utf8_lossy(&content).into_owned());
                }
            }
        }
        let token = upload.field("_csrf").to_owned();
        check(&actor, header.as_deref(), &token)?;
        Ok(upload)
    }
}

/// What is wrong with a form, by field. The page shows each at its field, with the old input kept.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<&'static str, (String, Vec<(&'static str, Argument)>)>);

impl FieldErrors {
    /// Says that a field is wrong; the first error of a field stands.
    pub fn add(&mut self, field: &'static str, text_key: impl Into<String>) {
        self.add_with(field, text_key, Vec::new());
    }

    /// Says that a field is wrong, with numbers and names for the text.
    pub fn add_with(
        &mut self,
        field: &'static str,
        text_key: impl Into<String>,
        arguments: Vec<(&'static str, Argument)>,
    ) {
        self.0.entry(field).or_insert_with(|| (text_key.into(), arguments));
    }

    /// Says that a field is wrong when the condition holds.
    pub fn add_if(&mut self, condition: bool, field: &'static str, text_key: &str) {
        if condition {
            self.add(field, text_key);
        }
    }

    /// True when nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text at this field; empty when it is right.
    #[must_use]
    pub fn at(&self, cx: &Cx, field: &str) -> String {
        self.0.get(field).map(|(key, arguments)| cx.say(key, arguments)).unwrap_or_default()
    }

    /// True when this field is wrong.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }
}
