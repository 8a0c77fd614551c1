//! Photos, kept smaller and in full size.

pub fn enter(data: &[u8]) {
    if let Ok(taken) = photos::take(data, false) {
        let _ = photos::thumbnail(&taken.bytes);
        let _ = photos::take(data, true);
    }
}
