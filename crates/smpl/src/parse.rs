//! A whole .cocci file to a [`SemanticPatch`].

use std::sync::Arc;

use source::{Diagnostic, Span};

use crate::body::{self, lines, review};
use crate::builder::{KnownRule, RuleBuilder, Scope};
use crate::cursor::{Parsed, with_help};
use crate::file::File;
use crate::header::{self, CodeHeader, Header, HeaderKind};
use crate::sections::{self, RuleSection};
use crate::{
    CodeRule, Dependency, MetaKind, Metavariable, Origin, Rule, RuleBody, SemanticPatch,
    declarations, satisfiable, script, suggest, top,
};

/// Files included by files included … deeper than this are refused.
const MAX_INCLUDE_DEPTH: usize = 20;

/// What headers and script variables look like, for mistakes that have no better advice.
const HEADER_FORM: &str =
    "A header is a name and clauses: `@name depends on r && !patch exists@`, `@script:python s@`.";
const SCRIPT_FORM: &str = "Before its `@@` a script names its variables: `p << rule.p;`, or `x;` for one that it computes.";

/// Gives the text of a file that `#include` names, or why there is none.
pub type Loader<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'a;

/// How to read a semantic patch.
#[derive(Default)]
pub struct ParseOptions<'a> {
    /// Where included files come from; without it, `#include "x.cocci"` is an error.
    pub loader: Option<&'a Loader<'a>>,
}

/// Reads a semantic patch. `path` is what messages call the file.
///
/// ```
/// let text = b"@@\nexpression e;\n@@\n- frob(e, 0)\n+ frob_one(e)\n";
/// let patch = smpl::parse("frob.cocci", text, &smpl::ParseOptions::default()).expect("reads");
/// assert_eq!(patch.rules[0].name, "rule starting on line 1");
/// ```
///
/// # Errors
/// All that can not be read, rule by rule, each with its place and a next step.
pub fn parse(
    path: &str,
    text: &[u8],
    options: &ParseOptions<'_>,
) -> Result<SemanticPatch, Vec<Diagnostic>> {
    let mut reader = Reader {
        options,
        patch: SemanticPatch { path: path.to_owned(), ..SemanticPatch::default() },
        scope: Scope::default(),
        errors: Vec::new(),
    };
    reader.file(&File::new(path, text), 0);
    if reader.errors.is_empty() { Ok(reader.patch) } else { Err(reader.errors) }
}

struct Reader<'o> {
    options: &'o ParseOptions<'o>,
    patch: SemanticPatch,
    scope: Scope,
    errors: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, file: &File, depth: usize) {
        let done = sections::split(file).and_then(|sections| {
            let top = top::parse(file, sections.top)?;
            Ok((sections, top))
        });
        let (sections, top) = match done {
            Ok(done) => done,
            Err(error) => {
                return self.errors.push(with_help(
                    error,
                    "A file begins with `virtual a, b`, `using \"x.iso\"`, or a rule.",
                ));
            }
        };
        self.patch.options.extend(top.options);
        self.patch.isomorphism_files.extend(top.isomorphism_files);
        self.patch.virtuals.extend(top.virtuals.iter().cloned());
        self.scope.virtuals.extend(top.virtuals);
        for (name, span) in top.includes {
            self.include(file, &name, span, depth);
        }
        let slice = slice(file, &sections.rules);
        for section in &sections.rules {
            if let Err(error) = self.rule(file, &slice, section) {
                self.errors.push(error);
            }
        }
    }

    fn include(&mut self, file: &File, name: &str, span: Span, depth: usize) {
        let loaded = match self.options.loader {
            _ if depth >= MAX_INCLUDE_DEPTH => Err("files include each other without end".into()),
            Some(loader) => loader(name),
            None => Err("this file was given without its folder".to_owned()),
        };
        match loaded {
            Ok(text) => self.file(&File::new(name, &text), depth + 1),
            Err(why) => {
                let message = format!("`{name}` can not be included: {why}");
                let error = file.error(span, message, "included here");
                self.errors.push(error.help(
                    "Paths are searched from the folder of the file that includes them; check the name.",
                ));
            }
        }
    }

    fn rule(&mut self, file: &File, slice: &Arc<[u8]>, section: &RuleSection) -> Parsed<()> {
        let header = header::parse(file, section.header).map_err(|e| with_help(e, HEADER_FORM))?;
        self.check_dependency(file, &header)?;
        let named = header.name.is_some();
        let name = header
            .name
            .clone()
            .unwrap_or_else(|| format!("rule starting on line {}", file.line(header.span.start)));
        if named && self.scope.rule(&name).is_some() {
            let error = file.error(header.span, format!("there are two rules `{name}`"), "again");
            return Err(error.help("Give one of the two another name."));
        }
        // Known even when its body can not be read, so that one mistake is told once.
        let place = self.scope.rules.len();
        self.scope.rules.push(KnownRule { name: name.clone(), metavariables: Vec::new() });
        let (body, exported) = match header.kind {
            HeaderKind::Script(language, phase) => {
                let script = script::parse(file, &self.scope, section, language, phase)
                    .map_err(|error| with_help(error, SCRIPT_FORM))?;
                let exported = script
                    .variables
                    .iter()
                    .map(|v| Metavariable::new(v.name.clone(), script.span, MetaKind::Identifier))
                    .collect();
                (Some(RuleBody::Script(script)), exported)
            }
            HeaderKind::Code(code) => self.code(file, slice, section, code)?,
        };
        self.scope.rules[place].metavariables = exported;
        if let Some(body) = body {
            self.check_course(file, &header.depends, header.span, &body);
            let (span, depends) = (header.span, header.depends);
            let path = file.path.clone();
            self.patch.rules.push(Rule { name, named, path, span, depends, body });
        }
        Ok(())
    }

    /// Reads a rule of code; its metavariables are known to later rules even when its body has errors.
    fn code(
        &mut self,
        file: &File,
        slice: &Arc<[u8]>,
        section: &RuleSection,
        header: CodeHeader,
    ) -> Parsed<(Option<RuleBody>, Vec<Metavariable>)> {
        let mut builder = RuleBuilder::new(file, Arc::clone(slice), &self.scope);
        if let Some((base, span)) = &header.extends {
            extend(&mut builder, base, *span)?;
        }
        declarations::parse(&mut builder, section.declarations);
        let sound = builder.errors.is_empty();
        let pattern = body::parse(&mut builder, section.body, header.rule_kind.as_deref());
        if sound {
            review::metavariables(&mut builder);
        }
        let exported = builder.metavariables.clone();
        let (errors, warnings) = (builder.errors, builder.warnings);
        let failed = !errors.is_empty() || pattern.is_err();
        // A name that could not be declared makes nonsense of the code; the declaration is the mistake to tell.
        let body_error = pattern.as_ref().err().filter(|_| sound).cloned();
        let (metavariables, tokens) = (builder.metavariables, builder.tokens);
        self.errors.extend(body_error);
        self.errors.extend(errors);
        self.patch.warnings.extend(warnings);
        let (Ok(pattern), false) = (pattern, failed) else { return Ok((None, exported)) };
        let rule = CodeRule {
            metavariables,
            quantifier: header.quantifier,
            pattern,
            tokens,
            disabled: header.disabled,
            extends: header.extends.map(|(name, _)| name),
            isomorphism_files: header.isomorphism_files,
            rule_kind: header.rule_kind,
        };
        Ok((Some(RuleBody::Code(Box::new(rule))), exported))
    }

    /// A rule whose dependency contradicts itself, or what the rule inherits, never runs.
    fn check_course(&mut self, file: &File, depends: &Dependency, span: Span, body: &RuleBody) {
        let needed: Vec<String> = match body {
            RuleBody::Code(code) => code
                .metavariables
                .iter()
                .filter_map(|meta| match &meta.origin {
                    Origin::Rule { rule, .. } => Some(rule.clone()),
                    _ => None,
                })
                .collect(),
            RuleBody::Script(script) => {
                let bound = script.variables.iter().filter(|variable| variable.default.is_none());
                bound.filter_map(|variable| Some(variable.from.as_ref()?.0.clone())).collect()
            }
        };
        if !satisfiable::can_hold(depends, &needed) {
            let warning = file.warning(span, "this rule can never run", "by what it depends on");
            self.patch.warnings.push(warning.help(
                "It asks a rule both to match and not to match; inheriting from a rule asks it to match.",
            ));
        }
    }

    /// A rule that depends on what is not there can never run.
    fn check_dependency(&self, file: &File, header: &Header) -> Parsed<()> {
        for (name, span) in &header.mentioned {
            if self.scope.names().all(|known| known != name) {
                let message = format!(
                    "no rule `{name}` comes before this one, and no virtual rule has that name"
                );
                let error = file.error(*span, message, "this rule could never run");
                return Err(error.help(suggest::help(name, "rule", self.scope.names())));
            }
        }
        Ok(())
    }
}

/// A rule has what the rule has that it extends.
fn extend(builder: &mut RuleBuilder<'_>, base: &str, span: Span) -> Parsed<()> {
    let Some(known) = builder.scope.rule(base) else {
        let rules = builder.scope.rules.iter().map(|rule| rule.name.as_str());
        let error =
            builder.file.error(span, format!("no rule `{base}` comes before this one"), "extended");
        return Err(error.help(suggest::help(base, "rule", rules)));
    };
    for meta in &known.metavariables {
        let origin = if meta.kind.is_name_only() {
            Origin::Local
        } else {
            Origin::Rule { rule: base.to_owned(), name: meta.name.clone() }
        };
        let own = Metavariable { origin, ..Metavariable::new(meta.name.clone(), span, meta.kind) };
        let id = builder.declare(own);
        builder.uses[id.0 as usize].declaration = true;
    }
    Ok(())
}

/// The file with all but the code to be matched blanked out of its bodies.
fn slice(file: &File, rules: &[RuleSection]) -> Arc<[u8]> {
    let mut slice = file.text.to_vec();
    for rule in rules {
        lines::blank(&mut slice, rule.body, &lines::lines(&file.text, rule.body));
    }
    slice.into()
}
