//! The burn-down chart as shapes: a column a tree, what remains below what is convertible, bands between the columns.
//!
//! ```text
//!  20 |  ##__                    # convertible
//!     |  ##  ``--__##            = remaining
//!  10 |  ==__      ##
//!     |  ==  ``--__==
//!   0 +--------------------
//!       5.10       7.2
//! ```
//!
//! Lengths are whole units of the drawing, so that the bytes do not depend on how a machine rounds.

use crate::{State, Status, Tally, printable};

/// Width of the drawing.
const WIDTH: usize = 880;
/// Height of the drawing.
const HEIGHT: usize = 300;
/// Left of the plot: room for the numbers of the axis.
const LEFT: usize = 44;
/// Above the plot: room for the total of the highest column.
const TOP: usize = 34;
/// Below the plot: room for the names of the trees.
const BOTTOM: usize = 36;
/// The least height of a part in which its number fits.
const LABEL_HEIGHT: usize = 22;
/// The widest column.
const WIDEST: usize = 120;
/// How many characters of a tree's name fit under a column, at the least.
const LEAST_NAME: usize = 4;
/// About how wide a character is.
const CHARACTER: usize = 8;

/// All shapes of the chart.
pub(super) struct Chart {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) left: usize,
    /// The y of the axis.
    pub(super) base: usize,
    pub(super) columns: Vec<Column>,
    pub(super) bands: Vec<Band>,
    pub(super) ticks: Vec<Tick>,
    /// What the chart says, in words.
    pub(super) words: String,
}

/// A tree.
pub(super) struct Column {
    pub(super) x: usize,
    pub(super) width: usize,
    pub(super) middle: usize,
    pub(super) name: String,
    pub(super) full_name: String,
    pub(super) total: usize,
    /// Where its total is written.
    pub(super) total_y: usize,
    pub(super) parts: Vec<Part>,
}

/// The callers of one state in a column.
pub(super) struct Part {
    pub(super) state: &'static str,
    pub(super) count: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    /// Where the count is written; `None` when it does not fit.
    pub(super) label_y: Option<usize>,
}

/// What joins the parts of a state in two columns.
pub(super) struct Band {
    pub(super) state: &'static str,
    pub(super) points: String,
}

/// A number of the axis.
pub(super) struct Tick {
    pub(super) value: usize,
    pub(super) y: usize,
    /// Where the number's baseline is.
    pub(super) text_y: usize,
}

/// Draws the trees, in the order given.
pub(super) fn chart(trees: &[Status]) -> Chart {
    let tallies: Vec<_> = trees.iter().map(Status::tally).collect();
    let highest = tallies.iter().map(|tally| tally.total()).max().unwrap_or_default();
    let scale = Scale::new(highest);
    let step = (WIDTH - LEFT) / trees.len().max(1);
    let columns: Vec<_> = trees
        .iter()
        .zip(&tallies)
        .enumerate()
        .map(|(at, (tree, tally))| column(&tree.tree, *tally, LEFT + at * step, step, &scale))
        .collect();
    let bands = columns.windows(2).flat_map(|pair| bands(&pair[0], &pair[1])).collect();
    let ticks = scale.ticks().map(|value| {
        let y = scale.y(value);
        Tick { value, y, text_y: y + 4 }
    });
    Chart {
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        base: scale.y(0),
        ticks: ticks.collect(),
        words: words(trees, &tallies),
        columns,
        bands,
    }
}

/// From numbers of callers to the drawing.
struct Scale {
    step: usize,
    top: usize,
}

impl Scale {
    /// An axis up to `highest` at the least, with about four steps of 1, 2 or 5 times a power of ten.
    fn new(highest: usize) -> Self {
        let mut step = 1;
        let mut factors = [2, 5, 10].iter().cycle();
        let mut power = 1;
        while step * 5 < highest {
            let factor = *factors.next().expect("a cycle does not end");
            step = power * factor;
            if factor == 10 {
                power = step;
            }
        }
        Self { step, top: highest.max(1).div_ceil(step) * step }
    }

    fn y(&self, value: usize) -> usize {
        let height = HEIGHT - TOP - BOTTOM;
        TOP + height - value * height / self.top
    }

    fn ticks(&self) -> impl Iterator<Item = usize> {
        (0..=self.top).step_by(self.step)
    }
}

fn column(name: &str, tally: Tally, left: usize, step: usize, scale: &Scale) -> Column {
    let width = (step / 2).clamp(1, WIDEST);
    let x = left + (step - width) / 2;
    let mut parts = Vec::new();
    let mut below = 0;
    for state in State::ALL {
        let count = tally.of_state(state);
        let y = scale.y(below + count);
        let height = scale.y(below) - y;
        let label_y = (height >= LABEL_HEIGHT).then_some(y + height / 2 + 5);
        parts.push(Part { state: state.name(), count, y, height, label_y });
        below += count;
    }
    let name = printable(name).into_owned();
    Column {
        x,
        width,
        middle: x + width / 2,
        name: shorten(&name, (step / CHARACTER).max(LEAST_NAME)),
        full_name: name,
        total: tally.total(),
        total_y: scale.y(below) - 9,
        parts,
    }
}

/// The name, or its end after an ellipsis: trees differ in how they end.
fn shorten(name: &str, most: usize) -> String {
    let count = name.chars().count();
    if count <= most {
        return name.to_owned();
    }
    let end: String = name.chars().skip(count - most + 1).collect();
    format!("…{end}")
}

fn bands(left: &Column, right: &Column) -> Vec<Band> {
    let (start, end) = (left.x + left.width, right.x);
    let pairs = left.parts.iter().zip(&right.parts);
    pairs
        .map(|(a, b)| Band {
            state: a.state,
            points: format!(
                "{start},{} {end},{} {end},{} {start},{}",
                a.y,
                b.y,
                b.y + b.height,
                a.y + a.height
            ),
        })
        .collect()
}

fn words(trees: &[Status], tallies: &[Tally]) -> String {
    let each = trees.iter().zip(tallies).map(|(tree, tally)| {
        format!(
            "{}: {} callers, {} convertible, {} remaining",
            printable(&tree.tree),
            tally.total(),
            tally.convertible,
            tally.remaining
        )
    });
    each.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_round_steps() {
        let axis = |highest| {
            let scale = Scale::new(highest);
            (scale.step, scale.top)
        };
        assert_eq!(
            [0, 1, 5, 6, 21, 51, 1234].map(axis),
            [(1, 1), (1, 1), (1, 5), (2, 6), (5, 25), (20, 60), (500, 1500)]
        );
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        assert_eq!(shorten("linux-source-7.2", 6), "…e-7.2");
        assert_eq!(shorten("7.2", 3), "7.2");
    }
}
