//! How tokens are spaced: what the kernel's coding style asks for between one token and the next.
//!
//! ```text
//!   f( a,b+1 )      f(a, b + 1)
//!   if(!x)          if (!x)
//!   char * p        char *p
//! ```
//!
//! C without its declarations does not tell a product from a pointer, nor a cast from a call. Where the tokens alone
//! leave it open, the way the code is written decides.

use csyntax::TokenKind::{self as T, *};

/// What belongs between two tokens on one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    Glue,
    Space,
    /// What is written there is as good as anything.
    AsWritten,
}

/// How a token is written: blanks in front, blanks behind, and what comes next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    pub(super) before: bool,
    pub(super) after: bool,
    pub(super) next: Option<T>,
}

/// Reads tokens from left to right and says how the next one is joined to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Speller {
    last: Option<T>,
    /// The last token ends an operand, so an operator behind it has two.
    operand: bool,
    /// The last token is an operator with one operand, or a pointer's `*`.
    prefix: bool,
    /// What stands in front of each open parenthesis.
    open: Vec<Paren>,
    /// What stood in front of the parenthesis that the last token closes.
    closed: Option<Paren>,
    /// The last token closes a cast that no name could be: `(long)`, `(struct s *)`.
    cast: bool,
    questions: u32,
    /// The last token is a colon that no `?` came before: of a label, or of a bit-field.
    label: bool,
}

/// What a parenthesis is, told from the token in front of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Paren {
    /// Of `if`, `while`, …: a statement follows.
    Control,
    /// Of a call, a declarator, an attribute: it belongs to a name.
    Named,
    /// Around an expression or the type of a cast.
    Free,
}

impl Speller {
    /// What belongs between the tokens read so far and `next`.
    pub(super) fn joint(&self, next: T, written: Written) -> Joint {
        let Some(last) = self.last else { return Joint::AsWritten };
        let joint = self.behind(last, next).unwrap_or_else(|| self.before(last, next, written));
        if joint == Joint::Glue && would_merge(last, next) { Joint::Space } else { joint }
    }

    /// Reads a token.
    pub(super) fn read(&mut self, token: T, written: Written) {
        let operand = self.operand;
        let tagged = matches!(self.last, Some(KwStruct | KwUnion | KwEnum));
        self.label = token == Colon && self.questions == 0;
        match token {
            LParen => self.open.push(self.paren()),
            Question => self.questions += 1,
            Semicolon | LBrace => self.questions = 0,
            Colon => self.questions = self.questions.saturating_sub(1),
            _ => {}
        }
        self.closed = if token == RParen { self.open.pop() } else { None };
        let ends_type = self.last.is_some_and(|last| last == Star || is_type_word(last));
        self.cast = self.closed == Some(Paren::Free) && ends_type;
        self.prefix = self.is_prefix(token, written);
        self.operand = match token {
            Identifier => !tagged,
            Number | Character | String | RBracket => true,
            RParen => self.closed != Some(Paren::Control) && !self.cast,
            PlusPlus | MinusMinus => operand,
            _ => false,
        };
        self.last = Some(token);
    }

    /// What the last token asks for, whatever comes.
    fn behind(&self, last: T, next: T) -> Option<Joint> {
        Some(match last {
            _ if matches!(next, Comma | Semicolon | RParen | RBracket) => Joint::Glue,
            LParen | LBracket | Dot | Arrow | Tilde | Bang => Joint::Glue,
            Comma | Semicolon => Joint::Space,
            PlusPlus | MinusMinus if !self.operand => Joint::Glue,
            _ if self.prefix => Joint::Glue,
            Hash | HashHash | LBrace | Unknown => Joint::AsWritten,
            _ => return None,
        })
    }

    /// What the next token asks for.
    fn before(&self, last: T, next: T, written: Written) -> Joint {
        match next {
            Star | Amp | Plus | Minus | LParen if self.cast => Joint::Glue,
            Dot | Arrow | PlusPlus | MinusMinus | LBracket if self.operand => Joint::Glue,
            LBracket | RBrace | Hash | HashHash | Unknown | Ellipsis => Joint::AsWritten,
            LParen => self.before_paren(last, written),
            LBrace if self.closed == Some(Paren::Free) => Joint::AsWritten,
            Number if self.label => Joint::AsWritten,
            Colon if self.questions == 0 && written.before => Joint::AsWritten,
            Colon if self.questions == 0 => Joint::Glue,
            Star | Amp | Plus | Minus if last == RParen && self.is_prefix(next, written) => {
                Joint::AsWritten
            }
            _ if self.closed == Some(Paren::Free) && is_operand_start(next) => Joint::Glue,
            _ => Joint::Space,
        }
    }

    fn before_paren(&self, last: T, written: Written) -> Joint {
        match last {
            Identifier if written.before && written.next == Some(Star) => Joint::AsWritten,
            Identifier | RBracket => Joint::Glue,
            RParen if self.closed != Some(Paren::Control) => Joint::Glue,
            _ if takes_parentheses(last) => Joint::Glue,
            _ => Joint::Space,
        }
    }

    fn paren(&self) -> Paren {
        match self.last {
            Some(KwIf | KwFor | KwWhile | KwSwitch) => Paren::Control,
            Some(RParen) if self.cast => Paren::Free,
            Some(Identifier | RParen | RBracket) => Paren::Named,
            Some(last) if takes_parentheses(last) => Paren::Named,
            _ => Paren::Free,
        }
    }

    fn is_prefix(&self, token: T, written: Written) -> bool {
        match token {
            Bang | Tilde => true,
            Star | Amp if self.operand => written.before != written.after,
            Plus | Minus if self.operand => written.before && !written.after,
            Star | Amp | Plus | Minus => true,
            AmpAmp => !self.operand,
            _ => false,
        }
    }
}

fn is_type_word(token: T) -> bool {
    (KwVoid..=KwBuiltinType).contains(&token)
}

/// Keywords that are called like functions.
fn takes_parentheses(token: T) -> bool {
    matches!(
        token,
        KwSizeof
            | KwAlignof
            | KwTypeof
            | KwAlignas
            | KwStaticAssert
            | KwAttribute
            | KwGeneric
            | KwOffsetof
            | KwVaArg
            | KwTypesCompatible
    )
}

fn is_operand_start(token: T) -> bool {
    is_word(token) || matches!(token, Bang | Tilde | PlusPlus | MinusMinus | LBrace)
}

/// Names, keywords, constants and strings.
fn is_word(token: T) -> bool {
    matches!(token, Identifier | Number | Character | String) || token.is_keyword()
}

/// True when two tokens without a blank would be read as others.
fn would_merge(last: T, next: T) -> bool {
    match (last, next) {
        _ if is_word(last) && is_word(next) => true,
        (Plus, Plus | PlusPlus) | (Minus, Minus | MinusMinus | Gt) | (Amp, Amp | AmpAmp) => true,
        (PlusPlus, Plus | PlusPlus) | (MinusMinus, Minus | MinusMinus) => true,
        (Slash, Star | Slash) | (Number, Dot) | (Dot, Number) | (Lt, Lt | Le) | (Gt, Gt | Ge) => {
            true
        }
        (_, Eq | EqEq) => !is_word(last) && !matches!(last, RParen | RBracket | RBrace),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use source::Span;

    use super::*;

    /// Spells a line anew.
    fn spell(line: &str) -> std::string::String {
        let bytes = line.as_bytes();
        let tokens = csyntax::lex(bytes, Span::new(0, bytes.len() as u32)).tokens;
        let mut speller = Speller::default();
        let mut out = std::string::String::new();
        for (at, token) in tokens.iter().enumerate() {
            let gap =
                |at: usize| at > 0 && at < tokens.len() && tokens[at].start > tokens[at - 1].end;
            let written = Written {
                before: gap(at),
                after: gap(at + 1),
                next: tokens.get(at + 1).map(|token| token.kind),
            };
            let space = match speller.joint(token.kind, written) {
                Joint::Glue => false,
                Joint::Space => true,
                Joint::AsWritten => written.before,
            };
            out.push_str(if space { " " } else { "" });
            out.push_str(&line[token.span().range()]);
            speller.read(token.kind, written);
        }
        out
    }

    #[test]
    fn lines_are_spelled_as_kernel_code() {
        let cases = [
            ("f( a,b+1 ) ;", "f(a, b + 1);"),
            ("if(!x&&y)return -1;", "if (!x && y) return -1;"),
            ("for(;;)i ++;", "for (;;) i++;"),
            ("x=y?a:b;", "x = y ? a : b;"),
            ("p->a . b [ 2 ]=( int ) c;", "p->a.b[2] = (int)c;"),
            ("( long )*p + ( int ) ( x )", "(long)*p + (int)(x)"),
            ("( long )( int ) a", "(long)(int)a"),
            ("struct foo * p = & q;", "struct foo *p = &q;"),
            ("dev_t *x = a*b;", "dev_t *x = a * b;"),
            ("T ( * f ) ( int )", "T (*f)(int)"),
            ("x = - 1 - - y;", "x = -1 - -y;"),
            ("sizeof (struct s)", "sizeof(struct s)"),
            ("out : return;", "out : return;"),
            ("case 1:", "case 1:"),
            ("char * const q", "char *const q"),
        ];
        for (written, wanted) in cases {
            assert_eq!(spell(written), wanted, "{written}");
        }
    }

    #[test]
    fn spelling_keeps_tokens_apart() {
        assert_eq!(spell("a - -b"), "a - -b");
        assert_eq!(spell("a+ ++b"), "a + ++b");
    }
}
