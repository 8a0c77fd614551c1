//! One command of a list, and how a list is written: each entry names a command once (doc line, name, use case, request, answer, who
//! may). Shared by every list of the program; it knows no command.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bindings::{Described, Types};
use crate::kernel::access::Access;
use crate::kernel::error::{CommandError, ErrorCode};

/// One command, asked of `On`.
pub struct Command<On: 'static> {
    /// Name as the interface calls it, for example `records.save`.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Who may.
    pub needs: Access,
    /// Takes the request and gives the answer as JSON.
    pub answer: fn(&On, Value) -> Result<Value, CommandError>,
    /// Request and answer as TypeScript.
    pub types: Types,
}

impl<On> Command<On> {
    /// Runs it; a panic becomes an error.
    pub fn run(&self, on: &On, request: Value) -> Result<Value, CommandError> {
        catch_unwind(AssertUnwindSafe(|| (self.answer)(on, request))).unwrap_or_else(|_| {
            Err(CommandError::internal("程序内部出错，刚才的操作没有完成。请重试；仍不行请重启程序。"))
        })
    }

    /// The command as the bindings need it.
    pub fn described(&self) -> Described {
        Described { name: self.name, doc: self.doc, types: self.types }
    }
}

/// Reads the request, asks the use case and writes its answer.
pub fn answer<On, Q: DeserializeOwned, A: Serialize>(
    on: &On,
    request: Value,
    use_case: fn(&On, Q) -> Result<A, CommandError>,
) -> Result<Value, CommandError> {
    let request = if request.is_null() { Value::Object(Default::default()) } else { request };
    let request = serde_json::from_value(request).map_err(|error| {
        // serde names the member and the type it wanted; it may quote a value, which must not get out.
        let place = error.to_string();
        let member = place.split('`').nth(1).unwrap_or("");
        CommandError::new(ErrorCode::BadRequest, format!("请求的内容不完整或类型不对：{member}"))
    })?;
    let answer = use_case(on, request)?;
    serde_json::to_value(answer).map_err(|_| CommandError::internal("答复不能写成 JSON"))
}

/// Writes a list of commands asked of `$on` as the constant `COMMANDS`.
#[macro_export]
macro_rules! commands {
    ($on:ty; $($(#[doc = $doc:literal])+ $name:literal => $($step:ident)::+($request:ty) -> $answer:ty, needs: Access::$access:ident;)*) => {
        /// Every command of the list, in its order.
        pub const COMMANDS: &[$crate::command::Command<$on>] = &[$($crate::command::Command {
            name: $name,
            doc: concat!($($doc),+),
            needs: $crate::Access::$access,
            answer: |on, request| $crate::command::answer::<$on, $request, $answer>(on, request, $($step)::+),
            types: $crate::bindings::Types {
                request: |config| <$request as ts_rs::TS>::name(config),
                answer: |config| <$answer as ts_rs::TS>::name(config),
                visit: |collected| {
                    ts_rs::TypeVisitor::visit::<$request>(collected);
                    ts_rs::TypeVisitor::visit::<$answer>(collected);
                },
            },
        }),*];
    };
}
