//! Whatever stands in a .cocci or .iso file: reading it ends, and does not panic.

use proptest::prelude::*;
use smpl::iso::{expand, parse_isomorphisms, standard_isomorphisms};
use smpl::{ParseOptions, RuleBody, parse, required_words};

/// Pieces that the readers know, to be put together without sense.
const PIECES: [&str; 64] = [
    "@",
    "@@",
    "\n@",
    "@@\n@@\n",
    "\n",
    " ",
    "\n- ",
    "\n+ ",
    "\n* ",
    "\n? ",
    "\n++ ",
    "\n(",
    "\n|",
    "\n&",
    "\n)",
    "\\(",
    "\\|",
    "\\&",
    "\\)",
    "...",
    "......",
    "<...",
    "...>",
    "<+...",
    "...+>",
    " when ",
    "!=",
    "= ",
    " any ",
    " strict ",
    "true ",
    "expression ",
    "identifier ",
    "type ",
    "statement ",
    "position ",
    "list[n] ",
    "fresh ",
    "e",
    "T",
    "S",
    ",",
    ";",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "=~ \"x\"",
    "<=",
    "r.x",
    "script:python(x) { y }",
    "depends on ",
    "disable ",
    "if ",
    "else ",
    "struct ",
    "int ",
    "*",
    "->",
    "#define ",
    "#if ",
    "\\\n",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn swallow(text: &[u8]) {
    let _ = parse_isomorphisms("t.iso", text);
    let Ok(patch) = parse("t.cocci", text, &ParseOptions::default()) else { return };
    for rule in &patch.rules {
        if let RuleBody::Code(code) = &rule.body {
            let expanded = expand(code, standard_isomorphisms());
            let _ = required_words(&expanded.rule);
            let _ = smpl::dump(&expanded.rule);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        swallow(&bytes);
    }

    #[test]
    fn known_pieces_in_any_order(text in soup()) {
        swallow(text.as_bytes());
        swallow(format!("@r@\nexpression e;\ntype T;\nstatement S;\n@@\n{text}").as_bytes());
    }

    #[test]
    fn a_rule_with_a_piece_cut_out_or_put_in(at in 0usize..900, length in 0usize..9, piece in prop::sample::select(PIECES.to_vec())) {
        let rule = include_bytes!("rules/metavariables.cocci");
        let from = at.min(rule.len());
        let to = (from + length).min(rule.len());
        swallow(&[&rule[..from], piece.as_bytes(), &rule[to..]].concat());
    }
}

#[test]
fn deep_nesting_and_long_chains_are_no_overflow() {
    for open in [
        "(", "{", "[", "\\(", "<...", "!", "-", "*", "\n(\n", "if (x) ", "f(", "a + ", "a = ",
        "a.b", "(T)", "... ",
    ] {
        let text = format!("@@\ntype T;\n@@\n{}", open.repeat(20_000));
        swallow(text.as_bytes());
    }
    for open in ["(", "{", "!= (", "=~ \"x\" && ", "= {"] {
        swallow(format!("@@\nidentifier x {}\n@@\n", open.repeat(20_000)).as_bytes());
    }
    swallow(format!("@r depends on {}@\n@@\n", "(".repeat(20_000)).as_bytes());
    swallow("@@@@\n".repeat(2_000).as_bytes());
}
