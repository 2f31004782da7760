//! What a test program of the sample tree prints: `name: 2425 runs, 2185 faults, 512 met, digest 90ab…, 0 failed`.

use std::collections::BTreeMap;

/// What a caller did, over all runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    /// Iterators it was driven over.
    pub(crate) runs: u32,
    /// Those with a page that is not there: each page of each iterator, one at a time.
    pub(crate) faults: u32,
    /// Those of them in which the caller did something else than with all pages.
    pub(crate) met: u32,
    /// Everything observable, as one number in hexadecimal.
    pub(crate) value: String,
    /// Runs that left a reference or an object over, or dropped one twice.
    pub(crate) failed: u32,
}

/// The digests in the output of `make`, by the name of the program.
pub(crate) fn parse(report: &str) -> BTreeMap<String, Digest> {
    report.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(String, Digest)> {
    let (name, rest) = line.split_once(": ")?;
    let mut fields = rest.split(", ");
    let mut number = |unit: &str| fields.next()?.strip_suffix(unit)?.parse().ok();
    let (runs, faults, met) = (number(" runs")?, number(" faults")?, number(" met")?);
    let value = fields.next()?.strip_prefix("digest ")?.to_owned();
    let failed = fields.next()?.strip_suffix(" failed")?.parse().ok()?;
    Some((name.to_owned(), Digest { runs, faults, met, value, failed }))
}

#[test]
fn other_lines_of_make_are_no_digests() {
    let report = "cc -c x.c\nzip: 12 runs, 9 faults, 4 met, digest 0f, 3 failed\nzip: kvec seed 1 fault 2: 0f FAILED\n";
    let digests = parse(report);
    assert_eq!(digests.len(), 1);
    assert_eq!(
        digests["zip"],
        Digest { runs: 12, faults: 9, met: 4, value: "0f".into(), failed: 3 }
    );
}
