//! The family picture (家系图) in the notation of McGoldrick: who is kin to whom from relations to the head of the household
//! (GB/T 4761), where everyone stands, and the lines between them in millimetres. What the data do not say is drawn as
//! unknown, never guessed silently.

mod drawing;
mod kinship;
mod layout;
mod person;

pub use person::{Person, Sex};

use crate::picture::Picture;

/// Draws a family. Siblings stand by age, the eldest left; whoever is not linked by blood or marriage stands apart.
pub fn draw(people: &[Person]) -> Picture {
    let family = kinship::family(people);
    let places = layout::places(&family);
    drawing::picture(people, &family, &places)
}

#[cfg(test)]
mod tests;
