//! Where reports go: stdout, as a table or as JSON. The only file of this program that prints reports.

use crate::args::{Color, Common, Language};
use crate::failure::Failure;
use findings::{Comparison, Lang, Report};
use report::{Colour, Delivery, Layout, Passes, Style};
use std::io::{IsTerminal as _, Write as _};

/// Columns of a page that goes into a file or a pipe.
const PLAIN_WIDTH: usize = 100;

/// How reports are written.
pub struct Output {
    json: bool,
    style: Style,
    passes: Passes,
    layout: Layout,
    written: usize,
}

impl Output {
    /// For so many reports.
    pub fn new(common: &Common, all: bool, reports: usize) -> Self {
        let layout = if reports == 1 { Layout::Pretty } else { Layout::Line };
        Self { json: common.is_json(), style: style(common), passes: if all { Passes::Shown } else { Passes::Hidden }, layout, written: 0 }
    }

    /// Writes one report.
    pub fn report(&mut self, report: &Report) -> Result<(), Failure> {
        self.write(&if self.json {
            report::report_json(report, self.style.lang, self.passes, self.layout)
        } else {
            report::report_table(report, &self.style, self.passes)
        })
    }

    /// Writes the report under an overlay, with what it changes in front.
    pub fn compared(&mut self, before: &Report, after: &Report) -> Result<(), Failure> {
        let comparison = Comparison::of(before, after);
        self.write(&if self.json {
            report::compared_json(after, &comparison, self.style.lang, self.passes, self.layout)
        } else {
            let changes = report::comparison_table(&comparison, &after.target.title(), &self.style);
            format!("{changes}\n{}", report::report_table(after, &self.style, self.passes))
        })
    }

    /// Writes the report about test messages, with where each of them is in front.
    pub fn delivered(&mut self, report: &Report, deliveries: &[Delivery]) -> Result<(), Failure> {
        if self.json {
            return self.write(&report::delivered_json(report, deliveries, self.style.lang, self.passes, self.layout));
        }
        let matrix = report::deliveries_table(deliveries, &self.style);
        self.write(&format!("{matrix}\n{}", report::report_table(report, &self.style, self.passes)))
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        let gap = if self.written > 0 && !self.json { "\n" } else { "" };
        self.written += 1;
        print(&format!("{gap}{text}"))
    }
}

/// Language, width and colours of pages.
pub fn style(common: &Common) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let colour = match common.color {
        Color::Always => Colour::On,
        Color::Never => Colour::Off,
        Color::Auto if terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) => Colour::On,
        Color::Auto => Colour::Off,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = columns.or_else(|| terminal_size::terminal_size().filter(|_| terminal).map(|(w, _)| usize::from(w.0)));
    Style { lang: lang(common), width: width.unwrap_or(PLAIN_WIDTH), colour }
}

/// The language of all words.
pub fn lang(common: &Common) -> Lang {
    match common.lang {
        Language::En => Lang::En,
        Language::Ru => Lang::Ru,
    }
}

/// Writes text to stdout, with a line break at its end. A reader that went away (`| head`) is no fault.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.trim_end_matches('\n').as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
    match written {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Output(e)),
        _ => Ok(()),
    }
}
