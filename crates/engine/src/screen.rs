//! Which rules can match in a file, by its words alone, before it is parsed.
//!
//! ```text
//!   @r@ expression E; @@  kfree(E)        r needs kfree
//!   @@ expression r.E, x; @@  x = E;      needs no word, but something bound by r: so it needs kfree as well
//!   @s depends on !r@ …                   a rule that must not have matched asks for nothing
//! ```
//!
//! All words of all rules are looked for in one pass. Rules are asked in their order, because a rule hands what it
//! binds to later ones only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use smallvec::SmallVec;
use smpl::{CodeRule, Dependency, Formula, MetaId, Origin, Rule, RuleBody, ScriptRule};

/// The words of a semantic patch, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Screen {
    names: Vec<String>,
    /// `None` when there is nothing to look for, or too much.
    words: Option<AhoCorasick>,
}

/// For each rule, whether it can match in each of the texts of a program.
pub(crate) type Screened = Vec<SmallVec<[bool; 4]>>;

/// A rule, and the words it needs.
pub(crate) type Wanting<'r> = (&'r Rule, &'r Formula);

impl Screen {
    pub(crate) fn new<'f>(formulas: impl Iterator<Item = &'f Formula>) -> Self {
        let words: BTreeSet<&str> = formulas.flat_map(Formula::words).collect();
        let names: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names);
        let words = builder.ok().filter(|_| !names.is_empty());
        Self { names, words }
    }

    /// The words that a text holds; all of them when they can not be looked for.
    fn words_in(&self, text: &[u8]) -> BTreeSet<&str> {
        let Some(words) = &self.words else {
            return self.names.iter().map(String::as_str).collect();
        };
        let is_word =
            |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut found = vec![false; self.names.len()];
        for hit in words.find_iter(text) {
            let before = hit.start().checked_sub(1).and_then(|at| text.get(at));
            if !is_word(before) && !is_word(text.get(hit.end())) {
                found[hit.pattern().as_usize()] = true;
            }
        }
        let found = self.names.iter().zip(found).filter(|(_, found)| *found);
        found.map(|(name, _)| name.as_str()).collect()
    }

    /// For each rule, in which texts of a program it can match, or whether it can run on them if it is a script. `known` is
    /// the answer for those that have run already: what they have bound lasts, also when the words are gone since.
    pub(crate) fn may_match<'r>(
        &self,
        rules: impl Iterator<Item = Wanting<'r>>,
        given: &Given<'_>,
        known: &[bool],
        texts: &[&[u8]],
    ) -> Screened {
        let words: Vec<_> = texts.iter().map(|text| self.words_in(text)).collect();
        Self::asked(rules, given, known, &words)
    }

    /// For each rule, whether it could run on a text that holds every word.
    pub(crate) fn can_run<'r>(
        &self,
        rules: impl Iterator<Item = Wanting<'r>>,
        given: &Given<'_>,
    ) -> Vec<bool> {
        let words = self.names.iter().map(String::as_str).collect();
        Self::asked(rules, given, &[], &[words]).into_iter().flatten().collect()
    }

    fn asked<'r>(
        rules: impl Iterator<Item = Wanting<'r>>,
        given: &Given<'_>,
        known: &[bool],
        words: &[BTreeSet<&str>],
    ) -> Screened {
        let mut so_far = SoFar { given, matched: HashMap::new() };
        rules
            .enumerate()
            .map(|(at, (rule, formula))| {
                let asked = |words| {
                    so_far.may_hold(&rule.depends)
                        && match &rule.body {
                            RuleBody::Code(code) => so_far.may_match(code, formula, words),
                            RuleBody::Script(script) => so_far.may_run(script),
                        }
                };
                let known = known.get(at).copied();
                let may: SmallVec<_> =
                    words.iter().map(|words| known.unwrap_or_else(|| asked(words))).collect();
                *so_far.matched.entry(rule.name.as_str()).or_default() |= may.contains(&true);
                may
            })
            .collect()
    }
}

impl Screen {
    /// Whether a text holds the words of some rule, if all that the rules before it could bind is bound.
    pub(crate) fn may_touch<'r>(
        &self,
        rules: impl Iterator<Item = Wanting<'r>> + Clone,
        given: &Given<'_>,
        text: &[u8],
    ) -> bool {
        let words = self.words_in(text);
        let matched = rules.clone().map(|(rule, _)| (rule.name.as_str(), true)).collect();
        let so_far = SoFar { given, matched };
        rules.into_iter().any(|(rule, formula)| match &rule.body {
            RuleBody::Code(code) => {
                so_far.may_hold(&rule.depends) && so_far.may_match(code, formula, &words)
            }
            RuleBody::Script(_) => false,
        })
    }
}

/// Those of the rules that what is on does not rule out, whatever the others do.
pub(crate) fn allowed<'r, 'g>(
    rules: impl Iterator<Item = &'r Rule> + Clone,
    given: &'g Given<'g>,
) -> impl Iterator<Item = &'r Rule> {
    let matched = rules.clone().map(|rule| (rule.name.as_str(), true)).collect();
    let so_far = SoFar { given, matched };
    rules.filter(move |rule| so_far.may_hold(&rule.depends))
}

/// What was given with the command.
pub(crate) struct Given<'a> {
    pub(crate) virtuals: &'a BTreeSet<String>,
    pub(crate) identifiers: &'a BTreeMap<String, String>,
}

/// Which rules can have matched, of those that have been asked.
struct SoFar<'a, 'r> {
    given: &'a Given<'a>,
    matched: HashMap<&'r str, bool>,
}

impl SoFar<'_, '_> {
    /// A rule that has not been asked has not matched.
    fn may_have_matched(&self, rule: &str) -> bool {
        self.given.virtuals.contains(rule) || self.matched.get(rule).copied().unwrap_or(false)
    }

    fn may_hold(&self, dependency: &Dependency) -> bool {
        match dependency {
            Dependency::Always | Dependency::File(_) => true,
            Dependency::Rule(name) | Dependency::Ever(name) => self.may_have_matched(name),
            Dependency::Never(name) => !self.given.virtuals.contains(name),
            Dependency::Not(inner) => !self.must_hold(inner),
            Dependency::And(left, right) => self.may_hold(left) && self.may_hold(right),
            Dependency::Or(left, right) => self.may_hold(left) || self.may_hold(right),
        }
    }

    fn must_hold(&self, dependency: &Dependency) -> bool {
        match dependency {
            Dependency::Always => true,
            Dependency::File(_) => false,
            Dependency::Rule(name) | Dependency::Ever(name) => self.given.virtuals.contains(name),
            Dependency::Never(name) => !self.may_have_matched(name),
            Dependency::Not(inner) => !self.may_hold(inner),
            Dependency::And(left, right) => self.must_hold(left) && self.must_hold(right),
            Dependency::Or(left, right) => self.must_hold(left) || self.must_hold(right),
        }
    }

    fn may_match(&self, rule: &CodeRule, formula: &Formula, words: &BTreeSet<&str>) -> bool {
        let mut bound = |meta: MetaId| match &rule.metavariable(meta).origin {
            Origin::Local => true,
            Origin::Rule { rule, .. } => self.may_have_matched(rule),
            Origin::Virtual { name } => self.given.identifiers.contains_key(name),
        };
        formula.holds_with(&mut |word| words.contains(word), &mut bound)
    }

    fn may_run(&self, script: &ScriptRule) -> bool {
        let inherited = script.variables.iter().filter(|variable| variable.default.is_none());
        inherited
            .filter_map(|variable| variable.from.as_ref())
            .all(|(rule, _)| rule == "virtual" || self.may_have_matched(rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which rules of `patch` can match in `text`.
    fn check(patch: &str, virtuals: &[&str], text: &str) -> Vec<bool> {
        check_after(patch, virtuals, &[], text)
    }

    /// The same, after the first rules have run.
    fn check_after(patch: &str, virtuals: &[&str], known: &[bool], text: &str) -> Vec<bool> {
        let patch = smpl::parse("t.cocci", patch.as_bytes(), &smpl::ParseOptions::default())
            .expect("reads");
        let words = |rule: &Rule| match &rule.body {
            RuleBody::Code(code) => smpl::required_words(code),
            RuleBody::Script(_) => Formula::True,
        };
        let formulas: Vec<Formula> = patch.rules.iter().map(words).collect();
        let virtuals = virtuals.iter().map(|name| (*name).to_owned()).collect();
        let given = Given { virtuals: &virtuals, identifiers: &BTreeMap::new() };
        let screen = Screen::new(formulas.iter());
        let rules = patch.rules.iter().zip(&formulas);
        let screened = screen.may_match(rules, &given, known, &[text.as_bytes()]);
        screened.into_iter().flatten().collect()
    }

    const INHERITS: &str = "@r@\nexpression E;\n@@\n f(E)\n@s@\nexpression r.E, x;\n@@\n x = E\n@t@\nexpression s.x;\nexpression y;\n@@\n(\n x(y)\n|\n g(y)\n)\n";

    #[test]
    fn a_rule_that_inherits_needs_what_the_other_needs() {
        assert_eq!(check(INHERITS, &[], "f(1);"), [true, true, true]);
        assert_eq!(check(INHERITS, &[], "ff(1); a = b;"), [false, false, false]);
        assert_eq!(check(INHERITS, &[], "g(1);"), [false, false, true]);
    }

    #[test]
    fn what_has_matched_lasts() {
        assert_eq!(check_after(INHERITS, &[], &[true], "a = b;"), [true, true, true]);
        let patch = "@r@\n@@\n-f();\n@s depends on r@\n@@\n g()\n";
        assert_eq!(check_after(patch, &[], &[true], "g();"), [true, true]);
        assert_eq!(check(patch, &[], "g();"), [false, false]);
    }

    #[test]
    fn dependencies_are_asked_with_what_is_on() {
        let patch = "virtual v\n@r depends on v@\n@@\n f()\n@s depends on !r@\n@@\n g()\n@t depends on r && !v@\n@@\n g()\n@u depends on never v@\n@@\n g()\n";
        assert_eq!(check(patch, &["v"], "f g"), [true, true, false, false]);
        assert_eq!(check(patch, &[], "f g"), [false, true, false, true]);
        assert_eq!(check(patch, &["v"], "g"), [false, true, false, false]);
    }

    #[test]
    fn what_the_rest_of_a_program_binds_counts() {
        let patch =
            "virtual v\n@r@\n@@\n-f();\n@s depends on r@\n@@\n g()\n@t depends on v@\n@@\n h()\n";
        let touches = |virtuals: &[&str], text: &str| {
            let patch = smpl::parse("t.cocci", patch.as_bytes(), &smpl::ParseOptions::default());
            let virtuals = virtuals.iter().map(|name| (*name).to_owned()).collect();
            let options = crate::Options { virtuals, ..crate::Options::default() };
            crate::Engine::new(patch.expect("reads"), options)
                .expect("is ready")
                .may_touch(text.as_bytes())
        };
        assert!(touches(&[], "g();") && touches(&[], "f();") && touches(&["v"], "h();"));
        assert!(!touches(&[], "h();") && !touches(&["v"], "i();"));
    }

    #[test]
    fn a_script_needs_what_it_is_given() {
        let patch = "@r@\nposition p;\n@@\n f@p()\n@script:python s@\np << r.p;\nq;\n@@\npass\n@t@\nidentifier s.q;\n@@\n q()\n@script:python@\np << r.p = \"\";\n@@\npass\n";
        assert_eq!(check(patch, &[], "g"), [false, false, false, true]);
        assert_eq!(check(patch, &[], "f"), [true, true, true, true]);
    }
}
