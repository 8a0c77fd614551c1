//! The hub of the practice county on loopback; the only reason why `bridge` and the window know `hub`.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use practice::{HubWanted, RunningHub, StartHub};

/// What `Program::new` wants to start a hub.
pub fn starter() -> StartHub {
    Arc::new(start)
}

fn start(wanted: &HubWanted) -> Result<RunningHub, String> {
    if !wanted.data_dir.join("hub.json").exists() {
        let init = hub::Init {
            data_dir: wanted.data_dir.clone(),
            county: wanted.county.clone(),
            root_key: wanted.root_key.clone(),
            address: "127.0.0.1:8443".into(),
        };
        hub::init(&init).map_err(|error| error.to_string())?;
    }
    let serve = |port| {
        hub::serve(hub::Config {
            data_dir: wanted.data_dir.clone(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            rates: hub::limits::Rates::default(),
            log: false,
        })
    };
    // The port of last time, for the roster names it; a free one when it is taken.
    let handle = serve(wanted.port).or_else(|_| serve(0)).map_err(|error| error.to_string())?;
    Ok(RunningHub {
        url: handle.url.clone(),
        pin: handle.pin.clone(),
        key: handle.key.clone(),
        port: handle.addr.port(),
        keep: Box::new(handle),
    })
}
