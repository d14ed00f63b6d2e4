//! Lists of no shape that is known: the names of their values are the headers of a table, which is read as any other.

use std::borrow::Cow;

use super::name::is_name;
use super::scan::Kind;
use super::value::{Document, read_amount, read_day};

/// A table as delimited text, and for each of its records the place of the object in the file.
pub(super) struct Flat {
    /// The table, its header first.
    pub(super) text: String,
    /// Where the objects begin.
    pub(super) at: Vec<u32>,
}

/// More columns than any list has; objects with names of their own each would make one of them all.
const MAX_COLUMNS: usize = 200;

/// How deep values within an object are taken for its own.
const DEPTH: u32 = 4;

/// The longest list of objects in the document, or of arrays whose first one has the headers.
pub(super) fn flat(document: &Document<'_>) -> Option<Flat> {
    let lists = lists(document);
    let objects = most(lists.iter().filter(|list| list.is_objects));
    let arrays = most(lists.iter().filter(|list| !list.is_objects));
    let mut table = Table::default();
    if objects.len() >= arrays.len() && !objects.is_empty() {
        for node in objects {
            table.add(document, node);
        }
    } else {
        let (header, rows) = arrays.split_first()?;
        for (_, value) in document.children(*header) {
            let name = document.said(value).unwrap_or_default();
            table.columns.push(name.into_owned());
        }
        for node in rows {
            let cells = document.children(*node).enumerate();
            let cells = cells.map(|(column, (_, value))| (column, cell(document, value, "")));
            table.rows.push((*node, cells.collect()));
        }
    }
    table.written(document)
}

/// A list and the name it goes by.
struct List<'a> {
    name: &'a str,
    is_objects: bool,
    nodes: Vec<u32>,
}

/// Every list; those of one name are one, as pages are.
fn lists<'a>(document: &Document<'a>) -> Vec<List<'a>> {
    let mut lists: Vec<List<'a>> = Vec::new();
    let mut add = |name: &'a str, node: u32| {
        let kind = document.node(node).map(|node| node.kind);
        let is_objects = kind == Some(Kind::Object);
        if !is_objects && kind != Some(Kind::Array) {
            return;
        }
        let known = lists
            .iter()
            .position(|list| list.name == name && list.is_objects == is_objects);
        match known {
            Some(at) => lists[at].nodes.push(node),
            None if lists.len() < MAX_COLUMNS => lists.push(List {
                name,
                is_objects,
                nodes: vec![node],
            }),
            None => {}
        }
    };
    // The documents of a file that has several are a list.
    let mut at = 0;
    while let Some(root) = document.node(at) {
        add("", at);
        at = root.next;
    }
    let mut name = "";
    for at in 0..document.scan.nodes.len() as u32 {
        match document.node(at).map(|node| node.kind) {
            Some(Kind::Text) => name = document.raw(at),
            Some(Kind::Array) => {
                for (_, value) in document.children(at) {
                    add(name, value);
                }
            }
            _ => {}
        }
    }
    lists
}

/// The nodes of the longest of some lists, the first of those.
fn most<'a, 'b: 'a>(lists: impl Iterator<Item = &'a List<'b>>) -> Vec<u32> {
    let mut longest: &[u32] = &[];
    for list in lists {
        if list.nodes.len() > longest.len() {
            longest = &list.nodes;
        }
    }
    longest.to_vec()
}

/// Columns and rows, before they are text.
#[derive(Default)]
struct Table<'a> {
    columns: Vec<String>,
    rows: Vec<(u32, Cells<'a>)>,
}

/// What stands in the columns of a row.
type Cells<'a> = Vec<(usize, Cow<'a, str>)>;

impl<'a> Table<'a> {
    fn add(&mut self, document: &Document<'a>, node: u32) {
        let mut cells = Vec::new();
        self.spread(document, node, String::new(), DEPTH, &mut cells);
        self.rows.push((node, cells));
    }

    /// The values of an object, by the path of their names.
    fn spread(
        &mut self,
        document: &Document<'a>,
        node: u32,
        path: String,
        depth: u32,
        cells: &mut Cells<'a>,
    ) {
        for (name, value) in document.children(node) {
            let raw = document.raw(name);
            if document.is_object(value) {
                if depth > 0 {
                    // What only wraps the entry says nothing of what is in it.
                    let path = match ["attributes", "data", "value"]
                        .iter()
                        .any(|word| is_name(raw, word))
                    {
                        true => path.clone(),
                        false => [&*path, raw, " "].concat(),
                    };
                    self.spread(document, value, path, depth - 1, cells);
                }
                continue;
            }
            let (name, said) = match is_name(raw, "pending") || is_name(raw, "ispending") {
                true => {
                    let pending = document.said(value).is_some_and(|said| said == "true");
                    let said = if pending { "pending" } else { "booked" };
                    ("status", Cow::Borrowed(said))
                }
                false => (raw, cell(document, value, raw)),
            };
            let name = match is_name(raw, "mcc") {
                true => name.to_owned(),
                false => [&*path, name].concat(),
            };
            let column = self.columns.iter().position(|held| *held == name);
            let column = match column {
                Some(column) => column,
                None if self.columns.len() >= MAX_COLUMNS => continue,
                None => {
                    self.columns.push(name);
                    self.columns.len() - 1
                }
            };
            cells.push((column, said));
        }
    }

    fn written(&self, document: &Document<'_>) -> Option<Flat> {
        if self.columns.len() < 2 || self.rows.is_empty() {
            return None;
        }
        let mut flat = Flat {
            text: String::new(),
            at: Vec::with_capacity(self.rows.len()),
        };
        let header = self.columns.iter().map(String::as_str);
        flat.record(header);
        for (node, cells) in &self.rows {
            let cells = (0..self.columns.len()).map(|column| {
                let found = cells.iter().find(|(held, _)| *held == column);
                found.map_or("", |(_, said)| said)
            });
            flat.record(cells);
            flat.at.push(document.node(*node)?.start);
        }
        Some(flat)
    }
}

impl Flat {
    /// A line of the table: every cell in quotes, so that nothing in it means anything.
    fn record<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        for (column, cell) in cells.enumerate() {
            if column > 0 {
                self.text.push(',');
            }
            self.text.push('"');
            for letter in cell.chars() {
                match letter {
                    '"' => self.text.push_str("\"\""),
                    '\n' | '\r' | '\0' => self.text.push(' '),
                    letter => self.text.push(letter),
                }
            }
            self.text.push('"');
        }
        self.text.push('\n');
    }
}

/// What a value says in a cell: numbers written out, and days where the value is a time.
fn cell<'a>(document: &Document<'a>, value: u32, name: &str) -> Cow<'a, str> {
    let Some(said) = document.words(value) else {
        return Cow::Borrowed("");
    };
    if document
        .node(value)
        .is_none_or(|node| node.kind != Kind::Plain)
    {
        return said;
    }
    let is_time = said.len() == 13 || (said.len() == 10 && names_time(name));
    if is_time && let Some(day) = read_day(&said) {
        return day.to_date().to_string().into();
    }
    if said.contains(['e', 'E'])
        && let Ok(amount) = read_amount(&said)
    {
        return amount.to_string().into();
    }
    said
}

/// Whether a name is that of a day or a time.
fn names_time(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["date", "time", "posted", "created", "booked"]
        .iter()
        .any(|word| name.contains(word))
}
