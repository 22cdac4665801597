//! Certificates of prizes: issued, printed, withdrawn. One that does not hold any more says so on its page.

use documents::import::must_bear_no_mark;
use platform::web::{Actor, Answer, Failure, Form, Path, While, go_to_saying, show_file};
use serde::Deserialize;

use super::contest_for;
use super::prizes::{Won, won};
use crate::domain::ContestId;
use crate::permissions::ORGANISE;
use crate::store::{self, Certificate, NewCertificate};

/// Whether who has a certificate is who has a prize. Names and units are written anew with time: they tell only for
/// certificates that were issued before they knew more.
fn is_theirs(known: &Certificate, one: &Won) -> bool {
    let same_words = (&known.name, &known.unit_name) == (&one.name, &one.unit);
    match (known.contestant, known.unit) {
        (Some(contestant), _) => one.contestant == Some(contestant),
        // of a unit that has teams in the final the name tells which
        (None, Some(unit)) => {
            let is_units = known.unit_name.is_empty() && one.unit.is_empty();
            one.contestant.is_none() && one.unit_id == Some(unit) && (is_units || known.name == one.name)
        }
        (None, None) => same_words,
    }
}

/// Whether a certificate is of the round, the final or the contest as a whole that a prize is of.
fn is_of_same(known: &Certificate, one: &Won) -> bool {
    match known.round {
        Some(round) => one.round_no == Some(round),
        None => known.round_name == one.round,
    }
}

/// Whether this is the certificate of a prize, whatever became of it since.
fn is_of(known: &Certificate, one: &Won) -> bool {
    is_theirs(known, one) && is_of_same(known, one) && known.prize == one.prize
}

/// Certificates in the order of the prizes; those of none behind, in the order issued.
pub(super) fn in_order(mut all: Vec<Certificate>, won: &[Won]) -> Vec<Certificate> {
    all.sort_by_cached_key(|known| won.iter().position(|one| is_of(known, one)).unwrap_or(usize::MAX));
    all
}

/// A prize has its certificate, one that holds or that somebody withdrew.
fn has_one(known: &[Certificate], one: &Won) -> bool {
    let stands = |old: &&Certificate| old.withdrawn_for.is_empty() || old.withdrawn_for == store::BY_PERSON;
    known.iter().filter(stands).any(|old| is_of(old, one))
}

/// A certificate holds although its prize is nobody's or another's now.
fn is_outdated(old: &Certificate, won: &[Won]) -> bool {
    old.withdrawn.is_empty() && !won.iter().any(|one| is_of(old, one))
}

/// How many prizes have no certificate, and how many certificates hold although the ranking was made anew without them.
pub(super) fn due(known: &[Certificate], won: &[Won]) -> (usize, usize) {
    let missing = won.iter().filter(|one| !has_one(known, one)).count();
    (missing, known.iter().filter(|old| is_outdated(old, won)).count())
}

/// Issues a certificate for every prize that has none yet; one that somebody withdrew is not issued again. Whose rank
/// changed since is given another in the place of the one they have, and loses theirs where no prize is left.
pub(crate) async fn issue(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let rounds = store::list_rounds(tx, id)?;
        let won = won(&asker, tx, &contest, &rounds)?;
        let known = store::list_certificates(tx, contest.no)?;
        for old in known.iter().filter(|old| is_outdated(old, &won)) {
            let is_replaced = won.iter().any(|one| is_theirs(old, one) && is_of_same(old, one));
            let what_for = if is_replaced { store::REPLACED } else { store::DROPPED };
            store::withdraw_certificate(tx, &contest, &old.code, (what_for, "Xếp hạng đã tính lại"))?;
        }
        let mut new = Vec::new();
        for one in won.iter().filter(|one| !has_one(&known, one)) {
            new.push(NewCertificate {
                code: people::secret::new_signs::<12>().while_doing("making a code")?,
                name: one.name.clone(),
                unit_name: one.unit.clone(),
                prize: one.prize.clone(),
                round_name: one.round.clone(),
                contestant: one.contestant,
                round: one.round_no,
                unit: one.unit_id,
            });
        }
        Ok::<_, Failure>(store::insert_certificates(tx, &contest, &new)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/prizes"), "contests-certificates-issued")
}

/// The certificates that hold, to print.
pub(crate) async fn pdf(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let (contest, unit, certificates) = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            let unit = units::store::find(tx, contest.unit)?;
            let rounds = store::list_rounds(tx, id)?;
            let won = won(&asker, tx, &contest, &rounds)?;
            let certificates = in_order(store::list_certificates(tx, contest.no)?, &won);
            Ok::<_, Failure>((contest, unit, certificates))
        })
        .await?;
    let place = drafts::suggested_head(&unit, None, "BC", "", "").place;
    let address = &who.app().public_address;
    let printed = |one: &Certificate| {
        let day = one.issued_at.day();
        publishing::Certificate {
            name: one.name.clone(),
            unit: one.unit_name.clone(),
            prize: one.prize.clone(),
            round: one.round_name.clone(),
            date: vietnamese::date_line(&place, day.year(), day.month(), day.day()),
            address: format!("{address}/thi/certificates/{}", one.code),
            code: one.code.clone(),
        }
    };
    let all: Vec<_> = certificates.iter().filter(|one| one.withdrawn.is_empty()).map(printed).collect();
    if all.is_empty() {
        return Err(Failure::NotFound);
    }
    let content = tokio::task::spawn_blocking(move || publishing::certificates_pdf(&unit.name, &contest.title, &all));
    let content = content.await.while_doing("printing")?.while_doing("printing the certificates")?;
    show_file("chung-nhan.pdf", "application/pdf", content)
}

/// Which certificate does not hold any more, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawForm {
    code: String,
    reason: String,
}

/// Withdraws a certificate.
pub(crate) async fn withdraw(who: Actor, Path(id): Path<ContestId>, Form(form): Form<WithdrawForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    if form.reason.trim().is_empty() {
        return Err(Failure::Malformed("contests-error-reason"));
    }
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let reason = vietnamese::nfc(form.reason.trim());
        Ok::<_, Failure>(store::withdraw_certificate(tx, &contest, &form.code, (store::BY_PERSON, &reason))?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/prizes"), "contests-certificate-was-withdrawn")
}
