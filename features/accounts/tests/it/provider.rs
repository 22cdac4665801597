//! A small OpenID Connect provider on a port of its own: discovery, keys, authorization code with PKCE, signed ID tokens.
//! It is strict where a provider must be: codes are used once, the client, the redirection and the verifier are checked.
//! The ID tokens are put together by hand, so that what reads them is not tested against itself.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "thongsuot";
pub const SECRET: &str = "một bí mật chung";

// made once: large primes take long to find
static KEYS: LazyLock<[RsaPrivateKey; 2]> =
    LazyLock::new(|| [(); 2].map(|()| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).expect("a key is made")));

/// What the next ID token says otherwise than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    Nothing,
    Nonce,
    Audience,
    Issuer,
    Expired,
    /// Signed with a key that is not published.
    Key,
    /// Not signed at all.
    Unsigned,
}

struct Grant {
    subject: String,
    nonce: String,
    challenge: String,
    redirect: String,
}

#[derive(Default)]
struct State {
    grants: HashMap<String, Grant>,
    /// Seconds of the site's clock.
    now: i64,
    lie: Option<Lie>,
    /// Which of the two keys is published.
    key: usize,
    discoveries: usize,
}

pub struct Provider {
    pub issuer: String,
    state: Arc<Mutex<State>>,
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let (served, named) = (Arc::clone(&state), issuer.clone());
        // ends with the test's process
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &served, &named);
            }
        });
        Provider { issuer, state }
    }

    /// The person signs in at the provider and consents: where the browser is sent.
    pub fn consent(&self, address: &str, subject: &str, now: i64) -> String {
        let asked = query(address.split_once('?').unwrap().1);
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut state = self.state.lock().unwrap();
        state.now = now;
        let code = format!("code-{}", state.grants.len());
        let grant = Grant {
            subject: subject.into(),
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect: asked["redirect_uri"].clone(),
        };
        state.grants.insert(code.clone(), grant);
        format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"])
    }

    pub fn lie(&self, lie: Lie) {
        self.state.lock().unwrap().lie = Some(lie);
    }

    /// From now on signs with, and publishes, the other key.
    pub fn change_key(&self) {
        self.state.lock().unwrap().key = 1;
    }

    pub fn discoveries(&self) -> usize {
        self.state.lock().unwrap().discoveries
    }
}

fn decoded(text: &str) -> String {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&format!("x={text}")).unwrap();
    pairs[0].1.clone()
}

fn query(text: &str) -> HashMap<String, String> {
    serde_html_form::from_str::<Vec<(String, String)>>(text).unwrap().into_iter().collect()
}

fn answer(mut stream: TcpStream, state: &Mutex<State>, issuer: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let header = |name: &str| {
        head.iter()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, v)| v)
    };
    let mut body = vec![0; header("content-length").and_then(|n| n.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let mut state = state.lock().unwrap();
    let (status, content) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, discovery(&mut state, issuer)),
        "/keys" => (200, keys(&state)),
        "/token" => token(&mut state, issuer, header("authorization"), &query(&String::from_utf8(body).unwrap())),
        _ => (404, json!({ "error": "not_found" })),
    };
    let content = content.to_string();
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{content}",
        content.len()
    );
}

fn discovery(state: &mut State, issuer: &str) -> Value {
    state.discoveries += 1;
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
    })
}

fn keys(state: &State) -> Value {
    let key = KEYS[state.key].to_public_key();
    let number = |n: &rsa::BigUint| URL_SAFE_NO_PAD.encode(n.to_bytes_be());
    let kid = format!("key-{}", state.key);
    json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": number(key.n()), "e": number(key.e()) }] })
}

fn token(state: &mut State, issuer: &str, client: Option<&str>, asked: &HashMap<String, String>) -> (u16, Value) {
    let basic = client.and_then(|text| text.strip_prefix("Basic ")).and_then(|text| STANDARD.decode(text).ok());
    let basic = basic.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let named = basic.split_once(':').map(|(id, secret)| (decoded(id), decoded(secret)));
    if named != Some((CLIENT.into(), SECRET.into())) {
        return (401, json!({ "error": "invalid_client" }));
    }
    let field = |name: &str| asked.get(name).map_or("", String::as_str);
    let Some(grant) = state.grants.remove(field("code")) else { return (400, json!({ "error": "invalid_grant" })) };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
    let is_right = challenge == grant.challenge
        && field("redirect_uri") == grant.redirect
        && field("grant_type") == "authorization_code";
    if !is_right {
        return (400, json!({ "error": "invalid_grant" }));
    }
    let id_token = id_token(state, issuer, &grant);
    (200, json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": id_token }))
}

fn id_token(state: &State, issuer: &str, grant: &Grant) -> String {
    let lie = |one: Lie| state.lie == Some(one);
    let hash = &Sha256::digest("access")[..16];
    let claims = json!({
        "iss": if lie(Lie::Issuer) { "https://another.example" } else { issuer },
        "sub": grant.subject,
        "aud": [if lie(Lie::Audience) { "another" } else { CLIENT }],
        "exp": if lie(Lie::Expired) { state.now - 60 } else { state.now + 300 },
        "iat": state.now,
        "nonce": if lie(Lie::Nonce) { "another" } else { &grant.nonce },
        "at_hash": URL_SAFE_NO_PAD.encode(hash),
    });
    let algorithm = if lie(Lie::Unsigned) { "none" } else { "RS256" };
    let head = json!({ "typ": "JWT", "alg": algorithm, "kid": format!("key-{}", state.key) });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&head), part(&claims));
    if lie(Lie::Unsigned) {
        return format!("{signed}.");
    }
    let key = &KEYS[if lie(Lie::Key) { 1 - state.key } else { state.key }];
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&signed)).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
