//! `treewide spatch`: the command line of Coccinelle's spatch.

mod config;
mod diff;
mod groups;
mod in_order;
mod isomorphisms;
mod joined;
mod option_table;
mod options;
mod results;
mod rounds;
mod scripts;
mod texts;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use engine::Engine;
use headers::{Included, Wanted};
use rayon::prelude::*;
use smpl::{Rule, RuleBody, ScriptLanguage, SemanticPatch};
use source::Diagnostic;

use self::groups::Group;
use self::joined::Joining;
use self::options::Options;
use self::rounds::Rounds;
use self::scripts::Scripts;
use crate::console::{Console, print};
use crate::failure::{Exit, Failure, Outcome, io_failure};
use crate::file_text::with_text;
use crate::knowledge::Knowledge;

/// The version of spatch whose command line and language this is; the first line of `--version`.
const SPOKEN_VERSION: &str = "1.3.1";

/// What `--help` says, in front of the options without effect.
const HELP: &str = include_str!("spatch/help.txt");

/// Apply a semantic patch with the command line of Coccinelle's spatch
///
/// Serves where spatch does. `treewide spatch --help` lists the options.
#[derive(Args, Debug)]
#[command(disable_help_flag = true)]
pub(crate) struct Spatch {
    /// What spatch would be given
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
    arguments: Vec<String>,
}

impl Spatch {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let arguments = config::with_config(&self.arguments);
        let options = options::parse(&arguments)?;
        if options.version {
            let own = env!("CARGO_PKG_VERSION");
            print(&format!("spatch version {SPOKEN_VERSION} (treewide {own})\n"))?;
            return Ok(Exit::Done);
        }
        if options.help {
            print(&help())?;
            return Ok(Exit::Done);
        }
        if options.print_options {
            print(&format!("{}\n", arguments.join(" ")))?;
            return Ok(Exit::Done);
        }
        if !options.quiet && !options.without_effect.is_empty() {
            console.report_all(&[no_effect(&options.without_effect)]);
        }
        let jobs = if options.jobs == 0 { jobs } else { options.jobs };
        run(&options, console, jobs).or_else(|failure| {
            console.report_all(&failure.diagnostics);
            Ok(Exit::Refused)
        })
    }
}

fn run(options: &Options, console: &Console, jobs: usize) -> Outcome {
    let patch = semantic_patch(options, console)?;
    if let Some(rule) = ocaml(&patch) {
        if !options.skip_ocaml {
            return Err(not_run(rule).into());
        }
        console.report_all(&[passed_over(&patch.path)]);
        return Ok(Exit::Done);
    }
    if options.parse_alone {
        print(&smpl::to_text(&patch))?;
        return Ok(Exit::Done);
    }
    let engine = engine(options, patch, console)?;
    if !engine.can_act() {
        refuse_or_warn(&engine, options, console)?;
    }
    let joining = Joining::new(options, &engine);
    let is_chosen = |group: &Group| {
        options.output.is_some() || engine.may_iterate() || concerns(&engine, group)
    };
    let groups = groups::groups(options)?.into_par_iter();
    let groups: Vec<Group> = groups.map(|group| joining.join(group)).filter(is_chosen).collect();
    let scripts = Scripts::new(&engine, script_settings(options));
    scripts.begin()?;
    let rounds = Rounds {
        options,
        console,
        engine: &engine,
        scripts: &scripts,
        groups: &groups,
        joining: &joining,
        threads: if scripts.is_one() { 1 } else { jobs },
        knowledge: &|files| knowledge(options, &engine, files, console),
    };
    let failures = rounds.all()?;
    match failures.is_empty() {
        true => Ok(Exit::Done),
        false => Err(Failure { diagnostics: failures }),
    }
}

/// Nothing can come of a semantic patch: because of the virtual names that are off, or because it only looks.
fn refuse_or_warn(engine: &Engine, options: &Options, console: &Console) -> Outcome<()> {
    let names: Vec<String> = engine.left_off().map(|name| format!("-D {name}")).collect();
    let message = format!("no rule of {} applies", engine.path());
    if !names.is_empty() {
        let help = format!("Turn on what is wanted: {}.", names.join(", "));
        return Err(Diagnostic::error(message).help(help).into());
    }
    if !options.quiet {
        let help = "Mark what is to be removed, added or shown with -, + or *, or add a script.";
        console.report_all(&[Diagnostic::warning(message).help(help)]);
    }
    Ok(())
}

/// How long scripts may take where `--timeout` does not say so.
const SCRIPT_SECONDS: u32 = 300;

fn script_settings(options: &Options) -> python::Settings {
    let seconds = options.timeout.unwrap_or(SCRIPT_SECONDS);
    python::Settings {
        program: options.python.clone(),
        limit: Duration::from_secs(u64::from(seconds.max(1))),
    }
}

/// The semantic patch as it stands in its file.
fn semantic_patch(options: &Options, console: &Console) -> Outcome<SemanticPatch> {
    let Some(rule) = &options.rule else {
        return Err(Diagnostic::error("no semantic patch is given")
            .help("Name one with --sp-file RULE.cocci.")
            .into());
    };
    let text = std::fs::read(rule).map_err(|error| io_failure("read", rule, &error))?;
    let folder = folder_of(rule);
    let load = |name: &str| {
        std::fs::read(folder.join(name))
            .or_else(|error| std::fs::read(name).map_err(|_| error.to_string()))
    };
    let reading = smpl::ParseOptions { loader: Some(&load) };
    let patch = smpl::parse(&rule.display().to_string(), &text, &reading)?;
    if !options.quiet {
        console.report_all(&patch.warnings);
    }
    Ok(patch)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The first rule that is a script in OCaml.
fn ocaml(patch: &SemanticPatch) -> Option<&Rule> {
    patch.rules.iter().find(|rule| match &rule.body {
        RuleBody::Script(script) => script.language == ScriptLanguage::Ocaml,
        RuleBody::Code(_) => false,
    })
}

fn not_run(rule: &Rule) -> Diagnostic {
    let message = format!("{} has scripts in OCaml, which treewide does not run", rule.path);
    Diagnostic::error(message).at(&rule.path, rule.span, "the first of them").help(
        "Write them in Python, or run this semantic patch with spatch; --skip-ocaml passes over it \
         (`make coccicheck SPFLAGS=--skip-ocaml`).",
    )
}

fn passed_over(path: &str) -> Diagnostic {
    Diagnostic::warning(format!("{path} has scripts in OCaml and is passed over"))
        .help("Write them in Python, or run this semantic patch with spatch.")
}

/// The semantic patch, ready to run.
fn engine(options: &Options, patch: SemanticPatch, console: &Console) -> Outcome<Engine> {
    if let Some(name) = options.virtuals.iter().find(|name| !patch.virtuals.contains(name)) {
        return Err(Diagnostic::error(format!("virtual rule {name} not supported"))
            .help(format!("The semantic patch has no `virtual {name}`; leave out -D {name}."))
            .into());
    }
    let asked = options::of_file(&patch.options)?;
    let engine_options = engine::Options {
        virtuals: options.virtuals.clone(),
        identifiers: options.identifiers.clone(),
        isomorphisms: isomorphisms::common(options)?,
        isomorphism_files: isomorphisms::named(&patch, &folder_of(Path::new(&patch.path)))?,
        disabled: options.disabled.union(&asked.disabled).cloned().collect(),
        style: options.style_or(&asked),
        widths: options.widths.or(asked.widths),
        str_regexes: options.str_regexes || asked.str_regexes,
        only_starred: true,
        scripts: true,
        ..engine::Options::default()
    };
    let engine = Engine::new(patch, engine_options)?;
    if !options.quiet {
        console.report_all(engine.warnings());
    }
    Ok(engine)
}

/// What `--help` says.
fn help() -> String {
    let mut text = HELP.to_owned();
    let mut width = usize::MAX;
    for name in option_table::without_effect() {
        if width.saturating_add(name.len()) > 110 {
            text.push_str("\n ");
            width = 0;
        }
        let dashes = if name.len() == 1 { " -" } else { " --" };
        text.push_str(dashes);
        text.push_str(name);
        width += name.len() + dashes.len();
    }
    text + "\n"
}

fn no_effect(options: &[String]) -> Diagnostic {
    let (has, names) = (if options.len() == 1 { "has" } else { "have" }, options.join(", "));
    Diagnostic::warning(format!("{names} {has} no effect here"))
        .help("`treewide spatch --help` lists what has; --very-quiet keeps this message away.")
}

/// Whether a rule can match in a group by its words, or it can not be read: that is told when its turn comes.
fn concerns(engine: &Engine, group: &Group) -> bool {
    if let ([], [file]) = (&*group.headers, &*group.named) {
        return with_text(file, |text| engine.concerns(text)).unwrap_or(true);
    }
    let texts: Result<Vec<Vec<u8>>, _> = group.files().map(std::fs::read).collect();
    texts.map_or(true, |texts| {
        engine.concerns_program(&texts.iter().map(Vec::as_slice).collect::<Vec<_>>())
    })
}

/// What is known of macros, and of the types in the headers that the options name.
fn knowledge(
    options: &Options,
    engine: &Engine,
    files: &[PathBuf],
    console: &Console,
) -> Outcome<Knowledge> {
    let mut macros = options.knowledge.macros()?;
    for path in &options.macros {
        let text = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
        macros.learn(&text);
    }
    let wanted = if engine.asks_for_types() { Wanted::Types } else { Wanted::Macros };
    let chosen = (wanted, options.included.unwrap_or(Included::Local));
    Ok(Knowledge::of_files(&options.knowledge, macros, files, chosen, &|_| true, console))
}
