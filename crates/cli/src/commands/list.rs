//! `treewide list`

use clap::Args;

use crate::console::{Console, print};
use crate::defaults::migration_roots;
use crate::failure::{Exit, Outcome};

/// List the migrations known, by name
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Write JSON: [{"name", "title", "folder"}]
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let mut known = Vec::new();
        for entry in migration::list(&migration_roots()) {
            match migration::load(&entry.folder) {
                Ok(migration) => known.push((entry, migration.title)),
                Err(problems) => console.report_all(&problems),
            }
        }
        let width = known.iter().map(|(entry, _)| entry.name.len()).max().unwrap_or_default();
        let text = if self.json {
            let entries: Vec<_> = known
                .iter()
                .map(|(entry, title)| serde_json::json!({"name": entry.name, "title": title, "folder": entry.folder}))
                .collect();
            format!("{:#}\n", serde_json::Value::Array(entries))
        } else {
            known.iter().map(|(entry, title)| format!("{:width$}  {title}\n", entry.name)).collect()
        };
        print(&text)?;
        Ok(if known.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}
