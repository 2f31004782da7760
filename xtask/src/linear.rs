// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask linear`: the time to read a generated file grows as its size does, from 10 KB to 100 MB.
//!
//! The shapes are those of csyntax' own tests (`crates/csyntax/tests/shapes/shapes.txt`). The table gives nanoseconds a byte for
//! parsing and for the graphs of all functions; linear time is a row of equal numbers.

#[path = "../../crates/csyntax/tests/shapes/mod.rs"]
mod shapes;

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;
use csyntax::cfg::Cfg;
use csyntax::{MacroIndex, functions, parse};

/// How often the time a byte of a file of a tenth of the size may be the time a byte of the largest: caches and page faults grow too.
const LIMIT: f64 = 4.0;

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
        println!("| shape |{}\n|---|{}", names.concat(), "---|".repeat(sizes.len()));
        let mut superlinear = Vec::new();
        let wanted = self.shape.as_deref().unwrap_or_default();
        for shape in shapes::all().filter(|shape| shape.name.contains(wanted)) {
            let cost: Vec<(f64, f64)> =
                sizes.iter().map(|size| cost(shape.text(size * 1000))).collect();
            let cells: Vec<String> =
                cost.iter().map(|(parse, graph)| format!(" {parse:.0} + {graph:.0} |")).collect();
            println!("| {} |{}", shape.name, cells.concat());
            if let [.., (a, b), (c, d)] = cost.as_slice()
                && c + d > LIMIT * (a + b)
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

/// Nanoseconds a byte to parse, and to make all graphs.
fn cost(text: String) -> (f64, f64) {
    let text: Arc<[u8]> = text.into_bytes().into();
    let (macros, bytes) = (MacroIndex::builtin(), text.len() as f64);
    let start = Instant::now();
    let tree = parse(text, &macros);
    let parsed = start.elapsed();
    for function in functions(&tree) {
        std::hint::black_box(Cfg::new(&tree, function.node));
    }
    let all = start.elapsed();
    (parsed.as_nanos() as f64 / bytes, (all - parsed).as_nanos() as f64 / bytes)
}
