//! A command line of spatch, read by the table of its options.
//!
//! Names may be written with one or two dashes, and with `_` for `-`: `--sp-file`, `-sp_file`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use csyntax::names::IntegerWidths;
use engine::{Closers, Spacing, Style};
use headers::Included;
use source::Diagnostic;

use super::option_table::{Meaning, meaning};
use crate::failure::{Failure, Outcome};
use crate::knowledge::KnowledgeOptions;

/// spatch's `--max-width` where none is given.
const WIDTH: u32 = 78;
/// Lines of context in a diff where `-U` is not given.
const CONTEXT: usize = 3;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Options {
    /// The semantic patch.
    pub(super) rule: Option<PathBuf>,
    /// Files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// `--opt-c`: files, as far as they are there.
    pub(super) optional: Vec<PathBuf>,
    /// `--file-groups`: the paths are lists of files.
    pub(super) are_lists: bool,
    /// `--ignore`: what the paths of files begin with that are left out.
    pub(super) ignored: Vec<String>,
    /// Whether folders among `paths` are searched for headers too.
    pub(super) headers: bool,
    /// `-o`
    pub(super) output: Option<PathBuf>,
    /// `--in-place`
    pub(super) in_place: bool,
    /// `--out-place`: write results beside the files.
    pub(super) out_place: bool,
    /// `--suffix`: of the copies that `--in-place` keeps, and of the results of `--out-place`.
    pub(super) suffix: Option<String>,
    /// `--no-show-diff`
    pub(super) hide_diff: bool,
    /// `--force-diff`: show what changes nothing but blanks and line ends too.
    pub(super) force_diff: bool,
    /// `-U`: lines of context in diffs.
    pub(super) context: usize,
    /// `--quiet`, `--very-quiet`
    pub(super) quiet: bool,
    /// `--patch`: paths in diffs are relative to it.
    pub(super) base: Option<PathBuf>,
    /// `-D name`
    pub(super) virtuals: BTreeSet<String>,
    /// `-D name=value`
    pub(super) identifiers: BTreeMap<String, String>,
    /// `--iso-file`
    pub(super) isomorphisms: Option<PathBuf>,
    /// `--macro-file`, `--macro-file-builtins`
    pub(super) macros: Vec<PathBuf>,
    /// `--macros`, `--no-headers`, `-I`, `--include`
    pub(super) knowledge: KnowledgeOptions,
    /// Which headers are matched along, and whose types are seen: `--no-includes` and the like.
    pub(super) included: Option<Included>,
    /// `--include-headers-for-types`: their types are seen, and no more.
    pub(super) for_types: bool,
    /// `--disable-iso`
    pub(super) disabled: BTreeSet<String>,
    /// `--max-width`, `--indent`, `--smpl-spacing`, `--linux-spacing`
    pub(super) style: Style,
    /// `--int-bits`, `--long-bits`
    pub(super) widths: Option<IntegerWidths>,
    /// `--ocaml-regexps`
    pub(super) str_regexes: bool,
    /// `--jobs`; 0: as many as there are.
    pub(super) jobs: usize,
    /// `--max`, `--index`: of so many shares of the files, which one.
    pub(super) shares: Shares,
    /// `--timeout`, in seconds
    pub(super) timeout: Option<u32>,
    /// `--python`
    pub(super) python: PathBuf,
    /// `--skip-ocaml`: pass over semantic patches with scripts in OCaml.
    pub(super) skip_ocaml: bool,
    /// `--parse-cocci`: read the semantic patch, and no more.
    pub(super) parse_alone: bool,
    /// `--print-options-only`
    pub(super) print_options: bool,
    /// Options that have been given and do nothing here.
    pub(super) without_effect: Vec<String>,
    /// `--version`
    pub(super) version: bool,
    /// `--help`
    pub(super) help: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rule: None,
            paths: Vec::new(),
            optional: Vec::new(),
            are_lists: false,
            ignored: Vec::new(),
            headers: false,
            output: None,
            in_place: false,
            out_place: false,
            suffix: None,
            hide_diff: false,
            force_diff: false,
            context: CONTEXT,
            quiet: false,
            base: None,
            virtuals: BTreeSet::new(),
            identifiers: BTreeMap::new(),
            isomorphisms: None,
            macros: Vec::new(),
            knowledge: KnowledgeOptions::default(),
            included: None,
            for_types: false,
            disabled: BTreeSet::new(),
            style: default_style(),
            widths: None,
            str_regexes: false,
            jobs: 0,
            shares: Shares::default(),
            timeout: None,
            python: "python3".into(),
            skip_ocaml: false,
            parse_alone: false,
            print_options: false,
            without_effect: Vec::new(),
            version: false,
            help: false,
        }
    }
}

/// One of several shares of the files, for runs that share the work between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Shares {
    /// How many there are; 0: all files are one.
    pub(super) count: usize,
    /// Which is wanted, from 0.
    pub(super) index: usize,
    /// Whether files are dealt out in turn, and not by neighbourhood.
    pub(super) in_turn: bool,
}

impl Shares {
    /// The files of the share, of those in order of path.
    pub(super) fn of<T>(self, files: Vec<T>) -> Vec<T> {
        if self.in_turn && self.count > 0 {
            return files.into_iter().skip(self.index).step_by(self.count).collect();
        }
        let size = files.len().div_ceil(self.count.max(1));
        files.into_iter().skip(self.index.saturating_mul(size)).take(size).collect()
    }
}

/// Reads a command line.
///
/// # Errors
/// Options that spatch does not have, and options without their value.
pub(super) fn parse(arguments: &[String]) -> Outcome<Options> {
    let mut options = Options::default();
    let mut left = arguments.iter();
    let mut lenient = arguments.iter().any(|word| name_of(word) == Some("ignore-unknown-options"));
    while let Some(word) = left.next() {
        let Some(name) = name_of(word) else {
            options.paths.push(word.into());
            continue;
        };
        let (name, joined) = match name.split_once('=') {
            Some((name, value)) if word.starts_with("--") => (name, Some(value.to_owned())),
            _ => split_short(name),
        };
        let (meaning, has_value) = match meaning(&name.replace('_', "-")) {
            Some(found) => found,
            None if lenient => continue,
            None => return Err(unknown(word)),
        };
        let value = match joined {
            None if has_value => Some(left.next().ok_or_else(|| no_value(word))?.clone()),
            joined => joined,
        };
        lenient |= meaning == Meaning::Lenient;
        options.set(meaning, word, value.unwrap_or_default())?;
    }
    options.rule_among_paths();
    Ok(options)
}

impl Options {
    /// The style of the command line, or, where that says nothing, of the semantic patch.
    pub(super) fn style_or(&self, asked: &Self) -> Style {
        if self.style == default_style() { asked.style.clone() } else { self.style.clone() }
    }

    /// The widths to be changed by an option; where one is not told, as on most machines.
    fn widths(&mut self) -> &mut IntegerWidths {
        self.widths.get_or_insert(IntegerWidths { int: 32, long: 64 })
    }

    /// The semantic patch may stand among the files.
    fn rule_among_paths(&mut self) {
        let is_rule = |path: &PathBuf| path.extension().is_some_and(|it| it == "cocci");
        if self.rule.is_none()
            && let Some(at) = self.paths.iter().position(is_rule)
        {
            self.rule = Some(self.paths.remove(at));
        }
    }

    fn set(&mut self, meaning: Meaning, word: &str, value: String) -> Outcome<()> {
        match meaning {
            Meaning::Rule => self.rule = Some(value.into()),
            Meaning::Output => self.output = Some(value.into()),
            Meaning::InPlace => self.in_place = true,
            Meaning::OptionalFile => self.optional.push(value.into()),
            Meaning::OutPlace => self.out_place = true,
            Meaning::Suffix => self.suffix = Some(value),
            Meaning::ForceDiff => self.force_diff = true,
            Meaning::ContextLines => self.context = number("-U", &value)? as usize,
            Meaning::Groups => self.are_lists = true,
            Meaning::Ignore => self.ignored.push(value),
            Meaning::HideDiff => self.hide_diff = true,
            Meaning::ShowDiff => self.hide_diff = false,
            Meaning::Quiet => self.quiet = true,
            // Folders stand among the files, before or behind it; `--dir=folder` is one of them.
            Meaning::Folder if value.is_empty() => {}
            Meaning::Folder => self.paths.push(value.into()),
            Meaning::Headers => self.headers = true,
            Meaning::Base => self.base = Some(value.into()),
            Meaning::Define => match value.split_once('=') {
                Some((name, value)) => {
                    self.identifiers.insert(name.to_owned(), value.to_owned());
                }
                None => drop(self.virtuals.insert(value)),
            },
            Meaning::Isomorphisms => self.isomorphisms = Some(value.into()),
            Meaning::Macros => self.macros.push(value.into()),
            Meaning::Classes => self.knowledge.macros.push(value.into()),
            Meaning::NoHeaders => self.knowledge.no_headers = true,
            Meaning::Include(included) => self.included = Some(included),
            Meaning::ForTypes => self.for_types = true,
            Meaning::IncludeFolder => self.knowledge.named.folders.push(value.into()),
            Meaning::IncludeFile => self.knowledge.named.always.push(value.into()),
            Meaning::DisableIso => drop(self.disabled.insert(value)),
            // A line ends where its last operand does: the comma or bracket behind it may stand beyond.
            Meaning::Width => self.style.width = number("--max-width", &value)?.saturating_sub(1),
            Meaning::Indent => self.style.indent = Some(number("--indent", &value)?.min(80)),
            Meaning::SmplSpacing => self.style.spacing = Spacing::AsWritten,
            Meaning::LinuxSpacing => self.style.spacing = Spacing::Kernel,
            Meaning::KeepComments => self.style.keep_comments = true,
            Meaning::IntBits => self.widths().int = number("--int-bits", &value)?.min(64),
            Meaning::LongBits => self.widths().long = number("--long-bits", &value)?.min(64),
            Meaning::StrRegexes => self.str_regexes = true,
            Meaning::Jobs => self.jobs = number("--jobs", &value)? as usize,
            Meaning::Shares => self.shares.count = number("--max", &value)? as usize,
            Meaning::Share => self.shares.index = number("--index", &value)? as usize,
            Meaning::InTurn => self.shares.in_turn = true,
            Meaning::Timeout => self.timeout = Some(number("--timeout", &value)?),
            Meaning::Python => self.python = value.into(),
            Meaning::SkipOcaml => self.skip_ocaml = true,
            Meaning::Version => self.version = true,
            Meaning::Help => self.help = true,
            Meaning::ParseCocci => self.parse_alone = true,
            Meaning::PrintOptions => self.print_options = true,
            Meaning::NoEffect => self.without_effect.push(word.to_owned()),
            Meaning::Refused => return Err(refused(word)),
            Meaning::Lenient | Meaning::Same => {}
        }
        Ok(())
    }
}

/// What a semantic patch asks for itself, on its `#spatch` lines; what is not known is passed over there.
pub(super) fn of_file(words: &[String]) -> Outcome<Options> {
    let lenient = std::iter::once("--ignore-unknown-options".to_owned());
    parse(&lenient.chain(words.iter().cloned()).collect::<Vec<_>>())
}

fn default_style() -> Style {
    Style { width: WIDTH - 1, closers: Closers::Hanging, ..Style::default() }
}

/// The name of an option, without its dashes.
fn name_of(word: &str) -> Option<&str> {
    word.strip_prefix("--").or_else(|| word.strip_prefix('-')).filter(|name| !name.is_empty())
}

/// `-Idir`, `-Dname`, `-j4`: a value without a blank before it.
fn split_short(name: &str) -> (&str, Option<String>) {
    let joined = matches!(name.as_bytes(), [b'I' | b'D' | b'U', _, ..])
        || matches!(name.as_bytes(), [b'j', digit, ..] if digit.is_ascii_digit());
    if joined { (&name[..1], Some(name[1..].to_owned())) } else { (name, None) }
}

fn refused(word: &str) -> Failure {
    let help = match word.trim_start_matches('-') {
        "sp" => "Write the semantic patch to a file, and name that with --sp-file.",
        name if name.starts_with("parse") => "See `treewide parse --help`.",
        _ => "Use spatch for it.",
    };
    Diagnostic::error(format!("{word} of spatch is not there")).help(help).into()
}

fn unknown(word: &str) -> Failure {
    Diagnostic::error(format!("there is no option {word}"))
        .help(
            "See `treewide spatch --help`; with --ignore-unknown-options it would be passed over.",
        )
        .into()
}

fn number(option: &str, value: &str) -> Outcome<u32> {
    value.parse().map_err(|_| {
        Diagnostic::error(format!("{option} takes a number, and {value} is none"))
            .help(format!("Write {option} 80."))
            .into()
    })
}

fn no_value(word: &str) -> Failure {
    Diagnostic::error(format!("{word} lacks its value")).help(format!("Write {word} VALUE.")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Outcome<Options> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn names_have_one_or_two_dashes_and_either_separator() {
        for line in ["--sp-file a.cocci b.c", "-sp_file a.cocci b.c", "--cocci-file=a.cocci b.c"] {
            let options = read(line).expect("reads");
            assert_eq!(options.rule, Some("a.cocci".into()), "{line}");
            assert_eq!(options.paths, [PathBuf::from("b.c")], "{line}");
        }
    }

    #[test]
    fn values_may_be_joined_to_short_names() {
        let options = read("-Iinclude -I other -Dpatch -D ns=a=b -j4 x.c").expect("reads");
        assert_eq!(options.paths, [PathBuf::from("x.c")]);
        assert!(options.virtuals.contains("patch"));
        assert_eq!(options.identifiers["ns"], "a=b");
    }

    #[test]
    fn headers_are_chosen_as_spatch_does() {
        let included = |line| read(line).expect("reads").included;
        assert_eq!(included("x.c"), None);
        assert_eq!(included("--no-includes x.c"), Some(Included::None));
        assert_eq!(included("--local-includes"), Some(Included::Local));
        assert_eq!(included("--all-includes"), Some(Included::Direct));
        assert_eq!(included("--recursive-includes"), Some(Included::Recursive));
    }

    #[test]
    fn added_code_is_laid_out_as_asked() {
        let style = read("--max-width 100 --indent 4 --smpl-spacing").expect("reads").style;
        assert_eq!((style.width, style.indent), (99, Some(4)));
        assert_eq!(style.spacing, Spacing::AsWritten);
        assert!(read("--max-width wide").is_err());
    }

    #[test]
    fn a_semantic_patch_may_ask_for_options_itself() {
        let words = ["--int-bits", "16", "--ocaml-regexps", "--indent", "4", "--no-such-thing"];
        let asked = of_file(&words.map(str::to_owned)).expect("reads");
        assert_eq!(asked.widths, Some(IntegerWidths { int: 16, long: 64 }));
        assert!(asked.str_regexes);
        assert_eq!(read("x.c").expect("reads").style_or(&asked).indent, Some(4));
        assert_eq!(read("--indent 2 x.c").expect("reads").style_or(&asked).indent, Some(2));
    }

    #[test]
    fn shares_hold_each_file_once() {
        let shares = |index| read(&format!("--max 3 --index {index}")).expect("reads").shares;
        let files: Vec<u32> = (0..7).collect();
        let all: Vec<_> = (0..4).map(|index| shares(index).of(files.clone())).collect();
        assert_eq!(all, [vec![0, 1, 2], vec![3, 4, 5], vec![6], vec![]]);
        assert_eq!(Shares::default().of(files.clone()), files);
        let turn = read("--max 3 --mod-distrib --index 1").expect("reads").shares;
        assert_eq!(turn.of(files), [1, 4]);
    }

    #[test]
    fn folders_and_the_semantic_patch_may_stand_anywhere() {
        for line in ["--dir --very-quiet a a.cocci", "a.cocci a --dir", "--dir=a --sp-file a.cocci"]
        {
            let options = read(line).expect("reads");
            assert_eq!(options.paths, [PathBuf::from("a")], "{line}");
            assert_eq!(options.rule, Some("a.cocci".into()), "{line}");
        }
    }

    #[test]
    fn what_does_nothing_is_noted_and_what_asks_for_something_else_refused() {
        let options = read("--use-gitgrep --no-loops --defined X x.c").expect("reads");
        assert_eq!(options.without_effect, ["--no-loops", "--defined"]);
        assert_eq!(options.paths, [PathBuf::from("x.c")]);
        assert!(read("--type-c x.c").is_err());
    }

    #[test]
    fn the_last_word_on_the_diff_counts() {
        assert!(read("--show-diff --no-show-diff").expect("reads").hide_diff);
        assert!(!read("--no-show-diff --show-diff").expect("reads").hide_diff);
    }

    #[test]
    fn what_spatch_has_not_is_an_error_unless_that_is_asked_to_be_ignored() {
        let failure = read("--frobnicate").expect_err("no such option");
        assert_eq!(failure.diagnostics[0].message, "there is no option --frobnicate");
        assert!(read("--frobnicate --ignore-unknown-options").is_ok());
        assert!(read("-o").is_err());
    }
}
