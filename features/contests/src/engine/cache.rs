//! Rounds in memory: rules, questions, what was sealed. Nothing of it changes after the announcement but the hour of
//! closing, who may not take part and the settling, so a copy serves for a second.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Moment};

use fair_contest::{Answers, Drawn, Pool, Seed, attempt_name, draw, pool_of, score};
use platform::App;
use platform::db::{StoreError, Tx};

use super::{Pictures, engine};
use crate::domain::{Contest, Question, Round};
use crate::store;

/// How old a copy may be.
const FRESH: Duration = Duration::from_secs(1);

/// A round with everything an attempt needs.
pub(crate) struct OpenRound {
    /// Its contest with the rules.
    pub contest: Contest,
    /// The round.
    pub round: Round,
    /// Its questions, in pool order.
    pub questions: Arc<Vec<Question>>,
    /// Contestants who may not take part, though they entered.
    pub excluded: HashSet<i64>,
    /// Its questions as pictures, where the rules show them so.
    pub pictures: Option<Arc<Pictures>>,
    pool: Arc<Pool>,
    seed: Seed,
}

impl OpenRound {
    /// The draw of an attempt.
    pub fn draw(&self, contestant: i64, number: i64, nonce: &str) -> Vec<Drawn> {
        draw(&self.seed, &attempt_name(self.round.no, contestant, number), nonce, &self.pool)
    }

    /// Contestants are told scores: at once where the rules say so, else once the round is settled.
    pub fn tells_score(&self) -> bool {
        self.contest.rules.shows_score || self.round.settled_at.is_some()
    }

    /// The score of an attempt.
    pub fn score(&self, contestant: i64, number: i64, nonce: &str, answers: &str) -> i64 {
        let drawn = self.draw(contestant, number, nonce);
        let answers = Answers::read(answers, drawn.len()).unwrap_or_else(|_| Answers::none(drawn.len()));
        i64::from(score(&answers, &drawn, &self.pool))
    }
}

/// The rounds this node has copies of.
#[derive(Default)]
pub(crate) struct Rounds {
    kept: Mutex<HashMap<i64, (Moment, Arc<OpenRound>)>>,
    /// Held by the one who reads a round of which there is no copy: the crowd that opens it waits for that copy.
    first: tokio::sync::Mutex<()>,
}

impl Rounds {
    /// The copy to use, and whether the asker is to read it anew: one of many, while the others go on with what is there.
    fn known(&self, no: i64) -> Option<(Arc<OpenRound>, bool)> {
        let mut rounds = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (read_at, round) = rounds.get_mut(&no)?;
        let is_old = read_at.elapsed() >= FRESH;
        if is_old {
            *read_at = Moment::now();
        }
        Some((Arc::clone(round), is_old))
    }

    fn keep(&self, round: &Arc<OpenRound>) {
        let mut rounds = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        rounds.retain(|_, (read_at, _)| read_at.elapsed() < Duration::from_secs(3_600));
        rounds.insert(round.round.no, (Moment::now(), Arc::clone(round)));
    }

    fn forget(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl OpenRound {
    /// The announced round with this number, at most a second old.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none or it is not announced.
    pub async fn find(app: &App, no: i64) -> Result<Arc<OpenRound>, StoreError> {
        let engine = engine(app);
        match engine.rounds.known(no) {
            Some((round, false)) => Ok(round),
            Some((round, true)) => Self::read_anew(app, &engine, no, Some(round)).await,
            None => {
                let _first = engine.rounds.first.lock().await;
                match engine.rounds.known(no) {
                    Some((round, _)) => Ok(round),
                    None => Self::read_anew(app, &engine, no, None).await,
                }
            }
        }
    }

    /// Questions are sealed: of a round of which there is a copy only what may change is read again.
    async fn read_anew(
        app: &App,
        engine: &super::Engine,
        no: i64,
        before: Option<Arc<OpenRound>>,
    ) -> Result<Arc<OpenRound>, StoreError> {
        let round = Arc::new(app.db.read(move |tx| Self::read(tx, no, before.as_deref())).await?);
        engine.rounds.keep(&round);
        Ok(round)
    }

    /// Copies are read anew: something was changed on this node.
    pub fn forget(app: &App) {
        engine(app).rounds.forget();
    }

    /// The announced round; what does not change is taken from an older copy.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not announced.
    pub fn read(tx: &mut Tx<'_>, no: i64, before: Option<&OpenRound>) -> Result<OpenRound, StoreError> {
        let round = store::find_round(tx, no)?;
        let contest = store::find(tx, round.contest)?;
        let seed = round.seed.ok_or(StoreError::NotFound)?;
        let excluded = store::list_excluded(tx, contest.no)?;
        let same = before.filter(|before| before.round.pool_hash == round.pool_hash);
        let (questions, pool, pictures) = match same {
            Some(before) => (Arc::clone(&before.questions), Arc::clone(&before.pool), before.pictures.clone()),
            None => {
                let questions = store::list_questions(tx, no)?;
                let published: Vec<_> = questions.iter().enumerate().map(|(at, one)| one.published(no, at)).collect();
                let pool = pool_of(&published, &round.quotas)
                    .ok_or_else(|| StoreError::corrupt("contest_question", "the pool does not hold its quotas"))?;
                let pictures = || Arc::new(Pictures::new(&contest.secret, no, questions.len()));
                let pictures = contest.rules.question_pictures.then(pictures);
                (Arc::new(questions), Arc::new(pool), pictures)
            }
        };
        Ok(OpenRound { contest, round, questions, excluded, pictures, pool, seed })
    }
}
