//! One Python process, and what can go wrong with it.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use engine::{Reply, Script, ScriptHost, Variables};
use source::{Diagnostic, Span};

use crate::protocol::{Answer, answer, read_frame, request};

/// The program that serves requests.
const DRIVER: &str = include_str!("../data/driver.py");
/// How long a process may take to end when nothing is asked any more, in steps of [`STEP`].
const STEPS_TO_END: u32 = 500;
const STEP: Duration = Duration::from_millis(4);

/// How to run Python.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The interpreter.
    pub program: PathBuf,
    /// How long one rule's scripts may take for one file.
    pub limit: Duration,
}

/// A Python process that runs scripts.
#[derive(Debug)]
pub struct Worker {
    child: RefCell<Child>,
    requests: RefCell<Option<ChildStdin>>,
    replies: Receiver<Vec<u8>>,
    limit: Duration,
    is_alive: Cell<bool>,
}

impl Worker {
    /// Starts a process.
    ///
    /// # Errors
    /// There is no such interpreter, or it can not be started.
    pub fn start(settings: &Settings) -> Result<Self, Box<Diagnostic>> {
        let spawned = Command::new(&settings.program)
            .args(["-c", DRIVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = spawned.map_err(|error| {
            let program = settings.program.display();
            let message = format!("{program}, which scripts need, can not be started: {error}");
            Diagnostic::error(message)
                .help("Install Python 3, or name an interpreter with --python PATH.")
        })?;
        let (sender, replies) = channel();
        let requests = child.stdin.take();
        if let Some(mut output) = child.stdout.take() {
            std::thread::spawn(move || {
                while let Ok(Some(frame)) = read_frame(&mut output) {
                    if sender.send(frame).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Self {
            child: RefCell::new(child),
            requests: RefCell::new(requests),
            replies,
            limit: settings.limit,
            is_alive: Cell::new(true),
        })
    }

    /// Whether it can be asked again: it has neither died nor been stopped.
    pub fn is_alive(&self) -> bool {
        self.is_alive.get()
    }

    fn ask(&self, script: &Script<'_>, calls: &[Variables]) -> Result<Answer, String> {
        let sent = match &mut *self.requests.borrow_mut() {
            Some(pipe) if self.is_alive() => pipe.write_all(&request(script, calls)).is_ok(),
            _ => false,
        };
        let frame = if sent {
            self.replies.recv_timeout(self.limit)
        } else {
            Err(RecvTimeoutError::Disconnected)
        };
        let why = match frame {
            Ok(frame) => match answer(&frame) {
                Some(answer) => return Ok(answer),
                None => "answered with what can not be read".to_owned(),
            },
            Err(RecvTimeoutError::Timeout) => {
                format!("did not end within {} s", self.limit.as_secs_f32())
            }
            Err(RecvTimeoutError::Disconnected) => "ended the Python that ran it".to_owned(),
        };
        self.stop();
        Err(why)
    }

    fn stop(&self) {
        self.is_alive.set(false);
        let mut child = self.child.borrow_mut();
        // Fails when it has ended already.
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl ScriptHost for Worker {
    fn run(&self, script: &Script<'_>, calls: &[Variables]) -> Result<Vec<Reply>, Box<Diagnostic>> {
        let about = match script.file {
            "" => String::new(),
            file => format!(" for {file}"),
        };
        let (message, line, help) = match self.ask(script, calls) {
            Ok(Answer::Replies(replies)) => return Ok(replies),
            Ok(Answer::Raised { message, line }) => (
                format!("the script of {} failed{about}: {message}", script.rule),
                line,
                "Correct the script; what it prints to sys.stderr is shown as it runs.",
            ),
            Err(why) => (
                format!("the script of {} {why}{about}", script.rule),
                None,
                "Let the script do less, or give it more time with --timeout SECONDS.",
            ),
        };
        let place = line.map_or(script.span, |line| line_of(script, line));
        Err(Box::new(Diagnostic::error(message).at(script.path, place, "").help(help)))
    }
}

/// The line of a script, in the semantic patch, without the blanks in front of it.
fn line_of(script: &Script<'_>, line: usize) -> Span {
    let skipped = match script.form {
        engine::ScriptForm::Statements => "",
        engine::ScriptForm::Expression => {
            &script.code[..script.code.len() - script.code.trim_start().len()]
        }
    };
    let mut at = script.span.start + skipped.len() as u32;
    for (number, text) in script.code[skipped.len()..].split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let blank = (text.len() - text.trim_start().len()) as u32;
            let end = at + text.trim_end().len() as u32;
            return Span::new((at + blank).min(end), end);
        }
        at += text.len() as u32;
    }
    script.span
}

impl Drop for Worker {
    /// The end of the requests is the process's sign to end; one that does not is stopped.
    fn drop(&mut self) {
        drop(self.requests.borrow_mut().take());
        for _ in 0..STEPS_TO_END {
            match self.child.borrow_mut().try_wait() {
                Ok(None) => std::thread::sleep(STEP),
                _ => return,
            }
        }
        self.stop();
    }
}
