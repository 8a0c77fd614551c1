//! Sync between real stores through a real hub, over a line that the tests can cut, and on sticks.

mod county;
mod erasing;
mod faults;
mod joining;
mod line;
mod moving;
mod photos;
mod scheduled;
mod sticks;
