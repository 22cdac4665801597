//! Questions and answers, written as one text: a line that begins with «Hỏi:», its answer after «Đáp:». So they are typed,
//! pasted or taken from a Word file alike.

use super::CannotTake;

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// What is asked.
    pub question: String,
    /// What is answered, in lines.
    pub answer: String,
}

enum Begins<'t> {
    Question(&'t str),
    Answer(&'t str),
    Goes,
}

fn begins(line: &str) -> Begins<'_> {
    let Some((word, rest)) = line.split_once(':') else { return Begins::Goes };
    let word = vietnamese::fold(word);
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    match word.as_str() {
        "hoi" | "h" | "cauhoi" | "cau" | "question" | "q" => Begins::Question(rest.trim()),
        "dap" | "d" | "traloi" | "answer" | "a" => Begins::Answer(rest.trim()),
        _ => Begins::Goes,
    }
}

/// The questions of a text, in order. What stands before the first is left out, as a heading is.
///
/// # Errors
/// [`CannotTake::Unpaired`] with the line of a question without an answer or an answer without a question.
pub fn questions_of(text: &str) -> Result<Vec<Question>, CannotTake> {
    let mut questions: Vec<(i64, Question)> = Vec::new();
    let mut answering = false;
    for (number, line) in (1_i64..).zip(text.lines()) {
        match begins(line.trim()) {
            Begins::Question(rest) => {
                questions.push((number, Question { question: rest.to_owned(), answer: String::new() }));
                answering = false;
            }
            Begins::Answer(rest) => match questions.last_mut() {
                Some((_, last)) if !answering => {
                    rest.clone_into(&mut last.answer);
                    answering = true;
                }
                _ => return Err(CannotTake::Unpaired(number)),
            },
            Begins::Goes => {
                let Some((_, last)) = questions.last_mut() else { continue };
                let part = if answering { &mut last.answer } else { &mut last.question };
                let between = if answering { "\n" } else { " " };
                let goes_on = line.trim();
                if !goes_on.is_empty() {
                    part.push_str(if part.is_empty() { "" } else { between });
                    part.push_str(goes_on);
                }
            }
        }
    }
    match questions.iter().find(|(_, one)| one.question.is_empty() || one.answer.is_empty()) {
        Some((line, _)) => Err(CannotTake::Unpaired(*line)),
        None if questions.is_empty() => Err(CannotTake::Unpaired(1)),
        None => Ok(questions.into_iter().map(|(_, one)| one).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_are_read_in_the_ways_they_are_written() {
        let text = "HỎI – ĐÁP\n\nHỏi 1: Chi bộ họp khi nào?\nĐáp: Mỗi tháng một lần.\n- Ngày 3.\n\nCâu hỏi 2: Ai chủ trì\ncuộc họp?\nTrả lời: Bí thư.";
        let questions = questions_of(text).unwrap();
        assert_eq!(questions.len(), 2);
        assert_eq!(questions[0].answer, "Mỗi tháng một lần.\n- Ngày 3.");
        assert_eq!(questions[1].question, "Ai chủ trì cuộc họp?");
    }

    #[test]
    fn what_has_no_partner_is_told_by_its_line() {
        assert_eq!(questions_of("Đáp: Có."), Err(CannotTake::Unpaired(1)));
        assert_eq!(questions_of("Hỏi: Khi nào?\nĐáp: Mai.\nHỏi: Ở đâu?"), Err(CannotTake::Unpaired(3)));
        assert_eq!(questions_of("Hỏi: Khi nào?\nĐáp: Mai.\nĐáp: Kia."), Err(CannotTake::Unpaired(3)));
        assert_eq!(questions_of("không có gì"), Err(CannotTake::Unpaired(1)));
    }
}
