//! A semantic patch as text: to quote a rule where it was used, and to show what was read.
//!
//! ```text
//!   @r@                     what `parse` makes of the text is the rule that was printed; blanks and line
//!   expression e;           breaks are the printer's own, comments are gone
//!   @@
//!   - frob(e, 0);
//!   + frob_one(e);
//! ```

mod code;
mod declarations;

use std::fmt::Write;

use crate::{
    CodeRule, Dependency, Quantifier, Rule, RuleBody, ScriptLanguage, ScriptPhase, ScriptRule,
    SemanticPatch,
};

/// The whole semantic patch; files that it includes are in it.
pub fn to_text(patch: &SemanticPatch) -> String {
    let mut out = String::new();
    if !patch.options.is_empty() {
        let _ = writeln!(out, "#spatch {}", patch.options.join(" "));
    }
    if !patch.virtuals.is_empty() {
        let _ = writeln!(out, "virtual {}", patch.virtuals.join(", "));
    }
    for file in &patch.isomorphism_files {
        let _ = writeln!(out, "using \"{file}\"");
    }
    let mut blank = !out.is_empty();
    for rule in &patch.rules {
        out.push_str(if blank { "\n" } else { "" });
        out.push_str(&rule_to_text(rule));
        // A line behind a script would be part of it.
        blank = matches!(rule.body, RuleBody::Code(_));
    }
    out
}

/// One rule, from its header to the end of its body.
pub fn rule_to_text(rule: &Rule) -> String {
    match &rule.body {
        RuleBody::Code(code) => {
            let declared: String =
                code.metavariables.iter().map(|meta| declarations::line(code, meta)).collect();
            format!("@{}@\n{declared}@@\n{}", header(rule, code), code::body(code))
        }
        RuleBody::Script(script) => script_rule(rule, script),
    }
}

/// What stands between the `@`s of a rule of code.
pub(crate) fn header(rule: &Rule, code: &CodeRule) -> String {
    let mut clauses = Vec::new();
    if rule.named {
        clauses.push(rule.name.clone());
    }
    clauses.extend(code.rule_kind.clone());
    clauses.extend(code.extends.iter().map(|base| format!("extends {base}")));
    clauses.extend(depends(rule));
    if !code.disabled.is_empty() {
        clauses.push(format!("disable {}", code.disabled.join(", ")));
    }
    if !code.isomorphism_files.is_empty() {
        let files: Vec<String> =
            code.isomorphism_files.iter().map(|f| format!("\"{f}\"")).collect();
        clauses.push(format!("using {}", files.join(", ")));
    }
    match code.quantifier {
        Quantifier::Default => {}
        Quantifier::Exists => clauses.push("exists".into()),
        Quantifier::Forall => clauses.push("forall".into()),
    }
    clauses.join(" ")
}

fn depends(rule: &Rule) -> Option<String> {
    (rule.depends != Dependency::Always)
        .then(|| format!("depends on {}", dependency(&rule.depends)))
}

/// A dependency, in parentheses wherever they could matter.
fn dependency(dependency_: &Dependency) -> String {
    match dependency_ {
        Dependency::Always => String::new(),
        Dependency::Rule(name) => name.clone(),
        Dependency::Ever(name) => format!("ever {name}"),
        Dependency::Never(name) => format!("never {name}"),
        Dependency::Not(inner) => format!("!{}", operand(inner)),
        Dependency::And(a, b) => format!("{} && {}", operand(a), operand(b)),
        Dependency::Or(a, b) => format!("{} || {}", operand(a), operand(b)),
        Dependency::File(file) => format!("file in \"{}\"", file.path),
    }
}

fn operand(inner: &Dependency) -> String {
    match inner {
        Dependency::And(..) | Dependency::Or(..) | Dependency::File(_) => {
            format!("({})", dependency(inner))
        }
        simple => dependency(simple),
    }
}

fn script_rule(rule: &Rule, script: &ScriptRule) -> String {
    let phase = match script.phase {
        ScriptPhase::Script => "script",
        ScriptPhase::Initialize => "initialize",
        ScriptPhase::Finalize => "finalize",
    };
    let mut out = format!("@{phase}:{}", language(&script.language));
    for clause in rule.named.then(|| rule.name.clone()).into_iter().chain(depends(rule)) {
        let _ = write!(out, " {clause}");
    }
    out.push_str("@\n");
    for variable in &script.variables {
        out.push_str(&variable.name);
        if let Some((rule, name)) = &variable.from {
            let _ = write!(out, " << {rule}.{name}");
        }
        if let Some(default) = &variable.default {
            let _ = write!(out, " = \"{default}\"");
        }
        out.push_str(";\n");
    }
    format!("{out}@@\n{}", script.code)
}

fn language(language: &ScriptLanguage) -> &str {
    match language {
        ScriptLanguage::Python => "python",
        ScriptLanguage::Ocaml => "ocaml",
        ScriptLanguage::Other(name) => name,
    }
}
