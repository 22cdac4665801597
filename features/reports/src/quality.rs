//! How a conference went, in sentences: what the system can say under “Chất lượng hội nghị” beside what people write.

use conferences::domain::Conference;
use conferences::domain::dialogue::Handling;
use conferences::store::Quality;
use kernel::Argument;

/// The sentences, with `say` giving each its words; nothing is said of what did not happen.
pub(crate) fn sentences(
    conference: &Conference,
    quality: &Quality,
    say: &dyn Fn(&str, &[(&str, Argument)]) -> String,
) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(late) = quality.ended_late.filter(|late| *late > 0) {
        all.push(say("reports-quality-ended-late", &[("minutes", late.into())]));
    }
    if quality.faults > 0 {
        all.push(say(
            "reports-quality-line",
            &[
                ("faults", quality.faults.into()),
                ("points", quality.points_with_faults.into()),
                ("minutes", quality.minutes_lost.into()),
            ],
        ));
    } else if conference.is_online() {
        all.push(say("reports-quality-line-none", &[]));
    }
    if quality.prompts > 0 {
        all.push(say(
            "reports-quality-prompts",
            &[
                ("prompts", quality.prompts.into()),
                ("in_time", quality.in_time.into()),
                ("late", quality.late.into()),
                ("missed", quality.missed.into()),
            ],
        ));
    }
    all.extend(questions(quality, say));
    all.extend(survey(conference, quality, say));
    all
}

fn questions(quality: &Quality, say: &dyn Fn(&str, &[(&str, Argument)]) -> String) -> Option<String> {
    let of = |handling: Handling| {
        let found = quality.questions.iter().find(|(state, _)| state == handling.code());
        found.map_or(0, |(_, n)| *n)
    };
    let asked: i64 = quality.questions.iter().map(|(_, n)| n).sum();
    (asked > 0).then(|| {
        say(
            "reports-quality-questions",
            &[
                ("asked", asked.into()),
                ("live", of(Handling::Live).into()),
                ("written", of(Handling::Written).into()),
                ("passed", of(Handling::PassedOn).into()),
                ("open", of(Handling::Open).into()),
            ],
        )
    })
}

fn survey(
    conference: &Conference,
    quality: &Quality,
    say: &dyn Fn(&str, &[(&str, Argument)]) -> String,
) -> Option<String> {
    let sums = &quality.survey;
    let marks: Vec<String> = conference
        .aspects()
        .iter()
        .filter(|aspect| sums.of(aspect).count() > 0)
        .map(|aspect| {
            let word = say(&format!("conferences-aspect-{aspect}"), &[]).to_lowercase();
            format!("{word} {}", sums.of(aspect).average_shown())
        })
        .collect();
    (sums.shown > 0 && !marks.is_empty()).then(|| {
        let arguments = [("answers", sums.shown.into()), ("marks", marks.join(", ").into())];
        say("reports-quality-survey", &arguments)
    })
}
