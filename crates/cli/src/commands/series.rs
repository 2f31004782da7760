//! `treewide series`

use std::path::{Path, PathBuf};

use clap::Args;
use migration::Migration;
use series::mail::{Identity, Timestamp};
use series::mbox::mbox;
use series::posting::Posting;
use series::prior::Prior;
use series::render::{OutputFile, address, render};
use series::repository::{Repository, Scope};
use series::series::{RenderOptions, Series as PatchSeries, Signoff};
use source::Diagnostic;

use crate::arguments::Subject;
use crate::composition::{Composition, TOOL};
use crate::console::{Console, print};
use crate::failure::{Exit, Failure, Outcome, io_failure};
use crate::survey::{Survey, load_migration, survey_in_form};

/// Write a patch series that converts the callers, one patch a subsystem
///
/// Writes mails that `git am` takes: 0000-cover-letter.patch, 0001-… which adds the new API, then a patch for each
/// subsystem, with recipients from MAINTAINERS; and series.json for programs. With --branch, commits instead.
#[derive(Args, Debug)]
pub(crate) struct Series {
    #[command(flatten)]
    subject: Subject,
    /// The folder to write into: new, empty, or one that holds an earlier run, whose numbers and edits by hand are kept
    #[arg(long, value_name = "DIR", required_unless_present = "branch")]
    out: Option<PathBuf>,
    /// Commit to a new branch of the tree's repository instead; work tree and index stay as they are
    #[arg(long, value_name = "NAME", conflicts_with = "out")]
    branch: Option<String>,
    /// The commit the series applies to; the tree's files must be those of the commit [default: HEAD]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Only the callers of this subsystem or in this file; may be given several times
    #[arg(long, value_name = "SUBSYSTEM|FILE")]
    only: Vec<String>,
    /// The form in which callers are converted, where it covers them; `treewide list` shows which forms a migration has
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    /// Leave out the last patch, which folds the old functions into the new API; it is written when no caller is left
    #[arg(long)]
    no_fold: bool,
    /// Add a Signed-off-by of the author
    #[arg(long)]
    signoff: bool,
    /// Which posting this is: [PATCH vN]
    #[arg(long = "version", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    posting: u32,
    /// How the series was tested, for the messages: a text, or a file that holds it. Nothing is claimed unasked
    #[arg(long, value_name = "TEXT|FILE")]
    tested: Option<String>,
    /// In parts: a folder a posting, of at most 15 patches, with its own cover letter and numbers; what the migration
    /// posts apart is apart
    #[arg(long, requires = "out")]
    postings: bool,
    /// Write series.mbox as well: all mails in one file, for `b4 am -m` and mail programs
    #[arg(long, requires = "out")]
    mbox: bool,
    /// The author, `Name <address>` [default: as git says, GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL included]
    #[arg(long, value_name = "AUTHOR", value_parser = parse_author)]
    from: Option<Identity>,
    /// The date of the mails, in seconds since 1970 [default: that of the base commit]
    #[arg(long, value_name = "SECONDS", env = "SOURCE_DATE_EPOCH")]
    date: Option<i64>,
}

/// The date of a series from a tree without commits: it has to be one, and the same every time.
const DATE_WITHOUT_COMMITS: i64 = 1_000_684_800;

impl Series {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let migration = load_migration(&self.subject.migration)?;
        self.check_form(&migration)?;
        let (form, subject) = (self.form.as_deref(), &self.subject);
        let survey =
            survey_in_form(&migration, form, &subject.tree, &subject.knowledge, jobs, console)?;
        let repository = Repository::open(&self.subject.tree)?;
        let base = self.base(repository.as_ref())?;
        let tested = self.tested()?;
        let composition = Composition {
            migration: &migration,
            survey: &survey,
            repository: repository.as_ref(),
            base,
            version: self.posting,
            only: &self.only,
            tested: &tested,
            form,
            folds: !self.no_fold,
        };
        let mut series = composition.series()?;
        let priors = self.priors()?;
        Prior::reorder(&priors, &mut series);
        let lost = Prior::lost(&priors, &series);
        if !lost.is_empty() {
            return Err(lost.into());
        }
        if series.patches.is_empty() {
            survey.report_coverage(console);
            console.say("There is no caller to convert.");
            return Ok(if survey.exit() == Exit::Incomplete {
                Exit::Incomplete
            } else {
                Exit::Nothing
            });
        }
        if let Some(repository) = &repository {
            self.check_clean(repository, &series)?;
        }
        let options = self.options(repository.as_ref(), &series, console)?;
        Prior::annotate(&priors, &mut series)?;
        address(&mut series, &options, &survey.maintainers)?;
        let postings =
            if self.postings { Posting::parts(&series) } else { vec![Posting::whole(&series)] };
        console.report_all(&series::review::review(&series, &postings));
        match (&self.branch, &self.out) {
            (Some(branch), _) => commit(repository.as_ref(), branch, &series, &options)?,
            (None, Some(out)) => {
                let remaining = composition.remaining();
                let mut rendered = Vec::new();
                for posting in &postings {
                    let folder = out.join(&posting.name);
                    let files = render(&series, posting, &options, &remaining)?;
                    let files = Prior::keep(&priors, &folder, &series, posting, files)?;
                    rendered.push((folder, files));
                }
                self.write(out, &postings, rendered)?;
            }
            (None, None) => {}
        }
        if self.tested.is_none() {
            console.say("The mails do not say how the series was tested; --tested tells it.");
        }
        console.say(summary(&migration, &survey, &series));
        survey.report_coverage(console);
        Ok(survey.exit())
    }

    /// The form must be one that the migration has.
    fn check_form(&self, migration: &Migration) -> Outcome<()> {
        let (Some(wanted), forms) = (&self.form, migration.forms()) else { return Ok(()) };
        if forms.contains(&wanted.as_str()) {
            return Ok(());
        }
        let help = match migration::did_you_mean(wanted, forms.iter().copied()) {
            Some(close) => format!("Did you mean {close:?}?"),
            None if forms.is_empty() => "It has one form: leave --form out.".to_owned(),
            None => format!("Its forms: {}; without --form, that of its rules.", forms.join(", ")),
        };
        let message = format!("{} has no form called {wanted:?}", migration.name);
        Err(Diagnostic::error(message).help(help).into())
    }

    /// Writes each posting to its folder.
    fn write(
        &self,
        out: &Path,
        postings: &[Posting],
        rendered: Vec<(PathBuf, Vec<OutputFile>)>,
    ) -> Outcome<()> {
        if self.postings {
            let names: Vec<&str> = postings.iter().map(|posting| posting.name.as_str()).collect();
            series::output::check_postings(out, &names)?;
        }
        let mut written = String::new();
        for (folder, mut files) in rendered {
            if self.mbox {
                files.push(mbox(&files));
            }
            series::output::write_series(&folder, &files)?;
            for (name, _) in files.iter().filter(|(name, _)| !name.starts_with('.')) {
                written += &format!("{}\n", folder.join(name).display());
            }
        }
        print(&written)
    }

    /// What earlier runs left where this one writes.
    fn priors(&self) -> Outcome<Vec<Prior>> {
        let Some(out) = &self.out else { return Ok(Vec::new()) };
        let mut folders = vec![out.clone()];
        if self.postings {
            let entries = std::fs::read_dir(out).into_iter().flatten().filter_map(Result::ok);
            folders = entries.map(|entry| entry.path()).collect();
            folders.sort();
        }
        let mut priors = Vec::new();
        for folder in folders {
            priors.extend(Prior::read(&folder)?);
        }
        Ok(priors)
    }

    /// What `--tested` says.
    fn tested(&self) -> Outcome<String> {
        let Some(given) = &self.tested else { return Ok(String::new()) };
        let path = Path::new(given);
        if !path.is_file() {
            return Ok(given.trim().to_owned());
        }
        let text = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
        Ok(String::from_utf8_lossy(&text).trim().to_owned())
    }

    /// The commit the series applies to.
    fn base(&self, repository: Option<&Repository>) -> Outcome<Option<String>> {
        match (repository, &self.base) {
            (Some(repository), wanted) => {
                Ok(Some(repository.resolve(wanted.as_deref().unwrap_or("HEAD"))?))
            }
            (None, Some(base)) => Err(Diagnostic::error(format!(
                "{} is no git checkout, so there is no commit {base}",
                self.subject.tree.display()
            ))
            .help("Leave --base out, or give the top of a git checkout with --tree.")
            .into()),
            (None, None) => Ok(None),
        }
    }

    /// The files that the series changes must be those of its base.
    fn check_clean(&self, repository: &Repository, series: &PatchSeries) -> Outcome<()> {
        let Some(base) = &series.base else { return Ok(()) };
        let total = series.total(&Posting::whole(series).patches)?;
        let mut different = Vec::new();
        for file in &total {
            if repository.blob(base, &file.path)? != file.before {
                different.push(file.path.clone());
            }
        }
        if different.is_empty() {
            return Ok(());
        }
        let dirty = repository.dirty(Scope::Tracked)?;
        let help = if dirty.is_empty() {
            format!("Check out {base}, or leave --base out.")
        } else {
            "Commit or stash your changes first: a series that nobody else can apply is of no use."
                .to_owned()
        };
        Err(Diagnostic::error(format!(
            "the work tree is not that of the base commit: {}",
            different.join(", ")
        ))
        .help(help)
        .into())
    }

    fn options(
        &self,
        repository: Option<&Repository>,
        series: &PatchSeries,
        console: &Console,
    ) -> Outcome<RenderOptions> {
        let known = self.from.clone().or_else(|| identity(repository));
        let author = match known {
            Some(author) => author,
            None if self.signoff => return Err(nobody_to_sign()),
            None => {
                console.say("git knows no author here, so the mails are from treewide <treewide@localhost>; see --from.");
                Identity { name: "treewide".to_owned(), email: "treewide@localhost".to_owned() }
            }
        };
        let committed = match (repository, &series.base) {
            (Some(repository), Some(base)) => Some(repository.date(base)?),
            _ => None,
        };
        let default =
            committed.unwrap_or(Timestamp { seconds: DATE_WITHOUT_COMMITS, offset_minutes: 0 });
        let date = self.date.map_or(default, |seconds| Timestamp { seconds, offset_minutes: 0 });
        let signoff = if self.signoff { Signoff::Author } else { Signoff::No };
        Ok(RenderOptions { author, date, signoff, tool: TOOL.to_owned() })
    }
}

/// The author as git finds it: each part from its variable of the environment, or else from git's configuration.
fn identity(repository: Option<&Repository>) -> Option<Identity> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let configured = |key: &str| series::repository::configured(repository, key);
    let name = variable("GIT_AUTHOR_NAME")
        .or_else(|| configured("author.name"))
        .or_else(|| configured("user.name"))?;
    let email = variable("GIT_AUTHOR_EMAIL")
        .or_else(|| configured("author.email"))
        .or_else(|| configured("user.email"))
        .or_else(|| variable("EMAIL"))?;
    Some(Identity { name, email })
}

fn commit(
    repository: Option<&Repository>,
    branch: &str,
    series: &PatchSeries,
    options: &RenderOptions,
) -> Outcome<()> {
    let repository = repository.ok_or_else(|| {
        Diagnostic::error("the tree is no git checkout, so there can be no branch")
            .help("Give a folder with --out instead, or the top of a git checkout with --tree.")
    })?;
    let ids = repository.commit_series(branch, series, options)?;
    let line =
        |(id, patch): (&String, &series::series::Patch)| format!("{id} {}\n", patch.full_subject());
    print(&ids.iter().zip(&series.patches).map(line).collect::<String>())
}

fn summary(migration: &Migration, survey: &Survey<'_>, series: &PatchSeries) -> String {
    let converted: usize = series.patches.iter().map(|patch| patch.sites.len()).sum();
    format!(
        "{}: {converted} of {} callers converted in {} patches.",
        migration.name,
        survey.status.sites.len(),
        series.patches.len()
    )
}

fn nobody_to_sign() -> Failure {
    Diagnostic::error("there is nobody to sign off")
        .help(
            "Set user.name and user.email in git's configuration, or give --from 'Name <address>'.",
        )
        .into()
}

/// `Name <address>`
fn parse_author(text: &str) -> Result<Identity, String> {
    let parts = text.strip_suffix('>').and_then(|text| text.split_once('<'));
    match parts.map(|(name, email)| (name.trim(), email.trim())) {
        Some((name, email)) if !name.is_empty() && email.contains('@') => {
            Ok(Identity { name: name.to_owned(), email: email.to_owned() })
        }
        _ => Err("expected `Name <address>`".to_owned()),
    }
}
