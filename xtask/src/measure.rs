// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a program costs: wall time, CPU time and peak memory, as the system counts them for a child.

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
