//! `treewide list`

use clap::Args;

use crate::console::{Console, print};
use crate::defaults::migration_roots;
use crate::failure::{Exit, Outcome};

/// List the migrations known, by name
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Write JSON: [{"name", "title", "folder", "forms"}]
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let mut known: Vec<(_, _, Vec<String>)> = Vec::new();
        for entry in migration::list(&migration_roots()) {
            match migration::load(&entry.folder) {
                Ok(migration) => {
                    let forms = migration.forms().into_iter().map(str::to_owned).collect();
                    known.push((entry, migration.title, forms));
                }
                Err(problems) => console.report_all(&problems),
            }
        }
        let width = known.iter().map(|(entry, ..)| entry.name.len()).max().unwrap_or_default();
        let text = if self.json {
            let entries: Vec<_> = known
                .iter()
                .map(|(entry, title, forms)| serde_json::json!({"name": entry.name, "title": title, "folder": entry.folder, "forms": forms}))
                .collect();
            format!("{:#}\n", serde_json::Value::Array(entries))
        } else {
            let forms = |forms: &[String]| match forms {
                [] => String::new(),
                forms => format!(" (also --form {})", forms.join(", ")),
            };
            let line = |(entry, title, known): &(migration::Listed, String, Vec<String>)| {
                format!("{:width$}  {title}{}\n", entry.name, forms(known))
            };
            known.iter().map(line).collect()
        };
        print(&text)?;
        Ok(if known.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}
