//! The one line by which a county learns where its hub is. Reading only.

use changelog::HubPlace;

use crate::error::SyncError;

/// Reads the line that `hezhan-hub init` prints: `https://host:port#<pin>.<key>`.
pub fn read_hub_line(text: &str) -> Result<HubPlace, SyncError> {
    let wrong =
        || SyncError::Document("信箱地址应是 hezhan-hub init 打印的那一整行（https://…#…），请完整复制粘贴。".into());
    let (url, rest) = text.trim().split_once('#').ok_or_else(wrong)?;
    let (pin, key) = rest.split_once('.').ok_or_else(wrong)?;
    let pin_is_hex = hex::decode(pin).is_ok_and(|bytes| bytes.len() == 32);
    let good_url = reqwest::Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
    if !pin_is_hex || !good_url {
        return Err(wrong());
    }
    Ok(HubPlace { url: url.into(), pin: pin.into(), key: key.parse().map_err(|_| wrong())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_hub_is_read_whole_or_not_at_all() {
        let (pin, key) = ("ab".repeat(32), "cd".repeat(32));
        let place = read_hub_line(&format!("  https://10.0.0.1:8443#{pin}.{key}\n")).unwrap();
        assert_eq!((place.url.as_str(), &place.pin), ("https://10.0.0.1:8443", &pin));
        for wrong in [
            "",
            "10.0.0.1:8443",
            "https://10.0.0.1:8443",
            &format!("http://a#{pin}.{key}"),
            &format!("https://a#{pin}"),
        ] {
            assert!(read_hub_line(wrong).is_err(), "{wrong}");
        }
    }
}
