//! The shape of added statements: which word begins a line, and how deep it stands.
//!
//! The depth comes from the code, not from the columns of the semantic patch, whose `+` lines stand a column to the
//! right of the lines around them as often as not.
//!
//! ```text
//!   + if (p == NULL) return 0;        0 if (p == NULL)
//!                                     1     return 0;
//! ```

use csyntax::TokenKind as T;

use super::atoms::AtomKind;
use super::braces::Braces;
use super::words::Word;

/// Where a word of added code goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// On the line of the word before.
    Same,
    /// On a line of its own, `level` steps deeper than the code's first word, behind so many blank lines.
    Line { level: i32, blanks: usize },
    /// On a new line at column 0: a directive.
    Margin { blanks: usize },
    /// On a new line of the same statement.
    Continued,
}

/// The shape of added code.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    /// A place for each word; the first one's is up to the surroundings.
    pub(super) places: Vec<Place>,
    /// Blocks opened and not closed, or, negative, closed and not opened.
    pub(super) opens: i32,
    /// It ends with the head of a statement whose body is still to come.
    pub(super) open_head: bool,
    /// Whole statements or declarations.
    pub(super) statements: usize,
    /// There is the body of a function.
    pub(super) function: bool,
    /// Its one statement is an `if`.
    pub(super) one_if: bool,
}

/// Where the code goes that is shaped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Level {
    /// Into a block.
    #[default]
    Internal,
    /// To file level, where a brace opens a function's body.
    External,
}

/// Shapes whole statements.
pub(super) fn statements(words: &[Word], level: Level, braces: Braces) -> Form {
    let mut shaper = Shaper { words, ground: level, braces, fresh: true, ..Shaper::default() };
    for at in 0..words.len() {
        let place = shaper.place(at);
        shaper.form.places.push(place);
        shaper.step(at);
    }
    shaper.form.opens = shaper.level_of_blocks;
    shaper.form.open_head = shaper.after_head || ends_with_iterator(words);
    shaper.form.one_if = shaper.form.statements == 1
        && words.first().is_some_and(|word| word.kind == AtomKind::Token(T::KwIf));
    shaper.form
}

/// Shapes code that is part of a line; line ends that the C file had are kept.
pub(super) fn inline(words: &[Word]) -> Form {
    let place = |(at, word): (usize, &Word)| {
        let after_line = at > 0 && words[at - 1].kind.ends_line();
        match word.kind {
            AtomKind::Directive => Place::Margin { blanks: 0 },
            _ if after_line || (word.inherited && word.breaks > 0) => Place::Continued,
            _ => Place::Same,
        }
    };
    let places = words.iter().enumerate().map(place).collect();
    let open_head = statements(words, Level::Internal, Braces::default()).open_head;
    Form { places, open_head, ..Form::default() }
}

/// True for `for_each_x(…)` and nothing behind: the head of a statement, if it stands where a statement may.
fn ends_with_iterator(words: &[Word]) -> bool {
    let kinds: Vec<T> = words.iter().filter_map(|word| word.kind.token()).collect();
    matches!(kinds[..], [T::Identifier, T::LParen, .., T::RParen])
}

/// What a head is the head of, as far as something may follow the body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Governs {
    /// `if`: an `else`.
    If,
    /// `do`: its `while`.
    Do,
    /// Nothing does.
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Frame {
    /// A block, what it is the body of, and how many steps its braces stand to the right.
    Block { restore: i32, governs: Governs, steps: i32 },
    /// The head of a statement whose body has no braces.
    Head { restore: i32, governs: Governs },
    /// The braces of an initializer or an enumeration: as written.
    List,
}

#[derive(Clone, Debug, Default)]
struct Shaper<'w> {
    words: &'w [Word],
    ground: Level,
    braces: Braces,
    form: Form,
    frames: Vec<Frame>,
    level: i32,
    level_of_blocks: i32,
    parens: u32,
    /// A statement begins with the next word.
    fresh: bool,
    /// The parentheses of a statement's head are to come or open.
    head: Option<Governs>,
    /// A head just ended.
    after_head: bool,
    /// `=` or `enum` was seen in this statement: a brace opens a list.
    lists: bool,
    /// The word that began this statement.
    start: usize,
    /// The `if` of the `else` that comes next is here.
    else_due: bool,
    /// The `if` of the `else` at hand is not.
    lone_else: bool,
    /// The `while` that comes next ends a `do`.
    tail_due: bool,
}

impl Shaper<'_> {
    fn kind(&self, at: usize) -> Option<T> {
        self.words.get(at).and_then(|word| word.kind.token())
    }

    fn is_inline(&self) -> bool {
        self.parens > 0 || matches!(self.frames.last(), Some(Frame::List))
    }

    fn place(&mut self, at: usize) -> Place {
        let word = &self.words[at];
        let blanks = word.breaks.saturating_sub(1);
        let after_line = at > 0 && self.words[at - 1].kind.ends_line();
        let line = |level| Place::Line { level, blanks };
        self.lone_else =
            word.kind == AtomKind::Token(T::KwElse) && self.fresh && at > 0 && !self.else_due;
        match word.kind {
            _ if self.lone_else => line(self.level - 1),
            AtomKind::Directive => Place::Margin { blanks },
            AtomKind::Inactive => Place::Margin { blanks },
            AtomKind::LineComment | AtomKind::BlockComment if word.breaks == 0 && at > 0 => {
                if after_line {
                    line(self.level)
                } else {
                    Place::Same
                }
            }
            AtomKind::Token(T::RBrace) if self.parens == 0 => self.place_of_brace(at),
            _ if self.is_inline()
                && matches!(self.frames.last(), Some(Frame::List))
                && word.breaks > 0 =>
            {
                line(self.level + self.lists_open())
            }
            _ if self.is_inline() => {
                if after_line || (word.inherited && word.breaks > 0) {
                    Place::Continued
                } else {
                    Place::Same
                }
            }
            AtomKind::Token(T::LBrace) if !self.lists => self.place_of_opening(at),
            AtomKind::Token(T::KwElse) if self.closes_into(at) && self.joins_else() => Place::Same,
            AtomKind::Token(T::KwWhile) if self.closes_into(at) && !self.braces.on_own_line() => {
                Place::Same
            }
            AtomKind::Token(T::KwCase | T::KwDefault) if self.fresh && !self.frames.is_empty() => {
                line(self.level - 1)
            }
            AtomKind::Token(T::KwCase | T::KwDefault) if self.fresh => {
                self.level = self.level_of_cases();
                line(self.level)
            }
            AtomKind::Token(T::KwIf) if self.kind(at.wrapping_sub(1)) == Some(T::KwElse) => {
                Place::Same
            }
            _ if self.fresh || after_line || word.kind.is_comment() => line(self.level),
            _ if word.breaks > 0 && self.is_element(at) => line(self.level),
            _ if word.breaks > 0 && (word.inherited || self.parens == 0) => Place::Continued,
            _ => Place::Same,
        }
    }

    fn place_of_opening(&mut self, at: usize) -> Place {
        let word = &self.words[at];
        let last = self.words.get(at.wrapping_sub(1)).map(|word| word.kind);
        let level = match self.after_head {
            true => self.level - 1 + self.braces.steps(),
            false => self.level,
        };
        let line = Place::Line { level, blanks: word.breaks.saturating_sub(1) };
        match last.and_then(AtomKind::token) {
            Some(T::RParen) if self.begins_function() => {
                self.form.function = true;
                let joined = self.braces.joins_function && word.breaks == 0;
                if joined { Place::Same } else { line }
            }
            Some(T::Semicolon | T::LBrace | T::RBrace | T::Colon) => line,
            None if !self.after_head || last.is_none_or(AtomKind::ends_line) => line,
            _ if self.braces.on_own_line() => line,
            _ => Place::Same,
        }
    }

    /// True where a brace opens the body of a function.
    fn begins_function(&self) -> bool {
        self.ground != Level::Internal && self.frames.is_empty() && !self.after_head
    }

    /// The level of `case`s in no block of the added code: the code begins with one, or with what one governs.
    fn level_of_cases(&self) -> i32 {
        let begins = matches!(self.kind(0), Some(T::KwCase | T::KwDefault));
        if begins { 0 } else { -1 }
    }

    /// An element of a list behind another: the code is elements when it ends with a comma.
    fn is_element(&self, at: usize) -> bool {
        let comma = |at: usize| self.kind(at) == Some(T::Comma);
        self.frames.is_empty() && comma(at.wrapping_sub(1)) && comma(self.words.len() - 1)
    }

    /// `else` behind a brace, and the `while` of a `do` behind one, stay on the brace's line.
    fn closes_into(&self, at: usize) -> bool {
        self.kind(at.wrapping_sub(1)) == Some(T::RBrace)
            && (self.kind(at) == Some(T::KwElse) || self.tail_due)
    }

    /// True where an `else` behind a brace of the added code stands on its line.
    fn joins_else(&self) -> bool {
        self.braces.joins_else.unwrap_or(!self.braces.on_own_line())
    }

    fn lists_open(&self) -> i32 {
        self.frames.iter().filter(|frame| **frame == Frame::List).count() as i32
    }

    fn place_of_brace(&mut self, at: usize) -> Place {
        let word = &self.words[at];
        let blanks = word.breaks.saturating_sub(1);
        while let Some(Frame::Head { restore, .. }) = self.frames.last() {
            self.level = *restore;
            self.frames.pop();
        }
        match self.frames.last() {
            Some(Frame::List) if word.breaks == 0 => Place::Same,
            Some(Frame::List) => {
                Place::Line { level: self.level + self.lists_open() - 1, blanks: 0 }
            }
            Some(Frame::Block { .. })
                if self.kind(at.wrapping_sub(1)) == Some(T::LBrace) && word.breaks == 0 =>
            {
                Place::Same
            }
            Some(Frame::Block { restore, steps, .. }) => {
                Place::Line { level: *restore + *steps, blanks }
            }
            _ => Place::Line { level: self.level - 1, blanks },
        }
    }

    /// Reads the word, now that it has its place.
    fn step(&mut self, at: usize) {
        if self.fresh {
            self.start = at;
        }
        let was_head = std::mem::take(&mut self.after_head);
        let Some(kind) = self.kind(at) else {
            self.after_head = was_head;
            return;
        };
        match kind {
            T::LParen | T::LBracket => {
                self.parens += 1;
                self.fresh = false;
            }
            T::RParen | T::RBracket => self.close(at),
            _ if self.parens > 0 => {}
            T::LBrace => self.open_brace(was_head),
            T::RBrace => self.close_brace(at),
            _ if matches!(self.frames.last(), Some(Frame::List)) => {}
            T::Semicolon => self.end_statement(at),
            T::KwWhile if std::mem::take(&mut self.tail_due) => self.fresh = false,
            T::KwIf => {
                if was_head && self.kind(at.wrapping_sub(1)) == Some(T::KwElse) {
                    self.join_else();
                }
                self.begin_head(Governs::If);
            }
            T::KwFor | T::KwWhile | T::KwSwitch => self.begin_head(Governs::Other),
            T::KwElse => {
                // An `else` whose `if` is not here belongs to the statement that the code is a branch of.
                self.level -= i32::from(self.lone_else);
                self.lone_else = false;
                self.push_head(Governs::Other);
            }
            T::KwDo => self.push_head(Governs::Do),
            T::Colon if self.is_label(at) => {
                let is_case = self.kind(self.start) != Some(T::Identifier);
                if is_case && self.frames.is_empty() {
                    self.level = self.level_of_cases() + 1;
                }
                self.fresh = true;
            }
            T::Eq | T::KwEnum => {
                self.lists = true;
                self.fresh = false;
            }
            _ => self.fresh = false,
        }
    }

    /// `else if` is one head: what it governs is a step deeper, not two.
    fn join_else(&mut self) {
        if let Some(Frame::Head { restore, .. }) = self.frames.pop() {
            self.level = restore;
        }
    }

    fn begin_head(&mut self, governs: Governs) {
        self.head = Some(governs);
        self.fresh = false;
    }

    fn close(&mut self, at: usize) {
        self.parens = self.parens.saturating_sub(1);
        if self.parens > 0 {
            return;
        }
        if let Some(governs) = self.head.take() {
            self.push_head(governs);
        } else if self.is_iterator_head(at) {
            self.push_head(Governs::Other);
        }
    }

    /// `for_each_x(…)` in front of a statement: a statement's first name, its arguments, and then no operator.
    fn is_iterator_head(&self, at: usize) -> bool {
        let next = self.kind(at + 1);
        let is_keyword = next.is_some_and(|next| (T::KwIf..=T::KwReturn).contains(&next));
        let starts = is_keyword || matches!(next, Some(T::Identifier | T::LBrace));
        let behind = self.kind(at + 2);
        let is_use =
            matches!(behind, Some(T::LParen | T::Arrow | T::Dot | T::PlusPlus | T::MinusMinus));
        let on_new_line = self.words.get(at + 1).is_some_and(|word| word.breaks > 0);
        starts
            && self.ground == Level::Internal
            && self.kind(self.start) == Some(T::Identifier)
            && self.kind(self.start + 1) == Some(T::LParen)
            && (on_new_line || is_keyword || is_use || next == Some(T::LBrace))
    }

    fn push_head(&mut self, governs: Governs) {
        self.frames.push(Frame::Head { restore: self.level, governs });
        self.level += 1;
        self.fresh = true;
        self.after_head = true;
    }

    fn open_brace(&mut self, after_head: bool) {
        if self.lists {
            self.frames.push(Frame::List);
            return;
        }
        let frame = match self.frames.last().copied() {
            Some(Frame::Head { restore, governs }) if after_head => {
                self.frames.pop();
                Frame::Block { restore, governs, steps: self.braces.steps() }
            }
            _ => Frame::Block { restore: self.level, governs: Governs::Other, steps: 0 },
        };
        if let Frame::Block { restore, steps, .. } = frame {
            self.level = restore + steps + 1;
        }
        self.frames.push(frame);
        self.level_of_blocks += 1;
        self.fresh = true;
    }

    fn close_brace(&mut self, at: usize) {
        match self.frames.pop() {
            Some(Frame::List) => {}
            Some(Frame::Block { restore, governs, .. }) => {
                self.level = restore;
                self.level_of_blocks -= 1;
                let more = self.kind(at + 1);
                self.fresh =
                    !matches!(more, Some(T::Semicolon | T::Identifier | T::Star | T::Comma))
                        || self.words.get(at + 1).is_some_and(|word| word.breaks > 0);
                if !self.fresh {
                    return;
                }
                self.else_due = governs == Governs::If && more == Some(T::KwElse);
                self.tail_due = governs == Governs::Do && more == Some(T::KwWhile);
                if !self.else_due && !self.tail_due {
                    self.end_statement(at);
                }
            }
            _ => {
                self.level -= 1 + self.braces.steps();
                self.level_of_blocks -= 1;
                self.fresh = true;
            }
        }
    }

    /// A statement ends, and with it the heads it is the body of, up to an `if` whose `else` follows.
    fn end_statement(&mut self, at: usize) {
        let else_follows = self.kind(at + 1) == Some(T::KwElse);
        self.else_due = false;
        while let Some(Frame::Head { restore, governs }) = self.frames.last().copied() {
            self.frames.pop();
            self.level = restore;
            if else_follows && governs == Governs::If {
                self.else_due = true;
                break;
            }
            if governs == Governs::Do && self.kind(at + 1) == Some(T::KwWhile) {
                self.tail_due = true;
                break;
            }
        }
        let ends = self.frames.is_empty() && !else_follows && !self.tail_due;
        self.form.statements += usize::from(ends);
        self.fresh = true;
        self.lists = false;
        self.head = None;
    }

    fn is_label(&self, at: usize) -> bool {
        match self.kind(self.start) {
            Some(T::KwCase | T::KwDefault) => true,
            Some(T::Identifier) => at == self.start + 1,
            _ => false,
        }
    }
}
