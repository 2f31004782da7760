//! One Python process, and what can go wrong with it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use engine::{Call, Ran, Script, ScriptForm, ScriptHost};
use source::{Diagnostic, Span};

use crate::answer::{Answer, Raised, answer, read_frame};
use crate::request::{keep, name_of, request};

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
    settings: Settings,
    is_alive: Cell<bool>,
    /// The scripts that it knows, by name: what one defines may fail when another calls it.
    scripts: RefCell<HashMap<String, Origin>>,
}

/// Where a script stands.
#[derive(Debug)]
struct Origin {
    path: String,
    span: Span,
    code: String,
    form: ScriptForm,
}

/// Why there is no answer, and what to do about it.
struct Silence {
    why: String,
    help: String,
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
            settings: settings.clone(),
            is_alive: Cell::new(true),
            scripts: RefCell::default(),
        })
    }

    /// Whether it can be asked again: it has neither died nor been stopped.
    pub fn is_alive(&self) -> bool {
        self.is_alive.get()
    }

    /// A run is over: what scripts have left under some names is kept for `merge.name`, beside what later runs leave.
    pub fn keep<'n>(&self, names: impl Iterator<Item = &'n str>) {
        // One that has ended is noticed when a script is to run in it.
        let _ = self.ask(&keep(names));
    }

    fn ask(&self, request: &[u8]) -> Result<Answer, Silence> {
        let sent = match &mut *self.requests.borrow_mut() {
            Some(pipe) if self.is_alive() => pipe.write_all(request).is_ok(),
            _ => false,
        };
        let limit = self.settings.limit;
        let frame = match sent {
            true => self.replies.recv_timeout(limit),
            false => Err(RecvTimeoutError::Disconnected),
        };
        let program = self.settings.program.display();
        let (why, help) = match frame {
            Ok(frame) => match answer(&frame) {
                Some(answer) => return Ok(answer),
                None => (
                    "answered with what can not be read".to_owned(),
                    format!("See that {program} is Python 3."),
                ),
            },
            Err(RecvTimeoutError::Timeout) => (
                format!("did not end within {} s", limit.as_secs_f32()),
                "Let the script do less, or give it more time with --timeout SECONDS.".to_owned(),
            ),
            Err(RecvTimeoutError::Disconnected) => (
                "ended the Python that ran it".to_owned(),
                format!(
                    "See that {program} is Python 3, and that the script neither ends it nor \
                     closes files that it has not opened; cocci.exit() ends the work on a file."
                ),
            ),
        };
        self.stop();
        Err(Silence { why, help })
    }

    /// What was raised, with the line that raised it.
    fn raised(&self, script: &Script<'_>, raised: &Raised) -> Diagnostic {
        let message =
            format!("the script of {} failed{}: {}", script.rule, about(script), raised.message);
        let error = Diagnostic::error(message)
            .help("Correct the script; what it prints to sys.stderr is shown as it runs.");
        match (self.scripts.borrow().get(&raised.script), raised.line) {
            (Some(origin), Some(line)) => error.at(&origin.path, line_of(origin, line), ""),
            _ => error.at(script.path, script.span, ""),
        }
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
    fn run(&self, script: &Script<'_>, calls: &[Call]) -> Ran {
        self.scripts.borrow_mut().entry(name_of(script)).or_insert_with(|| Origin::of(script));
        match self.ask(&request(script, calls)) {
            Ok(Answer { output, replies }) => {
                let replies = replies.map_err(|raised| Box::new(self.raised(script, &raised)));
                Ran { output, replies }
            }
            Err(Silence { why, help }) => {
                let message = format!("the script of {} {why}{}", script.rule, about(script));
                let error = Diagnostic::error(message).at(script.path, script.span, "").help(help);
                Ran { output: String::new(), replies: Err(Box::new(error)) }
            }
        }
    }
}

/// The files that a script is run for, in a message.
fn about(script: &Script<'_>) -> String {
    match script.files {
        [] => String::new(),
        files => format!(" for {}", files.join(", ")),
    }
}

impl Origin {
    fn of(script: &Script<'_>) -> Self {
        let Script { path, span, code, form, .. } = *script;
        Self { path: path.to_owned(), span, code: code.to_owned(), form }
    }
}

/// The line of a script, in the semantic patch, without the blanks in front of it.
fn line_of(script: &Origin, line: usize) -> Span {
    let skipped = match script.form {
        ScriptForm::Statements => "",
        ScriptForm::Expression => {
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
