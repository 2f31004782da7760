//! What `data/driver.py` answers, as values of the engine; the form is in the crate's description.

use std::io::{self, Read};
use std::rc::Rc;

use engine::{Extent, Iteration, Place, Reply, ScriptValue, Verdict};
use serde_json::Value;

/// What came back: what was printed; and replies, or what was raised and on which line of which script.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) output: String,
    pub(crate) replies: Result<Vec<Reply>, Raised>,
}

/// See [`Answer`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Raised {
    pub(crate) message: String,
    pub(crate) script: String,
    pub(crate) line: Option<usize>,
}

/// Reads a frame; `None` at the end of the stream.
pub(crate) fn read_frame(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; 4];
    match stream.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let length = u64::from(u32::from_be_bytes(head));
    let mut body = Vec::new();
    let read = stream.take(length).read_to_end(&mut body)?;
    Ok((read as u64 == length).then_some(body))
}

/// Reads the body of a reply; `None` when it is none.
pub(crate) fn answer(body: &[u8]) -> Option<Answer> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let output = body.get("output")?.as_str()?.to_owned();
    let replies = match body.get("error") {
        Some(message) => Err(Raised {
            message: message.as_str()?.to_owned(),
            script: body.get("name")?.as_str()?.to_owned(),
            line: body.get("line").and_then(Value::as_u64).map(|line| line as usize),
        }),
        None => {
            Ok(body.get("replies")?.as_array()?.iter().map(reply).collect::<Option<Vec<_>>>()?)
        }
    };
    Some(Answer { output, replies })
}

/// Most scripts leave nothing but what they print; their replies are `null`.
fn reply(body: &Value) -> Option<Reply> {
    if body.is_null() {
        return Some(Reply::default());
    }
    let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
    let computed = body.get("computed")?.as_object()?;
    Some(Reply {
        verdict: match text("verdict")?.as_str() {
            "keep" => Verdict::Keep,
            "drop" => Verdict::Drop,
            "exit" => Verdict::Exit,
            _ => return None,
        },
        computed: computed
            .iter()
            .map(|(name, value)| Some((name.clone(), taken(value)?)))
            .collect::<Option<_>>()?,
        value: text("value")?,
        truth: body.get("truth")?.as_bool()?,
        iterations: body
            .get("iterations")?
            .as_array()?
            .iter()
            .map(iteration)
            .collect::<Option<_>>()?,
    })
}

fn iteration(body: &Value) -> Option<Iteration> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts = |value: &Value| value.as_array()?.iter().map(text).collect::<Option<Vec<_>>>();
    let files = body.get("files")?;
    let identifiers = body.get("identifiers")?.as_object()?;
    Some(Iteration {
        files: if files.is_null() { None } else { Some(texts(files)?) },
        virtuals: texts(body.get("rules")?)?.into_iter().collect(),
        identifiers: identifiers
            .iter()
            .map(|(name, value)| Some((name.clone(), text(value)?)))
            .collect::<Option<_>>()?,
        extends: body.get("extends")?.as_bool()?,
    })
}

fn taken(value: &Value) -> Option<ScriptValue> {
    if let Some(text) = value.as_str() {
        return Some(ScriptValue::Code(text.to_owned()));
    }
    let places = value.get("places")?.as_array()?;
    Some(ScriptValue::Places(places.iter().map(taken_place).collect::<Option<_>>()?))
}

fn taken_place(value: &Value) -> Option<Rc<Place>> {
    let [file, element, around, own] = value.as_array()?.as_slice() else { return None };
    Some(Rc::new(Place {
        file: file.as_str()?.to_owned(),
        element: element.as_str()?.to_owned(),
        element_extent: extent(around)?,
        extent: extent(own)?,
    }))
}

fn extent(value: &Value) -> Option<Extent> {
    let number = |value: &Value| u32::try_from(value.as_u64()?).ok();
    let [line, column, line_end, column_end] = value.as_array()?.as_slice() else { return None };
    Some(Extent {
        line: number(line)?,
        column: number(column)?,
        line_end: number(line_end)?,
        column_end: number(column_end)?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_frame_that_ends_early_is_the_end() {
        assert_eq!(read_frame(&mut &b""[..]).expect("reads"), None);
        assert_eq!(read_frame(&mut &b"\0\0"[..]).expect("reads"), None);
        assert_eq!(read_frame(&mut &b"\0\0\0\x05{}"[..]).expect("reads"), None);
        // A length that was made up takes no memory.
        assert_eq!(read_frame(&mut &b"\xff\xff\xff\xff{}"[..]).expect("reads"), None);
    }

    #[test]
    fn replies_carry_places_and_code() {
        let body = json!({"output": "hello\n", "replies": [{
            "verdict": "drop", "value": "", "truth": false,
            "iterations": [{"files": ["b.c"], "rules": ["again"], "identifiers": {"who": "f"}, "extends": false}],
            "computed": {"x": "a + b", "p": {"places": [["a.c", "f", [1, 0, 9, 1], [2, 1, 2, 4]]]}},
        }]});
        let Answer { output, replies } = answer(body.to_string().as_bytes()).expect("an answer");
        let replies = replies.expect("replies");
        assert_eq!((output.as_str(), replies[0].verdict), ("hello\n", Verdict::Drop));
        assert!(replies[0].computed.contains(&("x".into(), ScriptValue::Code("a + b".into()))));
        let is_place = |value: &ScriptValue| matches!(value, ScriptValue::Places(places) if places[0].extent.column_end == 4);
        assert!(replies[0].computed.iter().any(|(name, value)| name == "p" && is_place(value)));
        let asked = &replies[0].iterations[0];
        assert_eq!(asked.files.as_deref(), Some(&["b.c".to_owned()][..]));
        assert!(asked.virtuals.contains("again") && asked.identifiers["who"] == "f");
    }

    #[test]
    fn what_was_raised_is_told_from_nonsense() {
        let body = br#"{"output": "so far", "error": "NameError: x", "name": "s", "line": 3}"#;
        let raised = Raised { message: "NameError: x".into(), script: "s".into(), line: Some(3) };
        let expected = Answer { output: "so far".into(), replies: Err(raised) };
        assert_eq!(answer(body), Some(expected));
        assert_eq!(answer(b"Traceback"), None);
        assert_eq!(answer(br#"{"output": "", "replies": [{}]}"#), None);
    }
}
