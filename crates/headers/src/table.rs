//! Where names are told of, over many headers: a hash table in two flat arrays.
//!
//! ```text
//!   hash of "list_head" ─ top bits ─► starts[k] .. starts[k + 1] ─► places, sorted by hash, header, offset
//! ```
//! A place says only that a name with this hash lies there; whoever looks compares the name itself.

use rayon::slice::ParallelSliceMut;
use xxhash_rust::xxh3::xxh3_64;

/// Where something of a name lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Place {
    hash: u32,
    /// The number of the header.
    pub(crate) header: u32,
    /// The offset in its summary.
    pub(crate) at: u32,
}

impl Place {
    pub(crate) fn new(name: &[u8], header: u32, at: usize) -> Self {
        Self { hash: hash_of(name), header, at: at as u32 }
    }
}

/// See the module's description.
#[derive(Debug, Default)]
pub(crate) struct Table {
    places: Vec<Place>,
    starts: Vec<u32>,
    shift: u32,
}

impl Table {
    pub(crate) fn new(mut places: Vec<Place>) -> Self {
        places.par_sort_unstable();
        let bits = places.len().max(1).ilog2().clamp(1, 24);
        let shift = u32::BITS - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for place in &places {
            starts[(place.hash >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { places, starts, shift }
    }

    /// The places of a name, and maybe of others with its hash, those of lower headers first.
    pub(crate) fn find(&self, name: &[u8]) -> impl Iterator<Item = Place> + '_ {
        let hash = hash_of(name);
        let bucket = (hash >> self.shift) as usize;
        let range = match self.starts.get(bucket..bucket + 2) {
            Some(bounds) => bounds[0] as usize..bounds[1] as usize,
            None => 0..0,
        };
        self.places[range].iter().copied().filter(move |place| place.hash == hash)
    }
}

fn hash_of(name: &[u8]) -> u32 {
    (xxh3_64(name) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_the_order_of_headers() {
        let names: Vec<String> = (0..1000).map(|number| format!("name{number}")).collect();
        let places = names.iter().rev().flat_map(|name| {
            let number: u32 = name[4..].parse().expect("a number");
            [Place::new(name.as_bytes(), number + 1, 7), Place::new(name.as_bytes(), number, 9)]
        });
        let table = Table::new(places.collect());
        for (number, name) in (0u32..).zip(&names) {
            let found: Vec<_> =
                table.find(name.as_bytes()).map(|place| (place.header, place.at)).collect();
            assert_eq!(found, [(number, 9), (number + 1, 7)]);
        }
        assert_eq!(Table::new(Vec::new()).find(b"x").count(), 0);
        assert_eq!(Table::default().find(b"x").count(), 0);
    }
}
