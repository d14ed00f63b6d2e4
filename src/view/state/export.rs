//! What the person takes with them: rows and receipts as files, or on the clipboard where there can be no file.

use super::{Effect, Face, Pending, State};
use crate::order::Gather as _;
use crate::view::text::joined;
use crate::wire::{Receipt, Request, RowsOf};

impl State {
    /// Asks for the rows shown, all that meet the filter.
    pub(super) fn export_rows(&mut self, effects: &mut Vec<Effect>) {
        let limit = self.table.total.unwrap_or_default();
        if let Request::Rows(of) = self.table.filter.page(0) {
            let name = "farthing-rows.csv";
            let request = Request::Export(RowsOf { limit, ..of });
            self.send(request, Pending::Export { name }, effects);
        }
    }

    /// Asks for the rows that an answer counted.
    pub(super) fn export_answer(&mut self, entry: u64, effects: &mut Vec<Effect>) {
        let entry = self.thread.iter().find(|known| known.id == entry);
        let question = entry.and_then(|entry| entry.question());
        let Some(Face::Ready(answer)) = question.map(|question| &question.answer) else {
            return;
        };
        let of = RowsOf {
            limit: answer.proof.count,
            answer: Some(answer.number),
            ..RowsOf::default()
        };
        let name = "farthing-answer.csv";
        self.send(Request::Export(of), Pending::Export { name }, effects);
    }

    /// Hands over the receipts.
    pub(super) fn export_receipts(&mut self, effects: &mut Vec<Effect>) {
        let text = json(&self.receipts);
        self.hand_over("farthing-shared.json", text, effects);
    }

    /// A file where the browser lets one through, else the clipboard.
    pub(super) fn hand_over(
        &mut self,
        name: &'static str,
        text: String,
        effects: &mut Vec<Effect>,
    ) {
        if !self.facts.downloads {
            effects.push(Effect::Copy(text));
            return;
        }
        let mime = match name.get(name.len().saturating_sub(4)..) {
            Some(".csv") => "text/csv",
            Some(".txt") => "text/plain",
            _ => "application/json",
        };
        effects.push(Effect::Download { name, mime, text });
    }
}

/// The receipts as JSON, one a line.
fn json(receipts: &[Receipt]) -> String {
    let lines: Vec<String> = receipts
        .iter()
        .map(|receipt| {
            let what = receipt.what.as_deref().map(quoted);
            format!(
                "  {{\"consent\":{},\"at\":{},\"host\":{},\"what\":{},\"text\":{},\"watched\":{}}}",
                quoted(&receipt.consent),
                quoted(&receipt.at),
                quoted(&receipt.host),
                what.as_deref().unwrap_or("null"),
                quoted(&receipt.text),
                receipt.watched,
            )
        })
        .gather();
    format!("[\n{}\n]\n", joined(&lines, ",\n"))
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\0'..='\x1f' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_are_json_that_reads_back_word_for_word() {
        let receipts = [
            Receipt {
                consent: "c-1".to_owned(),
                at: "2026-03-22T10:11:12Z".to_owned(),
                host: "bank.example".to_owned(),
                what: Some("my \"usual\" month\\week\n?".to_owned()),
                text: "You spent £404.43 on groceries \u{2013} all\u{a0}in.\u{7}".to_owned(),
                watched: true,
            },
            Receipt::default(),
        ];
        let read: Vec<Receipt> = serde_json::from_str(&json(&receipts)).unwrap();
        assert_eq!(read, receipts);
        assert_eq!(json(&[]).split_whitespace().collect::<String>(), "[]");
    }
}
