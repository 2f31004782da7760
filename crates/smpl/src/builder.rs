//! A rule in the making: its metavariables, its tokens, and what was noticed on the way.

use std::collections::HashMap;
use std::sync::Arc;

use csyntax::{Directive, PatternEntry, Token, Tree, parse_pattern_with_directives};
use source::Diagnostic;

use crate::body::lines::Line;
use crate::body::{nodes, tokens};
use crate::cursor::Parsed;
use crate::file::File;
use crate::{MetaId, MetaKind, Metavariable, Origin, PatternNode, PatternToken};

/// The names that rules before this one have declared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) virtuals: Vec<String>,
    pub(crate) rules: Vec<KnownRule>,
}

/// A rule as later ones see it.
#[derive(Clone, Debug)]
pub(crate) struct KnownRule {
    pub(crate) name: String,
    /// What can be inherited from it.
    pub(crate) metavariables: Vec<Metavariable>,
}

impl Scope {
    pub(crate) fn rule(&self, name: &str) -> Option<&KnownRule> {
        self.rules.iter().rev().find(|rule| rule.name == name)
    }

    /// What a name was said to be in a rule: a type, a declarer, an iterator, an attribute. Later rules need not say it again.
    fn name_only(&self, name: &str) -> Option<&Metavariable> {
        let all = self.rules.iter().rev().flat_map(|rule| &rule.metavariables);
        all.filter(|meta| meta.kind.is_name_only()).find(|meta| meta.name == name)
    }

    /// Every rule and virtual rule.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.rules.iter().map(|rule| rule.name.as_str()).chain(self.virtuals.iter().map(|v| &**v))
    }
}

/// Where a metavariable is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Use {
    /// In context or minus code, attached, or in a `when` clause.
    pub(crate) slice: bool,
    /// In plus code.
    pub(crate) plus: bool,
    /// In the declaration of another one.
    pub(crate) declaration: bool,
}

/// A rule of code while it is read.
#[derive(Debug)]
pub(crate) struct RuleBuilder<'a> {
    pub(crate) file: &'a File,
    /// The file's text with all but the code to be matched blanked out.
    pub(crate) slice: Arc<[u8]>,
    pub(crate) scope: &'a Scope,
    pub(crate) metavariables: Vec<Metavariable>,
    pub(crate) uses: Vec<Use>,
    pub(crate) tokens: Vec<PatternToken>,
    /// The lines of the body.
    pub(crate) lines: Vec<Line>,
    pub(crate) errors: Vec<Diagnostic>,
    pub(crate) warnings: Vec<Diagnostic>,
    names: HashMap<String, MetaId>,
}

impl<'a> RuleBuilder<'a> {
    pub(crate) fn new(file: &'a File, slice: Arc<[u8]>, scope: &'a Scope) -> Self {
        Self {
            file,
            slice,
            scope,
            metavariables: Vec::new(),
            uses: Vec::new(),
            tokens: Vec::new(),
            lines: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            names: HashMap::new(),
        }
    }

    /// The metavariable of a name.
    pub(crate) fn lookup(&self, name: &str) -> Option<MetaId> {
        self.names.get(name).copied()
    }

    /// The metavariable that a word of the code is; a name may have been declared in a rule before this one.
    pub(crate) fn lookup_in_code(&mut self, word: &str) -> Option<MetaId> {
        let known = self.lookup(word);
        known.or_else(|| self.scope.name_only(word).cloned().map(|meta| self.declare(meta)))
    }

    pub(crate) fn use_in_slice(&mut self, meta: MetaId) {
        self.uses[meta.0 as usize].slice = true;
    }

    /// Adds a metavariable; a name that is taken is an error.
    pub(crate) fn declare(&mut self, meta: Metavariable) -> MetaId {
        if let Some(old) = self.lookup(&meta.name) {
            let first = self.metavariables[old.0 as usize].span;
            let error = self
                .file
                .error(meta.span, format!("`{}` is declared twice", meta.name), "declared again")
                .at(self.file.path.clone(), first, "declared here")
                .help("Give one of the two another name.");
            self.errors.push(error);
            return old;
        }
        let id = MetaId(self.metavariables.len() as u32);
        self.names.insert(meta.name.clone(), id);
        self.metavariables.push(meta);
        self.uses.push(Use::default());
        id
    }

    /// The metavariable that stands for `rule.name` where that is written out in this rule; declared when it is not
    /// inherited under a name of its own.
    pub(crate) fn inherit(&mut self, rule: &str, name: &str, span: source::Span) -> Parsed<MetaId> {
        let kind = self.inherited_kind(rule, name, span)?;
        let origin = if rule == "virtual" {
            Origin::Virtual { name: name.to_owned() }
        } else {
            Origin::Rule { rule: rule.to_owned(), name: name.to_owned() }
        };
        if let Some(at) = self.metavariables.iter().position(|meta| meta.origin == origin) {
            return Ok(MetaId(at as u32));
        }
        let id = self.declare(Metavariable {
            origin,
            ..Metavariable::new(format!("{rule}.{name}"), span, kind)
        });
        self.uses[id.0 as usize].declaration = true;
        Ok(id)
    }

    /// What kind `rule.name` has.
    ///
    /// # Errors
    /// No such rule before this one, or no such metavariable in it.
    pub(crate) fn inherited_kind(
        &self,
        rule: &str,
        name: &str,
        span: source::Span,
    ) -> Parsed<MetaKind> {
        if rule == "virtual" {
            return Ok(MetaKind::Identifier);
        }
        let Some(known) = self.scope.rule(rule) else {
            let rules = self.scope.rules.iter().map(|rule| rule.name.as_str());
            let error = self.file.error(
                span,
                format!("no rule `{rule}` comes before this one"),
                "inherited from it",
            );
            return Err(error.help(crate::suggest::help(rule, "rule", rules)));
        };
        match known.metavariables.iter().find(|meta| meta.name == name) {
            Some(meta) => Ok(meta.kind),
            None => {
                let names = known.metavariables.iter().map(|meta| meta.name.as_str());
                let message = format!("rule `{rule}` has no metavariable `{name}`");
                let error = self.file.error(span, message, "inherited");
                Err(error.help(crate::suggest::help(name, "metavariable", names)))
            }
        }
    }

    /// Reads tokens of the slice as a pattern.
    ///
    /// # Errors
    /// The first thing that the grammar does not take; any more are in `self.errors`.
    pub(crate) fn pattern(
        &mut self,
        draft: Vec<PatternToken>,
        entry: PatternEntry,
    ) -> Parsed<PatternNode> {
        self.pattern_with_directives(draft, &[], entry)
    }

    /// As [`Self::pattern`], with directives of the slice between the tokens.
    pub(crate) fn pattern_with_directives(
        &mut self,
        mut draft: Vec<PatternToken>,
        directives: &[Directive],
        entry: PatternEntry,
    ) -> Parsed<PatternNode> {
        tokens::name_metavariables(self, &mut draft);
        let tokens: Vec<Token> = draft.iter().map(as_token).collect();
        let text = Arc::clone(&self.slice);
        let tree = parse_pattern_with_directives(text, tokens, directives.to_vec(), entry);
        self.check(&tree)?;
        let base = self.tokens.len() as u32;
        self.tokens.extend(draft.into_iter().map(|token| self.settled(token)).collect::<Vec<_>>());
        nodes::build(self, &tree, base)
    }

    /// A token whose metavariable only says how to read its name goes back to being that name.
    pub(crate) fn settled(&self, mut token: PatternToken) -> PatternToken {
        let is_name = |meta: MetaId| self.metavariables[meta.0 as usize].kind.is_name_only();
        if token.meta.is_some_and(is_name) {
            token.meta = None;
            token.kind = csyntax::TokenKind::Identifier;
        }
        token
    }

    fn check(&mut self, tree: &Tree) -> Parsed<()> {
        let mut errors = tree.errors().iter().map(|error| {
            let message = format!("this code of the rule can not be read: {}", error.message);
            self.file.error(error.span, message, error.message).help(SYNTAX_HELP)
        });
        let Some(first) = errors.next() else { return self.check_directives(tree) };
        let rest: Vec<Diagnostic> = errors.take(4).collect();
        self.errors.extend(rest);
        Err(first)
    }
}

impl RuleBuilder<'_> {
    /// A directive in the middle of an expression or header has no node: nothing would match it.
    fn check_directives(&self, tree: &Tree) -> Parsed<()> {
        use csyntax::DirectiveKind::{Define, Include, Pragma, Undef};
        let lost = tree.directives().iter().find(|directive| {
            directive.node.is_none() && matches!(directive.kind, Define | Include | Pragma | Undef)
        });
        let Some(lost) = lost else { return Ok(()) };
        let error =
            self.file.error(lost.span, "a directive can not be matched here", "inside other code");
        Err(error.help("Put it between statements or declarations, or in a rule of its own."))
    }
}

const SYNTAX_HELP: &str = "Check the brackets and `;` of the code without its `+` lines, and that every name that is no C word is declared.";

/// The token that the grammar reads.
fn as_token(token: &PatternToken) -> Token {
    Token { kind: token.kind, start: token.span.start, end: token.span.end }
}
