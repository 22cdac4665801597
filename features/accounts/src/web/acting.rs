//! The secretary's page for members who do not sign in: whom to act for, and what was done in whose place.

use askama::Template;
use kernel::{Event, PersonId};
use people::store::Happening;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to, go_to_saying, page};

use super::Client;
use super::sign_in::Nothing;
use crate::domain::may_act_for;
use crate::identity::acting_facts;
use crate::permissions::ACT_FOR;
use crate::store::{self, NotSigningIn};

const PEOPLE_SHOWN: i64 = 300;
const DONE_SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "accounts/acting.html")]
struct ActingPage {
    cx: Cx,
    people: Vec<NotSigningIn>,
    done: Vec<Happening>,
}

pub(crate) async fn show(who: Actor) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (mut people, mut done) = (Vec::new(), Vec::new());
            for root in store::minimal_roots(tx, &asker.scope(ACT_FOR))? {
                people.extend(store::list_not_signing_in(tx, root, PEOPLE_SHOWN, 0)?);
                done.extend(store::list_done_for_people_of(tx, root, DONE_SHOWN)?);
            }
            people.retain(|one| Some(one.person) != asker.person());
            Ok::<_, Failure>(ActingPage { cx: asker.cx("acting-menu"), people, done })
        })
        .await?;
    page(&shown)
}

pub(crate) async fn begin(
    who: Actor,
    client: Client,
    Path(id): Path<PersonId>,
    Form(Nothing {}): Form<Nothing>,
) -> Answer {
    let (Some(account), Some(session)) = (who.account(), client.session) else { return Err(Failure::SignInFirst) };
    let asker = who.clone();
    who.write(move |tx| {
        let person = store::find_person(tx, id)?;
        asker.must(tx, ACT_FOR, person.home_unit)?;
        may_act_for(acting_facts(tx, &person, asker.person())?).or_refuse()?;
        store::begin_acting(tx, &session, account, id)?;
        tx.record(Event::noted("acting.began", id, Some(person.home_unit)))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/", "acting-began")
}

pub(crate) async fn end(who: Actor, client: Client, Form(Nothing {}): Form<Nothing>) -> Answer {
    who.note_asked();
    let (Some(person), Some(session)) = (who.person(), client.session) else { return go_to("/") };
    if who.helper().is_some() {
        who.write(move |tx| {
            store::end_acting(tx, &session)?;
            tx.record(Event::noted("acting.ended", person, None))?;
            Ok::<_, Failure>(())
        })
        .await?;
    }
    go_to_saying("/acting", "acting-ended")
}
