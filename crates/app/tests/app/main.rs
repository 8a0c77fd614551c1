//! The program as an interface calls it: people at PCs, one story per file.

mod pcs;
mod recovering;
mod setting_up;
mod unlocking;
