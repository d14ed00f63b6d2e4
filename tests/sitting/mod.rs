#![allow(dead_code, unreachable_pub, reason = "each runner uses a part of it")]
//! One person at the engine's door: what is asked, and the last reply to it. A request that gets none fails the test.

use farthing::native::EncodingRs;
use farthing::wire::{
    Answer, Ask, Body, Door, Envelope, FileBytes, FileReport, ImportFiles, ImportReport,
    LedgerReport, Reply, Request, Transaction,
};

/// A door, and how much was asked at it.
pub struct Sitting {
    door: Door,
    last: u64,
}

impl Sitting {
    /// At an empty ledger.
    pub fn new() -> Sitting {
        Sitting {
            door: Door::new(Box::new(EncodingRs)),
            last: 0,
        }
    }

    /// After files that were handed in together.
    pub fn with(files: &[(&str, &str)]) -> Sitting {
        let mut sitting = Sitting::new();
        sitting.import(files);
        sitting
    }

    /// After files that were handed in one after the other.
    pub fn of<Content: AsRef<[u8]>>(files: &[(&str, Content)]) -> Sitting {
        let mut sitting = Sitting::new();
        for (name, text) in files {
            sitting.import_one(name, text);
        }
        sitting
    }

    pub fn reply(&mut self, request: Request) -> Reply {
        self.last += 1;
        let id = self.last;
        let replies = self.door.run(Envelope { id, request });
        replies.into_iter().last().unwrap().reply
    }

    pub fn body(&mut self, request: Request) -> Body {
        match self.reply(request) {
            Reply::Ok { body } => body,
            other => panic!("{other:?}"),
        }
    }

    /// Whether it was done.
    pub fn takes(&mut self, request: Request) -> bool {
        matches!(self.reply(request), Reply::Ok { .. })
    }

    /// The code of why it was not done.
    pub fn refused(&mut self, request: Request) -> String {
        match self.reply(request) {
            Reply::Error(failure) => failure.code,
            other => panic!("{other:?}"),
        }
    }

    /// How things stand after a request that reads files or reads them again.
    pub fn report(&mut self, request: Request) -> ImportReport {
        match self.body(request) {
            Body::Import(report) => report,
            other => panic!("{other:?}"),
        }
    }

    pub fn import(&mut self, files: &[(&str, &str)]) -> ImportReport {
        self.import_bytes(files, None)
    }

    /// With someone there to say how a file is read that leaves it open.
    pub fn import_asking(&mut self, files: &[(&str, &str)]) -> ImportReport {
        self.import_bytes(files, Some(true))
    }

    pub fn import_one(&mut self, name: &str, content: impl AsRef<[u8]>) -> FileReport {
        let report = self.import_bytes(&[(name, content)], None);
        report.files.into_iter().next().unwrap()
    }

    pub fn import_bytes<Content: AsRef<[u8]>>(
        &mut self,
        files: &[(&str, Content)],
        asks: Option<bool>,
    ) -> ImportReport {
        let files = files.iter().map(|(name, content)| FileBytes {
            name: (*name).to_owned(),
            bytes: content.as_ref().to_vec().into(),
            held: None,
        });
        self.report(Request::Import(ImportFiles {
            files: files.collect(),
            currency: None,
            asks,
        }))
    }

    pub fn ledger(&mut self) -> LedgerReport {
        match self.body(Request::Ledger) {
            Body::Ledger(report) => report,
            other => panic!("{other:?}"),
        }
    }

    /// The whole ledger as it crosses: equal bytes are an equal ledger.
    pub fn bytes(&mut self) -> String {
        serde_json::to_string(&self.ledger()).unwrap()
    }

    /// The first transaction whose descriptor has these words.
    pub fn row(&mut self, words: &str) -> Transaction {
        let mut rows = self.ledger().transactions.into_iter();
        rows.find(|row| row.descriptor.contains(words)).unwrap()
    }

    pub fn ask(&mut self, question: &str, today: &str) -> Answer {
        match self.body(Request::Ask(Ask {
            question: question.to_owned(),
            today: today.to_owned(),
            locale: Some("en-GB".to_owned()),
            ..Ask::default()
        })) {
            Body::Answer(answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    /// The ledger as a program reads it.
    pub fn journal(&mut self, to: &str) -> String {
        match self.body(Request::Journal { to: to.to_owned() }) {
            Body::Export(export) => export.text,
            other => panic!("{other:?}"),
        }
    }
}

/// A row of [`statement`]: day, account, words, amount; words that begin with `held: ` are of a pending row.
pub type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A bank's export with the account's number in each row.
pub fn statement(rows: &[Row<'_>]) -> String {
    let mut text = "Date,Account Number,Description,Paid out,Paid in,Currency,Status\n".to_owned();
    for (day, number, words, amount) in rows {
        let (words, status) = match words.strip_prefix("held: ") {
            Some(words) => (words, "Pending"),
            None => (*words, "Posted"),
        };
        let (out, into) = match amount.strip_prefix('-') {
            Some(out) => (out, ""),
            None => ("", *amount),
        };
        text += &format!("{day},{number},{words},{out},{into},GBP,{status}\n");
    }
    text
}
