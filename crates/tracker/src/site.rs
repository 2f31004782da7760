//! One caller.

use serde::{Deserialize, Serialize};

use crate::normalise_call;

/// A call of an old function in a tree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Site {
    /// The file, from the root of the tree.
    pub path: String,
    /// The line of the call, from 1.
    pub line: u32,
    /// The function that holds the call; empty outside of one.
    pub function: String,
    /// The subsystem that takes patches to the file.
    pub subsystem: String,
    /// What kind of call it is, a name from the migration.
    pub shape: String,
    /// What has become of it.
    pub state: State,
    /// Why it remains; `None` when it does not.
    pub reason: Option<String>,
    /// The call without its layout ([`normalise_call`]).
    pub call: String,
    /// Which of the same calls in the same function it is, from 0. [`Status::new`](crate::Status::new) counts.
    pub ordinal: u32,
}

impl Site {
    /// A caller that can be converted, first of its kind; `call` is text as in the file.
    pub fn convertible(
        path: impl Into<String>,
        line: u32,
        function: impl Into<String>,
        call: &str,
    ) -> Self {
        Self {
            path: path.into(),
            line,
            function: function.into(),
            subsystem: String::new(),
            shape: String::new(),
            state: State::Convertible,
            reason: None,
            call: normalise_call(call),
            ordinal: 0,
        }
    }

    /// The same caller, remaining for this reason.
    #[must_use]
    pub fn remaining(mut self, reason: impl Into<String>) -> Self {
        self.state = State::Remaining;
        self.reason = Some(reason.into());
        self
    }

    /// What stays when lines move.
    pub fn id(&self) -> SiteId<'_> {
        SiteId {
            path: &self.path,
            function: &self.function,
            call: &self.call,
            ordinal: self.ordinal,
        }
    }
}

/// Who a site is: the same in two scans when the code around it moved, but the call stayed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SiteId<'s> {
    /// The file.
    pub path: &'s str,
    /// The function.
    pub function: &'s str,
    /// The call without its layout.
    pub call: &'s str,
    /// Which of the same calls in the function.
    pub ordinal: u32,
}

/// What has become of a site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// No rule converts it; the reason says why.
    Remaining,
    /// A rule converts it.
    Convertible,
}

impl State {
    /// All of them, from far to near the end.
    pub const ALL: [Self; 2] = [Self::Remaining, Self::Convertible];

    /// Its name, in data and for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Remaining => "remaining",
            Self::Convertible => "convertible",
        }
    }
}
