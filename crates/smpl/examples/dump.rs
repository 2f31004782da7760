//! Shows the rules of a .cocci file as the engine sees them.
//!
//! `cargo run -p smpl --example dump -- FILE`
#![allow(clippy::print_stdout)]

use smpl::{ParseOptions, RuleBody};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read(&path) else { continue };
        match smpl::parse(&path, &text, &ParseOptions::default()) {
            Err(errors) => println!("{errors:#?}"),
            Ok(patch) => {
                for rule in &patch.rules {
                    println!("{} {:?}", rule.name, rule.depends);
                    match &rule.body {
                        RuleBody::Code(code) => println!("{}", smpl::dump(code)),
                        RuleBody::Script(script) => println!("{script:#?}"),
                    }
                }
            }
        }
    }
}
