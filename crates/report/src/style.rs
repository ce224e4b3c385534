//! How a page is to look: language, width, colour. Found out by the caller, never here.

use findings::Lang;

/// The narrowest page; a smaller width is drawn as this one.
const NARROWEST: usize = 60;
/// The widest page: longer lines are hard to read.
const WIDEST: usize = 200;
/// From this width on, what to do stands beside what was found.
const WIDE: usize = 120;

/// How a page is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Language of all words.
    pub lang: Lang,
    /// Columns of the terminal; 60 to 200 are used.
    pub width: usize,
    /// Whether ANSI colours may be written.
    pub colour: Colour,
}

/// Whether ANSI colours may be written. Colour only repeats what the words say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// With colours.
    On,
    /// Plain text.
    #[default]
    Off,
}

/// Whether checks that passed are told one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passes {
    /// `--all`.
    Shown,
    /// Only counted.
    #[default]
    Hidden,
}

impl Style {
    /// The width that is drawn.
    pub(crate) fn columns(&self) -> usize {
        self.width.clamp(NARROWEST, WIDEST)
    }

    /// The same for a part of the page that needs no more than `width`.
    pub(crate) fn at_most(&self, width: usize) -> Self {
        Self { width: self.columns().min(width), ..*self }
    }

    pub(crate) fn is_wide(&self) -> bool {
        self.columns() >= WIDE
    }
}
