//! The options of spatch by name: which are taken, with how many values, and what becomes of those that are not.

use headers::Included;

/// What an option does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    Rule,
    OptionalFile,
    Output,
    InPlace,
    OutPlace,
    Suffix,
    HideDiff,
    ShowDiff,
    ForceDiff,
    ContextLines,
    Quiet,
    Folder,
    Groups,
    Ignore,
    Headers,
    Base,
    Define,
    Isomorphisms,
    Macros,
    Classes,
    NoHeaders,
    Include(Included),
    ForTypes,
    IncludeFolder,
    IncludeFile,
    DisableIso,
    Width,
    Indent,
    SmplSpacing,
    LinuxSpacing,
    KeepComments,
    IntBits,
    LongBits,
    StrRegexes,
    Lenient,
    Jobs,
    Shares,
    Share,
    InTurn,
    Timeout,
    Python,
    SkipOcaml,
    ParseCocci,
    PrintOptions,
    Version,
    Help,
    /// What comes out is the same with it and without: it steers how spatch searches, keeps and shares out its work.
    Same,
    /// It would change what comes out of spatch, and does nothing here.
    NoEffect,
    /// It asks for something else than applying a semantic patch.
    Refused,
}

/// Options with a value, and what they mean.
const WITH_VALUE: &[(&str, Meaning)] = &[
    ("sp-file", Meaning::Rule),
    ("cocci-file", Meaning::Rule),
    ("opt-c", Meaning::OptionalFile),
    ("o", Meaning::Output),
    ("suffix", Meaning::Suffix),
    ("U", Meaning::ContextLines),
    ("ignore", Meaning::Ignore),
    ("patch", Meaning::Base),
    ("D", Meaning::Define),
    ("iso-file", Meaning::Isomorphisms),
    ("iso", Meaning::Isomorphisms),
    ("I", Meaning::IncludeFolder),
    ("include", Meaning::IncludeFile),
    ("macro-file", Meaning::Macros),
    ("macro-file-builtins", Meaning::Macros),
    ("macros", Meaning::Classes),
    ("disable-iso", Meaning::DisableIso),
    ("max-width", Meaning::Width),
    ("indent", Meaning::Indent),
    ("int-bits", Meaning::IntBits),
    ("long-bits", Meaning::LongBits),
    ("jobs", Meaning::Jobs),
    ("j", Meaning::Jobs),
    ("max", Meaning::Shares),
    ("index", Meaning::Share),
    ("timeout", Meaning::Timeout),
    ("python", Meaning::Python),
];

/// Options without a value, and what they mean.
const ALONE: &[(&str, Meaning)] = &[
    ("in-place", Meaning::InPlace),
    ("out-place", Meaning::OutPlace),
    ("no-show-diff", Meaning::HideDiff),
    ("show-diff", Meaning::ShowDiff),
    ("force-diff", Meaning::ForceDiff),
    ("quiet", Meaning::Quiet),
    ("very-quiet", Meaning::Quiet),
    ("dir", Meaning::Folder),
    ("file-groups", Meaning::Groups),
    ("include-headers", Meaning::Headers),
    ("no-headers", Meaning::NoHeaders),
    ("no-includes", Meaning::Include(Included::None)),
    ("local-includes", Meaning::Include(Included::Local)),
    ("all-includes", Meaning::Include(Included::Direct)),
    ("recursive-includes", Meaning::Include(Included::Recursive)),
    ("include-headers-for-types", Meaning::ForTypes),
    ("smpl-spacing", Meaning::SmplSpacing),
    ("linux-spacing", Meaning::LinuxSpacing),
    ("keep-comments", Meaning::KeepComments),
    ("ocaml-regexps", Meaning::StrRegexes),
    ("ignore-unknown-options", Meaning::Lenient),
    ("mod-distrib", Meaning::InTurn),
    ("skip-ocaml", Meaning::SkipOcaml),
    ("parse-cocci", Meaning::ParseCocci),
    ("print-options-only", Meaning::PrintOptions),
    ("version", Meaning::Version),
    ("help", Meaning::Help),
    ("longhelp", Meaning::Help),
    ("shorthelp", Meaning::Help),
];

/// See [`Meaning::Same`].
const SAME: &str = "no-include-cache no-scanner use-gitgrep use-glimpse use-idutils \
    use-coccigrep use-cache disable-worth-trying-opt no-ifdef-to-if loop disable-once selected-only profile \
    profile-per-file profile-iso track-iso show-trace-profile pad debugger relax-include-path save-tmp-files \
    no-saved-typedefs no-update-score-file filter-msg filter-define-error filter-msg-define-error no-iso-limit";
const SAME_WITH_VALUE: &str = "chunksize tmp-dir temp-files cache-prefix cache-limit iso-limit steps bench \
    filter-passed-level kbuild-info pyoutput parse-handler expected-score-file expected-spacing-score-file \
    expected-extension";

/// See [`Meaning::NoEffect`].
const NO_EFFECT: &str = "c c++ ibm force-kr prevent-kr no-loops no-gotos ifdef-to-if noif0-passing itu \
    disable-multi-pass disallow-nested-exps no-safe-expressions only-return-is-error-exit allow-inconsistent-paths \
    noadd-typedef-root l1 preprocess partial-match compare-with-expected debug show-trying show-dependencies show-flow \
    show-bindings show-transinfo show-misc show-c show-cocci show-before-fixed-flow show-ctl-tex show-ctl-text show-sp \
    ctl-inline-let ctl-show-mcodekind graphical-trace gt-without-label verbose-ctl-engine verbose-match \
    verbose-engine verbose-parsing verbose-includes parse-error-msg type-error-msg debug-cpp debug-lexer debug-etdt \
    debug-typedef debug-unparsing debug-parse-cocci";
const NO_EFFECT_WITH_VALUE: &str = "defined undefined external-analysis-file";

/// See [`Meaning::Refused`].
const REFUSED: &str = "sp reverse test testall test-spacing test-okfailed test-regression-okfailed tokens-c parse-c \
    parse-h parse-ch parse-i parse-c++ parse control-flow control-flow-to-file test-cfg-ifdef parse-unparse type-c \
    compare-c comment-annotater-c compare-c-hardcoded test-attributes test-cpp extract-macros extract-macros-select \
    xxx rule-dependencies date";

/// What the option of a name means, and whether a value follows.
pub(super) fn meaning(name: &str) -> Option<(Meaning, bool)> {
    let in_table = |table: &[(&str, Meaning)]| {
        table.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
    };
    let small = name.to_ascii_lowercase();
    let listed = |list: &str| list.split_whitespace().any(|word| word == name || word == small);
    if let Some(meaning) = in_table(WITH_VALUE) {
        return Some((meaning, true));
    }
    if let Some(meaning) = in_table(ALONE) {
        return Some((meaning, false));
    }
    let lists = [
        (SAME, Meaning::Same, false),
        (SAME_WITH_VALUE, Meaning::Same, true),
        (NO_EFFECT, Meaning::NoEffect, false),
        (NO_EFFECT_WITH_VALUE, Meaning::NoEffect, true),
        (REFUSED, Meaning::Refused, false),
    ];
    lists.into_iter().find(|(list, ..)| listed(list)).map(|(_, meaning, value)| (meaning, value))
}

/// The names of the options that do nothing here and would change what comes out of spatch.
pub(super) fn without_effect() -> impl Iterator<Item = &'static str> {
    NO_EFFECT.split_whitespace().chain(NO_EFFECT_WITH_VALUE.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_option_is_listed_twice() {
        let tables = WITH_VALUE.iter().chain(ALONE).map(|(name, _)| *name);
        let lists = [SAME, SAME_WITH_VALUE, NO_EFFECT, NO_EFFECT_WITH_VALUE, REFUSED];
        let mut names: Vec<&str> =
            tables.chain(lists.into_iter().flat_map(str::split_whitespace)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn folders_and_groups_are_told_by_options_without_a_value() {
        assert_eq!(meaning("dir"), Some((Meaning::Folder, false)));
        assert_eq!(meaning("file-groups"), Some((Meaning::Groups, false)));
        assert_eq!(meaning("show-SP"), Some((Meaning::NoEffect, false)));
        assert_eq!(meaning("U"), Some((Meaning::ContextLines, true)));
        assert_eq!(meaning("frobnicate"), None);
    }
}
