//! Errors that keep a sync from going on, with the plain Chinese sentence for each. Offline is a state, not an error.
//! Nothing here names a person or quotes a record.

use serde::{Deserialize, Serialize};

/// Why the hub cannot be reached now. Everything is tried again by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfflineReason {
    /// The county uses USB sticks only.
    NoHub,
    /// No network, no answer, or the line was cut.
    NoAnswer,
    /// Something else answered: a log-in page of the network, a router, a proxy.
    Portal,
    /// A hub answered, but with another certificate than the county's roster names.
    OtherCertificate,
    /// A hub of another county, or one whose receipt key is not the roster's.
    OtherHub,
    /// The hub answered that it is busy or in trouble.
    Busy,
}

impl OfflineReason {
    /// What happened and what to do.
    pub fn message(&self) -> &'static str {
        match self {
            Self::NoHub => "本县没有设置信箱，请用U盘交接数据。",
            Self::NoAnswer => "连不上县里的信箱，可能没有网络。数据已保存在本机，联网后会自动发送。",
            Self::Portal => {
                "网络要求先登录（打开浏览器登录上网后再试），或被代理拦截。数据已保存在本机，之后会自动发送。"
            }
            Self::OtherCertificate => {
                "信箱有应答，但证书与县里站点名单上的不一致，为安全起见没有发送。若县里刚重装信箱，请县里更新站点名单后用U盘带来；否则请告诉县里。"
            }
            Self::OtherHub => "应答的不是本县的信箱，没有发送。请把这句话告诉县里的管理员。",
            Self::Busy => "县里的信箱正忙或暂时出错，稍后会自动重试。",
        }
    }
}

/// Why a step ended.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The hub is not to be had now.
    #[error("{}", .0.message())]
    Offline(OfflineReason),
    /// The hub refuses this device or this request; repeating does not help.
    #[error("{message}")]
    Refused {
        /// The hub's stable word.
        code: String,
        /// What happened and what to do.
        message: String,
    },
    /// Not at the hub.
    #[error("信箱里没有这一项。")]
    Missing,
    /// An upload goes on at another place.
    #[error("续传位置不对，会自动从正确的位置继续。")]
    Offset(u64),
    /// The hub has a newer one.
    #[error("{0}")]
    Stale(String),
    /// The user stopped it.
    #[error("已停止。已发送的部分不会重复发送。")]
    Cancelled,
    /// What came or goes does not read; the text says what to do.
    #[error(transparent)]
    Changelog(#[from] changelog::Error),
    /// The local store refuses.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A file on the stick or disk refuses.
    #[error("{what}（{source}）")]
    File {
        /// What was being done, and what to do now.
        what: &'static str,
        /// The system's word.
        #[source]
        source: std::io::Error,
    },
    /// A file is not what it should be; the text says what to do.
    #[error("{0}")]
    Document(String),
}

impl SyncError {
    /// Names what was being done with a file.
    pub(crate) fn file(what: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::File { what, source }
    }

    /// Whether trying again later may help.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Offline(_) | Self::Offset(_) | Self::Stale(_) | Self::Cancelled)
    }
}
