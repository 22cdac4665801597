//! The machines of studying: materials, questions, tests, reflections, contests.

use contests::domain::{AnnouncingFacts, Contest, Rules, State as ContestState};
use kernel::{Instant, PersonId};
use materials::domain::{Head as MaterialHead, Set, State as MaterialState};
use quizzes::domain::{
    Audience, Plan, Question, Quiz, QuizState, Quota, Shows, State as QuestionState, Step, Supply, Wording,
};
use reflections::domain::{CallState, Reflection, State as ReflectionState};

use super::{Machine, id, today};

pub(super) fn question_machine() -> Machine {
    let question = |state| Question {
        id: id(),
        unit: id(),
        wording: Wording::default(),
        state,
        author: None,
        remark: String::new(),
        version: 1,
    };
    Machine::of(
        ("Question (câu hỏi)", "quizzes-question-state"),
        &QuestionState::ALL.iter().map(|state| question(*state)).collect::<Vec<_>>(),
        |question| question.state.code(),
        &[
            ("write", &|question| {
                question.may_write().or_refuse()?;
                Ok(Question { state: QuestionState::Draft, ..question })
            }),
            ("review", &|question| question.after(Step::Review, None, "")),
            ("send back", &|question| question.after(Step::Return, None, "Hai đáp án trùng ý")),
            ("put into use", &|question| question.after(Step::Use, None, "")),
            ("retire", &|question| question.after(Step::Retire, None, "")),
        ],
    )
}

pub(super) fn quiz_machine() -> Machine {
    let plan = Plan {
        title: "Kiểm tra nhận thức".into(),
        rollout: None,
        conference: None,
        quotas: vec![Quota { questions: 1, ..Quota::default() }],
        minutes: 10,
        attempts: 1,
        pass_mark: 50,
        opens_at: Instant(0),
        closes_at: Instant(1_000),
        audience: Audience::Members,
        shows: Shows::AfterClosing,
        explains: true,
        duty_share: 100,
    };
    let quiz = |state| Quiz { id: id(), unit: id(), plan: plan.clone(), state, version: 1 };
    let supply = [Supply { wanted: 1, pool: [id()].into() }];
    Machine::of(
        ("Awareness test (bài kiểm tra nhận thức)", "quizzes-quiz-state"),
        &QuizState::ALL.iter().map(|state| quiz(*state)).collect::<Vec<_>>(),
        |quiz| quiz.state.code(),
        &[
            ("write", &|quiz| {
                quiz.may_write().or_refuse()?;
                Ok(quiz)
            }),
            ("announce", &|quiz| quiz.announce(&supply, Instant(0))),
            ("take", &|quiz| {
                quiz.may_start(0, Instant(1)).or_refuse()?;
                Ok(quiz)
            }),
            ("close", &Quiz::close),
        ],
    )
}

pub(super) fn reflection_machine() -> Machine {
    let person: PersonId = id();
    let reflection = |state| Reflection {
        call: id(),
        person,
        unit: id(),
        state,
        reviewer: None,
        remark: String::new(),
        submitted_on: None,
        passed_on: None,
        version: 1,
    };
    Machine::of(
        ("Reflection (bài thu hoạch)", "reflections-state"),
        &ReflectionState::ALL.iter().map(|state| reflection(*state)).collect::<Vec<_>>(),
        |reflection| reflection.state.code(),
        &[
            ("submit", &|reflection| reflection.submit(CallState::Announced, false, today())),
            ("give back", &|reflection| reflection.give_back("Nói rõ việc của mình")),
            ("pass", &|reflection| reflection.pass(today())),
        ],
    )
}

pub(super) fn material_machine() -> Machine {
    let head = MaterialHead {
        title: "Hỏi – đáp".into(),
        audience: rollouts::domain::Audience::Members,
        document: None,
        rollout: None,
        conference: None,
        is_public: false,
    };
    let set = |state: MaterialState| Set {
        id: id(),
        unit: id(),
        head: head.clone(),
        measures_members: false,
        code: String::new(),
        state,
        edition: i64::from(state != MaterialState::Writing),
        writing: (state == MaterialState::Writing).then_some(1),
        reason: String::new(),
        published_on: None,
        version: 1,
    };
    Machine::of(
        ("Set of materials (bộ tài liệu)", "materials-state"),
        &MaterialState::ALL.iter().map(|state| set(*state)).collect::<Vec<_>>(),
        |set| set.state.code(),
        &[
            ("write parts", &|set| {
                set.may_change().or_refuse()?;
                Ok(set)
            }),
            ("publish", &|set| set.publish(1, today())),
            ("begin a new edition", &Set::begin),
            ("withdraw", &|set| set.withdraw("Thay bằng tài liệu mới")),
        ],
    )
}

pub(super) fn contest_machine() -> Machine {
    let contest = |state| Contest {
        id: id(),
        no: 1,
        unit: id(),
        title: "Tìm hiểu Nghị quyết".into(),
        rules: Rules::default(),
        state,
        secret: Vec::new(),
        contestants: 0,
        version: 1,
    };
    let facts = AnnouncingFacts { rounds: 1, ..AnnouncingFacts::default() };
    Machine::of(
        ("Contest (hội thi)", "contests-state"),
        &ContestState::ALL.iter().map(|state| contest(*state)).collect::<Vec<_>>(),
        |contest| contest.state.code(),
        &[
            ("write rules, rounds, questions, lists", &|contest| {
                contest.may_change().or_refuse()?;
                Ok(contest)
            }),
            ("announce", &|contest| contest.announce(&facts)),
            ("end, its rounds settled", &|contest| contest.end(0)),
        ],
    )
}
