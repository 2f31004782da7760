//! Byte offsets to lines and columns.

/// Where each line of a text begins; built once, asked often.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

/// A place as people name it: both numbers count from 1, the column in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Byte column, from 1.
    pub column: u32,
}

impl LineIndex {
    /// Indexes `text`; lines end in `\n`.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text).map(|at| at as u32 + 1));
        Self { starts, len: text.len() as u32 }
    }

    /// The line and column of a byte; an offset past the end is taken as the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|start| *start <= offset);
        LineColumn { line: line as u32, column: offset - self.starts[line - 1] + 1 }
    }

    /// The line (from 1) of a byte.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_column(offset).line
    }

    /// The bytes of line `line` (from 1), its line end included; `None` when there is no such line.
    pub fn span(&self, line: u32) -> Option<crate::Span> {
        let at = line.checked_sub(1)? as usize;
        let start = *self.starts.get(at)?;
        Some(crate::Span::new(start, self.starts.get(at + 1).copied().unwrap_or(self.len)))
    }

    /// The byte at a place: of a column behind the line's end it is counted on, and none lies behind the text.
    pub fn offset(&self, place: LineColumn) -> u32 {
        let line = place.line.saturating_sub(1) as usize;
        let start = self.starts.get(line).copied().unwrap_or(self.len);
        start.saturating_add(place.column.saturating_sub(1)).min(self.len)
    }

    /// How many lines there are; a text that ends in `\n` has one more, empty.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let index = LineIndex::new(b"ab\n\ncd");
        let at = |offset| (index.line_column(offset).line, index.line_column(offset).column);
        assert_eq!(
            [at(0), at(2), at(3), at(4), at(6), at(99)],
            [(1, 1), (1, 3), (2, 1), (3, 1), (3, 3), (3, 3)]
        );
        assert_eq!(index.span(3), Some(crate::Span::new(4, 6)));
        assert_eq!(index.span(4), None);
        for offset in 0..=6 {
            assert_eq!(index.offset(index.line_column(offset)), offset);
        }
        assert_eq!(index.offset(LineColumn { line: 9, column: 8 }), 6);
    }
}
