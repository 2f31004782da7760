//! The second step: in the place of the loop, the call, with what goes in before it and what comes back behind it.

use csyntax::TokenId;

use super::exits::Target;
use super::variables::{Captured, Passing};
use super::{Exits, Marked, Names, Outline, lines};
use crate::plan::{Plan, Side};

/// The plan of that step. `carried`: there is a context.
pub(super) fn plan(
    marked: &Marked<'_>,
    captured: &[Captured],
    exits: &Exits,
    names: &Names,
    request: &Outline,
    carried: bool,
) -> Plan {
    let mut plan = Plan::default();
    let Some(first) = marked.tree.first_token(marked.statement) else { return plan };
    plan.removed.extend(marked.tree.token_range(marked.statement).map(TokenId));
    let code = statements(marked, captured, exits, names, request, carried);
    plan.insertions.push(lines(first, Side::Before, Some(marked.statement), &code));
    plan
}

fn statements(
    marked: &Marked<'_>,
    captured: &[Captured],
    exits: &Exits,
    names: &Names,
    request: &Outline,
    carried: bool,
) -> Vec<String> {
    let variable = names.variable;
    let mut code = Vec::new();
    if carried {
        code.extend(captured.iter().map(|it| format!("{variable}.{} = {};", it.name, it.given())));
    }
    if exits.carried() {
        code.push(format!("{variable}.exit = 0;"));
    }
    code.push(call(marked, names, request, carried));
    let comes_back = |it: &&Captured| it.passing == Passing::Returned && it.own.is_none();
    let returned = captured.iter().filter(comes_back);
    code.extend(returned.map(|it| format!("{0} = {variable}.{0};", it.name)));
    for (at, target) in exits.targets.iter().enumerate() {
        code.push(format!("if ({variable}.exit == {})", at + 1));
        code.push(match target {
            Target::Return => "return;".to_owned(),
            Target::Value => format!("return {variable}.value;"),
            Target::Label(label) => format!("goto {label};"),
        });
    }
    code
}

impl Captured {
    /// What the context gets.
    fn given(&self) -> String {
        match (&self.own, self.passing) {
            (Some(own), _) => own.value.clone(),
            (None, Passing::Address) => format!("&{}", self.name),
            (None, _) => self.name.clone(),
        }
    }
}

fn call(marked: &Marked<'_>, names: &Names, request: &Outline, carried: bool) -> String {
    let data = if carried { format!("&{}", names.variable) } else { "NULL".to_owned() };
    let mut call = request.call.replace("{function}", &names.function).replace("{data}", &data);
    for (at, argument) in marked.arguments().into_iter().enumerate() {
        call = call.replace(&format!("{{{}}}", at + 1), &marked.text(argument));
    }
    call
}
