//! Random bytes from the system.

use crate::kernel::error::CommandError;

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], CommandError> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|_| CommandError::internal("系统没有给出随机数，请重启电脑后再试。"))?;
    Ok(bytes)
}
