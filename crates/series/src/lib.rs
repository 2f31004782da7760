//! Files before and after, and what there is to say about them, to a patch series that can be mailed.
//!
//! ```text
//! changed paths ── group ─── prefix ──┐
//!        MAINTAINERS ─┘               ├── Series ─┬─ render ── output      a folder of mails and series.json
//! messages ── template ── wrap ───────┤      posting  └─ repository            a branch with the same commits
//! contents ── diff ───────────────────┘
//! ```
//!
//! **Everything is an input.** No function asks for the time, the user's name or the environment, so the same input
//! gives the same bytes: patches, mail ids, file names. Only [`output`], [`rewrite`] and [`repository`] touch files, and
//! each of them does all of its work or none.
//!
//! **A mail and its commit agree.** `git am` of what [`render`] writes gives the trees, authors, dates and messages of
//! what [`repository`] commits.
//!
//! The crate knows git, mail and MAINTAINERS. It knows nothing of C, of semantic patches, or of why a file changed.
//!
//! ```
//! use series::diff::{FileChange, FileMode};
//! use series::mail::{Identity, Timestamp};
//! use series::posting::Posting;
//! use series::render::render;
//! use series::series::{Cover, Patch, Recipients, RenderOptions, Role, Series, Signoff};
//!
//! let patch = Patch {
//!     role: Role::Conversion,
//!     apart: None,
//!     subsystem: "NETWORKING [TLS]".into(),
//!     prefix: "tls".into(),
//!     subject: "use the new walk".into(),
//!     body: "The old one goes away.\n".into(),
//!     files: vec![FileChange {
//!         path: "net/tls/tls_sw.c".into(),
//!         before: Some(b"old();\n".to_vec()),
//!         after: Some(b"new();\n".to_vec()),
//!         mode: FileMode::Regular,
//!     }],
//!     recipients: Recipients::default(),
//!     note: String::new(),
//!     sites: Vec::new(),
//! };
//! let cover = Cover { subject: "retire the old walk".into(), ..Cover::default() };
//! let series = Series { base: None, version: 1, cover, patches: vec![patch] };
//! let options = RenderOptions {
//!     author: Identity { name: "Ann Other".into(), email: "ann@example.org".into() },
//!     date: Timestamp { seconds: 1_577_880_000, offset_minutes: 0 },
//!     signoff: Signoff::No,
//!     tool: "treewide".into(),
//! };
//! let files = render(&series, &Posting::whole(&series), &options, &[])?;
//! assert_eq!(files[1].0, "0001-tls-use-the-new-walk.patch");
//! # Ok::<(), source::Diagnostic>(())
//! ```
#![warn(missing_docs)]

mod cover;
pub mod diff;
pub mod group;
mod history;
pub mod mail;
pub mod maintainers;
pub mod mbox;
pub mod output;
mod path;
pub mod posting;
pub mod prefix;
pub mod prior;
pub mod render;
pub mod repository;
pub mod review;
pub mod rewrite;
pub mod series;
pub mod template;
pub mod unified;
pub mod wrap;
