//! Rules and what the standard isomorphisms make of them, as the alternatives of each disjunction.

use expect_test::{Expect, expect};
use smpl::iso::{expand, parse_isomorphisms, standard_isomorphisms};
use smpl::{CodeRule, Mark, ParseOptions, PatternNode, PatternPart, PlusPiece, RuleBody, parse};

fn rule(text: &str) -> CodeRule {
    let patch = parse("t.cocci", text.as_bytes(), &ParseOptions::default()).expect("reads");
    let RuleBody::Code(rule) = patch.rules.into_iter().next().expect("a rule").body else {
        panic!("a rule of code")
    };
    *rule
}

/// The pattern as text; equivalents as `{a | b}`, removed tokens with `-`, added code in `+…+`.
fn show(rule: &CodeRule, node: &PatternNode, out: &mut String) {
    let branches = node.kind == csyntax::NodeKind::Disjunction;
    let made = branches && node.parts.iter().all(|part| matches!(part, PatternPart::Node(_)));
    out.push_str(if made { "{" } else { "" });
    for (at, part) in node.parts.iter().enumerate() {
        if made && at > 0 {
            out.push_str(" |");
        }
        match part {
            PatternPart::Node(child) => show(rule, child, out),
            PatternPart::Token(id) => {
                let token = rule.token(*id);
                for block in &token.plus_before {
                    out.push_str(&plus(&block.pieces));
                }
                out.push_str(if token.mark == Mark::Minus { " -" } else { " " });
                out.push_str(&token.text);
                for meta in &token.attached {
                    out.push('@');
                    out.push_str(&rule.metavariable(*meta).name);
                }
                for block in &token.plus_after {
                    out.push_str(&plus(&block.pieces));
                }
            }
        }
    }
    out.push_str(if made { " }" } else { "" });
}

fn plus(pieces: &[PlusPiece]) -> String {
    let text = pieces.iter().map(|piece| match piece {
        PlusPiece::Text(text) => text.clone(),
        PlusPiece::Meta(meta) => format!("${}", meta.0),
        PlusPiece::Newline { .. } => "\\n".to_owned(),
    });
    format!(" +{}+", text.collect::<String>())
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    let expanded = expand(&rule(text), standard_isomorphisms());
    let mut shown = String::new();
    show(&expanded.rule, &expanded.rule.pattern, &mut shown);
    expected.assert_eq(shown.trim());
    assert!(!expanded.truncated);
}

#[test]
fn the_standard_file_reads() {
    assert!(standard_isomorphisms().len() > 40);
}

#[test]
fn tests_of_pointers() {
    check(
        "@@\nexpression x;\nstatement S;\n@@\nif (x == NULL) S\n",
        expect!["if ({ x == NULL | NULL == x | ! x } ) S"],
    );
    check(
        "@@\nexpression *x;\nstatement S;\n@@\nif (!x) S\n",
        expect!["if ({ !{ x | x != NULL | NULL != x } | x == NULL | NULL == x } ) S"],
    );
    check("@@\nexpression x;\nstatement S;\n@@\nif (!x) S\n", expect!["if ( ! x ) S"]);
    check(
        "@@\nexpression *x;\n@@\nx && f(x)\n",
        expect!["{ x | x != NULL | NULL != x } && f ( x )"],
    );
}

#[test]
fn marks_and_added_code_are_carried() {
    check(
        "@@\nexpression x;\n@@\n- x == NULL\n+ IS_ERR(x)\n",
        expect!["{ -x -== -NULL +IS_ERR($0)+ | -NULL -== -x +IS_ERR($0)+ | -! -x +IS_ERR($0)+ }"],
    );
    check(
        "@@\nexpression x;\n@@\n- x\n+ y\n  == NULL\n",
        expect!["{ -x +y+ == NULL | NULL == -x +y+ | ! -x +y+ }"],
    );
    check(
        "@@\nexpression x;\n@@\n  x\n- == NULL\n+ == 0\n",
        expect!["{ x -== -NULL +== 0+ | -! x +== 0+ }"],
    );
    check(
        "@@\nexpression x;\nposition p;\n@@\n x@p == NULL\n",
        expect!["{ x@p == NULL | NULL == x@p | ! x@p }"],
    );
    check(
        "@@\nexpression x;\nposition p;\n@@\n x ==@p NULL\n",
        expect!["{ x ==@p NULL | NULL ==@p x }"],
    );
}

#[test]
fn code_that_the_rule_looks_at_is_not_left_out() {
    check("@@\nexpression e;\ntype T;\n@@\n- f((T)e)\n", expect!["-f -({ -( -T -) -e | -e } -)"]);
    check(
        "@@\nexpression e;\n@@\n- f((int)e)\n",
        expect!["-f -( -({ -int | -signed -int } -) -e -)"],
    );
    check(
        "@@\nexpression e;\ntype T;\n@@\n- f((T)e)\n+ g((T)e)\n",
        expect!["-f -( -( -T -) -e -) +g(($1)$0)+"],
    );
    check(
        "@@\nexpression e;\nstatement S, S1;\n@@\nif (e) S else S1\n",
        expect!["{ if ( e ) S else S1 | if ( ! e ) S1 else S | if ( e ) S | if ( ! e ) S1 }"],
    );
}

#[test]
fn braces_types_and_initializers() {
    check(
        "@@\nexpression e;\n@@\nif (e) { ... return ...; }\n",
        expect!["if ( e ){ { ...{ return ... ; | return ; } } | return ... ; | return ; }"],
    );
    check("@@\nidentifier f;\n@@\nf(...) { ... }\n", expect!["f ( ... ) { ... }"]);
    check(
        "@@\nidentifier x;\n@@\nunsigned x;\n",
        expect!["{{ unsigned | unsigned int } x ; |{ unsigned | unsigned int } x = ... ; }"],
    );
    check("@@\n@@\ni++;\n", expect!["{ i ++ ; | ++ i ; | i += 1 ; | i ={ i + 1 | 1 + i } ; }"]);
}

#[test]
fn operands_get_the_parentheses_they_need() {
    check(
        "@@\nexpression a, b;\n@@\nf((a & b) == 0)\n",
        expect![
            "f ({{ ({ a & b | b & a } ) | a & b | b & a } == 0 | 0 =={ ({ a & b | b & a } ) | a & b | b & a } | !{ ({ a & b |{ ({ a & b | b & a } ) | a & b | b & a } != 0 | 0 !={ ({ a & b | b & a } ) | a & b | b & a } | ({ a & b | ( a & b ) != 0 | 0 != ( a & b ) | ( a & b ) | b & a } ) | b & a } ) | a & b |{ ({ a & b | b & a } ) | a & b | b & a } != 0 | 0 !={ ({ a & b | b & a } ) | a & b | b & a } | b & a } } )"
        ],
    );
    check(
        "@@\nexpression a, b;\nstatement S;\n@@\nif (a == b == NULL) S\n",
        expect!["if ({ a == b == NULL | NULL =={ ( a == b ) | a == b } | a != b } ) S"],
    );
}

#[test]
fn a_rule_disables_what_it_does_not_want() {
    check("@disable is_null, commeq@\nexpression x;\n@@\nx == NULL\n", expect!["x == NULL"]);
    check("@disable all@\nexpression x;\n@@\nx == NULL\n", expect!["x == NULL"]);
}

#[test]
fn what_is_disabled_in_vain_is_told() {
    let rule = rule("@disable is_nul, commeq, optional_storage@\nexpression x;\n@@\nx == NULL\n");
    let told: Vec<_> = smpl::iso::disabled_in_vain(&rule, standard_isomorphisms()).collect();
    assert_eq!(told, [("is_nul", "Did you mean `is_null`?".to_owned())]);
}

#[test]
fn growth_is_bounded_and_told() {
    let sum = vec!["a[1]"; 40].join(" + ");
    let expanded =
        expand(&rule(&format!("@@\nexpression a;\n@@\n{sum}\n")), standard_isomorphisms());
    assert!(expanded.truncated);
    assert!(expanded.rule.tokens.len() < 100_000);
}

#[test]
fn a_file_of_ones_own_is_read_and_its_mistakes_told() {
    let own = "Expression\n@ same @ expression E; @@\nfoo(E) <=> bar(E) => E\n";
    let isos = parse_isomorphisms("own.iso", own.as_bytes()).expect("reads");
    assert_eq!(isos[0].name, "same");
    let leads: Vec<_> = isos[0].forms.iter().map(|form| form.leads_to.clone()).collect();
    assert_eq!(leads, [vec![1, 2], vec![0, 2], vec![]]);
    let told = |text: &str| parse_isomorphisms("own.iso", text.as_bytes()).expect_err("wrong");
    assert_eq!(
        told("Expresion\n@ a @ @@\n1 => 2\n")[0].help.as_deref(),
        Some("Did you mean `Expression`?")
    );
    assert!(told("Expression\n@ a @ @@\n1\n")[0].message.contains("only one form"));
}
