//! What the names in the replacement of a macro denote: its parameters, what the file declares, what headers do.

use csyntax::names::{Base, Declarations, FileDeclarations, NameKind, Type};

/// See the module; around other code there is only what headers declare.
pub(crate) struct Surroundings<'a> {
    /// The parameters of the macro.
    pub(crate) parameters: Vec<&'a [u8]>,
    /// The file that the macro is defined in.
    pub(crate) file: Option<&'a FileDeclarations<'a>>,
    /// What headers declare.
    pub(crate) outside: &'a dyn Declarations,
}

impl Declarations for Surroundings<'_> {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        if self.parameters.contains(&name) {
            return Some((NameKind::Parameter, None));
        }
        self.file.and_then(|file| file.name(name)).or_else(|| self.outside.name(name))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        self.file.and_then(|file| file.typedef(name)).or_else(|| self.outside.typedef(name))
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        let own = self.file.and_then(|file| file.member(aggregate, member));
        own.or_else(|| self.outside.member(aggregate, member))
    }
}
