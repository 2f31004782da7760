//! Sites as CSV (RFC 4180, with a header), for spreadsheets and scripts.

use crate::Status;

/// The columns, in order.
const HEADER: [&str; 10] = [
    "tree",
    "path",
    "line",
    "function",
    "subsystem",
    "shape",
    "state",
    "reason",
    "call",
    "ordinal",
];

/// All sites of all trees, one a row. Fields are what they are in the tree: a spreadsheet should be told to read them
/// as text.
///
/// # Errors
/// Never in practice: the table is built in memory.
pub fn csv(trees: &[Status]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for status in trees {
        for site in &status.sites {
            writer.write_record([
                &status.tree,
                &site.path,
                &site.line.to_string(),
                &site.function,
                &site.subsystem,
                &site.shape,
                site.state.name(),
                site.reason.as_deref().unwrap_or_default(),
                &site.call,
                &site.ordinal.to_string(),
            ])?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
