//! The hub as its callers meet it: a real server on a free port, real TLS, real keys and bundles.

mod blobs;
mod county;
mod erasing;
mod joining;
mod mail;
mod refusing;
mod staying;
