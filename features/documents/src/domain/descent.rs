//! The descent of a document: what it stands on above it, what follows from it below. Which documents are meant is the
//! citations' matter; here they get their places in the picture.

use kernel::DocumentId;

use super::Validity;

/// A document of the picture, or a mention that names none of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The document; none for a mention that is not resolved.
    pub document: Option<DocumentId>,
    /// What it is called.
    pub called: String,
    /// Its title.
    pub title: String,
    /// Whether it holds.
    pub validity: Validity,
    /// 0 for the document itself, -1 for what it cites, 1 for what cites it, and so on.
    pub generation: i64,
    /// What led to it (`documents-relation-<code>`); empty for the document itself.
    pub relation: String,
    /// The place of the node that led to it.
    pub from: usize,
}

/// A node with its place, in units of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The node.
    pub node: Node,
    /// Left edge.
    pub x: i64,
    /// Upper edge.
    pub y: i64,
}

/// A line from what came first to what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub x1: i64,
    /// Where it begins.
    pub y1: i64,
    /// Where it ends.
    pub x2: i64,
    /// Where it ends.
    pub y2: i64,
}

/// The whole picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
    /// The boxes.
    pub nodes: Vec<Placed>,
    /// The lines between them.
    pub lines: Vec<Line>,
}

/// Width of a box.
pub const BOX_WIDTH: i64 = 208;
/// Height of a box.
pub const BOX_HEIGHT: i64 = 64;
const GAP: i64 = 20;
const ROW: i64 = BOX_HEIGHT + 52;
/// As many boxes in a row as a page of 1,280 holds beside its margins; more go into a further row.
const IN_ROW: usize = 5;
const MARGIN: i64 = 6;

/// Places nodes by generation, the earliest above; within one in the order of those that led to them.
#[must_use]
pub fn picture(nodes: &[Node]) -> Picture {
    let mut generations: Vec<i64> = nodes.iter().map(|node| node.generation).collect();
    generations.sort_unstable();
    generations.dedup();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for generation in generations {
        let mut row: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].generation == generation).collect();
        row.sort_by_key(|at| (nodes[*at].from, *at));
        rows.extend(row.chunks(IN_ROW).map(<[usize]>::to_vec));
    }
    let span = |boxes: usize| place(boxes) * (BOX_WIDTH + GAP) - GAP;
    let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = span(widest).max(0) + 2 * MARGIN;
    let mut at = vec![(0, 0); nodes.len()];
    for (row, members) in rows.iter().enumerate() {
        let left = (width - span(members.len())) / 2;
        for (column, node) in members.iter().enumerate() {
            at[*node] = (left + place(column) * (BOX_WIDTH + GAP), MARGIN + place(row) * ROW);
        }
    }
    let height = place(rows.len()) * ROW - (ROW - BOX_HEIGHT) + 2 * MARGIN;
    Picture {
        width,
        height: height.max(0),
        lines: nodes.iter().enumerate().filter_map(|(index, node)| line(node, &at, index)).collect(),
        nodes: nodes.iter().zip(&at).map(|(node, (x, y))| Placed { node: node.clone(), x: *x, y: *y }).collect(),
    }
}

fn place(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// From the lower edge of the upper box to the upper edge of the lower.
fn line(node: &Node, at: &[(i64, i64)], index: usize) -> Option<Line> {
    if node.generation == 0 {
        return None;
    }
    let (own, other) = (*at.get(index)?, *at.get(node.from)?);
    let (upper, lower) = if own.1 < other.1 { (own, other) } else { (other, own) };
    Some(Line { x1: upper.0 + BOX_WIDTH / 2, y1: upper.1 + BOX_HEIGHT, x2: lower.0 + BOX_WIDTH / 2, y2: lower.1 })
}

impl Placed {
    /// The title cut to what a box holds.
    #[must_use]
    pub fn short_title(&self) -> String {
        shortened(&self.node.title, 28)
    }

    /// What it is called, cut to what a box holds.
    #[must_use]
    pub fn short_called(&self) -> String {
        shortened(&self.node.called, 24)
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(generation: i64, from: usize) -> Node {
        Node {
            document: None,
            called: String::new(),
            title: String::new(),
            validity: Validity::InForce,
            generation,
            relation: String::new(),
            from,
        }
    }

    #[test]
    fn what_came_first_stands_above_and_no_boxes_overlap() {
        let mut nodes = vec![node(0, 0), node(-1, 0), node(-1, 0), node(-2, 1)];
        nodes.extend((0..7).map(|_| node(1, 0)));
        let picture = picture(&nodes);
        assert!(picture.nodes[3].y < picture.nodes[1].y && picture.nodes[1].y < picture.nodes[0].y);
        for (at, one) in picture.nodes.iter().enumerate() {
            assert!(one.x >= 0 && one.x + BOX_WIDTH <= picture.width && one.y + BOX_HEIGHT <= picture.height);
            for other in &picture.nodes[at + 1..] {
                let apart = (one.x - other.x).abs() >= BOX_WIDTH || (one.y - other.y).abs() >= BOX_HEIGHT;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        assert_eq!(picture.lines.len(), nodes.len() - 1);
        assert!(picture.lines.iter().all(|line| line.y1 < line.y2));
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        assert_eq!(shortened("về việc học tập và làm theo tư tưởng của Bác", 20), "về việc học tập và …");
        assert_eq!(shortened("ngắn", 20), "ngắn");
        assert_eq!(picture(&[]).nodes.len(), 0);
    }
}
