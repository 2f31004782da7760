//! Reserved for the expanded view: what a file means under one configuration, read from the preprocessor's output.
//! Nothing is here yet and nothing depends on it; the roadmap says when it comes.
#![warn(missing_docs)]
