//! Work on many things at once, with the results taken in the order of the things.
//!
//! Threads take the next thing in order, so results come nearly in order, and few must wait for one that is slow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;

/// Does `work` on `things` with `threads` threads; `take` gets each result, in order, until it fails.
///
/// # Errors
/// The first failure of `take`.
pub(super) fn in_order<T: Sync, R: Send, E>(
    things: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        return things.iter().try_for_each(|thing| take(work(thing)));
    }
    let (sender, results) = channel();
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..threads.min(things.len()) {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                while !stopped.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(at) else { break };
                    if sender.send((at, work(thing))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (at, result) in results {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&turn) {
                turn += 1;
                if let Err(error) = take(result) {
                    stopped.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_things() {
        let things: Vec<u32> = (0..500).collect();
        for threads in [1, 3, 8] {
            let mut taken = Vec::new();
            let work = |thing: &u32| {
                (0..(thing % 7) * 50).for_each(|_| std::thread::yield_now());
                thing * 2
            };
            let done: Result<(), ()> = in_order(&things, threads, work, |result| {
                taken.push(result);
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(taken, things.iter().map(|thing| thing * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_failure_ends_it() {
        let things: Vec<u32> = (0..500).collect();
        let take = |result: u32| if result == 7 { Err(result) } else { Ok(()) };
        assert_eq!(in_order(&things, 3, |thing| *thing, take), Err(7));
    }
}
