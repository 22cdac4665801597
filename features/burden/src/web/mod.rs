//! The pages of the burden: what is asked of a unit and those below it, and the rates. Here: how minutes are said.

pub(crate) mod rates;
pub(crate) mod show;

use std::borrow::Borrow;

use platform::web::Cx;

/// Minutes as people say them: `45 phút`, `2 giờ 30 phút`, from a hundred hours on `1.204 giờ`.
#[must_use]
pub fn span(cx: &Cx, minutes: impl Borrow<i64>) -> String {
    let minutes = *minutes.borrow();
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 {
        cx.t1("burden-minutes", "minutes", minutes)
    } else if rest == 0 || hours >= 100 {
        cx.t1("burden-hours", "hours", (minutes + 30) / 60)
    } else {
        cx.t2("burden-hours-minutes", "hours", hours, "minutes", rest)
    }
}
