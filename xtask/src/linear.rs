// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask linear`: the time to read a generated file grows as its size does, from 10 KB to 100 MB.
//!
//! The shapes are those of csyntax' own tests (`crates/csyntax/tests/shapes/shapes.txt`). The table gives nanoseconds a byte for
//! parsing and for the graphs of all functions; linear time is a row of equal numbers. The last column is how often a token or directive of the largest
//! text was taken or looked past: that is work, which no other program on the machine changes.

#[path = "../../crates/csyntax/tests/shapes/mod.rs"]
mod shapes;

use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use csyntax::cfg::Cfg;
use csyntax::{MacroIndex, functions, parse};

use crate::measure::CpuClock;

/// How often the time a byte of a file of a tenth of the size may be the time a byte of the largest: caches and page faults grow too.
const LIMIT: f64 = 4.0;

/// Nanoseconds a byte that are taken for nothing: what is faster is bound by memory, not by reading.
const NOTHING: f64 = 8.0;

/// How many bytes are read for a figure, at least.
const ENOUGH: usize = 4_000_000;

/// Show that time is linear in the size of generated files
#[derive(Args)]
pub(crate) struct Linear {
    /// The largest size, in KB; ten times smaller ones down to 10 come first
    #[arg(long, value_name = "KB", default_value_t = 10_000)]
    largest: usize,
    /// Only shapes with this in their name
    shape: Option<String>,
}

impl Linear {
    pub(crate) fn run(&self) -> Result<()> {
        let sizes = std::iter::successors(Some(10), |size| Some(size * 10));
        let sizes: Vec<usize> = sizes.take_while(|size| *size <= self.largest).collect();
        let names: Vec<String> = sizes.iter().map(|size| format!(" {size} KB |")).collect();
        println!("| shape |{} steps |\n|---|{}", names.concat(), "---|".repeat(sizes.len() + 1));
        let mut superlinear = Vec::new();
        let wanted = self.shape.as_deref().unwrap_or_default();
        for shape in shapes::all().filter(|shape| shape.name.contains(wanted)) {
            let cost: Vec<(f64, f64)> =
                sizes.iter().map(|size| cost(shape.text(size * 1000))).collect();
            let cells: Vec<String> =
                cost.iter().map(|(parse, graph)| format!(" {parse:.0} + {graph:.0} |")).collect();
            let steps = steps(&shape.text(self.largest * 1000));
            println!("| {} |{} {steps:.1} |", shape.name, cells.concat());
            if let [.., (a, b), (c, d)] = cost.as_slice()
                && c + d > LIMIT * (a + b).max(NOTHING)
            {
                superlinear.push(shape.name);
            }
        }
        if superlinear.is_empty() {
            Ok(())
        } else {
            bail!("not linear: {}", superlinear.join(", "))
        }
    }
}

/// Steps a token or directive to parse.
fn steps(text: &str) -> f64 {
    let text: Arc<[u8]> = text.as_bytes().into();
    let lexed = csyntax::lex(&text, source::Span::new(0, text.len() as u32));
    let places = lexed.tokens.len() + lexed.directives.len();
    csyntax::effort(text, &MacroIndex::builtin()) as f64 / places.max(1) as f64
}

/// Nanoseconds of CPU time a byte to parse, and to make all graphs. The system counts CPU time in milliseconds, so small texts are read often.
fn cost(text: String) -> (f64, f64) {
    let text: Arc<[u8]> = text.into_bytes().into();
    let macros = MacroIndex::builtin();
    let rounds = (ENOUGH / text.len().max(1)).max(1);
    let bytes = (text.len() * rounds) as f64;
    let clock = CpuClock::start();
    let trees: Vec<_> = (0..rounds).map(|_| parse(Arc::clone(&text), &macros)).collect();
    let parsed = clock.seconds() * 1e9;
    for tree in &trees {
        for function in functions(tree) {
            std::hint::black_box(Cfg::new(tree, function.node));
        }
    }
    let all = clock.seconds() * 1e9;
    (parsed / bytes, (all - parsed) / bytes)
}
