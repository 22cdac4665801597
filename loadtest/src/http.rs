//! A small HTTP/1.1 client for load: one connection kept open, one request at a time, answers read by their length.
//! Only what our own server sends is understood; it measures the server, so it must cost little itself.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer: its status and body.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects to a server on this machine (`127.0.0.1:port`).
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request as it stands and reads its answer.
    ///
    /// # Errors
    /// When the connection breaks or the answer is not HTTP with a known length.
    pub async fn send(&mut self, request: &[u8]) -> Result<Reply> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..head_end])?;
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).context("no status")?;
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let length: Option<usize> = field("content-length").and_then(|n| n.parse().ok());
        let chunked = field("transfer-encoding").is_some_and(|t| t.contains("chunked"));
        let body = match length {
            Some(length) => {
                while self.buffer.len() < head_end + length {
                    self.more().await?;
                }
                self.buffer[head_end..head_end + length].to_vec()
            }
            None if chunked => {
                while !self.buffer.ends_with(b"0\r\n\r\n") {
                    self.more().await?;
                }
                self.buffer[head_end..].to_vec()
            }
            None => Vec::new(),
        };
        Ok(Reply { status, body })
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn find(text: &[u8], piece: &[u8]) -> Option<usize> {
    text.windows(piece.len()).position(|window| window == piece)
}

/// A GET with this cookie header (empty for none).
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{cookie}\r\n").into_bytes()
}

/// A POST of JSON.
pub fn post_json(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}
