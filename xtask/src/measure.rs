// SPDX-License-Identifier: MIT OR Apache-2.0
//! What work costs: wall time, CPU time and peak memory of a child, and CPU time of a thread, as the system counts them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// What one run cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// User and system time, of all threads.
    pub(crate) cpu: Duration,
    /// The largest resident set, in bytes.
    pub(crate) peak: u64,
}

/// The processor time that the calling thread has had, as the scheduler counts it; `None` where it does not tell.
fn thread_cpu() -> Option<Duration> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    counts.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Processor time of the calling thread, or wall time where the system does not count it.
pub(crate) struct CpuClock {
    wall: Instant,
    cpu: Option<Duration>,
}

impl CpuClock {
    pub(crate) fn start() -> Self {
        Self { wall: Instant::now(), cpu: thread_cpu() }
    }

    pub(crate) fn seconds(&self) -> f64 {
        let cpu = self.cpu.zip(thread_cpu()).map(|(before, now)| now.saturating_sub(before));
        cpu.unwrap_or_else(|| self.wall.elapsed()).as_secs_f64()
    }
}

/// Runs a command with its output thrown away. `fine` are the exit codes that mean success.
pub(crate) fn measure(command: &mut Command, fine: &[i32]) -> Result<Cost> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let child = command.spawn().with_context(|| format!("{program} does not start"))?;
    let end = child.wait4()?;
    let wall = start.elapsed();
    if !end.status.code().is_some_and(|code| fine.contains(&code)) {
        bail!("{program} ended with {}", end.status);
    }
    Ok(Cost { wall, cpu: end.rusage.utime + end.rusage.stime, peak: end.rusage.maxrss })
}

/// The run with the least wall time of several: the one that other work on the machine disturbed least.
pub(crate) fn best(runs: usize, mut run: impl FnMut() -> Result<Cost>) -> Result<Cost> {
    let mut best = run()?;
    for _ in 1..runs {
        let cost = run()?;
        best = Cost {
            peak: best.peak.max(cost.peak),
            ..if cost.wall < best.wall { cost } else { best }
        };
    }
    Ok(best)
}
