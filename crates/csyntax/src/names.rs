//! What names mean and what types expressions have, as far as the declarations at hand tell.
//!
//! A file is read without its headers, so much is not known; then the answer is `None`, never a guess. Callers that
//! have read headers give them as further [`Declarations`].
//!
//! ```text
//!   static int fill(struct iov_iter *i, struct page **pages)      pages      Parameter, struct page **
//!   {                                                             pages[0]   struct page *
//!           struct page *page = pages[0];                         page       Local, struct page *
//!           return use(page);                                     &page      struct page **
//!   }
//!
//!   FileDeclarations::new(&tree)        what is declared at file scope, structures wherever they stand
//!   Scopes::new(&file, function)        what a name denotes at a place in one function
//!         .type_of(expression)          the type of an expression there
//! ```

mod arithmetic;
mod expression;
mod file;
mod parameters;
mod replacements;
mod scopes;
mod specifiers;
mod ty;

pub use arithmetic::IntegerWidths;
pub use file::{Declarations, FileDeclarations, Members};
pub use scopes::{Meaning, NameKind, Scopes};
pub use specifiers::type_of_declaration;
pub use ty::{Base, Builtin, Layer, Qualifiers, Type};
