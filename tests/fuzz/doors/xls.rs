//! Workbooks of Excel before 2007.

use super::csv::read;

pub fn enter(data: &[u8]) {
    if data.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        read(data);
    }
}
