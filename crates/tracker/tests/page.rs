//! The dashboard: what it says, that hostile names stay text, and that the same data gives the same bytes.

use std::collections::BTreeMap;

use tracker::dashboard::{Dashboard, Series};
use tracker::{Coverage, Site, Status};

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("fixture")
}

fn dashboard() -> Dashboard {
    let tree = |name| Status::from_json(name, &fixture(name)).expect("well formed");
    let series = Series::from_json("series.json", &fixture("series"), "2.0", "../series");
    Dashboard {
        name: "old-fill".to_owned(),
        title: "old_fill() to new_fill()".to_owned(),
        summary: "One paragraph.\n\nAnother.".to_owned(),
        old: vec!["old_fill".to_owned()],
        new: vec!["new_fill".to_owned()],
        shapes: BTreeMap::from([("kept".to_owned(), "pages kept in storage".to_owned())]),
        trees: vec![tree("1.0"), tree("2.0")],
        series: vec![series.expect("well formed")],
        docs: Some("../docs/old-fill.html".to_owned()),
        tool: "treewide 0".to_owned(),
    }
}

fn render(dashboard: &Dashboard) -> String {
    dashboard.to_html().expect("in memory")
}

/// The text of the page's rows of callers, cells apart.
fn rows(html: &str) -> Vec<Vec<String>> {
    let body = html.split("id=\"callers\"").nth(1).expect("the table of callers");
    let rows =
        body.split("<tr data-state=").skip(1).map(|row| row.split("</tr>").next().unwrap_or(row));
    rows.map(|row| row.split("<td").skip(1).map(|cell| text(&format!("<td{cell}"))).collect())
        .collect()
}

/// What is left of markup without its tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_caller_is_one_row_with_a_cell_for_each_tree() {
    let rows = rows(&render(&dashboard()));
    let reason = "the pages stay in the caller&#39;s own array and are put from elsewhere";
    let kept = format!("pages kept in storage {reason}");
    assert_eq!(
        rows,
        [
            [
                "drivers/tape.c tape_write() no subsystem",
                "other not recognised by any shape",
                "remaining line 300",
                "–"
            ],
            [
                "net/ring/tx.c ring_send() RING NETWORKING",
                "walk",
                "convertible line 41",
                "convertible line 44 · patch 2"
            ],
            ["net/ring/tx.c ring_send() RING NETWORKING", "walk", "convertible line 58", "–"],
            [
                "fs/tar/file.c tar_read() TAR FILE SYSTEM",
                &kept,
                "remaining line 7",
                "remaining line 9"
            ],
        ]
    );
}

#[test]
fn totals_and_chart_agree_with_the_trees() {
    let html = render(&dashboard());
    let page = text(&html);
    assert!(page.contains("1.0 4 callers 2 convertible 2 remaining"), "{page}");
    assert!(page.contains("2.0 2 callers −2 since 1.0 1 convertible 1 remaining"), "{page}");
    assert!(html.contains(
        "aria-label=\"1.0: 4 callers, 2 convertible, 2 remaining; 2.0: 2 callers, 1 convertible, 1 remaining\""
    ));
    assert!(html.contains("<a href=\"../series/0002-net-ring-fill-fragments.patch\" title=\"net: ring: fill fragments\">"));
}

#[test]
fn the_page_loads_nothing() {
    let html = render(&dashboard());
    for word in
        ["src=", "@import", "url(", "<link", "<iframe", "http:", "https:", "fetch(", "XMLHttp"]
    {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let mut other = dashboard();
    for tree in &mut other.trees {
        tree.sites.reverse();
        *tree = Status::new(tree.tree.clone(), tree.sites.clone(), tree.coverage.clone());
    }
    let mut one = dashboard();
    one.trees = one.trees.into_iter().map(|t| Status::new(t.tree, t.sites, t.coverage)).collect();
    assert_eq!(render(&one), render(&other));
}

/// The page with text and the values of attributes taken out: its markup alone. Values hold no quote when all is well.
fn skeleton(html: &str) -> String {
    let mut out = String::new();
    let (mut in_tag, mut in_value) = (false, false);
    for c in html.chars() {
        match c {
            '"' if in_tag => {
                in_value = !in_value;
                out.push(c);
            }
            '<' if !in_tag => {
                in_tag = true;
                out.push(c);
            }
            '>' if in_tag && !in_value => {
                in_tag = false;
                out.push(c);
            }
            _ if in_tag && !in_value => out.push(c),
            _ => {}
        }
    }
    out
}

/// A dashboard in which every name is `name`.
fn all_called(name: &str) -> Dashboard {
    let text = || name.to_owned();
    let mut site = Site::convertible(name, 1, name, name);
    site.subsystem = text();
    site.shape = text();
    let mut second = site.clone().remaining(name);
    second.line = 2;
    let coverage = Coverage::default();
    let tree = Status::new(name, vec![site, second], coverage);
    let json = serde_json::json!({"patches": [{"file": name, "subject": name, "paths": [name]}]});
    let series = Series::from_json("s", &json.to_string(), name, "out").expect("well formed");
    Dashboard {
        name: text(),
        title: text(),
        summary: text(),
        old: vec![text()],
        new: vec![text()],
        shapes: BTreeMap::from([(text(), text())]),
        trees: vec![tree.clone(), tree],
        series: vec![series],
        docs: None,
        tool: text(),
    }
}

#[test]
fn hostile_names_add_no_markup() {
    let tame = skeleton(&render(&all_called("name")));
    for hostile in [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "--><!--",
        "</title></style></table><h1>",
        "{{ 7 * 7 }}{% raw %}",
        "&lt;script&gt;",
        "a\u{202e}\u{0}\u{1b}[31m\r\nb",
    ] {
        let html = render(&all_called(hostile));
        assert_eq!(skeleton(&html), tame, "{hostile:?}");
        assert!(!html.contains("href=\"javascript:"));
        assert!(!html.contains(['\u{0}', '\u{1b}', '\u{202e}']));
    }
}

#[test]
fn an_address_that_could_run_something_is_left_out() {
    let mut page = dashboard();
    page.docs = Some("javascript:alert(1)".to_owned());
    let html = render(&page);
    assert!(!html.contains("javascript:") && !html.contains("Documentation of"));
}

#[test]
fn no_tree_and_no_caller_still_make_a_page() {
    let mut page = dashboard();
    page.trees.clear();
    assert!(render(&page).contains("<svg"));
    page.trees = vec![Status::new("clean", vec![], Coverage::default())];
    assert!(text(&render(&page)).contains("clean 0 callers"));
}
