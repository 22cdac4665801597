//! The questions of a round as pictures, where its rules show them so. Their addresses are signed, so that nobody opens one
//! that was not drawn for them; each is drawn when it is first asked for and kept as long as the round.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use platform::web::{Failure, While};

use super::cache::OpenRound;

/// As wide as a small telephone shows beside its margins, in letters as large as those of the page.
const WIDTH: u16 = 320;
const LETTERS: u16 = 17;

/// The pictures of a round.
pub(crate) struct Pictures {
    names: Vec<String>,
    places: HashMap<String, usize>,
    drawn: Vec<OnceLock<Bytes>>,
    /// Drawing takes a processor: one at a time, so that a crowd that begins does not take them all.
    turn: tokio::sync::Mutex<()>,
}

impl Pictures {
    /// None is drawn yet.
    pub fn new(secret: &[u8], round: i64, questions: usize) -> Self {
        let name = |place| {
            let signed = fair_contest::sign(secret, &format!("picture/{round}/{place}"));
            signed.chars().take(32).collect::<String>()
        };
        let names: Vec<String> = (0..questions).map(name).collect();
        Pictures {
            places: names.iter().cloned().zip(0..).collect(),
            drawn: names.iter().map(|_| OnceLock::new()).collect(),
            names,
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// What the picture of the question at this place of the pool is called.
    pub fn name(&self, place: usize) -> &str {
        &self.names[place]
    }

    /// The picture called so, as PNG.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when none is, and what broke while drawing.
    pub async fn find(round: &Arc<OpenRound>, name: &str) -> Result<Bytes, Failure> {
        let pictures = round.pictures.as_ref().ok_or(Failure::NotFound)?;
        let place = *pictures.places.get(name).ok_or(Failure::NotFound)?;
        if let Some(drawn) = pictures.drawn[place].get() {
            return Ok(drawn.clone());
        }
        let _turn = pictures.turn.lock().await;
        if let Some(drawn) = pictures.drawn[place].get() {
            return Ok(drawn.clone());
        }
        let its_round = Arc::clone(round);
        let drawing = move || publishing::words_png(&its_round.questions[place].text, WIDTH, LETTERS);
        let drawn = tokio::task::spawn_blocking(drawing).await.while_doing("drawing a question")?;
        let drawn = Bytes::from(drawn.while_doing("drawing a question")?);
        Ok(pictures.drawn[place].get_or_init(|| drawn).clone())
    }
}
