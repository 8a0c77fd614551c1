//! The hub's description, read as whoever writes a client reads it: operations, their parameters and answers, and whether a value has the
//! shape that is described. It knows only what the description uses, and says so when there is more.

use serde_json::Value;

use crate::county::County;

pub struct Description(Value);

/// One method of one route.
#[derive(Clone)]
pub struct Operation {
    pub path: String,
    pub method: String,
    pub said: Value,
}

impl Description {
    pub fn of(county: &County) -> Description {
        Description(county.stranger().get(county.url("/openapi.json")).send().unwrap().json().unwrap())
    }

    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.0["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(|(method, said)| Operation {
                path: path.clone(),
                method: method.to_uppercase(),
                said: said.clone(),
            })
        });
        all.collect()
    }

    /// The schema itself, where only its name stands.
    pub fn schema<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str() {
            Some(name) => &self.0["components"]["schemas"][name.rsplit('/').next().unwrap()],
            None => schema,
        }
    }

    /// What a value is against its schema, if anything.
    pub fn objection(&self, schema: &Value, value: &Value) -> Option<String> {
        let schema = self.schema(schema);
        if let Some(one) = schema["oneOf"].as_array() {
            let fitting = one.iter().filter(|schema| self.objection(schema, value).is_none()).count();
            return (fitting != 1).then(|| format!("{value} has {fitting} of the shapes"));
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.contains(&found) {
            return Some(format!("{value} is no {types:?}"));
        }
        match value {
            Value::Number(number) => {
                let number = number.as_i64().unwrap();
                let low = schema["minimum"].as_i64().is_some_and(|least| number < least);
                let high = schema["maximum"].as_i64().is_some_and(|most| number > most);
                (low || high).then(|| format!("{number} is out of bounds"))
            }
            Value::String(text) => {
                let wrong = schema["pattern"].as_str().is_some_and(|pattern| !is_hex(text, digits(pattern)));
                wrong.then(|| format!("{text} does not look like {}", schema["pattern"]))
            }
            Value::Array(items) => {
                let many = schema["maxItems"].as_u64().is_some_and(|most| items.len() as u64 > most);
                let each = || items.iter().find_map(|item| self.objection(&schema["items"], item));
                if many { Some("too many".into()) } else { each() }
            }
            Value::Object(members) => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let missing = required
                    .into_iter()
                    .find(|name| !members.contains_key(*name))
                    .map(|name| format!("{name} is missing"));
                let known = &schema["properties"];
                let strange = members
                    .keys()
                    .find(|name| known[name.as_str()].is_null())
                    .map(|name| format!("{name} is not described"));
                let each = || members.iter().find_map(|(name, value)| self.objection(&known[name], value));
                missing.or(strange).or_else(each)
            }
            _ => None,
        }
    }
}

/// All patterns of the description are hex of so many digits.
pub fn digits(pattern: &str) -> usize {
    let digits = pattern.strip_prefix("^[0-9a-f]{").and_then(|rest| rest.strip_suffix("}$"));
    digits.unwrap_or_else(|| panic!("{pattern} is new: teach the tests to read it")).parse().unwrap()
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Operation {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn statuses(&self) -> Vec<u16> {
        self.said["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect()
    }

    /// Whether it says so itself: no session is needed.
    pub fn is_open(&self) -> bool {
        self.said["security"] == serde_json::json!([{}])
    }

    pub fn parameters(&self) -> Vec<Value> {
        self.said["parameters"].as_array().cloned().unwrap_or_default()
    }

    /// Content type and schema of what it takes.
    pub fn takes(&self) -> Option<(String, Value)> {
        let content = self.said["requestBody"]["content"].as_object()?;
        content.iter().next().map(|(kind, said)| (kind.clone(), said["schema"].clone()))
    }

    /// Content type and schema of what it answers with this status.
    pub fn answers(&self, status: u16) -> Option<(String, Value)> {
        let content = self.said["responses"][status.to_string()]["content"].as_object()?;
        content.iter().next().map(|(kind, said)| (kind.clone(), said["schema"].clone()))
    }
}
