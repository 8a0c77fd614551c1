//! Pages that are open: each keeps one answer of the bridge running for as long as it stands, so that the program knows when its last
//! page has gone. A page that is loaded again is back before that is believed.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::timeout;

/// How many pages are open.
#[derive(Clone)]
pub(crate) struct OpenPages(watch::Sender<usize>);

/// One page; it has gone when this is dropped.
struct OpenPage(watch::Sender<usize>);

impl Drop for OpenPage {
    fn drop(&mut self) {
        self.0.send_modify(|pages| *pages -= 1);
    }
}

impl OpenPages {
    pub(crate) fn new() -> OpenPages {
        OpenPages(watch::Sender::new(0))
    }

    /// The answer that a page keeps running: an event stream that says nothing more.
    pub(crate) fn keep(&self) -> Response {
        self.0.send_modify(|pages| *pages += 1);
        let page = OpenPage(self.0.clone());
        let begun = stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b": open\n\n")) });
        let held = stream::pending().map(move |never: Bytes| {
            let _ = &page;
            Ok(never)
        });
        ([("content-type", "text/event-stream")], Body::from_stream(begun.chain(held))).into_response()
    }

    /// Returns once all pages have been gone for `grace`; or when none comes within `patience` of now.
    pub(crate) async fn gone(&self, patience: Duration, grace: Duration) {
        let mut pages = self.0.subscribe();
        let mut wait = patience;
        // What is seen is let go at once: while it is held no page can come or go.
        while timeout(wait, pages.wait_for(|pages| *pages > 0)).await.is_ok_and(|seen| seen.is_ok()) {
            if pages.wait_for(|pages| *pages == 0).await.is_err() {
                return;
            }
            wait = grace;
        }
    }
}
