//! `docs/life-cycle.md` is printed from the rules: every state is put through every action, and what the rule answers is
//! an arrow or a refusal. The page cannot go stale: this test compares it, and writes it when `THONGSUOT_PRINT_DOCS` is
//! set, as `cargo x docs` does.

mod study;

use std::fmt::Write as _;
use std::path::Path;

use conferences::domain::{CodeSeed, Conference, Form, State as ConferenceState};
use documents::domain::{
    CarryingFacts, Change, Competence, Delivery, Document, Entry, Origin, Proposal, ProposalState, RegisterFacts,
    State as DocumentState, may_register,
};
use drafts::domain::{
    AskFacts, CloseFacts, Draft, DraftId, Form as DraftForm, Head as DraftHead, Round, RoundId, RoundKind, RoundState,
    State as DraftState, SubmitFacts,
};
use kernel::{Day, Instant, Refused};
use platform::texts::Language;
use programmes::domain::{
    Facts as ProgrammeFacts, Head as ProgrammeHead, Kind as ProgrammeKind, PaperFacts, Programme,
    State as ProgrammeState,
};
use reports::domain::{Head, Kind, Report, SigningFacts, State as ReportState};
use rollouts::domain::{Duty, DutyState, Evidence, Foreseen, LaunchFacts, Measure, Rollout, RolloutState};

use crate::sources::root;
use crate::texts::texts;

/// A thing with states: what it is called, its states in order, its actions with what each makes of each state.
struct Machine {
    title: &'static str,
    /// The prefix of the states' texts.
    prefix: &'static str,
    states: Vec<&'static str>,
    actions: Vec<(&'static str, Vec<Result<&'static str, Refused>>)>,
}

impl Machine {
    /// A machine out of one example for each state; the first one is where everything begins.
    fn of<T: Clone>(
        (title, prefix): (&'static str, &'static str),
        examples: &[T],
        word: fn(&T) -> &'static str,
        actions: &[(&'static str, &dyn Fn(T) -> Result<T, Refused>)],
    ) -> Self {
        let answers = |act: &dyn Fn(T) -> Result<T, Refused>| {
            examples.iter().map(|example| act(example.clone()).map(|after| word(&after))).collect()
        };
        Machine {
            title,
            prefix,
            states: examples.iter().map(word).collect(),
            actions: actions.iter().map(|(name, act)| (*name, answers(act))).collect(),
        }
    }

    fn print(&self, page: &mut String) {
        let texts = texts();
        let _ = write!(page, "\n## {}\n\n```mermaid\nstateDiagram-v2\n", self.title);
        for state in &self.states {
            let said = texts.say(Language::Vietnamese, &format!("{}-{state}", self.prefix), &[]);
            let _ = writeln!(page, "    state \"{said} ({state})\" as {state}");
        }
        let _ = writeln!(page, "    [*] --> {}", self.states[0]);
        for (action, answers) in &self.actions {
            for (from, answer) in self.states.iter().zip(answers) {
                if let Ok(to) = answer {
                    let _ = writeln!(page, "    {from} --> {to}: {action}");
                }
            }
        }
        page.push_str("```\n\n");
        let _ = writeln!(page, "| refused | {} |", self.states.join(" | "));
        let _ = writeln!(page, "|---|{}", "---|".repeat(self.states.len()));
        for (action, answers) in &self.actions {
            let cells = answers.iter().map(|answer| answer.as_ref().err().map(codes).unwrap_or_default());
            let _ = writeln!(page, "| {action} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

fn codes(refused: &Refused) -> String {
    refused.0.iter().map(|told| told.code).collect::<Vec<_>>().join(", ")
}

fn today() -> Day {
    "2026-11-24".parse().expect("a day")
}

fn id<I: From<uuid::Uuid>>() -> I {
    I::from(uuid::Uuid::nil())
}

fn document_machine() -> Machine {
    let document = |state| Document {
        id: id(),
        owner_unit: id(),
        issuer_unit: None,
        entry: Entry::default(),
        text: String::new(),
        file_name: String::new(),
        file: String::new(),
        state,
        created_at: Instant(0),
        version: 1,
    };
    Machine::of(
        ("Document (văn bản)", "documents-state"),
        &[document(DocumentState::Parsed), document(DocumentState::Registered)],
        |document| document.state.code(),
        &[
            ("register, correct", &|document| {
                may_register(&document.entry, RegisterFacts::default()).or_refuse()?;
                Ok(Document { state: DocumentState::Registered, ..document })
            }),
            ("send to units", &|document| {
                document.may_be_sent(1).or_refuse()?;
                Ok(document)
            }),
        ],
    )
}

fn delivery_machine() -> Machine {
    let sent = Delivery {
        document: id(),
        unit: id(),
        sent_at: Instant(0),
        opened_at: None,
        acknowledged_at: None,
        asked_again_at: None,
    };
    let acknowledged = Delivery { acknowledged_at: Some(Instant(1)), ..sent.clone() };
    Machine::of(
        ("A document at one unit (văn bản đến)", "documents-delivery"),
        &[sent, acknowledged],
        |delivery| if delivery.acknowledged_at.is_some() { "acknowledged" } else { "unacknowledged" },
        &[("acknowledge", &|delivery| {
            delivery.may_acknowledge().or_refuse()?;
            Ok(Delivery { acknowledged_at: Some(Instant(1)), ..delivery })
        })],
    )
}

fn proposal_machine() -> Machine {
    let proposal = |state| Proposal {
        id: id(),
        document: id(),
        change: Change::Replace,
        clause: String::new(),
        reason: "không còn phù hợp".into(),
        origin: Origin::Person,
        state,
        decision: String::new(),
        by: None,
        version: 0,
    };
    let facts = CarryingFacts {
        by: kernel::DocumentId(uuid::Uuid::max()),
        issuer: "Tỉnh ủy".into(),
        issued_on: None,
        competence: Competence::Competent,
    };
    Machine::of(
        ("Proposal of the review queue (đề nghị về văn bản)", "documents-proposal"),
        &ProposalState::ALL.map(proposal),
        |proposal| proposal.state.code(),
        &[
            ("agree", &|proposal| proposal.decide(true, "")),
            ("decline", &|proposal| proposal.decide(false, "còn phù hợp")),
            ("carry out", &|proposal| proposal.carry_out(&facts, today())),
        ],
    )
}

fn draft_machine() -> Machine {
    let draft = |state: &DraftState| Draft {
        id: DraftId(uuid::Uuid::nil()),
        unit: id(),
        issuer: id(),
        head: DraftHead {
            form: DraftForm::Party,
            type_code: "NQ".into(),
            title: "về sinh hoạt chi bộ".into(),
            issuer_name: "Tỉnh ủy".into(),
            parent_body: String::new(),
            symbol: "NQ/TU".into(),
            place: "Sông Lạc".into(),
            addressees: String::new(),
            recipients: String::new(),
        },
        state: *state,
        revision: 1,
        note: String::new(),
        document: None,
        created_at: Instant(0),
        version: 1,
    };
    let facts = AskFacts {
        kind: RoundKind::Units,
        has_text: true,
        invited: 1,
        has_front: false,
        due_on: Some(today()),
        today: today(),
    };
    let examples: Vec<Draft> = DraftState::ALL.iter().map(draft).collect();
    Machine::of(
        ("Draft (dự thảo)", "drafts-state"),
        &examples,
        |draft| draft.state.code(),
        &[
            ("write", &|draft| {
                draft.may_edit().or_refuse()?;
                Ok(draft)
            }),
            ("ask for opinions", &|draft| draft.ask(facts)),
            ("submit", &|draft| draft.submit(SubmitFacts { undecided: 0, has_text: true })),
            ("approve", &|draft| draft.approve()),
            ("give back", &|draft| draft.give_back("Bổ sung căn cứ")),
            ("issue", &|draft| draft.issue(id())),
            ("give up", &|draft| draft.drop("Đã có văn bản cấp trên")),
        ],
    )
}

fn round_machine() -> Machine {
    let round = |state| Round {
        id: RoundId(uuid::Uuid::nil()),
        draft: DraftId(uuid::Uuid::nil()),
        number: 1,
        revision: 1,
        kind: RoundKind::Units,
        question: String::new(),
        due_on: today(),
        may_be_anonymous: false,
        is_open_to_people: false,
        state,
        opened_at: Instant(0),
        close_reason: String::new(),
        version: 1,
    };
    Machine::of(
        ("Round of opinions (đợt lấy ý kiến)", "drafts-round-state"),
        &[round(RoundState::Open), round(RoundState::Closed)],
        |round| round.state.code(),
        &[
            ("close with all answers", &|round| round.close(CloseFacts { waiting: 0, today: today() }, "")),
            ("close early without a reason", &|round| round.close(CloseFacts { waiting: 1, today: today() }, "")),
        ],
    )
}

fn rollout_machine() -> Machine {
    let rollout = |state| Rollout {
        id: id(),
        unit: id(),
        title: "Quán triệt Chỉ thị".into(),
        state,
        depth: None,
        starts_on: None,
        ends_on: None,
        version: 1,
    };
    let facts = LaunchFacts {
        documents: 1,
        requirements: vec![Foreseen { title: "Kế hoạch".into(), due_on: today(), duties: 1 }],
    };
    Machine::of(
        ("Rollout (đợt triển khai)", "rollouts-state"),
        &[
            rollout(RolloutState::Draft),
            rollout(RolloutState::Launched { on: today() }),
            rollout(RolloutState::Closed { launched_on: today(), on: today() }),
        ],
        |rollout| match rollout.state {
            RolloutState::Draft => "draft",
            RolloutState::Launched { .. } => "launched",
            RolloutState::Closed { .. } => "closed",
        },
        &[
            ("edit", &|rollout| {
                rollout.may_edit().or_refuse()?;
                Ok(rollout)
            }),
            ("launch", &|rollout| rollout.launch(&facts, today())),
            ("close", &|rollout| rollout.close(0, today())),
        ],
    )
}

fn duty_machine() -> Machine {
    let due_on = today();
    let duty = |state| Duty {
        id: id(),
        rollout: id(),
        requirement: id(),
        unit: id(),
        due_on,
        work: String::new(),
        state,
        evidence: Evidence::default(),
        reminded_on: None,
        version: 1,
    };
    let finish = |duty: Duty, day| duty.finish(Measure::SelfStudy, Evidence::default(), true, day);
    Machine::of(
        ("Duty (nhiệm vụ của đơn vị trong đợt)", "rollouts-duty-state"),
        &[
            duty(DutyState::Waiting),
            duty(DutyState::InProgress),
            duty(DutyState::Done { on: today(), late: false }),
            duty(DutyState::Done { on: today(), late: true }),
            duty(DutyState::Waived { on: today(), reason: "Sáp nhập".into() }),
        ],
        // on its last day nothing is overdue: that is no state, it is computed from the day
        |duty| duty.word("2026-11-24".parse().expect("a day")),
        &[
            ("begin", &|duty| duty.begin(true)),
            ("finish in time", &|duty| finish(duty, due_on)),
            ("finish late", &|duty| finish(duty, due_on.plus(1))),
            ("remind", &|duty| duty.remind(true, today())),
            ("waive", &|duty| duty.waive("Sáp nhập", true, today())),
            ("reopen", &|duty| duty.reopen(true)),
        ],
    )
}

fn conference_machine() -> Machine {
    let starts_at = Instant::at(today(), 7, 30);
    let conference = |state| Conference {
        id: id(),
        rollout: None,
        unit: id(),
        title: "Hội nghị học tập, quán triệt".into(),
        form: Form::Mixed,
        place: String::new(),
        starts_at,
        ends_at: starts_at.plus_seconds(4 * 3600),
        state,
        make_up_of: None,
        code_seed: CodeSeed([7; 32]),
        head_count_due_on: None,
        version: 1,
    };
    Machine::of(
        ("Conference (hội nghị)", "conferences-state"),
        &[
            conference(ConferenceState::Planned),
            conference(ConferenceState::Open { since: today() }),
            conference(ConferenceState::Closed { on: today() }),
        ],
        |conference| conference.state.code(),
        &[
            ("change the plan", &|conference| {
                conference.may_change().or_refuse()?;
                Ok(conference)
            }),
            ("open attendance", &|conference| conference.open(1, today())),
            ("close attendance", &|conference| conference.close(today())),
            ("arrange a make-up", &|conference| {
                conference.may_make_up(1).or_refuse()?;
                Ok(conference)
            }),
        ],
    )
}

fn report_machine() -> Machine {
    let head = Head {
        issuer: "Đảng ủy xã An Khê Thượng".into(),
        number: "12".into(),
        symbol: "BC/ĐU".into(),
        title: "kết quả hội nghị".into(),
        position: "Phó Bí thư".into(),
        dated_on: Some(today()),
        ..Head::default()
    };
    let signed = ReportState::Signed { at: Instant(0), by: None, hash: "ab".into() };
    let report = |state| Report {
        id: id(),
        unit: id(),
        kind: Kind::Conference,
        subject: String::new(),
        head: head.clone(),
        state,
        version: 1,
    };
    let facts = SigningFacts { missing: 0, conference_open: false, today: today() };
    let frozen = signed.clone();
    Machine::of(
        ("Report (báo cáo)", "reports-state"),
        &[report(ReportState::Draft), report(signed)],
        |report| if report.is_signed() { "signed" } else { "draft" },
        &[
            ("write", &|report| {
                report.may_edit().or_refuse()?;
                Ok(report)
            }),
            ("sign", &|report| {
                report.may_sign(facts).or_refuse()?;
                Ok(Report { state: frozen.clone(), ..report })
            }),
        ],
    )
}

fn programme_machine() -> Machine {
    let programme = |state| Programme {
        id: id(),
        unit: id(),
        head: ProgrammeHead {
            kind: ProgrammeKind::Programme,
            title: "thực hiện nghị quyết".into(),
            goal: String::new(),
            starts_on: today(),
            ends_on: today(),
            basis: None,
        },
        state,
        draft: String::new(),
        is_submitted: false,
        document: None,
        reason: String::new(),
        version: 1,
    };
    let facts = ProgrammeFacts { targets: 1, tasks: 1, unclear_tasks: 0 };
    // how its draft ends is told by drafts, of a drafted programme only
    let told = |programme: &Programme| match programme.state {
        ProgrammeState::Drafted => Ok(()),
        _ => Err(Refused(Vec::new())),
    };
    Machine::of(
        ("Programme (chương trình hành động, kế hoạch)", "programmes-state"),
        &ProgrammeState::ALL.iter().map(|state| programme(*state)).collect::<Vec<_>>(),
        |programme| programme.state.code(),
        &[
            ("write", &|programme| {
                programme.may_write().or_refuse()?;
                Ok(programme)
            }),
            ("draft", &|programme| programme.drafted(facts, "draft".into())),
            ("draft is issued", &|programme| {
                told(&programme)?;
                Ok(programme.issued(id()))
            }),
            ("enter as issued before", &|programme| {
                programme.entered_issued(id(), PaperFacts { is_of_unit: true, is_taken: false })
            }),
            ("draft is given up", &|programme| {
                told(&programme)?;
                Ok(programme.taken_back())
            }),
            ("enter a result", &|programme| {
                programme.may_enter(today(), true, today()).or_refuse()?;
                Ok(programme)
            }),
            ("give up", &|programme| programme.give_up("Gộp với kế hoạch khác".into())),
        ],
    )
}

fn printed() -> String {
    let mut page = String::from(
        "# Life cycles

Printed from the rules by `app/tests/it/life_cycle.rs`: each state is put through each action with everything else in
order. An arrow is what the rule allows; the table names the refusals (their texts: `refused-<code>` in the locales).
`cargo x docs` prints it anew, a test compares it. Not for editing by hand.
",
    );
    for machine in [
        document_machine(),
        delivery_machine(),
        proposal_machine(),
        draft_machine(),
        round_machine(),
        rollout_machine(),
        duty_machine(),
        conference_machine(),
        study::material_machine(),
        study::question_machine(),
        study::quiz_machine(),
        study::reflection_machine(),
        study::contest_machine(),
        programme_machine(),
        report_machine(),
    ] {
        machine.print(&mut page);
    }
    page.push_str(
        "\nOverdue is no state of a duty: it is computed from the day. What other features end, they end through the same \
         rules:\nan acknowledged document, a closed conference and a signed report finish the duty of their unit.\n",
    );
    page
}

#[test]
fn the_life_cycles_in_the_documentation_are_those_of_the_rules() {
    let path = root().join("docs/life-cycle.md");
    if std::env::var_os("THONGSUOT_PRINT_DOCS").is_some() {
        print_to(&path);
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(stands, printed(), "run `cargo x docs`, or this test with THONGSUOT_PRINT_DOCS=1");
}

fn print_to(path: &Path) {
    std::fs::write(path, printed()).expect("docs/life-cycle.md is written");
}
