//! `treewide spatch`: the command line of Coccinelle's spatch.

mod config;
mod diff;
mod in_order;
mod isomorphisms;
mod options;
mod results;
mod rounds;
mod scripts;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use engine::Engine;
use headers::Wanted;
use smpl::{RuleBody, ScriptLanguage, SemanticPatch};
use source::Diagnostic;

use self::options::Options;
use self::rounds::Rounds;
use self::scripts::Scripts;
use crate::console::{Console, print};
use crate::failure::{Exit, Failure, Outcome, io_failure};
use crate::knowledge::Knowledge;
use crate::source_tree::c_files;

/// The version of spatch whose command line and language this is; the first line of `--version`.
const SPOKEN_VERSION: &str = "1.3.1";

const HELP: &str = "\
Usage: treewide spatch [OPTIONS] --sp-file RULE.cocci PATH...

Applies a semantic patch, with the command line of Coccinelle's spatch.

  --sp-file FILE, --cocci-file FILE   the semantic patch
  -o FILE                             write the result there, when something changed
  --in-place                          change the files
  --no-show-diff                      print no diff
  --quiet, --very-quiet               say nothing but results and errors
  --dir DIR                           look for .c files there
  --include-headers                   … and for .h files
  --patch DIR                         paths in diffs are relative to DIR
  -D NAME[=VALUE]                     turn a virtual rule on; give a virtual identifier its value
  --iso-file FILE                     isomorphisms instead of those built in
  --disable-iso NAME                  do without an isomorphism
  --max-width N, --indent N           where lines of added code are broken; blanks of one level
  --smpl-spacing, --linux-spacing     blanks in added code as written, or as the kernel has them
  --macro-file FILE                   #defines to know besides the macros built in
  --macros FILE                       the same, by class: see docs/reference/macros.md
  --no-headers                        leave out what the tree's headers say of macros
  --no-includes                       no types from headers
  --local-includes                    types from headers included by a \"quoted\" name
  --all-includes                      types from all headers that a file includes
  --recursive-includes                … and from those that these include
  --jobs N, -j N                      threads to use
  --max N --index I                   take the share I, from 0, of N shares of the files
  --timeout SECONDS                   what a rule's scripts may take for one file
  --python PATH                       the Python that runs scripts; python3 without it
  --skip-ocaml                        pass over a semantic patch with scripts in OCaml, with a warning
  --ignore-unknown-options            pass over options that are not known
  --version, --help

Options of spatch that steer its preprocessing, caches and debugging are taken and have no effect.
";

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
        let options = options::parse(&config::with_config(&self.arguments))?;
        if options.version {
            let own = env!("CARGO_PKG_VERSION");
            print(&format!("spatch version {SPOKEN_VERSION} (treewide {own})\n"))?;
            return Ok(Exit::Done);
        }
        if options.help {
            print(HELP)?;
            return Ok(Exit::Done);
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
    if options.skip_ocaml && has_ocaml(&patch) {
        console.report_all(&[passed_over(&patch.path)]);
        return Ok(Exit::Done);
    }
    let engine = engine(options, patch, console)?;
    let files = files(options)?;
    if options.output.is_some() && files.len() != 1 {
        return Err(Diagnostic::error("-o takes one C file")
            .help("Use --in-place to change many files.")
            .into());
    }
    let scripts = Scripts::new(&engine, script_settings(options));
    scripts.begin()?;
    let rounds = Rounds {
        options,
        console,
        engine: &engine,
        scripts: &scripts,
        files: &files,
        threads: if scripts.is_one() { 1 } else { jobs },
        knowledge: &|files| knowledge(options, &engine, files, console),
    };
    let failures = rounds.all()?;
    match failures.is_empty() {
        true => Ok(Exit::Done),
        false => Err(Failure { diagnostics: failures }),
    }
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

/// Whether a semantic patch has rules that are scripts in OCaml.
fn has_ocaml(patch: &SemanticPatch) -> bool {
    patch.rules.iter().any(|rule| match &rule.body {
        RuleBody::Script(script) => script.language == ScriptLanguage::Ocaml,
        RuleBody::Code(_) => false,
    })
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
        scripts: true,
        ..engine::Options::default()
    };
    let engine = Engine::new(patch, engine_options)?;
    if !options.quiet {
        console.report_all(engine.warnings());
    }
    Ok(engine)
}

fn files(options: &Options) -> Outcome<Vec<PathBuf>> {
    if options.paths.is_empty() {
        return Err(Diagnostic::error("no C file is given")
            .help("Name C files, or a directory with --dir.")
            .into());
    }
    let mut files = c_files(&options.paths)?;
    let is_header = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "h");
    files.retain(|path| options.headers || !is_header(path) || options.paths.contains(path));
    Ok(options.shares.of(files))
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
    // Under other virtual rules other files can be concerned.
    let all = engine.may_iterate();
    let concerned = |text: &[u8]| all || engine.concerns(text);
    let chosen = (wanted, options.included);
    Ok(Knowledge::of_files(&options.knowledge, macros, files, chosen, &concerned, console))
}
