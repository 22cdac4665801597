//! A line between a browser and the site that can be cut and mended: what happens to people in the hills, done on purpose.
//! It is a real one, so that nothing in the browser, a service worker least of all, can tell the difference.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::Step;

#[derive(Default)]
struct State {
    is_cut: bool,
    /// Bytes that still pass from the browser before the line is cut.
    left: Option<usize>,
    /// Bytes that have passed from the browser.
    sent: usize,
    open: Vec<TcpStream>,
}

impl State {
    fn cut(&mut self) {
        self.is_cut = true;
        self.left = None;
        for stream in self.open.drain(..) {
            // one that is closed already needs no closing
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// The line. Cheap to clone.
#[derive(Clone)]
pub struct Line {
    address: String,
    state: Arc<Mutex<State>>,
}

impl Line {
    /// A line to the site at this address (`http://127.0.0.1:port`).
    ///
    /// # Errors
    /// When no port is free.
    pub fn to(site: &str) -> Step<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let line = Line { address: format!("http://{}", listener.local_addr()?), state: Arc::default() };
        let (site, state) = (site.trim_start_matches("http://").trim_end_matches('/').to_owned(), line.state.clone());
        thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                // a connection that cannot be made is what a cut line is
                let _ = carry(browser, &site, &state);
            }
        });
        Ok(line)
    }

    /// The address the browser opens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Cuts it.
    pub fn cut(&self) {
        held(&self.state).cut();
    }

    /// Cuts it once so many more bytes have passed from the browser.
    pub fn cut_after(&self, bytes: usize) {
        held(&self.state).left = Some(bytes);
    }

    /// Mends it.
    pub fn mend(&self) {
        held(&self.state).is_cut = false;
    }

    /// True while it is cut.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        held(&self.state).is_cut
    }

    /// Bytes that have passed from the browser so far.
    #[must_use]
    pub fn sent(&self) -> usize {
        held(&self.state).sent
    }
}

fn held(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn carry(browser: TcpStream, site: &str, state: &Arc<Mutex<State>>) -> std::io::Result<()> {
    if held(state).is_cut {
        return browser.shutdown(Shutdown::Both);
    }
    let server = TcpStream::connect(site)?;
    held(state).open.extend([browser.try_clone()?, server.try_clone()?]);
    let (back, to) = (server.try_clone()?, browser.try_clone()?);
    thread::spawn(move || copy(back, to, |_| true));
    let state = Arc::clone(state);
    thread::spawn(move || {
        copy(browser, server, |bytes| {
            let mut state = held(&state);
            state.sent += bytes;
            let is_over = state.left.is_some_and(|left| left < bytes);
            state.left = state.left.map(|left| left.saturating_sub(bytes));
            if is_over {
                state.cut();
            }
            !is_over
        });
    });
    Ok(())
}

/// Copies until one end is closed or the bytes that came may not pass.
fn copy(mut from: TcpStream, mut to: TcpStream, mut may_pass: impl FnMut(usize) -> bool) {
    let mut piece = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        if !may_pass(read) || to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    // the other end learns that nothing more comes
    let _ = to.shutdown(Shutdown::Both);
}
