//! Conditions in CEL over the answers: compiled and type-checked when the file is loaded, total when they are asked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use cel::{Context, Program};
use jiff::civil::Date;

use crate::diagnostic::meant;
use crate::service::{Ask, AskKind};
use crate::value::Value;

/// The longest condition, in bytes: far more than a rule needs, too little to nest the parser out of its stack.
const SOURCE_BYTES_MAX: usize = 1000;
const NESTING_MAX: usize = 20;

/// A condition.
#[derive(Clone)]
pub struct Condition {
    /// What the file says.
    pub source: String,
    /// The questions that have to be known before it can be asked.
    pub names: BTreeSet<String>,
    program: Arc<Program>,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.source).finish()
    }
}

/// A mistake in a condition and what might be meant.
pub(crate) type Wrong = (String, Option<String>);

impl Condition {
    /// Reads a condition over the given questions; every mistake that is found.
    pub(crate) fn parse(source: &str, asks: &[Ask]) -> Result<Self, Vec<Wrong>> {
        if source.len() > SOURCE_BYTES_MAX || nesting(source) > NESTING_MAX {
            return Err(vec![(format!("a condition can be {SOURCE_BYTES_MAX} signs long and {NESTING_MAX} brackets deep"), None)]);
        }
        let program = Program::compile(source).map_err(|errors| {
            errors
                .errors
                .iter()
                .take(1)
                .map(|error| (format!("this is no CEL: {}", error.msg.lines().next().unwrap_or_default()), None))
                .collect::<Vec<_>>()
        })?;
        let mut check = Check { asks, names: BTreeSet::new(), wrong: Vec::new() };
        let kind = check.kind(program.expression());
        if !matches!(kind, Kind::Bool | Kind::Any) {
            check.wrong.push((format!("a condition must be true or false, and this is {}", kind.words()), None));
        }
        let (names, wrong) = (check.names, check.wrong);
        if wrong.is_empty() { Ok(Self { source: source.to_owned(), names, program: Arc::new(program) }) } else { Err(wrong) }
    }

    /// Whether it is true. What is not answered makes it false, and so does anything that cannot be worked out.
    pub fn holds(&self, answers: &BTreeMap<&str, &Value>, today: Date) -> bool {
        let mut context = Context::default();
        let mut all = serde_json::Map::new();
        for (id, value) in answers {
            let Some(json) = as_json(value) else { continue };
            if self.names.contains(*id) && context.add_variable(*id, &json).is_err() {
                return false;
            }
            all.insert((*id).to_owned(), json);
        }
        let known = context.add_function("days_since", move |date: Arc<String>| -> i64 {
            date.parse::<Date>().map_or(i64::MIN, |date| i64::from(date.until(today).map_or(0, |span| span.get_days())))
        });
        let set = known.is_ok()
            && context.add_variable("answers", serde_json::Value::Object(all)).is_ok()
            && context.add_variable("today", today.to_string()).is_ok();
        set && matches!(self.program.execute(&context), Ok(cel::Value::Bool(true)))
    }

    /// What it always is, when it asks nothing: neither a question nor the day.
    pub(crate) fn always(&self) -> Option<bool> {
        (self.names.is_empty() && self.asks_only_names()).then(|| self.holds(&BTreeMap::new(), Date::ZERO))
    }

    fn asks_only_names(&self) -> bool {
        ["today", "answers", "days_since"].iter().all(|word| !self.source.contains(word))
    }

    /// Whether no answers at all make it true: tried with every one, when its questions have few.
    pub(crate) fn is_never(&self, asks: &[Ask]) -> bool {
        if !self.asks_only_names() {
            return false;
        }
        let mut tries: Vec<BTreeMap<&str, Value>> = vec![BTreeMap::new()];
        for name in &self.names {
            let Some(values) = asks.iter().find(|ask| ask.id == *name).and_then(every_answer) else { return false };
            if tries.len() * values.len() > TRIES_MAX {
                return false;
            }
            let mut more = Vec::new();
            for one in &tries {
                for value in &values {
                    let mut with = one.clone();
                    with.insert(name, value.clone());
                    more.push(with);
                }
            }
            tries = more;
        }
        !tries.iter().any(|one| self.holds(&one.iter().map(|(id, value)| (*id, value)).collect(), Date::ZERO))
    }
}

/// How many answers together are tried.
const TRIES_MAX: usize = 2000;

/// Every answer that a question can have, when they can be counted.
fn every_answer(ask: &Ask) -> Option<Vec<Value>> {
    match ask.kind {
        AskKind::YesNo => Some(vec![Value::YesNo(true), Value::YesNo(false)]),
        AskKind::Consent => Some(vec![Value::Consent(true), Value::Consent(false)]),
        AskKind::Choice => Some(ask.options.iter().map(|choice| Value::Choice(choice.key.clone())).collect()),
        _ => None,
    }
}

fn nesting(source: &str) -> usize {
    let (mut depth, mut most) = (0usize, 0usize);
    for sign in source.chars() {
        match sign {
            '(' | '[' | '{' | '!' | '-' | '?' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn as_json(value: &Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::Text(text) | Value::Choice(text) | Value::Date(text) | Value::Time(text) => text.as_str().into(),
        Value::YesNo(is) | Value::Consent(is) => (*is).into(),
        Value::Several(keys) => keys.clone().into(),
        Value::Number(number) => (*number).into(),
        Value::Money(pence) => (*pence).into(),
        Value::Address(address) => {
            serde_json::json!({ "line": address.line, "postcode": address.postcode, "uprn": address.uprn.as_deref().unwrap_or_default() })
        }
        Value::Place(place) => serde_json::json!({ "words": place.words }),
        Value::Files(files) => files.iter().map(|file| file.id.clone()).collect::<Vec<_>>().into(),
        Value::Skipped => return None,
    })
}

/// The type of a part of a condition.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Bool,
    Text,
    Number,
    List,
    Map,
    /// One of an option's keys.
    Key(Vec<String>),
    /// Any of an option's keys.
    Keys(Vec<String>),
    /// Not known before it is worked out.
    Any,
}

impl Kind {
    fn of(ask: &Ask) -> Self {
        let keys = || ask.options.iter().map(|choice| choice.key.clone()).collect();
        match ask.kind {
            AskKind::YesNo | AskKind::Consent => Self::Bool,
            AskKind::Choice => Self::Key(keys()),
            AskKind::Several => Self::Keys(keys()),
            AskKind::Number | AskKind::Money => Self::Number,
            AskKind::Address | AskKind::Place => Self::Map,
            AskKind::Photo | AskKind::File => Self::List,
            _ => Self::Text,
        }
    }

    fn words(&self) -> &'static str {
        match self {
            Self::Bool => "yes or no",
            Self::Text | Self::Key(_) => "text",
            Self::Number => "a number",
            Self::List | Self::Keys(_) => "a list",
            Self::Map => "a group of values",
            Self::Any => "anything",
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Key(_))
    }

    fn fits(&self, other: &Self) -> bool {
        matches!(self, Self::Any)
            || matches!(other, Self::Any)
            || self == other
            || (self.is_text() && other.is_text())
            || self.words() == other.words()
    }
}

struct Check<'a> {
    asks: &'a [Ask],
    names: BTreeSet<String>,
    wrong: Vec<Wrong>,
}

impl Check<'_> {
    fn kind(&mut self, expression: &IdedExpr) -> Kind {
        match &expression.expr {
            Expr::Ident(name) => self.name(name),
            Expr::Literal(literal) => match literal {
                LiteralValue::Boolean(_) => Kind::Bool,
                LiteralValue::String(_) => Kind::Text,
                LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_) => Kind::Number,
                LiteralValue::Bytes(_) | LiteralValue::Null => Kind::Any,
            },
            Expr::List(list) => {
                for element in &list.elements {
                    self.kind(element);
                }
                Kind::List
            }
            Expr::Select(select) => {
                if matches!(&select.operand.expr, Expr::Ident(name) if name == "answers") {
                    self.ask(&select.field);
                } else {
                    self.kind(&select.operand);
                }
                if select.test { Kind::Bool } else { Kind::Any }
            }
            Expr::Call(call) => {
                let mut parts: Vec<&IdedExpr> = call.target.iter().map(|target| &**target).collect();
                parts.extend(&call.args);
                self.call(&call.func_name, &parts)
            }
            Expr::Comprehension(comprehension) => {
                self.kind(&comprehension.iter_range);
                Kind::Any
            }
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Kind::Any,
        }
    }

    fn name(&mut self, name: &str) -> Kind {
        match name {
            "today" => return Kind::Text,
            "answers" => return Kind::Any,
            _ => {}
        }
        match self.ask(name) {
            Some(kind) => {
                self.names.insert(name.to_owned());
                kind
            }
            None => Kind::Any,
        }
    }

    fn ask(&mut self, name: &str) -> Option<Kind> {
        let found = self.asks.iter().find(|ask| ask.id == name);
        if found.is_none() {
            let hint = meant(name, self.asks.iter().map(|ask| ask.id.as_str()));
            self.wrong.push((format!("there is no question \"{name}\" before this"), hint));
        }
        found.map(Kind::of)
    }

    fn call(&mut self, function: &str, parts: &[&IdedExpr]) -> Kind {
        let kinds: Vec<Kind> = parts.iter().map(|part| self.kind(part)).collect();
        let is = |kind: &Kind, wanted: &Kind| kind.fits(wanted);
        match function {
            operators::LOGICAL_NOT | operators::LOGICAL_AND | operators::LOGICAL_OR => {
                if let Some(other) = kinds.iter().find(|kind| !is(kind, &Kind::Bool)) {
                    self.wrong.push((format!("\"{}\" stands between yes and no, and this is {}", sign_of(function), other.words()), None));
                }
                Kind::Bool
            }
            operators::EQUALS | operators::NOT_EQUALS => {
                if let [one, other] = kinds.as_slice() {
                    if !one.fits(other) {
                        self.wrong.push((format!("{} is compared with {}", one.words(), other.words()), None));
                    }
                    self.keys(one, parts[1]);
                    self.keys(other, parts[0]);
                }
                Kind::Bool
            }
            operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS => {
                if let [one, other] = kinds.as_slice()
                    && (!one.fits(other) || *one == Kind::Bool)
                {
                    self.wrong.push((format!("{} is compared with {}", one.words(), other.words()), None));
                }
                Kind::Bool
            }
            operators::IN => {
                if let ([_, Kind::Keys(_)], [one, _]) = (kinds.as_slice(), parts) {
                    let keys = kinds[1].clone();
                    self.keys(&keys, one);
                }
                if let (Kind::Key(_), Expr::List(list)) = (&kinds[0], &parts[1].expr) {
                    for element in &list.elements {
                        self.keys(&kinds[0], element);
                    }
                }
                Kind::Bool
            }
            operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO | operators::NEGATE => {
                kinds.into_iter().next().unwrap_or(Kind::Any)
            }
            "days_since" => {
                self.wants(function, &kinds, &[Kind::Text]);
                Kind::Number
            }
            "size" => {
                if let Some(kind) = kinds.first().filter(|kind| matches!(kind, Kind::Bool | Kind::Number)) {
                    self.wrong.push((format!("size counts the signs of a text or the parts of a list, and this is {}", kind.words()), None));
                }
                Kind::Number
            }
            "int" | "double" => Kind::Number,
            "startsWith" | "endsWith" | "matches" => {
                self.wants(function, &kinds, &[Kind::Text, Kind::Text]);
                Kind::Bool
            }
            "contains" => {
                if !matches!(kinds.first(), Some(Kind::List | Kind::Keys(_))) {
                    self.wants(function, &kinds, &[Kind::Text, Kind::Text]);
                }
                Kind::Bool
            }
            "string" => Kind::Text,
            _ if function.starts_with(['_', '@']) => Kind::Any,
            _ => {
                let known = ["days_since", "size", "startsWith", "endsWith", "contains", "has", "int", "double", "string"];
                self.wrong.push((format!("there is no function \"{function}\""), meant(function, known.into_iter())));
                Kind::Any
            }
        }
    }

    /// Notes parts of a function's call that are of another type than it takes.
    fn wants(&mut self, function: &str, kinds: &[Kind], wanted: &[Kind]) {
        for (kind, wanted) in kinds.iter().zip(wanted).filter(|(kind, wanted)| !kind.fits(wanted)) {
            self.wrong.push((format!("{function} takes {}, and this is {}", wanted.words(), kind.words()), None));
        }
        if kinds.len() != wanted.len() {
            self.wrong.push((format!("{function} takes {} parts, and here are {}", wanted.len(), kinds.len()), None));
        }
    }

    /// A choice compared with a key that it does not have can never be.
    fn keys(&mut self, kind: &Kind, literal: &IdedExpr) {
        let (Kind::Key(keys) | Kind::Keys(keys)) = kind else { return };
        if let Expr::Literal(LiteralValue::String(text)) = &literal.expr {
            let text = text.inner();
            if !keys.iter().any(|key| key == text) {
                self.wrong.push((format!("there is no choice \"{text}\""), meant(text, keys.iter().map(String::as_str))));
            }
        }
    }
}

fn sign_of(function: &str) -> &str {
    function.trim_matches('_')
}
