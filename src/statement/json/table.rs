//! A list of flat objects, read as a table.

use crate::issue::{Issue, Read};
use crate::statement::csv::{CsvReading, Opened, Origin};
use crate::statement::{Format, Progress, Readings, Statement};

use super::flat;
use super::lines::Numbers;
use super::value::Document;

/// A list of flat objects while it is being read as a table.
pub(super) struct TableReading {
    csv: Box<CsvReading>,
    /// The line of each record.
    lines: Vec<u32>,
}

impl TableReading {
    /// The longest list of the document as a table; `None` where it is none.
    pub(super) fn of(
        document: &Document<'_>,
        encoding: &'static str,
        mut issues: Vec<Issue>,
        readings: Readings<'_>,
    ) -> Option<TableReading> {
        let flat = flat::flat(document)?;
        let starts = || flat.at.iter().copied();
        let mut counted = Numbers::of(document.text, starts());
        let lines = starts().enumerate();
        let lines = lines.map(|(place, start)| counted.number(document.text, start, place));
        let lines: Vec<u32> = lines.collect();
        issues.extend(document.scan.damage(document.text, false));
        let origin = Origin {
            format: Format::Json,
            ..Origin::TEXT
        };
        match CsvReading::open(flat.text, encoding, issues, readings, origin) {
            Ok(Opened::Rows(csv)) => Some(TableReading { csv, lines }),
            Ok(Opened::Empty(_)) | Err(_) => None,
        }
    }

    /// Reads up to `rows` more records.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        self.csv.advance(rows)
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let mut read = self.csv.finish();
        let line_of = |record: u32| {
            // The header is the first line of the table.
            let at = record.checked_sub(2).map(|at| at as usize);
            at.and_then(|at| self.lines.get(at)).copied().unwrap_or(1)
        };
        for row in &mut read.value.rows {
            row.line = line_of(row.line);
        }
        for skipped in &mut read.value.skipped {
            skipped.line = line_of(skipped.line);
        }
        for issue in &mut read.issues {
            issue.at.row = issue.at.row.map(line_of);
        }
        for shown in read.value.open.iter_mut().flat_map(|open| &mut open.shown) {
            shown.line = line_of(shown.line);
        }
        if let Some(dialect) = &mut read.value.dialect {
            dialect.header = None;
        }
        read
    }
}
