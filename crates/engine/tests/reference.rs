//! The engine against a reference that knows no graph: it walks through small functions path by path.
//!
//! ```text
//!   rule      - a(...);  ... when != d(...)    - b(...);
//!   function  a(0); if (t) { b(1); } else { c(2); b(3); }       paths  a0 b1 | a0 c2 b3
//! ```
//!
//! A call that the first step names matches when on all paths from there (on one, for `exists`) the first call that
//! is of this step, of the next, or forbidden is one of the next; and so on. Every call matched goes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How often a loop is taken at most: once more than it needs to come back to where it began.
const TURNS: usize = 2;

/// More paths than this are not walked; such functions are left out.
const MOST_PATHS: usize = 2_000;

#[derive(Clone, Debug)]
enum Statement {
    Call(char),
    If(Vec<Statement>, Vec<Statement>),
    While(Vec<Statement>),
}

#[derive(Clone, Debug)]
struct Rule {
    exists: bool,
    steps: Vec<char>,
    never: Option<char>,
}

/// A call on a path: its name, and the number that tells it from others.
type Call = (char, usize);

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let call = prop::sample::select(vec!['a', 'b', 'c', 'd']).prop_map(Statement::Call);
    let statement = call.prop_recursive(3, 12, 3, |inner| {
        let list = vec(inner, 0..3);
        prop_oneof![
            (list.clone(), list.clone()).prop_map(|(yes, no)| Statement::If(yes, no)),
            list.prop_map(Statement::While),
        ]
    });
    vec(statement, 1..6)
}

fn rule() -> impl Strategy<Value = Rule> {
    let name = || prop::sample::select(vec!['a', 'b', 'c']);
    (any::<bool>(), vec(name(), 2..4), prop::option::of(Just('d')))
        .prop_map(|(exists, steps, never)| Rule { exists, steps, never })
}

/// The function as C, calls numbered in the order of the text.
fn written(body: &[Statement], next: &mut usize, out: &mut String) {
    for statement in body {
        match statement {
            Statement::Call(name) => {
                writeln!(out, "{name}({next});").expect("a string takes all");
                *next += 1;
            }
            Statement::If(yes, no) => {
                out.push_str("if (t) {\n");
                written(yes, next, out);
                out.push_str("} else {\n");
                written(no, next, out);
                out.push_str("}\n");
            }
            Statement::While(body) => {
                out.push_str("while (t) {\n");
                written(body, next, out);
                out.push_str("}\n");
            }
        }
    }
}

fn smpl(rule: &Rule) -> String {
    let when = rule.never.map(|name| format!(" when != {name}(...)\n")).unwrap_or_default();
    // Without it, Coccinelle does not ask the same of paths that leave early; these functions have none.
    let strict = if rule.exists { "\n" } else { " when strict\n" };
    let steps: Vec<String> = rule.steps.iter().map(|name| format!("- {name}(...);\n")).collect();
    let header = if rule.exists { "@exists@\n@@\n" } else { "@@\n@@\n" };
    format!("{header}{}", steps.join(&format!(" ...{strict}{when}")))
}

/// All ways to go through some statements; `None` when there are too many.
fn paths(body: &[Statement], next: &mut usize) -> Option<Vec<Vec<Call>>> {
    let mut all = vec![Vec::new()];
    for statement in body {
        let ways = match statement {
            Statement::Call(name) => {
                *next += 1;
                vec![vec![(*name, *next - 1)]]
            }
            Statement::If(yes, no) => {
                let mut ways = paths(yes, next)?;
                ways.extend(paths(no, next)?);
                ways
            }
            Statement::While(body) => {
                let once = paths(body, next)?;
                let mut ways = vec![Vec::new()];
                let mut turns = ways.clone();
                for _ in 0..TURNS {
                    turns = joined(&turns, &once)?;
                    ways.extend(turns.iter().cloned());
                }
                ways
            }
        };
        all = joined(&all, &ways)?;
    }
    Some(all)
}

fn joined(before: &[Vec<Call>], behind: &[Vec<Call>]) -> Option<Vec<Vec<Call>>> {
    let pair = |before: &Vec<Call>| {
        behind.iter().map(|behind| [before.as_slice(), behind].concat()).collect::<Vec<_>>()
    };
    (before.len() * behind.len() <= MOST_PATHS).then(|| before.iter().flat_map(pair).collect())
}

/// The calls that the rule takes away.
fn expected(rule: &Rule, paths: &[Vec<Call>]) -> BTreeSet<usize> {
    let first = rule.steps[0];
    let starts: BTreeSet<usize> =
        paths.iter().flatten().filter(|call| call.0 == first).map(|call| call.1).collect();
    starts
        .into_iter()
        .filter_map(|start| {
            let mut gone = chain(rule, 1, start, paths)?;
            gone.insert(start);
            Some(gone)
        })
        .flatten()
        .collect()
}

/// What follows the first place of a call on a path.
fn behind(path: &[Call], call: usize) -> Option<&[Call]> {
    path.iter().position(|(_, number)| *number == call).map(|at| &path[at + 1..])
}

/// The calls that steps `at` and later match behind a call; `None` where they do not match. What follows a call does
/// not depend on how it was come to, so all paths through it tell.
fn chain(rule: &Rule, at: usize, call: usize, paths: &[Vec<Call>]) -> Option<BTreeSet<usize>> {
    let (Some(wanted), before) = (rule.steps.get(at), rule.steps[at - 1]) else {
        return Some(BTreeSet::new());
    };
    let stops = |call: &&Call| [Some(before), Some(*wanted), rule.never].contains(&Some(call.0));
    let ends: BTreeSet<Option<Call>> = (paths.iter().filter_map(|path| behind(path, call)))
        .map(|rest| rest.iter().find(stops).copied())
        .collect();
    let matched: Vec<Option<BTreeSet<usize>>> = ends
        .iter()
        .map(|end| {
            let (_, hit) = end.filter(|end| end.0 == *wanted)?;
            let mut gone = chain(rule, at + 1, hit, paths)?;
            gone.insert(hit);
            Some(gone)
        })
        .collect();
    let holds = match rule.exists {
        true => matched.iter().any(Option::is_some),
        false => matched.iter().all(Option::is_some),
    };
    holds.then(|| matched.into_iter().flatten().flatten().collect())
}

/// The calls that the engine takes away.
fn found(rule: &Rule, code: &str) -> BTreeSet<usize> {
    let rule = smpl(rule);
    let patch = smpl::parse("rule.cocci", rule.as_bytes(), &smpl::ParseOptions::default())
        .expect("a rule that reads");
    let engine = Engine::new(patch, Options::default()).expect("a rule that runs");
    let input = Input {
        path: "code.c",
        text: &code.as_bytes().into(),
        macros: &MacroIndex::default(),
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    };
    let after = engine.run(&input).text.unwrap_or_else(|| code.as_bytes().to_vec());
    numbers(code).difference(&numbers(&String::from_utf8_lossy(&after))).copied().collect()
}

fn numbers(code: &str) -> BTreeSet<usize> {
    code.split(|character: char| !character.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[test]
fn the_engine_agrees_with_a_walk_over_all_paths() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let result =
        TestRunner::new_with_rng(config, rng).run(&(statements(), rule()), |(body, rule)| {
            let mut code = "void f(void)\n{\n".to_owned();
            written(&body, &mut 0, &mut code);
            code.push_str("}\n");
            let Some(paths) = paths(&body, &mut 0) else { return Ok(()) };
            prop_assert_eq!(
                found(&rule, &code),
                expected(&rule, &paths),
                "{}\n{}",
                smpl(&rule),
                code
            );
            Ok(())
        });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
