//! The evaluator's key: an age identity sealed with a passphrase, which stays with the evaluator, and its public half, which the county seals
//! packs to. Nothing of it is kept on the PC.

use changelog::{Identity, seal};

use crate::boards::packs::types::{MadeEvaluatorKey, MakeEvaluatorKey};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::FileIn;
use crate::kernel::passphrase;
use crate::kernel::pc::Pc;

/// Above any key file.
const LIMIT: u64 = 1 << 16;

/// Makes one.
pub(crate) fn make(pc: &Pc, request: MakeEvaluatorKey) -> Result<MadeEvaluatorKey, CommandError> {
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return Err(CommandError::invalid_field("name", "请填写评估方的名称，不超过 40 个字。"));
    }
    passphrase::check(pc, "passphrase", &request.passphrase, &[name])?;
    let identity = Identity::generate();
    let factor = pc.config().cost.work_factor(seal::PASSPHRASE_WORK_FACTOR);
    let sealed = seal::with_passphrase(&request.passphrase, factor, identity.to_secret().as_bytes())?;
    let recipient = identity.recipient().to_owned();
    Ok(MadeEvaluatorKey {
        key: request.place.write(pc, &format!("评估钥匙-{name}.hzkey"), sealed)?,
        public: request.place.write(pc, &format!("评估公钥-{name}.txt"), format!("{recipient}\n").into_bytes())?,
        recipient,
    })
}

/// Opens a sealed key.
pub(super) fn open(file: &FileIn, passphrase: &str) -> Result<Identity, CommandError> {
    let not_one = || CommandError::new(ErrorCode::WrongFile, "这不是评估钥匙文件，请选“评估钥匙-….hzkey”。");
    let plain = seal::open_with_passphrase(passphrase, &file.read(LIMIT)?, 4096).map_err(|error| match error {
        changelog::Error::WrongPassphrase => CommandError {
            code: ErrorCode::WrongPassphrase,
            ..CommandError::invalid_field("passphrase", "钥匙的密码不对，请重新输入。")
        },
        _ => not_one(),
    })?;
    let text = String::from_utf8(plain).map_err(|_| not_one())?;
    Identity::from_secret(&text).map_err(|_| not_one())
}
