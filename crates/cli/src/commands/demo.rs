//! `treewide demo`

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::Args;
use source::Diagnostic;

use crate::console::{Console, print};
use crate::defaults;
use crate::failure::{Exit, Outcome, io_failure};
use crate::knowledge::KnowledgeOptions;
use crate::survey::{load_migration, survey};

/// Do the whole job on a small tree that comes with treewide
///
/// Makes a temporary git repository from the sample tree, writes the series, applies it with `git am`, builds the
/// tree before and after every patch, runs its tests, and writes the dashboard. Needs git, make and a C compiler.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Where to work; made when it is not there [default: a new folder for temporary files]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The migration that the demo shows.
const MIGRATION: &str = "iov-iter-get-pages";

/// The folders of one demo.
struct Place {
    tree: PathBuf,
    series: PathBuf,
    dashboard: PathBuf,
    /// A home without configuration, so that the user's own git settings play no part.
    home: PathBuf,
}

impl Demo {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let start = Instant::now();
        let place = self.place()?;
        let sample = defaults::sample_tree()?;
        copy(&sample, &place.tree)?;
        place.git(&["init", "--quiet", "--initial-branch=main"])?;
        place.git(&["add", "--all"])?;
        place.git(&["commit", "--quiet", "--message=sample tree"])?;
        console.say(format!("A git repository of the sample tree: {}", place.tree.display()));
        place.make(&[], jobs)?;
        place.make(&["check"], jobs)?;
        console.say("It builds, and its tests pass.");
        let migration = load_migration(MIGRATION)?;
        let before =
            survey(&migration, &place.tree, &KnowledgeOptions::default(), jobs, console)?.status;
        console.say(format!("{MIGRATION}: {}", before.summary()));
        write_series(&place)?;
        let patches = patches(&place.series)?;
        for patch in &patches {
            place.git(&["am", "--quiet", &patch.display().to_string()])?;
            place.make(&[], jobs)?;
            console
                .say(format!("  {}: applies with git am, and the tree builds", file_name(patch)));
        }
        place.make(&["check"], jobs)?;
        console.say("After the last patch the tests pass as before.");
        let after =
            survey(&migration, &place.tree, &KnowledgeOptions::default(), jobs, console)?.status;
        console.say(format!("{MIGRATION}: {}", after.summary()));
        let named = |name: &str, status: tracker::Status| tracker::Status {
            tree: name.to_owned(),
            ..status
        };
        let trees = vec![named("before", before), named("after", after)];
        let page = super::dashboard::write_page(&migration, trees, None, &place.dashboard)?;
        console.say(format!("Done in {:.1} s.\n", start.elapsed().as_secs_f64()));
        print(&format!(
            "tree       {}\nseries     {}\ndashboard  {}\n\nNext, on a real tree:\n  treewide status {MIGRATION} --tree ~/src/linux\n",
            place.tree.display(),
            place.series.display(),
            page.display()
        ))?;
        Ok(Exit::Done)
    }

    fn place(&self) -> Outcome<Place> {
        let root = match &self.out {
            Some(out) => {
                if out.exists() {
                    return Err(Diagnostic::error(format!("{} is there already", out.display()))
                        .help("Give a folder that is to be made, or remove this one.")
                        .into());
                }
                std::fs::create_dir_all(out).map_err(|error| io_failure("made", out, &error))?;
                out.canonicalize().map_err(|error| io_failure("read", out, &error))?
            }
            None => {
                let made = tempfile::Builder::new().prefix("treewide-demo-").tempdir();
                made.map_err(|error| io_failure("made", &std::env::temp_dir(), &error))?.keep()
            }
        };
        let place = Place {
            tree: root.join("tree"),
            series: root.join("series"),
            dashboard: root.join("dashboard"),
            home: root.join("home"),
        };
        for folder in [&place.tree, &place.home] {
            std::fs::create_dir_all(folder).map_err(|error| io_failure("made", folder, &error))?;
        }
        Ok(place)
    }
}

impl Place {
    /// Runs git in the tree, as nobody in particular.
    fn git(&self, arguments: &[&str]) -> Outcome<()> {
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(&self.tree)
            .env("HOME", &self.home)
            .env("XDG_CONFIG_HOME", &self.home)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "2017-02-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2017-02-01T00:00:00Z");
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "treewide demo")
                .env(format!("GIT_{who}_EMAIL"), "demo@localhost");
        }
        run(command, "git")
    }

    fn make(&self, targets: &[&str], jobs: usize) -> Outcome<()> {
        let mut command = Command::new("make");
        let build = format!("O={}", self.home.with_file_name("build").display());
        command
            .arg("--silent")
            .arg(format!("--jobs={jobs}"))
            .arg(build)
            .args(targets)
            .current_dir(&self.tree);
        run(command, "make")
    }
}

/// Runs a program; what it printed is told when it fails.
fn run(mut command: Command, program: &str) -> Outcome<()> {
    let output = command.output().map_err(|error| {
        Diagnostic::error(format!("{program} can not be run: {error}"))
            .help(format!("The demo needs {program}: install it."))
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Diagnostic::error(format!(
        "{program} failed:\n{}",
        String::from_utf8_lossy(&said).trim_end()
    ))
    .help(format!("The command was: {command:?}"))
    .into())
}

/// Writes the series as a user would.
fn write_series(place: &Place) -> Outcome<()> {
    let program = std::env::current_exe()
        .map_err(|error| io_failure("found", Path::new("treewide"), &error))?;
    let mut command = Command::new(program);
    command.args(["--quiet", "series", MIGRATION, "--from=treewide demo <demo@localhost>"]);
    command.arg("--tree").arg(&place.tree).arg("--out").arg(&place.series);
    run(command, "treewide")
}

/// The patches of a series, without its cover letter, in order.
fn patches(series: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(series).map_err(|error| io_failure("read", series, &error))?;
    let mut patches: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    patches.retain(|path| {
        path.extension().is_some_and(|end| end == "patch") && !file_name(path).starts_with("0000-")
    });
    patches.sort();
    Ok(patches)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Copies a folder and all in it; links are not followed.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    for entry in ignore::WalkBuilder::new(from).standard_filters(false).build() {
        let entry = entry.map_err(|error| {
            Diagnostic::error(format!("the sample tree can not be read: {error}"))
        })?;
        let Ok(path) = entry.path().strip_prefix(from) else { continue };
        let target = to.join(path);
        let copied = match entry.file_type() {
            Some(kind) if kind.is_dir() => std::fs::create_dir_all(&target),
            Some(kind) if kind.is_file() => std::fs::copy(entry.path(), &target).map(drop),
            _ => Ok(()),
        };
        copied.map_err(|error| io_failure("written", &target, &error))?;
    }
    Ok(())
}
