//! A browser in the test's process: opens pages, fills the forms found in them, submits, follows.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

use crate::site::Site;

/// A browser with its session.
#[derive(Clone)]
pub struct Browser<'s> {
    site: &'s Site,
    session: Option<String>,
    cookies: Vec<(String, String)>,
}

/// An answer.
pub struct Page<'s> {
    browser: Browser<'s>,
    /// Its status.
    pub status: StatusCode,
    /// Its body as text.
    pub text: String,
    /// Its body as it came.
    pub bytes: Vec<u8>,
    /// Its headers.
    pub headers: axum::http::HeaderMap,
    filled: Vec<(String, String)>,
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap_or_else(|e| panic!("selector {text}: {e}"))
}

impl<'s> Browser<'s> {
    pub(crate) fn new(site: &'s Site, session: Option<String>) -> Self {
        Browser { site, session, cookies: Vec::new() }
    }

    /// With a session of the real sign-in.
    #[must_use]
    pub fn with_session(mut self, token: &str) -> Self {
        self.session = Some(token.to_owned());
        self
    }

    /// With another cookie.
    #[must_use]
    pub fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Opens a page.
    #[must_use]
    pub fn open(&self, path: &str) -> Page<'s> {
        self.send(Request::get(path), Vec::new())
    }

    /// Sends a form as a page of ours would, with the session's token.
    #[must_use]
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page<'s> {
        let token = self.open_token();
        let mut pairs: Vec<(&str, &str)> = vec![("_csrf", &token)];
        pairs.extend_from_slice(fields);
        self.post_raw(path, &pairs)
    }

    /// Sends a form exactly as given, without a token.
    #[must_use]
    pub fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page<'s> {
        let body = serde_html_form::to_string(fields).expect("fields encode");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.into_bytes())
    }

    /// Sends a form with one file.
    #[must_use]
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page<'s> {
        let (field, name, content) = file;
        let token = self.open_token();
        let mut body = Vec::new();
        for (key, value) in fields.iter().chain([&("_csrf", token.as_str())]) {
            body.extend(format!("--b0\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head = format!("--b0\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(content);
        body.extend(b"\r\n--b0--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b0");
        self.send(request, body)
    }

    /// Sends anything as a script of a page of ours would, with the session's token in the header.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page<'s> {
        let mut request = Request::builder().method(method).uri(path).header("x-csrf-token", self.open_token());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, body.to_vec())
    }

    /// Sends JSON to the API as a bearer of the session's token.
    #[must_use]
    pub fn post_json(&self, path: &str, body: &serde_json::Value) -> Page<'s> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let request = match &self.session {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        };
        self.send(request, body.to_string().into_bytes())
    }

    /// The token the session's forms carry.
    #[must_use]
    pub fn open_token(&self) -> String {
        let page = self.open("/no-such-page");
        page.attribute("meta[name=csrf-token]", "content")
    }

    fn send(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Page<'s> {
        let mut cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        cookies.extend(self.session.iter().map(|token| format!("session={token}")));
        let request =
            request.header(header::COOKIE, cookies.join("; ")).body(Body::from(body)).expect("a request is built");
        let router = self.site.router.clone();
        let (parts, bytes) = self.site.runtime.block_on(async move {
            let response = router.oneshot(request).await.expect("the router answers");
            let (parts, body) = response.into_parts();
            (parts, body.collect().await.expect("the body ends").to_bytes())
        });
        let mut browser = self.clone();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            browser.keep_cookie(value.to_str().expect("a cookie is text"));
        }
        Page {
            browser,
            status: parts.status,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
            headers: parts.headers,
            filled: Vec::new(),
        }
    }

    fn keep_cookie(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        if name == "session" {
            self.session = (!value.is_empty()).then(|| value.to_owned());
        } else {
            self.cookies.retain(|(key, _)| key != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl<'s> Page<'s> {
    /// The browser after this answer, with its cookies.
    #[must_use]
    pub fn browser(&self) -> Browser<'s> {
        self.browser.clone()
    }

    /// Where it sends the browser.
    #[must_use]
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// Follows the redirection.
    #[must_use]
    pub fn follow(&self) -> Page<'s> {
        assert!(self.status.is_redirection(), "{} is no redirection: {}", self.status, self.visible());
        self.browser.open(&self.location())
    }

    /// Asserts that it is shown.
    #[must_use]
    pub fn is_ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.visible());
        self
    }

    /// Asserts the status.
    #[must_use]
    pub fn has_status(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.visible());
        self
    }

    /// Asserts that the visible text holds this.
    #[must_use]
    pub fn has_text(self, text: &str) -> Self {
        assert!(self.visible().contains(text), "«{text}» is not in: {}", self.visible());
        self
    }

    /// Asserts that the visible text does not hold this.
    #[must_use]
    pub fn lacks_text(self, text: &str) -> Self {
        assert!(!self.visible().contains(text), "«{text}» is in: {}", self.visible());
        self
    }

    /// Asserts that it is a refusal with this code.
    pub fn is_refused_because(&self, code: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.visible());
        assert!(self.text.contains(code), "{code} is not in: {}", self.visible());
    }

    /// The text a person sees, spaces folded.
    #[must_use]
    pub fn visible(&self) -> String {
        let html = Html::parse_document(&self.text);
        let body = html.select(&selector("main, body")).next_back().unwrap_or_else(|| html.root_element());
        body.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How many elements match.
    #[must_use]
    pub fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.text).select(&selector(css)).count()
    }

    /// An attribute of the first element that matches.
    #[must_use]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let html = Html::parse_document(&self.text);
        let element = html.select(&selector(css)).next().unwrap_or_else(|| panic!("no {css} in {}", self.visible()));
        element.value().attr(name).unwrap_or_default().to_owned()
    }

    /// The text of the first element that matches, spaces folded.
    #[must_use]
    pub fn text_of(&self, css: &str) -> String {
        let html = Html::parse_document(&self.text);
        let element = html.select(&selector(css)).next().unwrap_or_else(|| panic!("no {css} in {}", self.visible()));
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// Types into a field of the form submitted next.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        self.filled.retain(|(key, _)| key != name);
        self.filled.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Submits the first form whose action (or, when that fails, whose button's text) holds this.
    #[must_use]
    pub fn press(&self, what: &str) -> Page<'s> {
        let html = Html::parse_document(&self.text);
        let forms: Vec<ElementRef<'_>> = html.select(&selector("form[method=post]")).collect();
        let by_button = |form: &&ElementRef<'_>| {
            form.select(&selector("button")).any(|b| b.text().collect::<String>().contains(what))
        };
        let by_action = |form: &&ElementRef<'_>| form.value().attr("action").is_some_and(|a| a.ends_with(what));
        let form = forms
            .iter()
            .find(by_action)
            .or_else(|| forms.iter().find(by_button))
            .unwrap_or_else(|| panic!("no form «{what}» in {}", self.visible()));
        let action = form.value().attr("action").filter(|a| !a.is_empty());
        let action = action.map_or_else(|| panic!("form «{what}» needs an action to be pressed"), str::to_owned);
        let mut fields = fields_of(form);
        if let Some(button) =
            form.select(&selector("button[name]")).find(|b| b.text().collect::<String>().contains(what))
        {
            let value = |name| button.value().attr(name).unwrap_or_default().to_owned();
            fields.push((value("name"), value("value")));
        }
        for (name, value) in &self.filled {
            fields.retain(|(key, _)| key != name);
            fields.push((name.clone(), value.clone()));
        }
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        self.browser.post_raw(&action, &pairs)
    }
}

fn fields_of(form: &ElementRef<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for element in form.select(&selector("input[name], textarea[name], select[name]")) {
        let attr = |name: &str| element.value().attr(name);
        let name = attr("name").unwrap_or_default().to_owned();
        match element.value().name() {
            "textarea" => fields.push((name, element.text().collect())),
            "select" => {
                let options = selector("option");
                let chosen = element.select(&selector("option[selected]")).next();
                if let Some(option) = chosen.or_else(|| element.select(&options).next()) {
                    fields.push((name, option.value().attr("value").unwrap_or_default().to_owned()));
                }
            }
            _ => match attr("type") {
                Some("checkbox" | "radio") if attr("checked").is_none() => {}
                Some("submit" | "button" | "file") => {}
                Some("checkbox" | "radio") => fields.push((name, attr("value").unwrap_or("on").to_owned())),
                _ => fields.push((name, attr("value").unwrap_or_default().to_owned())),
            },
        }
    }
    fields
}
