//! Reasons why a change that is kept and passed on does not count, where they are not the dictionary's. Words only.

/// Written by a revoked device beyond its cut.
pub(crate) const REVOKED: &str = "这台电脑已停用，停用之后写的内容不再计入。";
/// Written into a record of another audience.
pub(crate) const FOREIGN: &str = "这条记录属于另一个站点，写入没有采用。请联系县里核对。";
