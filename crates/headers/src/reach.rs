//! Which headers are included through which: the transitive closure, as sets of bits.
//!
//! Headers that include each other in a circle reach the same set, so it is made once for the circle. Circles are
//! found with Tarjan's algorithm (SIAM J. Comput. 1(2), 1972), on a stack of its own: chains of includes may be long.
//!
//! ```text
//!   a ──► b ◄──► c ──► d        circles  {d} {b c} {a}, in this order: what is included comes first
//! ```

use std::sync::Arc;

/// A set of headers, by number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Reach {
    words: Vec<u64>,
}

impl Reach {
    /// An empty set of headers with numbers below `count`.
    pub(crate) fn new(count: usize) -> Self {
        Self { words: vec![0; count.div_ceil(64)] }
    }

    pub(crate) fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, more)| *word |= more);
    }
}

/// For every header what it reaches, itself included; `None` for one that includes nothing, and so reaches itself
/// alone.
pub(crate) fn closures(includes: &[Vec<u32>]) -> Vec<Option<Arc<Reach>>> {
    let mut search = Search {
        includes,
        order: vec![0; includes.len()],
        low: vec![0; includes.len()],
        open: Vec::new(),
        closures: vec![None; includes.len()],
        count: 0,
    };
    for start in 0..includes.len() as u32 {
        if search.order[start as usize] == 0 && !includes[start as usize].is_empty() {
            search.run(start);
        }
    }
    search.closures
}

/// The order of a header whose circle is done.
const DONE: u32 = u32::MAX;

struct Search<'a> {
    includes: &'a [Vec<u32>],
    /// When a header was met first; 0: not yet.
    order: Vec<u32>,
    /// The earliest header on the stack that it is known to reach.
    low: Vec<u32>,
    /// Headers met whose circle is not done.
    open: Vec<u32>,
    closures: Vec<Option<Arc<Reach>>>,
    count: u32,
}

impl Search<'_> {
    fn run(&mut self, start: u32) {
        let mut path = vec![(start, 0usize)];
        self.enter(start);
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if let Some(&to) = self.includes[at as usize].get(*next) {
                *next += 1;
                match self.order[to as usize] {
                    0 => {
                        self.enter(to);
                        path.push((to, 0));
                    }
                    DONE => {}
                    order => self.low[at as usize] = self.low[at as usize].min(order),
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                let low = self.low[at as usize];
                let above = &mut self.low[*above as usize];
                *above = (*above).min(low);
            }
            if self.low[at as usize] == self.order[at as usize] {
                self.close(at);
            }
        }
    }

    fn enter(&mut self, header: u32) {
        self.count += 1;
        self.order[header as usize] = self.count;
        self.low[header as usize] = self.count;
        self.open.push(header);
    }

    /// Everything above `first` on the stack is one circle.
    fn close(&mut self, first: u32) {
        let from = self.open.iter().rposition(|header| *header == first).unwrap_or(0);
        let circle = self.open.split_off(from);
        let is_leaf = circle.len() == 1 && self.includes[first as usize].is_empty();
        circle.iter().for_each(|header| self.order[*header as usize] = DONE);
        if is_leaf {
            return;
        }
        let mut reach = Reach::new(self.includes.len());
        for header in &circle {
            reach.insert(*header);
            for to in &self.includes[*header as usize] {
                reach.insert(*to);
                if let Some(closure) = &self.closures[*to as usize] {
                    reach.extend(closure);
                }
            }
        }
        let reach = Arc::new(reach);
        circle.iter().for_each(|header| self.closures[*header as usize] = Some(reach.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(includes: &[Vec<u32>], from: u32) -> Vec<u32> {
        match &closures(includes)[from as usize] {
            Some(reach) => (0..200).filter(|number| reach.contains(*number)).collect(),
            None => vec![from],
        }
    }

    #[test]
    fn circles_reach_the_same() {
        let includes = [vec![1], vec![2], vec![1, 3], vec![], vec![4, 0]];
        assert_eq!(reached(&includes, 0), [0, 1, 2, 3]);
        assert_eq!(reached(&includes, 1), [1, 2, 3]);
        assert_eq!(reached(&includes, 2), [1, 2, 3]);
        assert_eq!(reached(&includes, 3), [3]);
        assert_eq!(reached(&includes, 4), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn agrees_with_a_walk_on_graphs_of_all_sorts() {
        let mut seed = 7u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as u32
        };
        for size in [1u32, 5, 20, 80] {
            let graph: Vec<Vec<u32>> =
                (0..size).map(|_| (0..random() % 3).map(|_| random() % size).collect()).collect();
            for from in 0..size {
                let (mut seen, mut open) = (vec![from], vec![from]);
                while let Some(at) = open.pop() {
                    for to in &graph[at as usize] {
                        if !seen.contains(to) {
                            seen.push(*to);
                            open.push(*to);
                        }
                    }
                }
                seen.sort_unstable();
                assert_eq!(reached(&graph, from), seen);
            }
        }
    }

    #[test]
    fn a_long_chain_is_no_danger() {
        let length = 20_000u32;
        let chain: Vec<Vec<u32>> =
            (0..length).map(|at| if at + 1 < length { vec![at + 1] } else { vec![0] }).collect();
        let all = closures(&chain);
        assert!(all[9].as_ref().expect("includes one").contains(length - 1));
    }
}
