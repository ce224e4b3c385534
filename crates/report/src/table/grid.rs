//! Tables over lines that were wrapped before: comfy-table draws, it never breaks a line.

use crate::style::Style;
use crate::wrap::{columns, cut};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, TableStyle, Width, presets};

const FRAME: TableStyle = presets::UTF8_FULL_CONDENSED.with_rounded_corners();
const RULED: TableStyle = presets::UTF8_FULL.with_rounded_corners();

/// A table of given column widths.
pub(crate) struct Grid {
    table: Table,
    widths: Vec<usize>,
}

/// Whether rows of a table have lines between them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    Ruled,
    Dense,
}

impl Grid {
    /// Columns of `fixed` widths; the first one of width 0 gets what is left of the page.
    pub(crate) fn new(fixed: &[usize], rows: Rows, style: &Style) -> Self {
        // Each column has a space on both sides and a line behind it; one more line in front.
        let taken: usize = fixed.iter().sum::<usize>() + 3 * fixed.len() + 1;
        let free = style.columns().saturating_sub(taken);
        let open = fixed.iter().filter(|w| **w == 0).count().max(1);
        let widths: Vec<usize> = fixed.iter().map(|w| if *w == 0 { free / open } else { *w }).collect();
        let mut table = Table::new();
        table.load_style(if rows == Rows::Ruled { RULED } else { FRAME });
        table.set_content_arrangement(ContentArrangement::Disabled);
        Self { table, widths }
    }

    /// The width of a column's text.
    pub(crate) fn width(&self, column: usize) -> usize {
        self.widths.get(column).copied().unwrap_or(1)
    }

    /// Sets the header.
    pub(crate) fn header(&mut self, cells: &[&str]) {
        self.table.set_header(cells.iter().map(Cell::new).collect::<Vec<_>>());
    }

    /// Adds a row; each cell is its lines. A line that is too wide is cut, never left to burst the frame.
    pub(crate) fn row(&mut self, cells: &[Vec<String>]) {
        let fitting = |(lines, width): (&Vec<String>, &usize)| -> Vec<String> {
            let whole = |line: &String| if columns(line) <= *width { vec![line.clone()] } else { cut(line, *width) };
            lines.iter().flat_map(whole).collect()
        };
        let cells = cells.iter().zip(&self.widths).map(fitting);
        self.table.add_row(cells.map(|lines| Cell::new(lines.join("\n"))).collect::<Vec<_>>());
    }

    /// Sets a column's text to the right.
    pub(crate) fn align_right(&mut self, column: usize) {
        if let Some(column) = self.table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }

    /// The drawn table and a line break.
    pub(crate) fn draw(mut self) -> String {
        let constraint = |w: &usize| ColumnConstraint::Absolute(Width::Fixed(u16::try_from(w + 2).unwrap_or(u16::MAX)));
        let constraints: Vec<_> = self.widths.iter().map(constraint).collect();
        self.table.set_constraints(constraints);
        format!("{}\n", self.table)
    }
}
