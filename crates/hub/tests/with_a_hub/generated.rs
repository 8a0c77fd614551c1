//! Requests made at random from the hub's own description, well-formed and not: never an error of the server's own, never a status that is
//! not described, never an answer of another shape, and nothing taken that the description does not allow.

use campaign::Rng;
use hub::limits::Rates;
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Map, Value, json};

use crate::county::{Caller, County, HILL, sha256};
use crate::description::{Description, Operation, digits};

/// Requests of one run.
const REQUESTS: u64 = 100;

#[test]
fn no_request_made_from_the_description_gets_an_answer_that_is_not_described() {
    let mut county = County::without_roster(Rates { address_burst: 1e9, device_burst: 1e9, ..Rates::default() });
    assert_eq!(county.publish(&county.roster).status(), 200);
    let description = Description::of(&county);
    let operations = description.operations();
    let strings = {
        let hill = county.caller(&county.hill);
        let bundle = county.bundle(&county.hill, HILL);
        hill.receipt(&bundle);
        vec![HILL.to_string(), sha256(&bundle), county.hill.id(), sha256(b"photo")]
    };
    campaign::run("requests", 20, |random| {
        // Every so often everybody has to sign in again, and what is half brought is still there.
        county.start();
        let callers = [county.caller(&county.hill), county.caller(&county.officer)];
        let stranger = county.stranger();
        for _ in 0..REQUESTS {
            let operation = &operations[random.usize(..operations.len())];
            let caller = random.choice([None, Some(&callers[0]), Some(&callers[1])]).flatten();
            Request::at_random(&description, operation, &strings, random).holds(
                &county,
                &description,
                caller,
                &stranger,
            );
        }
    });
}

/// A request, and what in it the description does not allow.
struct Request<'o> {
    operation: &'o Operation,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<(String, Vec<u8>)>,
    wrong: Option<String>,
}

impl<'o> Request<'o> {
    fn at_random(said: &Description, operation: &'o Operation, known: &[String], random: &mut Rng) -> Request<'o> {
        let parameters = operation.parameters();
        let body = operation.takes();
        // At most one thing is wrong, so that it is that which is refused.
        let parts = parameters.len() + usize::from(body.is_some());
        let spoilt = (parts > 0 && random.bool()).then(|| random.usize(..parts));
        let mut request = Request { operation, path: operation.path.clone(), headers: vec![], body: None, wrong: None };
        let mut query = Vec::new();
        for (place, parameter) in parameters.iter().enumerate() {
            let name = parameter["name"].as_str().unwrap();
            let text = if spoilt == Some(place) {
                let bad = wrong_text(said.schema(&parameter["schema"]), random);
                request.wrong = bad.as_ref().map(|bad| format!("{name} = {bad}"));
                bad
            } else {
                None
            };
            let given = text.unwrap_or_else(|| right_text(said.schema(&parameter["schema"]), known, random));
            let required = parameter["required"] == true || request.wrong.is_some();
            match parameter["in"].as_str().unwrap() {
                "path" => request.path = request.path.replace(&format!("{{{name}}}"), &escaped(&given)),
                "query" if required || random.bool() => query.push(format!("{name}={}", escaped(&given))),
                "header" => request.headers.push((name.to_string(), given)),
                _ => {}
            }
        }
        if !query.is_empty() {
            request.path += &format!("?{}", query.join("&"));
        }
        if let Some((kind, schema)) = body {
            let schema = said.schema(&schema);
            let bytes = if kind == "application/json" {
                let mut value = right_value(said, schema, known, random);
                if spoilt == Some(parts - 1) {
                    spoil(&mut value, random);
                    request.wrong = said.objection(schema, &value);
                }
                serde_json::to_vec(&value).unwrap()
            } else {
                (0..random.usize(1..600)).map(|_| random.u8(..)).collect()
            };
            request.body = Some((kind, bytes));
        }
        request
    }

    fn holds(&self, county: &County, said: &Description, caller: Option<&Caller<'_>>, stranger: &Client) {
        let build = |client: &Client| {
            let method = Method::from_bytes(self.operation.method.as_bytes()).unwrap();
            let mut request = client.request(method, county.url(&self.path));
            for (name, value) in &self.headers {
                request = request.header(name, value.as_bytes());
            }
            match &self.body {
                Some((kind, bytes)) => request.header("content-type", kind).body(bytes.clone()),
                None => request,
            }
        };
        let answer = match caller {
            Some(caller) => caller.with(build),
            None => build(stranger).send().unwrap(),
        };
        let status = answer.status().as_u16();
        let told = format!("{} {} ({:?}): {status}", self.operation.method, self.path, self.wrong);
        assert!(status < 500, "{told}");
        assert!(self.operation.statuses().contains(&status), "{told} is not described");
        assert!(self.wrong.is_none() || status >= 400, "{told}, though the description does not allow it");
        if caller.is_none() && !self.operation.is_open() {
            assert_eq!(status, 401, "{told}: before anything else");
        }
        let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_string());
        let bytes = answer.bytes().unwrap();
        match self.operation.answers(status) {
            None => assert!(bytes.is_empty(), "{told}"),
            Some((described, schema)) => {
                assert_eq!(kind.as_deref(), Some(described.as_str()), "{told}");
                if described == "application/json" {
                    let value: Value = serde_json::from_slice(&bytes).unwrap();
                    assert_eq!(said.objection(&schema, &value), None, "{told}");
                }
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn hex_of(digits: usize, random: &mut Rng) -> String {
    (0..digits).map(|_| char::from_digit(random.u32(..16), 16).unwrap()).collect()
}

fn right_text(schema: &Value, known: &[String], random: &mut Rng) -> String {
    if schema["type"] == "integer" {
        return number(schema, random).to_string();
    }
    match schema["pattern"].as_str().map(digits) {
        Some(digits) => {
            let fitting: Vec<&String> = known.iter().filter(|text| text.len() == digits).collect();
            match random.choice(fitting) {
                Some(text) if random.bool() => text.clone(),
                _ => hex_of(digits, random),
            }
        }
        None => random.choice(known).unwrap().clone(),
    }
}

fn number(schema: &Value, random: &mut Rng) -> u64 {
    let (least, most) = (schema["minimum"].as_u64().unwrap_or(0), schema["maximum"].as_u64().unwrap_or(1 << 53));
    match random.u8(..4) {
        0 => least,
        1 => most,
        2 => random.u64(least..=most),
        _ => (least + random.u64(..5)).min(most),
    }
}

/// A text that the schema does not allow; none where it allows any.
fn wrong_text(schema: &Value, random: &mut Rng) -> Option<String> {
    let words = ["", "null", "-1", "1.5", "%", "\u{0}", "九", "0x10", "18446744073709551616", "../../hub.key", "'; --"];
    let word = random.choice(words).unwrap().to_string();
    if schema["type"] == "integer" {
        let most = schema["maximum"].as_u64().unwrap();
        return Some(if random.bool() { word } else { random.choice([most + 1, u64::MAX]).unwrap().to_string() });
    }
    let digits = schema["pattern"].as_str().map(digits)?;
    let bent = [hex_of(digits - 1, random), hex_of(digits + 1, random), hex_of(digits, random).replace(|_| true, "G")];
    // An empty piece of a path is another path.
    Some(if random.bool() && !word.is_empty() { word } else { random.choice(bent).unwrap() })
}

fn right_value(said: &Description, schema: &Value, known: &[String], random: &mut Rng) -> Value {
    let schema = said.schema(schema);
    match schema["type"].as_str().unwrap() {
        "object" => {
            let members = schema["properties"].as_object().unwrap().iter();
            let members = members.map(|(name, schema)| (name.clone(), right_value(said, schema, known, random)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        "array" => (0..random.usize(..4)).map(|_| right_value(said, &schema["items"], known, random)).collect(),
        "integer" => json!(number(schema, random)),
        _ => json!(right_text(schema, known, random)),
    }
}

/// Bends one member, or the whole.
fn spoil(value: &mut Value, random: &mut Rng) {
    let strange =
        [json!(null), json!(7), json!(-1.5), json!([]), json!({}), json!("九"), json!([[["x"]]]), json!(true)];
    let strange = random.choice(strange).unwrap();
    match value {
        Value::Object(members) if random.u8(..4) > 0 => {
            let name = random.choice(members.keys().cloned().collect::<Vec<_>>());
            match name {
                Some(name) if random.bool() => drop(members.insert(name, strange)),
                Some(name) => drop(members.remove(&name)),
                None => {}
            }
        }
        other => *other = strange,
    }
}
