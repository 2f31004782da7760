//! Columns, indentation and line ends of white space; tabs go to the next multiple of 8, as the kernel sets them.

/// The width of a tab.
pub(super) const TAB: u32 = 8;

/// How many line ends there are in `bytes`.
pub(super) fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// The column behind `bytes` when their first one stands at `column`.
pub(super) fn advance(column: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(column, |column, byte| match byte {
        b'\n' => 0,
        b'\t' => (column / TAB + 1) * TAB,
        // UTF-8 continuation bytes and carriage returns take no place.
        0x80..=0xbf | b'\r' => column,
        _ => column + 1,
    })
}

/// The column of byte `at` of `text`.
pub(super) fn of_byte(text: &[u8], at: u32) -> u32 {
    let upto = text.get(..at as usize).unwrap_or(text);
    let line = upto.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    advance(0, &upto[line..])
}

/// What stands behind the last line end of a gap: the indentation of what follows.
pub(super) fn indent(gap: &[u8]) -> &[u8] {
    let start = gap.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    &gap[start..]
}

/// A gap without the indentation behind its last line end, that line end included.
pub(super) fn before_indent(gap: &[u8]) -> &[u8] {
    &gap[..gap.len() - indent(gap).len()]
}

/// A gap from its first line end on: what it has without blanks at the end of the line in front.
pub(super) fn from_line_end(gap: &[u8]) -> &[u8] {
    let start = gap.iter().position(|byte| *byte == b'\n').unwrap_or(gap.len());
    let start = if gap[..start].ends_with(b"\r") { start - 1 } else { start };
    &gap[start..]
}

/// Blanks up to `column`: tabs first where the text around uses tabs.
pub(super) fn blanks(column: u32, tabs: bool) -> Vec<u8> {
    let tab_count = if tabs { column / TAB } else { 0 };
    let mut out = vec![b'\t'; tab_count as usize];
    out.resize((tab_count + column - tab_count * TAB) as usize, b' ');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_go_to_multiples_of_eight() {
        assert_eq!(advance(0, b"\tab\tc"), 17);
        assert_eq!(advance(5, "\nä".as_bytes()), 1);
        assert_eq!(blanks(18, true), b"\t\t  ");
        assert_eq!(blanks(3, false), b"   ");
    }

    #[test]
    fn gaps_come_apart_at_their_line_ends() {
        assert_eq!(indent(b"  \n\n\t "), b"\t ");
        assert_eq!(before_indent(b"  \n\n\t "), b"  \n\n");
        assert_eq!(from_line_end(b"  \r\n\t"), b"\r\n\t");
        assert_eq!(from_line_end(b"  "), b"");
    }
}
