//! Numbers, names and types as bytes, and back.
//!
//! Small numbers take one byte. Whatever is read may be damaged: reading gives `None` then, and never fails otherwise.

use csyntax::names::{Base, Builtin, Layer, Qualifiers, Type};

/// Writes to the end of some bytes.
#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(crate) fn text(&mut self, text: &[u8]) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text);
    }

    pub(crate) fn base(&mut self, base: &Base) {
        let (tag, name) = match base {
            Base::Builtin(builtin) => {
                let at = Builtin::ALL.iter().position(|known| known == builtin);
                self.byte(0);
                return self.byte(at.unwrap_or_default() as u8);
            }
            Base::Struct(name) => (1, name),
            Base::Union(name) => (2, name),
            Base::Enum(name) => (3, name),
            Base::Typedef(name) => (4, name),
        };
        self.byte(tag);
        self.text(name);
    }

    /// A type, or that there is none.
    pub(crate) fn maybe_type(&mut self, ty: Option<&Type>) {
        self.byte(u8::from(ty.is_some()));
        let Some(ty) = ty else { return };
        self.base(&ty.base);
        self.byte(ty.qualifiers.bits());
        self.number(ty.layers.len() as u64);
        for layer in &ty.layers {
            self.byte(match layer {
                Layer::Pointer(qualifiers) => qualifiers.bits() << 2,
                Layer::Array => 1,
                Layer::Function => 2,
            });
        }
    }
}

/// Reads from the front of some bytes.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// How far it has read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    pub(crate) fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    pub(crate) fn base(&mut self) -> Option<Base> {
        Some(match self.byte()? {
            0 => Base::Builtin(*Builtin::ALL.get(usize::from(self.byte()?))?),
            1 => Base::Struct(self.text()?.into()),
            2 => Base::Union(self.text()?.into()),
            3 => Base::Enum(self.text()?.into()),
            4 => Base::Typedef(self.text()?.into()),
            _ => return None,
        })
    }

    /// A type that [`Writer::maybe_type`] wrote.
    pub(crate) fn maybe_type(&mut self) -> Option<Option<Type>> {
        if self.byte()? == 0 {
            return Some(None);
        }
        let mut ty = Type::new(self.base()?);
        ty.qualifiers = Qualifiers::from_bits(self.byte()?);
        for _ in 0..self.number()? {
            ty.layers.push(match self.byte()? {
                1 => Layer::Array,
                2 => Layer::Function,
                bits => Layer::Pointer(Qualifiers::from_bits(bits >> 2)),
            });
        }
        Some(Some(ty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_back_as_they_were() {
        let mut ty = Type::new(Base::Struct(b"page"[..].into()));
        ty.qualifiers = Qualifiers::CONST;
        let constant = Layer::Pointer(Qualifiers::CONST.union(Qualifiers::RESTRICT));
        let all = [
            Some(ty.pointer().layered(constant).layered(Layer::Array)),
            None,
            Some(Type::builtin(Builtin::UnsignedLong).layered(Layer::Function).pointer()),
        ];
        let mut writer = Writer::default();
        all.iter().for_each(|ty| writer.maybe_type(ty.as_ref()));
        let mut reader = Reader::new(&writer.bytes, 0);
        for ty in all {
            assert_eq!(reader.maybe_type(), Some(ty));
        }
        assert_eq!(reader.at(), writer.bytes.len());
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let mut writer = Writer::default();
        writer.number(u64::MAX);
        writer.text(b"name");
        writer.maybe_type(Some(&Type::typedef(b"t").pointer()));
        for length in 0..writer.bytes.len() {
            let mut reader = Reader::new(&writer.bytes[..length], 0);
            let read = (|| {
                reader.number().filter(|number| *number == u64::MAX)?;
                reader.text()?;
                reader.maybe_type()?
            })();
            assert_eq!(read, None, "{length}");
        }
        assert_eq!(Reader::new(&[0xff; 12], 0).number(), None);
    }
}
