//! The third step: the structure and the function, above the one that the loop stood in.

use csyntax::{NodeKind, TriviaKind};

use super::variables::Captured;
use super::{Exits, Marked, Names, Outline};

/// Columns of a tab.
const TAB: usize = 8;
/// The last column of a line.
const WIDTH: usize = 80;

/// The text to add; ends in a blank line.
pub(super) fn definition(
    marked: &Marked<'_>,
    captured: &[Captured],
    exits: &Exits,
    names: &Names,
    request: &Outline,
    carried: bool,
) -> String {
    let mut out = String::new();
    if carried {
        out += &structure(captured, exits, names);
    }
    out += &head(names, request);
    out += "{\n";
    if carried {
        out += &format!("\tstruct {} *{} = data;\n", names.context, names.variable);
        // The body's own declarations go on where this one ends.
        if !begins_with_declaration(marked) {
            out.push('\n');
        }
    }
    out += &body(marked);
    if !ends_in_return(marked) {
        out += "\n\treturn 0;\n";
    }
    out + "}\n\n"
}

fn structure(captured: &[Captured], exits: &Exits, names: &Names) -> String {
    let mut out = format!("struct {} {{\n", names.context);
    for variable in captured {
        out += &format!("\t{};\n", variable.member);
    }
    if exits.carried() {
        out += "\tint exit;\n";
    }
    if let Some(value) = &exits.value {
        out += &format!("\t{value}value;\n");
    }
    out + "};\n\n"
}

/// The function's header; parameters that do not fit go on aligned under the first.
fn head(names: &Names, request: &Outline) -> String {
    let open = format!("static int {}(", names.function);
    let mut lines = vec![open.clone()];
    let all = request.parameters.iter().map(String::as_str).chain(["void *data"]);
    let count = request.parameters.len() + 1;
    for (at, parameter) in all.enumerate() {
        let piece = format!("{parameter}{}", if at + 1 < count { "," } else { ")" });
        let line = lines.last_mut().map_or(&open, |line| &*line).clone();
        let joined = if at == 0 { format!("{line}{piece}") } else { format!("{line} {piece}") };
        if at > 0 && columns(&joined) > WIDTH {
            lines.push(format!(
                "{}{}{piece}",
                "\t".repeat(open.len() / TAB),
                " ".repeat(open.len() % TAB)
            ));
        } else if let Some(line) = lines.last_mut() {
            *line = joined;
        }
    }
    lines.join("\n") + "\n"
}

fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, letter| match letter {
        '\t' => column / TAB * TAB + TAB,
        _ => column + 1,
    })
}

/// The body's lines, moved to the left so that its statements stand at the first tab.
fn body(marked: &Marked<'_>) -> String {
    let tree = marked.tree;
    let span = tree.span(marked.body);
    let whole =
        String::from_utf8_lossy(&tree.text()[span.start as usize..span.end as usize]).into_owned();
    let inner = match tree.kind(marked.body) {
        NodeKind::CompoundStatement => {
            whole.trim_start_matches('{').trim_end_matches('}').trim_end().to_owned()
        }
        _ => {
            let start = span.start as usize;
            let line =
                tree.text()[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
            let indent = String::from_utf8_lossy(&tree.text()[line..start]).into_owned();
            if indent.trim().is_empty() { indent + &whole } else { format!("\t{whole}") }
        }
    };
    let inner = inner.trim_start_matches([' ', '\t'].as_slice()).to_owned();
    let lines: Vec<&str> = inner.trim_start_matches('\n').lines().collect();
    let depth = lines.iter().find(|line| !line.trim().is_empty()).map_or(TAB, |line| indent(line));
    let moved: Vec<String> = lines.iter().map(|line| moved(line, depth)).collect();
    joined(&moved).into_iter().map(|line| line + "\n").collect()
}

/// Statements that were broken, and fit on one line now that their names are others.
fn joined(lines: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let taken = statement(rest);
        let pieces = rest[1..taken].iter().map(|line| line.trim_start());
        let whole = pieces.fold(first.clone(), |line, piece| match line.ends_with('(') {
            true => line + piece,
            false => line + " " + piece,
        });
        if columns(&whole) <= WIDTH {
            out.push(whole);
        } else {
            out.extend_from_slice(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    out
}

/// How many lines the statement takes that begins these lines; 1 where that is not plain to see.
fn statement(lines: &[String]) -> usize {
    let goes_on = |line: &str| line.ends_with([',', '(', '=']);
    let odd =
        |line: &str| line.contains("//") || line.contains("*/") || line.contains(['"', '{', '}']);
    let count = lines.iter().take_while(|line| goes_on(line) && !odd(line)).count();
    match lines.get(count) {
        Some(last) if last.ends_with(';') && !odd(last) => count + 1,
        _ => 1,
    }
}

/// The columns of white space that a line begins with.
fn indent(line: &str) -> usize {
    columns(&line[..line.len() - line.trim_start().len()])
}

fn moved(line: &str, depth: usize) -> String {
    if line.trim().is_empty() {
        return String::new();
    }
    if line.starts_with('#') {
        return line.to_owned();
    }
    let column = (indent(line) + TAB).saturating_sub(depth);
    format!("{}{}{}", "\t".repeat(column / TAB), " ".repeat(column % TAB), line.trim_start())
}

fn begins_with_declaration(marked: &Marked<'_>) -> bool {
    let first = marked.tree.children(marked.body).next();
    marked.tree.kind(marked.body) == NodeKind::CompoundStatement
        && first.is_some_and(|it| marked.tree.kind(it) == NodeKind::Declaration)
}

/// Whether the last that the body does is to return.
fn ends_in_return(marked: &Marked<'_>) -> bool {
    let last = match marked.tree.kind(marked.body) {
        NodeKind::CompoundStatement => marked.tree.children(marked.body).last(),
        _ => Some(marked.body),
    };
    last.is_some_and(|it| marked.tree.kind(it) == NodeKind::ReturnStatement)
}

/// Where it goes: in front of the function and of the comment that stands right above it.
pub(super) fn place(marked: &Marked<'_>) -> usize {
    let tree = marked.tree;
    let Some(first) = tree.first_token(marked.function) else { return 0 };
    let mut at = tree.token(first).start as usize;
    let pieces: Vec<_> = tree.trivia(first).collect();
    let mut blank_lines = 0;
    for piece in pieces.iter().rev() {
        match piece.kind {
            TriviaKind::Space => {
                let text = &tree.text()[piece.span.start as usize..piece.span.end as usize];
                blank_lines = text.iter().filter(|byte| **byte == b'\n').count();
            }
            TriviaKind::BlockComment | TriviaKind::LineComment if blank_lines <= 1 => {
                at = piece.span.start as usize
            }
            _ => break,
        }
        if blank_lines > 1 {
            break;
        }
    }
    at
}
