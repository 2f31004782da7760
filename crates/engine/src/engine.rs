//! The whole of it: a semantic patch made ready once, then run on one program after another.
//!
//! A run takes one file, or several that are one program. Nothing is kept from run to run, so neither their order nor the
//! number of threads can change a result.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csyntax::{MacroClass, MacroIndex, NodeKind};
use smpl::iso::{self, Isomorphism};
use smpl::{
    CodeRule, Formula, Mark, MetaId, MetaKind, Metavariable, Origin, PatternNode, PatternToken,
    Rule, RuleBody, ScriptLanguage, ScriptPhase, ScriptRule, ScriptVariable, SemanticPatch,
    required_words,
};
use source::{Diagnostic, Span};

use crate::environment::{Circumstances, Environment};
use crate::flow::Mode;
use crate::iteration::{mentions, virtuals};
use crate::layout::Style;
use crate::matching::{Compiled, declare_referenced, translate_constraints};
use crate::outcome::{Input, Outcome, Program};
use crate::rule_run::asks_for_types;
use crate::run::Run;
use crate::screen::{Given, Screen, Screened, Wanting, allowed};
use crate::script::{Call, Iteration, Script, ScriptForm, ScriptHost, ScriptValue, Virtuals};
use crate::script_run::{computed, inherited};

/// How to run a semantic patch.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Virtual rules that are on (`-D name`).
    pub virtuals: BTreeSet<String>,
    /// Virtual identifiers (`-D name=value`).
    pub identifiers: BTreeMap<String, String>,
    /// What is to be treated alike instead of [`smpl::iso::standard_isomorphisms`].
    pub isomorphisms: Option<Vec<Isomorphism>>,
    /// The bits of integer types, by which constants have theirs; `None`: by their suffix alone.
    pub widths: Option<csyntax::names::IntegerWidths>,
    /// Whether regular expressions have the syntax of OCaml's `Str`, and not that of PCRE.
    pub str_regexes: bool,
    /// The files that the semantic patch names with `using "…"`, by that name; they come on top of the others.
    pub isomorphism_files: BTreeMap<String, Vec<Isomorphism>>,
    /// Isomorphisms that no rule is to use, by name.
    pub disabled: BTreeSet<String>,
    /// How added code is to look.
    pub style: Style,
    /// Whether [`Outcome::matches`] tells of those rules alone that mark code with `*`.
    pub only_starred: bool,
    /// Whether scripts can be run, see [`Input::scripts`]; if not, they are errors.
    pub scripts: bool,
    /// Comparisons a rule may spend on one function before it is given up and reported; 0: the default.
    pub budget: u64,
}

impl Options {
    /// The isomorphisms for a rule: the common ones, then those of the files that the semantic patch and the rule name.
    fn isomorphisms_of(&self, rule: &CodeRule, files: &[String]) -> Vec<Isomorphism> {
        let common = self.isomorphisms.as_deref().unwrap_or_else(|| iso::standard_isomorphisms());
        let named = files.iter().chain(&rule.isomorphism_files);
        let named = named.filter_map(|file| self.isomorphism_files.get(file)).flatten();
        common
            .iter()
            .chain(named)
            .filter(|iso| !self.disabled.contains(&iso.name))
            .cloned()
            .collect()
    }
}

impl Options {
    /// Warns of isomorphisms that a rule turns off and that are not there.
    fn disabled_in_vain(
        &self,
        path: &str,
        span: Span,
        rule: &CodeRule,
        isomorphisms: &[Isomorphism],
    ) -> Vec<Diagnostic> {
        let vain = iso::disabled_in_vain(rule, isomorphisms);
        vain.filter(|(word, _)| !self.disabled.contains(*word))
            .map(|(word, help)| {
                Diagnostic::warning(format!("there is no isomorphism `{word}`"))
                    .at(path, span, "disabled here")
                    .help(help)
            })
            .collect()
    }
}

/// A semantic patch, ready to run.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) path: String,
    pub(crate) rules: Arc<[Ready]>,
    /// What a rule without `exists` and `forall` asks of paths.
    pub(crate) usual: Mode,
    screen: Arc<Screen>,
    pub(crate) options: Options,
    /// What was left out when the rules were made ready.
    warnings: Vec<Diagnostic>,
    /// Names that the semantic patch declares to be types, attributes, iterators or declarers.
    names: Vec<(MacroClass, String)>,
    /// What scripts may name.
    pub(crate) virtuals: Virtuals,
    /// Whether a script asks what is bound.
    pub(crate) asks_for_bindings: bool,
}

/// A rule made ready.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) rule: Rule,
    pub(crate) constraints: Compiled,
    pub(crate) words: Formula,
    /// Whether directives are among what it looks for.
    pub(crate) directives: bool,
    /// Of its own metavariables those that later rules inherit: matches that differ in others are one to them.
    pub(crate) handed_on: BTreeSet<MetaId>,
    /// What the rules behind it inherit, of it and of those in front of it.
    pub(crate) later: BTreeSet<(String, String)>,
}

impl Engine {
    /// Makes a semantic patch ready.
    ///
    /// # Errors
    /// A diagnostic for each rule that can not be run: scripts, malformed regular expressions.
    pub fn new(patch: SemanticPatch, options: Options) -> Result<Self, Vec<Diagnostic>> {
        let mut rules = Vec::new();
        let mut errors = Vec::new();
        let mut warnings = Vec::new();
        let given = Given { virtuals: &options.virtuals, identifiers: &options.identifiers };
        let usual = usual_mode(allowed(patch.rules.iter(), &given));
        let with_prototypes = |rule: Rule| {
            let prototypes = smpl::prototypes(&rule);
            std::iter::once(rule).chain(prototypes)
        };
        for mut rule in patch.rules.into_iter().flat_map(with_prototypes) {
            let constraints = match &mut rule.body {
                RuleBody::Code(code) => {
                    let isomorphisms = options.isomorphisms_of(code, &patch.isomorphism_files);
                    warnings.extend(options.disabled_in_vain(
                        &rule.path,
                        rule.span,
                        code,
                        &isomorphisms,
                    ));
                    let expanded = iso::expand(code, &isomorphisms);
                    if expanded.truncated {
                        warnings.push(too_many_forms(&rule.name, &patch.path, rule.span));
                    }
                    **code = expanded.rule;
                    declare_referenced(code);
                    if options.str_regexes {
                        translate_constraints(code);
                    }
                    Compiled::new(code, &rule.name, &rule.path, options.scripts)
                }
                RuleBody::Script(script) => {
                    let place = (rule.path.as_str(), script.span);
                    match not_run(&rule.name, &script.language, options.scripts, place) {
                        Some(error) => Err(vec![error]),
                        None => Ok(Compiled::default()),
                    }
                }
            };
            match constraints {
                Ok(constraints) => {
                    let (words, directives) = match &rule.body {
                        RuleBody::Code(code) => {
                            (required_words(code), has_directive(&code.pattern))
                        }
                        RuleBody::Script(_) => (Formula::True, false),
                    };
                    let (handed_on, later) = (BTreeSet::new(), BTreeSet::new());
                    rules.push(Ready { rule, constraints, words, directives, handed_on, later });
                }
                Err(more) => errors.extend(more),
            }
        }
        hand_on(&mut rules);
        let names = declared_names(&rules);
        if errors.is_empty() {
            let screen = Screen::new(rules.iter().map(|ready| &ready.words));
            let virtuals = virtuals(&rules, patch.virtuals);
            let asks_for_bindings = mentions(&rules, "has_env_binding");
            let (rules, screen) = (rules.into(), Arc::new(screen));
            let path = patch.path;
            Ok(Self {
                path,
                rules,
                usual,
                screen,
                options,
                warnings,
                names,
                virtuals,
                asks_for_bindings,
            })
        } else {
            Err(errors)
        }
    }

    /// The rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|ready| &ready.rule)
    }

    /// The semantic patch, for messages.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a rule asks what names mean or what types expressions have: only then is [`Input::outside`] used.
    pub fn asks_for_types(&self) -> bool {
        self.rules.iter().any(|ready| match &ready.rule.body {
            RuleBody::Code(code) => asks_for_types(code),
            RuleBody::Script(_) => false,
        })
    }

    /// Whether code may be changed by types: of the rules that the virtual rules allow to run, one has a metavariable with a
    /// type, and one changes code.
    pub fn changes_by_type(&self) -> bool {
        let given = self.on();
        let any = |wanted: &dyn Fn(&CodeRule) -> bool| {
            let mut rules = allowed(self.rules.iter().map(|ready| &ready.rule), &given);
            rules.any(|rule| matches!(&rule.body, RuleBody::Code(code) if wanted(code)))
        };
        any(&|code| code.metavariables.iter().any(|meta| !meta.types.is_empty()))
            && any(&|code| {
                code.tokens.iter().any(|token| token.mark == Mark::Minus || has_added_code(token))
            })
    }

    /// Whether a text holds the words that some rule, and those it builds on, can not do without. If not, no rule matches in it.
    pub fn concerns(&self, text: &[u8]) -> bool {
        self.concerns_program(&[text])
    }

    /// The same for the texts of a program together.
    pub fn concerns_program(&self, texts: &[&[u8]]) -> bool {
        let may_match = self.may_match(texts, &[]);
        let mut codes = self
            .rules
            .iter()
            .zip(may_match)
            .filter(|(it, _)| matches!(it.rule.body, RuleBody::Code(_)))
            .peekable();
        codes.peek().is_none() || codes.any(|(_, may)| may.contains(&true))
    }

    /// Whether a text of a program holds words that some rule matches by, whatever else the program holds. If not, no rule
    /// finds anything in it.
    pub fn may_touch(&self, text: &[u8]) -> bool {
        self.screen.may_touch(self.wanting(), &self.on(), text)
    }

    /// Whether a rule that changes or shows code, or is a script, can run under the virtual names that are on. If not,
    /// nothing can come of any file.
    pub fn can_act(&self) -> bool {
        let acts = |rule: &Rule| match &rule.body {
            RuleBody::Code(code) => {
                code.tokens.iter().any(|token| token.mark != Mark::Context || has_added_code(token))
            }
            RuleBody::Script(script) => script.phase == ScriptPhase::Script,
        };
        let can_run = self.screen.can_run(self.wanting(), &self.on());
        self.rules.iter().zip(can_run).any(|(ready, can_run)| can_run && acts(&ready.rule))
    }

    /// Whether scripts of a phase are to run.
    pub fn has_scripts(&self, phase: ScriptPhase) -> bool {
        self.scripts(phase).next().is_some()
    }

    /// Runs the scripts of a phase that is not part of the rules of a file, up to the first that fails. What they print
    /// goes to `output`; gives the runs that they ask for.
    ///
    /// # Errors
    /// A script that fails.
    pub fn run_scripts(
        &self,
        phase: ScriptPhase,
        host: &dyn ScriptHost,
        output: &mut String,
    ) -> Result<Vec<Iteration>, Box<Diagnostic>> {
        let mut iterations = Vec::new();
        for (rule, script) in self.scripts(phase) {
            let asked = Script {
                rule: &rule.name,
                path: &rule.path,
                code: &script.code,
                span: script.span,
                form: ScriptForm::Statements,
                computes: &computed(script),
                files: &[],
                virtuals: &self.virtuals,
            };
            let value = |(variable, from): (&ScriptVariable, &(String, String))| {
                if from.0 == "merge" {
                    return Some((variable.name.clone(), ScriptValue::Merged(from.1.clone())));
                }
                let given = self.options.identifiers.get(&from.1).filter(|_| from.0 == "virtual");
                let text = given.or(variable.default.as_ref())?;
                Some((variable.name.clone(), ScriptValue::Code(text.clone())))
            };
            let Some(variables) = inherited(script).map(value).collect() else { continue };
            let call = Call { variables, ..Call::default() };
            let ran = host.run(&asked, &[call]);
            output.push_str(&ran.output);
            iterations.extend(ran.replies?.into_iter().flat_map(|reply| reply.iterations));
        }
        Ok(iterations)
    }

    /// The scripts of a phase that the virtual rules allow to run.
    fn scripts(&self, phase: ScriptPhase) -> impl Iterator<Item = (&Rule, &ScriptRule)> {
        self.rules.iter().filter_map(move |ready| match &ready.rule.body {
            RuleBody::Script(script) if script.phase == phase => {
                let (ever, virtuals) = (&BTreeSet::new(), &self.options.virtuals);
                let around = Circumstances { ever, virtuals, paths: &[] };
                let runs = phase == ScriptPhase::Script
                    || Environment::default().satisfies(&ready.rule.depends, &around);
                runs.then_some((&ready.rule, script))
            }
            _ => None,
        })
    }

    /// For each rule, in which texts of a program it can match, given that those before it can or can not; `known` is the answer of those that have run.
    pub(crate) fn may_match(&self, texts: &[&[u8]], known: &[bool]) -> Screened {
        self.screen.may_match(self.wanting(), &self.on(), known, texts)
    }

    fn wanting(&self) -> impl Iterator<Item = Wanting<'_>> + Clone {
        self.rules.iter().map(|ready| (&ready.rule, &ready.words))
    }

    fn on(&self) -> Given<'_> {
        Given { virtuals: &self.options.virtuals, identifiers: &self.options.identifiers }
    }

    /// What was left out when the rules were made ready: isomorphisms, where a rule has too many forms.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Runs all rules on one file.
    pub fn run(&self, input: &Input<'_>) -> Outcome {
        let program = Program { files: std::slice::from_ref(input), named: &[input.path] };
        self.run_program(&program).pop().unwrap_or_default()
    }

    /// Runs all rules on files that are one program; gives an outcome for each, in the same order.
    pub fn run_program(&self, program: &Program<'_>) -> Vec<Outcome> {
        let texts: Vec<&[u8]> = program.files.iter().map(|input| &**input.text).collect();
        let may_match = self.may_match(&texts, &[]);
        if !may_match.iter().flatten().any(|may| *may) {
            return texts.into_iter().map(Outcome::untouched).collect();
        }
        let known: Vec<MacroIndex> = match self.names.is_empty() {
            true => Vec::new(),
            false => program.files.iter().map(|input| self.with_names(input.macros)).collect(),
        };
        let inputs = program.files.iter().enumerate();
        let files: Vec<Input<'_>> = inputs
            .map(|(at, input)| Input { macros: known.get(at).unwrap_or(input.macros), ..*input })
            .collect();
        let mut run = Run::new(self, &Program { files: &files, ..*program }, may_match);
        run.rules(&self.rules);
        run.finish()
    }

    /// What is known of macros, and the names that the semantic patch declares.
    fn with_names(&self, macros: &MacroIndex) -> MacroIndex {
        let mut known = macros.clone();
        self.names.iter().for_each(|(class, name)| known.declare(*class, name.as_bytes()));
        known
    }
}

/// A semantic patch that shows code (`*`) asks for one path, in all of its rules; one that changes code, or does neither, for all paths.
pub(crate) fn usual_mode<'r>(mut rules: impl Iterator<Item = &'r Rule>) -> Mode {
    let shows = |rule: &Rule| match &rule.body {
        RuleBody::Code(code) => code.tokens.iter().any(|token| token.mark == Mark::Star),
        RuleBody::Script(_) => false,
    };
    if rules.any(shows) { Mode::SomePath } else { Mode::AllPaths }
}

/// Whether a word stands in a text as a whole.
pub(crate) fn holds_word(text: &[u8], word: &[u8]) -> bool {
    let is_word =
        |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    memchr::memmem::find_iter(text, word).any(|at| {
        !is_word(at.checked_sub(1).and_then(|before| text.get(before)))
            && !is_word(text.get(at + word.len()))
    })
}

/// Says that not all forms of a rule could be made.
fn too_many_forms(rule: &str, path: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(format!("rule {rule} has more equivalent forms than are looked for"))
        .at(path, span, "some isomorphisms are left out")
        .help("Split the rule, or turn isomorphisms off that it can do without: `disable NAME`.")
}

/// Says that a script can not be run, and why.
pub(crate) fn not_run(
    rule: &str,
    language: &ScriptLanguage,
    scripts: bool,
    (path, span): (&str, Span),
) -> Option<Diagnostic> {
    let (what, help) = match language {
        ScriptLanguage::Python if scripts => return None,
        ScriptLanguage::Python => {
            ("a Python script, and scripts run under `treewide spatch` alone", "Leave it out")
        }
        ScriptLanguage::Ocaml => {
            ("an OCaml script, and treewide does not run OCaml", "Write it in Python")
        }
        ScriptLanguage::Other(_) => ("a script in a language that is not known", "Leave it out"),
    };
    let error = Diagnostic::error(format!("{rule} is or has {what}")).at(path, span, "");
    Some(error.help(format!("{help}, or run this semantic patch with spatch.")))
}

/// Finds out what each rule hands on, and what is asked for behind it.
fn hand_on(rules: &mut [Ready]) {
    let mut asked: BTreeSet<(String, String)> = BTreeSet::new();
    for ready in rules.iter_mut().rev() {
        if let RuleBody::Code(code) = &ready.rule.body {
            let is_asked = |meta: &Metavariable| {
                meta.origin == Origin::Local
                    && asked.contains(&(ready.rule.name.clone(), meta.name.clone()))
            };
            let metas = (0..).map(MetaId).zip(&code.metavariables);
            ready.handed_on = metas.filter(|(_, meta)| is_asked(meta)).map(|(id, _)| id).collect();
        }
        ready.later.clone_from(&asked);
        asked.extend(inherited_by(ready));
    }
}

/// What a rule inherits: rules and the names of their metavariables.
fn inherited_by(ready: &Ready) -> Vec<(String, String)> {
    match &ready.rule.body {
        RuleBody::Code(code) => {
            let origin = |meta: &Metavariable| match &meta.origin {
                Origin::Rule { rule, name } => Some((rule.clone(), name.clone())),
                Origin::Local | Origin::Virtual { .. } => None,
            };
            code.metavariables.iter().filter_map(origin).collect()
        }
        RuleBody::Script(script) => inherited(script).map(|(_, from)| from.clone()).collect(),
    }
}

/// The names that rules declare to be types, attributes, iterators or declarers.
fn declared_names(rules: &[Ready]) -> Vec<(MacroClass, String)> {
    let codes = rules.iter().filter_map(|ready| match &ready.rule.body {
        RuleBody::Code(code) => Some(code),
        RuleBody::Script(_) => None,
    });
    let class = |kind| match kind {
        MetaKind::Typedef => Some(MacroClass::Type),
        MetaKind::AttributeName => Some(MacroClass::Attribute),
        MetaKind::IteratorName => Some(MacroClass::Iterator),
        MetaKind::DeclarerName => Some(MacroClass::Declarer),
        _ => None,
    };
    codes
        .flat_map(|code| &code.metavariables)
        .filter_map(|meta| Some((class(meta.kind)?, meta.name.clone())))
        .collect()
}

fn has_added_code(token: &PatternToken) -> bool {
    !token.plus_before.is_empty() || !token.plus_after.is_empty()
}

fn has_directive(pattern: &PatternNode) -> bool {
    pattern.kind == NodeKind::Directive || pattern.children().any(has_directive)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual_mode_of(patch: &str, on: &[&str]) -> Mode {
        let patch = smpl::parse("t.cocci", patch.as_bytes(), &smpl::ParseOptions::default())
            .expect("reads");
        let virtuals = on.iter().map(|name| (*name).to_owned()).collect();
        Engine::new(patch, Options { virtuals, ..Options::default() }).expect("is ready").usual
    }

    #[test]
    fn one_star_makes_all_rules_ask_for_one_path() {
        let patch = "virtual show\n@r@\n@@\n f(); ... g();\n@depends on show && r@\n@@\n*h();\n";
        assert_eq!(usual_mode_of(patch, &["show"]), Mode::SomePath);
        assert_eq!(usual_mode_of(patch, &[]), Mode::AllPaths);
        assert_eq!(usual_mode_of("@r@\n@@\n-f();\n... g();\n", &[]), Mode::AllPaths);
    }
}
