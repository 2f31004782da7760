//! Placeholder until its first stage lands.
#![warn(missing_docs)]
