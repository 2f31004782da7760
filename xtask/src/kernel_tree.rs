// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask kernel-tree`: a real Linux tree out of Debian's `linux-source-VERSION` package.
//!
//! ```text
//! this machine's apt ── has the package? ── download ──┐
//!        └─ its archive ── other suites, in a state of our own ── download ──┤
//!                                                  unpack beside the goal, rename, mark complete
//! ```
//!
//! The archive is the one that the machine's own apt is set up for; none is named here. A release that the machine's
//! Debian lacks is asked of the archive's other suites with lists and caches in a temporary folder, so apt stays as it was.
//! Packages are checked against the keys of the installed archive keyring.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::command::{command, finish, installed, succeed};
use crate::project;

/// Get a Linux tree, once, and print where it is
///
/// Through the machine's own apt (Debian). 5.10, 6.1 and 7.2 are what the checks use.
#[derive(Args)]
pub(crate) struct KernelTree {
    /// The release, as in linux-source-VERSION
    version: String,
    /// Where trees are kept [default: ${XDG_CACHE_HOME:-~/.cache}/treewide/trees]
    folder: Option<PathBuf>,
}

/// Debian's suites that carry kernels, oldest first; one that an archive has dropped is passed over.
const SUITES: &[&str] = &["bullseye", "bookworm", "bookworm-backports", "trixie", "forky", "sid"];

impl KernelTree {
    pub(crate) fn run(&self) -> Result<()> {
        println!("{}", get(&self.version, self.folder.as_deref())?.display());
        Ok(())
    }
}

/// The tree of a release, fetched if it is not there yet.
///
/// # Errors
/// No apt, no such package, or no room.
pub(crate) fn get(version: &str, folder: Option<&Path>) -> Result<PathBuf> {
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        bail!("`{version}` is no kernel release: give one like 6.1");
    }
    let folder = folder
        .map_or_else(|| Ok(project::cache()?.join("trees")), |it| anyhow::Ok(it.to_path_buf()))?;
    let package = format!("linux-source-{version}");
    let tree = folder.join(&package);
    if tree.join(".complete").is_file() {
        return Ok(tree);
    }
    if !installed("apt-get") {
        bail!("this machine has no apt-get: give your own tree with --tree");
    }
    eprintln!("fetching {package} into {}", folder.display());
    std::fs::create_dir_all(&folder)?;
    let work = tempfile::Builder::new().prefix(".fetch-").tempdir_in(&folder)?;
    let deb = download(&package, work.path())?;
    unpack(&deb, &package, work.path())?;
    if tree.exists() {
        std::fs::remove_dir_all(&tree)?; // an earlier run that broke off
    }
    let name = deb.file_name().unwrap_or_default().to_string_lossy().into_owned();
    std::fs::write(work.path().join(&package).join(".complete"), name + "\n")?;
    std::fs::rename(work.path().join(&package), &tree)?;
    Ok(tree)
}

fn download(package: &str, work: &Path) -> Result<PathBuf> {
    let fetch = |options: &[String]| {
        let mut apt = command("apt-get", work, options);
        finish(apt.args(["-o", "APT::Sandbox::User=root", "-qq", "download", package]))
    };
    if !fetch(&[])?.status.success() {
        let options = other_suites(work)?;
        // A suite that the archive has dropped is no fault, so the update's own verdict says nothing.
        finish(command("apt-get", work, &options).args(["-qq", "update"]))?;
        let output = fetch(&options)?;
        if !output.status.success() {
            bail!("no suite has {package}:\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let mut files = std::fs::read_dir(work)?.flatten().map(|entry| entry.path());
    files
        .find(|path| path.extension().is_some_and(|it| it == "deb"))
        .context("apt-get left no package")
}

/// Options for an apt that knows all suites and keeps its state in `work`.
fn other_suites(work: &Path) -> Result<Vec<String>> {
    let archive = match archive()? {
        Some(archive) => archive,
        None => {
            succeed(&mut command("apt-get", work, ["-qq", "update"]))?; // a new machine has no lists
            archive()?.context("apt knows no archive here: give your own tree with --tree")?
        }
    };
    let source = |suite: &&str| format!("deb {archive} {suite} main\n");
    std::fs::write(work.join("sources.list"), SUITES.iter().map(source).collect::<String>())?;
    std::fs::create_dir_all(work.join("lists/partial"))?;
    let settings = [
        format!("Dir::Etc::sourcelist={}", work.join("sources.list").display()),
        "Dir::Etc::sourceparts=/dev/null".to_owned(),
        format!("Dir::State::Lists={}", work.join("lists").display()),
        "Dir::Cache::pkgcache=".to_owned(),
        "Dir::Cache::srcpkgcache=".to_owned(),
    ];
    Ok(settings.into_iter().flat_map(|setting| ["-o".to_owned(), setting]).collect())
}

/// The address that the machine's own apt gets packages from.
fn archive() -> Result<Option<String>> {
    let arguments = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
    let text = succeed(&mut command("apt-get", Path::new("/"), arguments))?;
    Ok(text.lines().find(|line| !line.contains("security")).map(str::to_owned))
}

fn unpack(deb: &Path, package: &str, work: &Path) -> Result<()> {
    let archive = format!("deb/usr/src/{package}.tar.xz");
    succeed(command("dpkg-deb", work, ["-x"]).arg(deb).arg(work.join("deb")))?;
    succeed(command("tar", work, ["-xf"]).arg(&archive))?;
    Ok(())
}
